// @ts-check
/** The changes that come next, asked for before they are due; never more than a few thousand of them. */
import { Backoff, pause } from "./backoff.js";
import { AnotherJournal } from "./replay-source.js";

/** Changes at hand below which more are asked for, and above which none are. */
const ENOUGH = 1000;
const FULL = 3000;

/** @typedef {import("./replay-source.js").Change} Change */

export class Ahead {
  #source;
  #upto;
  #another;
  #backoff = new Backoff();
  /** @type {Change[]} */ #changes = [];
  /** How many of them are taken already. */ #taken = 0;
  #cursor = "";
  #more = true;
  /** @type {AbortController | undefined} */ #asking;

  /**
   * @param {import("./replay-source.js").Source} source
   * @param {number} upto where it all ends, milliseconds
   * @param {() => void} another called where the journal is not the one that the page began with
   */
  constructor(source, upto, another) {
    this.#source = source;
    this.#upto = upto;
    this.#another = another;
  }

  get size() {
    return this.#changes.length - this.#taken;
  }

  /** Time of the next change, as far as it is known. @returns {number | undefined} */
  get next() {
    const change = this.#changes[this.#taken];
    return change && Date.parse(change.t);
  }

  /** Time up to which all that happens is at hand. */
  get known() {
    if (!this.#more) return Infinity;
    const last = this.#changes.at(-1);
    if (!this.size || !last) return -Infinity;
    // What follows may be of the same moment, unless there is no room to wait for it.
    return Date.parse(last.t) - (this.size < FULL ? 1 : 0);
  }

  /** Go on from elsewhere. @param {string} cursor */
  restart(cursor) {
    this.stop();
    this.#changes = [];
    this.#taken = 0;
    this.#cursor = cursor;
    this.#more = true;
    void this.#fill();
  }

  stop() {
    this.#asking?.abort();
    this.#asking = undefined;
  }

  /** Take what happens up to a time, in order. @param {number} upto milliseconds @returns {Change[]} */
  take(upto) {
    const from = this.#taken;
    while (this.#taken < this.#changes.length && Date.parse(this.#changes[this.#taken].t) <= upto) this.#taken += 1;
    const taken = this.#changes.slice(from, this.#taken);
    if (this.#taken > FULL) {
      this.#changes.splice(0, this.#taken);
      this.#taken = 0;
    }
    void this.#fill();
    return taken;
  }

  async #fill() {
    if (this.#asking) return;
    const { signal } = (this.#asking = new AbortController());
    while (this.#more && this.size < ENOUGH && !signal.aborted) {
      try {
        const { cursor, more, changes } = await this.#source.changes(this.#cursor, this.#upto, signal);
        if (signal.aborted) return;
        this.#changes.push(...changes);
        this.#cursor = cursor;
        this.#more = more;
        this.#backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof AnotherJournal) return this.#another();
        await pause(this.#backoff.next(), signal);
      }
    }
    if (!signal.aborted) this.#asking = undefined;
  }
}
