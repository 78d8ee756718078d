"""Tables that lie beside texts and pages and say what these cannot: source, date, language, title, id."""

from __future__ import annotations

import os
import posixpath
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import normalize

from corpuslint.config.files import shown_path
from corpuslint.containers import PACKED, PLAIN, SUFFIXES, TABLED, format_of
from corpuslint.containers.base import BadRecord, Fields, Lacking, Record
from corpuslint.containers.detection import Remembered
from corpuslint.errors import ConfigError, CorpuslintError, ReadError, TableError
from corpuslint.hashes import blake2b
from corpuslint.hints import visible
from corpuslint.model import NOTHING
from corpuslint.settings import METADATA, is_glob
from corpuslint.source import Source, opened

if TYPE_CHECKING:
    from corpuslint.settings import Settings

COLUMNS = ("filename", "file_name", "file", "filepath", "file_path", "path")
"""What the column is called that names the files, unless the settings say; the first that there is."""
_SHARED = frozenset({"date", "source", "language"})
"""What many rows say alike, so that it is kept once."""
Row = tuple[int, tuple[str, ...]]
"""The line on which a row begins, and what it says, in the order of `METADATA`."""

_READ = Remembered[dict[str, Row]](len, 100_000)
"""The last tables that were read: whether they can be used is asked before they are."""


class _BadRow(ReadError):  # noqa: N818 - a state of things
    """A row that cannot be used: its line, and what to do."""


class Table:
    """What one table says of files, by their names in it.

    Names are paths from the folder of the table where any of them has a slash, else names of files wherever these are;
    either may lack the endings.
    """

    def __init__(self, rows: Mapping[str, Row], folder: str) -> None:
        """`folder` is that of the table, relative to the root of the settings, "" where it is the root."""
        self._rows = rows
        self._folder = folder
        self._paths = any("/" in name for name in rows)

    def of(self, path: str) -> Mapping[str, str]:
        """What is said of a file (path relative to the root of the settings); nothing where no row names it."""
        if not self._paths:
            path = posixpath.basename(path)
        elif self._folder:
            path = posixpath.relpath(path, self._folder)
        row = next((self._rows[name] for name in _called(_normal(path)) if name in self._rows), None)
        return {name: said for name, said in zip(METADATA, row[1], strict=True) if said} if row else NOTHING

    @property
    def digest(self) -> str:
        """What is the same of two tables that say the same."""
        made = blake2b(digest_size=16)
        for name in sorted(self._rows):
            made.update(repr((name, self._rows[name][1])).encode("utf-8", "surrogatepass"))
        return made.hexdigest()


def expect_sense(settings: Settings) -> None:
    """Raise ConfigError for a table where none can be, and for a column of none."""
    settings.tables  # noqa: B018 - no link leads elsewhere
    for key, entry in settings.documents.items():
        if "file" in entry and "table" not in entry:
            raise ConfigError(f"{_where(settings, key)}: `file` is a column of a `table`; name one beside it")
        if "table" in entry and key not in TABLED and not is_glob(key):
            place = f"{' or '.join(f'documents.{kind}' for kind in sorted(TABLED))}, or a pattern"
            raise ConfigError(f"{_where(settings, key)}: `table` is for texts and pages; write it below {place}")


def of(settings: Settings, source: Callable[[str], Source]) -> dict[str, Table]:
    """The tables that the settings name, by key of `documents`; `source` says how a file is read.

    Raises TableError where one cannot be used.
    """
    found = {}
    for key, path in settings.tables.items():
        name = os.path.relpath(path, settings.root).replace(os.sep, "/")
        if not os.path.isfile(path):
            shown = visible(shown_path(path))
            raise TableError(f"{_where(settings, key)}: there is no table {shown}; check `table`")
        kind = format_of(path).kind or PLAIN
        kind = settings.fields(name, kind).get("format", kind)
        if kind in TABLED:
            remedy = "name one in .csv, .tsv, .jsonl or .parquet"
            raise TableError(f"{_where(settings, key)}: {visible(name)} is no table; {remedy}")
        way = kind, settings.codec(name)
        found[key] = read(source(path), settings.documents[key], posixpath.dirname(name), way)
    return found


def _where(settings: Settings, key: str) -> str:
    return visible(f"{settings.origins.get('documents', '--config')}: documents.{key}")


def read(source: Source, entry: Mapping[str, str], folder: str, way: tuple[str, str | None]) -> Table:
    """The table that an entry of `documents` names; `source` says how it is read.

    `way`: its format and codec; what was read in another way is not taken for it.
    Raises TableError, with file, line and remedy, where it cannot be read, lacks a column that the entry names, or
    names a file twice.
    """
    shown = visible(shown_path(source.file))
    fields = Fields(**{name: entry[name] for name in (*METADATA, "records") if name in entry})
    try:
        names = (entry["file"],) if "file" in entry else COLUMNS
        with opened(source) as stream:
            rows = _READ.of(stream, (way, fields, names), lambda: _rows(source, fields, names))
    except _BadRow as error:
        raise TableError(f"{shown}:{error}") from None
    except CorpuslintError as error:
        raise TableError(f"{shown}: {visible(str(error))}") from None
    except OSError as error:
        raise TableError(f"{shown}: the table cannot be read: {error.strerror or error}") from None
    for at, name in enumerate(METADATA):
        if name in entry and rows and not any(row[1][at] for row in rows.values()):
            raise TableError(f"{shown}: no row has a `{visible(entry[name])}`; name the column that holds the {name}")
    return Table(rows, folder)


def _rows(source: Source, fields: Fields, names: Iterable[str]) -> dict[str, Row]:
    """The rows by the names of their files, which the first of these columns holds that there is."""
    column = _column(source, fields, names)
    return _by_name(_records(source, fields._replace(text=column)), column)


def _records(source: Source, fields: Fields) -> Iterator[Record | BadRecord]:
    """The rows as records; what would be their text is the name of a file."""
    with opened(source) as stream:
        yield from source.container.records(stream, fields)


def _column(source: Source, fields: Fields, names: Iterable[str]) -> str:
    """The first of these columns that the table has. Raises ReadError where it has none of them."""
    lacks = []
    for name in names:
        try:
            rows = _records(source, fields._replace(text=name))
            first = next((row for row in rows if isinstance(row, Record) or row.fatal), None)
        except Lacking as error:  # formats with a schema say it of the table as a whole
            lacks.append(str(error))
        else:
            if not isinstance(first, BadRecord) or not first.lacking:
                return name
            lacks.append(first.message)
    reason = lacks[0].partition("; ")[0]
    raise ReadError(f"{reason}; say which one names the files, by `file` beside `table`")


def _by_name(records: Iterable[Record | BadRecord], column: str) -> dict[str, Row]:
    """The rows by the names of their files. Raises _BadRow."""
    rows: dict[str, Row] = {}
    for record in records:
        if isinstance(record, BadRecord):
            if record.fatal:
                raise _BadRow(f"{record.line}: {_said(record, column)}")
            continue
        name = _normal(record.text.strip().replace("\\", "/"))
        if name in {"", "."}:
            raise _BadRow(f"{record.line}: `{visible(column)}` is empty; name the file there, or take the row out")
        if name in rows:
            raise _BadRow(
                f"{record.line}: `{visible(name)}` has a row in line {rows[name][0]} already; take one of them out, "
                "or name files by their paths from the folder of the table"
            )
        said = tuple(record.meta.get(field, "") for field in METADATA)
        rows[name] = record.line, tuple(map(_once, METADATA, said))
    return rows


def _once(field: str, value: str) -> str:
    """The same value, kept once where many rows may say it."""
    return sys.intern(value) if field in _SHARED else value


def _said(record: BadRecord, column: str) -> str:
    """What is wrong with a row, in words that are about the name of a file and no text."""
    message = record.message
    if record.lacking or message.startswith(f"`{column}`"):
        message = f"{re.split('[;:] ', message)[0]}; name the file there, or take the row out"
    return visible(message)


def _normal(path: str) -> str:
    """A path in the one form that names in tables and paths of files are compared in."""
    path = posixpath.normpath(path) if path else ""
    return path if path.isascii() else normalize("NFC", path)


def _called(path: str) -> Iterator[str]:
    """What a row may call a file: its path as it is, and without endings that say how a file is read."""
    yield path
    for endings in (PACKED, SUFFIXES):
        dot = path.rfind(".")
        if dot > 0 and path[dot:].lower() in endings:
            path = path[:dot]
            yield path
