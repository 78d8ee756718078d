"""Files that could not be read or are never written, and for whom that is more than a note."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from corpuslint.result import Trouble
from corpuslint.session import Everything

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.cli.scope import Scope

UNFIT = "RUN005"
"""Records in which no field is a text."""
ONLY_READ = "RUN007"
"""A fix in a file that is never written, as its documentation says: findings alone are what is left to do."""
ENOUGH = 10_000
"""Names that are looked at to say which endings there are."""
_UNREAD = {"RUN001", "RUN002", UNFIT}


def sifted(
    command: Command, scope: Scope, troubles: Sequence[Trouble], *, some: bool
) -> tuple[tuple[Trouble, ...], list[str]]:
    """What the user must look at, and notes on the rest; `some` says whether any document was checked."""
    left, alone = _left_alone(command, troubles, some=some)
    left, elsewhere = _elsewhere(scope, left)
    left, unfixed = _only_read(left)
    return left, [*alone, *elsewhere, *unfixed]


def _left_alone(command: Command, troubles: Sequence[Trouble], *, some: bool) -> tuple[tuple[Trouble, ...], list[str]]:
    """Files of records that hold no text are noted, unless somebody named them.

    With --force-exclude a hook names whatever is committed, and nobody means a `package.json`.
    Where they are all that there is, the reason is what somebody looks for.
    """
    unfit = {one.path: one.message.removeprefix("not checked: ") for one in troubles if one.code == UNFIT}
    if not unfit:
        return tuple(troubles), []
    named = {os.path.realpath(path) for path in command.arguments.paths if not command.arguments.force_exclude}
    found = {path: told for path, told in unfit.items() if path and os.path.realpath(path) not in named}
    notes = _noted("Left alone: {} in which no text was found, such as {}", list(found))
    why = "; name one to see why." if some else f": {next(iter(found.values()), '')}."
    notes = [f"{note}{why}" for note in notes]
    return tuple(one for one in troubles if one.code != UNFIT or one.path not in found), notes


def _elsewhere(scope: Scope, troubles: Sequence[Trouble]) -> tuple[tuple[Trouble, ...], list[str]]:
    """Files that nobody asked about are noted: they lend no evidence, and whoever changed others cannot mend them."""
    wanted = scope.wanted
    if isinstance(wanted, Everything):
        return tuple(troubles), []
    found = dict.fromkeys(one for one in troubles if one.code in _UNREAD and one.path and not wanted.holds(one.path))
    note = "Elsewhere in the corpus {} could not be read whole, such as {}; --changed all says why."
    paths = list(dict.fromkeys(one.path for one in found))
    return tuple(one for one in troubles if one not in found), _noted(note, paths)


def _only_read(troubles: Sequence[Trouble]) -> tuple[tuple[Trouble, ...], list[str]]:
    """Files in which nothing is ever fixed are noted, by reason."""
    paths: dict[str, list[str]] = {}
    for one in troubles:
        if one.code == ONLY_READ:
            paths.setdefault(one.message, []).append(one.path)
    notes = []
    for message, found in paths.items():
        what, _, reason = message.partition(": ")
        notes += [f"{note}: {reason}." for note in _noted(f"{what.capitalize()}: {{}}, such as {{}}", found)]
    return tuple(one for one in troubles if one.code != ONLY_READ), notes


def passed_over(folders: Iterable[str], known: Callable[[str], bool]) -> str:
    """What to say of the files in folders where none is checked: `known` ones are left out, others of no format."""
    names = (name for folder in folders for _, _, names in _walked(folder) for name in names)
    seen = [name for name in islice(names, ENOUGH) if not name.startswith(".")]
    endings = Counter(os.path.splitext(name)[1] for name in seen if not known(name))
    left = len(seen) - endings.total()
    told = f" Left out by git or `exclude`: {left:,} of known formats; name them, or their folder." if left else ""
    return told + (_unknown(endings) if endings else "")


def _unknown(endings: Counter[str]) -> str:
    import shlex

    usual = endings.most_common(3)
    told = ", ".join(f"{count:,} of *{ending}" if ending else f"{count:,} without an ending" for ending, count in usual)
    pattern = shlex.quote(f"*{max(endings, key=lambda ending: (bool(ending), endings[ending]))}")
    return f" Of no known format are {told}: name them, or say which with --include {pattern}."


def _walked(folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """As `os.walk`, without hidden folders."""
    for one in os.walk(folder):
        one[1][:] = [name for name in one[1] if not name.startswith(".")]
        yield one


def _noted(note: str, paths: Sequence[str]) -> list[str]:
    if not paths:
        return []
    from corpuslint.report.escape import terminal

    return [note.format("1 file" if len(paths) == 1 else f"{len(paths):,} files", terminal(paths[0]))]
