// @ts-check
/** In which hours or days was found what a search of an archive finds. As `livefeed/server/histogram.py` draws it. */
import { PART } from "./archive-index.js";

/** Bars at most; of more days the last are shown. */
const BARS = 48;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * @typedef {{start: number, end: number, count: number}} Bar an hour or a day, in milliseconds since 1970 UTC
 * @typedef {import("./zone-clock.js").ZoneClock} ZoneClock
 */

/**
 * Draw a tally: bars without a gap between them.
 * @param {Map<number, number>} parts
 * @param {ZoneClock} clock
 * @returns {{bars: Bar[], ofDays: boolean}}
 */
export function histogram(parts, clock) {
  const hours = summed([...parts].map(([part, count]) => [hourOf(part * PART, clock), count]));
  const [first, last] = [Math.min(...hours.keys()), Math.max(...hours.keys())];
  if (!hours.size) return { bars: [], ofDays: false };
  if ((last - first) / HOUR < BARS) {
    const starts = Array.from({ length: Math.floor((last - first) / HOUR) + 1 }, (_, number) => first + number * HOUR);
    return { bars: starts.map((start) => ({ start, end: start + HOUR, count: hours.get(start) ?? 0 })), ofDays: false };
  }
  const days = summed([...hours].map(([hour, count]) => [midnight(hour, clock), count]));
  const end = Math.max(...days.keys());
  /** @type {Bar[]} */ const bars = [];
  for (let start = Math.max(Math.min(...days.keys()), midnight(end - BARS * DAY, clock)); start <= end; start = bars[bars.length - 1].end) {
    // Noon of the next day, whatever the clocks do in between.
    bars.push({ start, end: midnight(start + 36 * HOUR, clock), count: days.get(start) ?? 0 });
  }
  return { bars: bars.slice(-BARS), ofDays: true };
}

/** @param {[at: number, count: number][]} counts */
function summed(counts) {
  /** @type {Map<number, number>} */ const sums = new Map();
  for (const [at, count] of counts) sums.set(at, (sums.get(at) ?? 0) + count);
  return sums;
}

/** @param {number} at @param {ZoneClock} clock */
function hourOf(at, clock) {
  return at - (clock.wall(at) % HOUR);
}

/** @param {number} at @param {ZoneClock} clock */
function midnight(at, clock) {
  const wall = clock.wall(at);
  return clock.at(wall - (wall % DAY));
}

/** The highest bar; of equal ones the first. @param {Bar[]} bars */
export function highest(bars) {
  return bars.reduce((most, bar) => (bar.count > most.count ? bar : most));
}

/**
 * Draw bars as a list that leads to what was found in each.
 * @param {Bar[]} bars
 * @param {{name: (at: number) => string, count: (count: number) => string, address: (bar: Bar) => string | undefined}} say
 * @returns {HTMLLIElement[]}
 */
export function drawn(bars, say) {
  const most = highest(bars).count;
  return bars.map((bar) => {
    const item = document.createElement("li");
    const height = bar.count ? Math.max(1, Math.round((100 * bar.count) / most)) : 0;
    const name = document.createElement("span");
    name.textContent = say.name(bar.start);
    const address = bar.count ? say.address(bar) : undefined;
    if (address === undefined) {
      item.append(column(height), name);
      return item;
    }
    const link = document.createElement("a");
    link.href = address;
    const count = document.createElement("span");
    count.className = "vh";
    count.textContent = `, ${say.count(bar.count)}`;
    link.append(column(height), name, count);
    item.append(link);
    return item;
  });
}

/** @param {number} height percent */
function column(height) {
  const [svg, bar] = ["svg", "rect"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  svg.setAttribute("aria-hidden", "true");
  for (const [name, value] of Object.entries({ y: 100 - height, width: 100, height })) bar.setAttribute(name, `${value}%`);
  svg.append(bar);
  return svg;
}
