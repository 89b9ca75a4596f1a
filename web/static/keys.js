// @ts-check
/** The page by keyboard: from entry to entry, to what is new, to the search. Single letters can be switched off. */

/** @typedef {Record<string, ((event: KeyboardEvent) => unknown) | undefined>} Keys what each does; false: nothing */

/**
 * @param {import("./placing.js").Feed} feed
 * @param {Keys} own single keys of this page alone
 * @param {AbortSignal} signal
 * @param {Event[]} early what happened before anybody listened
 */
export function listen(feed, own, signal, early) {
  const help = /** @type {HTMLDialogElement | null} */ (document.getElementById("help"));
  const letters = /** @type {HTMLInputElement | null} */ (document.getElementById("letters"));
  const search = /** @type {HTMLElement | null} */ (document.querySelector('#filters [name="q"]'));

  /** @type {Keys} */
  const single = {
    ...own,
    j: () => step(feed, 1),
    k: () => step(feed, -1),
    o: open,
    "/": search ? () => search.focus() : undefined,
    "?": help ? () => help.showModal() : undefined,
  };
  /** @type {Keys} */
  const inFeed = { PageDown: single.j, PageUp: single.k };
  /** @type {Keys} */
  const withControl = { Home: () => search?.focus(), End: () => focusAfter() };

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    // Brackets need AltGr or Option on many keyboards, the French one among them.
    const isWritten = "[]".includes(event.key) && event.altKey;
    if (!isWritten && (event.metaKey || event.altKey)) return;
    const target = /** @type {HTMLElement} */ (event.target);
    // On a button the space bar presses it; where one of several is chosen it has nothing to do.
    if (event.key === " " && target.closest("a, button, summary")) return;
    const field = target.closest("input, textarea, select, [contenteditable]");
    if (field && !(event.key === " " && field.matches('[type="radio"]'))) return;
    const reading = target.closest('[role="feed"] article');
    let act = letters?.checked === false || (event.ctrlKey && !isWritten) ? undefined : single[event.key];
    if (reading) act ??= (event.ctrlKey ? withControl : inFeed)[event.key];
    if (!act) return;
    if (act(event) !== false) event.preventDefault();
  }

  document.addEventListener("keydown", key, { signal });
  for (const event of early) if (event instanceof KeyboardEvent) key(event);
}

/** Go to the next entry, or to that under the reader's eye. @param {import("./placing.js").Feed} feed @param {1 | -1} by */
function step(feed, by) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest('[role="feed"] article'));
  const from = focused ?? feed.eye;
  if (!from) return false;
  if (focused) return feed.step(from, by);
  from.focus();
  return true;
}

/** Open the entry that has the focus, in its network. */
function open() {
  const article = document.activeElement?.closest("article");
  const link = /** @type {HTMLAnchorElement | undefined} */ (article?.querySelector("a.net") ?? undefined);
  if (link) window.open(link.href, "_blank", "noopener");
}

/** Go on behind the feed: to the link to older posts, or to what follows. */
function focusAfter() {
  const after = /** @type {HTMLElement | null} */ (document.querySelector(".pager:not([hidden]) a, .foot a, .foot button"));
  after?.focus();
}
