// @ts-check
/**
 * Pictures that wait to be asked for: behind a warning, and where data is saved. Without script each is a link to itself.
 *
 * Whatever is in the page may be asked for, closed or not; so a warned picture is put there when its warning is opened.
 */

/** Milliseconds after which a picture that was not to be had is asked for once more: the server may fetch it just now. */
const AGAIN = 5000;

/** Width of what our server gives in place of a picture that it does not have. */
const BLANK = 1;

const SAVES = matchMedia("(prefers-reduced-data: reduce)").matches || Boolean(/** @type {any} */ (navigator).connection?.saveData);

/** Show a picture within its link. @param {HTMLAnchorElement} link */
function show(link) {
  const words = link.parentElement?.querySelector("figcaption [dir]");
  const picture = link.querySelector("img") ?? link.appendChild(new Image(Number(link.dataset.width), Number(link.dataset.height)));
  picture.alt ||= words?.textContent ?? "";
  words?.setAttribute("aria-hidden", "true");
  link.dataset.asked = "";
  picture.src = link.href;
}

/** @param {Event} event */
function opened(event) {
  const details = /** @type {HTMLDetailsElement} */ (event.target);
  if (SAVES || !details.matches?.(".warned[open]")) return;
  details.querySelectorAll("a[data-width]:not([data-asked])").forEach((link) => show(/** @type {HTMLAnchorElement} */ (link)));
}

/** @param {MouseEvent} event */
function pressed(event) {
  const link = /** @type {HTMLElement} */ (event.target).closest?.("a[data-picture]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ((link.querySelector("img")?.naturalWidth ?? 0) > BLANK) return;
  event.preventDefault();
  show(link);
}

/** See whether a picture has come; if not, ask once more. @param {Event} event */
function came(event) {
  const picture = event.target;
  if (!(picture instanceof HTMLImageElement)) return;
  picture.toggleAttribute("data-torn", event.type === "error");
  if (SAVES || picture.naturalWidth > BLANK || "again" in picture.dataset) return;
  picture.dataset.again = "";
  const { src } = picture;
  setTimeout(() => (picture.src = src), AGAIN);
}

/** Where no picture is there to say its description, let the caption say it. */
function speak() {
  document.querySelectorAll("a:not([data-asked]) ~ figcaption [aria-hidden]").forEach((one) => one.removeAttribute("aria-hidden"));
}

if (SAVES) {
  document.documentElement.dataset.saves = "";
  speak();
  new MutationObserver(speak).observe(document.body, { childList: true, subtree: true });
}
document.addEventListener("toggle", opened, true);
document.addEventListener("load", came, true);
document.addEventListener("error", came, true);
document.addEventListener("click", pressed);
