// @ts-check
/** Where proxies hold back what does not end: requests that the server answers as soon as there is news. */
import { pause } from "./backoff.js";
import { toNodes } from "./placing.js";

/** Seconds that the server may keep a request that has no news yet. */
const WAIT = 25;

/** Milliseconds between an answer and the next request: what comes in a burst comes together. */
const PACE = 2_000;

/** The same where an answer without news came at once: somebody on the way does not let the server wait. */
const SLOW_PACE = 10_000;
const AT_ONCE = 1_000;

/** Milliseconds between two looks at the page itself: figures and state come with nothing else. */
const LOOK_EVERY = 60_000;

/** @type {import("./ways.js").Way} */
export async function byPolling(address, heard, signal) {
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
      const page = await ask(new URL(location.href), "default", signal);
      if (page !== null) for (const message of figuresOf(page)) heard(JSON.stringify(message));
    }
    await pause(hurried ? SLOW_PACE : PACE, signal);
  }
  return 0;
}

/** What a fresh page says of clock, state and figures, as messages. @param {string} page */
function* figuresOf(page) {
  const nodes = toNodes(page);
  const feed = /** @type {HTMLElement | null} */ (nodes.querySelector("live-feed"));
  const pulse = nodes.querySelector("#pulse");
  if (!feed || !pulse) return;
  const { now, speed, state } = feed.dataset;
  yield { type: "hello", now, speed: Number(speed), state };
  yield { type: "pulse", html: pulse.innerHTML };
}

/**
 * The text of an answer; null where there is none.
 * @param {URL} url
 * @param {RequestCache} cache
 * @param {AbortSignal} signal
 */
async function ask(url, cache, signal) {
  try {
    const response = await fetch(url, { cache, signal });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
