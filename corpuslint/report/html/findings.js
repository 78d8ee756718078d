"use strict";
/* All findings: a list with filters, and one of them in full. */

/** The view of all findings. */
class FindingsView {
  constructor(report) {
    this.report = report;
    this.filter = { ...NO_FILTER };
    this.told = el("p", { class: "told", role: "status", "aria-live": "polite" });
    this.detail = el("section", { class: "pane", "aria-label": "The finding in full", tabindex: "0" });
    this.chips = el("p", { class: "chips" });
    this.list = new VirtualList({
      label: "Findings",
      height: 78,
      draw: (number) => findingRow(report, number),
      choose: (number, told) => this.chosen(number, told),
      open: () => this.detail.focus(),
    });
    this.node = el(
      "section",
      { id: "view-findings", "aria-label": "Findings" },
      this.controls(),
      this.chips,
      this.told,
      el("div", { class: "split" }, this.list.node, this.detail),
    );
  }

  controls() {
    const all = Array.from({ length: this.report.size }, (_, number) => number);
    const select = (name, label, options) => {
      const control = el(
        "select",
        { id: `by-${name}`, onchange: () => this.narrow({ [name]: control.value }) },
        el("option", { value: "" }, `any`),
        options.map(([value, text]) => el("option", { value }, text)),
      );
      return el("label", {}, `${label} `, control);
    };
    const counted = (rows, text = (value) => value) =>
      rows.map((row) => [row.value, `${plain(text(row.value))} (${row.total.toLocaleString("en")})`]);
    const by = (key) => this.report.tally(all, key);
    const search = el("input", {
      type: "search",
      id: "search",
      placeholder: "words, path, rule, id",
      autocomplete: "off",
      oninput: () => {
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.narrow({ query: search.value }), 120);
      },
    });
    return el(
      "form",
      { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() },
      el("label", {}, "Search ", search),
      select(
        "severity",
        "Severity",
        SEVERITIES.map((name) => [name, name]),
      ),
      select(
        "code",
        "Rule",
        counted(
          by((n) => this.report.value(n, "code")),
          (code) => `${code} ${this.report.rules[code].name}`,
        ),
      ),
      select("source", "Source", counted(by((n) => this.report.document(n).source).slice(0, 500))),
      select(
        "fix",
        "Fix",
        ["safe", "unsafe", "manual", "none"].map((name) => [name, name]),
      ),
    );
  }

  /** Change a part of the filter; the address follows, and with it the view. */
  narrow(change) {
    location.replace(addressOf("findings", { ...this.filter, ...change }));
  }

  /** Show what an address asks for. */
  show(search) {
    this.filter = filterOf(search);
    for (const name of ["severity", "code", "source", "fix"])
      this.node.querySelector(`#by-${name}`).value = this.filter[name];
    const input = this.node.querySelector("#search");
    if (document.activeElement !== input) input.value = this.filter.query;
    this.found = matching(this.report, this.filter);
    this.tell();
    this.list.show(this.found, this.number);
  }

  tell() {
    const { found, report } = this;
    const of = found.length === report.open ? "" : ` of ${report.open.toLocaleString("en")}`;
    const more = report.more ? `; ${report.more.toLocaleString("en")} more are in the json report` : "";
    this.told.textContent = `${found.length.toLocaleString("en")}${of} ${report.open === 1 ? "finding" : "findings"}${more}`;
    const active = Object.entries(this.filter).filter(([, value]) => value);
    this.chips.replaceChildren(
      ...active.map(([name, value]) =>
        el(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-label": `Remove the filter ${name}`,
            onclick: () => this.narrow({ [name]: "" }),
          },
          `${name}: `,
          shown(value),
          " ×",
        ),
      ),
    );
  }

  chosen(number, told) {
    this.number = number;
    this.detail.replaceChildren(
      number === null ? el("p", { class: "faint" }, "No finding passes.") : findingDetail(this.report, number),
    );
    if (told === "click" && matchMedia("(max-width: 820px)").matches) this.detail.scrollIntoView({ block: "start" });
  }
}
