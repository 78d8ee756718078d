"use strict";
/* Decisions on what the page of a report shows. A decision is written on the disk before the server confirms it. */

const KEY = "corpuslint-review"; // of this origin: scheme, host and port

const review = { page: null, numbers: new Map(), decided: new WeakMap(), busy: false };

/** Ask the server. Throws an error with what it says. */
async function call(name, body = {}) {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${localStorage.getItem(KEY) || ""}` };
  let answer;
  try {
    answer = await fetch(`/api/${name}`, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store", referrerPolicy: "same-origin" });
  } catch {
    throw new Error("The server does not answer: the review is over, or the connection is gone. What was confirmed is written; start it again for the rest.");
  }
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

/** The key for the token behind the # of the address, which is good for one window. */
async function enter() {
  const token = new URLSearchParams(location.hash.slice(1)).get("enter");
  if (!token) return;
  history.replaceState(null, "", "/");
  const { key } = await call("enter", { token });
  localStorage.setItem(KEY, key);
}

hooks.load = async (start) => {
  const main = document.getElementById("main");
  document.getElementById("figures").textContent = "";
  main.replaceChildren(el("p", { role: "status" }, "Loading the findings …"));
  try {
    await enter();
    start(await call("run"));
  } catch (error) {
    main.replaceChildren(el("p", { class: "notice error", role: "alert" }, shown(error.message)));
  }
};

/** Say something where screen readers hear it. */
function tell(text, bad = false) {
  review.status.className = bad ? "notice error" : "notice";
  review.status.replaceChildren(shown(text));
}

/** Make a decision; whether it was done. What has changed is shown before this is. */
async function decide(name, body) {
  if (review.busy) return false;
  const { report } = review.page;
  review.busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await call(name, { ...body, look: report.look, changes: report.changes });
    if (answer.reload) return location.reload();
    take(answer);
    const [first] = answer.refused;
    const more = answer.refusals > 1 ? ` (and ${(answer.refusals - 1).toLocaleString("en")} more)` : "";
    const undo = answer.done ? ` Undo all: corpuslint undo ${answer.undo}` : "";
    tell(first ? `${answer.told} Not done: ${first.path}: ${first.reason}${more}` : answer.told + undo, Boolean(first));
    return !first;
  } catch (error) {
    tell(error.message, true);
    if (name !== "refresh") await refresh();
    return false;
  } finally {
    review.busy = false;
    document.body.removeAttribute("aria-busy");
  }
}

/** After a refusal: show what is there now. */
async function refresh() {
  const { report } = review.page;
  const answer = await call("refresh", { look: report.look, changes: report.changes }).catch(() => null);
  if (answer?.reload) location.reload();
  else if (answer) take(answer);
}

/** Take in what has changed since this page was told last. */
function take(answer) {
  const { report } = review.page;
  Object.assign(report.rules, answer.rules);
  const documents = answer.documents.map((doc) => numberOf(report, doc));
  for (const [was, name] of answer.renamed) {
    if (review.numbers.has(was)) review.numbers.set(name, review.numbers.get(was));
    review.numbers.delete(was);
  }
  for (const row of answer.rows) put(report, row, documents);
  for (const fingerprint of answer.gone) {
    if (review.numbers.has(fingerprint)) report.gone.add(review.numbers.get(fingerprint));
  }
  for (const name of ["changes", "left", "loose", "undo"]) report[name] = answer[name];
  figures();
  const view = review.page.made.get("findings");
  if (view) again(view);
}

function numberOf(report, doc) {
  const at = report.documents.findIndex((one) => one.path === doc.path && one.record === doc.record);
  if (at >= 0) return at;
  return report.documents.push(doc) - 1;
}

function put(report, row, documents) {
  const made = [...row];
  made[report.column.document] = documents[row[report.column.document]];
  made[report.column.related] = row[report.column.related].map(([note, document, ...rest]) => [note, documents[document], ...rest]);
  const fingerprint = row[report.column.fingerprint];
  const known = review.numbers.get(fingerprint);
  if (known !== undefined) {
    report.findings[known] = made;
    report.gone.delete(known);
    return;
  }
  review.numbers.set(fingerprint, report.findings.push(made) - 1);
  report.size = report.findings.length;
}

/** Draw the findings anew; where the current one is decided, the next one becomes it. */
function again(view) {
  const { report } = review.page;
  const at = view.found ? view.found.indexOf(view.number) : -1;
  if (at >= 0) view.number = view.found.slice(at).find((number) => !report.gone.has(number)) ?? view.found[at - 1];
  view.show(location.hash.startsWith("#findings") ? location.hash.split("?")[1] || "" : "");
  keepFocus(view);
}

function figures() {
  const { report } = review.page;
  document.getElementById("figures").textContent = `${count(report.left, "finding")} to decide`;
  document.querySelector("#views [data-view=findings] .badge").textContent = report.open.toLocaleString("en");
  review.loose.hidden = !report.loose;
}

/** Ask a question in a window of the page: a text, or null where it was closed. `text`: what may be edited. */
function ask(title, { label = "", text = "", long = false, action = "OK" } = {}) {
  return new Promise((done) => {
    const field = label ? el(long ? "textarea" : "input", { id: "answer", rows: 8, spellcheck: "true", autocomplete: "off" }) : null;
    if (field) field.value = text;
    const end = (value) => {
      box.close();
      box.remove();
      done(value);
    };
    const box = el("dialog", { "aria-label": plain(title), oncancel: () => end(null) },
      el("h2", {}, shown(title)),
      field ? el("label", { for: "answer" }, label) : null, field,
      el("p", { class: "chips" },
        el("button", { type: "button", class: "chip go", onclick: () => end(field ? field.value : "") }, action),
        el("button", { type: "button", class: "chip", onclick: () => end(null) }, "Cancel")));
    if (field && !long) field.addEventListener("keydown", (event) => event.key === "Enter" && end(field.value));
    document.body.append(box);
    box.showModal();
    field?.focus();
  });
}

function button(text, run, key = "") {
  const name = key ? [text, " ", el("kbd", {}, key)] : [text];
  return el("button", { type: "button", class: "chip", "aria-keyshortcuts": key || null, "data-key": key || null, onclick: run }, ...name);
}

function next() {
  const { list } = review.page.view("findings");
  if (list.items.length) list.move(list.current + 1);
}

async function meant(fingerprints) {
  const what = fingerprints.length === 1 ? "It is meant" : `${fingerprints.length.toLocaleString("en")} findings are meant`;
  const reason = await ask(`${what}: never report it again`, { label: "Why? The reason is kept beside it.", action: "Accept" });
  return reason !== null && decide("accept", { fingerprints, reason });
}

async function edited(fingerprint) {
  try {
    const { before, after } = await call("passage", { fingerprint });
    const unseen = [...new Set((after.match(UNSEEN) || []).filter((each) => each !== "\n"))].map(named);
    const label = `As the fix would make it${unseen.length ? `; it holds what cannot be seen: ${unseen.join(", ")}` : ""}`;
    const text = await ask("The text as it is to be", { label, text: after, long: true, action: "Write" });
    if (text !== null) await decide("fix", { fingerprints: [fingerprint], before, edited: text });
  } catch (error) {
    tell(error.message, true);
  }
}

hooks.finding.push((one, node) => {
  const names = [one.fingerprint];
  const copies = one.fix && !one.fix.changes.length && /quarantine/.test(one.fix.title);
  node.querySelector(".message").after(el("p", { class: "chips decide", role: "group", "aria-label": "Decide" },
    one.fix ? button(copies ? "Move it away" : "Make this fix", () => decide("fix", { fingerprints: names }), "y") : null,
    one.fix && !one.fix.changes.length ? null : button("Edit …", () => edited(one.fingerprint), "e"),
    button("It is meant …", () => meant(names), "m"),
    button("Next", () => next(), "n")));
});

hooks.cluster.push((group, node) => {
  const { report } = review.page;
  const open = group.pairs.filter((pair) => !report.gone.has(pair.finding));
  if (review.decided.has(group) || !open.length) {
    node.querySelector("h2").after(el("p", { class: "notice" }, shown(review.decided.get(group) || "Decided.")));
    return;
  }
  const fingerprints = open.map((pair) => report.value(pair.finding, "fingerprint"));
  const done = (text) => {
    review.decided.set(group, text);
    redraw("duplicates");
  };
  const keep = async (name) => {
    const others = group.members.length - 1;
    const sure = await ask(`Keep ${name} and move ${others === 1 ? "the other one" : `the ${others.toLocaleString("en")} others`} to the quarantine?`, { action: "Keep it" });
    if (sure !== null && await decide("keep", { fingerprints, kept: name })) done(`Decided: ${name} stays.`);
  };
  node.querySelector("h2").after(el("div", { class: "chips decide", role: "group", "aria-label": "Decide" },
    group.kind === "copies" ? group.members.slice(0, 50).map((name) => el("button", { type: "button", class: "chip", onclick: () => keep(name) }, "Keep ", shown(name))) : null,
    button("They are meant …", async () => await meant(fingerprints) && done("They are meant."))));
});

hooks.name.push((group, node) => {
  if (review.decided.has(group)) {
    node.querySelector("h2").after(el("p", { class: "notice" }, shown(review.decided.get(group))));
    return;
  }
  const forms = Object.keys(group.forms);
  const done = (text) => {
    review.decided.set(group, text);
    redraw("names");
  };
  const prefer = async (form) => await decide("prefer", { form, others: forms.filter((one) => one !== form) }) && done(`From now on: ${form}`);
  const part = async (pair) => await decide("distinct", { pair: [pair.form, pair.other] }) && done(`${pair.form} and ${pair.other} are two names.`);
  node.querySelector("h2").after(el("div", { class: "decide", role: "group", "aria-label": "Decide" },
    el("p", { class: "chips" }, forms.map((form) => el("button", { type: "button", class: "chip", onclick: () => prefer(form) }, "Write ", shown(form)))),
    el("p", { class: "chips" }, group.pairs.map((pair) => el("button", { type: "button", class: "chip", onclick: () => part(pair) },
      "Two names: ", shown(pair.form), " and ", shown(pair.other))))));
});

/** Draw the current group of a view anew. */
function redraw(name) {
  const view = review.page.made.get(name);
  if (view?.list.items.length) view.list.move(view.list.current);
  if (view) keepFocus(view);
}

/** The button that was pressed is gone: the keyboard goes on at the list. */
function keepFocus(view) {
  if (document.activeElement === document.body) view.list.node.focus({ preventScroll: true });
}

/** What is decided on all findings that pass the filter. */
function groupBar(view) {
  const { report } = review.page;
  const able = () => view.found.filter((number) => ["safe", "unsafe"].includes(report.value(number, "fix")?.[1]));
  const names = (numbers) => numbers.map((number) => report.value(number, "fingerprint"));
  const fix = button("", async () => {
    const numbers = able();
    const sure = await ask(`Make ${count(numbers.length, "fix").replace("fixs", "fixes")}?`, { action: "Make them" });
    if (sure !== null) await decide("fix", { fingerprints: names(numbers) });
  });
  const accept = button("", () => meant(names(view.found)));
  const bar = el("p", { class: "chips", role: "group", "aria-label": "Decide on all that are shown" }, fix, accept);
  const plain = view.tell.bind(view);
  view.tell = () => {
    plain();
    const number = able().length;
    fix.textContent = `Make all ${number.toLocaleString("en")} fixes shown …`;
    accept.textContent = `All ${view.found.length.toLocaleString("en")} shown are meant …`;
    fix.hidden = number < 2;
    accept.hidden = view.found.length < 2;
  };
  view.told.after(bar);
}

/** A key decides once, however long it is held. */
function key(event) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea") || document.querySelector("dialog")) return;
  const found = document.querySelector(`#main .decide [data-key="${CSS.escape(event.key)}"]`);
  if (found) {
    event.preventDefault();
    found.click();
  }
}

async function end() {
  if (await ask("End the review? What was decided is written.", { action: "End" }) === null) return;
  try {
    const answer = await call("end");
    document.getElementById("main").replaceChildren(el("p", { class: "notice", role: "status" }, answer.told));
    document.querySelector("header nav").replaceChildren();
  } catch (error) {
    tell(error.message, true);
  }
}

hooks.start.push((page) => {
  review.page = page;
  const { report } = page;
  for (let number = 0; number < report.size; number += 1) review.numbers.set(report.value(number, "fingerprint"), number);
  review.status = el("p", { role: "status", "aria-live": "polite", id: "decided" });
  review.loose = el("p", { class: "notice", hidden: true }, "Decisions on copies and names may have changed more: check again to see.");
  document.getElementById("main").before(review.status, review.loose);
  document.getElementById("theme").before(
    button("Check again", () => { tell("Checking everything again …"); decide("look", {}); }), button("End", end));
  addEventListener("keydown", key);
  groupBar(page.view("findings"));
  figures();
  page.route();
});
