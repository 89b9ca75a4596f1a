// @ts-check
/**
 * `<replay-player>`: plays a coverage's past into the feed, from any moment, at any speed.
 *
 * It knows where changes come from only through its source (`replay-source.js`). Four times a second it lets happen what
 * is due; where what is due has not come yet, time waits for it.
 */
import { listen } from "./keys.js";
import { Feed } from "./placing.js";
import { Address } from "./replay-address.js";
import { Ahead } from "./replay-ahead.js";
import { ReplayBoard } from "./replay-board.js";
import { Panel } from "./replay-panel.js";
import { AnotherJournal } from "./replay-source.js";
import { Speeds } from "./replay-speeds.js";
import { Times } from "./replay-times.js";
import { stepOf } from "./replay-track.js";
import { counted, Voice } from "./standing.js";
import { CoverageClock, keepTimes } from "./times.js";

/** Milliseconds between two times that something happens in the page. */
const PACE = 250;

/** Milliseconds of the reader's without anything from which on a stretch is quiet, and those left of it. */
const QUIET = 5000;
const LEAD = 500;

/** Heights of the view to an end of the page at which what is beyond is worth loading. */
const NEAR = 2;

/** @typedef {import("./replay-source.js").Source} Source */

export class ReplayPlayer extends HTMLElement {
  /** Where this page's past comes from. @type {(player: ReplayPlayer) => Source} */
  static source;

  /** @type {Source} */ #source;
  /** @type {Ahead} */ #ahead;
  /** @type {Feed} */ #feed;
  /** @type {ReplayBoard} */ #board;
  /** @type {Panel} */ #panel;
  /** @type {Speeds} */ #speeds;
  /** @type {Times} */ #times;
  /** @type {Address} */ #address;
  /** @type {Voice} */ #voice;
  /** @type {AbortController} */ #leaving;
  /** @type {Record<string, any>} */ #words = {};
  /** @type {() => void} */ #updateTimes = () => {};
  /** Stands still where nothing plays. */ #clock = new CoverageClock("", 0);
  #begins = 0;
  #ends = 0;
  /** Up to when everything has happened in the page, milliseconds. */ #shown = 0;
  #playing = false;
  #ticks = 0;
  /** What is asked for, to be shown; nothing happens in the page meanwhile. @type {AbortController | undefined} */ #asking;
  /** @type {number | undefined} */ #pacing;

  connectedCallback() {
    const { words = "{}", locale = "en", zone = "UTC", begins, ends, at, older } = this.dataset;
    this.#words = JSON.parse(words);
    this.#begins = Number(begins);
    this.#ends = Number(ends);
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    this.#source = ReplayPlayer.source(this);
    this.#ahead = new Ahead(this.#source, this.#ends, () => location.reload());
    const feed = /** @type {HTMLElement} */ (this.querySelector('[role="feed"]'));
    this.#feed = new Feed(feed, this.#words.gone);
    this.#feed.ends(false, Boolean(older));
    this.#board = new ReplayBoard(this.#feed);
    this.#speeds = new Speeds(this.querySelector(".speeds"), () => this.#newSpeed(), signal);
    this.#times = new Times({ locale, zone, begins: this.#begins, ends: this.#ends });
    this.#address = new Address(this.dataset.home ?? "", this.dataset.moment ?? "?at=", this.#times);
    const seek = (/** @type {number} */ to) => void this.#seek(to);
    const about = { times: this.#times, words: this.#words, locale, begins: this.#begins, ends: this.#ends };
    this.#panel = new Panel(this, { ...about, seek, signal });
    this.#voice = new Voice(this.querySelector('[role="status"]'), (count) => counted(this.#words.new, count, locale));
    this.#updateTimes = keepTimes(feed, this.#clock, locale, signal);
    this.#listen(signal);
    void this.#begin(Number(at), signal);
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#asking?.abort();
    this.#ahead.stop();
    this.#voice.stop();
    this.#address.stop();
    this.#stop();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const on = (/** @type {string} */ id, /** @type {() => void} */ act) =>
      document.getElementById(id)?.addEventListener("click", act, { signal });
    on("play", () => this.#toggle());
    on("previous", () => this.#toMark(-1));
    on("next", () => this.#toMark(1));
    document.getElementById("onward")?.addEventListener("click", (event) => this.#growOn(event), { signal });
    document.getElementById("jump")?.addEventListener("submit", (event) => this.#jump(event), { signal });
    this.#pager.addEventListener("click", (event) => void this.#askOlder(event), { signal });
    document.addEventListener("click", (event) => void this.#press(event), { signal });
    addEventListener("hashchange", () => this.#follow(), { signal });
    addEventListener("scroll", () => this.#lookAhead(), { passive: true, signal });
    this.#listenToKeys(signal);
  }

  /** Begin where the address says, or the page does. @param {number} at @param {AbortSignal} signal */
  async #begin(at, signal) {
    this.#set(at);
    this.#updateTimes();
    const { asked } = this.#address;
    if (typeof asked === "number" || this.dataset.below !== undefined) await this.#seek(asked ?? at);
    else this.#ahead.restart(this.getAttribute("after") ?? "");
    if (asked === null) this.#note(this.#words.unread);
    try {
      this.#panel.know((await this.#source.facts(signal)).volume);
      this.#show(this.#now);
    } catch {
      // The player does without how many there were a minute.
    }
  }

  // Time.

  /** The moment that is shown. */
  get #now() {
    return Math.min(this.#clock.now(), this.#ends);
  }

  get #speed() {
    return this.#speeds.now;
  }

  /** Let it be this time, and go on from it where something plays. @param {number} at */
  #set(at) {
    this.#clock.set(new Date(at).toISOString(), this.#playing && !this.#asking ? this.#speed : 0);
    this.#show(at);
  }

  /** @param {number} at */
  #show(at) {
    this.dataset.at = String(Math.round(at));
    this.#panel.show(at, this.#playing);
  }

  /** Let happen what is due. */
  #tick() {
    if (this.#asking) return;
    const due = Math.min(this.#clock.now(), this.#ends);
    const now = Math.max(this.#shown, Math.min(due, this.#ahead.known));
    this.toggleAttribute("data-loading", now < due);
    this.#happen(now);
    // What has not come yet is waited for: nobody is shown a moment without what happened in it.
    if (now < due) this.#set(now);
    else this.#show(now);
    this.#ticks += 1;
    if (this.#ticks % 4 === 0) this.#updateTimes();
    if (now >= this.#ends) return this.#end();
    this.#skipQuiet(now);
  }

  /** @param {number} upto */
  #happen(upto) {
    const changes = this.#ahead.take(upto);
    const count = this.#board.happen(changes);
    this.#shown = upto;
    for (let n = 0; n < count; n += 1) this.#voice.arrived();
    this.#voice.settle();
    if (changes.length) this.#changed();
  }

  /** @param {number} now */
  #skipQuiet(now) {
    const wanted = /** @type {HTMLInputElement | null} */ (document.getElementById("skip-quiet"))?.checked;
    const next = this.#ahead.next ?? (this.#ahead.known === Infinity ? this.#ends : undefined);
    if (!wanted || next === undefined || next - now < QUIET * this.#speed) return;
    this.#set(next - LEAD * this.#speed);
  }

  #end() {
    this.#pause();
    this.#voice.say(this.#words.end);
  }

  #toggle() {
    if (this.#playing) {
      this.#pause();
      this.#voice.say(this.#words.paused.replace("{time}", this.#times.second(this.#now)));
    } else void this.#play();
  }

  async #play() {
    if (this.#now >= this.#ends) await this.#seek(this.#begins);
    this.#playing = true;
    this.#showPlaying();
    this.#set(this.#now);
    this.#pacing ??= window.setInterval(() => this.#tick(), PACE);
    const time = this.#times.second(this.#now);
    this.#voice.say(this.#words.playing.replace("{time}", time).replace("{speed}", String(this.#speed)));
  }

  #pause() {
    const isWaiting = this.#asking !== undefined;
    const at = isWaiting ? this.#now : Math.max(this.#shown, Math.min(this.#now, this.#ahead.known));
    this.#playing = false;
    this.#stop();
    this.#set(at);
    if (!isWaiting) this.#happen(at);
    this.#showPlaying();
    this.#address.say(this.#now);
  }

  #stop() {
    clearInterval(this.#pacing);
    this.#pacing = undefined;
    this.removeAttribute("data-loading");
  }

  #showPlaying() {
    const button = /** @type {HTMLElement} */ (document.getElementById("play"));
    this.toggleAttribute("data-playing", this.#playing);
    const words = /** @type {HTMLElement} */ (button.querySelector("span"));
    words.textContent = this.#playing ? this.#words.pause : this.#words.play;
  }

  #newSpeed() {
    this.#set(this.#now);
    this.#voice.say(this.#words.speed.replace("{speed}", String(this.#speed)));
  }

  /** Load the page anew, with a line of time that reaches to now, where it stands. @param {Event} event */
  #growOn(event) {
    event.preventDefault();
    this.#address.keep(this.#now);
    location.reload();
  }

  // Going elsewhere.

  /** Show another moment; what plays goes on from there. @param {number} to milliseconds */
  async #seek(to) {
    const at = Math.round(this.#times.within(to));
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#set(at);
    try {
      if (!this.#isAtHand(at)) {
        this.toggleAttribute("data-loading", true);
        const board = await this.#source.board(at, null, signal);
        if (signal.aborted) return;
        this.#board.fill(board);
        this.#ahead.restart(board.cursor);
        this.#shown = at;
      }
      this.#asking = undefined;
      this.#note("");
      this.#happen(at);
      this.#changed();
    } catch (error) {
      if (signal.aborted) return;
      this.#asking = undefined;
      if (error instanceof AnotherJournal) return location.reload();
      this.#note(this.#words.failed);
      this.#set(this.#shown);
    }
    this.removeAttribute("data-loading");
    this.#set(this.#now);
    this.#said();
    if (!this.#playing) this.#address.say(this.#now);
    this.#lookAhead();
  }

  /** Whether all that happens from the moment in the page to another one is here. @param {number} at */
  #isAtHand(at) {
    return this.#shown > 0 && !this.#feed.above && at >= this.#shown && at <= this.#ahead.known;
  }

  #said() {
    const rate = this.#panel.rate(this.#now);
    const time = this.#times.second(this.#now);
    this.#voice.say(rate === undefined ? time : this.#words.at.replace("{time}", time).replace("{rate}", rate));
  }

  /** @param {1 | -1} by */
  #toMark(by) {
    // While it plays, "previous" would lead back to the mark that was just passed, again and again.
    const from = by < 0 && this.#playing ? this.#now - 2 * PACE * this.#speed : this.#now;
    const to = this.#panel.mark(from, by);
    if (to !== undefined) void this.#seek(to);
  }

  /** @param {Event} event */
  #jump(event) {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (document.getElementById("to"));
    const to = this.#times.read(field.value);
    field.setAttribute("aria-invalid", String(to === undefined));
    if (to === undefined) this.#note(this.#words.unread);
    else void this.#seek(to);
  }

  /** @param {MouseEvent} event */
  async #press(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = /** @type {Element} */ (event.target);
    const mark = target.closest(".marks a, .flags a");
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-action]"));
    if (mark) {
      event.preventDefault();
      const number = Number(mark.getAttribute("data-number"));
      const link = number ? this.querySelectorAll(".marks a")[number - 1] : mark;
      await this.#seek(Number(link?.getAttribute("data-at")));
    } else if (button) {
      event.preventDefault();
      if (button.id === "copy") button.dataset.url = this.#address.link(this.#now);
      this.#voice.say(await (await import("./acting.js")).act(button));
    }
  }

  /** Go where the address leads. */
  #follow() {
    const { asked } = this.#address;
    if (asked === null) this.#note(this.#words.unread);
    else if (asked !== undefined) void this.#seek(asked);
  }

  // The feed.

  get #pager() {
    return /** @type {HTMLElement} */ (this.querySelector(".pager"));
  }

  /** Other entries are here: let what stands around them fit. */
  #changed() {
    const empty = /** @type {HTMLElement} */ (this.querySelector(".empty"));
    empty.hidden = this.#feed.size > 0;
    this.#pager.hidden = !this.#feed.below;
    this.#updateTimes();
  }

  /** @param {Event} event */
  async #askOlder(event) {
    if (!(/** @type {Element} */ (event.target).closest("a"))) return;
    event.preventDefault();
    await this.#older();
  }

  /** Add what stands below; nothing happens in the page until it has come, so that both are of one moment. */
  async #older() {
    const last = this.#feed.lastKey;
    if (this.#asking || !this.#feed.below || last === undefined) return;
    const { signal } = (this.#asking = new AbortController());
    this.#set(this.#now);
    try {
      const board = await this.#source.board(this.#shown, last, signal);
      if (!signal.aborted) this.#board.add(board);
    } catch {
      if (!signal.aborted) this.#note(this.#words.failed);
    }
    if (signal.aborted) return;
    this.#asking = undefined;
    this.#changed();
    this.#set(this.#now);
  }

  #lookAhead() {
    const { above, below, box } = this.#feed;
    if (above && box.top > -innerHeight * NEAR) void this.#seek(this.#now);
    else if (below && box.bottom < innerHeight * (1 + NEAR)) void this.#older();
  }

  // What is said.

  /** @param {string} words */
  #note(words) {
    const notice = document.getElementById("notice");
    if (notice && notice.textContent !== words) notice.textContent = words;
  }

  /** @param {AbortSignal} signal */
  #listenToKeys(signal) {
    const by = (/** @type {KeyboardEvent} */ event) => void this.#seek(this.#now + stepOf(event));
    const own = {
      " ": () => this.#toggle(),
      ArrowLeft: by,
      ArrowRight: by,
      "[": () => this.#toMark(-1),
      "]": () => this.#toMark(1),
      Home: () => void this.#seek(this.#begins),
      End: () => void this.#seek(this.#ends),
      "+": () => this.#speeds.change(1),
      "-": () => this.#speeds.change(-1),
    };
    listen(this.#feed, own, signal, []);
  }
}
