// @ts-check
/** Where proxies hold back what does not end: requests that the server answers as soon as there is news. */
import { pause } from "./backoff.js";

/** Seconds that the server may keep a request that has no news yet. */
const WAIT = 25;

/** Milliseconds between an answer and the next request: what comes in a burst comes together. */
const PACE = 2_000;

/** The same where an answer without news came at once: somebody on the way does not let the server wait. */
const SLOW_PACE = 10_000;
const AT_ONCE = 1_000;

/** Milliseconds between two looks. */
const LOOK_EVERY = 60_000;

/**
 * @param {(heard: (text: string) => void, signal: AbortSignal) => Promise<void>} [look] brings what comes with no answer
 * @returns {import("./ways.js").Way}
 */
export function polling(look = async () => {}) {
  return (address, heard, signal) => poll(address, heard, signal, look);
}

/**
 * @param {import("./ways.js").Address} address
 * @param {(text: string) => void} heard
 * @param {AbortSignal} signal
 * @param {(heard: (text: string) => void, signal: AbortSignal) => Promise<void>} look
 */
async function poll(address, heard, signal, look) {
  let wait = 0; // the first answer comes at once: it shows that this way works
  let looked = performance.now();
  while (!signal.aborted) {
    const asked = performance.now();
    const text = await ask(address("entries.json", { limit: "200", wait: String(wait) }), "no-store", signal);
    if (text === null || signal.aborted) break;
    heard(text);
    const hurried = wait > 0 && performance.now() - asked < AT_ONCE && text.includes('"changes":[]');
    wait = WAIT;
    if (performance.now() - looked >= LOOK_EVERY) {
      looked = performance.now();
      await look(heard, signal);
    }
    await pause(hurried ? SLOW_PACE : PACE, signal);
  }
  return 0;
}

/**
 * The text of an answer; null where there is none.
 * @param {URL} url
 * @param {RequestCache} cache
 * @param {AbortSignal} signal
 */
export async function ask(url, cache, signal) {
  try {
    const response = await fetch(url, { cache, signal });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
