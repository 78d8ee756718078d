"use strict";
/* The state of a corpus at a glance, and its worst documents. */

function card(name, value, note = "") {
  return el("div", { class: "card" }, el("b", {}, value), el("span", {}, name), note ? el("small", {}, note) : null);
}

function cards(report) {
  const { summary } = report;
  const { trend } = summary;
  const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
  const per = summary.documents
    ? ((1000 * summary.findings) / summary.documents).toLocaleString("en", { maximumSignificantDigits: 3 })
    : "";
  const found = [
    card("findings", summary.findings.toLocaleString("en"), per && `${per} in 1,000 documents`),
    ...SEVERITIES.map((name) =>
      card(name === "info" ? "infos" : `${name}s`, summary.by_severity[name].toLocaleString("en")),
    ),
    card(
      "fixable",
      (summary.fixable.safe + summary.fixable.unsafe).toLocaleString("en"),
      `${summary.fixable.safe.toLocaleString("en")} of them safe`,
    ),
    card("documents", summary.documents.toLocaleString("en"), `in ${count(summary.files, "file")}`),
  ];
  if (summary.clean != null && summary.documents) {
    const share = Math.floor((1000 * summary.clean) / summary.documents) / 10;
    found.push(card("clean", summary.clean.toLocaleString("en"), `${share} % of the documents have no finding`));
  }
  if (trend) {
    found.push(
      card("new", total(trend.new).toLocaleString("en"), "not known before"),
      card("known", total(trend.known).toLocaleString("en"), "from before"),
      card("gone", total(trend.gone).toLocaleString("en"), "not found any more"),
    );
  } else if (summary.suppressed) {
    found.push(card("known", summary.suppressed.toLocaleString("en"), "accepted before"));
  }
  if (total(summary.fixed))
    found.push(card("fixed", total(summary.fixed).toLocaleString("en"), `in ${count(summary.fixed_files, "file")}`));
  return el("div", { class: "cards" }, found);
}

/** What was not checked, and what the scope left out. */
function troublesNode(report) {
  const { troubles, notes, summary } = report;
  const place = (one) => (one.path ? `${one.path}${one.line ? `:${one.line}` : ""}: ` : "");
  return [
    summary.interrupted
      ? el("p", { class: "notice error" }, "The run was interrupted: this is not all there is to find.")
      : null,
    report.more
      ? el(
          "p",
          { class: "notice" },
          `${report.more.toLocaleString("en")} findings of the least severity are left out here; the json report has them all.`,
        )
      : null,
    troubles.length
      ? el(
          "details",
          { class: "notice error", open: troubles.length < 6 },
          el("summary", {}, `Not checked: ${count(troubles.length, "trouble")}`),
          el(
            "ul",
            {},
            troubles.slice(0, 200).map((one) => el("li", {}, shown(`${place(one)}${one.code} ${one.message}`))),
          ),
        )
      : null,
    notes.map((note) => el("p", { class: "notice" }, shown(note))),
  ].flat();
}

function ruleTable(report, all) {
  const { trend } = report.summary;
  const rows = report.tally(all, (number) => report.value(number, "code"));
  const more = [
    {
      head: "precision",
      title: "measured share of its findings that are right",
      cell: (row) => report.rules[row.value].precision?.toFixed(2) ?? el("span", { title: "not measured" }, "–"),
    },
  ];
  if (trend) {
    const titles = { new: "not known before", known: "known before", gone: "known before, not found any more" };
    for (const [head, title] of Object.entries(titles))
      more.push({ head, title, cell: (row) => (trend[head][row.value] || 0).toLocaleString("en") });
    for (const code of new Set([...Object.keys(trend.known), ...Object.keys(trend.gone)])) {
      if (report.rules[code] && !rows.some((row) => row.value === code))
        rows.push({ value: code, total: 0, error: 0, warning: 0, info: 0 });
    }
  }
  return barTable({
    caption: "By rule",
    head: "rule",
    rows,
    more,
    most: 15,
    name: (row) =>
      el(
        "span",
        { title: plain(report.rules[row.value].summary) },
        row.value,
        " ",
        shown(report.rules[row.value].name),
      ),
    href: (row) => addressOf("findings", { code: row.value }),
  });
}

const FAMILIES = {
  ENC: "encoding",
  CHR: "characters",
  PUN: "punctuation",
  BLK: "blanks and lines",
  DUP: "duplicates",
  NAM: "names",
  MUP: "markup",
  BPL: "boilerplate",
  TRN: "truncation",
  DOC: "documents",
  STY: "style",
  LNG: "language",
  HYP: "hyphenation",
  PII: "personal data",
};

function overview(report) {
  const all = Array.from({ length: report.size }, (_, number) => number);
  const by = (key) => report.tally(all, key);
  const months = overTime(by((number) => monthOf(report.document(number))));
  const family = (number) => report.rules[report.value(number, "code")].family;
  const node = el("section", { id: "view-overview", "aria-label": "Overview" }, cards(report), troublesNode(report));
  if (!report.size) {
    node.append(
      el("p", { class: "clean" }, report.summary.interrupted ? "Nothing was found until then." : "No findings."),
    );
    return node;
  }
  node.append(
    legend(),
    el(
      "div",
      { class: "plots" },
      barTable({
        caption: "By family",
        head: "family",
        rows: by(family),
        href: (row) => addressOf("findings", { family: row.value }),
        name: (row) => el("span", {}, row.value, FAMILIES[row.value] ? ` ${FAMILIES[row.value]}` : ""),
      }),
      ruleTable(report, all),
      barTable({
        caption: "By source",
        head: "source",
        rows: by((number) => report.document(number).source),
        name: (row) => shown(row.value),
        href: (row) => addressOf("findings", { source: row.value }),
      }),
      months.length
        ? el(
            "figure",
            {},
            el("figcaption", {}, "By date"),
            timeline(months, (row) => addressOf("findings", { month: row.value })),
          )
        : null,
    ),
  );
  return node;
}

/** The documents with the most findings. */
function documentsView(report) {
  const all = Array.from({ length: report.size }, (_, number) => number);
  const rows = report.tally(all, (number) => report.value(number, "document"));
  return el(
    "section",
    { id: "view-documents", "aria-label": "Documents" },
    barTable({
      caption: `Worst documents, of ${rows.length.toLocaleString("en")} with findings`,
      head: "document",
      rows: rows.slice(0, 1000),
      most: 50,
      name: (row) => {
        const doc = report.documents[row.value];
        return el("span", {}, shown(documentName(doc)), doc.title ? el("small", {}, " ", shown(doc.title)) : null);
      },
      href: (row) => addressOf("findings", { document: documentName(report.documents[row.value]) }),
    }),
  );
}
