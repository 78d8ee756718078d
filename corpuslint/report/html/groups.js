"use strict";
/* What is decided by looking: documents that share text, side by side, and names in several forms. */

/** A list of groups on the left, one of them in full on the right. */
class GroupsView {
  constructor({ id, label, groups, empty, row, detail }) {
    this.groups = groups;
    this.detail = el("section", { class: "pane", "aria-label": `${label} in full`, tabindex: "-1" });
    this.list = new VirtualList({ label, height: 58, draw: row, choose: (group) => {
      this.detail.replaceChildren(group ? detail(group) : el("p", { class: "faint" }, empty));
    } });
    this.search = el("input", { type: "search", autocomplete: "off", oninput: () => this.show("") });
    this.told = el("p", { class: "told", role: "status", "aria-live": "polite" });
    this.node = el("section", { id: `view-${id}`, "aria-label": label },
      el("form", { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() }, el("label", {}, "Search ", this.search)),
      this.told, el("div", { class: "split groups" }, this.list.node, this.detail));
  }

  show() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.groups.filter((group) => words.every((word) => group.text.includes(word)));
    this.told.textContent = `${found.length.toLocaleString("en")} of ${this.groups.length.toLocaleString("en")}`;
    this.list.show(found);
  }
}

const PAIRS = 30; // shown before more are asked for

/** A button in whose place the rest comes; null where there is none. */
function showMore(rest) {
  if (!rest.length) return null;
  const button = el("button", { type: "button", class: "plain", onclick: () => button.replaceWith(...rest) }, `Show ${rest.length.toLocaleString("en")} more`);
  return button;
}

function percent(share) {
  return `${share < 1 ? Math.min(Math.round(100 * share), 99) : 100} %`;
}

/** The view of documents that share text. */
function duplicatesView(report) {
  const groups = report.clusters.map((cluster) => ({
    ...cluster, text: [...cluster.members, cluster.kept].join("\n").toLowerCase(),
  }));
  return new GroupsView({
    id: "duplicates", label: "Near-duplicates", groups, empty: "No documents share their text.",
    row: (group) => [
      el("div", { class: "head" }, el("b", {}, group.kind === "copies" ? count(group.size, "document") : "shared text"),
        el("span", { class: "place" }, group.pairs.length ? percent(Math.max(...group.pairs.map((pair) => pair.covered))) : "")),
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
  const buttons = group.pairs.map((pair) => Object.assign(
    el("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => choose(pair) },
      shown(documentName(report.documents[pair.document])), ` ${percent(pair.covered)}`), { pair }));
  const others = group.members.filter((name) => name !== group.kept);
  const missing = group.size - group.members.length;
  const node = el("article", { class: "detail" },
    el("h2", {}, group.kind === "copies" ? `${count(group.size, "document")}, copies of one another` : "Documents that share text"),
    group.kind === "copies" ? el("p", {}, "Kept: ", shown(group.kept)) : null,
    group.kind === "copies" ? el("details", {}, el("summary", {}, count(group.size - 1, "copy").replace("copys", "copies")),
      el("ul", {}, others.map((name) => el("li", {}, shown(name)))), missing > 0 ? el("p", {}, `and ${missing.toLocaleString("en")} more`) : null) : null,
    el("p", { class: "chips", role: "group", "aria-label": "Pairs" }, buttons.slice(0, PAIRS), showMore(buttons.slice(PAIRS))), pane);
  for (const hook of hooks.cluster) hook(group, node);
  if (group.pairs.length) choose(group.pairs[0]);
  return node;
}

/** Two documents side by side: what both have in one row, what only one has beside a blank. */
function pairNode(report, pair) {
  const [doc, other] = [report.documents[pair.document], report.documents[pair.other]];
  const facts = [`${percent(pair.covered)} of its words, ${percent(pair.covered_other)} of the other's`];
  if (pair.agree + pair.differ) facts.push(`${count(pair.agree, "fact")} ${pair.agree === 1 ? "agrees" : "agree"}, ${pair.differ.toLocaleString("en")} ${pair.differ === 1 ? "differs" : "differ"}`);
  return el("div", {},
    el("p", {}, pair.covered_other === null ? "The same words in both." : facts.join("; "),
      pair.differing.length ? [": ", pair.differing.slice(0, 8).map(([here, there], at) => [at ? "; " : "", shown(here, "ins"), " / ", shown(there, "del")]).flat()].flat() : null),
    el("p", {}, el("a", { href: addressOf("findings", { query: report.value(pair.finding, "fingerprint") }) }, "The finding")),
    pair.sides ? sidesNode(doc, other, pair.sides) : passagesNode(pair));
}

function passagesNode(pair) {
  const lines = ([first, last]) => (first === last ? `line ${first}` : `lines ${first} to ${last}`);
  return el("div", {},
    pair.passages.length ? el("ul", {}, pair.passages.map((one) => el("li", {}, `${lines(one.lines)} = ${lines(one.lines_other)} of the other: ${count(one.words, "word")}`))) : null,
    el("p", { class: "faint" }, "The texts are not in this run; ", el("code", {}, "corpuslint report --dup"), " shows them side by side."));
}

function sidesNode(doc, other, sides) {
  const cell = (parts, side) => el("td", { class: parts ? side : "none" }, parts ?
    parts.map(([text, differs]) => shown(text, differs ? "mark" : "bdi", {}, true)) : el("span", { class: "hidden" }, "not in this document"));
  const row = ([kind, line, here, lineOther, there]) => el("tr", { class: kind },
    el("td", { class: "number" }, line || ""), cell(here, "here"), el("td", { class: "number" }, lineOther || ""), cell(there, "there"));
  return el("table", { class: "sides" }, el("caption", { class: "hidden" }, "The two texts side by side"),
    el("colgroup", {}, el("col", { class: "lines" }), el("col"), el("col", { class: "lines" }), el("col")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col", colspan: 2 }, shown(documentName(doc))), el("th", { scope: "col", colspan: 2 }, shown(documentName(other))))),
    el("tbody", {}, sides.rows.map(row)),
    sides.more ? el("tfoot", {}, el("tr", {}, el("td", { colspan: 4 }, "The texts go on; the rest is left out here."))) : null);
}

/** Who says which form of a name is right. */
function judge(group) {
  return { corpus: "most of the corpus", source: "most of its source" }[group.decided_by] || group.decided_by;
}

/** The view of names in several forms. */
function namesView(report) {
  const groups = report.names.map((group) => ({ ...group, text: Object.keys(group.forms).join("\n").toLowerCase() }));
  return new GroupsView({
    id: "names", label: "Names", groups, empty: "No name stands in several forms.",
    row: (group) => [
      el("div", { class: "head" }, el("b", {}, shown(group.preferred || Object.keys(group.forms)[0])),
        el("span", { class: "place" }, group.preferred ? plain(judge(group)) : "not decided")),
      el("div", { class: "message" }, Object.entries(group.forms).map(([form, one], at) => [at ? ", " : "", shown(form), ` (${one.documents.toLocaleString("en")})`]).flat()),
    ],
    detail: (group) => nameNode(report, group),
  });
}

function nameNode(report, group) {
  const node = el("article", { class: "detail" },
    el("h2", {}, Object.keys(group.forms).map((form, at) => [at ? " / " : "", shown(form)]).flat()),
    el("p", {}, group.preferred ? ["Written as ", shown(group.preferred, "b"), " by ", shown(judge(group))] : "No form has the majority, and nothing is decided."),
    formsTable(group),
    group.pairs.map((pair) => el("p", { class: "faint" }, shown(pair.form), " is ", shown(pair.other), ": ", shown(pair.evidence), `; probability ${pair.probability.toFixed(2)}; `,
      el("a", { href: addressOf("findings", { query: report.value(pair.findings[0], "fingerprint") }) }, count(pair.findings.length, "finding")))),
    el("h3", {}, "In context"),
    group.contexts.map(([form, document, line, column, excerpt]) => relatedNode({ note: form, document: report.documents[document], line, column, excerpt: excerptOf(excerpt) })));
  for (const hook of hooks.name) hook(group, node);
  return node;
}

/** Forms against sources. */
function formsTable(group) {
  const sources = new Map();
  for (const one of Object.values(group.forms)) for (const [source, number] of Object.entries(one.sources)) sources.set(source, (sources.get(source) || 0) + number);
  const listed = [...sources].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([source]) => source);
  return el("div", { class: "wide" }, el("table", { class: "counts" }, el("caption", {}, "Documents by form and source"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "form"), el("th", { scope: "col", class: "number" }, "all"),
      listed.map((source) => el("th", { scope: "col", class: "number" }, shown(source))))),
    el("tbody", {}, Object.entries(group.forms).map(([form, one]) => el("tr", {}, el("th", { scope: "row" }, shown(form)),
      el("td", { class: "number" }, one.documents.toLocaleString("en")),
      listed.map((source) => el("td", { class: "number" }, (one.sources[source] || 0).toLocaleString("en"))))))));
}
