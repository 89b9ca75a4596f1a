// @ts-check
/**
 * What a widget shows of an entry, made node by node: what comes from elsewhere is text, and never HTML.
 * The template `_widget.html` makes the same; a test compares them.
 */

/**
 * @typedef {object} Put an entry (docs/protocol.md, `as=widget`)
 * @property {string} id
 * @property {string} key
 * @property {string} at
 * @property {string} network
 * @property {string | null} language
 * @property {string[]} lanes
 * @property {string | null} lang
 * @property {{name: string, initials: string, hue: number, avatar: string | null}} author
 * @property {string} time
 * @property {{t: string, href?: string}[]} segments
 * @property {string | null} warning
 * @property {boolean} more
 * @property {string} note
 * @property {string} url
 */

/**
 * Make an element; what is null is left out.
 * @param {string} tag
 * @param {Record<string, string | number | null>} attributes
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, String(value));
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** @param {Put} put @param {string} base address of our server, or nothing where the page is ours @param {string} more words */
export function toItem(put, base, more) {
  const { author } = put;
  const page = { href: base + put.url, rel: "noopener" };
  const picture = author.avatar && make("img", { alt: "", width: 32, height: 32, loading: "lazy", src: base + author.avatar });
  return make(
    "li",
    { class: "livefeed-item", "data-id": put.id, "data-key": put.key },
    make("span", { class: `livefeed-mono livefeed-hue-${author.hue}`, "aria-hidden": "true" }, author.initials, picture),
    make("b", { class: "livefeed-by" }, make("bdi", {}, author.name)),
    make("a", { class: "livefeed-at", ...page }, make("time", { datetime: put.at }, put.time)),
    put.warning !== null
      ? make("p", { class: "livefeed-warning", dir: "auto" }, put.warning)
      : make("p", { class: "livefeed-words", dir: "auto", lang: put.lang }, ...put.segments.map(toWords)),
    put.more ? make("a", { class: "livefeed-more", ...page }, more) : null,
    make("p", { class: "livefeed-note" }, put.note),
  );
}

/** @param {{t: string, href?: string}} segment */
function toWords({ t, href }) {
  return href !== undefined && /^https?:/i.test(href) ? make("a", { href, rel: "nofollow noopener ugc" }, t) : t;
}
