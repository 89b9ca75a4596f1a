// @ts-check
/** What a reader presses beside the feed, and what is to be done then. What is needed seldom is loaded when it is. */

/** A button that is pressed or not. @param {string} id @param {AbortSignal} signal @param {(on: boolean) => void} act */
export function onToggle(id, signal, act) {
  const button = document.getElementById(id);
  if (!button) return;
  const press = () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    act(on);
  };
  button.addEventListener("click", press, { signal });
}

/**
 * Something is chosen or typed among the filters; a click that wants a tab of its own is the browser's.
 * @param {AbortSignal} signal @param {(event: Event) => void} take
 */
export function onChoice(signal, take) {
  const choose = (/** @type {Event} */ event) => {
    const { ctrlKey, metaKey, shiftKey } = /** @type {MouseEvent} */ (event);
    const chip = /** @type {HTMLElement} */ (event.target).closest("[data-name]");
    if (event.type === "click" && (!chip || ctrlKey || metaKey || shiftKey)) return;
    if (event.type !== "input") event.preventDefault();
    take(event);
  };
  for (const type of ["click", "input", "submit"]) {
    document.getElementById("filters")?.addEventListener(type, choose, { signal });
  }
}

/** A button with `data-action`, anywhere. @param {AbortSignal} signal @param {(said: string) => void} say */
export function onAction(signal, say) {
  const act = async (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-action]"));
    if (!button) return;
    event.preventDefault();
    say(await (await import("./acting.js")).act(button));
  };
  document.addEventListener("click", act, { signal });
}

/**
 * Keys, once somebody is there who may press some: those pressed until what knows them is loaded count.
 * @param {import("./placing.js").Feed} feed @param {Record<string, () => void>} more @param {AbortSignal} signal
 */
export function onKeys(feed, more, signal) {
  onFirst(["keydown", "focusin", "pointermove"], signal, async (event) => {
    const loaded = new AbortController();
    const early = [event];
    addEventListener("keydown", (next) => early.push(next), { signal: loaded.signal });
    const { listen } = await import("./keys.js");
    loaded.abort();
    listen(feed, more, signal, early);
  });
}

/**
 * One of these happens for the first time: what is needed then is loaded then.
 * @param {string[]} types @param {AbortSignal} signal @param {(event: Event) => void} act
 */
export function onFirst(types, signal, act) {
  const once = new AbortController();
  const happened = (/** @type {Event} */ event) => {
    once.abort();
    if (!signal.aborted) act(event);
  };
  for (const type of types) addEventListener(type, happened, { passive: true, signal: once.signal });
}
