"use strict";
/* Text of a corpus on a page: always as text, never as markup, and nothing in it unseen. */

/** An element. Properties are attributes, but for `on…` (listeners); children are nodes or texts, null is left out. */
function el(tag, properties = {}, ...children) {
  const node = tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/* What shows nothing, or commands how other text is shown: controls, format and bidi characters, private use. */
const UNSEEN = new RegExp(
  "[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180d\\u180f" +
    "\\u2800\\u3164\\ufe00-\\ufe0f\\uffa0\\u{e0100}-\\u{e01ef}]",
  "gu",
);

/** The name of a character that cannot be seen. */
function named(character) {
  const code = character.codePointAt(0);
  if (code === 10) return "⏎";
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  if (code === 127) return "␡";
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text isolated from what stands around it; what cannot be seen is spelled out, line ends too unless `lines`. */
function shown(text, tag = "bdi", properties = {}, lines = false) {
  const node = el(tag, { dir: "auto", ...properties });
  let at = 0;
  for (const found of text.matchAll(UNSEEN)) {
    if (found.index > at) node.append(text.slice(at, found.index));
    node.append(lines && found[0] === "\n" ? "\n" : el("span", { class: "unseen" }, named(found[0])));
    at = found.index + found[0].length;
  }
  node.append(text.slice(at));
  return node;
}

/** The same as a string, for attributes such as titles and labels. */
function plain(text) {
  return text.replace(UNSEEN, (character) => `<${named(character)}>`);
}

/** The end of a text, in whole characters, and whether something was left out. */
function tail(text, most) {
  const points = text.length > most ? Array.from(text.slice(-2 * most)) : null;
  return points && points.length > most ? ["…", points.slice(-most).join("")] : ["", text];
}

/** A line with what was found in it. `most`: characters kept before that, where room is scarce. */
function excerptNode(excerpt, most = Infinity) {
  const [cut, left] = most === Infinity ? ["", excerpt.left] : tail(excerpt.left, most);
  const dots = cut || (excerpt.cutLeft ? "…" : "");
  return el(
    "span",
    { class: "excerpt" },
    dots,
    shown(left),
    shown(excerpt.found, "mark", excerpt.found ? {} : { class: "point" }),
    shown(excerpt.right),
    excerpt.cutRight ? "…" : "",
  );
}

/** What a fix does to a stretch of text: unchanged text, what goes, what comes, unchanged text. */
function changeNode(change, most = Infinity) {
  const [cut, left] = most === Infinity ? ["", change.left] : tail(change.left, most);
  return el(
    "span",
    { class: "change" },
    cut || (change.cutLeft ? "…" : ""),
    shown(left),
    change.before ? shown(change.before, "del") : null,
    change.after ? shown(change.after, "ins") : null,
    shown(change.right),
    change.cutRight ? "…" : "",
  );
}

/** `1 finding`, `2,000 findings`. */
function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
