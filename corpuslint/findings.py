"""Findings as Python programs want them: a sequence, and a flat table for data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, overload

from corpuslint.report.place import SAFETIES, SEVERITIES
from corpuslint.report.summary import count

if TYPE_CHECKING:
    from corpuslint.result import Location, Result, Run, Trouble

COLUMNS: Mapping[str, str] = {
    "code": "rule, such as PUN101",
    "name": "rule in words, such as doubled-closing-quote",
    "severity": "error, warning or info",
    "message": "what is wrong",
    "path": "file; empty where documents were given",
    "record": "number of the document in its file or among those given, from 1; 0 where the file is the document",
    "id": "id of the document, where it has one",
    "field": "field that holds the text; empty where the file is the document",
    "line": "line in the file, from 1; where documents were given, in the text",
    "column": "column in that line in code points, from 1",
    "text_line": "line in the document's text, from 1",
    "text_column": "column in that line, from 1",
    "start": "where the finding begins in the document's text: code points from 0",
    "end": "where it ends; text[start:end] is what was found",
    "text": "what was found, at most 200 code points of it",
    "fix": "safe, unsafe or manual; empty where there is no fix",
    "fix_title": "what the fix does",
    "fingerprint": "the finding across runs; no line number goes into it",
    "source": "source of the document, where its record says one",
    "date": "its date, likewise",
    "other_path": "file of the other document that the finding is about: of a copy, the one that is kept; else empty",
    "other_record": "number of that document, as in `record`",
    "other_id": "its id, where it has one",
}
"""The columns of the table, in order, and what each says. Numbers are integers, everything else is text."""
_NUMBERS = frozenset({"record", "line", "column", "text_line", "text_column", "start", "end", "other_record"})


class Findings(Sequence["Result"]):
    """What a run found, in order of path, document, place and code.

    `run` has the rest: `troubles` (what could not be checked), `files`, `documents`, `size` in bytes, `notes`,
    `clean` (documents without a finding), `spread` (documents with one, by rule).
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    @property
    def troubles(self) -> Sequence[Trouble]:
        """What could not be checked or not be done, each with the reason and the remedy."""
        return self.run.troubles

    @overload
    def __getitem__(self, index: int) -> Result: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Result]: ...

    def __getitem__(self, index: int | slice) -> Result | Sequence[Result]:
        """One finding, or some."""
        return self.run.results[index]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.run.results)

    def __repr__(self) -> str:
        """The figures; troubles too, for without them nothing found may be nothing read."""
        troubles = f", {count(len(self.troubles), 'trouble')}" if self.troubles else ""
        return f"<{count(len(self), 'finding')} in {count(self.run.documents, 'document')}{troubles}>"

    def rows(self) -> Iterator[dict[str, Any]]:
        """One mapping for each finding, with the keys of `COLUMNS`."""
        return map(row, self.run.results)

    def columns(self) -> dict[str, list[Any]]:
        """One list for each of `COLUMNS`, which data frames of any kind are made of."""
        table: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for one in self.rows():
            for name, value in one.items():
                table[name].append(value)
        return table

    def to_pandas(self) -> Any:
        """A pandas.DataFrame. Raises ImportError where pandas is not installed."""
        pd = import_module("pandas")  # only where it is asked for
        kinds = {name: "int64" if name in _NUMBERS else "object" for name in COLUMNS}
        return pd.DataFrame(self.columns()).astype(kinds)

    def to_arrow(self) -> Any:
        """A pyarrow.Table. Raises ImportError where pyarrow is not installed."""
        pa = import_module("pyarrow")  # only where it is asked for
        kinds = [(name, pa.int64() if name in _NUMBERS else pa.string()) for name in COLUMNS]
        return pa.table(self.columns(), pa.schema(kinds))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table by the Arrow interface for other libraries (Polars, DuckDB and more); needs pyarrow."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def row(result: Result) -> dict[str, Any]:
    """A finding as a flat mapping; what UTF-8 cannot hold is replaced, for Arrow takes nothing else."""
    place, fix, other = result.location, result.fix, _other(result)
    values = {
        "code": result.code,
        "name": result.name,
        "severity": SEVERITIES[result.severity],
        "message": result.message,
        "path": place.path,
        "record": place.record,
        "id": place.record_id,
        "field": place.field,
        "line": place.line,
        "column": place.column,
        "text_line": place.text_line,
        "text_column": place.text_column,
        "start": place.start,
        "end": place.end,
        "text": result.text,
        "fix": SAFETIES[fix.safety] if fix else "",
        "fix_title": fix.title if fix else "",
        "fingerprint": result.fingerprint,
        "source": result.document.get("source", ""),
        "date": result.document.get("date", ""),
        "other_path": other.path if other else "",
        "other_record": other.record if other else 0,
        "other_id": other.record_id if other else "",
    }
    return {name: _encodable(value) if isinstance(value, str) else value for name, value in values.items()}


def _other(result: Result) -> Location | None:
    """Where the first other document stands that a finding points at."""
    places = (related.location for related in result.related)
    here = result.location.path, result.location.record
    return next((place for place in places if (place.path, place.record) != here), None)


def _encodable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
