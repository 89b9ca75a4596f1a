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
 */

export class Index {
  #files;

  /** @param {import("./archive-files.js").Files} files */
  constructor(files) {
    this.#files = files;
  }

  /** @returns {Promise<{firsts: string[], count: number, newest: number, tables: import("./archive-asking.js").Tables}>} */
  about() {
    return this.#files.get("words");
  }

  /**
   * Walk over what is found, the newest first.
   * @param {Query} query
   * @returns {AsyncGenerator<Hit>}
   */
  async *find({ wanted, unwanted, since, until }) {
    const groups = await Promise.all(wanted.map((group) => this.#sought(group)));
    const excluded = await this.#sought(unwanted);
    const marked = wanted.flat().map(words).filter((phrase) => phrase.length);
    for await (const number of this.#candidates(groups)) {
      // What a single term excludes, or no group can have, need not be loaded.
      if (excluded.some(({ phrase, numbers }) => phrase.length === 1 && numbers.has(number))) continue;
      if (!groups.every((group) => group.some(({ numbers }) => numbers.has(number)))) continue;
      const post = await this.#post(number, since ?? -Infinity, until ?? Infinity);
      if (post === "older") return;
      if (!post) continue;
      const has = (/** @type {Sought} */ { phrase, numbers }) => numbers.has(number) && (phrase.length === 1 || isIn(post, phrase));
      if (groups.every((group) => group.some(has)) && !excluded.some(has)) yield { post, marks: places(post[7], marked) };
    }
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

  /** Numbers of the posts of the group that the fewest have; without one, of all posts. @param {Sought[][]} groups */
  async *#candidates(groups) {
    const sizes = groups.map((group) => group.reduce((sum, { numbers }) => sum + numbers.size, 0));
    const fewest = groups[sizes.indexOf(Math.min(...sizes))];
    if (fewest) {
      const numbers = new Set(fewest.flatMap((sought) => [...sought.numbers]));
      yield* [...numbers].sort((one, other) => other - one);
      return;
    }
    const { count } = await this.about();
    for (let number = count - 1; number >= 0; number -= 1) yield number;
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

  /**
   * @param {number} number @param {number} since @param {number} until
   * @returns {Promise<Post | null | "older">} nothing where it does not stand in between, or is not to be found
   */
  async #post(number, since, until) {
    /** @type {{firsts: [number, number][]}} */ const { firsts } = await this.#files.get("posts");
    const file = firsts.findLastIndex(([first]) => first <= number);
    // What stands in a file stands before what the next one begins with.
    if (firsts[file][1] >= until) return null;
    if (file + 1 < firsts.length && firsts[file + 1][1] < since) return "older";
    /** @type {(Post | null)[]} */ const posts = await this.#files.get(`posts-${file + 1}`);
    const post = posts[number - firsts[file][0]];
    return post && post[2] >= since && post[2] < until ? post : null;
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
