"""`corpuslint names`: names in several forms, which of them is right, and the lock in which that is decided."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpuslint.errors import UsageError, WriteRefused
from corpuslint.report.escape import terminal

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.cli.name_survey import Survey
    from corpuslint.result import Trouble
    from corpuslint.text.names.lock import Decided, Lock, Open

CLEAN, DRIFT, FAILED = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run one of the commands; 1 is drift from the lock, 2 that something could not be read."""
    arguments = _parser().parse_args(argv)
    from corpuslint.cli import command

    config = [word for value in arguments.config for word in ("--config", value)]
    paths = getattr(arguments, "paths", [])
    call = command.read(["--extend-select", "NAM001", *config, *(["--isolated"] if arguments.isolated else []), *paths])
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
        one.add_argument("paths", nargs="*", metavar="PATH", help="the corpus (default: this folder)")
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
        open_ = sum(told["decided_by"] in {"nobody", "corpus"} for told in rows)
        print(f"{len(rows):,} names in several forms, {open_:,} of them not decided.")
    return _ended(survey)


def _show(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_survey

    survey = name_survey.run(call)
    meant = [w for w in survey.found if any(arguments.name in (form, *w.phrases(form)) for form in w.docs)]
    told = [line for ways in meant for line in name_survey.page(survey, ways)]
    told += list(_decided(survey, arguments.name))
    if not told:
        raise UsageError(f"{arguments.name!r} stands in one form only here, and nothing is decided about it")
    print("\n".join(map(terminal, told)))
    return _ended(survey)


def _decided(survey: Survey, name: str) -> Sequence[str]:
    """What layers say of a form, whether the corpus has it or not."""
    wishes = survey.decisions.house.wishes.values()
    of_name = [f"{w.layer}: {w.into} instead of {w.form}" for w in wishes if name in (w.form, w.into)]
    groups = (group for group in survey.decisions.pack.groups if name in group.forms)
    return [*of_name, *(f"group {group.id}: {', '.join(group.forms)}" for group in groups)]


def _prefer(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.text.names import locking

    path, lock = _read(call)
    entries = _meant(call, lock, arguments.name, tuple(dict.fromkeys(arguments.instead_of)))
    for entry in entries:
        lock = locking.preferred(lock, entry)
    _write(path, lock)
    others = ", ".join(form for entry in entries for form in entry.instead_of)
    print(terminal(f"{_shown(path)}: {arguments.name} instead of {others}"))
    return _overruled(call, entries)


def _meant(call: Command, lock: Lock, form: str, others: tuple[str, ...]) -> list[Decided]:
    """The entries of a preferred form: as told, else by the lock, the groups, or the corpus. Raises UsageError."""
    from corpuslint.cli import name_survey
    from corpuslint.text.names.decisions import of_group
    from corpuslint.text.names.lock import Decided

    if others:
        return [Decided(form, tuple(one for one in others if one != form))] if set(others) - {form} else []
    for one in lock.names:
        if form in one.forms and not one.beside:
            return [one._replace(prefer=form, instead_of=tuple(f for f in one.forms if f != form), sources={})]
    decisions = name_survey.rule_of(call).decisions
    group = next((group for group in reversed(decisions.pack.groups) if form in group.forms), None)
    if group:
        wishes = list(of_group(group, form, ""))
        return [
            Decided(
                form, tuple(w.form for w in wishes if w.beside == beside), {}, tuple(sorted(beside)), group.exceptions
            )
            for beside in dict.fromkeys(wish.beside for wish in wishes)
        ]
    for left in lock.open:
        if form in left.forms:
            return [Decided(form, tuple(one for one in left.forms if one != form), note=left.note)]
    return _found(name_survey.run(call), form)


def _found(survey: Survey, form: str) -> list[Decided]:
    from corpuslint.text.names.lock import Decided

    found: list[Decided] = []
    for ways in survey.found:
        for named in zip(*(ways.phrases(one) for one in ways.docs), strict=True):
            if form in named or form in ways.docs:
                prefer = named[list(ways.docs).index(form)] if form in ways.docs else form
                found.append(Decided(prefer, tuple(one for one in named if one != prefer), unless=ways.unless))
    if not found:
        raise UsageError(
            f"{form!r} stands in one form only here, and no group has it; say what it replaces with --instead-of FORM"
        )
    return found


def _overruled(call: Command, entries: Sequence[Decided]) -> int:
    """Say where another layer decides otherwise."""
    from corpuslint.cli import command, name_survey

    again = command.read(["--extend-select", "NAM001", *(["--isolated"] if call.arguments.isolated else [])])
    house = name_survey.rule_of(again).decisions.house
    for entry in entries:
        choice = house.choice(entry.forms, "")
        if choice and choice[0] != entry.prefer and not entry.beside:
            print(terminal(f"But {choice[1]} prefers {choice[0]}, and wins."), file=sys.stderr)
    return CLEAN


def _distinct(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.text.names import locking

    a, b = arguments.pair
    if a == b or not a.strip() or not b.strip():
        raise UsageError("name two different names")
    path, lock = _read(call)
    if not lock.knows(a, b) or not {(a, b), (b, a)} & set(lock.distinct):
        lock = locking.parted(lock, a, b)
        _write(path, lock)
    print(terminal(f"{_shown(path)}: {a} and {b} are two names"))
    return CLEAN


def _lock(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.cli import name_survey
    from corpuslint.text import names
    from corpuslint.text.names import locking

    survey = name_survey.run(call)
    new = [entry for _, entry in names.undecided(survey.corpus, survey.decisions, survey.found)]
    path, lock = _read(call)
    made = locking.merged(lock, new)
    for entry in new if arguments.check else ():
        print(terminal(_told(entry)))
    if arguments.check:
        print(f"{len(new):,} names are not in {terminal(_shown(path))}." if new else "The lock is up to date.")
        return _ended(survey) or (DRIFT if new else CLEAN)
    if made != lock or not os.path.lexists(path):
        _write(path, made)
    decided, left = len(made.names) - len(lock.names), len(made.open) - len(lock.open)
    print(
        f"{terminal(_shown(path))}: {decided:,} names decided by the majority, {left:,} left open; "
        "review the file before --fix writes what it prefers."
    )
    return _ended(survey)


def _told(entry: Decided | Open) -> str:
    return f"{' and '.join(entry.forms)}: {entry.note}"


def _read(call: Command) -> tuple[str, Lock]:
    """The path and content of the lock; an empty one where there is none yet."""
    from corpuslint.ruledata import read_yaml
    from corpuslint.text.names import lock

    path = call.settings.names_lock
    return path, lock.read(read_yaml(path), _shown(path)) if os.path.isfile(path) else lock.Lock()


def _write(path: str, lock: Lock) -> None:
    from corpuslint import write
    from corpuslint.read import read
    from corpuslint.strict_yaml import MAX_CHARACTERS
    from corpuslint.text.names.lock import text

    made = text(lock)
    if len(made) > MAX_CHARACTERS:
        raise WriteRefused(
            f"{path}: {len(lock.names):,} names are more than a person can review; lock a smaller corpus"
        )
    if os.path.lexists(path):
        write.replace(read(path), made.encode())
    else:
        write.write_new(path, made.encode())


def _shown(path: str) -> str:
    return os.path.relpath(path)


def _ended(survey: Survey) -> int:
    from corpuslint.cli.check import printed

    troubles: Sequence[Trouble] = survey.troubles
    printed(troubles)
    return FAILED if troubles else CLEAN
