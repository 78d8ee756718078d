"""One defect in many documents as one result: the same words in each, or the habit of one source.

A newsletter line, a byline or a template brings its defect into every document that holds it. What is done to
results here depends on their set alone, never on the order or the grouping in which they came.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from corpuslint.houses import FOLDER
from corpuslint.locate import SHARED, order, shared_fingerprint
from corpuslint.model import DocKey
from corpuslint.result import Related, Result, Run

LEAST = 5
"""Fewest documents with the same words that become one result."""
HABIT_LEAST = 10
"""Fewest documents of a source that make a habit."""
HABIT_SHARE = 0.3
"""Least share of them among those of the source with quotation marks."""
MOST = 1_000
"""Places that one result lists; all are counted."""
SHOWN = 20
"""Places that one result points at with what stands there."""
INVALID_RECORD = "DOC002"
"""The rule that speaks of what is no document."""


def habits(results: Iterable[Result], quoting: Mapping[str, int], root: str) -> list[Result]:
    """Results in which what a source does in a large share of its documents is one result for each rule.

    Only results take part whose data name a `habit` and the `house` that has it; `quoting` counts the documents
    with quotation marks of each house. Folders are told relative to `root`.
    """
    left: list[Result] = []
    groups: dict[tuple[str, str, str], list[Result]] = {}
    for item in results:
        if "habit" in item.data:
            groups.setdefault((item.code, str(item.data["habit"]), str(item.data["house"])), []).append(item)
        else:
            left.append(item)
    for (code, habit, name), items in groups.items():
        number, among, shown = documents(items), quoting.get(name, 0), _relative(name, root)
        identity = _habit(code, habit, shown)
        if number < HABIT_LEAST or number < HABIT_SHARE * among:
            left += (_in_context(item, identity) for item in items)
            continue
        told = f"{number:,} of the {among:,} documents with quotation marks of {shown} {habit}: a habit there"
        left.append(joined(items, told, identity))
    return left


def single(item: Result, root: str, codes: Container[str]) -> Result:
    """A result, its evidence still in `fingerprint`, with the fingerprints of those that speak for it and others.

    `codes` as for `repeats`.
    """
    made = item
    if "habit" in item.data:
        shown = _relative(str(item.data["house"]), root)
        made = _in_context(made, _habit(item.code, str(item.data["habit"]), shown))
    return _in_context(made, item.fingerprint) if item.code in codes else made


def _habit(code: str, habit: str, shown: str) -> str:
    return f"{code} {habit} {shown}"


def repeats(results: Iterable[Result], codes: Container[str]) -> list[Result]:
    """Results in which those of these codes that have the same words around them in many documents are one."""
    left: list[Result] = []
    groups: dict[tuple[object, ...], list[Result]] = {}
    for item in results:
        if item.code in codes and not item.fingerprint.startswith(SHARED):
            groups.setdefault((item.code, item.severity, item.message, item.fingerprint), []).append(item)
        else:
            left.append(item)
    for items in groups.values():
        number = documents(items)
        if number < LEAST:
            left += (_in_context(item, item.fingerprint) for item in items)
        else:
            left.append(joined(items, repeated(items[0].message, number), items[0].fingerprint))
    return left


def repeated(message: str, number: int) -> str:
    """The message of a finding that says the same of so many documents."""
    return f"{message} (and the same in {number - 1:,} more documents)"


def joined(items: Sequence[Result], message: str, identity: str) -> Result:
    """The first of some results in order, speaking for all."""
    items = sorted(items, key=order)
    found = frozenset(_keys(items))
    places = [f"{item.location.path}:{item.location.line}:{item.location.column}" for item in items]
    data = {**items[0].data, "documents": len(found), "count": len(places), "places": places[:MOST]}
    data.pop("contexts", None)
    if fixes := Counter(item.fix.safety.name.lower() for item in items if item.fix):
        data["fixes"] = dict(sorted(fixes.items()))
    also = tuple(Related("and here", item.location, item.excerpt) for item in items[1 : SHOWN + 1])
    return items[0]._replace(
        message=message, fingerprint=SHARED + identity, data=data, related=(*items[0].related, *also),
        speaks_for=found,
    )  # fmt: skip


def _in_context(item: Result, identity: str) -> Result:
    """A result that stays alone, with the fingerprint of the one that would speak for it in a larger run."""
    known = item.data.get("contexts")
    contexts = [*(known if isinstance(known, list) else []), shared_fingerprint(item.code, identity)]
    return item._replace(data={**item.data, "contexts": contexts})


def documents(items: Iterable[Result]) -> int:
    """How many documents results lie in."""
    return len(_keys(items))


def counted(run: Run) -> Run:
    """The run with the number of documents that each rule found something in, and of those without a finding."""
    groups: dict[str, list[Result]] = {}
    for item in run.results:
        groups.setdefault(item.code, []).append(item)
    found = documents(item for item in run.results if item.code != INVALID_RECORD)
    spread = {code: documents(items) for code, items in sorted(groups.items())}
    return run._replace(spread=spread, clean=None if run.clean is None else max(0, run.documents - found))


def _keys(items: Iterable[Result]) -> set[DocKey]:
    found: set[DocKey] = set()
    for item in items:
        found.add(DocKey(item.location.path, item.location.record))
        found |= item.speaks_for
    return found


def _relative(name: str, root: str) -> str:
    """The name of a house; a folder as it lies from the root, so that fingerprints hold wherever a run starts."""
    if not name.startswith(FOLDER):
        return name
    path = os.path.relpath(os.path.abspath(name.removeprefix(FOLDER)), root or os.curdir)
    return FOLDER + path.replace(os.sep, "/")
