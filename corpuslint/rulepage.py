"""A rule explained from its file: the page in the documentation and what `corpuslint rule` prints are one text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from corpuslint import rulecases
from corpuslint.model import Safety
from corpuslint.registry import Entry
from corpuslint.rule import Meta

_FIXES = {
    None: "none",
    Safety.MANUAL: "shown, never applied",
    Safety.UNSAFE: "unsafe (`--fix --unsafe-fixes`)",
    Safety.SAFE: "safe (`--fix`)",
}
DEFAULTS = {
    "on": "on",
    "off": "off; select it by code or name",
    "preview": "in preview; `--preview`",
    "decided": "on where the configuration or a lock decides about names",
    "unlocked": "on, unless a lock says which names to look up",
}
"""What stands under `default` in lists of rules, in words."""


def markdown(entry: Entry, cases: list[rulecases.Case]) -> str:
    """The page of a rule."""
    return "\n".join(_page(entry, cases)).rstrip() + "\n"


def _page(entry: Entry, cases: list[rulecases.Case]) -> Iterator[str]:
    meta = entry.meta
    yield f"# {meta.code} {meta.name}"
    yield f"\n{meta.summary}.\n" if not meta.summary.endswith((".", "?", "!")) else f"\n{meta.summary}\n"
    yield f"Severity: {meta.severity.name.lower()} · Fix: {_FIXES[meta.fix]} · Default: {DEFAULTS[meta.default]}"
    if meta.languages:
        yield f"Languages: {', '.join(meta.languages)}"
    if meta.corpus:
        yield "Judges documents against the whole corpus."
    if meta.collapses:
        yield "With the same words around it in five documents or more it is told once, with the list of places."
    for title, text in (
        ("Why", meta.why),
        ("What it does not report", meta.not_reported),
        ("Fix safety", meta.fix_safety),
    ):
        if text:
            yield f"\n## {title}\n\n{text}"
    yield from _options(meta)
    yield from _accuracy(meta)
    if cases:
        yield "\n## Examples"
        for case in cases:
            yield from _case(case)


def _options(meta: Meta) -> Iterator[str]:
    if not meta.options:
        return
    yield "\n## Options\n"
    for option in meta.options:
        limits = [f"at least {option.minimum:g}"] if option.minimum is not None else []
        limits += [f"at most {option.maximum:g}"] if option.maximum is not None else []
        limits += [f"one of {', '.join(option.choices)}"] if option.choices else []
        told = f" ({', '.join(limits)})" if limits else ""
        yield f"- `{option.name}`: {option.type}, default `{json.dumps(option.default)}`{told}. {option.help}"


def _accuracy(meta: Meta) -> Iterator[str]:
    if not meta.accuracy:
        return
    yield "\n## Measured\n"
    for row in meta.accuracy:
        figures = [f"precision {row.precision:.3f}"] if row.precision is not None else []
        figures += [f"recall {row.recall:.3f}"] if row.recall is not None else []
        yield f"- {row.on}: {', '.join(figures)}; {row.judged:,} judged. `{row.command}`"


def _case(case: rulecases.Case) -> Iterator[str]:
    note = " (known to fail)" if case.expected_failure else ""
    yield f"\n### {case.name}{note}\n"
    if case.why:
        yield f"{case.why.strip()}\n"
    for key, raw in case.docs.items():
        if len(case.docs) > 1:
            yield f"`{key}`:\n"
        yield from _fenced(raw.decode("utf-8", "backslashreplace"))
        wanted = case.finds.get(key, ())
        if wanted:
            yield "Found: " + ", ".join(_shown(item) for item in wanted) + "\n"
        for title, texts in (("Safe fixes give", case.safe), ("Fixed", case.fixed)):
            if key in texts:
                yield f"{title}:\n"
                yield from _fenced(texts[key])
    if not any(case.finds.values()):
        yield "Nothing is found.\n"


def _shown(item: Any) -> str:
    text = f"`{visible(item['text'])}`" if "text" in item else "here"
    place = f" at line {item['line']}" if "line" in item else ""
    return text + place + (f" column {item['column']}" if "column" in item else "")


def _fenced(text: str) -> Iterator[str]:
    yield "```text"
    yield visible(text, keep_lines=True).rstrip("\n")
    yield "```\n"


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Text with everything that cannot be seen spelt out."""
    from corpuslint.report.escape import terminal

    if not keep_lines:
        return terminal(text).replace("`", "ˋ")
    return "\n".join(terminal(line) for line in text.split("\n"))


def as_json(entry: Entry) -> dict[str, Any]:
    """A rule as JSON values."""
    meta = entry.meta
    return {
        "code": meta.code,
        "name": meta.name,
        "family": meta.family,
        "summary": meta.summary,
        "why": meta.why,
        "not_reported": meta.not_reported,
        "severity": meta.severity.name.lower(),
        "fix": "none" if meta.fix is None else meta.fix.name.lower(),
        "fix_safety": meta.fix_safety,
        "default": meta.default,
        "stage": meta.stage.name.lower(),
        "corpus": meta.corpus,
        "languages": list(meta.languages),
        "options": [{"name": o.name, "type": o.type, "default": o.default, "help": o.help} for o in meta.options],
        "accuracy": [
            {
                "on": a.on,
                "precision": a.precision,
                "recall": a.recall,
                "judged": a.judged,
                "command": a.command,
            }
            for a in meta.accuracy
        ],
    }
