// @ts-check
/** Pages of entries, asked for by their place: the next ones down or up, or those around a place; one at a time. */

/** Entries of a page. */
const SIZE = 40;

const WITHIN = 15_000;

/** @typedef {import("./waiting.js").Put} Put */
/**
 * @typedef {{entries: Put[], older: string | null, newer: string | null, total?: number | null, found?: string}} Answer
 * `total` and `found` (rendered) of the first page of a search
 */

export class Pages {
  #address;
  /** @type {AbortController | null} */ #asking = null;
  /** What happened to entries since the page was asked for: null where they are gone. @type {Map<string, Put | null>} */
  #meanwhile = new Map();

  /** @param {(query: Record<string, string>) => URL} address of a page */
  constructor(address) {
    this.#address = address;
  }

  /** Whether one is on its way. */
  get isAsking() {
    return this.#asking !== null;
  }

  /** Note what happens while a page is on its way; it may have been made before. @param {string} id @param {Put | null} put */
  happens(id, put) {
    if (this.#asking) this.#meanwhile.set(id, put);
  }

  /** Let go of the page that is on its way. */
  cancel() {
    this.#asking?.abort();
    this.#asking = null;
  }

  /**
   * Ask for a page, in place of any that is on its way.
   * @param {Record<string, string>} [query] where
   * @returns {Promise<Answer | null | undefined>} null: it did not come; undefined: another was asked for meanwhile
   */
  async ask(query = {}) {
    this.cancel();
    const asking = new AbortController();
    this.#asking = asking;
    this.#meanwhile.clear();
    const answer = await this.#fetch(query, AbortSignal.any([asking.signal, AbortSignal.timeout(WITHIN)]));
    if (this.#asking !== asking) return undefined;
    this.#asking = null;
    return answer && { ...answer, entries: this.#current(answer.entries) };
  }

  /** @param {Record<string, string>} query @param {AbortSignal} signal @returns {Promise<Answer | null>} */
  async #fetch(query, signal) {
    try {
      const response = await fetch(this.#address({ limit: String(SIZE), ...query }), { signal });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** What is gone meanwhile must not come back, nor old words. @param {Put[]} entries */
  #current(entries) {
    return entries.flatMap((entry) => {
      const now = this.#meanwhile.get(entry.id);
      if (now === null) return [];
      return [{ ...entry, ...now, key: entry.key }];
    });
  }
}

/** The key that is next above another, so that a page below it begins with that. @param {string} key */
export function justAbove(key) {
  return (BigInt(`0x${key}`) + 1n).toString(16).padStart(16, "0");
}
