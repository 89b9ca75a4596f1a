// @ts-check
/** What clocks show in a time zone, and when they show it. */

const DAY = 86_400_000;

export class ZoneClock {
  #parts;

  /** @param {string} zone IANA name */
  constructor(zone) {
    const all = /** @type {const} */ ({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    this.#parts = new Intl.DateTimeFormat("en-US", { ...all, timeZone: zone, hourCycle: "h23" });
  }

  /** What the clocks show, as if they were at UTC. @param {number} at milliseconds since 1970 UTC */
  wall(at) {
    const { year, month, day, hour, minute, second } = Object.fromEntries(
      this.#parts.formatToParts(at).map(({ type, value }) => [type, value]),
    );
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + (at % 1000);
  }

  /**
   * When the clocks show this: the first time where they show it twice; where they leap over it, what they would have shown.
   * @param {number} wall
   */
  at(wall) {
    const [before, after] = [wall - DAY, wall + DAY].map((at) => wall - (this.wall(at) - at));
    return this.wall(before) === wall || this.wall(after) !== wall ? before : after;
  }
}
