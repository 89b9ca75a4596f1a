// @ts-check
/** Entries in the page: placed by their key, replaced, taken away, never more than the page can bear. */

export const MOST = 200;

/** Whether the browser itself keeps in place what is read when something above it grows or goes. */
const ANCHORS = CSS.supports("overflow-anchor", "auto");

/** @typedef {{id: string, key: string, html: string}} Placed */

const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("livefeed", {
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * Turn HTML that our server rendered into nodes.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function toNodes(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}

/** @param {string} html @returns {HTMLElement} */
export function toArticle(html) {
  return /** @type {HTMLElement} */ (toNodes(html).firstElementChild);
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

  /** Key of the place where an entry stands; undefined where it is not here. @param {string} id */
  keyOf(id) {
    return this.#find(id)?.dataset.key;
  }

  /** Key of the last entry. */
  get lastKey() {
    return this.#articles.at(-1)?.dataset.key;
  }

  /**
   * Whether a place is on this page; what is below its end belongs to the next.
   * @param {string} key
   * @param {boolean} hasOlder
   */
  reaches(key, hasOlder) {
    const last = this.lastKey;
    return !hasOlder || last === undefined || key > last;
  }

  /**
   * Put entries where they belong; those that are here already move.
   * @param {Placed[]} entries
   * @returns {{highest: HTMLElement | undefined, cut: boolean}} the highest new one; whether some fell off the end
   */
  place(entries) {
    this.#busy(true);
    let highest;
    for (const entry of [...entries].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      const here = this.#find(entry.id);
      if (here) {
        this.#move(here, entry.key);
        continue;
      }
      const node = toArticle(entry.html);
      node.classList.add("is-new");
      this.#insert(node, entry.key);
      highest = node;
    }
    const cut = this.#bound();
    this.#busy(false);
    return { highest, cut };
  }

  /** @param {HTMLElement} node @param {string} key */
  #insert(node, key) {
    const below = this.#articles.find((article) => article !== node && (article.dataset.key ?? "") < key);
    this.#feed.insertBefore(node, below ?? null);
  }

  /** @param {HTMLElement} node @param {string} key */
  #move(node, key) {
    const focus = /** @type {HTMLElement | null} */ (document.activeElement);
    const inside = node.contains(focus);
    node.dataset.key = key;
    this.#insert(node, key);
    if (inside) focus?.focus({ preventScroll: true });
  }

  /**
   * Let an edit happen at once, where the entry stands; its place is another matter.
   * @param {string} id
   * @param {string} html
   */
  replace(id, html) {
    const old = this.#find(id);
    if (!old) return;
    const node = toArticle(html);
    node.dataset.key = old.dataset.key;
    const focused = old.contains(document.activeElement);
    const open = new Set([...old.querySelectorAll("details[open]")].map((details) => details.className));
    this.#busy(true);
    old.replaceWith(node);
    for (const details of node.querySelectorAll("details")) details.open = open.has(details.className);
    if (focused) node.focus({ preventScroll: true });
    this.#busy(false);
  }

  /** Take a deleted entry away. @param {string} id @returns {boolean} whether somebody was in it */
  drop(id) {
    const old = this.#find(id);
    if (!old) return false;
    const focused = old.contains(document.activeElement);
    const articles = this.#articles;
    const place = articles.indexOf(old);
    this.#busy(true);
    if (this.#leavesRoom(old)) this.#makeRoom(old);
    else old.remove();
    if (focused) (articles[place + 1] ?? articles[place - 1])?.focus({ preventScroll: true });
    this.#busy(false);
    return focused;
  }

  /**
   * Put other entries in place of all; who reads one of them goes on reading it.
   * @param {Placed[]} entries the newest first
   */
  replaceAll(entries) {
    const read = this.isRead;
    const focused = this.#feed.contains(document.activeElement);
    const under = this.#articles.find((article) =>
      focused ? article.contains(document.activeElement) : article.getBoundingClientRect().bottom > 0,
    );
    const before = under?.getBoundingClientRect().top ?? 0;
    this.#busy(true);
    this.#feed.replaceChildren(...entries.map((entry) => toArticle(entry.html)));
    this.#busy(false);
    if (!read) return;
    const same = this.#find(under?.dataset.id ?? "");
    if (focused) (same ?? this.#articles[0])?.focus({ preventScroll: true });
    if (same) scrollBy({ top: same.getBoundingClientRect().top - before, behavior: "instant" });
    else (this.#feed.parentElement ?? this.#feed).scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Go to the next or previous entry. @param {HTMLElement} from @param {1 | -1} by @returns {boolean} */
  step(from, by) {
    const articles = this.#articles;
    const next = articles[articles.indexOf(/** @type {HTMLElement} */ (from.closest("article"))) + by];
    next?.focus();
    return Boolean(next);
  }

  /** Whether taking an entry away would move what somebody reads. @param {HTMLElement} old */
  #leavesRoom(old) {
    const box = old.getBoundingClientRect();
    if (!this.isRead || box.top >= innerHeight) return false;
    return box.bottom > 0 || !ANCHORS;
  }

  /** Keep an entry's room, with a word in it, until it is out of sight. @param {HTMLElement} old */
  #makeRoom(old) {
    const room = document.createElement("div");
    room.className = "gone";
    room.textContent = this.#gone;
    room.style.height = `${old.getBoundingClientRect().height}px`;
    old.replaceWith(room);
    const sight = new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting || (!ANCHORS && entry.boundingClientRect.bottom <= 0)) return;
      sight.disconnect();
      room.remove();
    });
    sight.observe(room);
  }

  /** Keep to what a page can bear. @returns {boolean} whether entries at its end had to go */
  #bound() {
    const tooMany = this.#articles.slice(MOST).filter((article) => !article.contains(document.activeElement));
    for (const article of tooMany) article.remove();
    while (this.#feed.lastElementChild?.matches(".gone")) this.#feed.lastElementChild.remove();
    return tooMany.length > 0;
  }

  /** @param {boolean} busy */
  #busy(busy) {
    // A feed without articles breaks the rules of its role, unless it is being filled.
    this.#feed.setAttribute("aria-busy", String(busy || !this.#feed.querySelector(":scope > article")));
    if (!busy) this.#number();
  }

  #number() {
    this.#articles.forEach((article, n) => article.setAttribute("aria-posinset", String(n + 1)));
  }
}
