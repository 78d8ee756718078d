"use strict";
/* The payload of the page, unpacked where it is looked at. `payload.py` says what each part means. */

const SEVERITIES = ["error", "warning", "info"];

/** A line around a place: `[line, left, found, right, cut]`; bit 1 of `cut`: it begins before, bit 2: it goes on. */
function excerptOf(packed) {
  if (!packed) return null;
  const [line, left, found, right, cut] = packed;
  return { line, left, found, right, cutLeft: (cut & 1) > 0, cutRight: (cut & 2) > 0 };
}

function changeOf([line, left, before, after, right, cut]) {
  return { line, left, before, after, right, cutLeft: (cut & 1) > 0, cutRight: (cut & 2) > 0 };
}

/** A run: `rules` by code, `documents`, and findings by number. */
class Report {
  constructor(payload) {
    Object.assign(this, payload);
    this.column = Object.fromEntries(payload.columns.map((name, at) => [name, at]));
    this.size = payload.findings.length;
    this.gone = new Set(); // numbers of findings that are decided while the page is open
  }

  /** How many findings are not decided. */
  get open() {
    return this.size - this.gone.size;
  }

  /** One value of a finding, without unpacking the rest. */
  value(number, name) {
    return this.findings[number][this.column[name]];
  }

  document(number) {
    return this.documents[this.value(number, "document")];
  }

  /** A finding with names for everything. */
  finding(number) {
    const row = this.findings[number];
    const get = (name) => row[this.column[name]];
    const [line, column, textLine, textColumn] = get("place");
    const fix = get("fix");
    return {
      number,
      code: get("code"),
      rule: this.rules[get("code")],
      severity: get("severity"),
      document: this.documents[get("document")],
      line,
      column,
      textLine,
      textColumn,
      message: get("message"),
      excerpt: excerptOf(get("excerpt")),
      fix: fix && { title: fix[0], safety: fix[1], changes: fix[2].map(changeOf), whole: fix[3] },
      related: get("related").map((one) => this.related(one)),
      fingerprint: get("fingerprint"),
    };
  }

  related([note, document, line, column, excerpt]) {
    return { note, document: this.documents[document], line, column, excerpt: excerptOf(excerpt) };
  }

  /** How many of the numbered findings have each value of something, the most frequent first. */
  tally(numbers, key) {
    const counts = new Map();
    for (const number of numbers) {
      const value = key(number);
      const row = counts.get(value) || counts.set(value, { value, total: 0, error: 0, warning: 0, info: 0 }).get(value);
      row.total += 1;
      row[this.value(number, "severity")] += 1;
    }
    return [...counts.values()].sort((a, b) => b.total - a.total || (a.value < b.value ? -1 : 1));
  }
}

/** Where a document lies: its file, and for a record its number and id. */
function documentName(doc) {
  return doc.record ? `${doc.path}:${doc.record}${doc.id ? ` (${doc.id})` : ""}` : doc.path;
}

/** Where a finding lies, as editors and other reports say it. */
function placeName(one) {
  const record = one.document.record && (one.document.id || `record ${one.document.record}`);
  const inside = record ? ` (${record}${one.textLine ? `, ${one.textLine}:${one.textColumn}` : ""})` : "";
  return `${one.document.path}:${one.line}:${one.column}${inside}`;
}
