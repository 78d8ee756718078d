"""`corpuslint names`: names in several forms, which of them is right, and the lock in which that is decided."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpuslint.errors import UsageError
from corpuslint.report.escape import terminal

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.cli.name_survey import Survey
    from corpuslint.result import Trouble
    from corpuslint.text.names.lock import Decided, Open

CLEAN, DRIFT, FAILED = 0, 1, 2
BEGUN = "From now on checks look up only the names in it; `corpuslint names lock` adds those that are not decided."


def main(argv: Sequence[str]) -> int:
    """Run one of the commands; 1 is drift from the lock, 2 that something could not be read."""
    arguments = _parser().parse_args(argv)
    from corpuslint.cli import command

    words = command.passed(arguments, "config", "isolated")
    call = command.read(["--extend-select", "NAM001", *words, *getattr(arguments, "paths", [])])
    code: int = arguments.run(call, arguments)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="corpuslint names",
        description="Names that a corpus writes in several forms, and what is decided about them.",
        epilog="Decisions stand in the lock (corpuslint-names.yaml, or names.lock of the configuration), "
        "beside those in [names] of the configuration, which win.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|prefer|distinct|lock")
    listed = _action(actions, "list", _list, "names in several forms, and which is right by whom")
    listed.add_argument("--output-format", choices=("text", "json"), default="text")
    shown = _action(actions, "show", _show, "all about one name: forms, sources, places, evidence")
    shown.add_argument("name", metavar="NAME")
    wanted = _action(actions, "prefer", _prefer, "write a form instead of all others of its name")
    wanted.add_argument("name", metavar="FORM")
    wanted.add_argument("--instead-of", action="append", default=[], metavar="FORM", help="what it replaces")
    two = _action(actions, "distinct", _distinct, "two names that look like one")
    two.add_argument("pair", nargs=2, metavar="NAME")
    locked = _action(actions, "lock", _lock, "write what is found and not yet decided into the lock, for review")
    locked.add_argument("--check", action="store_true", help="write nothing; exit 1 if something is not in the lock")
    for one in (listed, shown, wanted, locked):
        one.add_argument("paths", nargs="*", default=[], metavar="PATH", help="the corpus (default: this folder)")
    return parser


def _action(actions: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = actions.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    made.set_defaults(run=run)
    made.add_argument("--config", metavar="FILE|KEY=VALUE", action="append", default=[])
    made.add_argument("--isolated", action="store_true", help="ignore all configuration files")
    return made


def _list(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_survey

    survey = name_survey.run(call)
    rows = [name_survey.row(survey, ways) for ways in survey.found]
    if arguments.output_format == "json":
        print(json.dumps(rows, indent=2))
    else:
        for told in rows:
            print(terminal(name_survey.line(told)))
        open_ = sum(told["decided_by"] in name_survey.UNDECIDED for told in rows)
        print(f"{_names(len(rows))} in several forms, {open_:,} not decided.")
    return _ended(survey)


def _show(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_survey

    survey = name_survey.run(call)
    meant = [w for w in survey.found if any(arguments.name in (form, *w.phrases(form)) for form in w.docs)]
    told = [line for ways in meant for line in name_survey.page(survey, ways)]
    told += list(_decided(survey, arguments.name))
    if not told:
        known = "`corpuslint names list` has those that do"
        raise UsageError(f"{arguments.name!r} stands in no other form here, if at all, and nothing is decided: {known}")
    print("\n".join(map(terminal, told)))
    return _ended(survey)


def _decided(survey: Survey, name: str) -> Sequence[str]:
    """What layers say of a form, whether the corpus has it or not."""
    wishes = survey.decisions.house.all
    of_name = [f"{w.layer}: {w.into} instead of {w.form}" for w in wishes if name in (w.form, w.into)]
    groups = (group for group in survey.decisions.pack.groups if name in group.forms)
    pairs = [f"{layer}: {a} and {b} are two names" for layer, a, b in survey.decisions.parted if name in (a, b)]
    return [*of_name, *pairs, *(f"group {group.id}: {', '.join(group.forms)}" for group in groups)]


def _prefer(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_lock

    begun = not os.path.lexists(call.settings.names_lock)
    path, entries = name_lock.prefer(call, arguments.name, tuple(dict.fromkeys(arguments.instead_of)))
    for language in dict.fromkeys(entry.language for entry in entries):
        others = ", ".join(form for entry in entries if entry.language == language for form in entry.instead_of)
        where = f" in documents of language {language}" if language else ""
        print(terminal(f"{_shown(path)}: {arguments.name} instead of {others}{where}"))
    for told in name_lock.overruled(call, entries):
        print(terminal(told), file=sys.stderr)
    if begun:
        print(BEGUN, file=sys.stderr)
    return CLEAN


def _distinct(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_lock

    a, b = arguments.pair
    begun = not os.path.lexists(call.settings.names_lock)
    path = name_lock.part(call, a, b)
    print(terminal(f"{_shown(path)}: {a} and {b} are two names"))
    if begun:
        print(BEGUN, file=sys.stderr)
    return CLEAN


def _lock(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_lock, name_survey
    from corpuslint.text import names
    from corpuslint.text.names import locking
    from corpuslint.text.names.lock import Open

    survey = name_survey.run(call)
    new = [entry for _, entry in names.undecided(survey.corpus, survey.decisions, survey.found)]
    path = terminal(_shown(call.settings.names_lock))
    for entry in new if arguments.check else ():
        print(terminal(_told(entry)))
    if arguments.check:
        print(f"{_names(len(new))} not in {path}." if new else "The lock is up to date.")
        return _ended(survey) or (DRIFT if new else CLEAN)
    name_lock.change(call, lambda lock: locking.merged(lock, new))
    left = sum(isinstance(entry, Open) for entry in new)
    print(
        f"{path}: {_names(len(new) - left)} decided by the majority, {left:,} left open; "
        "review the file before --fix writes what it prefers."
    )
    return _ended(survey)


def _names(count: int) -> str:
    return "1 name" if count == 1 else f"{count:,} names"


def _told(entry: Decided | Open) -> str:
    return f"{' and '.join(entry.forms)}: {entry.note}"


def _shown(path: str) -> str:
    return os.path.relpath(path)


def _ended(survey: Survey) -> int:
    from corpuslint.cli.reports import printed

    troubles: Sequence[Trouble] = survey.troubles
    printed(troubles)
    return FAILED if troubles else CLEAN
