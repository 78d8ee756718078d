"use strict";
/* Which findings are shown. The state stands in the address, so that a view can be linked to. */

const NO_FILTER = { query: "", severity: "", code: "", family: "", source: "", fix: "", document: "", month: "" };

/** Read a filter from the part of the address after `#findings?`. */
function filterOf(search) {
  const asked = new URLSearchParams(search);
  return Object.fromEntries(Object.keys(NO_FILTER).map((name) => [name, asked.get(name) || ""]));
}

/** The part of the address that a filter makes. */
function searchOf(filter) {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
}

/** The month of a document's day (`2024-03`), or "". */
function monthOf(doc) {
  return (doc.day || "").slice(0, 7);
}

/** The numbers of the findings that pass. */
function matching(report, filter) {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (let number = 0; number < report.size; number += 1) {
    if (
      !report.gone.has(number) &&
      passes(report, number, filter) &&
      words.every((word) => holds(report, number, word))
    )
      found.push(number);
  }
  return found;
}

function passes(report, number, filter) {
  const code = report.value(number, "code");
  const doc = report.document(number);
  const fix = report.value(number, "fix");
  return (
    (!filter.severity || report.value(number, "severity") === filter.severity) &&
    (!filter.code || code === filter.code) &&
    (!filter.family || report.rules[code].family === filter.family) &&
    (!filter.source || doc.source === filter.source) &&
    (!filter.fix || (fix ? fix[1] : "none") === filter.fix) &&
    (!filter.document || documentName(doc) === filter.document) &&
    (!filter.month || monthOf(doc).startsWith(filter.month))
  );
}

function holds(report, number, word) {
  const code = report.value(number, "code");
  const doc = report.document(number);
  const excerpt = report.value(number, "excerpt");
  const has = (text) => text && text.toLowerCase().includes(word);
  return (
    has(report.value(number, "message")) ||
    has(doc.path) ||
    has(doc.title) ||
    has(doc.id) ||
    has(code) ||
    has(report.rules[code].name) ||
    report.value(number, "fingerprint") === word ||
    (excerpt && has(excerpt[1] + excerpt[2] + excerpt[3]))
  );
}

/** The address of a view with a filter. */
function addressOf(view, filter = {}) {
  const search = searchOf(filter);
  return `#${view}${search ? `?${search}` : ""}`;
}
