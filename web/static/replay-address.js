// @ts-check
/** The moment in the page's address: `#t=14:32:10`, with the day where there were several. */

/** Milliseconds of rest after which the address says the moment; browsers take it amiss to be told at every step. */
const REST = 300;

export class Address {
  #home;
  #before;
  #times;
  /** @type {number | undefined} */ #resting;

  /**
   * @param {string} home of the page, without a moment
   * @param {string} before what comes before a moment in a link: a question to a server, or a place in a file
   * @param {import("./replay-times.js").Times} times
   */
  constructor(home, before, times) {
    this.#home = home;
    this.#before = before;
    this.#times = times;
  }

  /** The moment that the address names: milliseconds; null where what it says is no time. @returns {number | null | undefined} */
  get asked() {
    const said = new URLSearchParams(location.hash.slice(1)).get("t");
    return said === null ? undefined : (this.#times.read(said) ?? null);
  }

  /** An address that leads to a moment, also where no script runs. @param {number} at */
  link(at) {
    return `${this.#home}${this.#before}${this.#times.written(at)}`;
  }

  /** Keep the moment in the address of the page. @param {number} at */
  keep(at) {
    history.replaceState(history.state, "", `${this.#home}#t=${this.#times.written(at)}`);
  }

  /** Say the moment, once it rests. @param {number} at */
  say(at) {
    this.stop();
    this.#resting = window.setTimeout(() => {
      this.keep(at);
      const headline = document.getElementById("headline");
      // A heading that asks about one moment is not that of another.
      if (headline?.dataset.otherwise) {
        headline.textContent = headline.dataset.otherwise;
        headline.lang = headline.dataset.otherwiseLang ?? "";
        delete headline.dataset.otherwise;
      }
    }, REST);
  }

  stop() {
    clearTimeout(this.#resting);
  }
}
