// @ts-check
/**
 * `<livefeed-feed src="https://live.example/slug">what stands here until then</livefeed-feed>`: a widget in a page of
 * somebody else's (docs/widget.md).
 *
 * What stands within stays until the first data has come. Nothing is asked for before the element is nearly in view.
 */
import { Backoff, pause } from "./backoff.js";
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
const SHEETS = [];

export class LivefeedFeed extends HTMLElement {
  static observedAttributes = ["src", "lang", "mode", ...OPTIONS, ...OPTIONS.map((name) => `data-${name}`)];

  #leaving = new AbortController();
  #near = false;
  #begun = false;
  /** @type {View | null} */ #view = null;
  /** @type {import("./widget-line.js").Line | null} */ #line = null;
  #cursor = "";

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!SHEETS.length) SHEETS.push(sheetOf(STYLE));
    root.adoptedStyleSheets = SHEETS;
    this.#begin();
  }

  disconnectedCallback() {
    this.#end();
  }

  attributeChangedCallback() {
    if (!this.#begun) return;
    this.#end();
    this.#begin();
  }

  #begin() {
    this.#begun = true;
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.shadowRoot?.replaceChildren(make("slot"));
    const src = this.getAttribute("src") ?? "";
    if (!URL.canParse(src, location.href)) return tell(`src="${src}" is no address`);
    const url = new URL(src, location.href);
    url.pathname = url.pathname.replace(/^\/(en|fr)(?=\/)|\/$/g, ""); // the address of a page will do
    watchPolicy(url.origin, signal, () => this.#leaving.abort());
    const seeing = new IntersectionObserver(([{ isIntersecting }]) => this.#see(isIntersecting, url), { rootMargin: NEAR });
    seeing.observe(this);
    signal.addEventListener("abort", () => seeing.disconnect());
  }

  #end() {
    this.#begun = false;
    this.#leaving.abort();
    this.#near = false;
    this.#view?.end();
    if (this.#view) this.#line?.leave(this.#view);
    this.#view = this.#line = null;
  }

  /** @param {boolean} near @param {URL} url */
  #see(near, url) {
    const first = near && !this.#near;
    this.#near = near || this.#near;
    if (first) return void (this.getAttribute("mode") === "frame" ? this.#frame(url) : this.#load(url, this.#leaving.signal));
    if (!this.#view) return;
    this.#view.active = near;
    if (near) this.#line?.wake(this.#view, this.#cursor);
    else this.#line?.sleep(this.#view);
  }

  /** The language of the widget: its own, or that of the page around it. */
  get #lang() {
    return (this.closest("[lang]")?.getAttribute("lang") ?? navigator.language).slice(0, 2).toLowerCase() === "fr" ? "fr" : "en";
  }

  /** What is wished for, as parameters. @param {URL} url @param {string} path */
  #address(url, path) {
    const address = new URL(url.pathname + path, url);
    address.searchParams.set("lang", this.#lang);
    for (const name of OPTIONS) {
      const value = this.getAttribute(`data-${name}`) ?? this.getAttribute(name);
      if (value !== null && !(name === "theme" && value === "host")) address.searchParams.set(name, value);
    }
    return address;
  }

  /** Ask until there is an answer. @param {URL} url @param {AbortSignal} signal */
  async #load(url, signal) {
    const backoff = new Backoff();
    const line = lineOf(new URL(`${url.pathname}/live`, url).href, this.#lang);
    /** @type {any[]} */
    const meanwhile = [];
    const early = { hear: (/** @type {any} */ message) => void meanwhile.push(message), state() {} };
    line.join(early);
    while (!signal.aborted) {
      const data = await askFor(this.#address(url, "/embed.json"), signal);
      if (data === "refused") break;
      if (data && !signal.aborted) {
        if (data.options.shape !== "list") await this.#dress(url.origin);
        this.#show(data, url.origin, line);
        for (const message of meanwhile) this.#view?.hear(message);
        break;
      }
      await pause(backoff.next(), signal);
    }
    line.leave(early);
  }

  /** Get the style of other shapes than a list. @param {string} base */
  async #dress(base) {
    if (SHEETS.length < 2) SHEETS.push(sheetOf(await (await fetch(base + "@embed-shapes.css")).text()));
    if (this.shadowRoot) this.shadowRoot.adoptedStyleSheets = SHEETS;
  }

  /** @param {import("./widget-shell.js").Data} data @param {string} base @param {import("./widget-line.js").Line} line */
  #show(data, base, line) {
    const theme = this.getAttribute("data-theme") ?? this.getAttribute("theme") ?? "host";
    const root = toShell({ ...data, options: { ...data.options, theme } }, base);
    for (const [name, value] of Object.entries(data.style)) root.style.setProperty(name, value);
    this.shadowRoot?.replaceChildren(root);
    void import(base + "@widget-legible.js").then(({ keepLegible }) => keepLegible(root, tell), () => {});
    this.#cursor = data.cursor;
    this.#line = line;
    this.#view = new View(root, { ...data.options, base }, data.words);
    line.join(this.#view);
    line.wake(this.#view, data.cursor);
    this.dispatchEvent(new Event("livefeed:ready", { bubbles: true }));
  }

  /** Show the widget in a frame instead. @param {URL} url */
  async #frame(url) {
    const { putFrame } = await import(url.origin + "@widget-iframe.js");
    putFrame(this, this.#address(url, "/embed"), this.#leaving.signal);
  }
}

/** @param {string} text */
function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** @param {URL} url @param {AbortSignal} signal @returns {Promise<any>} null where there is no answer, `refused` where it will stay the same */
async function askFor(url, signal) {
  try {
    const response = await fetch(url, { credentials: "omit", signal });
    if (response.ok) return await response.json();
    if (response.status >= 500 || response.status === 429) return null;
    const { error = response.statusText } = await response.json().catch(() => ({}));
    tell(`${url.origin} refuses: ${error}`);
    return "refused";
  } catch {
    return null;
  }
}

if (!customElements.get("livefeed-feed")) customElements.define("livefeed-feed", LivefeedFeed);
