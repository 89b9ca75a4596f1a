// @ts-check
/** Which posts of an archive have what is asked for, the newest first: of the index, only the files that the words need. */
import { bare, phrases, places } from "./archive-words.js";

/**
 * @typedef {{q: string, by: string, network: string, from: number, to: number}} Question times in milliseconds
 * @typedef {[id: string, page: number, at: number, network: string, name: string, handle: string, lang: string,
 *   text: string, warned: string | null]} Post
 * @typedef {{post: Post, marks: [number, number][]}} Hit
 */

export class Index {
  #files;

  /** @param {import("./archive-files.js").Files} files */
  constructor(files) {
    this.#files = files;
  }

  /**
   * Walk over what is found, the newest first.
   * @param {Question} question
   * @returns {AsyncGenerator<Hit>}
   */
  async *find({ q, by, network, from, to }) {
    const wanted = phrases(q);
    const terms = wanted.flat();
    if (by.trim()) terms.push(`from:${bare(by.trim()).replace(/^@/, "").split(/\s+/u).join(" ")}`);
    if (network) terms.push(`network:${bare(network)}`);
    const all = await Promise.all([...new Set(terms)].map((term) => this.#numbers(term)));
    all.sort((one, other) => one.length - other.length);
    const others = all.slice(1).map((numbers) => new Set(numbers));
    for await (const number of this.#candidates(all[0])) {
      if (!others.every((numbers) => numbers.has(number))) continue;
      const post = await this.#post(number, from, to);
      if (post === "older") return;
      if (!post) continue;
      const marks = this.#marks(post, wanted);
      if (marks) yield { post, marks };
    }
  }

  /** @param {number[] | undefined} numbers of the rarest term; without one, all posts */
  async *#candidates(numbers) {
    if (numbers) {
      yield* numbers.reverse();
      return;
    }
    const { count } = await this.#files.get("words");
    for (let number = count - 1; number >= 0; number -= 1) yield number;
  }

  /** Where phrases stand in the text; undefined where one stands neither there nor in the name. @param {Post} post @param {string[][]} wanted */
  #marks([, , , , name, handle, , text], wanted) {
    /** @type {[number, number][]} */ const marks = [];
    for (const phrase of wanted) {
      const found = places(text, [phrase]);
      if (found) marks.push(...found);
      // Single words were found by the index; it knows of more than is shown here.
      else if (phrase.length > 1 && !places(name, [phrase]) && !places(handle, [phrase])) return undefined;
    }
    return marks.sort(([one], [other]) => one - other);
  }

  /** Numbers of the posts that have a term, the oldest first. @param {string} term @returns {Promise<number[]>} */
  async #numbers(term) {
    /** @type {{firsts: string[]}} */ const { firsts } = await this.#files.get("words");
    /** @type {number[]} */ const numbers = [];
    let file = Math.max(0, firsts.findLastIndex((first) => first < term));
    for (; file < firsts.length && firsts[file] <= term; file += 1) {
      /** @type {[string, number[]][]} */ const rows = await this.#files.get(`words-${file + 1}`);
      for (const [, steps] of rows.filter(([word]) => word === term)) {
        let number = 0;
        for (const step of steps) numbers.push((number += step));
      }
    }
    return numbers;
  }

  /**
   * @param {number} number @param {number} from @param {number} to
   * @returns {Promise<Post | null | "older">} nothing where it does not stand in between, or is not to be found
   */
  async #post(number, from, to) {
    /** @type {{firsts: [number, number][]}} */ const { firsts } = await this.#files.get("posts");
    const file = firsts.findLastIndex(([first]) => first <= number);
    // What stands in a file stands before what the next one begins with.
    if (firsts[file][1] >= to) return null;
    if (file + 1 < firsts.length && firsts[file + 1][1] < from) return "older";
    /** @type {(Post | null)[]} */ const posts = await this.#files.get(`posts-${file + 1}`);
    const post = posts[number - firsts[file][0]];
    return post && post[2] >= from && post[2] < to ? post : null;
  }
}
