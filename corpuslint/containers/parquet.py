"""Parquet: a row is a record; a fixed file is laid out as the old one was, or not written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO

from corpuslint.containers.base import LONGEST, WHOLE, Address, BadRecord, Fields, Record, Share
from corpuslint.containers.columns import (
    KEPT,
    ROWS,
    Columnar,
    arrow,
    bounded,
    chosen,
    damage,
    left,
    replaced,
    same,
    seekable,
)
from corpuslint.containers.detection import SAMPLES, Remembered
from corpuslint.containers.json_text import steps
from corpuslint.errors import FixError, ReadError

_CHECKSUM = re.compile(rb"(?:\x15[\x80-\xff]*[\x00-\x7f]){3}\x15")
"""A header of a page up to its fourth field, all numbers in the compact protocol of Thrift."""
LOST_SHARES = 64
"""Shares of a row group where a row is looked for that costs a reader its life: each decodes what lies before it."""


class Parquet(Columnar):
    """A Parquet file, read a few rows at a time.

    To fix one, each row group is written anew with the settings of the old: schema and metadata, rows of each group,
    compression, dictionaries, encodings, statistics, checksums, page index, order. What is found different afterwards,
    in the values or in any of these, is refused. Not kept: who created the file, sizes of pages, level of compression.
    """

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet", ".pq")
    decodes = 0.1

    def __init__(self, longest: int = LONGEST) -> None:
        super().__init__(longest)
        self._fields = Remembered[Fields]()
        self._batches = Remembered[list[Any]](lambda group: sum(batch.nbytes for batch in group), KEPT)

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The rows in order."""
        stream = seekable(stream)
        size = stream.seek(0, SEEK_END)
        file = _opened(stream)
        known = _fields(file, fields)
        yield from self._records(bounded(_batches(file, known), size), known)

    def shares(self, stream: BinaryIO, size: int, within: Share = WHOLE) -> Iterator[Share]:
        """Rows of whole groups; of a share some of the rows of each of its groups."""
        known = _opened(stream).metadata
        start = first = held = 0
        for group in map(known.row_group, range(known.num_row_groups)):
            last = min(first + group.num_rows, within.end)
            held += group.total_byte_size
            if last > within.start and (held >= size or last in {within.end, known.num_rows}):
                start = max(start, within.start)
                rows = last - start
                if within is not WHOLE:
                    rows = max(1, -(-rows // min(LOST_SHARES, held // size + 1)))
                yield from (Share(at, min(at + rows, last), at) for at in range(start, last, rows))
                start, held = last, 0
            first += group.num_rows

    def share(self, stream: BinaryIO, fields: Fields, share: Share) -> Iterator[Record | BadRecord]:
        """Some of the rows."""
        size = stream.seek(0, SEEK_END)
        file = _opened(stream)
        known = self._fields.of(stream, fields, lambda: _fields(file, fields))
        first = 0
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if first < share.end and first + rows > share.start:
                start = max(first, share.start)
                batches = _rows(_batches(file, known, [group]), start - first, share.end - start)
                yield from self._records(bounded(batches, size), known, start)
            first += rows

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The fields of a file, those that are not named found out."""
        return _fields(_opened(stream), fields)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The row of that number."""
        file = _opened(stream)
        known = self._fields.of(stream, fields, lambda: _fields(file, fields))
        first = group = 0
        while (
            group < file.metadata.num_row_groups and first + file.metadata.row_group(group).num_rows <= address.offset
        ):
            first += file.metadata.row_group(group).num_rows
            group += 1
        if group == file.metadata.num_row_groups:
            return None
        for batch in self._group(stream, file, known, group):
            if first + len(batch) > address.offset:
                return next(self._records(iter([batch.slice(address.offset - first, 1)]), known, address.offset), None)
            first += len(batch)
        return None

    def _group(self, stream: BinaryIO, file: Any, fields: Fields, group: int) -> Iterable[Any]:
        """The rows of a group, which are kept for the next record if they are not too large for that."""
        if file.metadata.row_group(group).total_byte_size > KEPT:
            return _batches(file, fields, [group])
        return self._batches.of(stream, (fields, group), lambda: list(_batches(file, fields, [group])))

    def assemble(self, data: bytes, changes: Sequence[tuple[Record, Record]], *, copy: bool) -> bytes:
        """The file with other texts in some rows. Raises FixError where it would be laid out in another way."""
        try:
            return self._assembled(data, changes, copy=copy) if changes else data
        except damage() as error:  # beside the text
            raise FixError(f"not all of the file can be read: {_first_line(error)}") from error

    def _assembled(self, data: bytes, changes: Sequence[tuple[Record, Record]], *, copy: bool) -> bytes:
        old = _opened(BytesIO(data))
        texts = {new.offset: (new.field, new.text) for _, new in changes}
        written = _written(old, data, lambda: (_changed(table, first, texts) for table, first in _groups(old)))
        if not copy:
            new = _opened(BytesIO(written))
            _expect_layout(old, new, {".".join(steps(field)) for field, _ in texts.values()})
        return written

    def _without(self, data: bytes, gone: AbstractSet[int]) -> bytes:
        try:
            old = _opened(BytesIO(data))
            return _written(old, data, lambda: filter(len, (left(table, first, gone) for table, first in _groups(old))))
        except damage() as error:
            raise FixError(f"not all of the file can be read: {_first_line(error)}") from error


def _opened(stream: BinaryIO) -> Any:
    arrow(".parquet")
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(seekable(stream), pre_buffer=False, buffer_size=1 << 20)
    except damage() as error:
        raise ReadError(f"no Parquet that can be read: {_first_line(error)}; was it cut off?") from error


def _first_line(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0][:200]


def _batches(file: Any, fields: Fields, groups: list[int] | None = None) -> Iterator[Any]:
    tops = {steps(path)[0] for path in fields[:6] if path}
    columns = [name for name in file.schema_arrow.names if name in tops]
    wanted = [path for path in file.metadata.schema.to_arrow_schema().names if path in columns]
    try:
        for group in range(file.metadata.num_row_groups) if groups is None else groups:
            yield from file.iter_batches(
                ROWS, [group], wanted, use_threads=False
            )  # so that damage ends no group before
    except damage() as error:
        raise ReadError(f"rows that cannot be read: {_first_line(error)}; the rows before them were checked") from error


def _rows(batches: Iterator[Any], skipped: int, wanted: int) -> Iterator[Any]:
    """So many of the rows, without those before them."""
    for batch in batches:
        at = min(skipped, len(batch))
        part = batch.slice(at, wanted)
        skipped -= at
        wanted -= len(part)
        if len(part):
            yield part
        if not wanted:
            return


def _fields(file: Any, fields: Fields) -> Fields:
    sample = None
    if not all(fields[:6]) and file.metadata.num_rows:
        try:
            groups = range(file.metadata.num_row_groups)
            first = next(group for group in groups if file.metadata.row_group(group).num_rows)
            sample = next(file.iter_batches(SAMPLES, [first], use_threads=False), None)
        except damage() as error:
            raise ReadError(f"rows that cannot be read: {_first_line(error)}; was it cut off?") from error
    return chosen(file.schema_arrow, sample, fields)


def _groups(file: Any) -> Iterator[tuple[Any, int]]:
    """The row groups, and the number of the rows before each."""
    first = 0
    for group in range(file.metadata.num_row_groups):
        table = file.read_row_group(group)
        yield table, first
        first += len(table)


def _written(old: Any, data: bytes, tables: Callable[[], Iterable[Any]]) -> bytes:
    """A file with these row groups that is laid out as the old one. Raises FixError where it would not hold them."""
    out = BytesIO()
    with _writer(out, old, data) as writer:
        for table in tables():
            writer.write_table(table, max(len(table), 1))
        _keep_metadata(writer, old)
    _expect_values(old, _opened(BytesIO(out.getvalue())), tables())
    return out.getvalue()


def _changed(table: Any, first: int, texts: dict[int, tuple[str, str]]) -> Any:
    here = {row - first: change for row, change in texts.items() if first <= row < first + len(table)}
    for name in {field for field, _ in here.values()}:
        top, *inner = steps(name)
        at = table.schema.get_field_index(top)
        rows = {row: text for row, (field, text) in here.items() if field == name}
        table = table.set_column(at, table.schema.field(at), replaced(table.column(at).combine_chunks(), inner, rows))
    return table


def _writer(out: BinaryIO, old: Any, data: bytes) -> Any:
    from pyarrow import parquet

    known = old.metadata
    groups = [known.row_group(group) for group in range(known.num_row_groups)]
    columns = [groups[0].column(at) for at in range(known.num_columns)]
    dictionaries = [column.path_in_schema for column in columns if _has_dictionary(column)]
    encodings = {c.path_in_schema: e for c in columns if not _has_dictionary(c) and (e := _encoding(c))}
    return parquet.ParquetWriter(
        out,
        old.schema_arrow,
        version={"1.0": "1.0", "2.4": "2.4"}.get(known.format_version, "2.6"),
        compression={
            column.path_in_schema: column.compression.lower().replace("uncompressed", "none") for column in columns
        },
        use_dictionary=dictionaries or False,
        column_encoding=encodings or None,
        write_statistics=[column.path_in_schema for column in columns if column.is_stats_set] or False,
        use_deprecated_int96_timestamps=any(column.physical_type == "INT96" for column in columns),
        use_compliant_nested_type=not any(column.path_in_schema.endswith(".list.item") for column in columns),
        data_page_version="2.0" if all(_is_second_version(data, column) for column in columns) else "1.0",
        store_schema=False,
        write_page_checksum=any(_has_checksum(data, column) for column in columns),
        write_page_index=any(column.has_offset_index for column in columns),
        sorting_columns=list(groups[0].sorting_columns) or None,
    )


def _keep_metadata(writer: Any, old: Any) -> None:
    """What the file says of itself, byte for byte; the schema of Arrow is among it."""
    if old.metadata.metadata:
        writer.add_key_value_metadata(dict(old.metadata.metadata))


def _has_dictionary(column: Any) -> bool:
    return any("DICTIONARY" in encoding for encoding in column.encodings)


def _encoding(column: Any) -> str:
    """The encoding of a column that is neither plain nor a dictionary."""
    return next((name for name in column.encodings if name.startswith(("DELTA", "BYTE_STREAM"))), "")


def _is_second_version(data: bytes, column: Any) -> bool:
    """Whether the first data page of a column is of the newer kind: its header begins with field 1, value 3."""
    return data[column.data_page_offset : column.data_page_offset + 2] == b"\x15\x06"


def _has_checksum(data: bytes, column: Any) -> bool:
    """Whether the first data page of a column has one: its header has field 4 behind the kind and the two sizes."""
    return _CHECKSUM.match(data, column.data_page_offset) is not None


def _expect_values(old: Any, new: Any, tables: Iterable[Any]) -> None:
    if not new.schema_arrow.equals(old.schema_arrow, check_metadata=True):
        raise FixError("the schema would change")
    for wanted, (found, _) in zip(tables, _groups(new), strict=True):
        for name, one, other in zip(wanted.schema.names, wanted.columns, found.columns, strict=True):
            if not same(one, other):
                raise FixError(f"values of the column `{name}` would change")


def _expect_layout(old: Any, new: Any, changed: set[str]) -> None:
    """Raise FixError where something but the texts is not as it was."""
    if not old.schema.equals(new.schema):
        raise FixError("the Parquet schema would change")
    if (old.metadata.metadata or {}) != (new.metadata.metadata or {}):
        raise FixError("the metadata of the file would change")
    if old.metadata.format_version != new.metadata.format_version:
        raise FixError("the version of the format would change")
    for group in range(old.metadata.num_row_groups):
        before, after = old.metadata.row_group(group), new.metadata.row_group(group)
        if before.num_rows != after.num_rows or before.sorting_columns != after.sorting_columns:
            raise FixError("row groups would change")
        for at in range(before.num_columns):
            _expect_column(before.column(at), after.column(at), changed)


def _expect_column(old: Any, new: Any, changed: set[str]) -> None:
    one, other = old.to_dict(), new.to_dict()
    kept = ["compression", "is_stats_set", "has_dictionary_page", "physical_type", "num_values"]
    if old.path_in_schema not in changed:
        kept.append("statistics")
    for name in kept:
        if one[name] != other[name]:
            raise FixError(f"{name.replace('_', ' ')} of the column `{old.path_in_schema}` would change")
    if set(old.encodings) != set(new.encodings):
        raise FixError(f"encodings of the column `{old.path_in_schema}` would change")
    if (old.has_offset_index, old.has_column_index) != (new.has_offset_index, new.has_column_index):
        raise FixError(f"the page index of the column `{old.path_in_schema}` would change")
    if one["bloom_filter_offset"] is not None and other["bloom_filter_offset"] is None:
        raise FixError(f"the bloom filter of the column `{old.path_in_schema}` would be lost")
