"""The cheap test that lets most texts pass: marks that open and close in turn, each in a plain place.

One automaton goes over many texts in one pass, and where it stops, another one over the rest of one text. True is a
promise that the search has nothing to do; false says nothing. Without RE2 only a text without any mark passes here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from corpuslint.text.punctuation import plainly

_SEPARATOR = b"\x1e"
_MARKED = (
    "``|''|\u2019\u2019|\u2018\u2018|(?<![A-Za-z])['\u2018\u2019]|['\u2018\u2019](?![A-Za-z])"
    f"|[{plainly.DOUBLE}{plainly.OTHER}]"
)
"""What no text has that passes without RE2: any mark but those between two letters."""


@lru_cache(1)
def _automaton() -> plainly.Automaton | None:
    return plainly.automaton(plainly.lines())


@lru_cache(1)
def plain_language() -> str:
    """A pattern of RE2 for what the automaton accepts: texts, each between two U+001E."""
    return rf"\A\x1e(?:{plainly.lines()})\z"


def plain(data: bytes) -> bool:
    """Whether no quotation mark of this UTF-8 text, or of several joined by U+001E, can be a defect."""
    text = data.strip(_SEPARATOR)
    if _SEPARATOR not in text:
        return not not_plain([text], b"\x1e%b\x1e" % text)
    return _matches(text)


def not_plain(texts: Sequence[bytes], data: bytes) -> list[int]:
    """Which of these texts, by index, are not `plain`; `data` is all of them between U+001E."""
    automaton = _automaton()
    if automaton is None:
        return [at for at, text in enumerate(texts) if not (_matches(text) or _goes_on(text))]
    edges = [0, *accumulate(len(text) + 1 for text in texts)]
    found: list[int] = []
    at = automaton(data, 1)
    while at < len(data):
        index = bisect_right(edges, at - 1) - 1
        if not _goes_on(texts[index]):
            found.append(index)
        at = automaton(data, edges[index + 1] + 1)
    return found


def _matches(text: bytes) -> bool:
    """Whether the automaton accepts texts."""
    automaton = _automaton()
    if automaton is None:
        return re.search(_MARKED, text.decode("utf-8", "replace")) is None
    return automaton(text + _SEPARATOR, 0) > len(text)


def _goes_on(text: bytes) -> bool:
    """Whether the marks of one text of English manners open and close in turn, as `turns` reads them."""
    from corpuslint.text.punctuation import quick  # most texts do without

    return quick.in_turn(text)


class _Memory:
    """The last text that was asked about, and the answer."""

    data: bytes | None = None
    verdict = False


def plain_once(data: bytes) -> bool:
    """`plain`, remembering the last answer: several rules ask about the same bytes in turn."""
    if data is not _Memory.data:
        _Memory.verdict = plain(data)
        _Memory.data = data
    return _Memory.verdict
