// @ts-check
/** The page kept for times without a network, because the reader asked for it, until the reader says otherwise. */
import { workerUrl } from "./placing.js";

const VERSION = new URL(import.meta.url).searchParams.get("v") ?? "";

/** @param {HTMLElement} button @returns {Promise<string>} what is to be said of it */
export async function keep(button) {
  const kept = await ask().catch(() => false);
  if (kept) show(true);
  return (kept ? button.dataset.done : button.dataset.failed) ?? "";
}

/** @param {HTMLElement} button @returns {Promise<string>} what is to be said of it */
export async function forget(button) {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  show(false);
  return button.dataset.done ?? "";
}

/** This page comes by way of a worker: go on keeping it, with the files that it has now. */
export async function goOn() {
  show(await ask().catch(() => true));
}

/** Have a worker that keeps this page. @returns {Promise<boolean>} */
async function ask() {
  await navigator.serviceWorker.register(workerUrl(VERSION), { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    active?.postMessage({ type: "keep", page: location.href }, [port2]);
  });
}

/** @param {boolean} kept */
function show(kept) {
  const [on, off] = ["keep", "forget"].map((id) => document.getElementById(id));
  if (!on || !off) return;
  const focused = on === document.activeElement || off === document.activeElement;
  on.hidden = kept;
  off.hidden = !kept;
  if (focused) (kept ? off : on).focus();
}
