// @ts-check
/** Shows a widget as it is being put together: the server is asked for the same page, and what it says takes the place of what stood there. */
import { toNodes } from "./placing.js";

/** Milliseconds after the last key before it is shown. */
const SOON = 400;

const form = /** @type {HTMLFormElement} */ (document.querySelector("#wishes"));
let asked = 0;
/** @type {number | undefined} */
let timer;

async function show() {
  const mine = (asked += 1);
  const wishes = [...new FormData(form)].filter(([, value]) => value !== "");
  const url = new URL(form.action);
  url.search = new URLSearchParams(/** @type {[string, string][]} */ (wishes)).toString();
  const response = await fetch(url).catch(() => null);
  if (!response?.ok || mine !== asked) return;
  const page = toNodes(await response.text());
  if (mine !== asked) return;
  for (const part of ["#troubles", "#result"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    // What is said again is not read out again.
    if (old && fresh && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
  for (const field of form.querySelectorAll("input")) {
    const trouble = `trouble-${field.name}`;
    const wrong = document.getElementById(trouble) !== null;
    for (const [name, value] of Object.entries({ "aria-invalid": "true", "aria-describedby": trouble }))
      if (wrong) field.setAttribute(name, value);
      else field.removeAttribute(name);
  }
  history.replaceState(null, "", url);
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(show, SOON);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void show();
});
document.addEventListener("click", async (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest?.("[data-copy]");
  if (!(button instanceof HTMLElement)) return;
  const words = document.getElementById(button.dataset.copy ?? "")?.textContent ?? "";
  const { copied = "", failed = "" } = button.dataset;
  // A page that came without TLS has no clipboard.
  button.textContent = await (navigator.clipboard?.writeText(words) ?? Promise.reject()).then(() => copied, () => failed);
});
