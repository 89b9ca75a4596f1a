// @ts-check
/** The feed of a replay: filled from a board, and changed as the live page is, by the same `Feed`. */
import { Feed, MOST } from "./placing.js";
import { Waiting } from "./waiting.js";

/** @typedef {import("./replay-source.js").Change} Change */

export class ReplayBoard {
  #feed;
  #waiting = new Waiting(MOST);

  /** @param {Feed} feed */
  constructor(feed) {
    this.#feed = feed;
  }

  /** Show another board. @param {import("./replay-source.js").Board} board */
  fill({ entries, older }) {
    this.#feed.ends(false, older !== null);
    this.#feed.replaceAll(entries);
    this.#feed.seen();
    this.#feed.ends(false, older !== null);
  }

  /** Add what stands below. @param {import("./replay-source.js").Board} board */
  add({ entries, older }) {
    this.#feed.add(entries);
    this.#feed.ends(this.#feed.above, older !== null);
  }

  /**
   * Let changes happen, all at once; of several of one entry the last alone is seen.
   * @param {Change[]} changes
   * @returns {number} how many entries are new
   */
  happen(changes) {
    if (!changes.length) return 0;
    const last = new Map(changes.map((change) => [change.id, change]));
    this.#feed.still(() => last.forEach((change) => this.#happens(change)));
    const count = this.#waiting.news;
    const { entries, whole } = this.#waiting.take();
    this.#feed.place(entries);
    if (!whole) this.#feed.ends(this.#feed.above, true);
    return count;
  }

  /** @param {Change} change */
  #happens(change) {
    if (change.op === "drop") {
      this.#feed.drop(change.id);
      return;
    }
    const here = this.#feed.keyOf(change.id);
    if (here !== undefined) this.#feed.replace(change.id, change.html);
    if (here !== change.key && this.#feed.side(change.key) === "here") this.#waiting.put(change, here !== undefined);
  }
}
