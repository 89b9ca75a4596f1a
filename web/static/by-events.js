// @ts-check
/** Where proxies know no WebSockets: server-sent events. As quick, over a plain request that does not end. */

const TYPES = ["hello", "changes", "board", "pulse", "state", "heartbeat", "bye"];

/** @type {import("./ways.js").Way} */
export function byEvents(address, heard, signal) {
  return new Promise((ended) => {
    const events = new EventSource(address("stream"));
    // It would come back by itself, without our patience.
    const close = () => {
      events.close();
      ended(0);
    };
    for (const type of TYPES) events.addEventListener(type, (event) => heard(event.data));
    events.onerror = close;
    signal.addEventListener("abort", close);
  });
}
