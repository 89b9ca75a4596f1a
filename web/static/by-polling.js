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

/** @type {import("./ways.js").Way} */
export async function byPolling(address, heard, signal) {
  let wait = 0; // the first answer comes at once: it shows that this way works
  while (!signal.aborted) {
    const asked = performance.now();
    const text = await ask(address("entries.json", { limit: "200", wait: String(wait) }), signal);
    if (text === null || signal.aborted) break;
    heard(text);
    const hurried = wait > 0 && performance.now() - asked < AT_ONCE && text.includes('"changes":[]');
    wait = WAIT;
    await pause(hurried ? SLOW_PACE : PACE, signal);
  }
  return 0;
}

/**
 * The answer, kept nowhere; null where there is none.
 * @param {URL} url
 * @param {AbortSignal} signal
 */
async function ask(url, signal) {
  try {
    const response = await fetch(url, { cache: "no-store", signal });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
