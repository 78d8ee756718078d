"""Published spellings of one name that meet in a corpus, however unlike they are: Peking, Beijing."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from corpuslint.model import Span
from corpuslint.text.names.apart import apart
from corpuslint.text.names.corpus import beside
from corpuslint.text.names.deviations import Ground, Ways
from corpuslint.text.names.packs import Group, Pack, tokens
from corpuslint.text.names.runs import ARTICLES, LINKED, PART, article

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.record import Record

_Cut = tuple[str, ...]
T = TypeVar("T")


class _Sought(dict[_Cut, T]):
    """Forms to look for, as running text is cut, with what each is for."""

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The tokens that they begin with, without articles."""
        return frozenset(_bare(cut[0]) for cut in self)

    @cached_property
    def articled(self) -> frozenset[str]:
        """Those of them that also are sought with an article."""
        return frozenset(_bare(cut[0]) for cut in self if _bare(cut[0]) != cut[0])

    @cached_property
    def longest(self) -> int:
        """The most tokens of one."""
        return max(map(len, self))


def known_ways(names: Names, pack: Pack) -> Iterator[Ways]:
    """Each group of a pack of which the corpus holds forms that differ in more than joints."""
    seen = names.index.ids
    groups = [group for group in pack.groups if sum(_may_occur(form, seen) for form in group.forms) > 1]
    near = {names.index.names[token] for token in names.near.tokens} if names.near else None
    chosen = [group for group in groups if near is None or not _cuts(group).firsts.isdisjoint(near)]
    sought = _Sought({cut: group for group in groups for cut in _cuts(group)})
    found = _documents(names, sought, chosen) if chosen else {}
    for group in chosen:
        ways: dict[_Cut, list[_Cut]] = {}
        for cut in _cuts(group):
            if cut in found:
                ways.setdefault(_unjoined(cut), []).append(cut)
        if len(ways) > 1:
            yield from apart(names, _Known(names, group, list(ways.values()), found).ways())


def _unjoined(cut: _Cut) -> _Cut:
    """What a form shares with those that differ in hyphens and spaces; the joint of an article counts."""
    bare = [_bare(token) for token in cut]
    articles = (token.removesuffix(name) for token, name in zip(cut, bare, strict=True))
    return "".join(bare).replace("-", ""), "".join(articles)


def _may_occur(form: str, seen: Container[str]) -> bool:
    """Whether any part of a form is a token of the corpus; most forms of most packs are not."""
    return form in seen or any(part.strip("'’") in seen for part in form.replace("-", " ").split())


def _documents(names: Names, sought: _Sought[Group], chosen: Iterable[Group]) -> dict[_Cut, list[int]]:
    """The documents of each form of the chosen groups; `sought` are the forms of all."""
    cuts = {cut for group in chosen for cut in _cuts(group)}
    plain = {cut for cut in cuts if _is_plain(cut, sought)}
    found = {cut: sorted(docs) for cut in plain if (docs := _holding(names.index, cut))}
    for doc in sorted({doc for cut in cuts - plain for doc in _holding(names.index, cut)}):
        record = names.record(doc)
        for cut in dict.fromkeys(cut for cut, _ in _spots(record, sought)):
            if cut not in plain and _ranks(record, cut, sought[cut]):
                found.setdefault(cut, []).append(doc)
    return found


def _is_plain(cut: _Cut, sought: _Sought[Group]) -> bool:
    """Whether every mention of a form is this name, whatever stands beside it."""
    token, group = cut[0], sought[cut]
    alone = len(cut) == 1 and not group.given and token not in group.ambiguous
    return alone and token == _bare(token) and token not in sought.articled


def _holding(index: NameIndex, cut: _Cut) -> set[int]:
    """The documents that have all tokens of a form, whatever article stands before them."""
    tokens = [index.ids.get(_bare(token)) for token in cut]
    docs = sorted((index.postings[token] if token is not None else () for token in tokens), key=len)
    return set(docs[0]).intersection(*docs[1:])


def _bare(form: str) -> str:
    """A token without the article before it."""
    return next((form[len(one) :] for one in ARTICLES[:0:-1] if form.startswith(one)), form)


def _spots(record: Record, sought: _Sought[T]) -> Iterator[tuple[_Cut, int]]:
    """Every run of linked tokens that is sought, with its first rank.

    The article at its beginning, which houses drop, counts where a form has it.
    """
    firsts, longest = sought.firsts, sought.longest
    for rank, token in enumerate(record.tokens):
        if record.table[token] not in firsts:
            continue
        before = article(record.flags[rank])
        for cut in _runs(record, rank, longest):
            whole = (before + cut[0], *cut[1:])
            if whole in sought:
                yield whole, rank
            elif cut in sought:
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
def _cuts(group: Group) -> _Sought[str]:
    """The forms of a group, each as running text would be cut; of two that are cut alike the first."""
    made = _Sought[str]()
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
