"""Records of columnar files: rows of Arrow batches, whose text is one column of strings."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, BinaryIO

from corpuslint.containers.base import LONGEST, BadRecord, Container, Fields, Lacking, Record, Unfit
from corpuslint.containers.detection import NAMES, SAMPLES, flat, found, listed, written
from corpuslint.containers.json_text import steps
from corpuslint.containers.splicing import ByteOffsets, edited, spliced
from corpuslint.containers.spooling import spooled
from corpuslint.containers.unpacking import BOMB, HARMLESS
from corpuslint.errors import FixError, ReadError
from corpuslint.model import Edit, Span

KEPT = 256 << 20
"""Bytes of rows that are kept while others among them are found again."""
ROWS = 256
"""Rows that are read at once."""
_REMEDY = 'say which column holds it: --text-field body, or documents = {parquet = {text = "body"}}'


def arrow(suffix: str) -> Any:
    """The library. Raises ReadError with what to install."""
    try:
        import pyarrow as pa
    except ImportError:
        message = f"reading {suffix} needs the package pyarrow: pip install 'corpuslint[parquet]'"
        raise ReadError(message) from None
    return pa


def damage() -> tuple[type[Exception], ...]:
    """What the library raises for damaged files; that names may be no UTF-8 it does not expect."""
    import pyarrow as pa

    return pa.ArrowException, OSError, UnicodeDecodeError


class Columnar(Container):
    """What Parquet and Arrow files share: a record is a row, its bytes are its text as UTF-8."""

    writable = True
    bytewise = False

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._measured: tuple[Record, ByteOffsets] | None = None

    def without(self, data: bytes, records: Sequence[Record], *, copy: bool) -> bytes:
        """The file without some rows, in a copy alone, and without groups of rows that have no others."""
        if not copy:
            raise FixError(f"records are not cut out of {self.name} files; --fix-to FOLDER writes a copy without them")
        return self._without(data, {record.offset for record in records})

    @abstractmethod
    def _without(self, data: bytes, gone: AbstractSet[int]) -> bytes:
        """The file without the rows of these numbers, counted from 0."""

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the text as UTF-8."""
        del fields
        if self._measured is None or self._measured[0] is not record:
            self._measured = (record, ByteOffsets(record.text, "utf-8"))
        return self._measured[1].at(span.start), self._measured[1].at(span.end)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The text after these edits as UTF-8. Raises FixError for lone surrogates."""
        try:
            result = spliced(
                record.raw, [(*self.locate(record, fields, edit.span), edit.text.encode()) for edit in edits]
            )
        except UnicodeEncodeError as error:
            raise FixError("a lone surrogate cannot stand in UTF-8") from error
        if result.decode() != edited(record.text, edits):
            raise FixError("these edits cannot be made in UTF-8")
        return result

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The row with this text."""
        del fields
        return record._replace(text=raw.decode(), raw=raw)

    def _records(self, batches: Iterator[Any], fields: Fields, first: int = 0) -> Iterator[Record | BadRecord]:
        row = first
        for batch in batches:
            texts = values(batch, fields.text)
            meta = {name: values(batch, getattr(fields, name)) for name in NAMES if name != "text"}
            for at, raw in enumerate(texts):
                row += 1
                said = {name: _text(column[at]) for name, column in meta.items() if column and column[at] is not None}
                yield self._record(row, raw, said, fields.text)

    def _record(self, row: int, raw: object, meta: Mapping[str, str], field: str) -> Record | BadRecord:
        if not isinstance(raw, bytes):
            return BadRecord(row, 1, 1, f"`{field}` is null", b"")
        if len(raw) > self._longest:
            return BadRecord(row, 1, 1, f"a text longer than {self._longest:,} bytes was not read", raw[:1000])
        try:
            return Record(row, raw.decode(), raw, row - 1, 1, meta, field=field)
        except UnicodeDecodeError as error:
            return BadRecord(row, 1, 1, f"`{field}` is not UTF-8 at byte {error.start + 1:,} of it", raw[:1000])


def chosen(schema: Any, sample: Any, fields: Fields) -> Fields:
    """The fields of a file, what is not named found out by its schema and a first batch of it.

    Raises Unfit where no column can be the text, ReadError where the one that is named cannot.
    """
    texts = list(_texts(schema))
    if not texts and not fields.text:
        raise Unfit(f"no column holds strings{listed(schema.names)}; {_REMEDY}")
    rows = [dict(flat(row)) for row in _rows(sample.slice(0, SAMPLES))] if sample is not None else []
    samples = [{path: str(value) if type(value) is not str else value for path, value in row.items()} for row in rows]
    strings = [{path: row.get(path) for path in texts} for row in rows] or [dict.fromkeys(texts, "")]
    named = found(fields, strings, _REMEDY)
    others = found(named, samples, _REMEDY) if samples else named
    return _checked(schema, others)


def _texts(columns: Any, prefix: str = "", depth: int = 2) -> Iterator[str]:
    """The paths of all columns of strings in a schema or a struct, as `flat` names them."""
    import pyarrow as pa

    for column in columns:
        path = prefix + written(column.name)
        if is_text(column.type):
            yield path
        elif depth and pa.types.is_struct(column.type):
            yield from _texts(column.type, f"{path}/", depth - 1)


def values(batch: Any, path: str) -> list[Any]:
    """What a column says in each row: bytes of strings, other values as Python has them; [] without such a column."""
    import pyarrow as pa

    top, *inner = steps(path)
    if not path or top not in batch.schema.names:
        return []
    column = batch.column(batch.schema.names.index(top))
    for name in inner:
        if not pa.types.is_struct(column.type) or column.type.get_field_index(name) < 0:
            return []
        column = _inside(column, name)
    if is_text(column.type):
        return list(_as_bytes(_plain(column)).to_pylist())
    return list(column.to_pylist())


def is_text(kind: Any) -> bool:
    """Whether a type of Arrow is a string, also one in a dictionary."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def replaced(column: Any, inner: Sequence[str], texts: Mapping[int, str]) -> Any:
    """A column of strings with other texts in some rows (by their number from 0), of the same type.

    In a column of objects the strings lie at the path `inner`. Raises FixError where the type has no room for them.
    """
    import pyarrow as pa

    kind = column.type
    if inner:
        parts = [column.field(at) for at in range(kind.num_fields)]
        at = kind.get_field_index(inner[0])
        parts[at] = replaced(parts[at], inner[1:], texts)
        nulls = column.is_null() if column.null_count else None
        return pa.StructArray.from_arrays(parts, fields=list(kind), mask=nulls)
    raw = _plain(column).cast("large_binary").to_pylist()
    try:
        plain = [value.decode() if value is not None else None for value in raw]
    except UnicodeDecodeError as error:
        raise FixError("another text of the column is not UTF-8") from error
    for row, text in texts.items():
        plain[row] = text
    try:
        if pa.types.is_dictionary(kind):
            return pa.array(plain, kind.value_type).dictionary_encode().cast(kind)
        return pa.array(plain, kind)
    except pa.ArrowInvalid as error:
        raise FixError(f"the column of type {kind} has no room for the new texts: {error}") from error


def left(rows: Any, first: int, gone: AbstractSet[int]) -> Any:
    """A table or batch without some of its rows; their numbers count from that of its own first one.

    What stays is put together of slices: to filter rows the library has no way for some types (views of strings).
    """
    import pyarrow as pa

    kept, at = [], 0
    for row in (*(row - first for row in range(first, first + len(rows)) if row in gone), len(rows)):
        if at < row:
            kept.append(rows.slice(at, row - at))
        at = row + 1
    if len(kept) < 2:
        return kept[0] if kept else rows.slice(0, 0)
    return pa.concat_tables(kept) if isinstance(rows, pa.Table) else pa.concat_batches(kept)


def same(one: Any, other: Any) -> bool:
    """Whether two columns say the same in every row, NaN included."""
    import pyarrow as pa
    from pyarrow import compute

    one, other = _joined(one), _joined(other)
    if one.type != other.type or len(one) != len(other):
        return False
    if one.equals(other):
        return True
    if pa.types.is_floating(one.type):
        nan = compute.equal(compute.is_nan(one), compute.is_nan(other))
        equal = compute.or_kleene(compute.equal(one, other), compute.and_kleene(nan, compute.is_nan(one)))
        return bool(compute.all(compute.fill_null(equal, True)).as_py()) and one.null_count == other.null_count
    return bool(repr(one.to_pylist()) == repr(other.to_pylist()))


def bounded(batches: Iterator[Any], size: int) -> Iterator[Any]:
    """Batches of a file of so many bytes. Raises ReadError where they are so much more that it must be a bomb."""
    left = max(HARMLESS, BOMB * size)
    for batch in batches:
        left -= batch.nbytes
        if left < 0:
            raise ReadError(f"its rows have more than {BOMB} times the bytes of the file; rows up to here were checked")
        yield batch


def seekable(stream: BinaryIO) -> BinaryIO:
    """The stream, or what is in it where it can be sought."""
    return stream if stream.seekable() else spooled(lambda: stream)


def _joined(column: Any) -> Any:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column


def _plain(column: Any) -> Any:
    """A column without a dictionary, and of a type that can be cast."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
        column = column.cast(kind)
    return column.cast(pa.large_string()) if pa.types.is_string_view(kind) else column


def _inside(column: Any, name: str) -> Any:
    """A column of a column of objects; null where the object is."""
    from pyarrow import compute  # to load it takes as long as to check a thousand rows

    return compute.struct_field(column, name)


def _as_bytes(column: Any) -> Any:
    """A column of strings as their bytes, which stay where they are: to cast it would load what `_inside` does."""
    import pyarrow as pa

    return column.view(pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary())


def _rows(batch: Any) -> list[dict[str, object]]:
    """Rows as Python has them; of those that are not UTF-8 only what the text may be."""
    try:
        return list(batch.to_pylist())
    except UnicodeDecodeError:
        names = [field.name for field in batch.schema if is_text(field.type)]
        columns = [[raw and raw.decode("utf-8", "replace") for raw in values(batch, name)] for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _checked(schema: Any, fields: Fields) -> Fields:
    """The fields, if the text is a column of strings."""
    import pyarrow as pa

    top, *inner = steps(fields.text)
    if schema.names.count(top) > 1:
        raise ReadError(f"two columns are called `{top}`; rename one")
    kind = schema.field(top).type if top in schema.names else None
    for name in inner:
        known = kind is not None and pa.types.is_struct(kind) and kind.get_field_index(name) >= 0
        kind = kind.field(name).type if kind is not None and known else None
    if kind is None:
        hint = fields.text.replace(".", "/")
        more = f"; columns inside of others are named with a slash: `{hint}`" if hint != fields.text else ""
        raise Lacking(f"no column `{fields.text}`{listed(schema.names)}{more or '; ' + _REMEDY}")
    if not is_text(kind):
        raise ReadError(f"the column `{fields.text}` is of type {kind}, not of strings; {_REMEDY}")
    return fields
