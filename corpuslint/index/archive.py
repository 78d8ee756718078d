"""An index as a Parquet file: one row for each document, so that new texts can be compared with a corpus elsewhere.

Columns: `file`, `record` (0: the whole file), `digest`, `meta` (JSON of what the record says), and one of bytes
for each group of facts. There is no running text in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from corpuslint.cachedir import replacing
from corpuslint.errors import ReadError, WriteRefused, reason
from corpuslint.index.columns import Damaged
from corpuslint.index.segment import DIGEST, RECIPE, FileRows, Row

MARK = b"corpuslint"
VERSION = 1
ROWS = 20_000
"""Documents in memory at a time."""
_FIXED = ("file", "record", "digest", "meta")
_NOWHERE = (0, -1, 1)


def library() -> Any:
    """The library. Raises ReadError with what to install."""
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError:
        raise ReadError("Parquet needs the package pyarrow: pip install 'corpuslint[parquet]'") from None
    return pa


def write(path: str, files: Iterable[FileRows], groups: Sequence[str]) -> int:
    """Write documents to a new file at this path, in place of what is there; their number.

    Raises ReadError where the library is missing, WriteRefused where the file cannot be written.
    """
    pa = library()
    said = json.dumps({"version": VERSION, "groups": sorted(groups)})
    schema = pa.schema(
        [("file", pa.string()), ("record", pa.int64()), ("digest", pa.binary(DIGEST)), ("meta", pa.string())]
        + [(name, pa.binary()) for name in sorted(groups)],
        metadata={MARK: said.encode()},
    )
    number = 0
    try:
        with replacing(path) as stream, pa.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
            for rows in _together(files):
                number += len(rows)
                writer.write_batch(pa.record_batch(_columns(rows, sorted(groups)), schema=schema))
    except (OSError, pa.ArrowException) as error:
        raise WriteRefused(f"{path}: the index cannot be exported: {_reason(error)}") from None
    return number


def _together(files: Iterable[FileRows]) -> Iterator[list[tuple[str, Row]]]:
    rows: list[tuple[str, Row]] = []
    for file in files:
        for row in file.rows:
            rows.append((file.name, row))
            if len(rows) >= ROWS:
                yield rows
                rows = []
    if rows:
        yield rows


def _columns(rows: Sequence[tuple[str, Row]], groups: Sequence[str]) -> list[list[Any]]:
    columns: list[list[Any]] = [
        [name.encode("utf-8", "backslashreplace").decode() for name, _ in rows],
        [row.record for _, row in rows],
        [row.digest for _, row in rows],
        [json.dumps(dict(row.meta), sort_keys=True) if row.meta else "" for _, row in rows],
    ]
    return columns + [[row.values.get(group, b"") for _, row in rows] for group in groups]


def batches(path: str, groups: Sequence[str]) -> Iterator[list[FileRows]]:
    """The documents of an exported index, by file. Raises ReadError for what is none, or lacks one of these groups."""
    pa = library()
    try:
        with pa.parquet.ParquetFile(path) as table:
            _fits(path, table.schema_arrow, groups)
            for batch in table.iter_batches(ROWS, columns=[*_FIXED, *groups]):
                columns = [batch.column(name).to_pylist() for name in (*_FIXED, *groups)]
                rows = (_row(values, groups) for values in zip(*columns, strict=True))
                yield [_file(name, [row for _, row in found]) for name, found in groupby(rows, lambda row: row[0])]
    except (OSError, pa.ArrowException, ValueError, TypeError, RecursionError, Damaged) as error:
        raise ReadError(f"{path}: no index that corpuslint exported: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return reason(error)


def _fits(path: str, schema: Any, groups: Sequence[str]) -> None:
    said = (schema.metadata or {}).get(MARK)
    if said is None:
        raise ReadError(f"{path}: no index that corpuslint exported; write one with `corpuslint index export`")
    missing = [name for name in groups if name not in schema.names]
    if json.loads(said).get("version") != VERSION or missing:
        lacks = f" (it has no {', '.join(sorted(missing))})" if missing else ""
        raise ReadError(
            f"{path}: exported by another version or with other rules{lacks}; export it anew, "
            "or check with the rules it was exported with (--select)"
        )


def _row(values: Sequence[Any], groups: Sequence[str]) -> tuple[str, Row]:
    name, record, digest, meta, *noted = values
    found = json.loads(meta) if meta else {}
    texts = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    known = isinstance(name, str) and isinstance(digest, bytes) and len(digest) == DIGEST
    if not known or not texts or not 0 <= record < 1 << 32 or not all(isinstance(one, bytes | None) for one in noted):
        raise ValueError("a row is none of ours")
    facts = {group: value for group, value in zip(groups, noted, strict=True) if value}
    return name, Row(record, _NOWHERE, digest, found, facts)


def _file(name: str, rows: Sequence[Row]) -> FileRows:
    return FileRows(name, (-1, -1, -1), bytes(RECIPE), len(rows), 0, rows)
