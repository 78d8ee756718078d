"""Further layers of a repair: what came out of it and is a sequence again.

A single damaged letter gives so little evidence that the repair of its last layer leaves no more than two usual
letters. But right text hardly ever has them, and least of all in a place that was damaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from corpuslint.text.encoding.high import high, runs
from corpuslint.text.encoding.plausible import plausibility, scripts, unusual
from corpuslint.text.encoding.sequences import Found, Reading, replaced
from corpuslint.text.encoding.tables import CODECS, Table, table

LAYERS = 3
"""How many more layers are looked for."""
_SHORTEST, _LONGEST = 2, 40
"""Characters of a run that are looked at: longer ones have evidence of their own."""
_GAIN = 0.3
"""Gain in plausibility that makes a sequence the letter that it stands for."""
_FEW, _MUCH = 100, 20_000_000
"""Different runs that are looked at in any text, and characters of text that all looks at it may come to."""
_WITNESSES = 100
"""Other runs that are asked how often they were damaged."""


def deeper(before: str, after: str) -> str:
    """The repair `after` of a text with the layers undone that it left in the places it changed."""
    for _ in range(LAYERS):
        found = _Repair(before, after).left()
        if not found:
            break
        after = replaced(after, found)
    return after


class _Repair:
    """A text, what it was before a repair, and the runs of characters above ASCII that are new in it.

    The same run may stand in many places: what takes a look at all of the text is asked once for each run.
    """

    def __init__(self, before: str, after: str) -> None:
        self._before, self._text = before, after
        old = {before[start:end] for start, end in runs(before)}
        new = dict.fromkeys(run for start, end in runs(after) if (run := after[start:end]) not in old)
        told = ((run, found) for run in new if (found := readings(run)))
        self._read = {
            run: self._in_order(run, found) for run, found in islice(told, max(_FEW, _MUCH // (len(after) or 1)))
        }
        self._others = {run: scripts(after.replace(run, "")) for run in self._read}
        self._deeper: dict[tuple[str, Table], bool] = {}

    def _in_order(self, run: str, found: Sequence[tuple[str, Table]]) -> Sequence[tuple[str, Table]]:
        """Those codecs first that did the same damage once more."""
        return sorted(found, key=lambda pair: pair[1].damage(run) not in self._before)

    def left(self) -> Sequence[Found]:
        """Where it is still damaged, and what stands there."""
        text = self._text
        places = [place for place in runs(text) if text[slice(*place)] in self._read]
        likely = ((place, *pair) for place in places for pair in self._read[text[slice(*place)]])
        codecs = {codec for place, right, codec in likely if self._is_more(*place, right)}
        return tuple(Found(*place, right, 0) for place in places if (right := self._right(place, codecs)))

    def _right(self, place: tuple[int, int], codecs: set[Table]) -> str:
        """What a run stands for by its own evidence or by that of others; "" if it rather stands for itself."""
        run = self._text[slice(*place)]
        for right, codec in self._read[run]:
            if (
                self._is_more(*place, right)
                or (codec in codecs and self._fits(run, right))
                or self._was_deeper(run, codec)
            ):
                return right
        return ""

    def _is_more(self, start: int, end: int, right: str) -> bool:
        """Whether what a run stands for is better at home in the text."""
        run, left, next_ = self._text[start:end], self._text[max(0, start - 1) : start], self._text[end : end + 1]
        if not self._fits(run, right):
            return False
        if right.isalpha() and scripts(run) and self._others[run].isdisjoint(scripts(run)):
            return True
        return plausibility(f"{left}{right}{next_}") >= plausibility(f"{left}{run}{next_}") + _GAIN

    def _fits(self, run: str, right: str) -> bool:
        """Whether the text has the scripts of what a run stands for."""
        return not any(map(unusual, right)) and scripts(high(right)) <= self._others[run]

    def _was_deeper(self, run: str, codec: Table) -> bool:
        """Whether other runs were read in a codec, and then in what this one was read in."""
        if (run, codec) not in self._deeper:
            self._deeper[run, codec] = self._has_deeper(run, codec)
        return self._deeper[run, codec]

    def _has_deeper(self, run: str, codec: Table) -> bool:
        ways = [way for way in _ways(codec) if _damaged(run, way) in self._before]
        more = [(codec,) * times + way for way in ways for times in range(1, LAYERS + 1)]
        return any(_damaged(other, way) in self._before for way in more for other in self._witnesses if other != run)

    @cached_property
    def _witnesses(self) -> Sequence[str]:
        return list(dict.fromkeys(self._text[start:end] for start, end in runs(self._text)))[:_WITNESSES]


@lru_cache(maxsize=1 << 12)
def readings(run: str) -> tuple[tuple[str, Table], ...]:
    """What a short run of characters above ASCII stands for in the codecs that explain all of it, the likeliest first.

    None for runs that are too long or too short.
    """
    if not _SHORTEST <= len(run) <= _LONGEST:
        return ()
    chars = frozenset(run)
    codecs = [codec for codec in map(table, CODECS) if run[0] in codec.leads and codec.may_explain(chars, whole=True)]
    found = [Reading(run, codec) for codec in codecs]
    return tuple((reading.after, reading.codec) for reading in found if reading.found and not reading.unexplained)


def _ways(codec: Table) -> Iterator[tuple[Table, ...]]:
    """How a run may have been damaged since: in any codec, or several times in this one."""
    yield from ((table(name),) for name in CODECS)
    yield from ((codec,) * times for times in range(2, LAYERS + 1))


def _damaged(run: str, way: tuple[Table, ...]) -> str:
    for codec in way:
        run = codec.damage(run)
    return run
