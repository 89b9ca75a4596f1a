// @ts-check
/** A socket that comes back: with the cursor of what was heard, and after a random, growing delay. */

const BASE = 500;
const CAP = 30_000;
const STABLE = 10_000;
const SILENCE = 60_000;

/** Milliseconds without a word after which somebody who comes back to the page does not wait for the rest of SILENCE. */
const STALE = 30_000;

/** How many tries in vain make a cut worth a word; most heal before anybody notices. */
const WORTH_A_WORD = 2;

/**
 * @typedef {object} Listener
 * @property {string} after cursor of what the page shows
 * @property {string} lang
 * @property {AbortSignal} signal aborted when the page no longer needs it
 * @property {(message: any) => void} heard
 * @property {(since: number) => void} lost since when, as `performance.now()` has it
 * @property {() => void} final
 */

export class Connection {
  /** @type {WebSocket | null} */ #socket = null;
  #url;
  #listener;
  #cursor;
  #tries = 0;
  #heardAt = 0;
  /** @type {number | null} */ #lostSince = null;
  /** @type {number | null} */ #retry = null;
  /** @type {number | undefined} */ #again;
  /** @type {number | undefined} */ #silence;
  #final = false;

  /** @param {string} url @param {Listener} listener */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
    this.#cursor = listener.after;
    const { signal } = listener;
    addEventListener("online", () => this.#hasten(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#hasten(), { signal });
    // A page that the browser keeps for "back" must not hold a socket.
    addEventListener("pagehide", () => this.#close(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.open(), { signal });
    signal.addEventListener("abort", () => this.#close());
  }

  open() {
    if (this.#final) return;
    this.#close();
    const url = new URL(this.#url, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({ as: "html", lang: this.#listener.lang, after: this.#cursor }).toString();
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#listen();
    let opened = 0;
    socket.onopen = () => {
      opened = performance.now();
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#heard(event.data);
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      this.#close();
      if (opened && performance.now() - opened > STABLE) this.#tries = 0;
      if (event.code >= 4000 && event.code < 4100) {
        this.#final = true;
        this.#listener.final();
      } else {
        this.#comeBack();
      }
    };
  }

  /** Let go of socket and timers; nothing comes from this socket any more. */
  #close() {
    clearTimeout(this.#again);
    clearTimeout(this.#silence);
    this.#again = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** @param {string} text */
  #heard(text) {
    this.#listen();
    const message = JSON.parse(text);
    if (message.type === "bye") this.#retry = message.retry * 1000;
    if (message.type === "hello") this.#lostSince = null;
    this.#listener.heard(message);
    // Only what is in the page counts as heard: a hello brings nothing.
    if (message.cursor && message.type !== "hello") this.#cursor = message.cursor;
  }

  #comeBack() {
    this.#lostSince ??= performance.now();
    const delay = this.#retry ?? Math.random() * Math.min(CAP, BASE * 2 ** this.#tries);
    this.#retry = null;
    this.#tries += 1;
    if (this.#tries > WORTH_A_WORD) this.#listener.lost(this.#lostSince);
    this.#again = window.setTimeout(() => this.open(), delay);
  }

  /** The network is back, or the reader is: do not wait for timers that slept. */
  #hasten() {
    const waits = this.#again !== undefined;
    const stale = this.#socket !== null && Date.now() - this.#heardAt > STALE;
    if (waits || stale) this.open();
  }

  /** Expect a word within the time of silence. */
  #listen() {
    this.#heardAt = Date.now();
    clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => {
      this.#close();
      this.#comeBack();
    }, SILENCE);
  }
}
