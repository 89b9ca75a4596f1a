// @ts-check
/** What a replay says of the moment that is shown: the clock, how many a minute, the mark that was last. */
import { Track } from "./replay-track.js";
import { counted } from "./standing.js";

/** @typedef {import("./replay-times.js").Times} Times */

export class Panel {
  #times;
  #words;
  #locale;
  #root;
  #track;
  /** @type {import("./replay-source.js").Volume | undefined} */ #volume;
  /** Time of each mark, in order. @type {number[]} */ #marks;
  #minute = "";
  #current = -1;

  /**
   * @param {HTMLElement} root
   * @param {{times: Times, words: Record<string, any>, locale: string, begins: number, ends: number,
   *   seek: (at: number) => void, signal: AbortSignal}} how
   */
  constructor(root, { times, words, locale, begins, ends, seek, signal }) {
    this.#root = root;
    this.#times = times;
    this.#words = words;
    this.#locale = locale;
    this.#marks = this.#links.map((link) => Number(link.dataset.at));
    const bars = /** @type {HTMLElement} */ (root.querySelector("#track"));
    this.#track = new Track(bars, { begins, ends, label: words.time, seek, signal });
  }

  /** How many came when. @param {import("./replay-source.js").Volume} volume */
  know(volume) {
    this.#volume = volume;
  }

  /** Show a moment. @param {number} at milliseconds @param {boolean} isPassing whether it plays */
  show(at, isPassing) {
    const time = this.#times.second(at);
    const rate = this.rate(at);
    this.#write("clock", time);
    if (rate !== undefined) this.#write("rate", rate);
    this.#track.show(at, rate === undefined ? time : `${time}, ${rate}`, isPassing);
    const minute = `${this.#times.day(at)} ${this.#times.minute(at)}`;
    if (minute !== this.#minute) this.#eachMinute(at);
    this.#minute = minute;
    this.#showMark(at);
  }

  /** What changes so seldom that it may be written anew. @param {number} at */
  #eachMinute(at) {
    const time = this.#times.minute(at);
    this.#write("h-feed", this.#words.then.replace("{time}", time));
    this.#write("day", this.#times.day(at));
    const own = this.#times.own(at);
    if (own !== undefined) this.#write("yours", this.#words.yours.replace("{time}", own));
    const yours = document.getElementById("yours");
    if (yours) yours.hidden = own === undefined;
    const copy = document.getElementById("copy");
    const words = this.#words.copy.replace("{time}", time);
    if (copy?.dataset.was !== undefined) copy.dataset.was = words;
    else if (copy) copy.textContent = words;
  }

  /** @param {number} at @returns {string | undefined} how many came a minute, once that is known */
  rate(at) {
    if (!this.#volume) return undefined;
    const { from, step, counts } = this.#volume;
    const bar = counts[Math.floor((at - Date.parse(from)) / step)] ?? [];
    const count = Math.round((bar.reduce((sum, one) => sum + one, 0) * 60_000) / step);
    return counted(this.#words.rate, count, this.#locale);
  }

  /** The mark before a moment, or after it. @param {number} at @param {1 | -1} by @returns {number | undefined} its time */
  mark(at, by) {
    return by > 0 ? this.#marks.find((one) => one > at) : this.#marks.findLast((one) => one < at);
  }

  /** @param {number} at */
  #showMark(at) {
    const current = this.#marks.findLastIndex((one) => one <= at);
    if (current === this.#current) return;
    this.#current = current;
    this.#links.forEach((link, number) => {
      if (number === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const item = this.#links[current]?.parentElement;
    const list = item?.parentElement;
    // Only within its own line, where it is one: the page stays where it is.
    if (item && list) list.scrollLeft = item.offsetLeft - (list.clientWidth - item.offsetWidth) / 2;
    for (const flag of this.#root.querySelectorAll(".flags a")) {
      flag.classList.toggle("current", flag.getAttribute("data-number") === String(current + 1));
    }
  }

  get #links() {
    return /** @type {HTMLElement[]} */ ([...this.#root.querySelectorAll(".marks a")]);
  }

  /** @param {string} id @param {string} words */
  #write(id, words) {
    const place = document.getElementById(id);
    if (place && place.textContent !== words) place.textContent = words;
  }
}
