// @ts-check
/**
 * A line to the server that comes back after every cut, from the cursor of what the page has.
 *
 * Whichever way messages come, each counts once and in its order: one that does not follow what the page has shows a
 * hole, and the line is made anew. Out of sight for long, the page rests; seen again, it catches up.
 */
import { Backoff, pause } from "./backoff.js";
import { Ways } from "./ways.js";

/** Milliseconds after which a line has shown that it holds. */
const STABLE = 10_000;

/** Milliseconds within which a line brings its first word, or is dead. */
const FIRST_WORD = 15_000;

/** Milliseconds between heartbeats, until the server says otherwise. */
const HEARTBEAT = 20_000;

/** Heartbeats of silence that mean a dead line; and for somebody who comes back to the page, a line not worth waiting for. */
const DEAD = 2.5;
const STALE = 1.5;

/** Milliseconds out of sight after which the page rests. */
const REST_AFTER = 180_000;

/** Milliseconds without a line that are worth a word; most cuts heal before anybody notices. */
const WORTH_A_WORD = 4_000;

/** Ends that say nothing against the way: a server that goes, restarts or is overloaded, and what was our own wish. */
const EXCUSED = new Set([1001, 1012, 1013, "bye", "offline", "stale", "better", "rest"]);

/**
 * @typedef {object} Listener
 * @property {string} after cursor of what the page shows
 * @property {string} lang
 * @property {string} [kind] what entries are rendered for: a page (`html`) or a wall (`wall`)
 * @property {AbortSignal} signal aborted when the page no longer needs it
 * @property {(message: any) => void} heard
 * @property {() => void} live a line is there (again)
 * @property {(since: number) => void} lost since when, as `performance.now()` has it
 * @property {() => void} final
 */

export class Connection {
  #listener;
  #cursor;
  #ways;
  #backoff = new Backoff();
  #heartbeat = HEARTBEAT;
  #heardAt = 0;
  /** @type {number | null} since when the line that is open works */ #worksSince = null;
  /** @type {number | null} */ #lostSince = null;
  /** @type {AbortController | null} null: at rest */ #following = null;
  /** @type {AbortController | null} null: none is open */ #line = null;
  #nap = new AbortController();
  /** @type {number | undefined} */ #silence;
  /** @type {number | undefined} */ #wording;
  /** @type {number | undefined} */ #tiring;
  #final = false;

  /** How often a message did not follow what the page had. */
  holes = 0;

  /** @param {string} src address of the socket; the other ways are beside it @param {Listener} listener */
  constructor(src, listener) {
    this.#listener = listener;
    this.#cursor = listener.after;
    this.#ways = new Ways((path, parameters) => {
      const url = new URL(path, new URL(src, location.href));
      const query = { as: listener.kind ?? "html", lang: listener.lang, after: this.#cursor, ...parameters };
      url.search = new URLSearchParams(query).toString();
      return url;
    });
    const { signal } = listener;
    addEventListener("online", () => this.#hasten(), { signal });
    addEventListener("offline", () => this.#cut("offline"), { signal });
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    // A page that the browser keeps for "back" must not hold a line.
    addEventListener("pagehide", () => this.#rest(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.open(), { signal });
    signal.addEventListener("abort", () => this.#rest());
  }

  /** The way that is in use: `socket`, `events` or `polling`. */
  get way() {
    return this.#ways.name;
  }

  open() {
    if (this.#final || this.#following) return;
    this.#following = new AbortController();
    this.#look();
    void this.#follow(this.#following.signal);
  }

  /** Follow, and come back after every end. @param {AbortSignal} signal */
  async #follow(signal) {
    while (!signal.aborted) {
      this.#lose();
      const end = await this.#hearOut();
      if (signal.aborted) return;
      if (end === 1008 || (typeof end === "number" && end >= 4000 && end < 4100)) return this.#stop();
      await this.#judge(end);
      if (signal.aborted) return;
      if (end === "stale" || end === "better") continue;
      this.#nap = new AbortController();
      await pause(this.#backoff.next(), this.#nap.signal);
    }
  }

  /** Learn from how a line ended. @param {number | string} end */
  async #judge(end) {
    const held = this.#worksSince !== null && performance.now() - this.#worksSince >= STABLE;
    this.#worksSince = null;
    if (held) this.#backoff.reset();
    // Silence counts even after a while: a proxy may let the first words through and hold back the rest.
    if (end === "silent" || !(held || EXCUSED.has(end))) this.#backoff.ask(await this.#ways.failed());
    else if (held) this.#ways.held();
  }

  /** Open a line, and take in what comes until it ends. @returns {Promise<number | string>} close code, or our reason */
  async #hearOut() {
    const line = new AbortController();
    this.#line = line;
    this.#expect(FIRST_WORD);
    void this.#ways.findBetter(line.signal).then(
      (found) => found && this.#cut("better"),
      () => {}, // a file could not be loaded: the way in use will do
    );
    const code = await this.#ways.take((text) => line.signal.aborted || this.#hear(text), line.signal);
    const end = line.signal.aborted ? line.signal.reason : code;
    line.abort();
    if (this.#line === line) {
      clearTimeout(this.#silence);
      this.#line = null;
    }
    return end;
  }

  /** @param {string} text */
  #hear(text) {
    const message = read(text);
    if (message === null) return this.#cut("silent");
    if (this.#misses(message)) {
      this.holes += 1;
      return this.#cut("hole");
    }
    if (message.type === "bye") {
      this.#backoff.ask(message.retry);
      return this.#cut("bye");
    }
    if (message.type === "hello" && message.heartbeat > 0) this.#heartbeat = message.heartbeat * 1000;
    this.#expect(this.#heartbeat * DEAD);
    if (this.#worksSince === null) this.#find();
    this.#listener.heard(message);
    // Only what is in the page counts: a hello brings nothing.
    if (message.type === "changes" || message.type === "board") this.#cursor = message.cursor;
  }

  /** Whether something must have come before that never came. @param {any} message */
  #misses(message) {
    if (message.type === "changes") return message.after !== this.#cursor;
    return message.type === "heartbeat" && message.cursor !== this.#cursor;
  }

  /** The line works. */
  #find() {
    this.#worksSince = performance.now();
    this.#lostSince = null;
    this.#hush();
    this.#listener.live();
  }

  /** There is no line. */
  #lose() {
    const since = (this.#lostSince ??= performance.now());
    this.#wording ??= window.setTimeout(() => this.#listener.lost(since), WORTH_A_WORD);
  }

  /** Nothing need be said of a lost line. */
  #hush() {
    clearTimeout(this.#wording);
    this.#wording = undefined;
  }

  /** End the line that is open. @param {string} why */
  #cut(why) {
    this.#line?.abort(why);
  }

  /** Let go of line and timers, quietly. */
  #rest() {
    this.#lostSince ??= performance.now();
    this.#hush();
    clearTimeout(this.#tiring);
    this.#following?.abort();
    this.#following = null;
    this.#worksSince = null;
    this.#cut("rest");
    this.#nap.abort();
  }

  /** For good. */
  #stop() {
    this.#final = true;
    this.#rest();
    this.#listener.final();
  }

  /** Whether somebody looks has changed. */
  #look() {
    clearTimeout(this.#tiring);
    if (document.hidden) this.#tiring = window.setTimeout(() => this.#rest(), REST_AFTER);
    else this.#hasten();
  }

  /** The network is back, or the reader is: do not wait for timers that slept. */
  #hasten() {
    if (this.#following === null) this.open();
    else if (this.#line === null) this.#nap.abort();
    else if (Date.now() - this.#heardAt > this.#heartbeat * STALE) this.#cut("stale");
  }

  /** Expect a word within a time. @param {number} within milliseconds */
  #expect(within) {
    this.#heardAt = Date.now();
    clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#cut("silent"), within);
  }
}

/** @param {string} text @returns {any} null where it is not ours */
function read(text) {
  try {
    const message = JSON.parse(text);
    return typeof message?.type === "string" ? message : null;
  } catch {
    return null;
  }
}
