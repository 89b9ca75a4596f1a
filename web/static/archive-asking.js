// @ts-check
/** What somebody writes into the search field of an archive, and what it means. As `livefeed/engine/asking.py` does. */
import { readDayTime } from "./archive-daytimes.js";
import { linkKey } from "./archive-links.js";
import { authorKey, bare, tagKey, wordList } from "./archive-words.js";

/** @typedef {import("./archive-daytimes.js").DayTime} DayTime */
/** @typedef {string[]} Phrase terms that stand one after the other; mostly one alone */
/**
 * @typedef {import("./archive-links.js").Decorations & {operators: Record<string, string>, networks: Record<string, string>}} Tables
 *   operators by what people write, names of networks as people say them
 * @typedef {{clock: import("./zone-clock.js").ZoneClock, newest: number, tables: Tables}} Where
 *   newest: when the newest post happened (milliseconds): a time without a day is the last one before it
 * @typedef {{wanted: Phrase[][], unwanted: Phrase[], since: number | null, until: number | null, unread: string[]}} Query
 *   of each group of `wanted` one phrase; the first moment and the one after the last; operators that make no sense
 */

/** What ends a word: as Python has it, whatever a browser thinks. */
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const PART = new RegExp(
  `(?<no>[-\\u2212])?(?:(?<name>[\\p{L}\\p{Nl}\\p{No}]+):)?(?:"(?<straight>[^"]*)"?|«(?<french>[^»]*)»?|“(?<curly>[^”]*)”?|(?<plain>[^${BLANK}]+))`,
  "gu",
);
const SITE = new RegExp(`^[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)+(?:/[^${BLANK}]*)?$`, "u");
const EDGES = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "gu");

/**
 * Read a search. Any text is one.
 * @param {string} said
 * @param {Where} where
 * @param {[name: string, value: string][]} given more of it, which must be true as well
 * @returns {Query}
 */
export function ask(said, where, given = []) {
  const reading = new Reading(where);
  for (const part of said.matchAll(PART)) reading.take(part[0], /** @type {Record<string, string>} */ (part.groups));
  reading.close();
  for (const [name, value] of given) {
    if (!reading.operator(name, value, false)) reading.unread.push(`${name}=${value}`);
  }
  return reading.query();
}

class Reading {
  /** @type {string[]} */ unread = [];
  /** @type {Phrase[][]} */ #words = [];
  /** @type {Map<string, Phrase[]>} */ #alternatives = new Map();
  /** @type {Phrase[]} */ #unwanted = [];
  /** @type {Record<string, DayTime[]>} */ #spans = { since: [], until: [] };
  #where;

  /** @param {Where} where */
  constructor(where) {
    this.#where = where;
  }

  /** @param {string} whole @param {Record<string, string | undefined>} part */
  take(whole, { no, name, straight, french, curly, plain }) {
    const excludes = no !== undefined;
    const quoted = straight ?? french ?? curly;
    const written = whole.slice(excludes ? 1 : 0);
    const operator = this.#operator(name ?? "");
    if (operator !== undefined && this.operator(operator, quoted ?? plain ?? "", excludes)) return;
    if (operator !== undefined || (written.endsWith(":") && this.#operator(written) !== undefined)) {
      this.unread.push(trimmed(whole));
    }
    if (quoted === undefined) this.#word(this.#written(written), excludes);
    else for (const words of [name ?? "", quoted]) this.#word([wordList(words)], excludes);
  }

  /** @param {string} written */
  #operator(written) {
    const { operators } = this.#where.tables;
    const key = tagKey(written);
    return Object.hasOwn(operators, key) ? operators[key] : undefined;
  }

  /** Take an operator in; tells whether it makes sense. @param {string} name @param {string} value @param {boolean} excludes */
  operator(name, value, excludes) {
    if (name === "since" || name === "until") {
      const moment = readDayTime(value, this.#where.clock, this.#where.newest);
      if (moment === undefined || excludes) return false;
      this.#spans[name].push(moment);
      return true;
    }
    const key = this.#key(name, value);
    if (!key) return false;
    const phrase = [`${name}:${key}`];
    if (excludes) this.#unwanted.push(phrase);
    // A post has several of these, so that all may be wanted.
    else if (name === "link" || name === "tag") this.#words.push([phrase]);
    else this.#alternatives.set(name, [...(this.#alternatives.get(name) ?? []), phrase]);
    return true;
  }

  /** What the value of an operator is in terms; nothing where it makes no sense. @param {string} name @param {string} value */
  #key(name, value) {
    const { networks } = this.#where.tables;
    if (name === "from") return authorKey(value);
    if (name === "tag") return tagKey(value);
    if (name === "link") return linkKey(value, this.#where.tables);
    if (name === "language") return trimmed(value).split("-")[0].toLowerCase();
    const key = trimmed(bare(value));
    return name === "network" && Object.hasOwn(networks, key) ? networks[key] : key;
  }

  /** Read a word as it is written: a hashtag, an address, an account, or words that are not parted by blanks. @param {string} word */
  #written(word) {
    const words = wordList(word);
    if (/^[#＃]/u.test(word)) {
      const key = tagKey(word);
      return key ? [[`tag:${key}`]] : [words];
    }
    if (word.includes("://") || SITE.test(word)) {
      const link = linkKey(word, this.#where.tables);
      return link === undefined ? [words] : [[`link:${link}`], words];
    }
    return word.startsWith("@") && words.length ? [words, [`from:${authorKey(word)}`]] : [words];
  }

  /** @param {Phrase[]} group @param {boolean} excludes */
  #word(group, excludes) {
    const phrases = group.filter((phrase) => phrase.length);
    if (excludes) this.#unwanted.push(...phrases);
    else if (phrases.length) this.#words.push(phrases);
  }

  /** Let what is taken in from here on be no alternative to what was. */
  close() {
    this.#words.push(...this.#alternatives.values());
    this.#alternatives.clear();
  }

  /** Put together what was read. Of several spans what is in all of them is meant. @returns {Query} */
  query() {
    const sinces = this.#spans.since.map((moment) => moment.lastBefore(this.#where.newest));
    const since = sinces.length ? Math.max(...sinces) : null;
    const untils = this.#spans.until.map((moment) => (since === null ? moment.ofTheDay : moment.firstAfter(since)));
    this.close();
    return {
      wanted: unique(this.#words),
      unwanted: unique(this.#unwanted),
      since,
      until: untils.length ? Math.min(...untils) : null,
      unread: this.unread,
    };
  }
}

/** @template T @param {T[]} all @returns {T[]} each once */
function unique(all) {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** @param {string} text */
function trimmed(text) {
  return text.replace(EDGES, "");
}
