// @ts-check
/** A socket that comes back: with the cursor of what was heard, and after a random, growing delay. */

const BASE = 500;
const CAP = 30_000;
const STABLE = 10_000;
const SILENCE = 60_000;

/**
 * @typedef {object} Listener
 * @property {string} after cursor of what the page shows
 * @property {string} lang
 * @property {(message: any) => void} heard
 * @property {(since: Date) => void} lost
 * @property {() => void} final
 */

export class Connection {
  /** @type {WebSocket | null} */ #socket = null;
  #url;
  #listener;
  #cursor;
  #tries = 0;
  /** @type {Date | null} */ #lostSince = null;
  /** @type {number | null} */ #retry = null;
  /** @type {number | undefined} */ #again;
  /** @type {number | undefined} */ #silence;
  #closed = false;

  /** @param {string} url @param {Listener} listener */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
    this.#cursor = listener.after;
    addEventListener("online", () => this.#now());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.#now());
  }

  open() {
    this.#closed = false;
    clearTimeout(this.#again);
    this.#again = undefined;
    const url = new URL(this.#url, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({ as: "html", lang: this.#listener.lang, after: this.#cursor }).toString();
    const socket = new WebSocket(url);
    this.#socket = socket;
    let opened = 0;
    socket.onopen = () => {
      opened = performance.now();
      this.#listen();
    };
    socket.onmessage = (event) => {
      this.#listen();
      this.#heard(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) return;
      clearTimeout(this.#silence);
      this.#socket = null;
      if (opened && performance.now() - opened > STABLE) this.#tries = 0;
      if (event.code >= 4000 && event.code < 4100) {
        this.#closed = true;
        this.#listener.final();
      } else if (!this.#closed) {
        this.#comeBack();
      }
    };
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#again);
    clearTimeout(this.#silence);
    this.#socket?.close();
    this.#socket = null;
  }

  /** @param {any} message */
  #heard(message) {
    if (message.type === "bye") this.#retry = message.retry * 1000;
    if (message.type === "hello") this.#lostSince = null;
    this.#listener.heard(message);
    if (message.cursor && message.type !== "hello") this.#cursor = message.cursor;
  }

  #comeBack() {
    this.#lostSince ??= new Date();
    const delay = this.#retry ?? Math.random() * Math.min(CAP, BASE * 2 ** this.#tries);
    this.#retry = null;
    this.#tries += 1;
    // A short cut that heals by itself is not worth a word.
    if (this.#tries > 2) this.#listener.lost(this.#lostSince);
    this.#again = window.setTimeout(() => this.open(), delay);
  }

  #now() {
    if (this.#again !== undefined && !this.#closed) this.open();
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = window.setTimeout(() => this.#socket?.close(), SILENCE);
  }
}
