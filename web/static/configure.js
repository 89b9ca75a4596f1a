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
  const fresh = toNodes(await response.text()).querySelector("#result");
  const result = document.querySelector("#result");
  if (mine !== asked || !fresh || !result) return;
  result.replaceChildren(...fresh.childNodes);
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
  button.textContent = await navigator.clipboard.writeText(words).then(() => copied, () => failed);
});
