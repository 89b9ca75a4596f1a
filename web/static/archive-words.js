// @ts-check
/** Texts as words, in the form in which the index of an archive has them. As `livefeed/engine/text.py` and `finding.py` do. */

const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\u{e0000}-\u{e01ef}]+/gu;

/** Characters of scripts that do not part words by spaces: each is a word. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]/gu;

const WORD = /[\p{L}\p{N}]+/gu;
const URL = /https?:\/\/[^\s\x1c-\x1f\x85]*|www\.[^\s\x1c-\x1f\x85]*/gu;

/** All but the letter whose upper case is another's; and Cherokee, whose case is folded upwards. */
const CASED = /[^\u0131]+/gu;
const UPWARDS = /[\u13a0-\u13fd\uab70-\uabbf]/gu;

/** Bring all ways of writing a letter large or small together. @param {string} text */
function folded(text) {
  const plain = text.normalize("NFKC").replace(CASED, (part) => part.toLowerCase().toUpperCase().toLowerCase());
  return plain.replaceAll("ς", "σ").replace(UPWARDS, (letter) => letter.toUpperCase());
}

/** Take case and accents off, and leave all else. @param {string} text */
export function bare(text) {
  return folded(text).normalize("NFKD").replace(/\p{M}/gu, (mark) => (isSetOver(mark) ? "" : mark));
}

/** Whether a mark has a place over or under a letter, by which marks are put in order (Unicode's combining class). @param {string} mark */
function isSetOver(mark) {
  return mark === "\u0345" || `\u0345${mark}`.normalize("NFD") !== `\u0345${mark}`;
}

/** The form in which hashtags and words are compared: letters, digits and `_`. @param {string} tag */
export function tagKey(tag) {
  return folded(tag).normalize("NFKD").replace(/[^\p{L}\p{N}_]/gu, "");
}

/** The form in which names and handles are compared. @param {string} said */
export function authorKey(said) {
  return bare(said).replace(/^@/, "").split(/[\s\x1c-\x1f\x85]+/u).filter(Boolean).join(" ");
}

/** A text's words in order. @param {string} text @returns {string[]} */
export function wordList(text) {
  const parted = text.normalize("NFKC").replace(INVISIBLE, "").replace(UNSPACED, " $& ").normalize("NFKC");
  return (parted.match(WORD) ?? []).map(tagKey).filter(Boolean);
}

/** Put blanks in the place of each address: it is no words, and what follows stays where it is. @param {string} text */
export function withoutAddresses(text) {
  return text.replace(URL, (address) => " ".repeat(address.length));
}

/**
 * A text's words in order, each with where it stands.
 * @param {string} text
 * @returns {{word: string, start: number, end: number}[]}
 */
function placed(text) {
  const found = [];
  for (const { 0: whole, index } of text.matchAll(/(?:[^\s_]|\ufeff)+/gu)) {
    const [before, after] = [/^[^\p{L}\p{N}#]*/u, /[^\p{L}\p{N}\p{M}]*$/u].map((edge) => edge.exec(whole)?.[0].length ?? 0);
    for (const word of wordList(whole)) found.push({ word, start: index + before, end: index + whole.length - after });
  }
  return found;
}

/** Whether words stand in a text one after the other. @param {string} text @param {string[]} phrase */
export function stands(text, phrase) {
  const all = wordList(text);
  return all.some((_, from) => phrase.every((word, number) => all[from + number] === word));
}

/**
 * Where phrases stand in a text, in order, apart from each other.
 * @param {string} text
 * @param {string[][]} wanted
 * @returns {[start: number, end: number][]}
 */
export function places(text, wanted) {
  const all = placed(withoutAddresses(text));
  /** @type {[number, number][]} */ const found = [];
  for (const phrase of wanted) {
    for (let from = 0; from + phrase.length <= all.length; from += 1) {
      if (phrase.every((word, number) => all[from + number].word === word)) {
        found.push([all[from].start, all[from + phrase.length - 1].end]);
      }
    }
  }
  return found.sort(([one], [other]) => one - other);
}
