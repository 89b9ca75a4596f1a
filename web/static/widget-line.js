// @ts-check
/**
 * One line for all widgets of a page that show the same coverage in the same language; held while one of them is in view.
 *
 * Much less than what a page of ours has (connection.js), since a page of others pays for each byte: a socket, and
 * requests where sockets fail, for which the script is then loaded. The promises are the same: each message counts once and in its order, after every cut
 * the line goes on from its cursor, and what does not follow means that it is made anew.
 */
import { Backoff, pause } from "./backoff.js";
import { bySocket } from "./by-socket.js";

/** Milliseconds for which a line is held when no widget can be seen any more: people scroll back, and change tabs. */
const LINGER = 10_000;
const HIDDEN = 60_000;

/** Milliseconds after which a line has shown that it holds, and after which sockets are tried again. */
const STABLE = 10_000;
const AGAIN = 300_000;

/** Milliseconds of silence that mean a dead line: two heartbeats and a half. */
const SILENCE = 50_000;

/** Milliseconds without a line that are worth a word. */
const WORTH_A_WORD = 4_000;

/** Failures of a way after which the other one is tried. */
const ENOUGH = 2;

/** @typedef {{hear: (message: any) => void, state: (state: string) => void}} Widget */

/** @type {Map<string, Line>} */
const LINES = new Map();

/** @param {string} src address of the socket @param {string} lang */
export function lineOf(src, lang) {
  const name = `${lang} ${src}`;
  const line = LINES.get(name) ?? new Line(src, lang);
  LINES.set(name, line);
  return line;
}

export class Line {
  #src;
  #lang;
  #cursor = "";
  #state = "";
  #failures = 0;
  #backoff = new Backoff();
  /** @type {Set<Widget>} */ #widgets = new Set();
  /** @type {Set<Widget>} those that can be seen */ #seen = new Set();
  /** @type {AbortController | null} null: at rest */ #following = null;
  #nap = new AbortController();
  /** @type {number | undefined} */ #tiring;
  /** @type {number | undefined} */ #silence;
  /** @type {number | undefined} */ #wording;

  /** @param {string} src @param {string} lang */
  constructor(src, lang) {
    this.#src = src;
    this.#lang = lang;
    document.addEventListener("visibilitychange", () => this.#look());
    addEventListener("online", () => this.#nap.abort());
  }

  /** Let a widget hear what comes from now on. @param {Widget} widget */
  join(widget) {
    this.#widgets.add(widget);
  }

  /** @param {Widget} widget */
  leave(widget) {
    this.#widgets.delete(widget);
    this.sleep(widget);
  }

  /** Somebody may look at a widget. @param {Widget} widget @param {string} after what it has, the first time: where the first begins */
  wake(widget, after = "") {
    this.#cursor ||= after;
    this.#seen.add(widget);
    this.#look();
  }

  /** Nobody can see a widget. @param {Widget} widget */
  sleep(widget) {
    if (this.#seen.delete(widget)) this.#look();
  }

  #look() {
    clearTimeout(this.#tiring);
    if (document.hidden || !this.#seen.size) {
      this.#tiring = setTimeout(() => this.#rest(), document.hidden ? HIDDEN : LINGER);
    } else if (this.#following) {
      this.#nap.abort();
    } else {
      this.#following = new AbortController();
      void this.#follow(this.#following.signal);
    }
  }

  #rest() {
    this.#following?.abort();
    this.#following = null;
    this.#nap.abort();
    clearTimeout(this.#silence);
    clearTimeout(this.#wording);
    this.#wording = undefined;
  }

  /** Follow, and come back after every end. @param {AbortSignal} signal */
  async #follow(signal) {
    while (!signal.aborted) {
      this.#wording ??= setTimeout(() => this.#say("lost"), WORTH_A_WORD);
      const began = performance.now();
      const code = await this.#hearOut(signal);
      if (signal.aborted) return;
      if (code === 1008 || (code >= 4000 && code < 4100)) return this.#say("final");
      const held = performance.now() - began > STABLE;
      this.#failures = held ? 0 : this.#failures + 1;
      if (held) this.#backoff.reset();
      this.#nap = new AbortController();
      await pause(this.#backoff.next(), this.#nap.signal);
    }
  }

  /** Open a line, and take in what comes until it ends. @param {AbortSignal} signal @returns {Promise<number>} close code */
  async #hearOut(signal) {
    const line = new AbortController();
    const cut = () => line.abort();
    signal.addEventListener("abort", cut);
    const polls = this.#failures % (2 * ENOUGH) >= ENOUGH;
    const trial = polls ? setTimeout(cut, AGAIN) : 0;
    this.#expect(cut);
    const way = polls ? (await import(new URL(this.#src).origin + "@polling.js")).polling() : bySocket;
    const code = await way(
      (path, parameters) => this.#address(path, parameters),
      (text) => line.signal.aborted || this.#hear(JSON.parse(text), cut),
      line.signal,
    );
    clearTimeout(trial);
    clearTimeout(this.#silence);
    signal.removeEventListener("abort", cut);
    return code;
  }

  /** @param {string} path @param {Record<string, string>} [parameters] */
  #address(path, parameters) {
    const url = new URL(path, this.#src);
    url.search = new URLSearchParams({ as: "widget", lang: this.#lang, after: this.#cursor, ...parameters }).toString();
    return url;
  }

  /** @param {any} message @param {() => void} cut */
  #hear(message, cut) {
    const { type, after, cursor } = message;
    if (type === "bye") this.#backoff.ask(message.retry);
    // Something must have come before that never came; or the server goes.
    if (type === "bye" || (type === "changes" ? after : type === "heartbeat" ? cursor : this.#cursor) !== this.#cursor) return cut();
    this.#expect(cut);
    clearTimeout(this.#wording);
    this.#wording = undefined;
    this.#state = message.state ?? this.#state;
    if (this.#state) this.#say(this.#state);
    if (type === "changes" || type === "board") {
      this.#cursor = cursor;
      for (const widget of this.#widgets) widget.hear(message);
    }
  }

  /** Expect a word within a time. @param {() => void} cut */
  #expect(cut) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(cut, SILENCE);
  }

  /** @param {string} state */
  #say(state) {
    for (const widget of this.#widgets) widget.state(state);
  }
}
