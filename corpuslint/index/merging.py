"""Which segments are written anew as one, so that look-ups stay few and files that are gone do not pile up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from corpuslint.index.segment import FileRows, Segment

LARGE = 40_000
"""Documents of a segment that is not joined with others."""


def merges(segments: Sequence[Segment], idle: Sequence[int], root: str) -> Iterator[list[Segment]]:
    """Segments to be joined, the newest in the order they were written; each by itself that is mostly of no use.

    `idle` counts the documents of each that this run has no use for: they may be of files that are gone, that have
    changed, or that it leaves out. Sizes of what is left at least double from each segment to the one before: there
    are few, and every document is written anew only a few times.
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
    for segment, unused in zip(segments, idle, strict=True):
        if segment not in newest and 2 * unused > segment.documents:
            files = _of_use([segment], segments, root)
            if 2 * sum(segment.begin[at + 1] - segment.begin[at] for _, at in files.values()) < segment.documents:
                yield [segment]


def still_there(
    chosen: Sequence[Segment], segments: Sequence[Segment], root: str, groups: Iterable[str]
) -> list[FileRows]:
    """The files of the chosen segments that are still there, each as it was taken last. Raises Damaged."""
    names = list(groups)
    kept = _of_use(chosen, segments, root)
    return [
        file
        for segment in chosen
        for at, file in enumerate(segment.taken(names))
        if kept.get(file.name) == (segment, at)
    ]


def _of_use(chosen: Sequence[Segment], segments: Sequence[Segment], root: str) -> dict[str, tuple[Segment, int]]:
    """The files of the chosen segments that exist and that no later segment has, by name."""
    later = segments[segments.index(chosen[-1]) + 1 :]
    again = {name for segment in later for name in segment.names}
    last = {name: (segment, at) for segment in chosen for at, name in enumerate(segment.names)}
    return {name: at for name, at in last.items() if name not in again and os.path.lexists(os.path.join(root, name))}
