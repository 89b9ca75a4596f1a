// @ts-check
/**
 * What is beyond the entries that a page holds: those above and below, those that the reader chose, and the place where
 * the page was left. Loaded when somebody comes near an end, chooses, or comes back.
 */
import { Filters } from "./filters.js";
import { Pages, justAbove } from "./pages.js";
import { placeLeft, show } from "./place.js";
import { MOST, toNodes } from "./placing.js";

/** Heights of the view to an end of the page at which the next entries are asked for. */
export const NEAR = 1.5;

/** @typedef {import("./waiting.js").Put} Put */

/**
 * @typedef {object} Host the page
 * @property {import("./placing.js").Feed} feed
 * @property {import("./waiting.js").Waiting} waiting
 * @property {import("./standing.js").Voice} voice
 * @property {Record<string, any>} words
 * @property {(count: number, what: string) => string} counted
 * @property {(query: Record<string, string>) => URL} address where entries are asked for
 * @property {() => void} changed other entries are here now
 * @property {AbortSignal} signal
 */

export class Beyond {
  #host;
  #pages;
  /** A page did not come: the link to older posts is a link, until the line is there again. */
  #failed = false;
  /** How many have come that the reader chose not to see. */
  #elsewhere = 0;
  filters;

  /** @param {Host} host */
  constructor(host) {
    const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
    this.#host = host;
    this.filters = new Filters(form, () => this.#chosen(), host.signal);
    this.#pages = new Pages((query) => host.address({ ...this.filters.query, ...query }));
    host.signal.addEventListener("abort", () => this.#pages.cancel());
  }

  /** A change came while a page may be on its way. @param {string} id @param {Put | null} put */
  happens(id, put) {
    this.#pages.happens(id, put);
  }

  /** Whether an entry that came is to be shown; otherwise it is counted. @param {Put} entry @param {boolean} isNew */
  takes(entry, isNew) {
    const takes = this.filters.takes(entry);
    if (!takes && isNew) {
      this.#elsewhere += 1;
      this.#count();
    }
    return takes;
  }

  /** The line is there again. */
  live() {
    this.#failed = false;
  }

  /** Everything was replaced by the newest entries. */
  replaced() {
    this.#pages.cancel();
    if (this.filters.isAny) return false;
    void this.#chosen();
    return true;
  }

  /** Ask for the entries beyond an end that somebody comes near. */
  lookAhead() {
    const { feed } = this.#host;
    if (this.#pages.isAsking || this.#failed || feed.onlyNew) return;
    const { top, bottom } = feed.box;
    const near = innerHeight * NEAR;
    const go = async (/** @type {"above" | "before"} */ where, /** @type {string | undefined} */ key) => {
      if (await this.#more(where, key)) this.lookAhead();
    };
    if (feed.above && !feed.isRead) void this.fromTop();
    else if (feed.above && top > -near) void go("above", feed.firstKey);
    // A search cannot be read upwards, so its page must not lose its top: the rest is behind the link.
    else if (feed.below && bottom < innerHeight + near && !(this.filters.isSearch && feed.size >= MOST)) {
      void go("before", feed.lastKey);
    }
  }

  /** Whether a press of the link to older posts brings them here. */
  older() {
    if (this.#failed || (this.filters.isSearch && this.#host.feed.size >= MOST)) return false;
    if (!this.#pages.isAsking) void this.#more("before", this.#host.feed.lastKey);
    return true;
  }

  /**
   * Add the entries next to a place.
   * @param {"above" | "before"} where @param {string | undefined} key
   * @returns {Promise<boolean>} whether any came
   */
  async #more(where, key) {
    if (key === undefined) return false;
    const { feed, changed } = this.#host;
    const answer = await this.#pages.ask({ [where]: key });
    if (answer === undefined) return false;
    this.#failed = answer === null;
    if (answer === null) return false;
    if (where === "above") feed.ends(answer.newer !== null, feed.below);
    else feed.ends(feed.above, answer.older !== null);
    feed.add(answer.entries);
    changed();
    return answer.entries.length > 0;
  }

  /** Begin anew from the newest. @returns {Promise<boolean>} whether they are here */
  async fromTop() {
    const answer = await this.#pages.ask();
    this.#failed = answer === null;
    if (!answer) return false;
    this.#fill(answer);
    return true;
  }

  /** Go on where this page was left, even if much has come meanwhile. */
  async comeBack() {
    const left = placeLeft();
    if (!left || this.filters.isSearch || show(left)) return;
    const answer = await this.#pages.ask({ before: justAbove(left.key) });
    if (!answer?.entries.length) return;
    this.#fill(answer);
    // Without what is above it, it cannot be shown where it was.
    if (answer.newer !== null) await this.#more("above", answer.newer);
    show(left);
    this.lookAhead();
  }

  /** Show what was chosen, from its top. */
  async #chosen() {
    const { feed, voice, words, counted } = this.#host;
    const empty = document.querySelector("live-feed .empty");
    voice.forget();
    this.#elsewhere = 0;
    this.#count();
    const answer = await this.#pages.ask();
    if (answer === undefined) return;
    if (answer === null) return location.reload(); // the address says already what is wanted
    if (empty) empty.textContent = this.filters.isAny ? words.empty : words.none;
    this.#fill(answer);
    this.#found(answer.found);
    const form = document.getElementById("filters");
    if (form && form.getBoundingClientRect().top < 0) form.scrollIntoView({ block: "start", behavior: "instant" });
    const count = answer.total ?? answer.entries.length;
    const found = count ? counted(count, "found") : words.none;
    voice.say(answer.older === null || answer.total ? found : `${found} ${words.more}`);
  }

  /** Say what a search has found as a whole. @param {string | undefined} html */
  #found(html) {
    const place = document.getElementById("found");
    if (!place) return;
    place.hidden = !html;
    place.replaceChildren(...(html ? [toNodes(html)] : []));
  }

  /** @param {import("./pages.js").Answer} answer */
  #fill(answer) {
    const { feed, waiting, changed } = this.#host;
    waiting.clear();
    feed.ends(answer.newer !== null, answer.older !== null);
    feed.fill(answer.entries);
    changed();
  }

  #count() {
    const place = document.getElementById("elsewhere");
    if (place) place.textContent = this.#elsewhere ? this.#host.counted(this.#elsewhere, "elsewhere") : "";
  }
}
