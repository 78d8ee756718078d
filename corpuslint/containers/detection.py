"""Which field of a record holds what, told by the names that people give to fields and by what stands in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Generic, TypeVar

from corpuslint.containers.base import Fields, Unfit

T = TypeVar("T")
SAMPLES = 20
"""Records that are looked at."""
HEAD = 1 << 20
"""Bytes that are looked at."""
LONG = 200
"""Code points from which a string without a telling name may be a text."""
SHOWN = 8
"""Names that a message lists."""

_NAMES = {
    "text": """
        text fulltext articletext maintext bodytext newstext rawtext plaintext cleantext cleanedtext textcontent body
        articlebody bodyhtml content articlecontent contenttext maincontent fullcontent newscontent article story
        document paragraphs description summary snippet abstract""",
    "id": "id docid documentid articleid recordid newsid storyid newid uuid guid url link uri permalink",
    "title": "title headline heading articletitle newstitle pagetitle subject name",
    "date": """
        date published publisheddate publishdate publishedat publishedon pubdate publicationdate datepublished
        datepublish dateline releasedate firstcreated datetime timestamp created createdat time crawldate crawled""",
    "source": """
        source sourcename publisher publication outlet newspaper provider sourcedomain domain sitename site website
        feed hostname host""",
    "language": "language lang languagecode langcode locale",
}
_VAGUE = {"document", "paragraphs", "description", "summary", "snippet", "abstract"}
_ABOUT = {"meta", "metadata"}
"""Objects in a record that hold what is known of the document."""
NAMES: Mapping[str, Sequence[str]] = {field: names.split() for field, names in _NAMES.items()}
"""What a field is called, best first; case, hyphens and underscores do not count."""


def found(fields: Fields, samples: Sequence[Mapping[str, object]], remedy: str) -> Fields:
    """The fields with those that are "" found out; `samples` are records by the path of each value.

    A path names nested objects with slashes. What cannot be found out stays "", and without any sample the text is
    in "text". Raises Unfit, with the remedy behind the reason, where records have fields and none is a text.
    """
    paths = list(dict.fromkeys(path for sample in samples for path in sample))
    chosen = {name: given or _named(name, paths, samples) for name, given in zip(NAMES, fields, strict=False)}
    chosen["text"] = chosen["text"] or _longest(samples)
    if not chosen["text"] and paths:
        raise Unfit(f"no field looks like a text{listed(paths)}; {remedy}")
    return fields._replace(**{**chosen, "text": chosen["text"] or "text"})


def named_text(fields: Fields, samples: Sequence[Mapping[str, object]]) -> str:
    """The path that is said to hold the text, or whose name says so, if one of the records has a text there."""
    paths = list(dict.fromkeys(path for sample in samples for path in sample))
    path = fields.text or _named("text", paths, samples)
    return path if path and _suitable("text", path, samples) else ""


def is_vague(path: str) -> bool:
    """Whether the name of a text says little: what holds the records may have such a field too."""
    return _plain(path) in _VAGUE


def listed(names: Iterable[str]) -> str:
    """` (there is ...)` for a message; "" where there is none."""
    shown = ", ".join(f"`{name[:30]}`" for name in list(names)[:SHOWN])
    return f" (there is {shown})" if shown else ""


def flat(record: Mapping[str, object], prefix: str = "", depth: int = 2) -> Iterator[tuple[str, object]]:
    """A record's values by their paths, objects in it opened so many times."""
    for name, value in record.items():
        path = prefix + written(name)
        if isinstance(value, Mapping) and depth:
            yield from flat(value, f"{path}/", depth - 1)
        else:
            yield path, value


def written(name: str) -> str:
    """A name as a part of a path."""
    return name.replace("~", "~0").replace("/", "~1")


def _named(kind: str, paths: Sequence[str], samples: Sequence[Mapping[str, object]]) -> str:
    """The path whose name is the best one for this; of equal names the one that more records have."""
    known = {name: rank for rank, name in enumerate(NAMES[kind])}
    ranked = sorted(
        (path.count("/"), known[last], -_suitable(kind, path, samples), path)
        for path in paths
        if (last := _plain(path)) in known and (kind in {"text", "id"} or _may_say(path))
    )
    fit = [path for _, _, suitable, path in ranked if suitable]
    if kind == "text" and not fit:
        return next((path for depth, _, _, path in ranked if not depth), "")
    return fit[0] if fit else ""


def _may_say(path: str) -> bool:
    """Whether what stands there may be about the document: beside its text, or in an object made for that."""
    return "/" not in path or path.rpartition("/")[0].casefold() in _ABOUT


def _plain(path: str) -> str:
    return path.rpartition("/")[2].replace("_", "").replace("-", "").replace(" ", "").casefold()


def _suitable(kind: str, path: str, samples: Sequence[Mapping[str, object]]) -> int:
    """How many records have a value there that may be this; a text is no number, and may be a list of paragraphs."""
    values = (sample.get(path) for sample in samples)
    if kind == "text":
        return sum(type(value) is str or _are_paragraphs(value) for value in values)
    return sum(isinstance(value, str) for value in values)


def _are_paragraphs(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(type(one) is str for one in value)


def _longest(samples: Sequence[Mapping[str, object]]) -> str:
    """The path of the longest strings, if they are long enough for a text and not one word."""
    lengths: dict[str, list[int]] = {}
    for sample in samples:
        for path, value in sample.items():
            if type(value) is str and " " in value:
                lengths.setdefault(path, []).append(len(value))
    means = {path: sum(found) / len(found) for path, found in lengths.items()}
    best = max(means, key=lambda path: means[path], default="")
    return best if best and means[best] >= LONG else ""


class Remembered(Generic[T]):
    """What was found out of files at last, so that records of several in turn are found again soon."""

    def __init__(self, size: Callable[[T], int] = lambda _: 1, room: int = 100) -> None:
        """Keep so much of it, by default so many pieces; what was asked for last is kept however large it is."""
        self._size = size
        self._room = room
        self._known: dict[object, tuple[T, int]] = {}
        self._taken = 0

    def of(self, stream: BinaryIO, about: object, find: Callable[[], T]) -> T:
        """What `find` says about a file, if that is not known from the last times."""
        identity = _identity(stream)
        if identity is None:
            return find()
        key = identity, about
        known = self._known.pop(key, None)
        if known is None:
            made = find()
            known = made, self._size(made)
            self._taken += known[1]
        self._known[key] = known
        while self._taken > self._room and len(self._known) > 1:
            self._taken -= self._known.pop(next(iter(self._known)))[1]
        return known[0]


def _identity(stream: BinaryIO) -> object:
    """What tells a file from others and from what it was before; None where that cannot be told."""
    known = getattr(stream, "identity", None)
    if known is not None:
        return known
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
