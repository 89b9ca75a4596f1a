// @ts-check
/** Lets a ticker go from entry to entry; not where less motion is wished for, nor under a pointer or the keyboard. */

/** Milliseconds for which an entry stands. */
const TURN = 8_000;

/** @param {HTMLElement} root @param {() => boolean} held whether it must stand still @param {AbortSignal} signal */
export function turn(root, held, signal) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {WeakSet<Element>} */
  const seen = new WeakSet();
  const show = () => {
    const items = [...root.querySelectorAll(".livefeed-item")];
    const now = items.findIndex((item) => item.classList.contains("livefeed-on"));
    const fresh = items.findIndex((item) => !seen.has(item));
    const next = fresh < 0 ? (now + 1) % items.length : fresh;
    items.forEach((item, place) => item.classList.toggle("livefeed-on", place === next));
    if (items.length) seen.add(items[next]);
  };
  if (!still.matches) show();
  const turning = setInterval(() => held() || still.matches || show(), TURN);
  signal.addEventListener("abort", () => clearInterval(turning));
}
