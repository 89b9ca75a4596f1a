// @ts-check
/** Tries ways beside the one that is in use, so that no reader goes without while one of them is found wanting. */
import { pause } from "./backoff.js";

/** Milliseconds that a way must stay open. */
const TRIAL = 10_000;

/** @typedef {import("./ways.js").Way} Way */
/** @typedef {import("./ways.js").Address} Address */

/**
 * @param {(() => Promise<Way>)[]} loads
 * @param {Address} address
 * @param {AbortSignal} signal
 * @returns {Promise<number | null>} its place in the list
 */
export async function firstThatHolds(loads, address, signal) {
  for (const [place, load] of loads.entries()) {
    if (signal.aborted) break;
    if (await holds(await load().catch(() => async () => 0), address, signal)) return place;
  }
  return null;
}

/** Whether a way brings a word and stays open. @param {Way} way @param {Address} address @param {AbortSignal} signal */
async function holds(way, address, signal) {
  const trial = new AbortController();
  const stop = () => trial.abort();
  signal.addEventListener("abort", stop);
  let words = 0;
  const ended = way(address, () => (words += 1), trial.signal).then(() => false);
  const lasted = pause(TRIAL, trial.signal).then(() => words > 0);
  const verdict = await Promise.race([ended, lasted]);
  signal.removeEventListener("abort", stop);
  stop();
  return verdict;
}
