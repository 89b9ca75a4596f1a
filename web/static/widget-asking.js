// @ts-check
/** Asks our server for something until there is an answer. */
import { Backoff, pause } from "./backoff.js";
import { tell } from "./widget-guard.js";

/**
 * @param {URL} url
 * @param {AbortSignal} signal
 * @param {"json" | "text"} how it is read
 * @returns {Promise<any>} null where the answer will stay the same, or is not wanted any more
 */
export async function askFor(url, signal, how = "json") {
  const backoff = new Backoff();
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { credentials: "omit", signal });
      if (response.ok) return await response[how]();
      if (response.status < 500 && response.status !== 429) {
        const { error = response.statusText } = await response.json().catch(() => ({}));
        tell(`${url.origin} refuses: ${error}`);
        break;
      }
    } catch {
      // no answer
    }
    await pause(backoff.next(), signal);
  }
  return null;
}
