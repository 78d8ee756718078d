"""The forms in which a run is reported, by name; each is imported when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from corpuslint.errors import UsageError
from corpuslint.report.style import Style, colour_wanted, style_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpuslint.result import Run

__all__ = ["DEFAULT", "FORMATS", "Reporter", "Style", "colour_wanted", "reporter", "style_of"]

DEFAULT = "full"

FORMATS: Mapping[str, str] = {
    "full": "corpuslint.report.full:Full",
    "concise": "corpuslint.report.concise:Concise",
    "grouped": "corpuslint.report.grouped:Grouped",
    "azure": "corpuslint.report.azure:Azure",
    "checkstyle": "corpuslint.report.checkstyle:Checkstyle",
    "csv": "corpuslint.report.csv:Csv",
    "github": "corpuslint.report.github:GitHub",
    "gitlab": "corpuslint.report.gitlab:GitLab",
    "html": "corpuslint.report.html:Html",
    "json": "corpuslint.report.json_document:JsonDocument",
    "json-lines": "corpuslint.report.json_lines:JsonLines",
    "jsonl": "corpuslint.report.json_lines:JsonLines",
    "junit": "corpuslint.report.junit:JUnit",
    "markdown": "corpuslint.report.markdown:Markdown",
    "parquet": "corpuslint.report.parquet:Parquet",
    "pylint": "corpuslint.report.pylint:Pylint",
    "rdjson": "corpuslint.report.rdjson:RdJson",
    "rdjsonl": "corpuslint.report.rdjson:RdJsonLines",
    "sarif": "corpuslint.report.sarif:Sarif",
}
"""Module and class of each format."""


class Reporter(Protocol):
    """Writes a run in one format.

    `write` escapes everything that comes from the corpus, from file names and from rules: nothing that
    commands a terminal, a build log or a browser may reach `out`, and lone surrogates may not either.
    The text ends with a line end unless it is empty. One that writes bytes, to `out.buffer`, says so by an attribute
    `binary` that is true, and is never asked for on a terminal.
    """

    name: str

    def write(self, run: Run, out: TextIO, style: Style) -> None:
        """Write the whole report of a run; machine formats ignore the style."""


def reporter(name: str, plugins: Iterable[Reporter] = ()) -> Reporter:
    """The reporter of this name, from plugins only where there is no own one.

    Raises UsageError, with the name that was meant, if there is none.
    """
    if name in FORMATS:
        module, _, attribute = FORMATS[name].partition(":")
        return cast("Reporter", getattr(import_module(module), attribute)())
    added = {plugin.name: plugin for plugin in plugins}
    if name in added:
        return added[name]
    raise _unknown(name, [*FORMATS, *added])


def _unknown(name: str, known: list[str]) -> UsageError:
    from corpuslint.hints import did_you_mean, shown

    hint = did_you_mean(name, known) or f" Known are {', '.join(known)}."
    return UsageError(f"unknown output format {shown(name)}.{hint}")
