// @ts-check
/** What stands around the posts of a widget, as the template `_widget.html` makes it. */
import { make, toItem } from "./widget-item.js";

/**
 * @typedef {object} Data what the server says of a widget (docs/protocol.md, `embed.json`)
 * @property {string} cursor
 * @property {string} state
 * @property {string} lang
 * @property {{text: string, lang: string}} title
 * @property {string} live of the socket
 * @property {Record<string, string>} style custom properties
 * @property {import("./widget-view.js").Options & {theme: string, height: number}} options
 * @property {any} words
 * @property {import("./widget-item.js").Put[]} entries
 * @property {string[]} notes what a site chose that is not there
 */

/** @param {Data} data @param {string} base address of our server @returns {HTMLElement} */
export function toShell(data, base) {
  const { options, words, title } = data;
  const { shape } = options;
  const lang = title.lang === data.lang ? null : title.lang;
  const way = words.ways[data.state];
  const address = { href: base + way.path, rel: "noopener" };
  const state = make("span", { class: "livefeed-state", "data-state": data.state }, make("span", { class: "livefeed-dot" }), make("span", {}, words[data.state]));
  const root = make("div", { class: `livefeed livefeed-${shape} livefeed-inherit livefeed-${options.theme}`, lang: data.lang });
  if (shape === "badge") {
    root.append(make("a", { class: "livefeed-badge-link", ...address }, state, make("b", { class: "livefeed-title", lang }, title.text)));
    return root;
  }
  if (shape !== "entry")
    root.append(
      make(
        "div",
        { class: "livefeed-head" },
        state,
        make("h2", { class: "livefeed-title", lang }, title.text),
        make("button", { class: "livefeed-pause", type: "button", hidden: "" }, words.pause),
        make("button", { class: "livefeed-new", type: "button", hidden: "" }),
      ),
    );
  const scrolls = shape === "list" || shape === "compact";
  root.append(
    make(
      "div",
      { class: "livefeed-scroll", ...(scrolls ? { tabindex: 0, role: "group", "aria-label": title.text } : {}) },
      make("ol", { class: "livefeed-items" }, ...data.entries.map((put) => toItem(put, base, words.more))),
      data.entries.length ? null : make("p", { class: "livefeed-empty" }, words.empty),
    ),
    make("p", { class: "livefeed-foot" }, make("a", address, way.words)),
    make("p", { class: "livefeed-said", role: "status" }),
  );
  return root;
}
