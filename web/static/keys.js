// @ts-check
/** The page by keyboard: from entry to entry, to what is new, to the search. Single letters can be switched off. */

/**
 * @typedef {object} Doing
 * @property {(by: 1 | -1) => boolean} step to the next or previous entry; false: there is none
 * @property {() => void} open the entry in its network
 * @property {() => void} showNew
 */

/** @param {Doing} doing @param {AbortSignal} signal @param {Event[]} early what happened before anybody listened */
export function listen(doing, signal, early) {
  const help = /** @type {HTMLDialogElement | null} */ (document.getElementById("help"));
  const letters = /** @type {HTMLInputElement | null} */ (document.getElementById("letters"));
  const search = /** @type {HTMLElement | null} */ (document.querySelector('#filters [name="q"]'));

  /** @type {Record<string, (() => unknown) | undefined>} */
  const single = {
    j: () => doing.step(1),
    k: () => doing.step(-1),
    o: doing.open,
    ".": doing.showNew,
    "/": search ? () => search.focus() : undefined,
    "?": help ? () => help.showModal() : undefined,
  };
  /** @type {Record<string, (() => unknown) | undefined>} */
  const inFeed = { PageDown: single.j, PageUp: single.k };
  /** @type {Record<string, (() => unknown) | undefined>} */
  const withControl = { Home: () => search?.focus(), End: () => focusAfter() };

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.defaultPrevented || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    const reading = target.closest('[role="feed"] article');
    let act = letters?.checked === false || event.ctrlKey ? undefined : single[event.key];
    if (reading) act ??= (event.ctrlKey ? withControl : inFeed)[event.key];
    if (!act) return;
    if (act() !== false) event.preventDefault();
  }

  document.addEventListener("keydown", key, { signal });
  for (const event of early) if (event instanceof KeyboardEvent) key(event);
}

/** Go on behind the feed: to the link to older posts, or to what follows. */
function focusAfter() {
  const after = /** @type {HTMLElement | null} */ (document.querySelector(".pager:not([hidden]) a, .foot a, .foot button"));
  after?.focus();
}
