// @ts-check
/** A widget in a frame that its element makes, as high as it says; loaded where somebody asks for that. */

/** Heights in pixels that a frame may ask for. */
const LOWEST = 20;
const HIGHEST = 4_000;

/** What a frame may: nothing of the page around it, or of its own site's. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** @param {URL} src @param {string} title @param {AbortSignal} signal aborted when it is no longer needed */
export function toFrame(src, title, signal) {
  const frame = document.createElement("iframe");
  const height = src.searchParams.get("height") ?? "560";
  for (const [name, value] of Object.entries({ class: "livefeed-iframe", sandbox: SANDBOX, title, referrerpolicy: "strict-origin", height, src: src.href }))
    frame.setAttribute(name, value);
  addEventListener(
    "message",
    ({ source, origin, data }) => {
      if (source !== frame.contentWindow || (origin !== "null" && origin !== src.origin)) return;
      if (data?.type !== "livefeed:height" || !(data.height >= LOWEST && data.height <= HIGHEST)) return;
      frame.height = String(Math.ceil(data.height));
    },
    { signal },
  );
  return frame;
}
