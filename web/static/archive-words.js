// @ts-check
/** Texts as words, in the form in which the index of an archive has them. As `livefeed/engine/text.py` does. */

const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\u{e0000}-\u{e01ef}]+/gu;

/** Characters of scripts that do not part words by spaces: each is a word. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]/gu;

const WORD = /[\p{L}\p{N}]+/gu;
const PHRASE = /"([^"]*)"?|«([^»]*)»?|“([^”]*)”?|(\S+)/gu;

/** Take case and accents off. @param {string} text */
export function bare(text) {
  const low = text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
  return low.normalize("NFKD").replace(/\p{M}/gu, "");
}

/**
 * A text's words in order, each with where it stands.
 * @param {string} text
 * @returns {{word: string, start: number, end: number}[]}
 */
export function words(text) {
  const found = [];
  for (const { 0: whole, index } of text.matchAll(/[^\s_]+/gu)) {
    const [before, after] = [/^[^\p{L}\p{N}#]*/u, /[^\p{L}\p{N}\p{M}]*$/u].map((edge) => edge.exec(whole)?.[0].length ?? 0);
    const place = { start: index + before, end: index + whole.length - after };
    const parted = whole.normalize("NFKC").replace(INVISIBLE, "").replace(UNSPACED, " $& ");
    for (const [one] of parted.matchAll(WORD)) {
      const word = bare(one).replace(/[^\p{L}\p{N}]/gu, "");
      if (word) found.push({ word, ...place });
    }
  }
  return found;
}

/**
 * What somebody searches for: phrases of one word or more. Words without a blank between them are a phrase, too.
 * @param {string} said
 * @returns {string[][]}
 */
export function phrases(said) {
  const found = [...said.matchAll(PHRASE)].map((one) => words(one[1] ?? one[2] ?? one[3] ?? one[4] ?? ""));
  return found.map((phrase) => phrase.map(({ word }) => word)).filter((phrase) => phrase.length);
}

/**
 * Where phrases stand in a text; undefined where one of them does not.
 * @param {string} text
 * @param {string[][]} wanted
 * @returns {[start: number, end: number][] | undefined}
 */
export function places(text, wanted) {
  const all = words(text);
  /** @type {[number, number][]} */ const found = [];
  for (const phrase of wanted) {
    const before = found.length;
    for (let from = 0; from + phrase.length <= all.length; from += 1) {
      if (phrase.every((word, number) => all[from + number].word === word)) {
        found.push([all[from].start, all[from + phrase.length - 1].end]);
      }
    }
    if (found.length === before) return undefined;
  }
  return found.sort(([one], [other]) => one - other);
}
