// @ts-check
/** Times as people write them when they search: `14:00`, `14h30`, `2026-10-02`. As `livefeed/engine/daytimes.py` does. */

/** @typedef {import("./zone-clock.js").ZoneClock} ZoneClock */

const DAY = 86_400_000;
/** Milliseconds: the year 2112, up to which places on a page reach. */
const LAST = 4_500_000_000_000;

const WRITTEN =
  /^(?:(?<date>\d{4}-\d\d-\d\d)(?:[tT ]|$))?(?:(?<hour>\d{1,2})(?::(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d{1,9})?)?|[hH](?<minutes>\d\d)?)[ \t-\r]?(?<zone>[zZ]|[+-]\d\d:?\d\d)?)?$/;

/** A moment, or a time of day of which the day is still to be found. */
export class DayTime {
  #isOfAnyDay;

  /** @param {number} at milliseconds @param {boolean} isOfAnyDay */
  constructor(at, isOfAnyDay) {
    this.ofTheDay = at;
    this.#isOfAnyDay = isOfAnyDay;
  }

  /** The moment itself, or the last time of that day's name up to another moment. @param {number} moment */
  lastBefore(moment) {
    return this.#isOfAnyDay && this.ofTheDay > moment ? this.ofTheDay - DAY : this.ofTheDay;
  }

  /** The moment itself, or the first time of that day's name after another moment. @param {number} moment */
  firstAfter(moment) {
    if (!this.#isOfAnyDay || this.ofTheDay > moment) return this.ofTheDay;
    return this.ofTheDay + DAY * (Math.floor((moment - this.ofTheDay) / DAY) + 1);
  }
}

/**
 * Read a time; undefined where it is none.
 * @param {string} text ISO 8601 in whole or in part, hours also with `h`, or milliseconds since 1970
 * @param {ZoneClock} clock of what is written without a zone
 * @param {number} day a moment of the day that is meant where none is written
 */
export function readDayTime(text, clock, day) {
  const written = text.trim();
  if (/^\d{9,14}$/.test(written)) return bounded(Number(written), false);
  const { date, hour, minute, minutes, second, zone } = (written && WRITTEN.exec(written)?.groups) || {};
  if (!date && !hour) return undefined;
  const wall = clock.wall(day);
  const midnight = date ? Date.parse(`${date}T00:00:00Z`) : wall - (wall % DAY);
  // A browser may read the 30th of February as the 2nd of March.
  if (Number.isNaN(midnight) || (date && new Date(midnight).toISOString().slice(0, 10) !== date)) return undefined;
  const time = sinceMidnight(Number(hour ?? 0), Number(minute ?? minutes ?? 0), Number(second ?? 0));
  const offset = zone && offsetOf(zone);
  if (time === undefined || (zone && offset === undefined)) return undefined;
  const moment = midnight + time;
  if (moment < -DAY || moment > LAST + DAY) return undefined;
  return bounded(typeof offset === "number" ? moment - offset : clock.at(moment), !date);
}

/** @param {number} at @param {boolean} isOfAnyDay */
function bounded(at, isOfAnyDay) {
  return at >= 0 && at < LAST ? new DayTime(at, isOfAnyDay) : undefined;
}

/** The time of day in milliseconds; 24:00 is the end of the day. @param {number} hours @param {number} minutes @param {number} seconds */
function sinceMidnight(hours, minutes, seconds) {
  const time = (hours * 3600 + minutes * 60 + seconds) * 1000;
  return minutes > 59 || seconds > 60 || time > DAY ? undefined : time;
}

/** Milliseconds east of UTC. @param {string} zone */
function offsetOf(zone) {
  if (/z/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
