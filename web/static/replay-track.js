// @ts-check
/** The line of time: a slider over bars, past solid and future pale, with a playhead that steps. */

/** Milliseconds between two moments that are shown while somebody drags. */
const DRAG_EVERY = 250;

/** Milliseconds between two moments that are said to who listens while it plays. */
const SAY_EVERY = 20_000;

/** Milliseconds of the coverage for each key, besides to the ends. */
const STEP = 10_000;
const LEAP = 60_000;
/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -10 * LEAP, PageUp: 10 * LEAP };

/** How far a key leads. @param {KeyboardEvent} event */
export function stepOf(event) {
  const step = STEPS[event.key] ?? 0;
  return event.shiftKey && Math.abs(step) === STEP ? Math.sign(step) * LEAP : step;
}

export class Track {
  #bars;
  #origin;
  #span;
  #seek;
  #dragging = false;
  /** @type {number | undefined} */ #timer;
  #wanted = 0;

  /**
   * @param {HTMLElement} bars
   * @param {{begins: number, ends: number, label: string, seek: (at: number) => void, signal: AbortSignal}} how
   */
  constructor(bars, { begins, ends, label, seek, signal }) {
    this.#bars = bars;
    this.#origin = Number(bars.dataset.origin);
    this.#span = Number(bars.dataset.span);
    this.#seek = seek;
    const said = { role: "slider", tabindex: "0", "aria-label": label, "aria-valuemin": "0" };
    for (const [name, value] of Object.entries(said)) bars.setAttribute(name, value);
    bars.setAttribute("aria-valuemax", String(seconds(ends - begins)));
    bars.querySelector(".volume")?.setAttribute("aria-hidden", "true");
    this.#begins = begins;
    this.#ends = ends;
    bars.addEventListener("keydown", (event) => this.#key(event), { signal });
    bars.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    bars.addEventListener("pointermove", (event) => this.#drag(event), { signal });
    for (const type of ["pointerup", "pointercancel"]) bars.addEventListener(type, () => this.#release(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  #begins;
  #ends;
  #at = 0;
  #words = "";
  /** When a moment was said last, by the page's clock. */ #said = 0;

  /**
   * Show a moment.
   * @param {number} at milliseconds
   * @param {string} words the same, said
   * @param {boolean} isPassing whether it plays: a slider that has the focus is read out whenever it changes
   */
  show(at, words, isPassing) {
    this.#at = at;
    const place = Math.min(Math.max((at - this.#origin) / this.#span, 0), 1);
    const head = /** @type {SVGElement} */ (this.#bars.querySelector(".playhead"));
    const percent = `${(place * 100).toFixed(3)}%`;
    const line = /** @type {SVGElement} */ (head.querySelector("line"));
    line.setAttribute("x1", percent);
    line.setAttribute("x2", percent);
    head.querySelector("circle")?.setAttribute("cx", percent);
    const volume = /** @type {SVGSVGElement} */ (this.#bars.querySelector(".volume"));
    volume.querySelector("#past rect")?.setAttribute("width", (volume.viewBox.baseVal.width * place).toFixed(2));
    this.#words = words;
    const isHeard = isPassing && document.activeElement === this.#bars;
    if (!isHeard || performance.now() - this.#said >= SAY_EVERY) this.#say();
  }

  #say() {
    this.#said = performance.now();
    this.#bars.setAttribute("aria-valuenow", String(seconds(this.#at - this.#begins)));
    this.#bars.setAttribute("aria-valuetext", this.#words);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event);
    const to = step ? this.#at + step : { Home: this.#begins, End: this.#ends }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#said = -Infinity;
    this.#seek(to);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.#dragging = true;
    this.#bars.setPointerCapture(event.pointerId);
    this.#drag(event);
  }

  /** Follow the finger, but ask for a moment only every so often. @param {PointerEvent} event */
  #drag(event) {
    if (!this.#dragging) return;
    const { left, width } = this.#bars.getBoundingClientRect();
    this.#wanted = this.#origin + (this.#span * (event.clientX - left)) / width;
    if (this.#timer !== undefined) return;
    this.#seek(this.#wanted);
    this.#timer = window.setTimeout(() => (this.#timer = undefined), DRAG_EVERY);
  }

  #release() {
    if (!this.#dragging) return;
    this.#dragging = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#seek(this.#wanted);
  }
}

/** @param {number} ms */
function seconds(ms) {
  return Math.round(ms / 1000);
}
