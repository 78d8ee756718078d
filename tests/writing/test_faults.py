"""Every call of the system fails in turn, as in SQLite's tests: the file is whole, and nothing is left over."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint.errors import CorpuslintError, WriteRefused
from corpuslint.kernel import exchange
from corpuslint.read import Snapshot, read
from corpuslint.writing import write
from corpuslint.writing.journal import Journal, Outcome, undo
from corpuslint.writing.spool import sweep
from corpuslint.writing.write import replace, write_new

if TYPE_CHECKING:
    from datetime import datetime

Leftovers = Callable[[], list[str]]

CALLS = [
    *("open", "close", "read", "write", "lseek", "fstat", "lstat", "fsync", "access"),
    *("link", "unlink", "replace", "rename", "mkdir", "makedirs", "rmdir"),
    *("fchown", "fchmod", "listxattr", "getxattr", "setxattr", "removexattr"),
]
ERRORS = [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR]
ONE_AND_ALL = pytest.mark.parametrize("onwards", [False, True], ids=["one call", "all from one on"])


class Faults:
    """Counts the calls of the system; lets call number `at` (and later ones, if `onwards`) fail."""

    def __init__(self, at: int, code: int, onwards: bool) -> None:
        self.at, self.code, self.onwards = at, code, onwards
        self.count = 0
        self.failed = ""

    def wrap(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.at or (self.onwards and self.count > self.at):
                self.failed = self.failed or name
                if name == "close":  # a close that reports an error has closed all the same
                    original(*arguments, **options)
                raise OSError(self.code, os.strerror(self.code))
            return original(*arguments, **options)

        return call


@contextmanager
def _faults(at: int, code: int, onwards: bool) -> Iterator[Faults]:
    faults = Faults(at, code, onwards)
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, faults.wrap(name, getattr(os, name)))
        patch.setattr(write, "exchange", faults.wrap("exchange", exchange))
        yield faults


@ONE_AND_ALL
@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
def test_replacing(tmp_path: Path, leftovers: Leftovers, way: str, code: int, onwards: bool) -> None:
    file = tmp_path / "a.txt"
    at, failing = 0, True
    while failing:
        at += 1
        file.write_bytes(b"old text")
        if sys.platform == "linux":
            os.setxattr(file, "user.source", b"agency")
        snapshot = read(str(file))
        refused = ""
        with _faults(at, code, onwards) as faults:
            try:
                replace(snapshot, b"the new text", fsync=True)
            except WriteRefused as error:
                refused = str(error)
        failing = bool(faults.failed)
        text = file.read_bytes()
        assert text in {b"old text", b"the new text"}, (at, faults.failed)
        if "it stays as it was" in refused:
            assert text == b"old text", (at, faults.failed)
        elif not refused:
            assert text == b"the new text", (at, faults.failed)
        _no_litter(leftovers, faults, allowed={b"old text", b"the new text"})
    assert at > 12, way
    assert text == b"the new text"


def _no_litter(leftovers: Leftovers, faults: Faults, allowed: set[bytes]) -> None:
    """Nothing is left over unless it was the removal that failed; that is whole and named in time."""
    left = leftovers()
    if faults.onwards or faults.failed == "unlink":
        for path in left:
            text = Path(path).read_bytes()
            assert text in allowed or any(whole.startswith(text) for whole in allowed)
            os.unlink(path)
    else:
        assert left == [], (faults.at, faults.failed)


@ONE_AND_ALL
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
def test_creating(tmp_path: Path, leftovers: Leftovers, code: int, onwards: bool) -> None:
    at, failing = 0, True
    while failing:
        at += 1
        file = tmp_path / str(at) / "deep" / "a.txt"
        refused = ""
        with _faults(at, code, onwards) as faults:
            try:
                write_new(str(file), b"the new text", fsync=True)
            except WriteRefused as error:
                refused = str(error)
        failing = bool(faults.failed)
        found = file.read_bytes() if file.exists() else None
        if "nothing was written" in refused and faults.failed != "unlink" and not onwards:
            assert found is None, (at, faults.failed)
        else:
            assert found in {b"the new text", None if refused else b""}, (at, faults.failed)
        _no_litter(leftovers, faults, allowed={b"the new text"})
    assert at > 5
    assert found == b"the new text"


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
def test_a_journal_that_cannot_be_kept_stops_the_fix(tmp_path: Path, now: datetime, code: int) -> None:
    """Whatever fails: the file is not replaced, or it is and can be restored."""
    file = tmp_path / "a.txt"
    at, failing = 0, True
    while failing:
        at += 1
        cache = str(tmp_path / f"cache{at}")
        file.write_bytes(b"old text")
        snapshot = read(str(file))
        with _faults(at, code, onwards=False) as faults, suppress(CorpuslintError):
            _fix_with_journal(snapshot, cache, now)
        failing = bool(faults.failed)
        if file.read_bytes() == b"the new text":
            assert [result.outcome for result in undo(cache)] == [Outcome.RESTORED], (at, faults.failed)
        assert file.read_bytes() == b"old text", (at, faults.failed)
    assert at > 25


def _fix_with_journal(snapshot: Snapshot, cache: str, now: datetime) -> None:
    with Journal.begin(cache, now, fsync=True) as journal:
        journal.record(snapshot, b"the new text", {"PUN101": 1})
        replace(snapshot, b"the new text")
        journal.done(snapshot.real)


@ONE_AND_ALL
@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
def test_undoing(tmp_path: Path, now: datetime, code: int, onwards: bool) -> None:
    file = tmp_path / "a.txt"
    at, failing = 0, True
    while failing:
        at += 1
        cache = str(tmp_path / f"cache{at}")
        file.write_bytes(b"old text")
        with Journal.begin(cache, now) as journal:
            snapshot = read(str(file))
            journal.record(snapshot, b"the new text", {})
            replace(snapshot, b"the new text")
        outcomes = []
        with _faults(at, code, onwards) as faults, suppress(CorpuslintError):
            outcomes = [result.outcome for result in undo(cache, journal.run)]
        failing = bool(faults.failed)
        assert file.read_bytes() in {b"old text", b"the new text"}
        if outcomes == [Outcome.RESTORED]:
            assert file.read_bytes() == b"old text"
        undo(cache, journal.run)
        assert file.read_bytes() == b"old text", (at, faults.failed)
    assert at > 12


def test_sweeping_an_unreadable_folder(tmp_path: Path) -> None:
    for at in range(1, 4):
        with _faults(at, errno.EIO, onwards=True):
            assert sweep(str(tmp_path / "gone")) == []
