"""Published spellings of one name that meet in a corpus, however unlike they are: Peking, Beijing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from corpuslint.model import Span
from corpuslint.text.names.corpus import beside
from corpuslint.text.names.deviations import Ground, Ways
from corpuslint.text.names.extract import ARTICLES, LINKED, PART, article
from corpuslint.text.names.packs import Group, Pack, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.record import Record

_Cut = tuple[str, ...]


def known_ways(names: Names, pack: Pack) -> Iterator[Ways]:
    """Each group of a pack of which the corpus holds forms that differ in more than joints."""
    seen = {token for record in names.records() for token in record.table}
    groups = [group for group in pack.groups if sum(_may_occur(form, seen) for form in group.forms) > 1]
    found = _documents(names, {cut: group for group in groups for cut in _cuts(group)}) if groups else {}
    for group in groups:
        ways: dict[_Cut, list[_Cut]] = {}
        for cut in _cuts(group):
            if cut in found:
                ways.setdefault(_unjoined(cut), []).append(cut)
        if len(ways) > 1:
            yield _Known(names, group, list(ways.values()), found).ways()


def _unjoined(cut: _Cut) -> _Cut:
    """What a form shares with those that differ in hyphens and spaces; the joint of an article counts."""
    bare = [_bare(token) for token in cut]
    articles = (token.removesuffix(name) for token, name in zip(cut, bare, strict=True))
    return "".join(bare).replace("-", ""), "".join(articles)


def _may_occur(form: str, seen: set[str]) -> bool:
    """Whether any part of a form is a token of the corpus; most forms of most packs are not."""
    return form in seen or any(part.strip("'’") in seen for part in form.replace("-", " ").split())


def _documents(names: Names, wanted: dict[_Cut, Group]) -> dict[_Cut, list[int]]:
    firsts = {_bare(cut[0]) for cut in wanted}
    found: dict[_Cut, list[int]] = {}
    for doc, record in enumerate(names.records()):
        if firsts.isdisjoint(record.table):
            continue
        for cut in dict.fromkeys(cut for cut, _ in _spots(record, wanted)):
            if _ranks(record, cut, wanted[cut]):
                found.setdefault(cut, []).append(doc)
    return found


def _bare(form: str) -> str:
    """A token without the article before it."""
    return next((form[len(one) :] for one in ARTICLES[:0:-1] if form.startswith(one)), form)


def _spots(record: Record, wanted: Collection[_Cut]) -> Iterator[tuple[_Cut, int]]:
    """Every run of linked tokens that is wanted, with its first rank.

    The article at its beginning, which houses drop, counts where a form has it.
    """
    firsts, longest = {_bare(cut[0]) for cut in wanted}, max(map(len, wanted))
    for rank, token in enumerate(record.tokens):
        if record.table[token] not in firsts:
            continue
        before = article(record.flags[rank])
        for cut in _runs(record, rank, longest):
            whole = (before + cut[0], *cut[1:])
            if whole in wanted:
                yield whole, rank
            elif cut in wanted:
                yield cut, rank


def _runs(record: Record, rank: int, longest: int) -> Iterator[_Cut]:
    """The linked tokens from a rank on: one, two, and so on, with the articles between them."""
    cut: _Cut = (record.table[record.tokens[rank]],)
    yield cut
    for at in range(rank + 1, len(record.tokens)):
        flags = record.flags[at]
        if flags & PART:
            continue
        if len(cut) == longest or not flags & LINKED:
            return
        cut = (*cut, article(flags) + record.table[record.tokens[at]])
        yield cut


@lru_cache(1024)
def _cuts(group: Group) -> dict[_Cut, str]:
    """The forms of a group, each as running text would be cut; of two that are cut alike the first."""
    made: dict[_Cut, str] = {}
    for form in group.forms:
        made.setdefault(tokens(form), form)
    made.pop((), None)
    return made


def _ranks(record: Record, cut: _Cut, group: Group) -> list[int]:
    """The first ranks of the mentions of a form that are this name, as far as its given names tell."""
    ranks = [rank for found, rank in _spots(record, _cuts(group)) if found == cut]
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
        self._alike: dict[str, list[_Cut]] = {}
        self._docs: dict[str, list[int]] = {}
        for cuts in alike:
            most = _cuts(group)[min(cuts, key=lambda cut: (-len(found[cut]), cut))]
            self._alike[most] = cuts
            self._docs[most] = sorted({doc for cut in cuts for doc in found[cut]})

    def ways(self) -> Ways:
        return Ways(self._docs, self._spans, self._ground, self._group.exceptions)

    def _spans(self, doc: int, form: str, _other: str) -> tuple[Span, ...]:
        record = self._names.record(doc)
        ranks = sorted((rank, cut) for cut in self._alike[form] for rank in _ranks(record, cut, self._group))
        return tuple(self._span(doc, rank, cut) for rank, cut in ranks)

    def _span(self, doc: int, rank: int, cut: _Cut) -> Span:
        """The place of a form, with the article that is a part of it."""
        span = self._names.stretch(doc, rank, len(cut))
        return Span(span.start - len(cut[0]) + len(_bare(cut[0])), span.end)

    def _ground(self, _form: str, _other: str) -> Ground:
        return Ground(f"published spellings of one name (group {self._group.id})", 1.0, 0.0)
