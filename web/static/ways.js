// @ts-check
/**
 * The ways to the server, the best first, and which of them to take: remembered while the page lives, and nowhere else.
 * Those behind the first are loaded only where they are needed.
 */
import { pause } from "./backoff.js";
import { bySocket } from "./by-socket.js";

/**
 * Opens a way, gives on each message, and tells when it has ended: with a WebSocket's close code, or 0.
 * @typedef {(address: Address, heard: (text: string) => void, signal: AbortSignal) => Promise<number>} Way
 */

/**
 * Where to ask, from the cursor that the page has at this moment.
 * @typedef {(path: string, parameters?: Record<string, string>) => URL} Address
 */

/** @type {{name: string, load: () => Promise<Way>}[]} */
const WAYS = [
  { name: "socket", load: async () => bySocket },
  { name: "events", load: async () => (await import("./by-events.js")).byEvents },
  { name: "polling", load: async () => (await import("./by-polling.js")).byPolling },
];

/** Quick failures in a row, each while the server could be reached, that speak against a way. */
const ENOUGH = 2;

/** Milliseconds until better ways are tried again; doubled each time in vain. */
const PATIENCE = 300_000;
const PATIENCE_CAP = 3_600_000;

const ANSWERED_WITHIN = 5_000;

export class Ways {
  #address;
  #at = 0;
  #failures = 0;
  #patience = PATIENCE;
  #tryAt = 0;

  /** @param {Address} address */
  constructor(address) {
    this.#address = address;
  }

  get name() {
    return WAYS[this.#at].name;
  }

  /** Take the way that is best as far as we know. @param {(text: string) => void} heard @param {AbortSignal} signal */
  async take(heard, signal) {
    const way = await WAYS[this.#at].load().catch(() => null);
    return way === null || signal.aborted ? 0 : way(this.#address, heard, signal);
  }

  /** It held: what failed before was chance. */
  held() {
    this.#failures = 0;
  }

  /**
   * It failed at once. Where the server does not even answer a plain question, or says that it is full, that says
   * nothing about the way.
   * @returns {Promise<number>} seconds to stay away, where the server asks for that
   */
  async failed() {
    const ready = await askPlainly();
    this.#failures = ready?.ok ? this.#failures + 1 : 0;
    if (this.#failures >= ENOUGH) {
      this.#failures = 0;
      this.#at = (this.#at + 1) % WAYS.length;
      this.#tryAt = performance.now() + this.#patience;
    }
    return Number(ready?.headers.get("Retry-After")) || 0;
  }

  /**
   * Try better ways from time to time, beside the one that is in use.
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} whether one of them holds, and is to be taken from now on
   */
  async findBetter(signal) {
    if (this.#at === 0) return false;
    const { firstThatHolds } = await import("./better.js");
    while (!signal.aborted) {
      await pause(this.#tryAt - performance.now(), signal);
      const better = WAYS.slice(0, this.#at).map(({ load }) => load);
      const found = await firstThatHolds(better, this.#address, signal);
      if (signal.aborted) break;
      this.#patience = found === null ? Math.min(PATIENCE_CAP, this.#patience * 2) : PATIENCE;
      this.#tryAt = performance.now() + this.#patience;
      this.#at = found ?? this.#at;
      if (found !== null) return true;
    }
    return false;
  }
}

async function askPlainly() {
  try {
    return await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(ANSWERED_WITHIN) });
  } catch {
    return null;
  }
}
