"""Puts back what a fixing run replaced, byte for byte, and lists the runs that can be undone.

A text is restored only where the file still is what the fix made of it. What lay in the corpus is looked for
in the corpus as it lies now, which may be a copy of the one that was fixed or have been moved, and nowhere
else; what lay outside it is restored only if the corpus is where it was. A run that this user did not
record on this machine is never undone, and a line that is damaged or not ours is never obeyed.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from corpuslint.errors import ReadError, UsageError, WriteRefused
from corpuslint.read import LIMIT, read
from corpuslint.writing import seal
from corpuslint.writing.ledger import append, digest, entries, journal_folder, root_folder, run_names, text_path
from corpuslint.writing.places import Change, flaw, misplaced, place
from corpuslint.writing.quarantine import give_back
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.read import Snapshot


class Outcome(StrEnum):
    """What became of one file."""

    RESTORED = "restored"
    UNCHANGED = "unchanged"
    """It is already what it was before the fix."""
    REFUSED = "refused"
    """It stays as it is; the message says why."""
    DAMAGED = "damaged"
    """The journal itself: lines of it are damaged or not ours, and what they say is not done."""


_AS_BEFORE = "it is what it was before the fix"
_ELSEWHERE = "a --fix keeps what it replaces in the folder that it works in; go there, or name its --cache-dir"


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What undoing did to the file `path` (absolute, where it lies now), and why."""

    path: str
    outcome: Outcome
    message: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One run in the journal."""

    run: str
    changes: int = 0
    """Files that it changed or was about to change."""
    done: int = 0
    """Of these, those known to be replaced; fewer if it was interrupted or refused."""
    undone: int = 0
    """Of these, those put back since, or found to be what they were before."""
    codes: dict[str, int] = field(default_factory=dict)
    """How many fixes of which rule."""
    damaged: int = 0
    """Lines that are damaged or not ours."""
    problem: str = ""
    """Why it cannot be undone; empty if it can."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What the lines of one run say. Changes are numbered from 1; those that were refused are not among them."""

    changes: dict[int, Change]
    done: frozenset[str]
    undone: frozenset[int]
    damaged: int

    @property
    def files(self) -> list[dict[int, Change]]:
        """The changes file by file, in the order in which they were made; a run may change a file several times."""
        found: dict[str, dict[int, Change]] = {}
        for number, change in self.changes.items():
            found.setdefault(change.path, {})[number] = change
        return list(found.values())


def runs(cache_dir: str) -> list[RunInfo]:
    """All runs that changed something, oldest first. Raises ReadError for an unusable cache folder."""
    return _runs(journal_folder(cache_dir), seal.load_key())


def undo(cache_dir: str, run: str | None = None, *, fsync: bool = False) -> list[UndoResult]:
    """Restore every file of `run` that is still as the fix left it. Default: the last one of ours not undone yet.

    Files are taken one by one; one that cannot be restored does not keep the others from it.
    Raises UsageError if there is no such run, ReadError if it is not ours; nothing is touched then.
    """
    home, key = journal_folder(cache_dir), seal.load_key()
    name = _choose(home, run, _runs(home, key))
    folder, root = os.path.join(home, name), root_folder(home)
    book = _load(folder, key)
    results: list[UndoResult] = []
    for steps in reversed(book.files):
        if steps.keys() <= book.undone:
            where = place(next(iter(steps.values())), root)
            result = UndoResult(where, Outcome.UNCHANGED, f"run {name} was undone here already")
        else:
            result = _restore(folder, list(steps.values()), root, fsync)
            if key and result.outcome is not Outcome.REFUSED:
                with suppress(OSError):  # a mark only saves the next undo a look at the file
                    for number in steps:
                        append(folder, key, {"undone": number}, fsync=fsync)
                if result.outcome is Outcome.UNCHANGED:  # the run may go on: from here on what it notes counts
                    result = _restore(folder, list(steps.values()), root, fsync)
        results.insert(0, result)
    return results + _damage(folder, book.damaged)


def _runs(home: str, key: bytes | None) -> list[RunInfo]:
    infos = [_info(home, run, key) for run in run_names(home)]
    return [info for info in infos if info.changes or info.problem]


def _choose(home: str, run: str | None, found: list[RunInfo]) -> str:
    ours = [info.run for info in found if not info.problem]
    if run is None:
        left = [info.run for info in found if not info.problem and info.undone < info.changes]
        if left:
            return left[-1]
        if ours:
            raise UsageError(f"{home}: all runs were undone; name one to undo what was changed back (--list)")
        told = f"of the last of {len(found)} there: {found[-1].problem}" if found else _ELSEWHERE
        raise UsageError(f"{home}: there is no run to undo; {told}")
    for info in found:
        if info.run == run and info.problem:
            raise ReadError(f"{os.path.join(home, run)}: {info.problem}")
    if run not in ours:
        known = f"the last ones are {', '.join(ours[-3:])}" if ours else "there is none"
        raise UsageError(f"{home}: there is no run named {run!r}; {known}")
    return run


def _info(home: str, run: str, key: bytes | None) -> RunInfo:
    try:
        book = _load(os.path.join(home, run), key)
    except ReadError as error:
        return RunInfo(run, problem=str(error))
    problem = ""
    if book.damaged and not book.changes:
        problem = "it was not recorded by you on this machine, so nothing of it is believed"
    files = book.files
    codes: Counter[str] = Counter()
    for change in book.changes.values():
        codes.update(change.codes)
    return RunInfo(
        run,
        len(files),
        len({change.path for change in book.changes.values()} & book.done),
        sum(steps.keys() <= book.undone for steps in files),
        dict(sorted(codes.items())),
        book.damaged,
        problem,
    )


def _load(folder: str, key: bytes | None) -> _Run:
    ours, damaged = entries(folder, key)
    changes: dict[int, Change] = {}
    done: set[str] = set()
    undone: set[int] = set()
    number = 0
    last: dict[object, int] = {}
    for entry in ours:
        if "change" in entry:
            number += 1
            changes[number] = _change(entry)
            last[entry["change"]] = number
        elif "refused" in entry:
            changes.pop(last.get(entry["refused"], 0), None)
        elif "done" in entry:
            done.add(str(entry["done"]))
            undone.discard(last.get(entry["done"], 0))  # a mark from before that, while its run went on
        elif "undone" in entry:
            undone.add(cast("int", entry["undone"]))
    return _Run(changes, frozenset(done), frozenset(undone), damaged)


def _change(entry: dict[str, object]) -> Change:
    """A sealed entry: its shape is the one that `Journal.record` gave it."""
    before, after = cast("list[int]", entry["bytes"])
    codes = cast("dict[str, int]", entry["codes"])
    path, root = str(entry["change"]), str(entry.get("root", ""))
    moved = str(entry.get("moved", ""))
    return Change(path, root, str(entry["before"]), str(entry["after"]), (before, after), codes, moved)


def _find(steps: Sequence[Change], path: str, root: str) -> Snapshot:
    """The file at its place of now. Raises ReadError if it is not the one that was fixed."""
    if reason := flaw(steps[0]):
        raise ReadError(f"{path}: {reason}")
    now = read(path, limit=_most(steps))
    if reason := misplaced(steps[0], path, now.real, root):
        raise ReadError(f"{path}: {reason}")
    return now


def _most(steps: Sequence[Change]) -> int:
    """The largest size that a file may have which is one of its states."""
    return max(LIMIT, *(size for change in steps for size in change.sizes))


def _restore(folder: str, steps: Sequence[Change], root: str, fsync: bool) -> UndoResult:
    """Make a file again what it was before the first of the changes that a run made in it, one after another."""
    first, last = steps[0], steps[-1]
    path = place(first, root)
    try:
        if last.moved:
            result = _moved_back(folder, steps, path, root)
            if last is first or result.outcome is Outcome.REFUSED:
                return result
        now = _find(steps, path, root)
        present = digest(now.data)
        if present == first.before:
            return UndoResult(path, Outcome.UNCHANGED, _AS_BEFORE)
        if present not in {change.after for change in steps}:
            return _refused(path, "it was changed after the fix; undo that change first, or keep both")
        replace(now, _old_text(folder, first), fsync=fsync)
    except (ReadError, WriteRefused) as error:
        return _refused(path, str(error).removeprefix(f"{path}: "))
    return UndoResult(path, Outcome.RESTORED, "it is what it was before the fix again")


def _moved_back(folder: str, steps: Sequence[Change], path: str, root: str) -> UndoResult:
    """Put a file back that was moved away, unless something lies in its place. Raises ReadError or WriteRefused."""
    move = steps[-1]
    if reason := flaw(move) or misplaced(move, path, os.path.realpath(path), root):
        return _refused(path, reason)
    if os.path.lexists(path):
        if digest(read(path, limit=_most(steps)).data) in {change.before for change in steps}:
            return UndoResult(path, Outcome.UNCHANGED, _AS_BEFORE)
        return _refused(path, "another file lies in its place now; move that away first")
    give_back(os.path.join(root, move.moved), path, _old_text(folder, move))
    return UndoResult(path, Outcome.RESTORED, "it lies where it lay before the fix again")


def _refused(path: str, reason: str) -> UndoResult:
    return UndoResult(path, Outcome.REFUSED, reason)


def _old_text(folder: str, change: Change) -> bytes:
    """The text kept for this change. Raises ReadError unless it is, to the byte, the one that was replaced."""
    size = change.sizes[0]
    try:
        packed = read(text_path(folder, change.before), limit=size + size // 512 + 64).data
        text = zlib.decompressobj().decompress(packed, size + 1)
    except (ReadError, zlib.error):
        text = None
    if text is None or digest(text) != change.before:
        raise ReadError("the journal's copy of its old text is damaged or missing")
    return text


def _damage(folder: str, lines: int) -> list[UndoResult]:
    if not lines:
        return []
    message = f"{lines} damaged line(s) of the journal were passed over; a run that was killed leaves one"
    return [UndoResult(os.path.join(folder, "run.jsonl"), Outcome.DAMAGED, message)]
