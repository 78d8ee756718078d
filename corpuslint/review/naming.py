"""Names decided in a review: the form that is right from now on, or that two forms are two names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from corpuslint.cli import name_lock
from corpuslint.errors import UsageError
from corpuslint.text.names.lock import Decided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.result import Result
    from corpuslint.review.desk import Desk


def forms(result: Result) -> tuple[str, ...]:
    """The forms of the name that a finding is about; none where it is about something else."""
    data = result.data
    if isinstance(listed := data.get("forms"), list):
        return tuple(str(form) for form in listed)
    other = data.get("other", data.get("preferred"))
    return (str(data["form"]), str(other)) if "form" in data and other else ()


def prefer(desk: Desk, form: str, others: tuple[str, ...]) -> str:
    """Write a form in place of others from now on, and let the findings on them go; what was done, in sentences.

    Where the findings say that the forms are one name only beside others (a given name), or that other languages have
    them too, so does the decision.
    """
    wrong = tuple(other for other in dict.fromkeys(others) if other != form)
    if not form.strip() or not wrong or not all(other.strip() for other in wrong):
        raise UsageError("name the form that is right, and others that it stands for")
    about = _about(desk, {form, *wrong})
    entries = [
        Decided(f"{before}{form}{after}", tuple(f"{before}{other}{after}" for other in wrong), language=language)
        for before, after in _beside(about)
        for language in dict.fromkeys(str(one.data.get("language", "")) for one in about) or [""]
    ]
    path = name_lock.decide(desk.command, entries, fsync=True)
    desk.settle({form, *wrong})
    told = f"{os.path.relpath(path)}: {form} is right from now on."
    return " ".join([told, *name_lock.overruled(desk.command, entries)])


def _about(desk: Desk, names: set[str]) -> list[Result]:
    """The findings that speak of some of these forms, and of no other."""
    return [
        one.result for one in desk.tray.items() if one.open and (some := forms(one.result)) and names.issuperset(some)
    ]


def _beside(about: Sequence[Result]) -> list[tuple[str, str]]:
    """What stands before and after the forms that findings speak of where they are one name; nothing where always."""
    pairs = [one.data.get("beside") for one in about]
    if not all(isinstance(pair, list) for pair in pairs):
        return [("", "")]
    return list(dict.fromkeys((str(a), str(b)) for pair in pairs if isinstance(pair, list) for a, b in pair)) or [
        ("", "")
    ]


def distinct(desk: Desk, a: str, b: str) -> str:
    """Two forms are two names from now on; what was done, in a sentence."""
    path = name_lock.part(desk.command, a, b, fsync=True)
    desk.settle({a, b})
    return f"{os.path.relpath(path)}: {a} and {b} are two names."
