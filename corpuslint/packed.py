"""What came of some files as bytes: for jobs on other machines, for partitions of a cluster, and for the disk.

Columns of the index's own format: checked as they are read, the same on every machine of one byte order, and nothing
in them can be made to run. Text keeps lone surrogates, for file names and damaged documents hold them.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain
from typing import Any, NamedTuple

from corpuslint.containers.base import Share
from corpuslint.containers.identity import Noted
from corpuslint.facts import Extent, Facts
from corpuslint.index.columns import Columns, Damaged, of_texts, write
from corpuslint.model import NOTHING, DocKey, Safety, Severity
from corpuslint.part import Part
from corpuslint.result import Change, Excerpt, Location, Proposal, Related, Result, Trouble

PIECE = 2_000
"""Results in one piece."""
Addresses = Mapping[DocKey, Extent]


class _Counts(NamedTuple):
    """The figures of a part."""

    files: int
    documents: int
    size: int
    unsure: int
    interrupted: bool


def pieces(part: Part) -> Iterator[bytes]:
    """The same in several pieces, each of which is a part and none too large for one row of a table."""
    results, part.results = part.results, []
    yield of_part(part)
    for at in range(0, len(results), PIECE):
        some = Part()
        some.results = results[at : at + PIECE]
        yield of_part(some)


def of_part(part: Part) -> bytes:
    """Everything of a part but its facts."""
    counts = _Counts(part.files, part.documents, part.size, part.unsure, part.interrupted)
    return _written(
        [
            ("counts", of_json(counts)),
            ("quoting", of_json(part.quoting)),
            ("troubles", of_json(part.troubles)),
            *of_texts("results", [of_json(result[:-1]) for result in part.results]),  # none speaks for many yet
            ("number", of_json(len(part.results))),
            ("noted", of_json([_of_noted(noted) for noted in part.noted])),
            *of_texts("signs", [noted.signs.tobytes() for noted in part.noted]),
            *of_texts("numbers", [noted.numbers.tobytes() for noted in part.noted]),
        ]
    )


def part(data: bytes) -> Part:
    """The part that these bytes are. Raises Damaged."""
    columns = Columns(data)
    try:
        counts = _Counts._make(from_json(columns.read("counts")))
        made = Part((Trouble._make(row) for row in from_json(columns.read("troubles"))), counts.files, counts.size)
        texts = columns.texts("results", from_json(columns.read("number")))
        made.results = [_result(from_json(text)) for text in texts]
        made.quoting.add(from_json(columns.read("quoting")))
        made.noted = _noted(columns)
    except (ValueError, TypeError) as error:
        raise Damaged(f"a part says what cannot be: {error}") from None
    made.documents, made.unsure, made.interrupted = counts.documents, counts.unsure, counts.interrupted
    return made


def of_facts(rows: Sequence[Facts]) -> bytes:
    """Facts of documents, in their order."""
    metas = [of_json(row.meta) if row.meta else b"" for row in rows]
    return _written(
        [*_of_keys(row.key for row in rows), *of_texts("meta", metas), *of_texts("value", [row.value for row in rows])]
    )


def facts(data: bytes) -> list[Facts]:
    """The facts that these bytes are. Raises Damaged."""
    columns = Columns(data)
    try:
        keys = list(_keys(columns))
        metas = (from_json(meta) if meta else NOTHING for meta in columns.texts("meta", len(keys)))
        return list(map(Facts, keys, columns.texts("value", len(keys)), metas))
    except (ValueError, TypeError, IndexError) as error:
        raise Damaged(f"facts say what cannot be: {error}") from None


def of_addresses(addresses: Addresses) -> bytes:
    """Where records lie in their files: byte offset, size in bytes, first line."""
    places = array("q", chain.from_iterable(addresses.values()))
    return _written([*_of_keys(addresses), ("place", places.tobytes())])


def addresses(data: bytes) -> dict[DocKey, Extent]:
    """The addresses that these bytes are. Raises Damaged."""
    columns = Columns(data)
    each = iter(columns.numbers("place", "q"))
    try:
        return dict(zip(_keys(columns), zip(each, each, each, strict=True), strict=True))
    except (ValueError, TypeError, IndexError) as error:
        raise Damaged(f"addresses say what cannot be: {error}") from None


def of_json(value: object) -> bytes:
    """A JSON value, in which text keeps lone surrogates."""
    return json.dumps(value, ensure_ascii=False, default=_plain, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """The value that `of_json` wrote. Raises ValueError."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _plain(value: object) -> object:
    """The data of a finding are JSON values; a rule that has others in them is forgiven."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _written(columns: Iterable[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    write(stream, columns)
    return stream.getvalue()


def _of_keys(keys: Iterable[DocKey]) -> Iterator[tuple[str, bytes]]:
    """Keys of documents; many lie in one file."""
    paths: dict[str, int] = {}
    files, records = array("I"), array("Q")
    for path, record in keys:
        files.append(paths.setdefault(path, len(paths)))
        records.append(record)
    yield "paths", of_json(list(paths))
    yield "file", files.tobytes()
    yield "record", records.tobytes()


def _keys(columns: Columns) -> Iterator[DocKey]:
    paths = from_json(columns.read("paths"))
    files, records = columns.numbers("file", "I"), columns.numbers("record", "Q")
    return (DocKey(paths[file], record) for file, record in zip(files, records, strict=True))


def _of_noted(noted: Noted) -> object:
    return noted.path, noted.share, sorted(noted.fields), noted.some, noted.unread, noted.seed


def _noted(columns: Columns) -> list[Noted]:
    rows = from_json(columns.read("noted"))
    made = []
    for (path, share, *rest), *arrays in zip(
        rows, columns.texts("signs", len(rows)), columns.texts("numbers", len(rows)), strict=True
    ):
        noted = Noted(path, Share._make(share))
        fields, noted.some, noted.unread, noted.seed = rest
        noted.fields.update(fields)
        noted.signs, noted.numbers = (array("Q", data) for data in arrays)
        made.append(noted)
    return made


def _result(row: Any) -> Result:
    result = Result(*row)
    return result._replace(
        severity=Severity(result.severity),
        location=Location._make(result.location),
        excerpt=_excerpt(result.excerpt),
        fix=_proposal(result.fix) if result.fix else None,
        related=tuple(Related(note, Location._make(where), _excerpt(shown)) for note, where, shown in result.related),
        data=result.data or NOTHING,
    )


def _excerpt(row: Any) -> Excerpt | None:
    return Excerpt._make(row) if row else None


def _proposal(row: Any) -> Proposal:
    fix = Proposal._make(row)
    return fix._replace(safety=Safety(fix.safety), changes=tuple(map(_change, fix.changes)))


def _change(row: Any) -> Change:
    change = Change._make(row)
    return change._replace(location=Location._make(change.location)) if change.location else change
