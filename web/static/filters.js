// @ts-check
/**
 * What the reader wants to see: lane, network, language and words, kept in the address and nowhere else.
 * Each is a link or a field of a form; with script it takes effect at once, and "back" takes it back.
 */

/** Milliseconds of rest after which what was typed is searched for. */
const TYPED = 300;

const NAMES = /** @type {const} */ (["lane", "network", "language", "q"]);

export class Filters {
  #form;
  #changed;
  /** @type {Record<string, string>} */ #chosen = {};
  /** @type {number | undefined} */ #typing;
  /** Whether the address in the history is one of a search that is still being typed. */
  #typed = false;

  /** @param {HTMLFormElement} form @param {() => void} changed @param {AbortSignal} signal */
  constructor(form, changed, signal) {
    this.#form = form;
    this.#changed = changed;
    this.#read();
    addEventListener("popstate", () => this.#back(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#typing));
  }

  /** Whether nothing is chosen. */
  get isAny() {
    return Object.keys(this.#chosen).length === 0;
  }

  /** What is chosen, as the address says it. */
  get query() {
    return { ...this.#chosen };
  }

  /** Whether words are searched for; only the server can tell what has them. */
  get isSearch() {
    return "q" in this.#chosen;
  }

  /** Whether an entry is among those that were chosen, words apart. @param {import("./waiting.js").Put} entry */
  takes(entry) {
    const { lane, network, language } = this.#chosen;
    return (
      (!network || entry.network === network) &&
      (!language || entry.language === language) &&
      (!lane || entry.lanes.includes(lane))
    );
  }

  get #chips() {
    return /** @type {HTMLElement[]} */ ([...this.#form.querySelectorAll("[data-name]")]);
  }

  #read() {
    const query = new URLSearchParams(location.search);
    this.#chosen = {};
    for (const name of NAMES) {
      const value = query.get(name);
      if (value) this.#chosen[name] = value;
    }
  }

  #back() {
    clearTimeout(this.#typing);
    const before = JSON.stringify(this.#chosen);
    this.#read();
    this.#typed = false;
    this.#show();
    if (JSON.stringify(this.#chosen) !== before) this.#changed();
  }

  /** Take in what the reader did to the form. @param {Event} event */
  take(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.type === "input") return this.#type(/** @type {HTMLInputElement} */ (target));
    if (event.type === "submit") return this.#search();
    const { name = "", value = "" } = /** @type {HTMLElement} */ (target.closest("[data-name]")).dataset;
    this.#choose(name, this.#chosen[name] === value ? "" : value);
  }

  /** @param {HTMLInputElement} field */
  #type(field) {
    if (field.name === "language") return this.#choose("language", field.value);
    if (field.name !== "q") return;
    clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => this.#search(), TYPED);
  }

  #search() {
    clearTimeout(this.#typing);
    const words = /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("q")).value.trim();
    if (words === (this.#chosen.q ?? "")) return;
    this.#choose("q", words, this.#typed);
    this.#typed = true;
  }

  /** @param {string} name empty: all @param {string} value empty: whatever it is @param {boolean} [over] in place of the last */
  #choose(name, value, over = false) {
    if (!name) this.#chosen = {};
    else if (value) this.#chosen[name] = value;
    else delete this.#chosen[name];
    this.#typed = false;
    const url = new URL(location.href);
    for (const each of [...NAMES, "before"]) url.searchParams.delete(each);
    for (const [each, said] of Object.entries(this.#chosen)) url.searchParams.set(each, said);
    url.hash = "";
    if (over) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
    this.#show();
    this.#changed();
  }

  /** Let the form say what is chosen. */
  #show() {
    for (const chip of this.#chips) {
      const { name = "", value = "" } = chip.dataset;
      const on = name ? this.#chosen[name] === value : this.isAny;
      if (on) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
    for (const name of ["language", "q"]) {
      const field = this.#form.elements.namedItem(name);
      const value = this.#chosen[name] ?? "";
      if (field instanceof HTMLSelectElement) field.value = value;
      else if (field instanceof HTMLInputElement && field.value.trim() !== value) field.value = value;
    }
  }
}
