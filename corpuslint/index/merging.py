"""Which segments are written anew as one, so that look-ups stay few and files that are gone do not pile up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from corpuslint.index.segment import FileRows, Segment

LARGE = 40_000
"""Documents of a segment that is not joined with others."""


def merges(segments: Sequence[Segment], unused: Sequence[int]) -> Iterator[list[Segment]]:
    """Segments to be joined, the newest in the order they were written; each that mostly lies idle by itself.

    Sizes of what is left at least double from each segment to the one before: there are few, and every
    document is written anew only a few times.
    """
    newest: list[Segment] = []
    size = 0
    for segment in reversed(segments):
        if segment.documents > LARGE or (newest and segment.documents >= 2 * size):
            break
        newest.insert(0, segment)
        size += segment.documents
    if len(newest) > 1:
        yield newest
    for segment, idle in zip(segments, unused, strict=True):
        if segment not in newest and 2 * idle > segment.files:
            yield [segment]


def still_there(segments: Sequence[Segment], root: str, groups: Iterable[str]) -> list[FileRows]:
    """The files of segments that are still there, each as it was taken last. Raises Damaged."""
    files = {file.name: file for segment in segments for file in segment.taken(list(groups))}
    return [file for name, file in files.items() if os.path.lexists(os.path.join(root, name))]
