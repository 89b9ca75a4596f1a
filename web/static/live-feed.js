// @ts-check
/**
 * `<live-feed src after>`: keeps a server-rendered feed up to date without ever moving what somebody reads.
 *
 * At the top and looking, entries come in, at most once a second. Otherwise they wait behind a button that says how
 * many there are. Edits and deletions happen at once, in the page and among what waits.
 */
import { Connection } from "./connection.js";
import { Feed, MOST, toNodes } from "./placing.js";
import { Seldom } from "./seldom.js";
import { CoverageClock, keepTimes } from "./times.js";
import { Waiting } from "./waiting.js";

const PACE = 1000;

/** Milliseconds between two things that are said to who cannot see, of one kind. */
const SAY_EVERY = 20_000;

/** Entries of a whole fresh board; one with fewer has nothing below it. */
const BOARD = 50;

/** @typedef {import("./waiting.js").Put} Put */
/** @typedef {{op: "drop", id: string, why: string}} Drop */

class LiveFeed extends HTMLElement {
  #waiting = new Waiting(MOST);
  /** @type {Feed} */ #feed;
  /** @type {CoverageClock} */ #clock;
  /** @type {AbortController} */ #leaving;
  /** @type {Record<string, any>} */ #words = {};
  /** @type {() => void} */ #updateTimes = () => {};
  #locale = "en";
  #state = "";
  #speed = 1;
  #paused = false;
  #fresh = false;
  /** @type {"" | "lost" | "final"} */ #trouble = "";
  #lostSince = 0;
  /** Which trouble was said last to who cannot see. */
  #told = "";
  /** @type {string | null} figures that came while the page was paused */ #heldPulse = null;
  #unannounced = 0;
  #title = document.title;
  /** @type {number | undefined} */ #pacing;
  #announcing = new Seldom(SAY_EVERY, () => this.#announce());
  #telling = new Seldom(SAY_EVERY, () => this.#tell());

  connectedCallback() {
    this.#words = JSON.parse(this.dataset.words ?? "{}");
    this.#locale = this.dataset.locale ?? "en";
    this.#state = this.dataset.state ?? "live";
    this.#speed = Number(this.dataset.speed) || 1;
    this.#feed = new Feed(/** @type {HTMLElement} */ (this.querySelector('[role="feed"]')), this.#words.gone);
    this.#clock = new CoverageClock(this.dataset.now ?? "", this.#speed);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#updateTimes = keepTimes(this, this.#clock, this.#locale, signal);
    this.#pill.addEventListener("click", () => this.#showWaiting(), { signal });
    this.#pauseButton.hidden = false;
    this.#pauseButton.addEventListener("click", () => this.#pause(!this.#paused), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    document.addEventListener("visibilitychange", () => this.#settle(), { signal });
    addEventListener("scroll", () => this.#settle(), { passive: true, signal });
    // Focus that moves from entry to entry is nowhere for a moment; look once it has arrived.
    this.addEventListener("focusout", () => setTimeout(() => this.#settle()), { signal });
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#notice(), { signal });
    const connection = new Connection(this.getAttribute("src") ?? "", {
      after: this.getAttribute("after") ?? "",
      lang: this.lang || "en",
      signal,
      heard: (message) => this.#receive(message),
      live: () => this.#live(connection),
      lost: (since) => this.#inTrouble("lost", since),
      final: () => this.#inTrouble("final"),
    });
    connection.open();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    clearTimeout(this.#pacing);
    this.#pacing = undefined;
    this.#announcing.stop();
    this.#telling.stop();
  }

  /** @param {any} message */
  #receive(message) {
    switch (message.type) {
      case "hello":
        this.#hello(message);
        break;
      case "changes":
        for (const change of message.changes) this.#change(change);
        this.#settle();
        this.#updated();
        break;
      case "board":
        this.#replaceBoard(message.entries);
        break;
      case "heartbeat":
        this.#updated();
        break;
      case "pulse":
        this.#pulse(message.html);
        break;
      case "state":
        this.#state = message.state;
        this.#showState();
        break;
    }
  }

  /** @param {{now: string, speed: number, state: string}} hello */
  #hello(hello) {
    this.#clock.set(hello.now, hello.speed);
    this.#speed = hello.speed;
    this.#state = hello.state;
    this.#showState();
    this.#updated();
  }

  /** The page follows; by which way is for those to see who look after it, not for readers. @param {Connection} by */
  #live(by) {
    Object.assign(this.dataset, { way: by.way, holes: by.holes });
    this.#trouble = "";
    this.#fresh = false;
    this.#showState();
    this.#telling.ask();
  }

  /** @param {Put | Drop} change */
  #change(change) {
    this.#unpin(change);
    if (change.op === "drop") {
      this.#waiting.delete(change.id);
      if (this.#feed.drop(change.id)) this.#say(this.#words.gone);
    } else if (change.op === "put") {
      this.#put(change);
    }
  }

  /** Pinned above the feed is a line of each entry: it says no words that were deleted or changed. @param {Put | Drop} change */
  #unpin(change) {
    const pinned = document.querySelector(`.pinned [data-id="${CSS.escape(change.id)}"]`);
    if (change.op === "drop") pinned?.remove();
    else pinned?.querySelector("span")?.remove();
  }

  /** @param {Put} entry */
  #put(entry) {
    const here = this.#feed.keyOf(entry.id);
    // New words are shown at once even where the entry has to move: the old ones may be gone for a reason.
    if (here !== undefined) this.#feed.replace(entry.id, entry.html);
    if (here === entry.key || !this.#feed.reaches(entry.key, this.#hasOlder)) {
      this.#waiting.delete(entry.id);
    } else {
      if (here === undefined && !this.#waiting.has(entry.id)) this.#unannounced += 1;
      this.#waiting.put(entry, here !== undefined);
    }
    this.#updateTimes();
  }

  /** Let what waits come in now, in a moment, or when it is asked for. */
  #settle() {
    if (this.#pacing === undefined && this.#waiting.size && this.#looking) {
      this.#place();
      this.#pacing = window.setTimeout(() => {
        this.#pacing = undefined;
        this.#settle();
      }, PACE);
    }
    this.#count();
    this.#announcing.ask();
  }

  #place() {
    const { entries, whole } = this.#waiting.take();
    this.querySelector(".empty")?.remove();
    const { highest, cut } = this.#feed.place(entries);
    if (cut || !whole || this.#hasOlder) this.#offerOlder(true);
    this.#updateTimes();
    return highest;
  }

  #showWaiting() {
    const first = this.#place();
    this.#fresh = false;
    this.#count();
    if (!first) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    first.focus({ preventScroll: true });
  }

  get #looking() {
    return !this.#paused && !document.hidden && !this.#feed.isRead;
  }

  get #pager() {
    return /** @type {HTMLElement} */ (document.querySelector(".pager"));
  }

  get #hasOlder() {
    return !this.#pager.hidden;
  }

  /** Let the link to older posts begin where the page ends. @param {boolean} any whether there are any */
  #offerOlder(any) {
    const last = this.#feed.lastKey;
    this.#pager.hidden = !any || last === undefined;
    const link = /** @type {HTMLAnchorElement} */ (this.#pager.querySelector("a"));
    if (last) link.search = new URLSearchParams({ before: last }).toString();
  }

  get #pill() {
    return /** @type {HTMLButtonElement} */ (this.querySelector(".pill"));
  }

  get #pauseButton() {
    return /** @type {HTMLButtonElement} */ (document.getElementById("pause"));
  }

  /** Say how many wait, on the button and in the title. */
  #count() {
    const count = this.#looking ? 0 : this.#waiting.news;
    this.#pill.hidden = count === 0;
    if (count) this.#pill.textContent = this.#counted(count);
    document.title = count && !this.#paused ? `(${count}) ${this.#title}` : this.#title;
    this.#notice();
  }

  /** @param {number} count */
  #counted(count) {
    const one = new Intl.PluralRules(this.#locale).select(count) === "one";
    return this.#words.new[one ? 0 : 1].replace("{count}", new Intl.NumberFormat(this.#locale).format(count));
  }

  /** Say to who cannot see it how many have come. */
  #announce() {
    if (this.#paused || !this.#unannounced) return false;
    this.#say(this.#counted(this.#unannounced));
    this.#unannounced = 0;
    return true;
  }

  /** Say to who cannot see it that the page is no longer live, or is again. */
  #tell() {
    if (this.#paused || this.#told === this.#trouble) return false;
    this.#told = this.#trouble;
    this.#say(this.#noticeOfTrouble || this.#words.back);
    return true;
  }

  /** @param {string} words */
  #say(words) {
    const status = this.querySelector('[role="status"]');
    if (status && !this.#paused) status.textContent = words;
  }

  /** Show what the reader should know most: what is broken before what was chosen before what has happened. */
  #notice() {
    const notice = /** @type {HTMLElement} */ (this.querySelector(".notice"));
    const words = this.#noticeWords();
    notice.hidden = !words;
    notice.classList.toggle("trouble", this.#trouble !== "");
    if (notice.dataset.words === words) return;
    notice.dataset.words = words;
    notice.textContent = words;
    if (this.#trouble === "final") {
      const again = document.createElement("a");
      again.href = location.pathname + location.search;
      again.textContent = this.#words.reload;
      notice.append(" ", again);
    }
  }

  #noticeWords() {
    if (this.#trouble) return this.#noticeOfTrouble;
    if (!this.#pill.hidden) return "";
    if (this.#paused) return this.#words.paused;
    return this.#fresh ? this.#words.fresh : "";
  }

  get #noticeOfTrouble() {
    if (this.#trouble === "final") return this.#words.final;
    if (this.#trouble === "") return "";
    const time = this.#clock.timeOfDay(this.#locale, this.dataset.zone ?? "UTC", this.#lostSince);
    return this.#words[navigator.onLine ? "lost" : "offline"].replace("{time}", time);
  }

  /** @param {boolean} paused */
  #pause(paused) {
    this.#paused = paused;
    document.documentElement.toggleAttribute("data-paused", paused);
    this.#pauseButton.setAttribute("aria-pressed", String(paused));
    this.#pauseButton.textContent = paused ? this.#words.resume : this.#words.pause;
    if (!paused) {
      if (this.#heldPulse !== null) this.#pulse(this.#heldPulse);
      this.#updateTimes();
      this.#updated();
      this.#telling.ask();
    }
    this.#settle();
  }

  /** @param {Put[]} entries */
  #replaceBoard(entries) {
    this.#waiting.clear();
    this.#unannounced = 0;
    this.querySelector(".empty")?.remove();
    this.#feed.replaceAll(entries);
    this.#offerOlder(entries.length >= BOARD);
    this.#fresh = true;
    this.#say(this.#words.fresh);
    this.#updateTimes();
    this.#count();
    this.#updated();
  }

  /** @param {string} html */
  #pulse(html) {
    this.#heldPulse = this.#paused ? html : null;
    if (!this.#paused) document.getElementById("pulse")?.replaceChildren(toNodes(html));
  }

  /** @param {"lost" | "final"} trouble @param {number} [since] */
  #inTrouble(trouble, since) {
    this.#trouble = trouble;
    this.#lostSince = since ?? this.#lostSince;
    this.#showState();
    this.#telling.ask();
  }

  #showState() {
    const badge = document.getElementById("badge");
    const state = document.getElementById("state");
    if (!badge || !state) return;
    const fast = this.#state === "replay" && this.#speed !== 1;
    const times = fast ? ` ×${new Intl.NumberFormat(this.#locale).format(this.#speed)}` : "";
    const trouble = { "": "", lost: this.#words.reconnecting, final: this.#words.stopped }[this.#trouble];
    badge.className = `badge ${trouble ? "lost" : this.#state}`;
    state.textContent = trouble || this.#words[this.#state] + times;
    this.#notice();
  }

  #updated() {
    const updated = document.getElementById("updated");
    if (!updated || this.#paused) return;
    const time = this.#clock.timeOfDay(this.#locale, this.dataset.zone ?? "UTC");
    updated.textContent = this.#words.updated.replace("{time}", time).replace("{zone}", this.#words.zone);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "." && this.#waiting.size) {
      event.preventDefault();
      this.#showWaiting();
    } else if ((event.key === "PageDown" || event.key === "PageUp") && target.closest('[role="feed"] article')) {
      if (this.#feed.step(target, event.key === "PageDown" ? 1 : -1)) event.preventDefault();
    }
  }
}

customElements.define("live-feed", LiveFeed);
