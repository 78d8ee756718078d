"""`corpuslint accept`: findings that are meant, with the reason, for good."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from corpuslint import baseline
from corpuslint.cli.command import Command
from corpuslint.cli.known import rooted
from corpuslint.errors import UsageError
from corpuslint.result import Result


def main(argv: Sequence[str]) -> int:
    """Look the findings up in a fresh check and add them to the file of accepted ones."""
    arguments = _parser().parse_args(argv)
    from corpuslint.cli import command
    from corpuslint.cli.options import HANDED_ON

    call = command.read([*command.passed(arguments, *HANDED_ON), "--", *arguments.paths])
    results = _checked(call)
    near, placed = ([rooted(one, folder) for one in results] for folder in (os.curdir, call.root))
    chosen = [one for selector in arguments.finding for one in _meant(selector, near, placed)]
    place = call.accepted
    added = baseline.accept(place, [result.fingerprint for result in chosen], arguments.reason, results=chosen)
    from corpuslint.report.summary import count

    before = len({result.fingerprint for result in chosen}) - len(added)
    kept = f"; {count(before, 'finding')} accepted before, with the reason of then" if before else ""
    print(f"Accepted {count(len(added), 'finding')} in {os.path.relpath(place)}{kept}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    from corpuslint.cli.options import handed_on

    parser = argparse.ArgumentParser(
        prog="corpuslint accept",
        description="Accept findings for good; check and pre-commit do not report them again.",
        epilog="A finding is named by its fingerprint (in json output), or by PATH:LINE or PATH:LINE:CODE.",
    )
    parser.add_argument("finding", nargs="+", metavar="FINDING", help="a fingerprint, PATH:LINE or PATH:LINE:CODE")
    parser.add_argument("--reason", required=True, help="why it is meant; kept beside it")
    parser.add_argument("--in", dest="paths", metavar="PATH", action="append", default=[], help="what to check for it")
    handed_on(parser)
    return parser


def _checked(call: Command) -> list[Result]:
    from corpuslint import session
    from corpuslint.cli import scope
    from corpuslint.run import Job, Serial

    chosen = scope.choose(call)
    job = Job(chosen.settings, call.tools, chosen.corpus)
    return session.run(session.Request(job, chosen.tasks, Serial(), chosen.wanted, root=call.root)).results


def _meant(selector: str, near: Sequence[Result], placed: Sequence[Result]) -> list[Result]:
    """The findings that a selector names, by a path from here or from the root. Raises UsageError for none.

    `near` and `placed` are the same findings with their paths from here and from the root, as the outcome has them.
    """
    here = os.path.relpath(selector or os.curdir)
    found = [one for from_here, one in zip(near, placed, strict=True) if here in _names(from_here)]
    found = found or [one for one in placed if selector in _names(one)]
    if not found:
        remedy = "name a fingerprint, PATH:LINE or PATH:LINE:CODE, and the options of the check that told it (--select)"
        raise UsageError(f"there is no finding {selector!r}; {remedy}")
    return found


def _names(result: Result) -> tuple[str, ...]:
    place = f"{result.location.path}:{result.location.line}"
    return result.fingerprint, place, f"{place}:{result.code}", f"{place}:{result.location.column}"
