// @ts-check
/** The cards of a wall: which stand, which wait, and whose turn it is. */
import { toArticle } from "./placing.js";

/** Milliseconds that a card stands at least. */
const STANDS = 8_000;

/** Milliseconds between two changes anywhere on the wall. */
const PACE = 2_000;

/** Milliseconds of a cross-fade. */
const FADE = 900;

/** Cards that wait, and cards that are kept to fill a place that becomes free: the newest. */
const MOST = 40;

/** How much smaller than it is meant to be a text may become. */
const SMALLEST = 0.5;

/** From this size on a card needs the large place. */
const LARGE = 3;

/** @typedef {{id: string, key: string, html: string, pinned: boolean}} Put */
/** @typedef {{put: Put, node: HTMLElement | null, due: number}} Kept */

/** What a card says, to be compared. @param {Element | null | undefined} card */
function saidBy(card) {
  return card?.querySelector("blockquote")?.textContent?.trim().toLowerCase();
}

/** Let a text be as large as its card has room for. @param {HTMLElement} card */
function fit(card) {
  const words = card.querySelector("blockquote");
  if (!words) return;
  card.style.removeProperty("--fit");
  for (let size = 0.95; size >= SMALLEST && words.scrollHeight > words.clientHeight + 1; size -= 0.05) {
    card.style.setProperty("--fit", size.toFixed(2));
  }
}

class Slot {
  since = -STANDS;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.hero = place.classList.contains("hero");
  }

  /** @returns {HTMLElement | null} */
  get card() {
    return this.place.querySelector(".card:not(.going)");
  }

  get id() {
    return this.card?.dataset.id;
  }

  get by() {
    return this.card?.dataset.by;
  }

  get key() {
    return this.card?.dataset.key ?? "";
  }

  /** @param {HTMLElement} node */
  takes(node) {
    return this.hero || Number(node.dataset.size) < LARGE;
  }

  /** Let a card come by a cross-fade; null leaves the place empty. @param {HTMLElement | null} node @param {number} now */
  show(node, now) {
    for (const gone of this.place.querySelectorAll(".going")) gone.remove();
    const old = this.card;
    this.since = now;
    if (node) {
      node.classList.add("coming");
      this.place.append(node);
      fit(node);
      void node.offsetWidth; // so that the browser sees it come
      node.classList.remove("coming");
    }
    if (!old) return;
    old.classList.add("going");
    old.setAttribute("aria-hidden", "true");
    setTimeout(() => old.remove(), FADE);
  }

  /** Take a card away this moment: nobody may read it any longer. @param {HTMLElement | null} node @param {number} now */
  replace(node, now) {
    this.place.replaceChildren(...(node ? [node] : []));
    if (node) fit(node);
    this.since = now;
  }
}

export class Cards {
  #stream;
  #delay;
  /** @type {Slot[]} */ #slots;
  /** @type {Map<string, Kept>} what is new and has not stood yet, in order of arrival */ #waiting = new Map();
  /** @type {Map<string, {put: Put, due: number}>} what may fill a place that becomes free */ #spare = new Map();
  #changed = -PACE;

  /** @param {HTMLElement} stream @param {number} delay milliseconds that a card waits at least */
  constructor(stream, delay) {
    this.#stream = stream;
    this.#delay = delay;
    this.#slots = [...stream.querySelectorAll(".slot")].map((one) => new Slot(/** @type {HTMLElement} */ (one)));
    const spare = stream.querySelector("template")?.content.querySelectorAll(".card") ?? [];
    for (const card of [...spare].reverse()) {
      const { id = "", key = "" } = /** @type {HTMLElement} */ (card).dataset;
      this.#keep({ id, key, html: card.outerHTML, pinned: false }, 0);
    }
  }

  /** Let all texts fit, after the screen has turned or the fonts have come. */
  fit() {
    for (const { card } of this.#slots) if (card) fit(card);
  }

  /** Take in a change. @param {any} change @param {number} now */
  change(change, now) {
    if (change.op === "drop") this.#forget(change.id, now);
    else if (change.op === "put") this.#put(change, now);
  }

  /** Put another board in place of all that is known. @param {Put[]} entries the newest first @param {number} now */
  replaceAll(entries, now) {
    const known = new Map(entries.map((entry) => [entry.id, entry]));
    for (const id of this.#waiting.keys()) if (!known.has(id)) this.#waiting.delete(id);
    for (const id of this.#spare.keys()) if (!known.has(id)) this.#spare.delete(id);
    for (const slot of this.#slots) if (slot.id && !known.get(slot.id)?.html) this.#forget(slot.id, now);
    for (const entry of [...entries].reverse()) this.#put(entry, now);
    this.#sayEmpty();
  }

  /** Let the next card come, if it is time. @param {number} now @returns {boolean} whether something has changed */
  settle(now) {
    if (now - this.#changed < PACE) return false;
    for (const [id, kept] of this.#waiting) {
      if (kept.due > now) continue;
      if (!kept.put.pinned && !this.#isNews(kept.put)) {
        this.#waiting.delete(id); // what stands is newer by now
        continue;
      }
      kept.node ??= toArticle(kept.put.html);
      const slot = this.#place(kept, now);
      if (!slot) continue;
      this.#waiting.delete(id);
      slot.show(kept.node, now);
      slot.place.classList.toggle("pinned", kept.put.pinned);
      this.#changed = now;
      this.#sayEmpty();
      return true;
    }
    return false;
  }

  /** Choose the place for a card; none while none is free. @param {Kept} kept @param {number} now */
  #place(kept, now) {
    const node = /** @type {HTMLElement} */ (kept.node);
    const fits = this.#slots.filter((slot) => slot.takes(node) && (kept.put.pinned ? slot.hero : !this.#isPinned(slot)));
    // The same voice stands once: what it says now takes the place of what it said before.
    const own = this.#slots.find((slot) => slot.by === node.dataset.by);
    if (own && !fits.includes(own)) return null;
    if (this.#slots.some((slot) => slot !== own && slot.card && saidBy(slot.card) === saidBy(node))) return null;
    const free = (own ? [own] : fits).filter(
      (slot) => !slot.card || (now - slot.since >= STANDS && (kept.put.pinned || slot.key < kept.put.key)),
    );
    return free.reduce((a, b) => (!a || b.key < a.key ? b : a), /** @type {Slot | null} */ (null));
  }

  /** @param {Slot} slot */
  #isPinned(slot) {
    return slot.place.classList.contains("pinned");
  }

  /** @param {Put} entry @param {number} now */
  #put(entry, now) {
    const slot = this.#slots.find((one) => one.id === entry.id);
    if (!entry.html) return this.#forget(entry.id, now);
    const same = slot?.card && saidBy(slot.card) === saidBy(toArticle(entry.html));
    const before = this.#spare.get(entry.id);
    const told = before && saidBy(toArticle(before.put.html)) === saidBy(toArticle(entry.html));
    this.#keep(entry, same ? now : told ? before.due : now + this.#delay);
    if (slot && (same || !this.#delay)) return this.#renew(slot, entry, now);
    if (slot) {
      // New words wait like those of a new post, and the old ones may be gone for a reason.
      slot.place.classList.remove("pinned");
      slot.replace(this.#filling(slot, now), now);
    }
    const waits = this.#waiting.get(entry.id);
    if (waits) {
      const still = saidBy(toArticle(waits.put.html)) === saidBy(toArticle(entry.html));
      Object.assign(waits, { put: entry, node: null, due: still ? waits.due : now + this.#delay });
    } else if (entry.pinned || this.#isNews(entry)) {
      this.#waiting.set(entry.id, { put: entry, node: null, due: now + this.#delay });
    }
    if (this.#waiting.size > MOST) this.#waiting.delete(/** @type {string} */ (this.#waiting.keys().next().value));
  }

  /** An edit shows at once; a pin waits for the large place. @param {Slot} slot @param {Put} entry @param {number} now */
  #renew(slot, entry, now) {
    if (entry.pinned && !slot.hero) {
      slot.replace(this.#filling(slot, now), now);
      this.#waiting.set(entry.id, { put: entry, node: null, due: now });
      return;
    }
    slot.place.classList.toggle("pinned", entry.pinned);
    const node = toArticle(entry.html);
    const { since } = slot;
    if (slot.takes(node)) slot.replace(node, now);
    else slot.replace(this.#filling(slot, now), now);
    slot.since = since;
  }

  /** Whether an entry is newer than what stands: old posts never come back as new. @param {Put} entry */
  #isNews(entry) {
    const keys = this.#slots.filter((slot) => slot.card).map((slot) => slot.key);
    return keys.length < this.#slots.length || keys.some((key) => key < entry.key);
  }

  /** @param {string} id @param {number} now */
  #forget(id, now) {
    this.#waiting.delete(id);
    this.#spare.delete(id);
    for (const slot of this.#slots) {
      for (const gone of slot.place.querySelectorAll(".going")) if (/** @type {HTMLElement} */ (gone).dataset.id === id) gone.remove();
      if (slot.id !== id) continue;
      slot.place.classList.remove("pinned");
      slot.replace(this.#filling(slot, now), now);
    }
    this.#sayEmpty();
  }

  /** @param {Put} entry @param {number} due from when it may be seen */
  #keep(entry, due) {
    this.#spare.delete(entry.id);
    if (!entry.html) return;
    this.#spare.set(entry.id, { put: entry, due });
    if (this.#spare.size > MOST) this.#spare.delete(/** @type {string} */ (this.#spare.keys().next().value));
  }

  /** The newest that is nowhere in sight and does not wait its turn. @param {Slot} slot @param {number} now @returns {HTMLElement | null} */
  #filling(slot, now) {
    const others = this.#slots.filter((one) => one !== slot);
    const candidates = [...this.#spare.values()].sort((a, b) => (a.put.key < b.put.key ? 1 : -1));
    for (const { put: entry, due } of candidates) {
      if (due > now) continue;
      if (entry.id === slot.id || this.#waiting.has(entry.id) || others.some((one) => one.id === entry.id)) continue;
      const node = toArticle(entry.html);
      const stands = (/** @type {Slot} */ one) => one.by === node.dataset.by || (one.card && saidBy(one.card) === saidBy(node));
      if (slot.takes(node) && !others.some(stands)) return node;
    }
    return null;
  }

  #sayEmpty() {
    const empty = /** @type {HTMLElement | null} */ (this.#stream.querySelector(".empty"));
    if (empty) empty.hidden = this.#slots.some((slot) => slot.card);
  }
}
