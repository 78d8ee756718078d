"""The disk is full, or the process may write no more: refused, the old text whole, nothing left over."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from corpuslint.errors import WriteRefused
from corpuslint.read import read
from corpuslint.writing.journal import Journal, runs
from corpuslint.writing.write import replace, write_new
from tests.disks import small

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

Leftovers = Callable[[], list[str]]
Python = Callable[..., "subprocess.CompletedProcess[str]"]
OLD = b"teh quick brown fox\n" * 3000

LIMITED = """
import resource, signal, sys
from corpuslint.errors import WriteRefused
from corpuslint.read import read
from corpuslint.writing.write import replace
path, handling, named = sys.argv[1:]
if named == "True":
    import corpuslint.writing.spool
    corpuslint.writing.spool._spool_unnamed = lambda name, fill, mode: False
if handling == "default":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
snapshot = read(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))
try:
    replace(snapshot, snapshot.data.replace(b"teh", b"the!"))
except WriteRefused as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs the limits of POSIX")
@pytest.mark.parametrize("named", [False, True], ids=["unnamed temporaries", "named temporaries"])
def test_past_the_size_limit_of_the_process(tmp_path: Path, leftovers: Leftovers, python: Python, named: bool) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(OLD)
    found = python(LIMITED, file, "as Python has it", named)
    assert "the new text is larger than this process may write; it stays as it was; raise" in found.stdout
    assert (found.returncode, found.stderr) == (0, "")
    assert file.read_bytes() == OLD
    assert leftovers() == []


@pytest.mark.skipif(os.name == "nt", reason="needs the signals of POSIX")
def test_killed_by_the_size_limit(tmp_path: Path, leftovers: Leftovers, python: Python) -> None:
    """A host program may have given SIGXFSZ its deadly effect back."""
    file = tmp_path / "a.txt"
    file.write_bytes(OLD)
    found = python(LIMITED, file, "default", False)
    assert found.returncode == -signal.SIGXFSZ
    assert file.read_bytes() == OLD
    if sys.platform == "linux":
        assert leftovers() == []


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB with a file in it of which no second version fits."""
    place = tmp_path / "full"
    place.mkdir()
    with small(place, "64k"):  # where none may be mounted, a full disk is still played by os.write below
        (place / "a.txt").write_bytes(OLD[:40_000])
        yield place


@pytest.mark.usefixtures("way")
def test_a_full_disk(full: Path) -> None:
    file = full / "a.txt"
    with pytest.raises(WriteRefused, match=r"a\.txt: there is no space left; it stays as it was; free some"):
        replace(read(str(file)), OLD[:40_000].replace(b"teh", b"the!"))
    assert file.read_bytes() == OLD[:40_000]
    with pytest.raises(WriteRefused, match="there is no space left; nothing was written"):
        write_new(str(full / "b.txt"), OLD)
    assert os.listdir(full) == ["a.txt"]


def test_no_space_for_the_journal(full: Path, now: datetime) -> None:
    noise = os.urandom(60_000)
    snapshot = read(str(full / "a.txt"))
    (full / "a.txt").unlink()
    (full / "noise").write_bytes(noise)
    with Journal.begin(str(full / "cache"), now) as journal:
        with pytest.raises(WriteRefused, match=r"undo information cannot be kept .*; nothing was changed"):
            journal.record(read(str(full / "noise")), b"", {})
        assert snapshot.data == OLD[:40_000]
    assert runs(str(full / "cache")) == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("space", [0, 1, 7, 100])
def test_writes_that_take_one_byte_and_then_none(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch, space: int
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    snapshot = read(str(file))
    left = space
    original = os.write

    def write(fd: int, data: bytes) -> int:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, "No space left on device")
        left -= 1
        return original(fd, data[:1])

    monkeypatch.setattr(os, "write", write)
    if space == 100:
        replace(snapshot, b"0123456789")
        assert file.read_bytes() == b"0123456789"
    else:
        with pytest.raises(WriteRefused, match="there is no space left"):
            replace(snapshot, b"0123456789")
        assert file.read_bytes() == b"old"
    assert leftovers() == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("lie", [len, lambda _data: 0], ids=["takes all", "takes none"])
def test_writes_that_lie(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch, lie: Callable[[bytes], int]
) -> None:
    """A system that says that it has written what it has not, or never gets on."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    snapshot = read(str(file))
    monkeypatch.setattr(os, "write", lambda _fd, data: lie(data))
    with pytest.raises(WriteRefused, match="; it stays as it was; "):
        replace(snapshot, b"new")
    assert file.read_bytes() == b"old"
    assert leftovers() == []
