"""The lines at the end of a text report: what was checked, found, fixed and left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpuslint.model import Safety, Severity
from corpuslint.report import escape
from corpuslint.report.place import SEVERITIES
from corpuslint.report.style import BOLD, DIM, GREEN, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from corpuslint.result import Result, Run

_UNITS = ("B", "kB", "MB", "GB", "TB")


def lines(run: Run, style: Style) -> Iterator[str]:
    """The closing lines, without line ends; those of --show-fixes first."""
    yield from _shown_fixes(run, style)
    if not style.summary:
        return
    for note in run.notes:
        yield style.paint(f"note: {escape.terminal(note, unicode=style.unicode)}", DIM)
    if run.interrupted:
        yield style.paint("Interrupted: this is not all there is to find.", BOLD)
    yield _fixed(run, style) if run.fixed else _checked(run)


def _checked(run: Run) -> str:
    return f"Checked {_scope(run)}: {_found(run.results)}{_remedies(run.results)}{_suppressed(run)}.{_undone(run)}"


def _undone(run: Run) -> str:
    """That something is told elsewhere: no findings in what was not read are none."""
    number = len(run.troubles)
    if not number:
        return ""
    return f" {count(number, 'thing')} {'was' if number == 1 else 'were'} not checked or done."


def _scope(run: Run) -> str:
    return f"{count(run.documents, 'document')} in {count(run.files, 'file')} ({size(run.size)})"


def _found(results: tuple[Result, ...]) -> str:
    if not results:
        return "no findings"
    by_severity = Counter(result.severity for result in results)
    parts = [
        f"{by_severity[severity]:,} {word}" if severity is Severity.INFO else count(by_severity[severity], word)
        for severity, word in SEVERITIES.items()
        if by_severity[severity]
    ]
    return f"{count(len(results), 'finding')}{_spread(results)} ({', '.join(parts)})"


def _spread(results: tuple[Result, ...]) -> str:
    places = sum(map(_places, results))
    return f" at {places:,} places" if places > len(results) else ""


def _places(result: Result) -> int:
    """How many places a finding speaks for."""
    number = result.data.get("count")
    return number if isinstance(number, int) and "documents" in result.data else 1


def fixable(results: Iterable[Result]) -> Counter[Safety]:
    """How many places have a fix of each class; a finding that speaks for many documents has many."""
    found: Counter[Safety] = Counter()
    for result in results:
        fixes = result.data.get("fixes")
        if isinstance(fixes, dict):
            found.update({safety: fixes.get(safety.name.lower(), 0) for safety in Safety})
        elif result.fix:
            found[result.fix.safety] += 1
    return found


def _remedies(results: tuple[Result, ...]) -> str:
    fixes = fixable(results)
    safe, unsafe = fixes[Safety.SAFE], fixes[Safety.UNSAFE]
    parts = [f"{safe:,} fixable with --fix"] if safe else []
    if unsafe:
        parts.append(f"{unsafe:,} {'more' if safe else 'fixable'} with --unsafe-fixes")
    return "".join(f", {part}" for part in parts)


def _suppressed(run: Run) -> str:
    return f"; {run.suppressed:,} more accepted before" if run.suppressed else ""


def _fixed(run: Run, style: Style) -> str:
    done = sum(run.fixed.values())
    fixed = f"Fixed {count(done, 'finding')} in {count(run.fixed_files, 'file')} ({_tally(run.fixed, style)})"
    left = f"{len(run.results):,} remain{'s' * (len(run.results) == 1)}{_spread(run.results)}"
    undo = f" Undo: corpuslint undo {escape.terminal(run.undo, unicode=style.unicode)}" if run.undo else ""
    return f"{style.paint(fixed, GREEN)}; {left}{_remedies(run.results)}{_suppressed(run)}.{_undone(run)}{undo}"


def _tally(fixed: Mapping[str, int], style: Style) -> str:
    shown = ((escape.terminal(code, unicode=style.unicode), number) for code, number in fixed.items())
    return ", ".join(f"{code} {style.times}{number:,}" for code, number in shown)


def _shown_fixes(run: Run, style: Style) -> Iterator[str]:
    by_path: dict[str, dict[str, int]] = {}
    for path, code, number in run.shown_fixes:
        codes = by_path.setdefault(path, {})
        codes[code] = codes.get(code, 0) + number
    for path, codes in by_path.items():
        yield f"Fixed in {escape.terminal(path, unicode=style.unicode)}: {_tally(codes, style)}"


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`, `12,345 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def size(number: int) -> str:
    """Bytes in decimal units: `512 B`, `13.7 kB`."""
    value, unit = float(number), 0
    while value >= 999.95 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{number} B" if not unit else f"{value:.1f} {_UNITS[unit]}"


def severity_counts(results: Iterable[Result]) -> dict[str, int]:
    """Findings by severity, the worst first, none left out."""
    found = Counter(SEVERITIES[result.severity] for result in results)
    return {name: found[name] for name in SEVERITIES.values()}


def most_severe_first(results: Iterable[Result]) -> list[Result]:
    """The findings by severity; within one severity their order stays."""
    return sorted(results, key=lambda result: -result.severity)
