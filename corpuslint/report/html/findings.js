"use strict";
/* All findings: a list with filters, and one of them in full. */

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
    el("div", { class: "head" }, tag(one.severity), el("b", {}, one.code), " ", shown(one.rule.name), el("span", { class: "place" }, shown(placeName(one)))),
    el("div", { class: "message" }, shown(one.message)),
    el("div", { class: "line" }, line),
  ];
}

/** A finding in full: where, what, the fix, the places it points at, and what is known of its rule. */
function findingDetail(report, number) {
  const one = report.finding(number);
  const node = el("article", { class: "detail" },
    el("h2", {}, tag(one.severity), " ", one.code, " ", shown(one.rule.name)),
    el("p", { class: "message" }, shown(one.message)),
    documentFacts(one),
    one.excerpt ? el("pre", { class: "text" }, el("span", { class: "number" }, `${one.excerpt.line} `), excerptNode(one.excerpt)) : null,
    fixNode(one),
    one.related.length ? el("h3", {}, "Other places") : null,
    one.related.map(relatedNode),
    ruleFacts(report, one),
    el("p", { class: "faint" }, "Meant as it is? ", el("code", {}, `corpuslint accept ${one.fingerprint} --reason "…"`)),
  );
  for (const hook of hooks.finding) hook(one, node);
  return node;
}

function documentFacts(one) {
  const { title, source, date, path } = one.document;
  const facts = [["Title", title], ["Source", source === path || source.endsWith("/") ? "" : source], ["Date", date]];
  return el("p", { class: "where" }, shown(placeName(one)),
    facts.filter(([, value]) => value).map(([name, value]) => [" · ", el("span", { class: "faint" }, name), " ", shown(value)]).flat());
}

const SAFETIES = { safe: "safe: applied with --fix", unsafe: "unsafe: applied with --unsafe-fixes", manual: "by hand" };

function fixNode(one) {
  if (!one.fix) return null;
  return el("div", { class: "fix" },
    el("h3", {}, "Fix: ", shown(one.fix.title), " ", el("span", { class: "faint" }, `(${SAFETIES[one.fix.safety]})`)),
    one.fix.changes.filter((change) => change.before || change.after).map((change) =>
      el("pre", { class: "text" }, el("span", { class: "number" }, `${change.line} `), changeNode(change))));
}

function relatedNode(place) {
  return el("div", { class: "related" }, shown(place.note), " ",
    el("span", { class: "place" }, shown(placeName(place))),
    place.excerpt ? el("pre", { class: "text" }, el("span", { class: "number" }, `${place.excerpt.line} `), excerptNode(place.excerpt)) : null);
}

function ruleFacts(report, one) {
  const { rule } = one;
  return el("details", { class: "rule", open: true }, el("summary", {}, shown(rule.summary)),
    rule.why ? el("p", {}, rule.why.trim().split("\n").map((line) => [shown(line), " "]).flat()) : null,
    el("p", { class: "faint" }, `Measured precision: ${precisionText(rule)}. More: `, el("code", {}, `corpuslint rule ${one.code}`)));
}

/** The view of all findings. */
class FindingsView {
  constructor(report) {
    this.report = report;
    this.filter = { ...NO_FILTER };
    this.told = el("p", { class: "told", role: "status", "aria-live": "polite" });
    this.detail = el("section", { class: "pane", "aria-label": "The finding in full", tabindex: "-1" });
    this.chips = el("p", { class: "chips" });
    this.list = new VirtualList({
      label: "Findings", height: 78, draw: (number) => findingRow(report, number), choose: (number, told) => this.chosen(number, told),
    });
    this.node = el("section", { id: "view-findings", "aria-label": "Findings" }, this.controls(), this.chips, this.told,
      el("div", { class: "split" }, this.list.node, this.detail));
  }

  controls() {
    const all = Array.from({ length: this.report.size }, (_, number) => number);
    const select = (name, label, options) => {
      const control = el("select", { id: `by-${name}`, onchange: () => this.narrow({ [name]: control.value }) },
        el("option", { value: "" }, `any`), options.map(([value, text]) => el("option", { value }, text)));
      return el("label", {}, `${label} `, control);
    };
    const counted = (rows, text = (value) => value) => rows.map((row) => [row.value, `${plain(text(row.value))} (${row.total.toLocaleString("en")})`]);
    const by = (key) => this.report.tally(all, key);
    const search = el("input", { type: "search", id: "search", placeholder: "words, path, rule, id", autocomplete: "off", oninput: () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.narrow({ query: search.value }), 120);
    } });
    return el("form", { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() },
      el("label", {}, "Search ", search),
      select("severity", "Severity", SEVERITIES.map((name) => [name, name])),
      select("code", "Rule", counted(by((n) => this.report.value(n, "code")), (code) => `${code} ${this.report.rules[code].name}`)),
      select("source", "Source", counted(by((n) => this.report.document(n).source).slice(0, 500))),
      select("fix", "Fix", ["safe", "unsafe", "manual", "none"].map((name) => [name, name])));
  }

  /** Change a part of the filter; the address follows, and with it the view. */
  narrow(change) {
    location.replace(addressOf("findings", { ...this.filter, ...change }));
  }

  /** Show what an address asks for. */
  show(search) {
    this.filter = filterOf(search);
    for (const name of ["severity", "code", "source", "fix"]) this.node.querySelector(`#by-${name}`).value = this.filter[name];
    const input = this.node.querySelector("#search");
    if (document.activeElement !== input) input.value = this.filter.query;
    this.found = matching(this.report, this.filter);
    this.tell();
    this.list.show(this.found, this.number);
  }

  tell() {
    const { found, report } = this;
    const of = found.length === report.size ? "" : ` of ${report.size.toLocaleString("en")}`;
    const more = report.more ? `; ${report.more.toLocaleString("en")} more are in the json report` : "";
    this.told.textContent = `${found.length.toLocaleString("en")}${of} ${report.size === 1 ? "finding" : "findings"}${more}`;
    const active = Object.entries(this.filter).filter(([, value]) => value);
    this.chips.replaceChildren(...active.map(([name, value]) =>
      el("button", { type: "button", class: "chip", "aria-label": `Remove the filter ${name}`, onclick: () => this.narrow({ [name]: "" }) },
        `${name}: `, shown(value), " ×")));
  }

  chosen(number, told) {
    this.number = number;
    this.detail.replaceChildren(number === null ? el("p", { class: "faint" }, "No finding passes.") : findingDetail(this.report, number));
    if (told === "click" && matchMedia("(max-width: 820px)").matches) this.detail.scrollIntoView({ block: "start" });
  }
}

/** The address of a view with a filter. */
function addressOf(view, filter = {}) {
  const search = searchOf(filter);
  return `#${view}${search ? `?${search}` : ""}`;
}
