"""Arrow files and streams (Feather is the former): a row is a record; a fixed file is laid out as the old one was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from io import SEEK_END, BytesIO
from itertools import accumulate, islice, repeat
from typing import Any, BinaryIO

from corpuslint.containers.base import LONGEST, Address, BadRecord, Fields, Record
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
from corpuslint.containers.detection import Remembered
from corpuslint.containers.json_text import steps
from corpuslint.errors import FixError, ReadError

_FILE = b"ARROW1"
_FEATHER = b"FEA1"
_CODECS = (None, "lz4", "zstd")


class Arrow(Columnar):
    """A file or a stream of Arrow batches.

    To fix one, all batches are written anew with settings under which the unchanged batches become the bytes of
    the old file; where there are no such settings, the file is refused.
    """

    name = "arrow"
    suffixes: tuple[str, ...] = (".arrow", ".arrows", ".feather", ".ipc")

    def __init__(self, longest: int = LONGEST) -> None:
        super().__init__(longest)
        self._fields = Remembered[Fields]()
        self._lengths = Remembered[list[int]]()
        self._batch = Remembered[Any](lambda batch: batch.nbytes, KEPT)

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The rows in order."""
        stream = seekable(stream)
        size = stream.seek(0, SEEK_END)
        schema, batches = _opened(stream)
        first = next(batches, None)
        known = chosen(schema, first, fields)
        if first is not None:
            yield from self._records(bounded(_small(_after(first, batches)), size), known)

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The fields of a file, those that are not named found out."""
        schema, batches = _opened(stream)
        return chosen(schema, next(batches, None), fields)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The row of that number."""
        lengths = self._lengths.of(stream, "", lambda: [len(batch) for batch in _opened(stream)[1]])
        first = number = 0
        while number < len(lengths) and first + lengths[number] <= address.offset:
            first += lengths[number]
            number += 1
        if number == len(lengths):
            return None
        known = self._fields.of(stream, fields, lambda: self.detect(stream, fields))
        batch = self._batch.of(stream, number, lambda: next(islice(_opened(stream)[1], number, None)))
        return next(self._records(iter([batch.slice(address.offset - first, 1)]), known, address.offset), None)

    def assemble(self, data: bytes, changes: Sequence[tuple[Record, Record]], *, copy: bool) -> bytes:
        """The file with other texts in some rows. Raises FixError where it would be laid out in another way."""
        if not changes:
            return data
        schema, batches, codec = _read(data)
        if codec == "" and not copy:
            raise FixError("the file was written in a way that cannot be repeated byte for byte")
        return _proven(schema, _changed(schema, batches, changes, copy=copy), data, codec)

    def _without(self, data: bytes, gone: AbstractSet[int]) -> bytes:
        schema, batches, codec = _read(data)
        firsts = accumulate(map(len, batches), initial=0)
        return _proven(schema, list(filter(len, map(left, batches, firsts, repeat(gone)))), data, codec)


def _opened(stream: BinaryIO) -> tuple[Any, Iterator[Any]]:
    arrow(".arrow")
    from pyarrow import ipc

    stream = seekable(stream)
    stream.seek(0)
    start = stream.read(6)
    stream.seek(0)
    if start.startswith(_FEATHER):
        raise ReadError("Feather of version 1, which lost its readers; write it anew as version 2")
    try:
        if start != _FILE:
            reader = ipc.open_stream(stream)
            return reader.schema, _guarded(iter(reader))
        file = ipc.open_file(stream)
        return file.schema, _guarded(file.get_batch(at) for at in range(file.num_record_batches))
    except damage() as error:
        raise ReadError(f"no Arrow file that can be read: {str(error)[:200]}; was it cut off?") from error


def _guarded(batches: Iterator[Any]) -> Iterator[Any]:
    try:
        for batch in batches:
            _expect_sound(batch)
            yield batch
    except damage() as error:
        message = f"rows that cannot be read: {str(error)[:200]}; the rows before them were checked"
        raise ReadError(message) from error


def _expect_sound(batch: Any) -> None:
    """Raise ArrowInvalid where a damaged file points beyond its own data: nothing else looks before it reads there.

    Strings that are not UTF-8 are sound, and told row by row; that is what is looked at last of a column.
    """
    import pyarrow as pa

    for column in batch.columns:
        try:
            column.validate(full=True)
        except pa.ArrowInvalid as error:
            if "UTF8" not in str(error) or pa.types.is_nested(column.type) or pa.types.is_dictionary(column.type):
                raise


def _after(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _small(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        for at in range(0, len(batch), ROWS):
            yield batch.slice(at, ROWS)


def _read(data: bytes) -> tuple[Any, list[Any], str | None]:
    """Schema and batches of a file, and the compression that makes the same bytes of them; "" where none does."""
    schema, read = _opened(BytesIO(data))
    batches = list(read)
    return schema, batches, next((codec for codec in _CODECS if _written(schema, batches, data, codec) == data), "")


def _proven(schema: Any, batches: Sequence[Any], like: bytes, codec: str | None) -> bytes:
    """A file with these batches. Raises FixError where it would not hold them."""
    new = _written(schema, batches, like, codec or None)
    _expect_values(_opened(BytesIO(new))[1], batches)
    return new


def _written(schema: Any, batches: Sequence[Any], like: bytes, codec: str | None) -> bytes:
    from pyarrow import ipc

    out = BytesIO()
    options = ipc.IpcWriteOptions(compression=codec, unify_dictionaries=True)
    make = ipc.new_file if like.startswith(_FILE) else ipc.new_stream
    try:
        with make(out, schema, options=options) as writer:
            for batch in batches:
                writer.write_batch(batch)
    except damage():
        return b""
    return out.getvalue()


def _changed(schema: Any, batches: Sequence[Any], changes: Sequence[tuple[Record, Record]], *, copy: bool) -> list[Any]:
    import pyarrow as pa

    out = list(batches)
    for name in {new.field for _, new in changes}:
        top, *inner = steps(name)
        at = schema.get_field_index(top)
        texts = {new.offset: new.text for _, new in changes if new.field == name}
        shared = pa.types.is_dictionary(schema.field(at).type)
        if shared and not copy:
            raise FixError(f"the column `{name}` is a dictionary, which Arrow files share between batches")
        old = [batch.column(at) for batch in out]
        new = _renewed_as_one(old, texts) if shared else _renewed(old, inner, texts)
        out = [batch.set_column(at, schema.field(at), column) for batch, column in zip(out, new, strict=True)]
    return out


def _renewed(columns: Sequence[Any], inner: Sequence[str], texts: Mapping[int, str]) -> Iterator[Any]:
    """A column batch by batch with other texts in some rows; those without any stay as they are."""
    first = 0
    for column in columns:
        rows = {row - first: text for row, text in texts.items() if first <= row < first + len(column)}
        yield replaced(column, inner, rows) if rows else column
        first += len(column)


def _renewed_as_one(columns: Sequence[Any], texts: Mapping[int, str]) -> Iterator[Any]:
    """The same for a column of a dictionary, which all batches have in common then."""
    import pyarrow as pa

    whole = replaced(pa.chunked_array(columns).unify_dictionaries().combine_chunks(), (), texts)
    first = 0
    for column in columns:
        yield whole.slice(first, len(column))
        first += len(column)


def _expect_values(found: Iterator[Any], wanted: Sequence[Any]) -> None:
    for one, other in zip(found, wanted, strict=True):
        if not all(same(a, b) for a, b in zip(one.columns, other.columns, strict=True)):
            raise FixError("values beside the texts would change")
