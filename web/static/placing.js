// @ts-check
/** Entries in the page: placed by their key, replaced, taken away, never more than the page can bear. */

export const MOST = 200;

/** @typedef {{id: string, key: string, html: string}} Placed */

const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("livefeed", {
  createHTML: (/** @type {string} */ html) => html,
  createScriptURL: (/** @type {string} */ version) => `/worker.js?v=${encodeURIComponent(version)}`,
});

/** The address of the one script that is loaded by its address. @param {string} version @returns {string} */
export function workerUrl(version) {
  return policy ? policy.createScriptURL(version) : `/worker.js?v=${encodeURIComponent(version)}`;
}

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
  #isStill = false;

  /** Whether entries stand above those that are here, or below them, that the server has and this page has not. */
  above = false;
  below = false;

  /** Key of the newest entry that the reader had when the page was opened or paused. */
  #seen = "";

  /** @param {HTMLElement} feed @param {string} gone what is said in place of a deleted entry */
  constructor(feed, gone) {
    this.#feed = feed;
    this.#gone = gone;
    this.#seen = this.firstKey ?? "";
  }

  /** @returns {HTMLElement[]} */
  get #articles() {
    return /** @type {HTMLElement[]} */ ([...this.#feed.querySelectorAll(":scope > article")]);
  }

  /** @param {string} id @returns {HTMLElement | null} */
  #find(id) {
    return this.#feed.querySelector(`:scope > article[data-id="${CSS.escape(id)}"]`);
  }

  get size() {
    return this.#articles.length;
  }

  /** Whether somebody is in the middle of it: scrolled past its beginning, or in it by keyboard. */
  get isRead() {
    if (this.#feed.contains(document.activeElement)) return true;
    return this.#feed.getBoundingClientRect().top < -8;
  }

  /** Where it begins and ends in the view. */
  get box() {
    return this.#feed.getBoundingClientRect();
  }

  /** The entry that has the focus, where that is in the view, or else the one in the middle of the view. */
  get eye() {
    const middle = innerHeight / 2;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest('[role="feed"] > article'));
    if (focused && this.#feed.contains(focused) && isInView(focused.getBoundingClientRect())) return focused;
    const articles = this.#articles.filter((article) => isInView(article.getBoundingClientRect()));
    return articles.find((article) => article.getBoundingClientRect().bottom > middle) ?? articles.at(-1);
  }

  /** Key of the place where an entry stands; undefined where it is not here. @param {string} id */
  keyOf(id) {
    return this.#find(id)?.dataset.key;
  }

  /** @returns {HTMLElement | undefined} */
  get first() {
    return this.#articles[0];
  }

  get firstKey() {
    return this.first?.dataset.key;
  }

  get lastKey() {
    return this.#articles.at(-1)?.dataset.key;
  }

  /**
   * Where a place is: on this page, or beyond its ends, where only the server has entries.
   * @param {string} key
   * @returns {"here" | "above" | "below"}
   */
  side(key) {
    if (this.above && key > (this.firstKey ?? "")) return "above";
    return this.below && key < (this.lastKey ?? "") ? "below" : "here";
  }

  /**
   * Do something to the page that does not move what is under the reader's eye, whatever grows or goes above it.
   * Browsers do it by themselves for some things, some do not at all; so we do it for all, and they keep out of it.
   * @template T @param {() => T} act @returns {T}
   */
  still(act) {
    if (this.#isStill) return act();
    const eye = this.isRead ? this.eye : undefined;
    const before = eye?.getBoundingClientRect().top ?? 0;
    const root = document.documentElement;
    root.style.overflowAnchor = "none";
    this.#isStill = true;
    this.#feed.setAttribute("aria-busy", "true");
    try {
      return act();
    } finally {
      this.#isStill = false;
      this.#number();
      // A feed without articles breaks the rules of its role, unless it is being filled.
      this.#feed.setAttribute("aria-busy", String(!this.#articles.length));
      const same = eye?.isConnected ? eye : this.#find(eye?.dataset.id ?? "");
      const by = same ? same.getBoundingClientRect().top - before : 0;
      if (by) scrollBy({ top: by, behavior: "instant" });
      requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
    }
  }

  /**
   * Put entries where they belong; those that are here already move.
   * @param {Placed[]} entries
   * @param {boolean} [goesUp] whether the reader is about to be taken to the top: then the end gives way
   * @returns {HTMLElement | undefined} the highest new one
   */
  place(entries, goesUp = false) {
    return this.still(() => {
      let highest;
      for (const entry of [...entries].sort(byKey)) {
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
      this.#bound(goesUp);
      return highest;
    });
  }

  /** Add what stands next, above or below. @param {Placed[]} entries */
  add(entries) {
    this.still(() => {
      for (const entry of entries) {
        if (this.#find(entry.id)) continue;
        this.#insert(this.#known(entry), entry.key);
      }
      this.#bound();
    });
  }

  /** An entry that the server had before us. @param {Placed} entry */
  #known(entry) {
    const node = toArticle(entry.html);
    node.dataset.key = entry.key;
    node.classList.toggle("is-new", entry.key > this.#seen);
    return node;
  }

  /** From now on only what comes is new. */
  seen() {
    this.#seen = this.firstKey ?? this.#seen;
    for (const article of this.#articles) article.classList.remove("is-new");
  }

  /** @param {HTMLElement} node @param {string} key */
  #insert(node, key) {
    // Nearly all belong near the top, so no list of all is made for each.
    let below = this.#feed.firstElementChild;
    while (below && (below === node || !isBelow(below, key))) below = below.nextElementSibling;
    this.#feed.insertBefore(node, below);
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
    node.classList.toggle("is-new", old.classList.contains("is-new"));
    const focused = old.contains(document.activeElement);
    const open = new Set([...old.querySelectorAll("details[open]")].map((details) => details.className));
    this.still(() => {
      old.replaceWith(node);
      for (const details of node.querySelectorAll("details")) details.open = open.has(details.className);
      if (focused) node.focus({ preventScroll: true });
    });
  }

  /** Take a deleted entry away. @param {string} id @returns {boolean} whether somebody was in it */
  drop(id) {
    const old = this.#find(id);
    if (!old) return false;
    const focused = old.contains(document.activeElement);
    const articles = this.#articles;
    const place = articles.indexOf(old);
    this.still(() => {
      if (this.isRead && isInView(old.getBoundingClientRect())) this.#makeRoom(old);
      else old.remove();
      if (focused) (articles[place + 1] ?? articles[place - 1])?.focus({ preventScroll: true });
    });
    return focused;
  }

  /**
   * Put other entries in place of all; who reads one of them goes on reading it.
   * @param {Placed[]} entries the newest first
   */
  replaceAll(entries) {
    const read = this.isRead;
    const focused = this.#feed.contains(document.activeElement);
    const id = this.eye?.dataset.id ?? "";
    this.fill(entries);
    if (!read) return;
    const same = this.#find(id);
    if (focused) (same ?? this.first)?.focus({ preventScroll: true });
    if (!same) (this.#feed.parentElement ?? this.#feed).scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Put other entries in place of all. @param {Placed[]} entries the newest first */
  fill(entries) {
    this.still(() => this.#feed.replaceChildren(...entries.map((entry) => this.#known(entry))));
  }

  /** Go to the next or previous entry. @param {HTMLElement} from @param {1 | -1} by @returns {boolean} */
  step(from, by) {
    const articles = this.#articles.filter((article) => article.offsetParent);
    const next = articles[articles.indexOf(/** @type {HTMLElement} */ (from.closest("article"))) + by];
    next?.focus();
    return Boolean(next);
  }

  /** Keep an entry's room, with a word in it, until it is out of sight. @param {HTMLElement} old */
  #makeRoom(old) {
    const room = document.createElement("div");
    room.className = "gone";
    room.textContent = this.#gone;
    room.style.height = `${old.getBoundingClientRect().height}px`;
    old.replaceWith(room);
    const sight = new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting) return;
      sight.disconnect();
      this.still(() => room.remove());
    });
    sight.observe(room);
  }

  /** Keep to what a page can bear: what is furthest from the reader goes. */
  #bound(goesUp = false) {
    const articles = this.#articles;
    if (articles.length <= MOST) return;
    const eye = this.isRead && !goesUp ? this.eye : undefined;
    const place = eye ? articles.indexOf(eye) : 0;
    let first = 0;
    let last = articles.length - 1;
    while (last - first >= MOST) {
      const above = place - first > last - place;
      const far = articles[above ? first++ : last--];
      if (far.contains(document.activeElement)) continue;
      far.remove();
      if (above) this.above = true;
      else this.below = true;
    }
    for (const edge of [this.#feed.firstElementChild, this.#feed.lastElementChild]) {
      if (edge?.matches(".gone") && !isInView(edge.getBoundingClientRect())) edge.remove();
    }
  }

  /** How many there are is known only where none stands beyond the ends. */
  #number() {
    const shown = this.#articles.filter((article) => !this.onlyNew || article.matches(".is-new"));
    const all = this.above || this.below ? -1 : shown.length;
    shown.forEach((article, n) => {
      put(article, "aria-posinset", n + 1);
      put(article, "aria-setsize", all);
    });
  }

  /** Whether only what is new is shown. */
  get onlyNew() {
    return this.#feed.hasAttribute("data-only-new");
  }

  set onlyNew(only) {
    this.still(() => this.#feed.toggleAttribute("data-only-new", only));
  }

  /** Say anew what the ends are. @param {boolean} above @param {boolean} below */
  ends(above, below) {
    this.above = above;
    this.below = below;
    this.#number();
  }
}

/** @param {DOMRect} box */
function isInView(box) {
  return box.bottom > 0 && box.top < innerHeight;
}

/** @param {Placed} a @param {Placed} b */
function byKey(a, b) {
  return a.key < b.key ? -1 : 1;
}

/** Whether an entry stands below a place; the room that a deleted one left stands nowhere. @param {Element} one @param {string} key */
function isBelow(one, key) {
  const its = /** @type {HTMLElement} */ (one).dataset.key;
  return its !== undefined && its < key;
}

/** @param {Element} element @param {string} name @param {number} value */
function put(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}
