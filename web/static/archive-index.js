// @ts-check
/** Which posts of an archive have what is asked for, the newest first: of the index, only the files that the terms need. */
import { authorKey, places, stands, withoutAddresses, wordList } from "./archive-words.js";

/**
 * @typedef {import("./archive-asking.js").Phrase} Phrase
 * @typedef {import("./archive-asking.js").Query} Query
 * @typedef {[id: string, page: number, at: number, network: string, name: string, handle: string, lang: string,
 *   text: string, warned: string | null, title: string]} Post the title where it is no part of the text
 * @typedef {{post: Post, marks: [number, number][]}} Hit
 * @typedef {{phrase: Phrase, numbers: Set<number>}} Sought a phrase, and the posts that have all of its terms
 * @typedef {{firsts: string[], count: number, newest: number, parts: [part: number, first: number][],
 *   tables: import("./archive-asking.js").Tables}} About parts: of time, each with the number of its first post
 * @typedef {{parts: Map<number, number>, isWhole: boolean}} Tally
 */

/** Milliseconds of a part of time: every zone's hours begin with one. */
export const PART = 900_000;

/** A term of those that are not to be found. */
const HIDDEN = "!";

/** Files of posts that are loaded to count, at most: what only a text can tell has to be looked at. */
const LOADED = 40;

export class Index {
  #files;

  /** @param {import("./archive-files.js").Files} files */
  constructor(files) {
    this.#files = files;
  }

  /** @returns {Promise<About>} */
  about() {
    return this.#files.get("words");
  }

  /** Look up what is asked for; posts are not loaded yet. @param {Query} query */
  async search({ wanted, unwanted, since, until }) {
    const [groups, excluded, hidden, about, { firsts }] = await Promise.all([
      Promise.all(wanted.map((group) => this.#sought(group))),
      this.#sought(unwanted),
      // Who looks for a term finds none of those: they have no other.
      wanted.length ? new Set() : this.#numbers(HIDDEN),
      this.about(),
      /** @type {Promise<{firsts: [number, number][]}>} */ (this.#files.get("posts")),
    ]);
    const marked = wanted.flat().map(words).filter((phrase) => phrase.length);
    const span = { since: since ?? -Infinity, until: until ?? Infinity };
    return new Search(this.#files, about, firsts.map(([first]) => first), { groups, excluded, hidden, marked, ...span });
  }

  /** @param {Phrase[]} phrases @returns {Promise<Sought[]>} */
  #sought(phrases) {
    return Promise.all(
      phrases.map(async (phrase) => {
        const all = await Promise.all([...new Set(phrase)].map((term) => this.#numbers(term)));
        const [rarest, ...others] = all.sort((one, other) => one.size - other.size);
        const numbers = new Set([...rarest].filter((number) => others.every((those) => those.has(number))));
        return { phrase, numbers };
      }),
    );
  }

  /** Numbers of the posts that have a term. @param {string} term @returns {Promise<Set<number>>} */
  async #numbers(term) {
    const { firsts } = await this.about();
    /** @type {Set<number>} */ const numbers = new Set();
    let file = Math.max(0, firsts.findLastIndex((first) => first < term));
    for (; file < firsts.length && firsts[file] <= term; file += 1) {
      /** @type {[string, number[]][]} */ const rows = await this.#files.get(`words-${file + 1}`);
      for (const [, steps] of rows.filter(([word]) => word === term)) {
        let number = 0;
        for (const step of steps) numbers.add((number += step));
      }
    }
    return numbers;
  }
}

/** What was asked for, looked up. */
class Search {
  #files;
  #about;
  #firsts;
  #sought;

  /**
   * @param {import("./archive-files.js").Files} files
   * @param {About} about
   * @param {number[]} firsts number of the first post of each file
   * @param {{groups: Sought[][], excluded: Sought[], hidden: Set<number>, marked: string[][], since: number, until: number}} sought
   */
  constructor(files, about, firsts, sought) {
    this.#files = files;
    this.#about = about;
    this.#firsts = firsts;
    this.#sought = sought;
  }

  /** Walk over what is found, the newest first. @returns {AsyncGenerator<Hit>} */
  async *hits() {
    for (const { number } of this.#candidates()) {
      const post = await this.#post(number);
      if (this.#takes(number, post)) yield { post, marks: places(post[7], this.#sought.marked) };
    }
  }

  /**
   * Count what is found by the parts of time in which it happened; where it is not whole, what is older was not counted.
   * @returns {Promise<Tally>}
   */
  async tally() {
    /** @type {Map<number, number>} */ const parts = new Map();
    const files = new Set();
    for (const { number, part } of this.#candidates()) {
      if (!this.#isCertain(number, part)) {
        files.add(this.#file(number));
        if (files.size > LOADED) return { parts, isWhole: false };
        if (!this.#takes(number, await this.#post(number))) continue;
      }
      parts.set(part, (parts.get(part) ?? 0) + 1);
    }
    return { parts, isWhole: true };
  }

  /** Numbers of posts that may be found, the newest first, each with the part of time in which it happened. */
  *#candidates() {
    const { groups, excluded, hidden, since, until } = this.#sought;
    const { parts } = this.#about;
    let at = parts.length - 1;
    for (const number of this.#numbers()) {
      if (hidden.has(number) || excluded.some(({ phrase, numbers }) => phrase.length === 1 && numbers.has(number))) continue;
      if (!groups.every((group) => group.some(({ numbers }) => numbers.has(number)))) continue;
      while (parts[at][1] > number) at -= 1;
      const [part] = parts[at];
      if ((part + 1) * PART <= since) return;
      if (part * PART < until) yield { number, part };
    }
  }

  /** Numbers of the posts of the group that the fewest have; without one, of all posts. @returns {Iterable<number>} */
  *#numbers() {
    const { groups } = this.#sought;
    const sizes = groups.map((group) => group.reduce((sum, { numbers }) => sum + numbers.size, 0));
    const fewest = groups[sizes.indexOf(Math.min(...sizes))];
    if (fewest) {
      const numbers = new Set(fewest.flatMap((sought) => [...sought.numbers]));
      yield* [...numbers].sort((one, other) => other - one);
      return;
    }
    for (let number = this.#about.count - 1; number >= 0; number -= 1) yield number;
  }

  /** Whether a candidate is found, whatever its text. @param {number} number @param {number} part */
  #isCertain(number, part) {
    const { groups, excluded, since, until } = this.#sought;
    return (
      part * PART >= since &&
      (part + 1) * PART <= until &&
      groups.every((group) => group.some(({ phrase, numbers }) => phrase.length === 1 && numbers.has(number))) &&
      !excluded.some(({ numbers }) => numbers.has(number))
    );
  }

  /** Whether a candidate is found. @param {number} number @param {Post} post */
  #takes(number, post) {
    const { groups, excluded, since, until } = this.#sought;
    const has = (/** @type {Sought} */ { phrase, numbers }) => numbers.has(number) && (phrase.length === 1 || isIn(post, phrase));
    return post[2] >= since && post[2] < until && groups.every((group) => group.some(has)) && !excluded.some(has);
  }

  /** @param {number} number */
  #file(number) {
    return this.#firsts.findLastIndex((first) => first <= number);
  }

  /** @param {number} number @returns {Promise<Post>} */
  async #post(number) {
    const file = this.#file(number);
    return (await this.#files.get(`posts-${file + 1}`))[number - this.#firsts[file]];
  }
}

/** Whether words stand in a post one after the other: in a name, a handle, a title or a text. @param {Post} post @param {Phrase} phrase */
function isIn([, , , , name, handle, , text, , title], phrase) {
  const whole = authorKey(handle);
  const short = whole.split(whole.includes("@") ? "@" : ".")[0];
  return [name, short, title, withoutAddresses(text)].some((part) => stands(part, phrase));
}

/** The words of a phrase as they stand in texts; of a hashtag too. Other terms stand nowhere. @param {Phrase} phrase */
function words(phrase) {
  const [kind, key] = phrase[0].split(/:([^]*)/);
  if (key === undefined) return phrase;
  return kind === "tag" ? wordList(key) : [];
}
