// @ts-check
/** The best way: a WebSocket. */

/** @type {import("./ways.js").Way} */
export function bySocket(address, heard, signal) {
  return new Promise((ended) => {
    const url = address("live");
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.onmessage = (event) => heard(event.data);
    socket.onclose = (event) => ended(event.code);
    signal.addEventListener("abort", () => {
      socket.onmessage = null;
      socket.close();
      ended(0); // a dead line would answer to a close only after a minute
    });
  });
}
