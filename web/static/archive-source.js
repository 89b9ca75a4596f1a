// @ts-check
/** Where a replay comes from in an archive: files, in place of the questions to our server (docs/archive.md). */

/** Entries of a page of the board. */
const PAGE = 40;

/** Digits of a key that are of the place among entries of one millisecond: 20 bits. */
const ORDINALS = 1_048_576n;

/**
 * @typedef {import("./replay-source.js").Change} Change
 * @typedef {[key: string, from: number, to: number]} Row a version: where it stands, from which change on, before which;
 *   0 where it stands to the end
 * @typedef {import("./replay-source.js").Facts & {epoch: string, chunks: [seq: number, t: string][], places: string[]}} About
 */

/** @implements {import("./replay-source.js").Source} */
export class FilesSource {
  #files;
  #lang;

  /** @param {import("./archive-files.js").Files} files @param {string} lang */
  constructor(files, lang) {
    this.#files = files;
    this.#lang = lang;
  }

  /** @returns {Promise<About>} */
  facts() {
    return this.#files.get("facts");
  }

  /** @param {number} at @param {string | null} before */
  async board(at, before) {
    const { epoch, places } = await this.facts();
    const seq = await this.#last(at);
    // Nothing stands later than it was received.
    const below = before ?? (BigInt(at + 1) * ORDINALS).toString(16).padStart(16, "0");
    /** @type {Row[]} */ const stood = [];
    let number = Math.max(0, places.findLastIndex((first) => first >= below));
    for (; number < places.length && stood.length <= PAGE; number += 1) {
      /** @type {Row[]} */ const rows = await this.#files.get(`places-${number + 1}`);
      stood.push(...rows.filter(([key, from, to]) => key < below && from <= seq && (!to || to > seq)));
    }
    const shown = stood.slice(0, PAGE);
    const entries = await Promise.all(shown.map(([, from]) => this.#version(from)));
    return { cursor: `${epoch}.${seq}`, older: stood.length > PAGE ? shown[PAGE - 1][0] : null, entries };
  }

  /** @param {string} after @param {number} upto */
  async changes(after, upto) {
    const { epoch, chunks } = await this.facts();
    const seq = Number(after.split(".")[1] ?? 0);
    let number = Math.max(0, chunks.findLastIndex(([first]) => first <= seq + 1));
    let all = (await this.#chunk(number)).filter((change) => change.seq > seq);
    if (!all.length && number + 1 < chunks.length) {
      number += 1;
      all = await this.#chunk(number);
    }
    const changes = all.filter((change) => Date.parse(change.t) <= upto);
    const more = changes.length === all.length && number + 1 < chunks.length && Date.parse(chunks[number + 1][1]) <= upto;
    return { cursor: `${epoch}.${changes.at(-1)?.seq ?? seq}`, more, changes };
  }

  /** The number of the last change that had come by a moment. @param {number} at */
  async #last(at) {
    const { chunks } = await this.facts();
    const number = chunks.findLastIndex(([, t]) => Date.parse(t) <= at);
    if (number < 0) return 0;
    return (await this.#chunk(number)).findLast((change) => Date.parse(change.t) <= at)?.seq ?? 0;
  }

  /** The version that a change made. @param {number} seq */
  async #version(seq) {
    const { chunks } = await this.facts();
    const all = await this.#chunk(chunks.findLastIndex(([first]) => first <= seq));
    return /** @type {import("./replay-source.js").PutThen} */ (all.find((change) => change.seq === seq));
  }

  /** @param {number} number @returns {Promise<Change[]>} */
  #chunk(number) {
    return this.#files.get(`changes-${this.#lang}-${number + 1}`);
  }
}
