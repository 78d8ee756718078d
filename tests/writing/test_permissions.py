"""What may not be written is refused with the reason, also when the tests run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpuslint.errors import WriteRefused
from corpuslint.read import read
from corpuslint.writing.write import replace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
Python = Callable[..., "subprocess.CompletedProcess[str]"]
NOBODY = 65534

FIXER = """
import ctypes, os, sys, zlib
from corpuslint.errors import CorpuslintError
from corpuslint.read import read
from corpuslint.writing.write import replace, write_new
path, user, verb = sys.argv[1:]
if int(user) >= 0:
    os.setgroups([])
    os.setresgid(int(user), int(user), int(user))
    os.setresuid(int(user), int(user), int(user))
try:
    if verb == "create":
        write_new(path, b"new")
    else:
        replace(read(path), b"new")
except CorpuslintError as error:
    print(error)
else:
    print("written")
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter, and, if we are root, that belongs to nobody in particular."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(place, NOBODY, NOBODY)
    yield place
    place.chmod(0o755)
    shutil.rmtree(place)


@pytest.fixture
def fix(folder: Path, python: Python) -> Callable[..., str]:
    """Fix a file, or create it, as an ordinary user; what came of it."""

    def run(name: str, verb: str = "replace") -> str:
        user = NOBODY if os.geteuid() == 0 else -1
        found = python(FIXER, folder / name, user, verb)
        assert (found.returncode, found.stderr) == (0, "")
        return found.stdout.strip().removeprefix(f"{folder / name}: ")

    return run


def _make(path: Path, mode: int, owner: int = NOBODY) -> Path:
    path.write_bytes(b"old")
    if os.geteuid() == 0:
        os.chown(path, owner, owner)
    path.chmod(mode)
    return path


def test_an_ordinary_file(folder: Path, fix: Callable[..., str]) -> None:
    file = _make(folder / "a.txt", 0o644)
    assert fix("a.txt") == "written"
    assert file.read_bytes() == b"new"
    assert fix("deep/b.txt", "create") == "written"


def test_a_read_only_file(folder: Path, fix: Callable[..., str]) -> None:
    file = _make(folder / "a.txt", 0o444)
    assert fix("a.txt") == "it is read-only; it stays as it was; make it writable for you"
    assert file.read_bytes() == b"old"
    assert os.listdir(folder) == ["a.txt"]


def test_a_file_that_nobody_may_write_is_left_alone_by_root_too(folder: Path) -> None:
    """Stores of large data (git-annex, DVC) protect their files like that."""
    file = _make(folder / "a.txt", 0o444)
    with pytest.raises(WriteRefused, match="it is read-only"):
        replace(read(str(file)), b"new")
    assert file.read_bytes() == b"old"


def test_a_read_only_folder(folder: Path, fix: Callable[..., str]) -> None:
    file = _make(folder / "a.txt", 0o644)
    folder.chmod(0o555)
    expected = "there is no permission to replace it; it stays as it was; make it and its folder writable for you"
    assert fix("a.txt") == expected
    assert fix("b.txt", "create").startswith("there is no permission to replace it; nothing was written; ")
    assert file.read_bytes() == b"old"
    assert os.listdir(folder) == ["a.txt"]


def test_an_unreadable_file(folder: Path, fix: Callable[..., str]) -> None:
    _make(folder / "a.txt", 0o200)
    assert fix("a.txt") == "you may not read it; give yourself permission or exclude it"


def test_a_file_of_somebody_else(folder: Path, fix: Callable[..., str]) -> None:
    if os.geteuid():
        pytest.skip("only root can make files of others")
    file = _make(folder / "a.txt", 0o666, owner=1234)
    assert fix("a.txt") == "its owner or group cannot be kept; it stays as it was; run as its owner"
    assert (file.read_bytes(), file.stat().st_uid) == (b"old", 1234)
    assert os.listdir(folder) == ["a.txt"]


def test_a_file_in_a_shared_folder(folder: Path, fix: Callable[..., str]) -> None:
    """Where only the owner may remove a file (the sticky bit of /tmp), nobody else may replace it."""
    if os.geteuid():
        pytest.skip("only root can make files of others")
    _make(folder / "a.txt", 0o666, owner=1234)
    os.chown(folder, 1234, 1234)
    folder.chmod(0o1777)
    assert fix("a.txt").endswith("it stays as it was; run as its owner")
    assert os.listdir(folder) == ["a.txt"]


def test_an_immutable_file(folder: Path) -> None:
    file = _make(folder / "a.txt", 0o644)
    snapshot = read(str(file))
    try:
        done = subprocess.run(["chattr", "+i", str(file)], capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("files cannot be made immutable here")
    try:
        with pytest.raises(WriteRefused, match="it stays as it was"):
            replace(snapshot, b"new")
        assert file.read_bytes() == b"old"
        assert os.listdir(folder) == ["a.txt"]
    finally:
        subprocess.run(["chattr", "-i", str(file)], check=True)
