// @ts-check
/**
 * `<livefeed-feed src="https://live.example/slug">what stands here until then</livefeed-feed>`: a widget in a page of
 * somebody else's (docs/widget.md).
 *
 * What stands within stays until the first data has come. Nothing is asked for before the element is nearly in view.
 */
import { askFor } from "./widget-asking.js";
import { tell, watchPolicy } from "./widget-guard.js";
import { make } from "./widget-item.js";
import { lineOf } from "./widget-line.js";
import { toShell } from "./widget-shell.js";
import { STYLE } from "./widget-style.js";
import { View } from "./widget-view.js";

/** How far from the view a widget begins to work. */
const NEAR = "300px";

/** Options that the server reads (docs/widget.md), as `data-…` or plain attributes. */
const OPTIONS = ["shape", "entry", "count", "lane", "network", "language", "theme", "accent", "background", "ink", "radius", "font", "height"];

/** @type {CSSStyleSheet[]} the same for all: of a list, and of other shapes as soon as there is one */
const SHEETS = [sheetOf(STYLE)];

export class LivefeedFeed extends HTMLElement {
  static observedAttributes = ["src", "lang", "mode", ...OPTIONS].flatMap((name) => [name, `data-${name}`]);

  #shadow = this.attachShadow({ mode: "open" });
  #leaving = new AbortController();
  #near = false;
  #asked = false;
  /** @type {View | null} */ #view = null;
  /** @type {import("./widget-line.js").Line | null} */ #line = null;

  connectedCallback() {
    this.#begin();
  }

  disconnectedCallback() {
    this.#end();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#begin();
  }

  #begin() {
    this.#end();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#shadow.adoptedStyleSheets = SHEETS;
    this.#shadow.replaceChildren(make("slot"));
    const src = this.getAttribute("src") ?? "";
    const url = new URL(URL.canParse(src, location.href) ? src : "/", location.href);
    const slug = /^(\/en|\/fr)?(\/[\w-]+)\/?$/.exec(url.pathname); // the address of a page will do
    if (!slug) return tell(`src="${src}" is not the address of a coverage`);
    url.pathname = slug[2];
    watchPolicy(url.origin, signal, () => this.#leaving.abort());
    const seeing = new IntersectionObserver(([{ isIntersecting }]) => this.#see(isIntersecting, url), { rootMargin: NEAR });
    seeing.observe(this);
    signal.addEventListener("abort", () => seeing.disconnect());
  }

  #end() {
    this.#leaving.abort();
    this.#asked = false;
    this.#view?.end();
    if (this.#view) this.#line?.leave(this.#view);
    this.#view = this.#line = null;
  }

  /** @param {boolean} near @param {URL} url */
  #see(near, url) {
    this.#near = near;
    if (near && !this.#asked) {
      this.#asked = true;
      void (this.#wish("mode") === "frame" ? this.#frame(url) : this.#load(url, this.#leaving.signal));
    }
    if (!this.#view) return;
    this.#view.active = near;
    if (near) this.#line?.wake(this.#view);
    else this.#line?.sleep(this.#view);
  }

  /** What an attribute says, written either way. @param {string} name */
  #wish(name) {
    return this.getAttribute(`data-${name}`) ?? this.getAttribute(name);
  }

  /** The language of the widget: its own, or that of the page around it. */
  get #lang() {
    return (this.#wish("lang") ?? this.closest("[lang]")?.getAttribute("lang") ?? navigator.language).slice(0, 2).toLowerCase() === "fr" ? "fr" : "en";
  }

  /** What is wished for, as parameters. @param {URL} url @param {string} path */
  #address(url, path) {
    const address = new URL(url.pathname + path, url);
    address.search = `?lang=${this.#lang}&theme=host`;
    for (const name of OPTIONS) {
      const value = this.#wish(name);
      if (value !== null) address.searchParams.set(name, value);
    }
    return address;
  }

  /** @param {URL} url @param {AbortSignal} signal */
  async #load(url, signal) {
    const line = lineOf(new URL(`${url.pathname}/live`, url).href, this.#lang);
    /** @type {any[]} */
    const meanwhile = [];
    const early = { hear: (/** @type {any} */ message) => void meanwhile.push(message), state() {} };
    line.join(early);
    const ask = () => askFor(this.#address(url, "/embed.json"), signal);
    const data = await ask();
    if (data && data.options.shape !== "list") await this.#dress(url, signal);
    if (data && !signal.aborted) {
      this.#show(data, url, line, ask);
      for (const message of meanwhile) this.#view?.hear(message);
    }
    line.leave(early);
  }

  /** Get the style of other shapes than a list. @param {URL} url @param {AbortSignal} signal */
  async #dress(url, signal) {
    const style = SHEETS[1] ?? (await askFor(new URL("@embed-shapes.css", url), signal, "text"));
    if (style) SHEETS[1] ??= sheetOf(style);
    this.#shadow.adoptedStyleSheets = SHEETS;
  }

  /** @param {import("./widget-shell.js").Data} data @param {URL} url @param {import("./widget-line.js").Line} line @param {() => Promise<any>} ask */
  #show(data, url, line, ask) {
    const base = url.origin;
    const root = toShell(data, base);
    for (const [name, value] of Object.entries(data.style)) root.style.setProperty(name, value);
    this.#shadow.replaceChildren(root);
    void import(base + "@widget-check.js").then(({ check }) => check(this, root, data.notes, tell), () => {});
    this.#line = line;
    this.#view = new View(root, { ...data.options, base }, data.words, ask);
    line.join(this.#view);
    line.wake(this.#view, data.cursor);
    this.#see(this.#near, url); // it may have left the view meanwhile
    this.dispatchEvent(new Event("livefeed:ready", { bubbles: true }));
  }

  /** Show the widget in a frame instead. @param {URL} url */
  async #frame(url) {
    const { putFrame } = await import(url.origin + "@widget-iframe.js");
    putFrame(this, this.#shadow, this.#address(url, "/embed"), this.#leaving.signal);
  }
}

/** @param {string} text */
function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

if (!customElements.get("livefeed-feed")) customElements.define("livefeed-feed", LivefeedFeed);
