// @ts-check
/** The programme: what is on now with the time left, and what comes next, as many as there is room for. */

const MINUTE = 60_000;

/** Sessions that are shown at most: those that are on, and the next. */
const SHOWN = 5;

/** Minutes before a session from which on it says how soon it begins. */
const SOON = 30;

export class Programme {
  #zone;
  #sessions;
  #words;
  /** What was shown last: the minute, and the room that there was. */
  #shown = "";

  /** @param {HTMLElement} zone @param {Record<string, any>} words */
  constructor(zone, words) {
    this.#zone = zone;
    this.#sessions = /** @type {HTMLElement[]} */ ([...zone.querySelectorAll("li")]);
    this.#words = words;
  }

  /** @param {number} now the coverage's time, milliseconds */
  show(now) {
    const { clientWidth, clientHeight } = this.#zone;
    const state = `${Math.floor(now / MINUTE)} ${clientWidth} ${clientHeight}`;
    if (state === this.#shown) return;
    this.#shown = state;
    const coming = this.#sessions.filter((session) => Number(session.dataset.ends) > now);
    for (const session of this.#sessions) session.hidden = !coming.slice(0, SHOWN).includes(session);
    for (const session of coming.slice(0, SHOWN)) this.#tell(session, now);
    for (const session of coming.slice(1, SHOWN).reverse()) {
      if (this.#zone.scrollHeight <= this.#zone.clientHeight) break;
      session.hidden = true;
    }
  }

  /** @param {HTMLElement} session @param {number} now */
  #tell(session, now) {
    const starts = Number(session.dataset.starts);
    const on = starts <= now;
    session.classList.toggle("now", on);
    const minutes = Math.ceil(((on ? Number(session.dataset.ends) : starts) - now) / MINUTE);
    const words = on ? this.#words.left : minutes <= SOON ? this.#words.soon : "";
    const left = /** @type {HTMLElement} */ (session.querySelector(".left"));
    left.hidden = !words;
    left.textContent = words.replace("{minutes}", String(minutes));
  }
}
