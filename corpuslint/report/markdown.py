"""The run as Markdown, for the summary of a build job or a comment: figures, rules, worst documents, findings.

What comes from a corpus stands in fenced blocks alone, where nothing is a link, a mention or a tag.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from corpuslint.report import escape
from corpuslint.report.concise import described
from corpuslint.report.place import SAFETIES, SEVERITIES, record, where
from corpuslint.report.statistics import counts, without
from corpuslint.report.style import Style
from corpuslint.report.summary import count, lines, most_severe_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpuslint.report.statistics import Count
    from corpuslint.result import Result, Run, Trouble

MOST_RULES, MOST_DOCUMENTS, MOST_FINDINGS, MOST_TROUBLES = 100, 10, 100, 20
"""What a summary shows at most; GitHub takes 1 MiB of it."""
LONGEST = 400
"""Characters of a line."""

_STYLE = Style()
_ACTIVE = re.compile(r"(?![.:](?:\s|\d|$))[^\w ,;'%/()-]|_")


class Markdown:
    """Headings, a table of rules, and fenced blocks."""

    name = "markdown"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - Markdown has no style of ours
        """Write the summary; what does not fit is counted."""
        out.writelines(f"{block}\n\n" for block in _blocks(run))
        out.write(f"corpuslint {_plain(run.version)}\n")


def _blocks(run: Run) -> Iterator[str]:
    *notes, figures = lines(run, _STYLE)
    yield f"## {_title(run)}"
    yield _plain(f"{figures} {without(run)}".rstrip())
    yield from (f"> {_plain(note)}" for note in notes)
    if run.trend:
        new, known, gone = (sum(counts.values()) for counts in run.trend)
        yield f"Against what was known: **{new:,} new**, {known:,} known, {gone:,} gone."
    if run.troubles:
        yield "### Not checked"
        yield _fenced(map(_trouble, run.troubles), MOST_TROUBLES, "more")
    if run.results:
        yield from _findings(run)


def _title(run: Run) -> str:
    if run.interrupted:
        return "corpuslint was interrupted"
    return f"corpuslint: {count(len(run.results), 'finding')}" if run.results else "corpuslint: no findings"


def _findings(run: Run) -> Iterator[str]:
    yield "### By rule"
    rows = counts(run)
    yield _table(rows[:MOST_RULES], run)
    if len(rows) > MOST_RULES:
        yield f"and {count(len(rows) - MOST_RULES, 'more rule')}"
    worst = _worst(run.results)
    if len(worst) > 1:
        yield "### Worst documents"
        yield _fenced((f"{number:6,}  {name}" for name, number in worst), MOST_DOCUMENTS, "more documents")
    yield "### Findings"
    yield _fenced(map(_finding, most_severe_first(run.results)), MOST_FINDINGS, "more findings")


def _table(rows: Sequence[Count], run: Run) -> str:
    head = ["| rule | | severity | findings | documents | fix | precision |", "|---|---|---|--:|--:|---|--:|"]
    return "\n".join([*head, *(_row(row, run) for row in rows)])


def _row(row: Count, run: Run) -> str:
    facts = run.rules.get(row.code)
    precision = "" if facts is None or facts.precision is None else f"{facts.precision:.2f}"
    fix = "" if row.fix is None else SAFETIES[row.fix]
    cells = (
        _plain(row.code), _plain(row.name), SEVERITIES[row.severity], f"{row.findings:,}", f"{row.documents:,}", fix,
        precision,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _worst(results: Iterable[Result]) -> list[tuple[str, int]]:
    """Documents by the number of their findings, most first."""
    found = Counter((result.location.path, result.location.record_id or result.location.record) for result in results)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0][0], str(item[0][1])))
    return [(escape.path(path) + (f" ({escape.terminal(str(name))})" if name else ""), n) for (path, name), n in ranked]


def _finding(result: Result) -> str:
    place = result.location
    return f"{where(place, _STYLE)}: {described(result, _STYLE)}{record(place, _STYLE)}"


def _trouble(trouble: Trouble) -> str:
    place = f"{escape.path(trouble.path)}{f':{trouble.line}' if trouble.line else ''}: " if trouble.path else ""
    return f"{place}{escape.terminal(trouble.code)} {escape.terminal(trouble.message)}"


class _Cut(NamedTuple):
    """The first lines of many."""

    shown: list[str]
    more: int


def _cut(found: Iterable[str], most: int) -> _Cut:
    shown: list[str] = []
    more = 0
    for line in found:
        if len(shown) < most:
            shown.append(line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…")
        else:
            more += 1
    return _Cut(shown, more)


def _fenced(found: Iterable[str], most: int, rest: str) -> str:
    """Lines in a block that nothing in them can end."""
    shown, more = _cut(found, most)
    fence = "`" * max(3, *(len(run) + 1 for line in shown for run in re.findall("`+", line)), 3)
    block = "\n".join([f"{fence}text", *map(escape.line_start, shown), fence])
    return f"{block}\n\nand {more:,} {rest}" if more else block


def _plain(text: str) -> str:
    """A text of one line in which nothing is markup."""
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", escape.terminal(text))
