// @ts-check
/** A widget in a frame that its element makes, as high as it says; loaded where somebody asks for that. */

/** Heights in pixels that a frame may ask for. */
const LOWEST = 20;
const HIGHEST = 4_000;

/** What a frame may: nothing of the page around it, or of its own site's. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** @param {HTMLElement} element @param {ShadowRoot} shadow that it fills @param {URL} src @param {AbortSignal} signal aborted when it is no longer needed */
export function putFrame(element, shadow, src, signal) {
  const frame = document.createElement("iframe");
  const title = element.getAttribute("label") ?? element.querySelector("a")?.textContent ?? "livefeed";
  const height = src.searchParams.get("height") ?? "560";
  for (const [name, value] of Object.entries({ sandbox: SANDBOX, title, referrerpolicy: "strict-origin", height, src: src.href }))
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
  Object.assign(frame.style, { display: "block", width: "100%", border: "0" });
  shadow.replaceChildren(frame);
}
