// @ts-check
/** Times in a coverage's zone: written, read as people write them, and in addresses. As `livefeed/server/moments.py` does. */
import { ZoneClock } from "./zone-clock.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400_000;
/** Milliseconds up to the end of a second: a time means all of it. */
const WHOLE = SECOND - 1;

const TIME = /^(\d{1,2}) *[:h] *(?:(\d{2}) *(?:[:m] *(?:(\d{2}) *s?)?)?)?(?:([ap])\.?m\.?)?$/;
const DATED = /^(\d{4}-\d\d-\d\d)t([^.z+-]+)(\.\d{1,6})?(z|[+-]\d\d:?\d\d)?$/;

/** A zone whose sign an address has made a space of. */
const LOST_PLUS = /^(\d{4}-\d\d-\d\dt[\d:.]+) (\d\d:?\d\d)$/;

/** @param {number} ms @returns {string} as a computer writes it: 2026-10-02T14:32:10 */
function plain(ms) {
  return new Date(ms).toISOString().slice(0, 19);
}

/** @param {string} said @returns {number | undefined} milliseconds of the day */
function timeOfDay(said) {
  const found = TIME.exec(said.trim().replace("min", "m"));
  if (!found) return undefined;
  const [hour, minute, second] = found.slice(1, 4).map((part) => Number(part ?? 0));
  const half = found[4];
  if (hour > 23 || minute > 59 || second > 59 || (half && (hour < 1 || hour > 12))) return undefined;
  const hours = half ? (hour % 12) + (half === "p" ? 12 : 0) : hour;
  return (hours * 60 + minute) * MINUTE + second * SECOND;
}

export class Times {
  #begins;
  #ends;
  #clock;
  #second;
  #minute;
  #day;
  #own;

  /** @param {{locale: string, zone: string, begins: number, ends: number}} of times in milliseconds since 1970 UTC */
  constructor({ locale, zone, begins, ends }) {
    this.#begins = begins;
    this.#ends = ends;
    this.#clock = new ZoneClock(zone);
    this.#second = new Intl.DateTimeFormat(locale, { timeZone: zone, timeStyle: "medium" });
    this.#minute = new Intl.DateTimeFormat(locale, { timeZone: zone, timeStyle: "short" });
    this.#day = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "long" });
    this.#own = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
    this.severalDays = plain(this.#clock.wall(begins)).slice(0, 10) !== plain(this.#clock.wall(ends)).slice(0, 10);
  }

  /** To the second: 14 h 32 min 10 s, 2:32:10 p.m. @param {number} at */
  second(at) {
    return unbroken(this.#second.format(at));
  }

  /** To the minute. @param {number} at */
  minute(at) {
    return unbroken(this.#minute.format(at));
  }

  /** @param {number} at */
  day(at) {
    return this.#day.format(at);
  }

  /** The time where the reader is; undefined where that is the same. @param {number} at */
  own(at) {
    const own = unbroken(this.#own.format(at));
    return own === this.minute(at) ? undefined : own;
  }

  /** For an address, as short as it is understood; in UTC where the clocks showed the same before. @param {number} at */
  written(at) {
    const second = at - (at % SECOND);
    if (this.#clock.at(this.#clock.wall(second)) !== second) return `${plain(at)}Z`;
    const wall = plain(this.#clock.wall(at));
    return this.severalDays ? wall : wall.slice(11);
  }

  /** @param {string} text @returns {number | undefined} milliseconds, within what there is; undefined where it is no time */
  read(text) {
    const written = text.slice(0, 40).toLowerCase().replace(/[\u00a0\u202f]/g, " ").trim();
    const said = written.replace(LOST_PLUS, "$1+$2");
    const at = /^\d{9,}$/.test(said) ? Number(said) : (this.#dated(said) ?? this.#first(timeOfDay(said)));
    return at === undefined || Number.isNaN(at) ? undefined : this.within(at);
  }

  /** @param {number} at */
  within(at) {
    return Math.min(Math.max(at, this.#begins), this.#ends);
  }

  /** @param {string} said */
  #dated(said) {
    const found = DATED.exec(said);
    const time = found && timeOfDay(found[2]);
    if (!found || time === undefined) return undefined;
    const zone = found[4]?.toUpperCase();
    const wall = Date.parse(`${found[1]}T00:00:00Z`) + time;
    if (Number.isNaN(wall)) return undefined;
    const at = zone ? Date.parse(plain(wall) + zone.replace(/^(.\d\d)(\d\d)$/, "$1:$2")) : this.#clock.at(wall);
    return at + (found[3] ? Math.floor(Number(found[3]) * SECOND) : WHOLE);
  }

  /** The first day on which a time lies within what there is. @param {number | undefined} time */
  #first(time) {
    if (time === undefined) return undefined;
    const wall = this.#clock.wall(this.#begins);
    const midnight = wall - (wall % DAY);
    const first = this.#clock.at(midnight + time);
    const fits = first >= this.#begins - (this.#begins % SECOND) || first + DAY > this.#ends;
    return (fits ? first : this.#clock.at(midnight + DAY + time)) + WHOLE;
  }
}

/** @param {string} time */
function unbroken(time) {
  return time.replaceAll(" ", "\u00a0");
}
