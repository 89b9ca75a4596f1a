// @ts-check
/**
 * Keeps one page readable without a network, where a reader has asked for that (`keeping.js`): the page as it was last,
 * and the page's own files. Never what is live, never anything about the reader. A deletion takes the copy away.
 */
const worker = /** @type {any} */ (self);

const VERSION = new URL(location.href).searchParams.get("v") ?? "";
const CACHE = `livefeed-${VERSION}`;

/** What the page needs, also what it loads only when it is asked for. */
const FILES = [
  "livefeed.css", "icon.svg", "live-feed.js", "controls.js", "connection.js", "ways.js", "backoff.js", "better.js",
  "by-socket.js", "by-events.js", "by-polling.js", "polling.js", "placing.js", "waiting.js", "standing.js", "times.js",
  "beyond.js", "filters.js", "pages.js", "place.js", "keys.js", "acting.js", "sharing.js", "keeping.js", "pictures.js",
];

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(keepFiles().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  const path = new URL(event.data.page).pathname;
  if (event.data.type === "keep") {
    event.waitUntil(keepOnly(path).then((kept) => event.ports[0].postMessage(kept)));
  } else if (event.data.type === "deleted") event.waitUntil(renew(path));
});

async function keepFiles() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((name) => `/static/${name}?v=${VERSION}`));
}

/** A new version of the files begins without the old page, which names the old ones. */
async function forgetOthers() {
  for (const name of await caches.keys()) if (name.startsWith("livefeed-") && name !== CACHE) await caches.delete(name);
}

/** From the network, and where there is none, the copy. @param {Request} request @param {URL} url */
async function page(request, url) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (!url.search && response.ok && (await cache.match(url.pathname))) await cache.put(url.pathname, response.clone());
    return response;
  } catch {
    return (await cache.match(url.pathname)) ?? Response.error();
  }
}

/** @param {Request} request */
async function file(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}

/** Keep a page, and no other. @param {string} path @returns {Promise<boolean>} */
async function keepOnly(path) {
  const cache = await caches.open(CACHE);
  for (const each of await cache.keys()) {
    if (!new URL(each.url).pathname.startsWith("/static/")) await cache.delete(each);
  }
  return cache.add(path).then(() => true, () => false);
}

/** Something of a page was deleted: its copy goes at once, and is made anew where that is possible. @param {string} path */
async function renew(path) {
  const cache = await caches.open(CACHE);
  if (await cache.delete(path)) await cache.add(path).catch(() => {});
}
