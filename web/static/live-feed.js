// @ts-check
/**
 * `<live-feed src after>`: keeps a server-rendered feed up to date without ever moving what somebody reads.
 *
 * At the top and looking, entries come in, at most once a second. Otherwise they wait behind a button that says how
 * many there are. Edits and deletions happen at once, in the page and among what waits. What is beyond the entries
 * that the page holds is `beyond.js`; what is pressed comes by `controls.js`.
 */
import { Connection } from "./connection.js";
import { onAction, onChoice, onFirst, onKeys, onToggle } from "./controls.js";
import { Feed, MOST, toNodes } from "./placing.js";
import { counted, Standing, Voice } from "./standing.js";
import { CoverageClock, keepTimes } from "./times.js";
import { Waiting } from "./waiting.js";

const PACE = 1000;

/** Entries of a whole fresh board; one with fewer has nothing below it. */
const BOARD = 50;

/** Heights of the view to an end of the page at which what is beyond is worth loading. */
const NEAR = 2;

/** @typedef {import("./waiting.js").Put} Put */
/** @typedef {{op: "drop", id: string, why: string}} Drop */

class LiveFeed extends HTMLElement {
  #waiting = new Waiting(MOST);
  /** @type {Feed} */ #feed;
  /** @type {import("./beyond.js").Beyond | undefined} */ #beyond;
  /** @type {Promise<import("./beyond.js").Beyond | undefined> | undefined} */ #loading;
  /** @type {Voice} */ #voice;
  /** @type {Standing} */ #standing;
  /** @type {CoverageClock} */ #clock;
  /** @type {AbortController} */ #leaving;
  /** @type {Record<string, any>} */ #words = {};
  /** @type {() => void} */ #updateTimes = () => {};
  #locale = "en";
  #paused = false;
  /** Greatest key that this page has heard of: what stands higher is new. */
  #newest = "";
  /** @type {string | null} figures that came while the page was paused */ #heldPulse = null;
  #title = document.title;
  /** @type {number | undefined} */ #pacing;

  connectedCallback() {
    this.#words = JSON.parse(this.dataset.words ?? "{}");
    this.#locale = this.dataset.locale ?? "en";
    this.#feed = new Feed(/** @type {HTMLElement} */ (this.querySelector('[role="feed"]')), this.#words.gone);
    this.#feed.ends(false, !this.#pager.hidden);
    this.#newest = this.#feed.firstKey ?? "";
    this.#clock = new CoverageClock(this.dataset.now ?? "", Number(this.dataset.speed) || 1);
    this.#voice = new Voice(this.querySelector('[role="status"]'), (count) => this.#counted(count, "new"));
    this.#standing = new Standing(this, this.#words, this.#clock, this.#voice);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#updateTimes = keepTimes(this, this.#clock, this.#locale, signal);
    this.#listen(signal);
    this.#follow(signal);
    void this.#comeBack(signal);
  }

  disconnectedCallback() {
    this.#leaving.abort();
    clearTimeout(this.#pacing);
    this.#pacing = undefined;
    this.#loading = this.#beyond = undefined;
    this.#voice.stop();
    this.#standing.stop();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.#pill.addEventListener("click", () => this.#showWaiting(), { signal });
    onToggle("pause", signal, (on) => this.#pause(on));
    onToggle("aloud", signal, (on) => (this.#voice.wanted = on));
    onToggle("only-new", signal, (on) => this.#onlyNew(on));
    onChoice(signal, async (event) => (await this.#load())?.filters.take(event));
    onAction(signal, (said) => this.#voice.say(said));
    onKeys(this.#feed, { ".": () => this.#showWaiting() }, signal);
    this.#pager.addEventListener("click", (event) => this.#askOlder(event), { signal });
    document.addEventListener("visibilitychange", () => this.#settle(), { signal });
    addEventListener("scroll", () => this.#settle(), { passive: true, signal });
    // Focus that moves from entry to entry is nowhere for a moment; look once it has arrived.
    this.addEventListener("focusout", () => setTimeout(() => this.#settle()), { signal });
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#standing.notice(), { signal });
    if (navigator.serviceWorker?.controller) void import("./keeping.js").then(({ goOn }) => goOn());
  }

  /** @param {AbortSignal} signal */
  #follow(signal) {
    const connection = new Connection(this.getAttribute("src") ?? "", {
      after: this.getAttribute("after") ?? "",
      lang: this.lang || "en",
      signal,
      heard: (message) => this.#receive(message),
      live: () => {
        // By which way is for those to see who look after the page, not for readers.
        Object.assign(this.dataset, { way: connection.way, holes: connection.holes });
        this.#beyond?.live();
        this.#standing.inTrouble("");
      },
      lost: (since) => this.#standing.inTrouble("lost", since),
      final: () => this.#standing.inTrouble("final"),
    });
    // Where the address has a choice, what comes is looked at by it from the first word on.
    if (location.search) void this.#load().then(() => signal.aborted || connection.open());
    else connection.open();
  }

  /** @param {any} message */
  #receive(message) {
    switch (message.type) {
      case "hello":
        this.#clock.set(message.now, message.speed);
        this.#standing.is(message.state, message.speed);
        this.#standing.updated();
        break;
      case "changes":
        this.#changes(message.changes);
        this.#settle();
        this.#standing.updated();
        break;
      case "board":
        this.#replaceBoard(message.entries);
        break;
      case "heartbeat":
        this.#standing.updated();
        break;
      case "pulse":
        this.#pulse(message.html);
        break;
      case "state":
        this.#standing.is(message.state);
        break;
    }
  }

  /**
   * Take changes in; measuring what is read costs a layout, and only changes of what is in the page can move it.
   * @param {(Put | Drop)[]} changes
   */
  #changes(changes) {
    const act = () => changes.forEach((change) => this.#change(change));
    if (changes.some(({ id }) => this.#feed.keyOf(id) !== undefined)) this.#feed.still(act);
    else act();
  }

  /** @param {any} change */
  #change(change) {
    this.#unpin(change);
    if (change.op === "drop") {
      this.#beyond?.happens(change.id, null);
      this.#waiting.delete(change.id);
      if (this.#feed.drop(change.id)) this.#voice.say(this.#words.gone);
      navigator.serviceWorker?.controller?.postMessage({ type: "deleted", page: location.href });
    } else if (change.op === "put") {
      this.#beyond?.happens(change.id, change);
      this.#put(change);
    }
  }

  /** Pinned above the feed is a line of each entry: it says no words that were deleted or changed. @param {any} change */
  #unpin(change) {
    const pinned = document.querySelector(`.pinned [data-id="${CSS.escape(change.id)}"]`);
    if (change.op === "drop") pinned?.remove();
    else pinned?.querySelector("span")?.remove();
  }

  /** @param {Put} entry */
  #put(entry) {
    const here = this.#feed.keyOf(entry.id);
    const isNew = entry.key > this.#newest;
    if (isNew) this.#newest = entry.key;
    // New words are shown at once even where the entry has to move: the old ones may be gone for a reason.
    if (here !== undefined) {
      this.#feed.replace(entry.id, entry.html);
      this.#updateTimes();
    }
    if (here === entry.key) return this.#waiting.delete(entry.id);
    if (here === undefined && this.#beyond?.takes(entry, isNew) === false) return this.#waiting.delete(entry.id);
    const side = this.#beyond?.filters.isSearch ? "above" : this.#feed.side(entry.key);
    if (side !== "here") {
      this.#waiting.delete(entry.id);
      if (side === "below" || !isNew) return;
      this.#waiting.beyond += 1;
      this.#voice.arrived();
      return;
    }
    if (here === undefined && !this.#waiting.has(entry.id)) this.#voice.arrived();
    this.#waiting.put(entry, here !== undefined);
  }

  /** Let what waits come in now, in a moment, or when it is asked for; and have more at hand where an end is near. */
  #settle() {
    if (this.#pacing === undefined && this.#waiting.size && !this.#waiting.beyond && this.#looking) {
      this.#place();
      this.#pacing = window.setTimeout(() => {
        this.#pacing = undefined;
        this.#settle();
      }, PACE);
    }
    this.#count();
    this.#voice.settle();
    this.#lookAhead();
  }

  /** @param {boolean} [goesUp] whether the reader is about to be taken to what is new */
  #place(goesUp) {
    const { entries, whole } = this.#waiting.take();
    const highest = this.#feed.place(entries, goesUp);
    if (!whole) this.#feed.ends(this.#feed.above, true);
    this.#changed();
    return highest;
  }

  async #showWaiting() {
    if (!this.#waiting.size) return;
    const fromTop = this.#waiting.beyond > 0 || this.#feed.above;
    if (fromTop && !(await (await this.#load())?.fromTop())) return;
    const first = fromTop ? this.#feed.first : this.#place(true);
    this.#standing.fresh = false;
    this.#count();
    if (!first) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first.scrollIntoView({ block: "start", behavior: calm || fromTop ? "instant" : "smooth" });
    first.focus({ preventScroll: true });
  }

  get #looking() {
    return !this.#paused && !document.hidden && !this.#feed.isRead;
  }

  get #pager() {
    return /** @type {HTMLElement} */ (document.querySelector(".pager"));
  }

  get #pill() {
    return /** @type {HTMLButtonElement} */ (this.querySelector(".pill"));
  }

  // What is beyond the entries that are here.

  /** Load what knows of it, once; undefined where it does not come, and links are but links. */
  #load() {
    return (this.#loading ??= this.#make().catch(() => (this.#loading = undefined)));
  }

  async #make() {
    const { Beyond } = await import("./beyond.js");
    return (this.#beyond = new Beyond({
      feed: this.#feed,
      waiting: this.#waiting,
      voice: this.#voice,
      words: this.#words,
      counted: (count, what) => this.#counted(count, what),
      address: (query) => this.#address(query),
      changed: () => this.#changed(),
      signal: this.#leaving.signal,
    }));
  }

  /** @param {Record<string, string>} query */
  #address(query) {
    const url = new URL("entries.json", new URL(this.getAttribute("src") ?? "", location.href));
    url.search = new URLSearchParams({ as: "html", lang: this.lang, ...query }).toString();
    return url;
  }

  async #lookAhead() {
    const { above, below, box } = this.#feed;
    if (above || (below && box.bottom < innerHeight * (1 + NEAR))) (await this.#load())?.lookAhead();
  }

  /** @param {Event} event */
  async #askOlder(event) {
    if (this.#beyond?.older() === false) return;
    event.preventDefault();
    if (!this.#beyond) (await this.#load())?.older();
  }

  /** Other entries are here: let what is below them say how it goes on. */
  #changed() {
    const empty = /** @type {HTMLElement | null} */ (this.querySelector(".empty"));
    if (empty) empty.hidden = this.#feed.size > 0;
    const last = this.#feed.lastKey;
    this.#pager.hidden = !this.#feed.below || last === undefined;
    const link = /** @type {HTMLAnchorElement} */ (this.#pager.querySelector("a"));
    const query = new URLSearchParams(location.search);
    if (last) query.set("before", last);
    link.search = query.toString();
    this.#updateTimes();
    this.#count();
  }

  /** Go on where this page was left, or with what its address chooses. @param {AbortSignal} signal */
  async #comeBack(signal) {
    if (history.state?.key || location.search) await (await this.#load())?.comeBack();
    if (signal.aborted) return;
    onFirst(["scroll"], signal, async () => (await import("./place.js")).keepPlace(this.#feed, signal));
    void this.#lookAhead();
  }

  // What the reader sets.

  /** @param {boolean} only */
  #onlyNew(only) {
    this.#feed.onlyNew = only;
    this.#settle();
  }

  /** @param {boolean} paused */
  #pause(paused) {
    this.#paused = this.#voice.paused = paused;
    document.documentElement.toggleAttribute("data-paused", paused);
    const button = /** @type {HTMLElement} */ (document.getElementById("pause"));
    button.textContent = paused ? this.#words.resume : this.#words.pause;
    if (paused) this.#feed.seen();
    else {
      if (this.#heldPulse !== null) this.#pulse(this.#heldPulse);
      this.#updateTimes();
    }
    this.#standing.pause(paused);
    this.#settle();
  }

  // What is said of it.

  /** Say how many wait, on the button and in the title. */
  #count() {
    const count = this.#looking && !this.#waiting.beyond ? 0 : this.#waiting.news;
    this.#pill.hidden = count === 0;
    if (count) this.#pill.textContent = this.#counted(count, this.#beyond?.filters.isSearch ? "again" : "new");
    document.title = count && !this.#paused ? `(${count}) ${this.#title}` : this.#title;
    this.#standing.notice();
  }

  /** @param {number} count @param {string} what */
  #counted(count, what) {
    return counted(this.#words[what], count, this.#locale);
  }

  /** @param {Put[]} entries */
  #replaceBoard(entries) {
    this.#waiting.clear();
    this.#voice.forget();
    this.#newest = entries[0]?.key ?? this.#newest;
    if (!this.#beyond?.replaced()) {
      this.#feed.ends(false, entries.length >= BOARD);
      this.#feed.replaceAll(entries);
    }
    this.#standing.fresh = true;
    this.#voice.tell(this.#words.fresh);
    this.#changed();
    this.#standing.updated();
  }

  /** @param {string} html */
  #pulse(html) {
    this.#heldPulse = this.#paused ? html : null;
    if (!this.#paused) document.getElementById("pulse")?.replaceChildren(toNodes(html));
  }
}

customElements.define("live-feed", LiveFeed);
