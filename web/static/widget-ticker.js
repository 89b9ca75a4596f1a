// @ts-check
/** Lets a ticker go from entry to entry; not where less motion is wished for, nor under a pointer or the keyboard. */

/** Milliseconds for which an entry stands. */
const TURN = 8_000;

/** @param {HTMLElement} root @param {() => boolean} held whether it must stand still @param {AbortSignal} signal */
export function turn(root, held, signal) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const turning = setInterval(() => {
    if (held() || still.matches || root.matches(":hover, :focus-within")) return;
    const items = [...root.querySelectorAll(".livefeed-item")];
    const next = (Math.max(0, items.findIndex((item) => item.classList.contains("livefeed-on"))) + 1) % items.length;
    items.forEach((item, place) => item.classList.toggle("livefeed-on", place === next));
  }, TURN);
  signal.addEventListener("abort", () => clearInterval(turning));
}
