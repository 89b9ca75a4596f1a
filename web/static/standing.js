// @ts-check
/**
 * How the page stands: live, paused, cut off since when; in the badge, in one notice, and said to who cannot see. What is
 * said is polite: the first at once, then at most every 20 seconds, and counts, never posts.
 */
/** Milliseconds between two things that are said, of one kind. */
const SAY_EVERY = 20_000;

/** Something that is done when asked for, but at most every so often; asked for in between, once at the end. */
class Seldom {
  #every;
  #act;
  /** @type {number | undefined} */ #timer;

  /** @param {number} every milliseconds @param {() => boolean} act says whether there was anything to do */
  constructor(every, act) {
    this.#every = every;
    this.#act = act;
  }

  ask() {
    if (this.#timer !== undefined || !this.#act()) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      this.ask();
    }, this.#every);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** @typedef {"" | "lost" | "final"} Trouble */

export class Standing {
  #root;
  #words;
  #locale;
  #clock;
  #voice;
  #state;
  #speed;
  /** @type {Trouble} */ #trouble = "";
  #lostSince = 0;
  /** Which trouble was said last to who cannot see. @type {Trouble} */
  #told = "";
  #telling = new Seldom(SAY_EVERY, () => this.#tell());

  /** Whether everything was replaced, because more had happened than is made up for. */
  fresh = false;
  paused = false;

  /**
   * @param {HTMLElement} root
   * @param {Record<string, any>} words
   * @param {import("./times.js").CoverageClock} clock
   * @param {Voice} voice
   */
  constructor(root, words, clock, voice) {
    this.#root = root;
    this.#words = words;
    this.#locale = root.dataset.locale ?? "en";
    this.#clock = clock;
    this.#voice = voice;
    this.#state = root.dataset.state ?? "live";
    this.#speed = Number(root.dataset.speed) || 1;
  }

  /** @param {string} state @param {number} [speed] */
  is(state, speed) {
    this.#state = state;
    this.#speed = speed ?? this.#speed;
    this.#show();
  }

  /** @param {Trouble} trouble @param {number} [since] as `performance.now()` has it */
  inTrouble(trouble, since) {
    this.#trouble = trouble;
    this.#lostSince = since ?? this.#lostSince;
    if (!trouble) this.fresh = false;
    this.#show();
    this.#telling.ask();
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    if (!paused) {
      this.updated();
      this.#telling.ask();
    }
  }

  stop() {
    this.#telling.stop();
  }

  /** Say to who cannot see it that the page is no longer live, or is again. */
  #tell() {
    if (this.#told === this.#trouble || !this.#voice.tell(this.#ofTrouble || this.#words.back)) return false;
    this.#told = this.#trouble;
    return true;
  }

  /** Show what the reader should know most: what is broken before what was chosen before what has happened. */
  notice() {
    const notice = /** @type {HTMLElement} */ (this.#root.querySelector(".notice"));
    const words = this.#noticeWords();
    notice.hidden = !words;
    notice.classList.toggle("trouble", this.#trouble !== "");
    if (notice.dataset.words === words) return;
    notice.dataset.words = words;
    notice.textContent = words;
    if (this.#trouble === "final") {
      const again = document.createElement("a");
      again.href = location.pathname + location.search;
      again.textContent = this.#words.reload;
      notice.append(" ", again);
    }
  }

  #noticeWords() {
    if (this.#trouble) return this.#ofTrouble;
    if (!(/** @type {HTMLElement} */ (this.#root.querySelector(".pill")).hidden)) return "";
    if (this.paused) return this.#words.paused;
    return this.fresh ? this.#words.fresh : "";
  }

  get #ofTrouble() {
    if (this.#trouble === "final") return this.#words.final;
    if (this.#trouble === "") return "";
    return this.#words[navigator.onLine ? "lost" : "offline"].replace("{time}", this.#time(this.#lostSince));
  }

  #show() {
    const badge = document.getElementById("badge");
    const state = document.getElementById("state");
    if (!badge || !state) return;
    const fast = this.#state === "replay" && this.#speed !== 1;
    const times = fast ? ` ×${new Intl.NumberFormat(this.#locale).format(this.#speed)}` : "";
    const trouble = { "": "", lost: this.#words.reconnecting, final: this.#words.stopped }[this.#trouble];
    badge.className = `badge ${trouble ? "lost" : this.#state}`;
    state.textContent = trouble || this.#words[this.#state] + times;
    this.notice();
  }

  /** The page is as it is at this moment. */
  updated() {
    const updated = document.getElementById("updated");
    if (!updated || this.paused) return;
    updated.textContent = this.#words.updated.replace("{time}", this.#time()).replace("{zone}", this.#words.zone);
  }

  /** @param {number} [moment] */
  #time(moment) {
    return this.#clock.timeOfDay(this.#locale, this.#root.dataset.zone ?? "UTC", moment);
  }
}

/** Words for a number, of one and of several. @param {string[]} words @param {number} count @param {string} locale */
export function counted(words, count, locale) {
  const one = new Intl.PluralRules(locale).select(count) === "one";
  return words[one ? 0 : 1].replace("{count}", new Intl.NumberFormat(locale).format(count));
}

/** What is said to who cannot see. */
export class Voice {
  #status;
  #count;
  #unsaid = 0;
  #counting = new Seldom(SAY_EVERY, () => this.#sayCount());

  /** Whether the reader wants to hear what was not asked for. */
  wanted = true;
  paused = false;

  /** @param {Element | null} status @param {(count: number) => string} count words for a number of new posts */
  constructor(status, count) {
    this.#status = status;
    this.#count = count;
  }

  /** Answer to what the reader did. @param {string} words */
  say(words) {
    if (this.#status) this.#status.textContent = words;
  }

  /** Say what the reader did not ask for. @param {string} words @returns {boolean} whether it was said */
  tell(words) {
    const may = this.wanted && !this.paused;
    if (may) this.say(words);
    return may;
  }

  /** One more has come. */
  arrived() {
    this.#unsaid += 1;
  }

  /** What has come is in the page, or counted, now. */
  settle() {
    this.#counting.ask();
  }

  forget() {
    this.#unsaid = 0;
  }

  stop() {
    this.#counting.stop();
  }

  #sayCount() {
    if (!this.#unsaid || !this.tell(this.#count(this.#unsaid))) return false;
    this.forget();
    return true;
  }
}
