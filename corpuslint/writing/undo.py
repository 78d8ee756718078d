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
from corpuslint.settings import below
from corpuslint.writing import seal
from corpuslint.writing.ledger import append, digest, entries, journal_folder, root_folder, run_names, text_path
from corpuslint.writing.quarantine import give_back
from corpuslint.writing.write import replace

if TYPE_CHECKING:
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
class _Change:
    """One file that was replaced: its real path, and that of the corpus then; "" if that was not noted."""

    path: str
    root: str
    before: str
    after: str
    sizes: tuple[int, int]
    codes: dict[str, int]
    moved: str = ""
    """Where the file was moved to as a whole, relative to the root; "" of one that was replaced."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What the lines of one run say. Changes are numbered from 1; those that were refused are not among them."""

    changes: dict[int, _Change]
    done: frozenset[str]
    undone: frozenset[int]
    damaged: int


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
    for number, change in reversed(book.changes.items()):
        if number in book.undone:
            result = UndoResult(_place(change, root), Outcome.UNCHANGED, f"run {name} was undone here already")
        else:
            result = _restore(folder, change, root, fsync)
            if key and result.outcome is not Outcome.REFUSED:
                with suppress(OSError):  # a mark only saves the next undo a look at the file
                    append(folder, key, {"undone": number}, fsync=fsync)
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
    codes: Counter[str] = Counter()
    for change in book.changes.values():
        codes.update(change.codes)
    return RunInfo(
        run,
        len(book.changes),
        sum(change.path in book.done for change in book.changes.values()),
        len(book.undone & book.changes.keys()),
        dict(sorted(codes.items())),
        book.damaged,
        problem,
    )


def _load(folder: str, key: bytes | None) -> _Run:
    ours, damaged = entries(folder, key)
    return _Run(
        _changes(ours),
        frozenset(str(entry["done"]) for entry in ours if "done" in entry),
        frozenset(cast("int", entry["undone"]) for entry in ours if "undone" in entry),
        damaged,
    )


def _changes(ours: list[dict[str, object]]) -> dict[int, _Change]:
    found: dict[int, _Change] = {}
    number = 0
    last: dict[object, int] = {}
    for entry in ours:
        if "change" in entry:
            number += 1
            found[number] = _change(entry)
            last[entry["change"]] = number
        elif "refused" in entry:
            found.pop(last.get(entry["refused"], 0), None)
    return found


def _change(entry: dict[str, object]) -> _Change:
    """A sealed entry: its shape is the one that `Journal.record` gave it."""
    before, after = cast("list[int]", entry["bytes"])
    codes = cast("dict[str, int]", entry["codes"])
    path, root = str(entry["change"]), str(entry.get("root", ""))
    moved = str(entry.get("moved", ""))
    return _Change(path, root, str(entry["before"]), str(entry["after"]), (before, after), codes, moved)


def _flaw(change: _Change) -> str:
    """Why the journal does not tell where the file lay; empty if it does."""
    if not change.root:
        return (
            "an earlier version fixed it and did not note where the corpus lay, so this may be a copy; "
            "undo it with that version"
        )
    if not os.path.isabs(change.path) or os.path.normpath(change.path) != change.path:
        return "the journal does not name its real path"
    return ""


def _lay_inside(change: _Change) -> bool:
    return bool(change.root) and below(change.path, change.root)


def _place(change: _Change, root: str) -> str:
    """Where the file is looked for now that the corpus lies in `root`."""
    if not _lay_inside(change):
        return change.path
    return os.path.join(root, os.path.relpath(change.path, change.root))


def _misplaced(change: _Change, path: str, real: str, root: str) -> str:
    """Why the file found at `path`, and really at `real`, is not the one that was fixed; empty if it is."""
    if not _lay_inside(change) and change.root != root:
        was = f"it lies outside the corpus, which was {change.root} when this run fixed it"
        return f"{was} and is {root} now; undo it there"
    if real != path:  # so nothing leaves the corpus: `path` has no `..`, and neither it nor `root` a link
        return "a link stands in its place now"
    return ""


def _find(change: _Change, path: str, root: str) -> Snapshot:
    """The file at its place of now. Raises ReadError if it is not the one that was fixed."""
    if flaw := _flaw(change):
        raise ReadError(f"{path}: {flaw}")
    now = read(path, limit=max(LIMIT, *change.sizes))
    if reason := _misplaced(change, path, now.real, root):
        raise ReadError(f"{path}: {reason}")
    return now


def _restore(folder: str, change: _Change, root: str, fsync: bool) -> UndoResult:
    path = _place(change, root)
    try:
        if change.moved:
            return _moved_back(folder, change, path, root)
        now = _find(change, path, root)
        present = digest(now.data)
        if present == change.before:
            return UndoResult(path, Outcome.UNCHANGED, "it is what it was before the fix")
        if present != change.after:
            return _refused(path, "it was changed after the fix; undo that change first, or keep both")
        replace(now, _old_text(folder, change), fsync=fsync)
    except (ReadError, WriteRefused) as error:
        return _refused(path, str(error).removeprefix(f"{path}: "))
    return UndoResult(path, Outcome.RESTORED, "it is what it was before the fix again")


def _moved_back(folder: str, change: _Change, path: str, root: str) -> UndoResult:
    """Put a file back that was moved away, unless something lies in its place. Raises ReadError or WriteRefused."""
    if flaw := _flaw(change) or _misplaced(change, path, os.path.realpath(path), root):
        return _refused(path, flaw)
    if os.path.lexists(path):
        if digest(read(path, limit=max(LIMIT, *change.sizes)).data) == change.before:
            return UndoResult(path, Outcome.UNCHANGED, "it is what it was before the fix")
        return _refused(path, "another file lies in its place now; move that away first")
    give_back(os.path.join(root, change.moved), path, _old_text(folder, change))
    return UndoResult(path, Outcome.RESTORED, "it lies where it lay before the fix again")


def _refused(path: str, reason: str) -> UndoResult:
    return UndoResult(path, Outcome.REFUSED, reason)


def _old_text(folder: str, change: _Change) -> bytes:
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
