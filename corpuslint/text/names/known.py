"""Published spellings of one name that meet in a corpus, however unlike they are: Peking, Beijing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.text.names.corpus import beside
from corpuslint.text.names.deviations import Ground, Ways
from corpuslint.text.names.extract import LINKED, PART
from corpuslint.text.names.packs import Group, Pack, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.model import Span
    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.record import Record

_Cut = tuple[str, ...]


def known_ways(names: Names, pack: Pack) -> Iterator[Ways]:
    """Each group of a pack of which the corpus holds forms that differ in more than joints."""
    seen = {token for record in names.records() for token in record.table}
    groups = [group for group in pack.groups if sum(_may_occur(form, seen) for form in group.forms) > 1]
    cuts = {group.id: dict.fromkeys(filter(None, map(tokens, group.forms))) for group in groups}
    found = _documents(names, {cut: group for group in groups for cut in cuts[group.id]})
    for group in groups:
        ways: dict[str, list[_Cut]] = {}
        for cut in cuts[group.id]:
            if cut in found:
                ways.setdefault(_unjoined(cut), []).append(cut)
        if len(ways) > 1:
            yield _Known(names, group, list(ways.values()), found).ways()


def _may_occur(form: str, seen: set[str]) -> bool:
    """Whether any part of a form is a token of the corpus; most forms of most packs are not."""
    return form in seen or any(part.strip("'’") in seen for part in form.replace("-", " ").split())


def _unjoined(cut: _Cut) -> str:
    return "".join(cut).replace("-", "")


def _documents(names: Names, wanted: dict[_Cut, Group]) -> dict[_Cut, list[int]]:
    firsts = {cut[0] for cut in wanted}
    longest = max(map(len, wanted), default=0)
    found: dict[_Cut, list[int]] = {}
    for doc, record in enumerate(names.records()):
        if firsts.isdisjoint(record.table):
            continue
        here = dict.fromkeys(cut for cut, _ in _spots(record, firsts, longest) if cut in wanted)
        for cut in here:
            if _ranks(record, cut, wanted[cut]):
                found.setdefault(cut, []).append(doc)
    return found


def _spots(record: Record, firsts: set[str], longest: int) -> Iterator[tuple[_Cut, int]]:
    """Every run of linked tokens that begins with one of `firsts`, up to a length, and its first rank."""
    for rank, token in enumerate(record.tokens):
        if record.table[token] not in firsts:
            continue
        cut: _Cut = (record.table[token],)
        yield cut, rank
        at = rank + 1
        while len(cut) < longest and at < len(record.tokens) and record.flags[at] & (LINKED | PART):
            if not record.flags[at] & PART:
                cut = (*cut, record.table[record.tokens[at]])
                yield cut, rank
            at += 1


def _ranks(record: Record, cut: _Cut, group: Group) -> list[int]:
    """The first ranks of the mentions of a form that are this name, as far as its given names tell."""
    ranks = [rank for found, rank in _spots(record, {cut[0]}, len(cut)) if found == cut]
    if not group.given or len(cut) > 1:
        return [] if " ".join(cut) in group.ambiguous else ranks
    before = {rank: beside(record, rank)[0] for rank in ranks}
    friends = [rank for rank in ranks if before[rank] in group.given]
    strangers = [rank for rank in ranks if len(before[rank]) > 2 and before[rank] not in group.given]
    if not friends and (strangers or cut[0] in group.ambiguous):
        return []
    return [rank for rank in ranks if rank not in strangers]


class _Known:
    """A group in a corpus: its ways to write the name, each named by its most frequent form."""

    def __init__(self, names: Names, group: Group, alike: list[list[_Cut]], found: dict[_Cut, list[int]]) -> None:
        self._names = names
        self._group = group
        self._cuts: dict[str, list[_Cut]] = {}
        self._docs: dict[str, list[int]] = {}
        for cuts in alike:
            most = min(cuts, key=lambda cut: (-len(found[cut]), cut))
            self._cuts[" ".join(most)] = cuts
            self._docs[" ".join(most)] = sorted({doc for cut in cuts for doc in found[cut]})

    def ways(self) -> Ways:
        return Ways(self._docs, self._spans, self._ground, self._group.exceptions)

    def _spans(self, doc: int, form: str, _other: str) -> tuple[Span, ...]:
        record = self._names.record(doc)
        ranks = sorted((rank, len(cut)) for cut in self._cuts[form] for rank in _ranks(record, cut, self._group))
        return tuple(self._names.stretch(doc, rank, length) for rank, length in ranks)

    def _ground(self, _form: str, _other: str) -> Ground:
        return Ground(f"published spellings of one name (group {self._group.id})", 1.0, 0.0)
