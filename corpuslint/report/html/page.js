"use strict";
/* The page: its views, the address that leads to them, the theme, and what is printed. */

const PRINTED = { findings: 300, duplicates: 50, names: 100 };

const TITLES = {
  overview: "Overview",
  findings: "Findings",
  documents: "Documents",
  duplicates: "Near-duplicates",
  names: "Names",
};

class Page {
  constructor(report) {
    this.report = report;
    this.made = new Map();
    this.main = document.getElementById("main");
    const numbers = { findings: report.size, duplicates: report.clusters.length, names: report.names.length };
    this.links = report.views.map((view) =>
      el(
        "a",
        { href: `#${view}`, "data-view": view },
        TITLES[view],
        view in numbers ? el("span", { class: "badge" }, numbers[view].toLocaleString("en")) : null,
      ),
    );
    document.getElementById("views").replaceChildren(...this.links);
    addEventListener("hashchange", () => this.route());
    addEventListener("beforeprint", () => this.print());
    addEventListener("afterprint", () => document.getElementById("print").replaceChildren());
    document.addEventListener("keydown", (event) => this.key(event));
    this.themes();
    this.route();
  }

  /** A view, made when it is first looked at. */
  view(name) {
    if (!this.made.has(name)) this.made.set(name, this.make(name));
    return this.made.get(name);
  }

  make(name) {
    const { report } = this;
    if (name === "findings") return new FindingsView(report);
    if (name === "documents") return { node: documentsView(report) };
    if (name === "duplicates") return duplicatesView(report);
    if (name === "names") return namesView(report);
    return { node: overview(report) };
  }

  route() {
    const [asked, search = ""] = location.hash.slice(1).split("?");
    const name = this.report.views.includes(asked) ? asked : this.report.views[0];
    const view = this.view(name);
    for (const link of this.links) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (this.main.firstElementChild !== view.node) this.main.replaceChildren(view.node);
    document.title = `${TITLES[name]} – corpuslint`;
    view.show?.(search);
    this.current = view;
  }

  key(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    const search = this.current.node.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }

  themes() {
    const button = document.getElementById("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const set = (on) => {
      document.documentElement.dataset.theme = on ? "dark" : "light";
      button.setAttribute("aria-pressed", String(on));
    };
    set(dark.matches);
    dark.addEventListener("change", () => set(dark.matches));
    button.addEventListener("click", () => set(document.documentElement.dataset.theme !== "dark"));
  }

  /** What lists show only in part stands on paper whole, as far as that is of use: the findings that pass the filter. */
  print() {
    const { report } = this;
    const findings = this.made.get("findings");
    const numbers = findings?.found || Array.from({ length: report.size }, (_, number) => number);
    const parts = [overview(report), documentsView(report)];
    if (report.clusters.length)
      parts.push(printed(TITLES.duplicates, report.clusters, PRINTED.duplicates, (group) => clusterNode(report, group)));
    if (report.names.length)
      parts.push(printed(TITLES.names, report.names, PRINTED.names, (group) => nameNode(report, group)));
    const title = numbers.length === report.open ? TITLES.findings : `Findings: ${searchOf(findings.filter)}`;
    const row = (number) => el("div", { class: "row" }, findingRow(report, number));
    parts.push(printed(title, numbers, PRINTED.findings, row));
    document.getElementById("print").replaceChildren(...parts);
  }
}

/** The first of some things on paper, and how many more there are. */
function printed(title, all, most, draw) {
  const rest = all.length - most;
  const more = rest > 0 ? el("p", {}, `and ${rest.toLocaleString("en")} more`) : null;
  return el("section", {}, el("h2", {}, title), all.slice(0, most).map(draw), more);
}

/** Show a run. */
function start(payload) {
  const page = new Page(new Report(payload));
  for (const hook of hooks.start) hook(page);
}

if (hooks.load) hooks.load(start);
else start(JSON.parse(document.getElementById("payload").textContent));
