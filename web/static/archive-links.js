// @ts-check
/** Addresses in the form in which the index of an archive has them. As `livefeed/engine/urls.py` does, and Python's `urlsplit`. */

/** @typedef {{prefixes: string[], tracking: string[], trackingPrefixes: string[]}} Decorations what leads nowhere else */
/** @typedef {{scheme: string, netloc: string, host: string, port: number | undefined, path: string, query: string}} Parts */

/** @type {Record<string, number>} */
const PORTS = { http: 80, https: 443 };

/**
 * The form in which a domain or an address is compared; undefined where it is neither.
 * @param {string} said
 * @param {Decorations} decorations
 */
export function linkKey(said, decorations) {
  const named = said.trim().replace(/\/+$/, "");
  const link = canonical(named.includes("://") ? named : `https://${named}`, decorations);
  const parts = split(link);
  if (!parts?.host.includes(".")) return undefined;
  return parts.path || parts.query || parts.port ? link : parts.host;
}

/** @param {string} url @param {Decorations} decorations @returns {string} as it is where it cannot be read */
function canonical(url, { prefixes, tracking, trackingPrefixes }) {
  const parts = split(url);
  let host = parts?.host.replace(/\.+$/, "");
  if (!parts || !host || !Object.hasOwn(PORTS, parts.scheme)) return url;
  const prefix = host.split(".").length > 2 && prefixes.find((one) => host?.startsWith(one));
  if (prefix) host = host.slice(prefix.length);
  const kept = [...new URLSearchParams(`?${parts.query}`)].filter(([name]) => {
    const low = name.toLowerCase();
    return !tracking.includes(low) && !trackingPrefixes.some((start) => low.startsWith(start));
  });
  let query = encoded(kept);
  let path = parts.path.replace(/\/+$/, "");
  if (host === "youtu.be" && /[^/]/.test(path)) {
    query = encoded([["v", path.replace(/^\/+/, "")]]);
    [host, path] = ["youtube.com", "/watch"];
  }
  const port = parts.port === undefined || parts.port === PORTS[parts.scheme] ? "" : `:${parts.port}`;
  return `https://${host}${port}${path}${query && "?"}${query}`;
}

/** @param {string[][]} pairs */
function encoded(pairs) {
  return new URLSearchParams(pairs).toString().replaceAll("*", "%2A").replaceAll("%7E", "~");
}

/** @param {string} url @returns {Parts | undefined} nothing where it cannot be read */
function split(url) {
  const clean = url.replace(/^[\0- ]+/, "").replace(/[\t\r\n]/g, "");
  const [, scheme = "", rest = ""] = /^(?:([a-z][a-z\d+.-]*):)?([^]*)$/i.exec(clean) ?? [];
  const [, netloc = "", path = "", query = ""] = /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? [];
  if (/[[\]]/.test(netloc) || isMisleading(netloc)) return undefined;
  const [, name = "", port] = /^([^:]*)(?::([^]*))?$/.exec(netloc.slice(netloc.lastIndexOf("@") + 1)) ?? [];
  if (port && (!/^\d+$/.test(port) || Number(port) > 65_535)) return undefined;
  const [host, zone] = [name.replace(/%.*/s, ""), /%.*/s.exec(name)?.[0] ?? ""];
  return { scheme: scheme.toLowerCase(), netloc, host: host.toLowerCase() + zone, port: port ? Number(port) : undefined, path, query };
}

/** Whether a letter of a host becomes a sign that ends it when it is written plainly. @param {string} netloc */
function isMisleading(netloc) {
  const plain = netloc.replace(/[@:#?]/g, "");
  const written = plain.normalize("NFKC");
  return plain !== written && /[/?#@:]/.test(written);
}
