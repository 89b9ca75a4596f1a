// @ts-check
/** How long to wait before coming back: a random time, up to a bound that doubles, after what the server asked for. */

const BASE = 500;
const CAP = 30_000;

/** Milliseconds that a server may ask for at most. */
const ASKED_CAP = 120_000;

export class Backoff {
  #tries = 0;
  #asked = 0;

  /** Respect what the server asks for, the next time. @param {unknown} seconds */
  ask(seconds) {
    if (typeof seconds === "number" && seconds > 0) this.#asked = Math.min(ASKED_CAP, seconds * 1000);
  }

  /** Milliseconds to wait this time. */
  next() {
    const jitter = Math.random() * Math.min(CAP, BASE * 2 ** this.#tries);
    const delay = this.#asked + jitter;
    this.#tries += 1;
    this.#asked = 0;
    return delay;
  }

  reset() {
    this.#tries = 0;
  }
}

/**
 * Wait, or until the signal says that it is enough.
 * @param {number} delay milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(delay, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delay);
    signal.addEventListener("abort", end);
  });
}
