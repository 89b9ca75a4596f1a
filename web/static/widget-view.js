// @ts-check
/**
 * The posts of one widget: what comes is put in together, every two seconds at most, and never under somebody's eye.
 *
 * Who has scrolled, or is in the list with the keyboard, is not moved: what is new waits behind "N new posts". So it
 * does while the widget is paused, and out of view; what is deleted goes at once.
 */
import { Waiting } from "./waiting.js";
import { toItem } from "./widget-item.js";

/** Milliseconds between two changes of the list, and of a ticker, where each takes the line away that is being read. */
const EVERY = 2_000;
const EVERY_LINE = 4 * EVERY;

/** Messages that are kept while all is asked for anew: what comes then has what those before them said. */
const MISSED = 500;

/** Milliseconds between two announcements. */
const QUIET = 20_000;

/** Pixels that somebody has to scroll to be reading. */
const READING = 8;

/** @typedef {import("./widget-item.js").Put} Put */

/**
 * @typedef {object} Options
 * @property {string} base address of our server
 * @property {string} shape
 * @property {number} count
 * @property {string | null} [lane]
 * @property {string | null} [network]
 * @property {string | null} [language]
 * @property {string | null} [entry] id of the only one that is shown
 */

export class View {
  #root;
  #words;
  #options;
  #ask;
  #ticks;
  #waiting;
  /** @type {Map<string, HTMLElement>} by id */ #shown = new Map();
  #paused = false;
  #active = true;
  #placedAt = -Infinity;
  #saidAt = -QUIET;
  /** @type {number | undefined} */ #timer;
  #state = "";
  /** @type {any[] | null} what is said while all is asked for anew */ #missed = null;
  #ending = new AbortController();

  /** @param {HTMLElement} root `.livefeed`, as the template or the shell makes it @param {Options} options @param {any} words @param {() => Promise<any>} ask gives `embed.json` anew, or null */
  constructor(root, options, words, ask) {
    this.#root = root;
    this.#options = options;
    this.#words = words;
    this.#ask = ask;
    this.#ticks = options.shape === "ticker";
    this.#waiting = new Waiting(options.count);
    for (const item of this.#all(".livefeed-item")) this.#shown.set(item.dataset.id ?? "", item);
    const pause = this.#find(".livefeed-pause");
    const scroll = this.#find(".livefeed-scroll");
    if (pause) pause.hidden = false;
    pause?.addEventListener("click", () => this.#press());
    this.#find(".livefeed-new")?.addEventListener("click", () => this.#showNew());
    scroll?.addEventListener("scroll", () => this.#waiting.size && this.#later(), { passive: true });
    scroll?.addEventListener("focusout", () => this.#waiting.size && this.#later());
    if (this.#ticks) void import(options.base + "@widget-ticker.js").then(({ turn }) => turn(root, () => this.#stands, this.#ending.signal), () => {});
  }

  /** Whether it is in view: out of view nothing is put in. @param {boolean} active */
  set active(active) {
    this.#active = active;
    if (active && this.#waiting.size) this.#later();
  }

  /** Stop for good. */
  end() {
    clearTimeout(this.#timer);
    this.#ending.abort();
  }

  /** @param {any} message changes, or a fresh board (docs/protocol.md) */
  hear(message) {
    if (this.#options.shape === "badge") return;
    if (this.#missed) this.#missed = [...this.#missed, message].slice(-MISSED);
    else if (message.type === "changes") for (const change of message.changes) this.#change(change);
    else void this.#renew();
  }

  /** Say how the coverage stands. @param {string} state */
  state(state) {
    if (this.#state === state) return;
    this.#state = state;
    const badge = this.#find(".livefeed-state");
    if (badge) {
      badge.dataset.state = state;
      /** @type {Element} */ (badge.lastElementChild).textContent = this.#words[state];
    }
    const way = this.#words.ways[state]; // none of a line that is lost: where it led is still there
    const link = /** @type {HTMLAnchorElement} */ (this.#find(".livefeed-foot a, .livefeed-badge-link"));
    if (way) link.href = this.#options.base + way.path;
    if (way && this.#options.shape !== "badge") link.textContent = way.words;
  }

  /** @param {Put & {op: string, why: string}} change */
  #change(change) {
    if (change.op === "put") this.#take(change);
    else if (change.why === "joined" && this.#options.entry && this.#shown.has(change.id)) void this.#renew(); // its heir follows
    else this.#remove(change.id);
  }

  /** @param {Put} put */
  #take(put) {
    const { lane, network, language, entry } = this.#options;
    const wanted = entry
      ? put.id === `e:${entry}`
      : (!lane || put.lanes.includes(lane)) && (!network || put.network === network) && (!language || put.language === language);
    if (!wanted) return this.#remove(put.id);
    const known = this.#shown.get(put.id);
    if (known?.dataset.key === put.key && !known.matches(":focus-within")) return this.#mend(known, put);
    // What stands below the last is for the briefing to show.
    const last = this.#shown.size >= this.#options.count ? this.#list?.lastElementChild : null;
    if (!known && last instanceof HTMLElement && put.key < (last.dataset.key ?? "")) return;
    this.#waiting.put({ html: "", ...put }, known !== undefined);
    this.#later();
  }

  /** Put an edited entry in its place at once: it corrects, or withdraws. @param {HTMLElement} old @param {Put} put */
  #mend(old, put) {
    this.#hold(() => old.replaceWith(this.#made(put)), old.nextElementSibling);
  }

  /** @param {Put} put */
  #made(put) {
    const item = toItem(put, this.#options.base, this.#words.more);
    this.#shown.set(put.id, item);
    return item;
  }

  /**
   * Ask for what is to be shown, and do without the rest. The board that is said to all knows nothing of what is below its
   * end, of other lanes, or of which entry one has become part of.
   */
  async #renew() {
    if (this.#missed) return;
    this.#missed = [];
    const data = await this.#ask();
    const missed = this.#missed;
    this.#missed = null;
    if (data) {
      const there = data.entries.map((/** @type {Put} */ { id }) => id);
      const [old] = this.#shown.values();
      if (data.options.entry !== this.#options.entry && old) {
        this.#options.entry = data.options.entry;
        this.#shown.clear();
        this.#mend(old, data.entries[0]);
      }
      for (const id of this.#shown.keys()) if (!there.includes(id)) this.#remove(id, true);
      this.#waiting.clear();
      for (const entry of data.entries) this.#take(entry);
    }
    for (const message of missed) this.hear(message);
  }

  /** Take an entry away at once; what somebody reads below it stays where it is. @param {string} id @param {boolean} all whether there are no others */
  #remove(id, all = Boolean(this.#options.entry)) {
    this.#waiting.delete(id);
    const item = this.#shown.get(id);
    this.#shown.delete(id);
    if (item) this.#hold(() => item.remove(), item.nextElementSibling);
    if (item && !this.#shown.size) {
      this.#list?.after(paragraph(this.#words.empty));
      if (!all) void this.#renew();
    }
    this.#tell();
  }

  /** Put in what waits, as soon as it may be. */
  #later() {
    this.#tell();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (!this.#held) this.#place();
    }, Math.max(0, this.#placedAt + (this.#ticks ? EVERY_LINE : EVERY) - performance.now()));
  }

  /** Whether the list must stand still. */
  get #held() {
    return this.#paused || !this.#active || this.#reads;
  }

  /** Whether a ticker must stand still; asked each time that it is to go on, and so when what waits may come. */
  get #stands() {
    if (this.#waiting.size) this.#later();
    return this.#held;
  }

  get #reads() {
    const within = this.#list?.matches(this.#ticks ? ":hover, :focus-within" : ":focus-within");
    return within || (this.#find(".livefeed-scroll")?.scrollTop ?? 0) > READING;
  }

  #place() {
    this.#placedAt = performance.now();
    const news = this.#waiting.news;
    const { entries } = this.#waiting.take();
    this.#find(".livefeed-empty")?.remove();
    this.#hold(() => {
      for (const entry of entries) this.#insert(entry);
      while (this.#shown.size > this.#options.count) this.#drop(/** @type {HTMLElement} */ (this.#list?.lastElementChild));
    }, this.#list?.firstElementChild);
    // Once that is painted: what then moves by scrolling alone is no layout shift.
    requestAnimationFrame(() => requestAnimationFrame(() => this.#rise()));
    this.#tell();
    if (news) this.#say(news);
  }

  #rise() {
    const scroll = this.#find(".livefeed-scroll");
    if (scroll) scroll.scrollTop = 0;
    if (this.#list) this.#list.style.minHeight = "";
  }

  /** @param {Put} entry */
  #insert(entry) {
    const old = this.#shown.get(entry.id);
    const item = this.#made(entry);
    if (!old) item.classList.add("livefeed-fresh");
    old?.remove();
    const below = this.#all(".livefeed-item").find((one) => (one.dataset.key ?? "") < entry.key);
    this.#list?.insertBefore(item, below ?? null);
  }

  /** @param {HTMLElement} item */
  #drop(item) {
    this.#shown.delete(item.dataset.id ?? "");
    item.remove();
  }

  /** Change the list, and keep one item at its place to the pixel. @param {() => void} change @param {Element | null | undefined} item */
  #hold(change, item) {
    const scroll = this.#find(".livefeed-scroll");
    const list = this.#list;
    if (!scroll || !list || !(item instanceof HTMLElement) || this.#ticks) return change();
    const before = item.offsetTop;
    change();
    if (!item.isConnected) return;
    const by = item.offsetTop - before;
    if (by < 0 && before >= scroll.scrollTop + scroll.clientHeight) return;
    if (by > 0) list.style.minHeight = `${scroll.clientHeight + scroll.scrollTop + by}px`; // a short list cannot scroll otherwise
    scroll.scrollTop += by;
  }

  #press() {
    this.#paused = !this.#paused;
    const button = this.#find(".livefeed-pause");
    if (button) button.textContent = this.#paused ? this.#words.resume : this.#words.pause;
    if (!this.#paused && this.#waiting.size) this.#later();
    this.#tell();
  }

  /** Show what waits, since it was asked for. */
  #showNew() {
    const scroll = this.#find(".livefeed-scroll");
    scroll?.focus({ preventScroll: true }); // the button goes
    this.#place();
  }

  /** Say how many wait, on the button. */
  #tell() {
    const button = this.#find(".livefeed-new");
    const news = this.#waiting.news;
    if (!button) return;
    button.hidden = news === 0 || !this.#held;
    if (!button.hidden) button.textContent = this.#count(news);
  }

  /** Say aloud how many have come, now and then. @param {number} news */
  #say(news) {
    const said = this.#find(".livefeed-said");
    if (!said || performance.now() - this.#saidAt < QUIET) return;
    this.#saidAt = performance.now();
    said.textContent = this.#count(news);
  }

  /** @param {number} news */
  #count(news) {
    return this.#words.new[news === 1 ? 0 : 1].replace("{count}", String(news));
  }

  get #list() {
    return this.#find(".livefeed-items");
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
  }

  /** @param {string} selector */
  #all(selector) {
    return /** @type {HTMLElement[]} */ ([...this.#root.querySelectorAll(selector)]);
  }
}

/** @param {string} words */
function paragraph(words) {
  const node = document.createElement("p");
  node.className = "livefeed-empty";
  node.textContent = words;
  return node;
}
