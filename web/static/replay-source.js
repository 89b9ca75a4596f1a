// @ts-check
/** Where a replay comes from: three questions, answered by our server here, and by files elsewhere (docs/replay.md). */

/**
 * @typedef {import("./waiting.js").Put & {op: "put", seq: number, t: string}} PutThen
 * @typedef {{op: "drop", seq: number, t: string, id: string, why: string}} DropThen
 * @typedef {PutThen | DropThen} Change with its time of receipt, ISO 8601
 * @typedef {{cursor: string, older: string | null, entries: import("./waiting.js").Put[]}} Board
 * @typedef {{cursor: string, more: boolean, changes: Change[]}} Changes
 * @typedef {{from: string, step: number, networks: string[], counts: number[][]}} Volume
 * @typedef {{begins: string, ends: string, volume: Volume}} Facts
 */

/**
 * What the player asks; times are milliseconds since 1970 UTC. Any promise may be broken, and is asked for again.
 * @typedef {object} Source
 * @property {(signal: AbortSignal) => Promise<Facts>} facts
 * @property {(at: number, before: string | null, signal: AbortSignal) => Promise<Board>} board
 * @property {(after: string, upto: number, signal: AbortSignal) => Promise<Changes>} changes
 */

/** Entries of a page of the board, and changes of one answer. */
const PAGE = 40;
const CHANGES = 500;

const WITHIN = 20_000;

/** The journal is another one: what the page has of it leads nowhere. */
export class AnotherJournal extends Error {}

/** @implements {Source} */
export class ServerSource {
  #folder;
  #lang;

  /** @param {string} folder its address, with a slash at the end @param {string} lang */
  constructor(folder, lang) {
    this.#folder = new URL(folder, location.href);
    this.#lang = lang;
  }

  /** @param {AbortSignal} signal */
  facts(signal) {
    return this.#ask("facts.json", {}, signal);
  }

  /** @param {number} at @param {string | null} before @param {AbortSignal} signal */
  board(at, before, signal) {
    const query = { at: String(at), limit: String(PAGE), as: "html", lang: this.#lang };
    return this.#ask("board.json", before === null ? query : { ...query, before }, signal);
  }

  /** @param {string} after @param {number} upto @param {AbortSignal} signal */
  changes(after, upto, signal) {
    const query = { after, upto: String(upto), limit: String(CHANGES), as: "html", lang: this.#lang };
    return this.#ask("changes.json", query, signal);
  }

  /** @param {string} name @param {Record<string, string>} query @param {AbortSignal} signal */
  async #ask(name, query, signal) {
    const url = new URL(name, this.#folder);
    url.search = new URLSearchParams(query).toString();
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN)]) });
    if (answer.status === 410) throw new AnotherJournal();
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  }
}
