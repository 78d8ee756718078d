"""Decisions about names, written into the lock: which form of a name is right, and which two are not one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from corpuslint.errors import UsageError, WriteRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from corpuslint.cli.command import Command
    from corpuslint.cli.name_survey import Survey
    from corpuslint.read import Snapshot
    from corpuslint.text.names.decisions import Decisions
    from corpuslint.text.names.lock import Decided, Lock


def prefer(call: Command, form: str, others: tuple[str, ...] = ()) -> tuple[str, list[Decided]]:
    """Write a form in place of others of its name from now on; the lock's path, and what was decided.

    `others` are those forms; where they are not told, the lock, the packs or the corpus say which they are.
    Raises UsageError where nothing does.
    """
    entries = _meant(call, read(call), form, others)
    return decide(call, entries), entries


def decide(call: Command, entries: Iterable[Decided], *, fsync: bool = False) -> str:
    """Put decisions into the lock, which take their forms from all that it says; its path.

    The exceptions of groups with these forms hold. Raises UsageError for a decision about nothing.
    """
    from corpuslint.text.names import locking
    from corpuslint.text.names.packs import exceptions

    groups = _decisions(call).pack.groups
    told = [entry._replace(unless=entry.unless or exceptions(groups, entry.forms)) for entry in entries]
    if not told or not all(one.instead_of and all(map(str.strip, one.forms)) for one in told):
        raise UsageError("name the form that is right, and others that it stands for")

    def decided(lock: Lock) -> Lock:
        for entry in told:
            lock = locking.preferred(lock, entry)
        return lock

    return change(call, decided, fsync=fsync)


def overruled(call: Command, entries: Iterable[Decided]) -> list[str]:
    """Where another layer decides otherwise, in whole sentences."""
    from corpuslint.cli import command, name_survey

    again = command.read(["--extend-select", "NAM001", *command.passed(call.arguments, "isolated")])
    house = name_survey.rule_of(again).decisions.house
    choices = ((entry.prefer, house.choice(entry.forms, "")) for entry in entries if not entry.beside)
    return [
        f"But {choice[1]} prefers {choice[0]}, and wins." for form, choice in choices if choice and choice[0] != form
    ]


def _decisions(call: Command) -> Decisions:
    """What is decided now, whether or not a call looks for names."""
    from corpuslint.cli import command, name_survey

    words = command.passed(call.arguments, "config", "isolated")
    rule = name_survey.rule_of(command.read(["--extend-select", name_survey.RULE, *words]))
    decided: Decisions = rule.decisions
    return decided


def part(call: Command, a: str, b: str, *, fsync: bool = False) -> str:
    """Two names are two from now on; the lock's path. Raises UsageError where they are one already."""
    from corpuslint.text.names import locking
    from corpuslint.text.names.decisions import joining

    if a == b or not a.strip() or not b.strip():
        raise UsageError("name two different names")
    own = os.path.relpath(call.settings.names_lock)
    layer = joining((wish for wish in _decisions(call).house.all if wish.layer != own), a, b)
    if layer:
        raise UsageError(f"{layer} says that {a!r} and {b!r} are one name; take that back there first")
    return change(call, lambda lock: lock if lock.parts(a, b) else locking.parted(lock, a, b), fsync=fsync)


def read(call: Command) -> Lock:
    """The lock; an empty one where there is none yet."""
    from corpuslint.read import read as read_file

    path = call.settings.names_lock
    return _parsed(read_file(path) if os.path.lexists(path) else None)


def change(call: Command, into: Callable[[Lock], Lock], *, fsync: bool = False) -> str:
    """Write what becomes of the lock, anew where somebody else changes it meanwhile; its path. Raises WriteRefused."""
    from corpuslint.writing.amend import amend

    path = call.settings.names_lock

    def changed(old: Snapshot | None) -> bytes | None:
        lock = _parsed(old)
        made = into(lock)
        return None if old and made == lock else _written(path, made)

    amend(path, changed, fsync=fsync)
    return path


def _parsed(file: Snapshot | None) -> Lock:
    from corpuslint.ruledata import parse_yaml
    from corpuslint.text.names import lock

    if file is None:
        return lock.Lock()
    return lock.read(parse_yaml(file.data, file.path), os.path.relpath(file.path))


def _written(path: str, lock: Lock) -> bytes:
    from corpuslint.strict_yaml import MAX_CHARACTERS
    from corpuslint.text.names.lock import text

    made = text(lock)
    if len(made) > MAX_CHARACTERS:
        raise WriteRefused(
            f"{path}: {len(lock.names):,} names are more than a person can review; lock a smaller corpus"
        )
    return made.encode()


def _meant(call: Command, lock: Lock, form: str, others: tuple[str, ...]) -> list[Decided]:
    """The entries of a preferred form: as told, else by the lock, the groups, or the corpus. Raises UsageError."""
    from corpuslint.cli import name_survey
    from corpuslint.text.names.decisions import of_group
    from corpuslint.text.names.lock import Decided

    if others:
        return [Decided(form, _but(others, form))]
    locked = [
        one._replace(prefer=form, instead_of=_but(one.forms, form), sources={})
        for one in lock.names
        if form in one.forms and not one.beside
    ]
    if locked:
        return locked
    group = next((group for group in reversed(_decisions(call).pack.groups) if form in group.forms), None)
    if group:
        wishes = list(of_group(group, form, ""))
        return [
            Decided(
                form, tuple(w.form for w in wishes if w.beside == beside), {}, tuple(sorted(beside)), group.exceptions
            )
            for beside in dict.fromkeys(wish.beside for wish in wishes)
        ]
    left = [
        Decided(form, _but(one.forms, form), note=one.note, language=one.language)
        for one in lock.open
        if form in one.forms
    ]
    return left or _found(name_survey.run(call), form)


def _but(forms: Iterable[str], form: str) -> tuple[str, ...]:
    return tuple(other for other in forms if other != form)


def _found(survey: Survey, form: str) -> list[Decided]:
    from corpuslint.text.names.lock import Decided

    made: list[Decided] = []
    for ways in survey.found:
        for named in zip(*(ways.phrases(one) for one in ways.docs), strict=True):
            if form in named or form in ways.docs:
                prefer = named[list(ways.docs).index(form)] if form in ways.docs else form
                made.append(Decided(prefer, _but(named, prefer), unless=ways.unless, language=ways.told_of))
    if not made:
        remedy = "say what it replaces with --instead-of FORM"
        raise UsageError(f"{form!r} stands in no other form here, if at all, and no group has it; {remedy}")
    return made
