"use strict";
/* Names in several forms: documents by form and source, why the forms are one name, and places of each. */

/** Who says which form of a name is right. */
function judge(group) {
  return { corpus: "most of the corpus", source: "most of its source" }[group.decided_by] || group.decided_by;
}

/** The view of names in several forms. */
function namesView(report) {
  const groups = report.names.map((group) => ({ ...group, text: Object.keys(group.forms).join("\n").toLowerCase() }));
  return new GroupsView({
    id: "names",
    label: "Names",
    groups,
    empty: "No name stands in several forms.",
    row: (group) => [
      el(
        "div",
        { class: "head" },
        el("b", {}, shown(group.preferred || Object.keys(group.forms)[0])),
        el("span", { class: "place" }, group.preferred ? plain(judge(group)) : "not decided"),
      ),
      el(
        "div",
        { class: "message" },
        Object.entries(group.forms)
          .map(([form, one], at) => [at ? ", " : "", shown(form), ` (${one.documents.toLocaleString("en")})`])
          .flat(),
      ),
    ],
    detail: (group) => nameNode(report, group),
  });
}

function nameNode(report, group) {
  const node = el(
    "article",
    { class: "detail" },
    el(
      "h2",
      {},
      Object.keys(group.forms)
        .map((form, at) => [at ? " / " : "", shown(form)])
        .flat(),
    ),
    el(
      "p",
      {},
      group.preferred
        ? ["Written as ", shown(group.preferred, "b"), " by ", shown(judge(group))]
        : "No form has the majority, and nothing is decided.",
    ),
    formsTable(group),
    group.pairs.map((pair) =>
      el(
        "p",
        { class: "faint" },
        shown(pair.form),
        " is ",
        shown(pair.other),
        ": ",
        shown(pair.evidence),
        `; probability ${pair.probability.toFixed(2)}; `,
        el(
          "a",
          { href: addressOf("findings", { query: report.value(pair.findings[0], "fingerprint") }) },
          count(pair.findings.length, "finding"),
        ),
      ),
    ),
    el("h3", {}, "In context"),
    group.contexts.map(([form, document, line, column, excerpt]) =>
      relatedNode({ note: form, document: report.documents[document], line, column, excerpt: excerptOf(excerpt) }),
    ),
  );
  for (const hook of hooks.name) hook(group, node);
  return node;
}

/** Forms against sources. */
function formsTable(group) {
  const sources = new Map();
  for (const one of Object.values(group.forms))
    for (const [source, number] of Object.entries(one.sources))
      sources.set(source, (sources.get(source) || 0) + number);
  const listed = [...sources]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([source]) => source);
  return el(
    "div",
    { class: "wide" },
    el(
      "table",
      { class: "counts" },
      el("caption", {}, "Documents by form and source"),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, "form"),
          el("th", { scope: "col", class: "number" }, "all"),
          listed.map((source) => el("th", { scope: "col", class: "number" }, shown(source))),
        ),
      ),
      el(
        "tbody",
        {},
        Object.entries(group.forms).map(([form, one]) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, shown(form)),
            el("td", { class: "number" }, one.documents.toLocaleString("en")),
            listed.map((source) => el("td", { class: "number" }, (one.sources[source] || 0).toLocaleString("en"))),
          ),
        ),
      ),
    ),
  );
}
