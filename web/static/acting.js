// @ts-check
/** What is done seldom, by a button that says what: `data-action`; loaded when it is pressed. */

/** @param {HTMLElement} button @returns {Promise<string>} what is to be said of it */
export async function act(button) {
  switch (button.dataset.action) {
    case "help":
      /** @type {HTMLDialogElement | null} */ (document.getElementById("help"))?.showModal();
      return "";
    case "keep":
      return (await import("./keeping.js")).keep(button);
    case "forget":
      return (await import("./keeping.js")).forget(button);
    default:
      return (await import("./sharing.js")).share(button);
  }
}
