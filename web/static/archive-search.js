// @ts-check
/** `<archive-search>`: searches an archive. What posts say becomes text in the page, never markup. */
import { ask } from "./archive-asking.js";
import { Files } from "./archive-files.js";
import { drawn, highest, histogram } from "./archive-hours.js";
import { Index } from "./archive-index.js";
import { Times } from "./replay-times.js";
import { counted } from "./standing.js";
import { ZoneClock } from "./zone-clock.js";

/** Hits that are shown at once. */
const AT_ONCE = 50;

/** Characters of a post that are shown, and of them before the first that was searched for. */
const SHOWN = 280;
const BEFORE = 80;

/** Characters of a search. */
const LONGEST = 300;

/** @typedef {import("./archive-index.js").Hit} Hit */
/** @typedef {import("./archive-index.js").Tally} Tally */

class ArchiveSearch extends HTMLElement {
  /** @type {Record<string, any>} */ #words = {};
  /** @type {Times} */ #times;
  /** @type {Files} */ #files;
  /** @type {AsyncGenerator<Hit>} */ #hits;
  #clock = new ZoneClock(this.dataset.zone ?? "UTC");

  async connectedCallback() {
    this.#words = JSON.parse(this.dataset.words ?? "{}");
    this.#files = new Files(this.dataset.folder ?? "");
    this.#more.querySelector("button")?.addEventListener("click", () => void this.#show());
    const asked = new URLSearchParams(location.search);
    for (const field of this.#fields) field.value = asked.get(field.name) ?? "";
    if (!this.#fields.some((field) => field.value.trim())) return;
    try {
      await this.#search();
    } catch {
      this.#say(this.#words.failed);
    }
  }

  get #fields() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("input, select")]);
  }

  get #more() {
    return /** @type {HTMLElement} */ (this.querySelector(".pager"));
  }

  async #search() {
    const { begins, ends } = await this.#files.get("facts");
    const { zone = "UTC", locale = "en" } = this.dataset;
    this.#times = new Times({ locale, zone, begins: Date.parse(begins ?? 0), ends: Date.parse(ends ?? 0) });
    const value = (/** @type {string} */ id) => this.#fields.find((field) => field.id === id)?.value ?? "";
    const from = this.#time("from");
    const to = this.#time("to");
    if (from === undefined || to === undefined) return;
    const index = new Index(this.#files);
    const { newest, tables } = await index.about();
    const given = /** @type {[string, string][]} */ (["by", "network", "lane"].map((id) => [id === "by" ? "from" : id, value(id)]));
    const query = ask(value("q"), { clock: this.#clock, newest, tables }, given.filter(([, one]) => one.trim()));
    const search = await index.search({ ...query, since: latest(query.since, from), until: earliest(query.until, to) });
    this.#hits = search.hits();
    this.#tell(query.unread);
    const heading = /** @type {HTMLElement} */ (this.querySelector("h2"));
    heading.hidden = false;
    await this.#show();
    this.#draw(await search.tally());
  }

  /** Say how many there are, and draw when. @param {Tally} tally */
  #draw({ parts, isWhole }) {
    const count = [...parts.values()].reduce((sum, one) => sum + one, 0);
    const number = new Intl.NumberFormat(this.#locale).format(count);
    const total = isWhole ? counted(this.#words.found, count, this.#locale) : this.#words.least.replace("{count}", number);
    const { bars, ofDays } = histogram(parts, this.#clock);
    if (!count && isWhole) return this.#say(this.#words.none);
    if (bars.length < 2) return this.#say(total);
    const { zone = "UTC", locale } = this.dataset;
    const form = new Intl.DateTimeFormat(locale, { timeZone: zone, ...(ofDays ? { day: "numeric", month: "short" } : { hour: "numeric" }) });
    const name = (/** @type {number} */ at) => form.format(at).replaceAll(" ", "\u00a0");
    this.#say(`${total}, ${this.#words[ofDays ? "day" : "hour"].replace("{time}", name(highest(bars).start))}`);
    const list = /** @type {HTMLElement} */ (this.querySelector(".hours"));
    list.hidden = false;
    list.setAttribute("aria-label", this.#words[ofDays ? "days" : "hours"]);
    const say = { name, count: (/** @type {number} */ one) => counted(this.#words.found, one, this.#locale) };
    list.replaceChildren(...drawn(bars, { ...say, address: ({ start, end }) => this.#within(start, end) }));
  }

  /** The address of what was found in a span of time. @param {number} start @param {number} end milliseconds */
  #within(start, end) {
    const [after, before] = [start, end].map((at) => new Date(this.#clock.wall(at)).toISOString().slice(0, 16));
    const asked = new URLSearchParams(location.search);
    const q = `${asked.get("q") ?? ""} after:${after} before:${before}`.trim();
    asked.set("q", q);
    return q.length > LONGEST ? undefined : `?${asked}`;
  }

  /** The beginning of the second that a field names; null where it is empty. @param {string} id @returns {number | null | undefined} */
  #time(id) {
    const field = /** @type {HTMLInputElement} */ (this.querySelector(`#${id}`));
    if (!field.value.trim()) return null;
    const at = this.#times.read(field.value);
    field.setAttribute("aria-invalid", String(at === undefined));
    if (at === undefined) this.#say(this.#words.unread);
    return at === undefined ? undefined : Math.floor(at / 1000) * 1000;
  }

  /** Name the operators that make no sense and were taken for words. @param {string[]} unread */
  #tell(unread) {
    const note = /** @type {HTMLElement} */ (this.querySelector(".note.taken"));
    note.hidden = !unread.length;
    note.replaceChildren(
      ...unread.flatMap((operator, number) => {
        const said = document.createElement("bdi");
        said.textContent = operator;
        return [number ? ", " : `${this.#words.taken} `, said];
      }),
    );
  }

  /** Show the next hits. */
  async #show() {
    const list = /** @type {HTMLElement} */ (this.querySelector(".hits"));
    this.#more.hidden = true;
    for (let shown = 0; shown < AT_ONCE; shown += 1) {
      const { value, done } = await this.#hits.next();
      if (done) return;
      list.append(this.#item(value));
    }
    this.#more.hidden = false;
  }

  get #locale() {
    return this.dataset.locale ?? "en";
  }

  /** @param {Hit} hit */
  #item({ post: [id, page, at, , name, , lang, text, warned], marks }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${page === 1 ? "index" : `page-${page}`}.html#${id.replace(":", "-")}`;
    const author = document.createElement("bdi");
    author.textContent = name;
    const time = document.createElement("time");
    time.dateTime = new Date(at).toISOString();
    const minute = this.#times.minute(at);
    time.textContent = this.#times.severalDays ? `${this.#times.day(at)}, ${minute}` : minute;
    link.append(author, ", ", time);
    const said = document.createElement("p");
    said.dir = "auto";
    if (lang && warned === null) said.lang = lang;
    if (warned === null) said.append(...snippet(text, marks));
    else said.append(warned || this.#words.warned);
    item.append(link, said);
    return item;
  }

  /** @param {string} words */
  #say(words) {
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = words;
  }
}

/** @param {number | null} one @param {number | null} other milliseconds */
function latest(one, other) {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

/** @param {number | null} one @param {number | null} other milliseconds */
function earliest(one, other) {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/**
 * A part of a text around what was searched for.
 * @param {string} text
 * @param {[number, number][]} marks
 * @returns {(string | Node)[]}
 */
function snippet(text, marks) {
  const from = Math.max(0, (marks[0]?.[0] ?? 0) - BEFORE);
  const begin = from ? from + Math.max(0, text.slice(from).search(/\s/u)) : 0;
  const end = text.length > begin + SHOWN ? begin + SHOWN : text.length;
  /** @type {(string | Node)[]} */ const parts = begin ? ["…"] : [];
  let place = begin;
  for (const [start, stop] of marks) {
    if (start < place || stop > end) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, stop);
    parts.push(text.slice(place, start), mark);
    place = stop;
  }
  parts.push(text.slice(place, end), end < text.length ? "…" : "");
  return parts;
}

customElements.define("archive-search", ArchiveSearch);
