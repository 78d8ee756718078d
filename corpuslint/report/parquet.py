"""A table of findings as a Parquet file, for data frames and databases; needs pyarrow (corpuslint[parquet])."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TextIO

from corpuslint.errors import UsageError
from corpuslint.findings import Findings
from corpuslint.report import values
from corpuslint.report.escape import json_text

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Run


class Parquet:
    """A row for each finding; the figures of the run are in the metadata of the file."""

    name = "parquet"
    binary = True
    """What is written are bytes: a terminal is no place for it."""

    def __init__(self) -> None:
        """Raises UsageError, before anything is checked, where pyarrow is not installed."""
        if find_spec("pyarrow") is None:
            raise UsageError("the format parquet needs the package pyarrow: pip install 'corpuslint[parquet]'")

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the file to the bytes under the stream."""
        parquet = import_module("pyarrow.parquet")
        metadata = {"corpuslint": json_text({"version": values.VERSION, "summary": values.summary(run)})}
        table = Findings(run).to_arrow().replace_schema_metadata(metadata)
        out.flush()
        parquet.write_table(table, out.buffer, compression="zstd")
