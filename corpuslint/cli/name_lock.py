"""Decisions about names, written into the lock: which form of a name is right, and which two are not one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from corpuslint.errors import UsageError, WriteRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpuslint.cli.command import Command
    from corpuslint.cli.name_survey import Survey
    from corpuslint.text.names.lock import Decided, Lock


def prefer(call: Command, form: str, others: tuple[str, ...] = ()) -> tuple[str, list[Decided]]:
    """Write a form in place of others of its name from now on; the lock's path, and what was decided.

    `others` are those forms; where they are not told, the lock, the packs or the corpus say which they are.
    Raises UsageError where nothing does.
    """
    entries = _meant(call, read(call)[1], form, others)
    return decide(call, entries), entries


def decide(call: Command, entries: Iterable[Decided], *, fsync: bool = False) -> str:
    """Put decisions into the lock, in place of all that it says of the same forms; its path."""
    from corpuslint.text.names import locking

    path, lock = read(call)
    for entry in entries:
        lock = locking.preferred(lock, entry)
    write(path, lock, fsync=fsync)
    return path


def overruled(call: Command, entries: Iterable[Decided]) -> list[str]:
    """Where another layer decides otherwise, in whole sentences."""
    from corpuslint.cli import command, name_survey

    again = command.read(["--extend-select", "NAM001", *command.passed(call.arguments, "isolated")])
    house = name_survey.rule_of(again).decisions.house
    choices = ((entry.prefer, house.choice(entry.forms, "")) for entry in entries if not entry.beside)
    return [
        f"But {choice[1]} prefers {choice[0]}, and wins." for form, choice in choices if choice and choice[0] != form
    ]


def part(call: Command, a: str, b: str, *, fsync: bool = False) -> str:
    """Two names are two from now on; the lock's path. Raises UsageError where they are one already."""
    from corpuslint.text.names import locking

    if a == b or not a.strip() or not b.strip():
        raise UsageError("name two different names")
    path, lock = read(call)
    if not lock.knows(a, b) or not {(a, b), (b, a)} & set(lock.distinct):
        write(path, locking.parted(lock, a, b), fsync=fsync)
    return path


def read(call: Command) -> tuple[str, Lock]:
    """The path and content of the lock; an empty one where there is none yet."""
    from corpuslint.ruledata import read_yaml
    from corpuslint.text.names import lock

    path = call.settings.names_lock
    return path, lock.read(read_yaml(path), os.path.relpath(path)) if os.path.isfile(path) else lock.Lock()


def write(path: str, lock: Lock, *, fsync: bool = False) -> None:
    """Put a lock in its place. Raises WriteRefused."""
    from corpuslint import write as writer
    from corpuslint.read import read as read_file
    from corpuslint.strict_yaml import MAX_CHARACTERS
    from corpuslint.text.names.lock import text

    made = text(lock)
    if len(made) > MAX_CHARACTERS:
        raise WriteRefused(
            f"{path}: {len(lock.names):,} names are more than a person can review; lock a smaller corpus"
        )
    if os.path.lexists(path):
        writer.replace(read_file(path), made.encode(), fsync=fsync)
    else:
        writer.write_new(path, made.encode(), fsync=fsync)


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

    made: list[Decided] = []
    for ways in survey.found:
        for named in zip(*(ways.phrases(one) for one in ways.docs), strict=True):
            if form in named or form in ways.docs:
                prefer = named[list(ways.docs).index(form)] if form in ways.docs else form
                made.append(Decided(prefer, tuple(one for one in named if one != prefer), unless=ways.unless))
    if not made:
        raise UsageError(
            f"{form!r} stands in one form only here, and no group has it; say what it replaces with --instead-of FORM"
        )
    return made
