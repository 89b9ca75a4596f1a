// @ts-check
/**
 * `<live-wall src after>`: keeps a wall in a hall up to date for days, one card at a time, and never blank.
 *
 * What is deleted, hidden or no longer fit for a hall goes at once; what is new waits its turn.
 */
import { Connection } from "./connection.js";
import { toNodes } from "./placing.js";
import { CoverageClock, keepTimes } from "./times.js";
import { Cards } from "./wall-cards.js";
import { Programme } from "./wall-programme.js";

/** Milliseconds between two looks at what is to be done. */
const TICK = 1_000;

/** Milliseconds without a new card after which the wall darkens. */
const STILL = 1_200_000;

/** Milliseconds after which all of it moves by a hair, so that nothing burns in. */
const DRIFT_EVERY = 300_000;
const DRIFT = [[0, 0], [2, 0], [2, 2], [0, 2]];

class LiveWall extends HTMLElement {
  /** @type {Cards | null} */ #cards = null;
  /** @type {Programme | null} */ #programme = null;
  /** @type {CoverageClock} */ #clock;
  /** @type {AbortController} */ #leaving;
  /** @type {Record<string, any>} */ #words = {};
  #locale = "en";
  #state = "";
  #paused = false;
  /** @type {number | null} */ #lostSince = null;
  /** @type {string | null} */ #heldPulse = null;
  #drifts = 0;
  #changedAt = performance.now();
  /** @type {WakeLockSentinel | null} */ #awake = null;

  connectedCallback() {
    this.#words = JSON.parse(this.dataset.words ?? "{}");
    this.#locale = this.dataset.locale ?? "en";
    this.#state = this.dataset.state ?? "live";
    const speed = Number(this.dataset.speed) || 1;
    this.#clock = new CoverageClock(this.dataset.now ?? "", speed);
    const stream = /** @type {HTMLElement | null} */ (this.querySelector(".stream"));
    this.#cards = stream && new Cards(stream, (Number(this.dataset.delay) || 0) * 1000);
    const programme = /** @type {HTMLElement | null} */ (this.querySelector(".programme"));
    this.#programme = programme && new Programme(programme, this.#words);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const updateTimes = keepTimes(stream ?? document.createElement("div"), this.#clock, this.#locale, signal);
    const ticking = setInterval(() => this.#tick(updateTimes), TICK);
    const drifting = setInterval(() => this.#drift(), DRIFT_EVERY);
    signal.addEventListener("abort", () => {
      clearInterval(ticking);
      clearInterval(drifting);
    });
    /** @type {HTMLElement} */ (this.querySelector(".buttons")).hidden = false;
    this.#pauseButton.addEventListener("click", () => this.#pause(!this.#paused), { signal });
    this.querySelector("#full")?.addEventListener("click", () => void this.#fill(), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    addEventListener("resize", () => this.#cards?.fit(), { signal });
    document.addEventListener("visibilitychange", () => void this.#stayAwake(), { signal });
    const connection = new Connection(this.getAttribute("src") ?? "", {
      after: this.getAttribute("after") ?? "",
      lang: this.lang || "en",
      kind: "wall",
      signal,
      heard: (message) => this.#receive(message),
      live: () => this.#lose(null),
      lost: (since) => this.#lose(since),
      final: () => this.#lose(performance.now()),
    });
    connection.open();
    this.#cards?.fit();
    this.#tick(updateTimes);
  }

  disconnectedCallback() {
    this.#leaving.abort();
  }

  /** @param {any} message */
  #receive(message) {
    switch (message.type) {
      case "hello":
        this.#clock.set(message.now, message.speed);
        this.#state = message.state;
        break;
      case "changes":
        for (const change of message.changes) this.#cards?.change(change, performance.now());
        break;
      case "board":
        this.#cards?.replaceAll(message.entries, performance.now());
        break;
      case "pulse":
        this.#pulse(message.html);
        break;
      case "state":
        this.#state = message.state;
        break;
    }
    this.#showState();
  }

  /** @param {() => void} updateTimes */
  #tick(updateTimes) {
    if (this.#paused) return;
    if (this.#cards?.settle(performance.now())) {
      this.#changedAt = performance.now();
      updateTimes();
    }
    this.toggleAttribute("data-still", performance.now() - this.#changedAt >= STILL);
    this.#programme?.show(this.#clock.now());
  }

  /** @param {string} html */
  #pulse(html) {
    this.#heldPulse = this.#paused ? html : null;
    if (!this.#paused) document.getElementById("pulse")?.replaceChildren(toNodes(html));
  }

  /** @param {number | null} since when the line was lost; null: it is there */
  #lose(since) {
    this.#lostSince = since;
    this.#showState();
  }

  #showState() {
    const badge = document.getElementById("badge");
    const state = document.getElementById("state");
    if (!badge || !state) return;
    const lost = this.#lostSince !== null;
    const time = lost ? this.#clock.timeOfDay(this.#locale, this.dataset.zone ?? "UTC", this.#lostSince ?? 0) : "";
    badge.className = `badge ${lost ? "lost" : this.#state}`;
    const words = lost ? this.#words.lost.replace("{time}", time) : this.#words[this.#state];
    state.textContent = this.#paused ? `${words} · ${this.#words.paused}` : words;
  }

  get #pauseButton() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("#pause"));
  }

  /** @param {boolean} paused */
  #pause(paused) {
    this.#paused = paused;
    document.documentElement.toggleAttribute("data-paused", paused);
    this.#pauseButton.setAttribute("aria-pressed", String(paused));
    const words = this.#pauseButton.firstChild;
    if (words) words.textContent = `${paused ? this.#words.resume : this.#words.pause} `;
    if (!paused && this.#heldPulse !== null) this.#pulse(this.#heldPulse);
    this.#showState();
  }

  async #fill() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen().catch(() => {});
    await this.#stayAwake();
  }

  /** A screen that fills the hall must not go dark; browsers allow it once somebody has pressed something. */
  async #stayAwake() {
    if (document.hidden || !document.fullscreenElement || this.#awake?.released === false) return;
    this.#awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }

  #drift() {
    this.#drifts += 1;
    const [x, y] = DRIFT[this.#drifts % DRIFT.length];
    this.style.setProperty("translate", `${x}px ${y}px`);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "p" || event.key === "P") this.#pause(!this.#paused);
    else if (event.key === "f" || event.key === "F") void this.#fill();
  }
}

customElements.define("live-wall", LiveWall);
