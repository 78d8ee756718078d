"use strict";
/* A list of any length of which only what is in sight is in the page. Arrow keys move, a click chooses, Enter opens. */

const MARGIN = 6;
const TALLEST = 15_000_000; // pixels; browsers cannot scroll much further

class VirtualList {
  /**
   * `draw(item)` gives the content of a row of `height` pixels; `choose(item)` is told which one is current, and
   * `open()` that it is wanted in full.
   */
  constructor({ label, height, draw, choose, open }) {
    Object.assign(this, { height, draw, choose, open, items: [], current: -1, rows: new Map() });
    this.space = el("div", { class: "space", role: "presentation" });
    this.node = el(
      "div",
      {
        class: "list",
        role: "listbox",
        tabindex: "0",
        "aria-label": label,
        onscroll: () => this.schedule(),
        onkeydown: (event) => this.key(event),
        onclick: (event) => this.click(event),
      },
      this.space,
    );
    new ResizeObserver(() => this.schedule()).observe(this.node);
  }

  /** Show other items; `keep`: the one that stays current if it is among them. */
  show(items, keep) {
    this.items = items.slice(0, Math.floor(TALLEST / this.height));
    this.clear();
    this.space.style.height = `${this.items.length * this.height}px`;
    this.node.style.setProperty("--whole", `${Math.max(this.items.length, 1) * this.height + 2}px`);
    this.current = -1;
    const at = Math.max(this.items.indexOf(keep), 0);
    this.node.scrollTop = 0;
    if (this.items.length) this.move(at, false);
    else this.choose(null);
    this.render();
  }

  clear() {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
  }

  schedule() {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this.render());
  }

  render() {
    this.waiting = 0;
    const first = Math.max(Math.floor(this.node.scrollTop / this.height) - MARGIN, 0);
    const last = Math.min(
      Math.ceil((this.node.scrollTop + this.node.clientHeight) / this.height) + MARGIN,
      this.items.length,
    );
    for (const [at, row] of this.rows) {
      if ((at < first || at >= last) && at !== this.current) {
        row.remove();
        this.rows.delete(at);
      }
    }
    for (let at = first; at < last; at += 1) this.row(at);
  }

  row(at) {
    if (this.rows.has(at)) return this.rows.get(at);
    const row = el(
      "div",
      {
        class: "row",
        role: "option",
        id: `row-${at}`,
        "data-at": at,
        "aria-posinset": at + 1,
        "aria-setsize": this.items.length,
        "aria-selected": String(at === this.current),
      },
      this.draw(this.items[at]),
    );
    row.style.top = `${at * this.height}px`;
    row.style.height = `${this.height}px`;
    this.space.append(row);
    this.rows.set(at, row);
    return row;
  }

  /** Draw the row of an item anew. */
  refresh(item) {
    const at = this.items.indexOf(item);
    const row = this.rows.get(at);
    if (row) row.replaceChildren(...[this.draw(item)].flat());
  }

  /** Make a row the current one and bring it into sight. */
  move(at, told = true) {
    const to = Math.min(Math.max(at, 0), this.items.length - 1);
    this.rows.get(this.current)?.setAttribute("aria-selected", "false");
    this.current = to;
    this.row(to).setAttribute("aria-selected", "true");
    this.node.setAttribute("aria-activedescendant", `row-${to}`);
    const top = to * this.height;
    const lowest = top + this.height - this.node.clientHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (lowest > this.node.scrollTop) this.node.scrollTop = lowest;
    this.schedule();
    this.choose(this.items[to], told);
  }

  key(event) {
    const page = Math.max(Math.floor(this.node.clientHeight / this.height) - 1, 1);
    const steps = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    if (event.key === "Enter") this.open?.();
    if (!(event.key in steps) || !this.items.length || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(this.current + steps[event.key]);
  }

  click(event) {
    const row = event.target.closest(".row");
    if (row) this.move(Number(row.dataset.at), "click");
  }
}
