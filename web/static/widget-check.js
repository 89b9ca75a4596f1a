// @ts-check
/**
 * Looks a widget over once it is there: whether its text can be read in the colours of its page, and whether an option
 * was written amiss. Loaded then, since it changes nothing where all is well.
 */

/** Contrast of text, at least (WCAG 2.2, 1.4.3). */
const LEGIBLE = 4.5;

/** Colours in place of those of a page where they cannot be read. */
const PLAIN = { ink: "#17191c", muted: "#5c636a", ground: "#fffefb", accent: "#0b5570", "on-accent": "#fff", live: "#b01029" };

/** What else has a colour of its own, by its property, and where it is seen. */
const PARTS = { muted: ".livefeed-at", accent: ".livefeed-foot a", live: ".livefeed-state[data-state=live]" };

/** @typedef {[number, number, number, number]} Colour red, green, blue, opacity, 0 to 1 */

/** @param {Element} element @param {HTMLElement} root of what it shows @param {string[]} notes of the server's @param {(words: string) => void} tell */
export function check(element, root, notes, tell) {
  notes.forEach((words) => tell(words));
  const { observedAttributes } = /** @type {any} */ (element.constructor);
  for (const name of element.getAttributeNames()) {
    const meant = name in element ? null : observedAttributes.find((/** @type {string} */ one) => isNear(name, one));
    if (meant && !observedAttributes.includes(name)) tell(`${name} is no option. Is ${name.startsWith("data-") ? "data-" : ""}${meant} meant?`);
  }
  const mode = element.getAttribute("data-mode") ?? element.getAttribute("mode");
  if (mode !== null) tell(`mode: found "${mode}", write frame, or leave it out`);
  const probe = root.appendChild(document.createElement("i"));
  keepLegible(root, (colour) => read(probe, colour), tell);
  probe.remove();
}

/**
 * Do without colours that text could not be read in.
 * @param {HTMLElement} root
 * @param {(colour: string) => Colour | null} look
 * @param {(words: string) => void} tell
 */
function keepLegible(root, look, tell) {
  const put = (/** @type {string} */ name, /** @type {string} */ colour) => root.style.setProperty(`--${name}`, colour);
  const ratioOf = (/** @type {Element} */ part) => {
    const [ink, ground] = [look(getComputedStyle(part).color), groundOf(part, look)];
    return ink && ground ? contrast(over(ink, ground), ground) : LEGIBLE;
  };
  const amiss = (/** @type {Element} */ part, /** @type {string} */ what, /** @type {string} */ instead) => {
    const ratio = ratioOf(part);
    if (ratio < LEGIBLE)
      tell(`${what} in ${getComputedStyle(part).color} has a contrast of ${ratio.toFixed(1)}, not ${LEGIBLE}: ${instead}`);
    return ratio < LEGIBLE;
  };
  if (amiss(root, "text", "the widget's own colours are shown"))
    return Object.entries(PLAIN).forEach(([name, colour]) => put(name, colour));
  for (const [name, where] of Object.entries(PARTS)) {
    const part = root.querySelector(where);
    if (part && amiss(part, name, "the colour of text is shown")) put(name, "var(--ink)");
  }
  const button = /** @type {HTMLElement | null} */ (root.querySelector(".livefeed-new"));
  if (button && amiss(button, "a button", "it is black or white"))
    for (const colour of ["#000", "#fff"]) if (ratioOf(button) < LEGIBLE) button.style.color = colour;
}

/** The colour behind an element, of all that lies over each other there; null where it cannot be told. @param {Element} element @param {(colour: string) => Colour | null} look */
function groundOf(element, look) {
  /** @type {Colour[]} */
  const layers = [];
  for (let node = /** @type {Node | null} */ (element); node; node = node.parentNode ?? /** @type {ShadowRoot} */ (node).host ?? null) {
    if (!(node instanceof Element)) continue;
    const { backgroundColor, backgroundImage } = getComputedStyle(node);
    const layer = look(backgroundColor);
    if (!layer || backgroundImage !== "none") return null;
    layers.unshift(layer);
    if (layer[3] === 1) break;
  }
  const canvas = look("Canvas");
  return canvas && layers.reduce((ground, layer) => over(layer, ground), canvas);
}

/** Any colour as parts; null where the browser does not say. @param {HTMLElement} probe @param {string} colour @returns {Colour | null} */
function read(probe, colour) {
  probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
  const found = /^color\(srgb ([^)]+)\)$/.exec(getComputedStyle(probe).color);
  if (!found) return null;
  const [red, green, blue, opacity = 1] = found[1].split(/[ /]+/).map((part) => Math.min(1, Math.max(0, Number(part) || 0)));
  return [red, green, blue, opacity];
}

/** @param {number[]} upper @param {number[]} lower that nothing shines through @returns {Colour} */
function over([red, green, blue, opacity], lower) {
  const [r, g, b] = [red, green, blue].map((part, place) => part * opacity + lower[place] * (1 - opacity));
  return [r, g, b, 1];
}

/** @param {number[]} one @param {number[]} other */
function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance (WCAG 2.2). @param {number[]} colour */
function luminance(colour) {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whether a name is another one with a slip in it. @param {string} name @param {string} meant */
function isNear(name, meant) {
  const [one, other] = [name, meant].map((each) => each.replace("data-", ""));
  return one[0] === other[0] && distance(one, other) <= (other.length < 5 ? 1 : 2);
}

/** How many letters are to be changed, put in or left out (Levenshtein). @param {string} one @param {string} other */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 0; at < one.length; at += 1)
    row = row.reduce((/** @type {number[]} */ next, above, place) => {
      const changed = place ? row[place - 1] + Number(one[at] !== other[place - 1]) : at + 1;
      next.push(place ? Math.min(changed, above + 1, next[place - 1] + 1) : changed);
      return next;
    }, []);
  return row[other.length];
}
