// @ts-check
/** Times as people say them: "3 min ago" within the hour, by the coverage's clock, with one timer for all. */

const MINUTE = 60_000;
const EVERY = 20_000;

/** The coverage's clock: the server's, which may run faster in a replay; never the reader's. */
export class CoverageClock {
  #then = 0;
  #speed = 1;
  #since = performance.now();
  /** @type {Intl.DateTimeFormat | undefined} to make one costs more than to use it */ #format;

  /** @param {string} now @param {number} speed */
  constructor(now, speed) {
    this.set(now, speed);
  }

  /** @param {string} now @param {number} speed */
  set(now, speed) {
    this.#then = Date.parse(now) || Date.now();
    this.#speed = speed;
    this.#since = performance.now();
  }

  /** Tell the coverage's time at a moment of this page. @param {number} [moment] as `performance.now()` has it */
  now(moment = performance.now()) {
    return this.#then + (moment - this.#since) * this.#speed;
  }

  /** @param {string} locale @param {string} zone @param {number} [moment] */
  timeOfDay(locale, zone, moment) {
    this.#format ??= new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "numeric", minute: "2-digit" });
    return this.#format.format(this.now(moment)).replaceAll(" ", "\u00a0");
  }
}

/**
 * Keep the times of all entries current; what is older than an hour keeps the time of day that the server wrote.
 * While the page is paused they stand still with everything else; out of sight nothing ticks.
 * @param {HTMLElement} root
 * @param {CoverageClock} clock
 * @param {string} locale
 * @param {AbortSignal} signal
 * @returns {() => void} bring them up to date now
 */
export function keepTimes(root, clock, locale, signal) {
  const relative = new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "always" });
  const update = () => {
    const now = clock.now();
    for (const time of root.querySelectorAll("time")) {
      time.dataset.written ??= time.textContent ?? "";
      const minutes = Math.floor((now - Date.parse(time.dateTime)) / MINUTE);
      const words = minutes >= 1 && minutes < 60 ? relative.format(-minutes, "minute") : time.dataset.written;
      if (time.textContent !== words) time.textContent = words;
    }
  };
  /** @type {number | undefined} */
  let timer;
  const tick = () => {
    clearInterval(timer);
    if (document.hidden || signal.aborted) return;
    if (!root.closest("[data-paused]")) update();
    timer = window.setInterval(() => root.closest("[data-paused]") || update(), EVERY);
  };
  document.addEventListener("visibilitychange", tick, { signal });
  signal.addEventListener("abort", tick);
  tick();
  return update;
}
