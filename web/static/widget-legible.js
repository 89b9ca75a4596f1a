// @ts-check
/** Whether text in the colours of a page can be read in a widget; loaded when it is there. */

/** Contrast of text, at least (WCAG 2.2, 1.4.3). */
const LEGIBLE = 4.5;

/** Colours in place of those that cannot be read. */
const PLAIN = { ink: "#17191c", muted: "#5c636a", ground: "#fffefb", accent: "#0b5570", "on-accent": "#fff", live: "#b01029" };

/**
 * Do without colours that text could not be read in.
 * @param {HTMLElement} root
 * @param {(words: string) => void} tell
 */
export function keepLegible(root, tell) {
  const { color } = getComputedStyle(root);
  const ground = groundOf(root);
  const ratio = contrast(color, ground);
  if (ratio >= LEGIBLE) return;
  for (const [name, colour] of Object.entries(PLAIN)) root.style.setProperty(`--${name}`, colour);
  tell(`text in ${color} on ${ground} has a contrast of ${ratio.toFixed(1)}, not ${LEGIBLE}: the widget's own colours are shown`);
}

/** The colour behind an element: of the nearest one around it that has any. @param {Element} element */
function groundOf(element) {
  for (let node = /** @type {Node | null} */ (element); node; node = node.parentNode ?? /** @type {ShadowRoot} */ (node).host ?? null) {
    if (!(node instanceof Element)) continue;
    const { backgroundColor } = getComputedStyle(node);
    if (parts(backgroundColor)[3] > 0) return backgroundColor;
  }
  return canvasOf(/** @type {HTMLElement} */ (element));
}

/** The colour of a page that has none, light or dark. @param {HTMLElement} element */
function canvasOf(element) {
  element.style.backgroundColor = "Canvas";
  const { backgroundColor } = getComputedStyle(element);
  element.style.backgroundColor = "";
  return backgroundColor;
}

/** Red, green, blue, opacity; of a colour that is written another way, or lets others through, nothing can be said. @param {string} color */
function parts(color) {
  const numbers = /^rgba?\((.*)\)$/.exec(color)?.[1].split(/[ ,/]+/).map(Number) ?? [NaN];
  const opacity = numbers[3] ?? 1;
  return opacity === 1 ? [...numbers.slice(0, 3), 1] : [NaN, NaN, NaN, opacity];
}

/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  const ratio = (lighter + 0.05) / (darker + 0.05);
  return Number.isNaN(ratio) ? LEGIBLE : ratio;
}

/** Relative luminance (WCAG 2.2). @param {string} color */
function luminance(color) {
  const [red, green, blue] = parts(color).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
