// @ts-check
/** Times as people say them: "3 min ago" within the hour, by the coverage's clock, with one timer for all. */

const MINUTE = 60_000;
const EVERY = 20_000;

/** The coverage's clock: the server's, which may run faster in a replay; never the reader's. */
export class CoverageClock {
  #then = 0;
  #speed = 1;
  #since = performance.now();

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

  now() {
    return this.#then + (performance.now() - this.#since) * this.#speed;
  }

  /** @param {string} locale @param {string} zone */
  timeOfDay(locale, zone) {
    return new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "numeric", minute: "2-digit" }).format(this.now());
  }
}

/**
 * Keep the times of all entries current; what is older than an hour keeps the time of day that the server wrote.
 * @param {HTMLElement} root
 * @param {CoverageClock} clock
 * @param {string} locale
 */
export function keepTimes(root, clock, locale) {
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
  update();
  setInterval(update, EVERY);
}
