// @ts-check
/**
 * `<live-feed src after>`: keeps a server-rendered feed up to date without ever moving what somebody reads.
 *
 * At the top and looking, entries come in, at most once a second. Otherwise they wait behind a button that says how
 * many there are. Edits and deletions happen at once, in the page and among what waits.
 */
import { Connection } from "./connection.js";
import { Feed, toNode } from "./placing.js";
import { CoverageClock, keepTimes } from "./times.js";

const PACE = 1000;
const ANNOUNCE_EVERY = 20_000;

/** @typedef {{op: "put", id: string, key: string, at: string, late: boolean, html: string}} Put */
/** @typedef {{op: "drop", id: string, why: string}} Drop */

class LiveFeed extends HTMLElement {
  /** @type {Map<string, Put>} what has come and is not placed yet, by id */
  #waiting = new Map();
  /** @type {Feed} */ #feed;
  /** @type {Connection} */ #connection;
  /** @type {CoverageClock} */ #clock;
  /** @type {Record<string, any>} */ #words = {};
  #paused = false;
  #announced = 0;
  #unannounced = 0;
  #state = "";
  #speed = 1;
  #title = document.title;
  /** @type {number | undefined} */ #timer;

  connectedCallback() {
    this.#words = JSON.parse(this.dataset.words ?? "{}");
    this.#state = this.dataset.state ?? "live";
    this.#speed = Number(this.dataset.speed) || 1;
    this.#feed = new Feed(/** @type {HTMLElement} */ (this.querySelector('[role="feed"]')), this.#words.gone);
    this.#clock = new CoverageClock(this.dataset.now ?? "", this.#speed);
    keepTimes(this, this.#clock, this.dataset.locale ?? "en");
    this.#pill.addEventListener("click", () => this.#showWaiting());
    this.#pauseButton.hidden = false;
    this.#pauseButton.addEventListener("click", () => this.#pause(!this.#paused));
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("visibilitychange", () => this.#settle());
    addEventListener("scroll", () => this.#settle(), { passive: true });
    this.#connection = new Connection(this.getAttribute("src") ?? "", {
      after: this.getAttribute("after") ?? "",
      lang: this.lang || "en",
      heard: (message) => this.receive(message),
      lost: (since) => this.#lost(since),
      final: () => this.#notice(this.#words.final),
    });
    this.#connection.open();
  }

  disconnectedCallback() {
    this.#connection.close();
  }

  /**
   * Take in a message from the server; tests may call it too.
   * @param {any} message
   */
  receive(message) {
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
        this.#fresh(message.entries);
        break;
      case "pulse":
        document.getElementById("pulse")?.replaceChildren(toNode(message.html, true));
        break;
      case "state":
        this.#showState(message.state);
        break;
    }
  }

  /** @param {{now: string, speed: number, state: string}} hello */
  #hello(hello) {
    this.#clock.set(hello.now, hello.speed);
    this.#speed = hello.speed;
    if (this.classList.contains("lost")) this.#say(this.#words.back);
    this.classList.remove("lost");
    this.#notice("");
    this.#showState(hello.state);
    this.#updated();
  }

  /** @param {Put | Drop} change */
  #change(change) {
    if (change.op === "drop") {
      this.#waiting.delete(change.id);
      if (this.#feed.drop(change.id)) this.#say(this.#words.gone);
    } else if (this.#feed.holds(change.id, change.key)) {
      this.#feed.replace(change.id, change.html);
    } else if (this.#waiting.has(change.id) || this.#feed.reaches(change.key, this.#hasOlder)) {
      if (!this.#waiting.has(change.id)) this.#unannounced += 1;
      this.#waiting.set(change.id, change);
    }
  }

  /** Let what waits come in now, in a moment, or when it is asked for. */
  #settle() {
    if (this.#timer === undefined && this.#waiting.size && this.#looking) {
      this.#place();
      this.#timer = window.setTimeout(() => {
        this.#timer = undefined;
        this.#settle();
      }, PACE);
    }
    this.#count();
  }

  #place() {
    this.querySelector(".empty")?.remove();
    const placed = [...this.#waiting.values()];
    this.#waiting.clear();
    const first = this.#feed.place(placed, this.#hasOlder);
    this.#announce();
    return first;
  }

  #showWaiting() {
    const first = this.#place();
    this.#count();
    if (!first) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    first.focus({ preventScroll: true });
  }

  get #looking() {
    return !this.#paused && !document.hidden && !this.#feed.isRead;
  }

  get #hasOlder() {
    return document.querySelector(".pager") !== null;
  }

  get #pill() {
    return /** @type {HTMLButtonElement} */ (this.querySelector(".pill"));
  }

  get #pauseButton() {
    return /** @type {HTMLButtonElement} */ (document.getElementById("pause"));
  }

  #count() {
    const count = this.#waiting.size;
    const waits = count > 0 && (!this.#looking || this.#timer === undefined);
    this.#pill.hidden = !waits || (this.#looking && this.#timer !== undefined);
    this.#pill.textContent = this.#counted(count);
    document.title = count && !this.#looking ? `(${count}) ${this.#title}` : this.#title;
    if (count && !this.#looking) this.#announce();
  }

  /** @param {number} count */
  #counted(count) {
    const locale = this.dataset.locale ?? "en";
    const one = new Intl.PluralRules(locale).select(count) === "one";
    return this.#words.new[one ? 0 : 1].replace("{count}", new Intl.NumberFormat(locale).format(count));
  }

  /** Say to who cannot see it how many have come, at most every twenty seconds. */
  #announce() {
    const now = performance.now();
    if (this.#paused || !this.#unannounced || (this.#announced && now - this.#announced < ANNOUNCE_EVERY)) return;
    this.#announced = now;
    this.#say(this.#counted(this.#unannounced));
    this.#unannounced = 0;
  }

  /** @param {string} words */
  #say(words) {
    const status = this.querySelector('[role="status"]');
    if (status && !this.#paused) status.textContent = words;
  }

  /** @param {string} words */
  #notice(words) {
    const notice = /** @type {HTMLElement} */ (this.querySelector(".notice"));
    notice.hidden = !words;
    notice.textContent = words;
  }

  /** @param {boolean} paused */
  #pause(paused) {
    this.#paused = paused;
    document.documentElement.toggleAttribute("data-paused", paused);
    this.#pauseButton.setAttribute("aria-pressed", String(paused));
    this.#pauseButton.textContent = paused ? this.#words.resume : this.#words.pause;
    this.#notice(paused ? this.#words.paused : "");
    this.#settle();
  }

  /** @param {Put[]} entries */
  #fresh(entries) {
    this.#waiting.clear();
    this.querySelector(".empty")?.remove();
    this.#feed.replaceAll(entries);
    this.#notice(this.#words.fresh);
    this.#count();
    this.#updated();
  }

  /** @param {string} state */
  #showState(state) {
    this.#state = state;
    const badge = document.getElementById("badge");
    if (!badge) return;
    badge.className = `badge ${state}`;
    const times = state === "replay" && this.#speed !== 1 ? ` ×${new Intl.NumberFormat(this.dataset.locale).format(this.#speed)}` : "";
    /** @type {HTMLElement} */ (document.getElementById("state")).textContent = this.#words[state] + times;
  }

  #updated() {
    const updated = document.getElementById("updated");
    const time = this.#clock.timeOfDay(this.dataset.locale ?? "en", this.dataset.zone ?? "UTC");
    if (updated) updated.textContent = this.#words.updated.replace("{time}", time).replace("{zone}", this.#words.zone);
  }

  /** @param {Date} since */
  #lost(since) {
    this.classList.add("lost");
    const time = new Intl.DateTimeFormat(this.dataset.locale, { hour: "numeric", minute: "2-digit" }).format(since);
    const words = this.#words.lost.replace("{time}", time);
    const badge = document.getElementById("badge");
    if (badge) badge.className = "badge lost";
    this.#notice(words);
    this.#say(words);
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
