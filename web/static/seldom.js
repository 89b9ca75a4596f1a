// @ts-check
/** Something that is done when asked for, but at most every so often; asked for in between, once at the end. */

export class Seldom {
  #every;
  #act;
  /** @type {number | undefined} */ #timer;

  /** @param {number} every milliseconds @param {() => boolean} act says whether there was anything to do */
  constructor(every, act) {
    this.#every = every;
    this.#act = act;
  }

  ask() {
    if (this.#timer !== undefined || !this.#act()) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      this.ask();
    }, this.#every);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
