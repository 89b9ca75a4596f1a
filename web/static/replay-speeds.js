// @ts-check
/** How fast it plays: one of several speeds. */

export class Speeds {
  #root;
  #changed;

  /**
   * @param {Element | null} root of the choices
   * @param {() => void} changed called when another one is chosen
   * @param {AbortSignal} signal
   */
  constructor(root, changed, signal) {
    this.#root = root;
    this.#changed = changed;
    root?.addEventListener("change", changed, { signal });
  }

  /** Seconds of the coverage in one of the reader's. */
  get now() {
    return Number(this.#all.find((input) => input.checked)?.value) || 1;
  }

  /** Choose the next one, slower or faster. @param {1 | -1} by */
  change(by) {
    const all = this.#all;
    const one = all[all.findIndex((input) => input.checked) + by];
    if (!one) return;
    one.checked = true;
    this.#changed();
  }

  get #all() {
    return /** @type {HTMLInputElement[]} */ ([...(this.#root?.querySelectorAll("input") ?? [])]);
  }
}
