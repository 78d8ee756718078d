"""The difference between a text and what a fix makes of it, as few and small edits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from lsprotocol import types

from corpuslint.report.align import gaps
from corpuslint.server.text import Text

MARK = "\ufeff"


def edits(text: Text, new: str) -> list[types.TextEdit]:
    """What makes the new text of a text, in order; a byte order mark at its start stays as the editor has it."""
    old = text.text
    if old.startswith(MARK) != new.startswith(MARK):
        new = new.removeprefix(MARK) if new.startswith(MARK) else MARK + new
    return [types.TextEdit(text.range(start, end), put) for start, end, put in _changes(old, new)]


def _changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of what is replaced, and by what; lines that are equal are left alone."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, before))]
    for gap in gaps(before, after):
        lines = gap.a_end - gap.a
        if lines == gap.b_end - gap.b:  # each is changed in itself
            pairs = [(gap.a + n, before[gap.a + n], after[gap.b + n]) for n in range(lines)]
        else:
            pairs = [(gap.a, "".join(before[gap.a : gap.a_end]), "".join(after[gap.b : gap.b_end]))]
        for line, left, right in pairs:
            head = _alike(left, right)
            tail = _alike(left[head:][::-1], right[head:][::-1])
            start = starts[line] + head
            yield _whole_ends(old, start, start + len(left) - head - tail, right[head : len(right) - tail])


def _whole_ends(old: str, start: int, end: int, put: str) -> tuple[int, int, str]:
    """The same where CR LF is taken as one: no place of an editor is between them."""
    if old[max(start - 1, 0) : start + 1] == "\r\n":
        start, put = start - 1, f"\r{put}"
    if old[max(end - 1, 0) : end + 1] == "\r\n":
        end, put = end + 1, f"{put}\n"
    return start, end, put


def _alike(a: str, b: str) -> int:
    """How many code points two texts have in common at their start; comparing halves is fast in long lines."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
