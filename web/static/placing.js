// @ts-check
/** Entries in the page: placed by their key, replaced, taken away, never more than the page can bear. */

const MOST = 200;

/** @typedef {{id: string, key: string, html: string}} Placed */

const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("livefeed", {
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * Turn HTML that our server rendered into nodes.
 * @param {string} html
 * @param {boolean} [all] whether there may be several nodes
 */
export function toNode(html, all = false) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return all ? template.content : /** @type {HTMLElement} */ (template.content.firstElementChild);
}

export class Feed {
  #feed;
  #gone;

  /** @param {HTMLElement} feed @param {string} gone what is said in place of a deleted entry */
  constructor(feed, gone) {
    this.#feed = feed;
    this.#gone = gone;
    this.#number();
  }

  /** @returns {HTMLElement[]} */
  get #articles() {
    return /** @type {HTMLElement[]} */ ([...this.#feed.querySelectorAll(":scope > article")]);
  }

  /** @param {string} id @returns {HTMLElement | null} */
  #find(id) {
    return this.#feed.querySelector(`:scope > article[data-id="${CSS.escape(id)}"]`);
  }

  /** Whether somebody is in the middle of it: scrolled past its beginning, or in it by keyboard. */
  get isRead() {
    if (this.#feed.contains(document.activeElement)) return true;
    return this.#feed.getBoundingClientRect().top < -8;
  }

  /** Whether an entry is here, at this place. @param {string} id @param {string} key */
  holds(id, key) {
    return this.#find(id)?.dataset.key === key;
  }

  /** Whether a place is on this page; what is below its end belongs to the next. @param {string} key @param {boolean} hasOlder */
  reaches(key, hasOlder) {
    const last = this.#articles.at(-1);
    return !hasOlder || !last || key > (last.dataset.key ?? "");
  }

  /**
   * Put entries where they belong.
   * @param {Placed[]} entries
   * @param {boolean} hasOlder
   * @returns {HTMLElement | undefined} the highest of them
   */
  place(entries, hasOlder) {
    this.#busy(true);
    let highest;
    for (const entry of [...entries].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      const node = /** @type {HTMLElement} */ (toNode(entry.html));
      const old = this.#find(entry.id);
      if (old) this.#take(old);
      const below = this.#articles.find((article) => (article.dataset.key ?? "") < entry.key);
      node.classList.add("is-new");
      this.#feed.insertBefore(node, below ?? null);
      highest = node;
    }
    this.#bound(hasOlder);
    this.#busy(false);
    return highest;
  }

  /** Let an edit happen in place. @param {string} id @param {string} html */
  replace(id, html) {
    const old = this.#find(id);
    if (!old) return;
    const node = /** @type {HTMLElement} */ (toNode(html));
    const focused = old.contains(document.activeElement);
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    this.#busy(true);
    old.replaceWith(node);
    [...node.querySelectorAll("details")].forEach((details, n) => (details.open = open[n] ?? false));
    if (focused) node.focus({ preventScroll: true });
    this.#busy(false);
  }

  /** Take a deleted entry away. @param {string} id @returns {boolean} whether somebody was in it */
  drop(id) {
    const old = this.#find(id);
    if (!old) return false;
    this.#busy(true);
    const focused = this.#take(old);
    this.#busy(false);
    return focused;
  }

  /** @param {Placed[]} entries the newest first */
  replaceAll(entries) {
    this.#busy(true);
    this.#feed.replaceChildren(...entries.map((entry) => toNode(entry.html)));
    this.#busy(false);
  }

  /** Go to the next or previous entry. @param {HTMLElement} from @param {1 | -1} by @returns {boolean} */
  step(from, by) {
    const articles = this.#articles;
    const next = articles[articles.indexOf(/** @type {HTMLElement} */ (from.closest("article"))) + by];
    next?.focus();
    return Boolean(next);
  }

  /** Remove an entry; above the reader it leaves its room until it is out of sight, so that nothing moves. @param {HTMLElement} old */
  #take(old) {
    const focused = old.contains(document.activeElement);
    const next = /** @type {HTMLElement | null} */ (old.nextElementSibling ?? old.previousElementSibling);
    const box = old.getBoundingClientRect();
    if (box.bottom <= 0 || !this.isRead) {
      old.remove();
    } else {
      const room = document.createElement("div");
      room.className = "gone";
      room.textContent = this.#gone;
      room.style.height = `${box.height}px`;
      old.replaceWith(room);
      const seen = new IntersectionObserver(([entry]) => {
        if (entry.isIntersecting) return;
        seen.disconnect();
        room.remove();
      });
      seen.observe(room);
    }
    if (focused) next?.focus({ preventScroll: true });
    return focused;
  }

  /** Keep to what a page can bear: entries far down go when there is a page for them. @param {boolean} hasOlder */
  #bound(hasOlder) {
    const articles = this.#articles;
    const focus = document.activeElement;
    for (const article of articles.slice(MOST)) if (!article.contains(focus)) article.remove();
    if (articles.length > MOST && !hasOlder) this.#feed.dispatchEvent(new CustomEvent("full", { bubbles: true }));
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.#feed.setAttribute("aria-busy", String(busy));
    if (!busy) this.#number();
  }

  #number() {
    this.#articles.forEach((article, n) => article.setAttribute("aria-posinset", String(n + 1)));
  }
}
