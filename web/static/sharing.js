// @ts-check
/** An address handed on: by the device's own sheet where there is one and it was asked for, else copied. */

/**
 * @param {HTMLElement} button with `data-action`; `data-url` for something else than this page
 * @returns {Promise<string>} what is to be said of it
 */
export async function share(button) {
  const { action, url, copied = "", failed = "" } = button.dataset;
  const address = new URL(url ?? location.href, location.href).href;
  if (action === "share" && "share" in navigator) {
    try {
      await navigator.share({ title: button.dataset.title ?? document.title.replace(/^\(\d+\) /, ""), url: address });
      return "";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return ""; // the reader thought better of it
    }
  }
  try {
    await navigator.clipboard.writeText(address);
    answer(button, copied);
    return copied;
  } catch {
    return failed;
  }
}

/** Say it where it was pressed, too, for a while. @param {HTMLElement} button @param {string} words */
function answer(button, words) {
  if (button.dataset.was !== undefined) return;
  button.dataset.was = button.textContent ?? "";
  button.textContent = words;
  setTimeout(() => {
    button.textContent = button.dataset.was ?? "";
    delete button.dataset.was;
  }, 3000);
}
