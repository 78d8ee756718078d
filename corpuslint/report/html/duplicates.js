"use strict";
/* Documents that share text: whole groups, and two texts side by side. */

const PAIRS = 30; // shown before more are asked for

function percent(share) {
  return `${share < 1 ? Math.min(Math.round(100 * share), 99) : 100} %`;
}

/** The view of documents that share text. */
function duplicatesView(report) {
  const groups = report.clusters.map((cluster) => ({
    ...cluster,
    text: [...cluster.members, cluster.kept].join("\n").toLowerCase(),
  }));
  return new GroupsView({
    id: "duplicates",
    label: "Near-duplicates",
    groups,
    empty: "No documents share their text.",
    row: (group) => [
      el(
        "div",
        { class: "head" },
        el("b", {}, group.kind === "copies" ? count(group.size, "document") : "shared text"),
        el(
          "span",
          { class: "place" },
          group.pairs.length ? percent(Math.max(...group.pairs.map((pair) => pair.covered))) : "",
        ),
      ),
      el("div", { class: "message" }, shown(group.kept)),
    ],
    detail: (group) => clusterNode(report, group),
  });
}

function clusterNode(report, group) {
  const pane = el("div", { class: "sides-pane" });
  const choose = (pair) => {
    pane.replaceChildren(pairNode(report, pair));
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.pair === pair));
  };
  const buttons = group.pairs.map((pair) =>
    Object.assign(
      el(
        "button",
        { type: "button", class: "chip", "aria-pressed": "false", onclick: () => choose(pair) },
        shown(documentName(report.documents[pair.document])),
        ` ${percent(pair.covered)}`,
      ),
      { pair },
    ),
  );
  const others = group.members.filter((name) => name !== group.kept);
  const missing = group.size - group.members.length;
  const node = el(
    "article",
    { class: "detail" },
    el(
      "h2",
      {},
      group.kind === "copies" ? `${count(group.size, "document")}, copies of one another` : "Documents that share text",
    ),
    group.kind === "copies" ? el("p", {}, "Kept: ", shown(group.kept)) : null,
    group.kind === "copies"
      ? el(
          "details",
          {},
          el("summary", {}, count(group.size - 1, "copy").replace("copys", "copies")),
          el(
            "ul",
            {},
            others.map((name) => el("li", {}, shown(name))),
          ),
          missing > 0 ? el("p", {}, `and ${missing.toLocaleString("en")} more`) : null,
        )
      : null,
    el(
      "p",
      { class: "chips", role: "group", "aria-label": "Pairs" },
      buttons.slice(0, PAIRS),
      showMore(buttons.slice(PAIRS)),
    ),
    pane,
  );
  for (const hook of hooks.cluster) hook(group, node);
  if (group.pairs.length) choose(group.pairs[0]);
  return node;
}

/** Two documents side by side: what both have in one row, what only one has beside a blank. */
function pairNode(report, pair) {
  const [doc, other] = [report.documents[pair.document], report.documents[pair.other]];
  const facts = [`${percent(pair.covered)} of its words, ${percent(pair.covered_other)} of the other's`];
  if (pair.agree + pair.differ)
    facts.push(
      `${count(pair.agree, "fact")} ${pair.agree === 1 ? "agrees" : "agree"}, ${pair.differ.toLocaleString("en")} ${pair.differ === 1 ? "differs" : "differ"}`,
    );
  return el(
    "div",
    {},
    el(
      "p",
      {},
      pair.covered_other === null ? "The same words in both." : facts.join("; "),
      pair.differing.length
        ? [
            ": ",
            pair.differing
              .slice(0, 8)
              .map(([here, there], at) => [at ? "; " : "", shown(here, "ins"), " / ", shown(there, "del")])
              .flat(),
          ].flat()
        : null,
    ),
    el(
      "p",
      {},
      el("a", { href: addressOf("findings", { query: report.value(pair.finding, "fingerprint") }) }, "The finding"),
    ),
    pair.sides
      ? sidesNode(doc, other, pair.sides)
      : pair.covered_other === null
        ? beginnings(report, pair)
        : passagesNode(pair),
  );
}

/** How two documents begin that have the same words. */
function beginnings(report, pair) {
  const one = report.finding(pair.finding);
  return el("div", {}, relatedNode({ ...one, note: "the copy" }), relatedNode(one.related[0]));
}

function passagesNode(pair) {
  const lines = ([first, last]) => (first === last ? `line ${first}` : `lines ${first} to ${last}`);
  return el(
    "div",
    {},
    pair.passages.length
      ? el(
          "ul",
          {},
          pair.passages.map((one) =>
            el("li", {}, `${lines(one.lines)} = ${lines(one.lines_other)} of the other: ${count(one.words, "word")}`),
          ),
        )
      : null,
    el(
      "p",
      { class: "faint" },
      "The texts are not in this run; ",
      el("code", {}, "corpuslint report --dup"),
      " shows them side by side.",
    ),
  );
}

function sidesNode(doc, other, sides) {
  const cell = (parts, side) =>
    el(
      "td",
      { class: parts ? side : "none" },
      parts
        ? parts.map(([text, differs]) => shown(text, differs ? "mark" : "bdi", {}, true))
        : el("span", { class: "hidden" }, "not in this document"),
    );
  const row = ([kind, line, here, lineOther, there]) =>
    el(
      "tr",
      { class: kind },
      el("td", { class: "number" }, line || ""),
      cell(here, "here"),
      el("td", { class: "number" }, lineOther || ""),
      cell(there, "there"),
    );
  return el(
    "table",
    { class: "sides" },
    el("caption", { class: "hidden" }, "The two texts side by side"),
    el("colgroup", {}, el("col", { class: "lines" }), el("col"), el("col", { class: "lines" }), el("col")),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col", colspan: 2 }, shown(documentName(doc))),
        el("th", { scope: "col", colspan: 2 }, shown(documentName(other))),
      ),
    ),
    el("tbody", {}, sides.rows.map(row)),
    sides.more
      ? el("tfoot", {}, el("tr", {}, el("td", { colspan: 4 }, "The texts go on; the rest is left out here.")))
      : null,
  );
}
