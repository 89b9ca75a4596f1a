// @ts-check
/** What a site should know that shows a widget, said in its console: what its policy blocks, and what else is wrong. */

/** @type {Set<string>} */
const said = new Set();

/** Say what the page's Content-Security-Policy has to allow. @param {string} origin of our server @param {AbortSignal} signal @param {() => void} blocked */
export function watchPolicy(origin, signal, blocked) {
  const host = new URL(origin).host;
  document.addEventListener(
    "securitypolicyviolation",
    ({ blockedURI, effectiveDirective, disposition }) => {
      if (disposition !== "enforce" || !URL.canParse(blockedURI) || new URL(blockedURI).host !== host) return;
      if (effectiveDirective === "connect-src" && blockedURI.startsWith("http")) blocked(); // there are other ways than sockets
      const sources = effectiveDirective === "connect-src" ? `${origin} ${origin.replace("http", "ws")}` : origin;
      tell(`this page's Content-Security-Policy blocks ${blockedURI}. Allow it: ${effectiveDirective} ${sources}`);
    },
    { signal },
  );
}

/** @param {string} words */
export function tell(words) {
  if (!said.has(words)) console.error(`livefeed: ${words}`);
  said.add(words);
}
