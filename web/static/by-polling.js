// @ts-check
/** Polling, as a page of ours does it: it looks at itself from time to time, too, since figures and state come with nothing else. */
import { toNodes } from "./placing.js";
import { ask, polling } from "./polling.js";

export const byPolling = polling(async (heard, signal) => {
  const page = await ask(new URL(location.href), "default", signal);
  if (page !== null) for (const message of figuresOf(page)) heard(JSON.stringify(message));
});

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
