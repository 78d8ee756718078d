"""What of a run its host takes: the worst first, and a sentence on what is left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpuslint.report.place import SEVERITIES
from corpuslint.report.summary import count, most_severe_first
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpuslint.model import Severity
    from corpuslint.result import Result, Run

MOST_RESULTS = 5_000
"""What GitHub shows of one run in SARIF; it refuses runs with more than 25,000."""
MOST_TESTS = 10_000
"""GitLab takes test reports of 30 MB and of 250,000 objects; a finding makes up to nine."""
MOST_ENTRIES = 100_000
"""GitLab takes artifacts of 100 MB for a job unless it is told otherwise."""
PER_LEVEL = 10
"""Annotations that GitHub and Azure show of each level for a step."""
TROUBLES = 5
"""Annotations spent on what was not checked, at most."""


def kept(results: Sequence[Result], most: int) -> tuple[Sequence[Result], str]:
    """The most severe findings, in their order, and a sentence on the others; "" where there are none."""
    ranked = most_severe_first(results)
    if len(ranked) <= most:
        return results, ""
    chosen = {id(result) for result in ranked[:most]}
    left = Counter(SEVERITIES[result.severity] for result in ranked[most:])
    parts = ", ".join(f"{number:,} of severity {word}" for word, number in left.items())
    more = f"The {most:,} most severe findings are listed, and {len(ranked) - most:,} more were found: {parts}."
    return [result for result in results if id(result) in chosen], more


def selected(run: Run, levels: Mapping[Severity, str]) -> tuple[list[tuple[str, Result | Trouble]], str]:
    """What is shown, each with its level, and a sentence on the rest, which needs one more annotation; "" if none.

    `levels` are the host's words for the severities; the rest is told at the lowest of them.
    """
    worst, *_, lowest = levels.values()
    room = Counter(dict.fromkeys(levels.values(), PER_LEVEL))
    room[lowest] -= 1  # for the sentence
    shown: list[tuple[str, Result | Trouble]] = []
    left: Counter[str] = Counter()
    for one in _ranked(run):
        if isinstance(one, Trouble):
            level, word, fits = worst, "trouble", len(shown) < TROUBLES
        else:
            level, word, fits = levels[one.severity], SEVERITIES[one.severity], True
        if fits and room[level] > 0:
            room[level] -= 1
            shown.append((level, one))
        else:
            left[word] += 1
    return shown, _rest(left)


def _ranked(run: Run) -> Iterator[Result | Trouble]:
    yield from run.troubles
    yield from most_severe_first(run.results)


def _rest(left: Counter[str]) -> str:
    if not left:
        return ""
    parts = [f"{left[word]:,} {word}" if word == "info" else count(left[word], word) for word in left]
    return f"Not shown here: {', '.join(parts)}. The log and the other output formats have them all."
