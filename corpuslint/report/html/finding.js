"use strict";
/* One finding: in three lines, and in full. */

/**
 * Functions that other scripts add to draw more: each is called with what is shown and its element.
 * `load`, where it is set, gets a run from elsewhere and hands it to the function that it is called with.
 */
const hooks = { finding: [], cluster: [], name: [], start: [], load: null };

function tag(severity) {
  return el("span", { class: `tag ${severity}` }, severity);
}

/** A measured precision as people read it. */
function precisionText(rule) {
  return rule.precision === null ? "not measured" : rule.precision.toFixed(2);
}

/** A finding in three lines. */
function findingRow(report, number) {
  const one = report.finding(number);
  const change = one.fix?.changes.find((each) => each.before || each.after);
  const line = change ? changeNode(change, 40) : one.excerpt ? excerptNode(one.excerpt, 40) : "";
  return [
    el(
      "div",
      { class: "head" },
      tag(one.severity),
      el("b", {}, one.code),
      " ",
      shown(one.rule.name),
      el("span", { class: "place" }, shown(placeName(one))),
    ),
    el("div", { class: "message" }, shown(one.message)),
    el("div", { class: "line" }, line),
  ];
}

/** A finding in full: where, what, the fix, the places it points at, and what is known of its rule. */
function findingDetail(report, number) {
  const one = report.finding(number);
  const node = el(
    "article",
    { class: "detail" },
    el("h2", {}, tag(one.severity), " ", one.code, " ", shown(one.rule.name)),
    el("p", { class: "message" }, shown(one.message)),
    documentFacts(one),
    one.excerpt
      ? el("pre", { class: "text" }, el("span", { class: "number" }, `${one.excerpt.line} `), excerptNode(one.excerpt))
      : null,
    fixNode(one),
    one.related.length ? el("h3", {}, "Other places") : null,
    one.related.map(relatedNode),
    ruleFacts(report, one),
    el(
      "p",
      { class: "faint" },
      "Meant as it is? ",
      el("code", {}, `corpuslint accept ${one.fingerprint} --reason "…"`),
    ),
  );
  for (const hook of hooks.finding) hook(one, node);
  return node;
}

function documentFacts(one) {
  const { title, source, date, path } = one.document;
  const facts = [
    ["Title", title],
    ["Source", source === path || source.endsWith("/") ? "" : source],
    ["Date", date],
  ];
  return el(
    "p",
    { class: "where" },
    shown(placeName(one)),
    facts
      .filter(([, value]) => value)
      .map(([name, value]) => [" · ", el("span", { class: "faint" }, name), " ", shown(value)])
      .flat(),
  );
}

const SAFETIES = { safe: "safe: applied with --fix", unsafe: "unsafe: applied with --unsafe-fixes", manual: "by hand" };

function fixNode(one) {
  if (!one.fix) return null;
  return el(
    "div",
    { class: "fix" },
    el("h3", {}, "Fix: ", shown(one.fix.title), " ", el("span", { class: "faint" }, `(${SAFETIES[one.fix.safety]})`)),
    one.fix.changes
      .filter((change) => change.before || change.after)
      .map((change) =>
        el("pre", { class: "text" }, el("span", { class: "number" }, `${change.line} `), changeNode(change)),
      ),
  );
}

function relatedNode(place) {
  return el(
    "div",
    { class: "related" },
    shown(place.note),
    " ",
    el("span", { class: "place" }, shown(placeName(place))),
    place.excerpt
      ? el(
          "pre",
          { class: "text" },
          el("span", { class: "number" }, `${place.excerpt.line} `),
          excerptNode(place.excerpt),
        )
      : null,
  );
}

function ruleFacts(report, one) {
  const { rule } = one;
  return el(
    "details",
    { class: "rule", open: true },
    el("summary", {}, shown(rule.summary)),
    rule.why
      ? el(
          "p",
          {},
          rule.why
            .trim()
            .split("\n")
            .map((line) => [shown(line), " "])
            .flat(),
        )
      : null,
    el(
      "p",
      { class: "faint" },
      `Measured precision: ${precisionText(rule)}. More: `,
      el("code", {}, `corpuslint rule ${one.code}`),
    ),
  );
}
