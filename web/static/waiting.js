// @ts-check
/** What has come and is not in the page yet: bounded, one entry an id, the newest kept. */

/**
 * @typedef {object} Put an entry, rendered (docs/protocol.md)
 * @property {string} id
 * @property {string} key
 * @property {string} network
 * @property {string | null} language
 * @property {string[]} lanes
 * @property {string} html
 */

export class Waiting {
  /** @type {Map<string, {entry: Put, moves: boolean}>} */
  #entries = new Map();
  #most;
  #past = 0;

  /** How many have come that stand where only the server has entries. */
  beyond = 0;

  /** @param {number} most how many to keep; more would not fit into the page either */
  constructor(most) {
    this.#most = most;
  }

  get size() {
    return this.#entries.size + this.beyond;
  }

  /** How many are new to the reader; what only changes its place is not. */
  get news() {
    let count = this.#past + this.beyond;
    for (const { moves } of this.#entries.values()) if (!moves) count += 1;
    return count;
  }

  /** @param {string} id */
  has(id) {
    return this.#entries.has(id);
  }

  /** @param {Put} entry @param {boolean} moves whether it is in the page already, elsewhere */
  put(entry, moves) {
    this.#entries.set(entry.id, { entry, moves });
    if (this.#entries.size > this.#most) this.#letGo();
  }

  /** @param {string} id */
  delete(id) {
    this.#entries.delete(id);
  }

  clear() {
    this.#entries.clear();
    this.#past = 0;
    this.beyond = 0;
  }

  /** Give all that waits. @returns {{entries: Put[], whole: boolean}} `whole`: none had to be let go */
  take() {
    const taken = { entries: [...this.#entries.values()].map(({ entry }) => entry), whole: this.#past === 0 };
    this.clear();
    return taken;
  }

  /** The lowest goes: with as many above it, it would be below the end of the page, behind the link to older posts. */
  #letGo() {
    let lowest;
    for (const one of this.#entries.values()) if (!lowest || one.entry.key < lowest.entry.key) lowest = one;
    if (!lowest) return;
    this.#entries.delete(lowest.entry.id);
    if (!lowest.moves) this.#past += 1;
  }
}
