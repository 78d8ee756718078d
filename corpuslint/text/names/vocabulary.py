"""Which capitalised tokens are names that can be misspelled, and which are names with a word glued on."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint.text.names.spelling import squash
from corpuslint.text.names.words import BREAKS, GENERIC, NO_ANCHOR

if TYPE_CHECKING:
    from corpuslint.text.names.index import NameIndex

SHORTEST = 4
"""Fewest letters of a name in the vocabulary; shorter ones are judged beside a shared neighbour only."""

_DAMAGED = re.compile(r"[ÃÂâ](?:[^a-z]|$)|â€|Ã")
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-Z]")
_MAC = re.compile(r"^(?:Mc|Mac|De|Di|La|Le|Fitz|Van|Von|O'|D'|L'|Du|Da|Al|El|Abu|Ha)[A-Z]")
_LEVEL = re.compile(r"-[IVX]+$")
_COMMON = 400
_ORDINARY = 0.25
"""Share of lower-case documents from which a token is an ordinary word."""


class Vocabulary:
    """The names of a corpus, and what was kept out of them."""

    def __init__(self, index: NameIndex) -> None:
        """Sort the tokens of a corpus into names and others."""
        self._index = index
        self._suspects: dict[int, int] = {}
        self.names: set[int] = {token for token in range(len(index.names)) if self._is_name(token)}

    @cached_property
    def weak(self) -> set[int]:
        """Tokens seen only where any word takes a capital, and never in lower case."""
        index = self._index
        return {token for token in range(len(index.names)) if self._is_weak(token)}

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

    def may_be_name(self, token: int) -> bool:
        """Whether a token may stand beside a shared neighbour, be it short or only seen as a first word."""
        name = self._index.names[token]
        return (
            len(name) >= 3
            and name[0].isupper()
            and not name.isupper()
            and name not in NO_ANCHOR
            and name not in BREAKS
            and token not in self._suspects
            and not self._is_damaged(token)
        )

    def is_anchor(self, token: int) -> bool:
        """Whether sharing this neighbour says something about who is meant."""
        name = self._index.names[token]
        return len(name) > 2 and name[-1] != "." and name not in NO_ANCHOR

    def _is_name(self, token: int) -> bool:
        index, name = self._index, self._index.names[token]
        if name[0].islower() or name.isupper() or name in GENERIC or len(squash(name)) < SHORTEST:
            return False
        head = self._head(token)
        if head is not None:
            self._suspects[token] = head
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
        """The frequent name that a rare token begins with, if a very common word makes up the rest."""
        index, name = self._index, self._index.names[token]
        frequency = index.frequency(token)
        if frequency > 8 or len(name) <= 5:
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
        return {word for word, _ in self._index.lower.most_common(_COMMON) if len(word) >= 2}

    @cached_property
    def glued(self) -> dict[int, int]:
        """Tokens such as Netanyahusaid, with the name at their beginning.

        A word that more names end in by nature (`on`: Jameson, Marion) proves nothing.
        """
        index = self._index
        rests = {token: index.names[token][len(index.names[head]) :] for token, head in self._suspects.items()}
        often = Counter(rests.values())
        longest = max(map(len, often), default=0)
        natural: Counter[str] = Counter()
        for token, name in enumerate(index.names):
            if token not in rests:
                natural.update(name[at:] for at in range(max(3, len(name) - longest), len(name)))
        return {token: self._suspects[token] for token, rest in rests.items() if often[rest] > natural[rest]}
