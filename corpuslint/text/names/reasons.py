"""In words, why two spellings are held to be one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.text.names.context import FEWEST

if TYPE_CHECKING:
    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.pairs import ScoredPair

_SAME_COMPANY = 1.0
_OFTEN = 0.2


def reason(index: NameIndex, pair: ScoredPair) -> str:
    """The most telling evidence on a pair, such as `same given name Volodymyr in all`."""
    e = pair.evidence
    company = max(_shared(index, pair, before=True), _shared(index, pair, before=False))
    everywhere = len(set(e.docs_a) | set(e.docs_b))
    count, kind, name = company
    if count == everywhere:
        return f"same {kind} {name} in all"
    if count >= _OFTEN * everywhere:
        return f"same {kind} {name} in {count:,} of {everywhere:,} documents"
    if e.sounds_equal:
        return "two romanisations of one sound"
    if e.context is not None and e.context >= _SAME_COMPANY and index.documents >= FEWEST:
        return "among the same other names"
    return f"same {kind} {name} in {count:,} of {everywhere:,} documents" if count else "nearly the same spelling"


def _shared(index: NameIndex, pair: ScoredPair, *, before: bool) -> tuple[int, str, str]:
    """The neighbour that most documents of either form show, if both forms have it."""
    e = pair.evidence
    table, kind = (index.before, "given name") if before else (index.after, "surname")
    best = (0, kind, "")
    known = set(table[e.a])
    for token in table[e.b]:
        if token in known:
            docs: set[int] = set()
            for form in (e.a, e.b):
                docs.update(index.together(token, form) if before else index.together(form, token))
            best = max(
                best,
                (len(docs.intersection(e.docs_a) | docs.intersection(e.docs_b)), kind, index.names[token]),
            )
    return best
