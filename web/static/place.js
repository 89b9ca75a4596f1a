// @ts-check
/** Where somebody reads, kept with the page in the browser's history while the tab lives, for "back" and reloading. */

/** Milliseconds of rest after which the place is noted; browsers take it amiss to be told at every step. */
const REST = 250;

/** @typedef {{key: string, top: number}} Place the entry under the eye, and how far it is below the top of the view */

/** @returns {Place | null} where this page was left */
export function placeLeft() {
  const { key, top } = history.state ?? {};
  return typeof key === "string" && /^[0-9a-f]{16}$/.test(key) ? { key, top: Number(top) || 0 } : null;
}

/** Scroll an entry to where it was. @param {Place} place @returns {boolean} whether it is here */
export function show({ key, top }) {
  const articles = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[role="feed"] > article'));
  const article = [...articles].find((one) => (one.dataset.key ?? "") <= key);
  if (article) scrollBy({ top: article.getBoundingClientRect().top - top, behavior: "instant" });
  return article?.dataset.key === key;
}

/** @param {import("./placing.js").Feed} feed @param {AbortSignal} signal */
export function keepPlace(feed, signal) {
  const note = () => {
    const eye = feed.isRead ? feed.eye : undefined;
    const key = eye?.dataset.key;
    if (!key && !history.state?.key) return;
    // What the browser remembers is a number of pixels, and another post may stand there by then.
    history.scrollRestoration = key ? "manual" : "auto";
    history.replaceState(eye && key ? { key, top: Math.round(eye.getBoundingClientRect().top) } : null, "");
  };
  /** @type {number | undefined} */ let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(note, REST);
  };
  soon();
  addEventListener("scroll", soon, { passive: true, signal });
  addEventListener("pagehide", note, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}
