"""Which capitalised tokens are names that can be misspelled, and which are names with a word glued on."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.text.names.spelling import squash
from corpuslint.text.names.words import BREAKS, GENERIC, NO_ANCHOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpuslint.text.names.index import NameIndex

SHORTEST = 4
"""Fewest letters of a name in the vocabulary; shorter ones are judged beside a shared neighbour only."""

_DAMAGED = re.compile(r"[ÃÂâ](?:[^a-z]|$)|â€|Ã")
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-Z]")
_MAC = re.compile(r"^(?:Mc|Mac|De|Di|La|Le|Fitz|Van|Von|O'|D'|L'|Du|Da|Al|El|Abu|Ha)[A-Z]")
_LEVEL = re.compile(r"-[IVX]+$")
_COMMON = 400
_RARE = 8
"""Documents up to which a token may be two words run together."""
_PROOF = 3
"""Names to which a word must have been glued, that it may have been glued to any word."""
_ORDINARY = 0.25
"""Share of lower-case documents from which a token is an ordinary word."""


class _Count(NamedTuple):
    """How many tokens have a word glued to a name, to an ordinary word, and how many end in it by nature."""

    names: int
    ordinary: int
    nature: int

    @property
    def proven(self) -> bool:
        """Whether it may have been glued to any word."""
        return self.names >= _PROOF and self.names > self.nature

    @property
    def likely(self) -> bool:
        """Whether it was glued to names rather than to other words."""
        return self.names > self.nature and self.names >= self.ordinary


class Vocabulary:
    """The names of a corpus, and what was kept out of them; each token is judged when it is first asked for."""

    def __init__(self, index: NameIndex) -> None:
        """Judge the tokens of a corpus."""
        self._index = index
        self.is_name = cache(self._is_name)
        """Whether a token is a name that can be misspelled."""
        self.is_weak = cache(self._is_weak)
        """Whether a token is seen only where any word takes a capital, and never in lower case."""
        self.head = cache(self._head)
        """The frequent name that a rare token begins with, if a very common word makes up the rest."""
        self.may_be_name = cache(self._may_be_name)
        """Whether a token may stand beside a shared neighbour, be it short or only seen as a first word."""

    @cached_property
    def names(self) -> set[int]:
        """All names."""
        return {token for token in self._index.tokens() if self.is_name(token)}

    @cached_property
    def weak(self) -> set[int]:
        """All weak tokens."""
        return {token for token in self._index.tokens() if self.is_weak(token)}

    def _is_weak(self, token: int) -> bool:
        index, name = self._index, self._index.names[token]
        return (
            not index.inside[token]
            and len(name) > SHORTEST
            and index.frequency(token) <= 2
            and name.isalpha()
            and self.may_be_name(token)
            and name not in GENERIC
            and not index.lower.get(name.lower())
        )

    def _may_be_name(self, token: int) -> bool:
        name = self._index.names[token]
        return (
            len(name) >= 3
            and name[0].isupper()
            and not name.isupper()
            and name not in NO_ANCHOR
            and name not in BREAKS
            and self.head(token) is None
            and not self._is_damaged(token)
        )

    def is_anchor(self, token: int) -> bool:
        """Whether sharing this neighbour says something about who is meant."""
        name = self._index.names[token]
        return len(name) > 2 and name[-1] != "." and name not in NO_ANCHOR

    def _is_name(self, token: int) -> bool:
        index, name = self._index, self._index.names[token]
        if not _may_be_judged(name) or self.head(token) is not None:
            return False
        if self._is_damaged(token) or _LEVEL.search(name):
            return False
        lower = index.lower.get(name.lower(), 0)
        if not index.inside[token] or lower >= max(1, _ORDINARY * index.frequency(token)):
            return False
        return "-" not in name or not self._is_relation(token)

    def _is_damaged(self, token: int) -> bool:
        """Encoding damage, or two words run together: `Britaniâ`, `WashingtonBiden`."""
        name = self._index.names[token]
        if not name.isascii() and _DAMAGED.search(name):
            return True
        inner = _INNER_CAPITAL.search(name)
        if inner is None or _MAC.match(name) or self._index.frequency(token) > 3:
            return False
        head = self._index.ids.get(name[: inner.start() + 1])
        return head is not None and self._index.frequency(head) > 3 * self._index.frequency(token)

    def _is_relation(self, token: int) -> bool:
        """Russia-Ukraine: its parts stand alone far more often than together."""
        index, often = self._index, 3 * self._index.frequency(token) + 2
        parts = [part for part in index.names[token].split("-") if part[:1].isupper()]
        return len(parts) > 1 and all(
            (len(part) <= 3 and part.isupper())
            or (len(part) > 3 and part in index.ids and index.frequency(index.ids[part]) >= often)
            for part in parts
        )

    def _head(self, token: int) -> int | None:
        index, name = self._index, self._index.names[token]
        frequency = index.frequency(token)
        if frequency > _RARE or len(name) <= 5 or not _may_be_judged(name):
            return None
        for at in range(len(name) - 2, 2, -1):
            head = index.ids.get(name[:at]) if name[at:] in self._common else None
            if head is None or index.frequency(head) < 4:
                continue
            ratio = index.frequency(head) / frequency
            if ratio >= 2 and (len(name) - at > 3 or ratio > 10):
                return head
        return None

    @cached_property
    def _common(self) -> set[str]:
        """The most frequent lower-case words, which may have been glued to a name."""
        lower = self._index.lower
        least = min(nlargest(_COMMON, lower.values()), default=0)
        most = sorted((-count, word) for word, count in lower.items() if count >= least)
        return {word for _, word in most[:_COMMON] if len(word) >= 2}

    @cached_property
    def glued(self) -> dict[int, int]:
        """Tokens such as Netanyahusaid, with the name at their beginning; see `glued_among`."""
        return self.glued_among(self._index.tokens())

    def glued_among(self, tokens: Iterable[int]) -> dict[int, int]:
        """Those of some tokens that are glued, with the name at their beginning.

        A word that more tokens end in by nature (`on`: Jameson, Marion; `head`: Whitehead) proves nothing, nor does a
        head that begins several words (Euronews, Euronext), nor an ordinary word (Newsweek) except before a word that
        was often glued to names.
        """
        heads = {token: head for token in tokens if (head := self._glued_to(token)) is not None}
        if not heads:
            return {}
        rests = {token: self._rest(token, head) for token, head in heads.items()}
        counts = self._counts(set(rests.values()))
        begins = Counter(head for token, head in heads.items() if not counts[rests[token]].proven)

        def is_glued(token: int, head: int) -> bool:
            count = counts[rests[token]]
            if count.proven:
                return True
            return count.likely and (count.names > 1 or begins[head] == 1) and self.is_name(head)

        return {token: head for token, head in heads.items() if is_glued(token, head)}

    def _glued_to(self, token: int) -> int | None:
        """The head of a token that is no word of its own in lower case (`Longtime`)."""
        head = self.head(token)
        return None if head is None or self._index.names[token].lower() in self._index.lower else head

    def _rest(self, token: int, head: int) -> str:
        return self._index.names[token][len(self._index.names[head]) :]

    def _counts(self, rests: set[str]) -> dict[str, _Count]:
        lengths = sorted({len(rest) for rest in rests})
        names, ordinary, nature = Counter[str](), Counter[str](), Counter[str]()
        for token in self._index.tokens():
            name = self._index.names[token]
            ends = [name[-length:] for length in lengths if len(name) >= length + 3 and name[-length:] in rests]
            head = self._glued_to(token) if ends else None
            if head is None:
                nature.update(ends)
            elif self._rest(token, head) in rests:
                (names if self.is_name(head) else ordinary)[self._rest(token, head)] += 1
        return {rest: _Count(names[rest], ordinary[rest], nature[rest]) for rest in rests}


def _may_be_judged(name: str) -> bool:
    return not (name[0].islower() or name.isupper() or name in GENERIC or len(squash(name)) < SHORTEST)
