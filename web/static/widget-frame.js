// @ts-check
/**
 * A widget in a frame: kept live, and as high as it needs to be where the page around it listens.
 *
 * That page is a stranger: what it says counts only where it comes from the window above and has the form of
 * WordPress's own messages (wp-includes/js/wp-embed.js): `{message: "ready", secret}` to us, `{message: "height" | "link",
 * value, secret}` from us. What we say holds nothing that it could not see.
 */
import { askFor } from "./widget-asking.js";
import { lineOf } from "./widget-line.js";
import { View } from "./widget-view.js";

const SECRET = /^[A-Za-z0-9]{1,64}$/;

const main = /** @type {HTMLElement | null} */ (document.querySelector(".livefeed-frame"));
const root = /** @type {HTMLElement | null} */ (document.querySelector(".livefeed"));
let secret = /[?&]secret=(\w+)/.exec(location.hash)?.[1] ?? "";

/** Say to the page around how high this one is. @param {number} height pixels */
function sayHeight(height) {
  parent.postMessage({ type: "livefeed:height", height }, "*");
  if (SECRET.test(secret)) parent.postMessage({ message: "height", value: height, secret }, "*");
}

/** @param {HTMLElement} box @param {any} options */
function keepHeight(box, options) {
  // Lists scroll within the height that was asked for: whatever comes, the page around stands still.
  const natural = options.shape === "entry" || options.shape === "badge";
  const say = () => sayHeight(natural ? Math.ceil(box.getBoundingClientRect().height) : options.height);
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || data?.message !== "ready" || !SECRET.test(data.secret)) return;
    secret = data.secret;
    say();
  });
  if (natural) new ResizeObserver(say).observe(box);
  else say();
}

/**
 * Where a sandbox lets no window be opened, a link still leads somewhere: WordPress follows it for us, if it is one of
 * ours; elsewhere the entry is shown in the frame.
 * @param {MouseEvent} event
 */
function follow(event) {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || self.origin !== "null") return;
  const item = link.closest(".livefeed-item");
  const own = item?.querySelector(".livefeed-at") ?? root?.querySelector(".livefeed-foot a") ?? link;
  const { href } = /** @type {HTMLAnchorElement} */ (own);
  event.preventDefault();
  if (SECRET.test(secret)) return parent.postMessage({ message: "link", value: href, secret }, "*");
  const opened = open(link.href, "_blank");
  if (opened) opened.opener = null;
  if (opened || !(item instanceof HTMLElement)) return;
  const alone = new URL(location.href);
  alone.searchParams.set("shape", "entry");
  alone.searchParams.set("entry", (item.dataset.id ?? "").replace("e:", ""));
  location.assign(alone);
}

if (main && root && parent !== window) {
  const options = JSON.parse(main.dataset.options ?? "{}");
  keepHeight(root, options);
  root.addEventListener("click", follow);
}
if (main && root) {
  const live = new URL(main.dataset.src ?? "", location.href);
  const { lang } = document.documentElement;
  const data = new URL(`embed.json${location.search}`, live);
  data.searchParams.set("lang", lang);
  const view = new View(
    root,
    { base: location.origin, ...JSON.parse(main.dataset.options ?? "{}") },
    JSON.parse(main.dataset.words ?? "{}"),
    () => askFor(data, new AbortController().signal),
  );
  const line = lineOf(live.href, lang);
  line.join(view);
  // In a frame this tells whether the frame itself can be seen.
  new IntersectionObserver(([{ isIntersecting }]) => {
    view.active = isIntersecting;
    if (isIntersecting) line.wake(view, main.dataset.after ?? "");
    else line.sleep(view);
  }).observe(root);
}
