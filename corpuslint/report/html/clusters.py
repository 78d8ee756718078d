"""Documents that share text, as the page shows them.

A cluster is `{kind, kept, size, members, pairs}`. `kind` is `copies` (near-duplicates, of which one is kept) or
`shared` (a passage, a part, a template). `kept` is the name of the kept document, of `shared` that of the other one;
`members` are names, the kept one first, at most those that the rule lists; `size` counts all.
A pair is `{finding, code, document, other, covered, covered_other, agree, differ, differing, passages, sides}`:
`finding` is the row of the finding, `document` and `other` are numbers of documents, `covered` the share of the words
that the other has (`covered_other` is null where both have the same words), `agree` and `differ` count facts, and the
rest is as in `data.duplicate` of the finding; `sides` is null where the texts were not compared in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from corpuslint.report.html.shapes import Maybe, fits
from corpuslint.result import Location, Result

COPIES = {"identical-document", "near-duplicate"}
"""Rules whose findings are copies of the document that is kept."""
MOST_MEMBERS = 1_000

_GROUP = {"kept": str, "copies": [str], "size": int}
_TEXTS = Maybe([(str, bool)])
_PAIR: Sequence[tuple[str, Any, Any]] = (
    ("covered", float, 0),
    ("covered_other", Maybe(float), None),
    ("agree", int, 0),
    ("differ", int, 0),
    ("differing", [(str, str)], []),
    ("passages", [{"lines": (int, int), "lines_other": (int, int), "words": int}], []),
    ("sides", Maybe({"rows": [(str, int, _TEXTS, int, _TEXTS)], "more": bool}), None),
)
"""What a finding tells of a pair: names, shapes, and what stands for that which is missing."""


def clusters(results: Sequence[Result], number: Callable[[Location], int]) -> list[dict[str, Any]]:
    """The clusters that findings tell of, the largest first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for at, result in enumerate(results):
        told = result.data.get("duplicate")
        if not isinstance(told, Mapping) or not result.related or not fits(told, _GROUP):
            continue
        kind = "copies" if result.name in COPIES else "shared"
        name = told["kept"] if kind == "copies" else _name(result.related[0].location)
        cluster = found.setdefault((kind, name), _empty(kind, name, told))
        cluster["pairs"].append(_pair(at, result, told, number))
        _join(cluster, _name(result.location))
    for cluster in found.values():
        cluster["size"] = max(cluster["size"], len(cluster["members"]))
    return sorted(found.values(), key=lambda one: (one["kind"] != "copies", -one["size"], one["kept"]))


def _empty(kind: str, name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    copies, size = (told["copies"], told["size"]) if kind == "copies" else ((), 1)
    return {"kind": kind, "kept": name, "size": size, "members": [name, *copies], "pairs": []}


def _join(cluster: dict[str, Any], name: str) -> None:
    if name not in cluster["members"] and len(cluster["members"]) < MOST_MEMBERS:
        cluster["members"].append(name)


def _known(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is told of a pair, and what to say where it is not told, or in another shape."""
    for name, shape, other in _PAIR:
        value = told.get(name, other)
        yield name, value if fits(value, shape) else other


def _pair(at: int, result: Result, told: Mapping[str, Any], number: Callable[[Location], int]) -> dict[str, Any]:
    return {
        "finding": at,
        "code": result.code,
        "document": number(result.location),
        "other": number(result.related[0].location),
        **dict(_known(told)),
    }


def _name(place: Location) -> str:
    """A document as rules name it."""
    return f"{place.path}:{place.record}" if place.record else place.path
