"use strict";
/* Lists of groups that are decided by looking, one of them in full beside the list. */

/** A list of groups on the left, one of them in full on the right. */
class GroupsView {
  constructor({ id, label, groups, empty, row, detail }) {
    this.groups = groups;
    this.detail = el("section", { class: "pane", "aria-label": `${label} in full`, tabindex: "0" });
    this.list = new VirtualList({
      label,
      height: 58,
      draw: row,
      choose: (group) => {
        this.detail.replaceChildren(group ? detail(group) : el("p", { class: "faint" }, empty));
      },
      open: () => this.detail.focus(),
    });
    this.search = el("input", { type: "search", autocomplete: "off", oninput: () => this.show("") });
    this.told = el("p", { class: "told", role: "status", "aria-live": "polite" });
    this.node = el(
      "section",
      { id: `view-${id}`, "aria-label": label },
      el(
        "form",
        { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() },
        el("label", {}, "Search ", this.search),
      ),
      this.told,
      el("div", { class: "split groups" }, this.list.node, this.detail),
    );
  }

  show() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.groups.filter((group) => words.every((word) => group.text.includes(word)));
    this.told.textContent = `${found.length.toLocaleString("en")} of ${this.groups.length.toLocaleString("en")}`;
    this.list.show(found);
  }
}

/** A button in whose place the rest comes; null where there is none. */
function showMore(rest) {
  if (!rest.length) return null;
  const button = el(
    "button",
    { type: "button", class: "plain", onclick: () => button.replaceWith(...rest) },
    `Show ${rest.length.toLocaleString("en")} more`,
  );
  return button;
}
