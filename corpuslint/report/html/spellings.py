"""Names in several forms, as the page shows them.

A group is `{preferred, decided_by, forms, pairs, contexts}`. `preferred` is the right form, "" where there is none;
`decided_by` is `source`, `corpus`, a layer of the house style, or `nobody`. `forms` gives for each form
`{documents, sources}`, `sources` being documents by source. A pair is
`{form, other, evidence, probability, decided_by, findings}`, `findings` being rows of findings.
A context is `[form, document, line, column, excerpt]`, as in the rows of findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from corpuslint.report.html.shapes import counts, fits
from corpuslint.result import Excerpt, Location, Result

CONTEXTS = 4
"""Contexts of one form."""


def spellings(
    results: Sequence[Result],
    number: Callable[[Location], int],
    excerpt: Callable[[Excerpt | None], list[Any] | None],
) -> list[dict[str, Any]]:
    """The groups that findings tell of, those of most findings first."""
    told = [(at, result) for at, result in enumerate(results) if _is_name(result.data)]
    groups: dict[str, list[tuple[int, Result]]] = {}
    for at, result, root in _rooted(told):
        groups.setdefault(root, []).append((at, result))
    ranked = sorted(groups.values(), key=lambda group: (-len(group), group[0][0]))
    return [_group(group, number, excerpt) for group in ranked]


def _is_name(data: Mapping[str, Any]) -> bool:
    return fits(data, {"form": str, "other": str, "evidence": str, "decided_by": str, "probability": float})


def _rooted(told: Iterable[tuple[int, Result]]) -> list[tuple[int, Result, str]]:
    """The findings with the form that stands for all forms of their group: those that any finding joins."""
    above: dict[str, str] = {}

    def root(form: str) -> str:
        while above.setdefault(form, form) != form:
            above[form] = above[above[form]]
            form = above[form]
        return form

    listed = list(told)
    for _, result in listed:
        above[root(str(result.data["form"]))] = root(str(result.data["other"]))
    return [(at, result, root(str(result.data["form"]))) for at, result in listed]


def _group(
    group: Sequence[tuple[int, Result]],
    number: Callable[[Location], int],
    excerpt: Callable[[Excerpt | None], list[Any] | None],
) -> dict[str, Any]:
    forms: dict[str, dict[str, Any]] = {}
    right: Counter[tuple[str, str]] = Counter()
    for _, result in group:
        data: Mapping[str, Any] = result.data
        for form in (data["other"], data["form"]):
            one = forms.setdefault(form, {"documents": 0, "sources": {}})
            one["documents"] = max(one["documents"], counts(data.get("documents")).get(form, 0))
            one["sources"] |= _sources(data, form)
        if data.get("majority") is True:
            right[data["other"], data["decided_by"]] += 1
    for one in forms.values():
        one["documents"] = max(one["documents"], sum(one["sources"].values()))
    preferred, by = right.most_common(1)[0][0] if right else ("", "nobody")
    ranked = sorted(forms.items(), key=lambda item: (item[0] != preferred, -item[1]["documents"], item[0]))
    return {
        "preferred": preferred,
        "decided_by": by,
        "forms": dict(ranked),
        "pairs": _pairs(group),
        "contexts": _contexts(group, number, excerpt),
    }


def _sources(data: Mapping[str, Any], form: str) -> dict[str, int]:
    """Documents of a form by source."""
    told = data.get("sources")
    return counts(told.get(form)) if isinstance(told, Mapping) else {}


def _pairs(group: Sequence[tuple[int, Result]]) -> list[dict[str, Any]]:
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    for at, result in group:
        data: Mapping[str, Any] = result.data
        pair = pairs.setdefault(
            (data["form"], data["other"]),
            {
                "form": data["form"], "other": data["other"], "evidence": data["evidence"],
                "probability": data["probability"], "decided_by": data["decided_by"], "findings": [],
            },
        )  # fmt: skip
        pair["findings"].append(at)
    return list(pairs.values())


def _contexts(
    group: Sequence[tuple[int, Result]],
    number: Callable[[Location], int],
    excerpt: Callable[[Excerpt | None], list[Any] | None],
) -> list[list[Any]]:
    """Places of each form, those of findings first, each place once."""
    left: Counter[str] = Counter()
    seen: set[tuple[str, int, int]] = set()
    contexts = []
    for form, place, shown in _places(group):
        at = (place.path, place.line, place.column)
        if left[form] < CONTEXTS and at not in seen:
            left[form] += 1
            seen.add(at)
            contexts.append([form, number(place), place.line, place.column, excerpt(shown)])
    return sorted(contexts, key=lambda one: str(one[0]))


def _places(group: Sequence[tuple[int, Result]]) -> Iterable[tuple[str, Location, Excerpt | None]]:
    for _, result in group:
        yield str(result.data["form"]), result.location, result.excerpt
        for place in result.related:
            yield place.note.strip("`"), place.location, place.excerpt
