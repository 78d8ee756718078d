"use strict";
/* Counts as tables with bars, and counts over time as columns. A click asks for the findings behind a bar. */

/** A stacked bar of the severities of one row; `most` is the count of the longest one. */
function bar(row, most) {
  const box = el("span", { class: "bar", "aria-hidden": "true" });
  for (const severity of SEVERITIES) {
    if (!row[severity]) continue;
    const part = el("span", { class: severity });
    part.style.width = `${(100 * row[severity]) / most}%`;
    box.append(part);
  }
  return box;
}

/** What the colours of bars mean. */
function legend() {
  return el(
    "p",
    { class: "legend faint" },
    SEVERITIES.map((name) =>
      el("span", {}, el("span", { class: `swatch ${name}`, "aria-hidden": "true" }), ` ${name} `),
    ),
  );
}

/** A table of counts. `name(row)` gives the first cell, `href(row)` its findings; `more` are further columns. */
function barTable({ caption, head, rows, name, href, more = [], most = 12 }) {
  const largest = Math.max(...rows.map((row) => row.total), 1);
  const line = (row) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("a", { href: href(row) }, name(row))),
      el("td", { class: "bars" }, bar(row, largest)),
      el("td", { class: "number" }, row.total.toLocaleString("en")),
      more.map((column) => el("td", { class: "number" }, column.cell(row))),
    );
  const body = el("tbody", {}, rows.slice(0, most).map(line));
  const table = el(
    "table",
    { class: "counts" },
    el("caption", {}, caption),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, head),
        el("th", { scope: "col" }, el("span", { class: "hidden" }, "share")),
        el("th", { scope: "col", class: "number" }, "findings"),
        more.map((column) => el("th", { scope: "col", class: "number", title: column.title }, column.head)),
      ),
    ),
    body,
  );
  if (rows.length <= most) return table;
  const button = el(
    "button",
    {
      type: "button",
      class: "plain",
      onclick: () => {
        body.append(...rows.slice(most).map(line));
        button.remove();
      },
    },
    `Show ${(rows.length - most).toLocaleString("en")} more`,
  );
  return el("div", {}, table, button);
}

/** Months with their counts, gaps filled; years where there are too many months. */
function overTime(rows) {
  const months = rows.filter((row) => row.value).sort((a, b) => (a.value < b.value ? -1 : 1));
  if (!months.length) return [];
  const index = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const years = index(months.at(-1).value) - index(months[0].value) >= 72;
  const found = new Map();
  const step = years ? 12 : 1;
  const key = (at) =>
    (years ? String(Math.floor(at / 12)) : `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`).padStart(
      years ? 4 : 7,
      "0",
    );
  const least = index(months[0].value);
  const most = Math.min(index(months.at(-1).value), least + 400 * step);
  for (let at = years ? least - (least % 12) : least; at <= most; at += step) {
    found.set(key(at), { value: key(at), total: 0, error: 0, warning: 0, info: 0 });
  }
  for (const row of months) {
    const into = found.get(key(index(row.value)));
    if (into) for (const name of ["total", ...SEVERITIES]) into[name] += row[name];
  }
  return [...found.values()];
}

/** Columns over time as a picture, each a link to its findings. */
function timeline(rows, href) {
  const [width, height, top, bottom] = [720, 150, 14, 20];
  const most = Math.max(...rows.map((row) => row.total), 1);
  const step = Math.min((width - 2) / rows.length, 90);
  const scale = (height - top - bottom) / most;
  const picture = el("svg:svg", {
    viewBox: `0 0 ${width} ${height}`,
    class: "timeline",
    role: "group",
    "aria-label": `Findings from ${rows[0].value} to ${rows.at(-1).value}, at most ${most}`,
  });
  rows.forEach((row, at) => {
    let y = height - bottom;
    const told = `${row.value}: ${count(row.total, "finding")}`;
    const link = el(
      "svg:a",
      { href: href(row), "aria-label": told, tabindex: row.total ? "0" : "-1" },
      el("svg:title", {}, told),
    );
    for (const severity of SEVERITIES) {
      if (!row[severity]) continue;
      y -= row[severity] * scale;
      link.append(
        el("svg:rect", {
          class: severity,
          x: at * step + 1,
          y,
          width: Math.max(step - 2, 1),
          height: row[severity] * scale,
        }),
      );
    }
    picture.append(link);
  });
  const every = Math.ceil(rows.length / 8);
  rows.forEach((row, at) => {
    if (at % every === 0) picture.append(el("svg:text", { x: at * step + 1, y: height - 6, class: "axis" }, row.value));
  });
  picture.append(el("svg:text", { x: 1, y: 10, class: "axis" }, `at most ${most.toLocaleString("en")}`));
  return picture;
}
