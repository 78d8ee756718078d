"""Creating files that must not exist yet, and removing what killed runs left over."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from corpuslint.errors import WriteRefused
from corpuslint.writing import spool
from corpuslint.writing.write import renew, sweep, write_new

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name == "nt", reason="needs links and permissions of POSIX")
Leftovers = Callable[[], list[str]]


@pytest.mark.usefixtures("way")
def test_folders_are_made_and_the_text_is_whole(tmp_path: Path, leftovers: Leftovers) -> None:
    path = tmp_path / "out" / "deep" / "a.txt"
    write_new(str(path), b"\xef\xbb\xbfone\r\n\x00", fsync=True)
    assert path.read_bytes() == b"\xef\xbb\xbfone\r\n\x00"
    assert os.listdir(path.parent) == ["a.txt"]
    assert leftovers() == []


@pytest.mark.usefixtures("way")
def test_with_fsync_the_text_and_its_folder_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    original = os.fsync

    def fsync(fd: int) -> None:
        synced.append(os.path.isdir(f"/proc/self/fd/{fd}"))
        original(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    write_new(str(tmp_path / "a.txt"), b"new")
    assert synced == []
    write_new(str(tmp_path / "b.txt"), b"new", fsync=True)
    if sys.platform == "linux":
        assert synced == [False, True]


@posix
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("mode", "expected"), [(0o666, 0o640), (0o600, 0o600)])
def test_the_umask_holds(tmp_path: Path, mode: int, expected: int) -> None:
    umask = os.umask(0o027)
    try:
        write_new(str(tmp_path / "a.txt"), b"new", mode=mode)
    finally:
        os.umask(umask)
    assert (tmp_path / "a.txt").stat().st_mode & 0o7777 == expected


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_new("a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@posix
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link", "pipe"])
def test_what_exists_is_never_touched(tmp_path: Path, leftovers: Leftovers, kind: str) -> None:
    path, other = tmp_path / "a.txt", tmp_path / "other.txt"
    other.write_bytes(b"other")
    if kind == "file":
        path.write_bytes(b"old")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(other if kind == "link" else tmp_path / "nowhere")
    before = os.lstat(path)
    with pytest.raises(WriteRefused, match=r"a\.txt: something of this name exists already; nothing was written"):
        write_new(str(path), b"new")
    assert os.path.samestat(os.lstat(path), before)
    assert other.read_bytes() == b"other"
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "other.txt"]
    assert leftovers() == []


@pytest.mark.usefixtures("way")
def test_what_appears_in_the_last_moment_is_not_touched(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    original = spool.write_whole

    def slow(fd: int, data: bytes, *, fsync: bool) -> None:
        original(fd, data, fsync=fsync)
        path.write_bytes(b"theirs")

    monkeypatch.setattr("corpuslint.writing.write.write_whole", slow)
    with pytest.raises(WriteRefused, match="something of this name exists already"):
        write_new(str(path), b"ours")
    assert path.read_bytes() == b"theirs"
    assert leftovers() == []


@posix
@pytest.mark.usefixtures("way")
def test_a_file_of_ours_is_written_again_however_read_only_it_is(tmp_path: Path, leftovers: Leftovers) -> None:
    path = tmp_path / "a.txt"
    write_new(str(path), b"old", mode=0o444)
    renew(str(path), b"new", mode=0o444)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o444)
    assert leftovers() == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", ["write", "replace"])
def test_a_file_that_cannot_be_written_again_stays_whole(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def no_space(*_: object) -> int:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.txt"
    write_new(str(path), b"old")
    monkeypatch.setattr(os, name, no_space)
    with pytest.raises(WriteRefused, match=r"a\.txt: there is no space left; it stays as it was"):
        renew(str(path), b"new", mode=0o666)
    assert path.read_bytes() == b"old"
    assert leftovers() == []


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(WriteRefused, match="nothing was written"):
        write_new(str(tmp_path / "out" / "deep" / "a.txt"), b"new")
    assert (tmp_path / "out").read_bytes() == b"a file"


@pytest.mark.parametrize("full", [False, True])
def test_file_systems_without_hard_links(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", no_links)
    if full:
        monkeypatch.setattr(os, "replace", no_space)
        with pytest.raises(WriteRefused, match="there is no space left; nothing was written"):
            write_new(str(tmp_path / "a.txt"), b"new")
        assert os.listdir(tmp_path) == []
    else:
        write_new(str(tmp_path / "a.txt"), b"new")
        assert (tmp_path / "a.txt").read_bytes() == b"new"
        with pytest.raises(WriteRefused, match="exists already"):
            write_new(str(tmp_path / "a.txt"), b"newer")
        assert os.listdir(tmp_path) == ["a.txt"]
    assert leftovers() == []


CREATOR = """
import sys
from corpuslint.errors import WriteRefused
from corpuslint.writing.write import write_new
folder, who = sys.argv[1:]
sys.stdin.readline()
for number in range(100):
    try:
        write_new(f"{folder}/{number}.txt", who.encode())
    except WriteRefused:
        continue
    print(number, who)
"""


def test_of_several_creators_one_wins(tmp_path: Path, environment: dict[str, str]) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CREATOR, str(tmp_path), who],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in "abc"
    ]
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()
    claims = dict[str, str]()
    for child in children:
        for line in child.communicate(timeout=60)[0].splitlines():
            number, who = line.split()
            assert number not in claims
            claims[number] = who
    assert claims == {path.stem: path.read_text() for path in tmp_path.iterdir()}
    assert len(claims) == 100


# Leftovers

SUMS = f"-{zlib.crc32(b'old'):08x}-{zlib.crc32(b'new'):08x}"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour and a second later."""
    then = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: then)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("name", "text", "stays"),
    [
        (".a.txt.0123456789ab.corpuslint", b"half wri", False),
        (f".a.txt.0123456789ab{SUMS}.corpuslint", b"old", False),
        (f".a.txt.0123456789ab{SUMS}.corpuslint", b"new", False),
        (f".a.txt.0123456789ab{SUMS}.corpuslint", b"saved by somebody else", True),
        (f"..0123456789ab{SUMS}.corpuslint", b"old", False),
        (f".line\nend.0123456789ab{SUMS}.corpuslint", b"old", False),
    ],
)
def test_old_leftovers_go_but_never_a_text_of_others(tmp_path: Path, name: str, text: bytes, stays: bool) -> None:
    try:
        (tmp_path / name).write_bytes(text)
    except OSError:
        pytest.skip("this file system has no such names")
    assert sweep(str(tmp_path)) == ([str(tmp_path / name)] if stays else [])
    assert (tmp_path / name).exists() is stays


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "a.corpuslint",
        ".corpuslint",
        ".a.txt.corpuslint",
        ".a.txt.0123456789AB.corpuslint",
        "a.txt.0123456789ab.corpuslint",
        ".a.txt.0123456789ab.corpuslint.txt",
        ".a.txt.0123456789ab-00000000.corpuslint",
    ],
)
def test_what_is_not_named_by_us_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"text")
    assert sweep(str(tmp_path)) == []
    assert (tmp_path / name).read_bytes() == b"text"


def test_what_may_be_in_use_stays(tmp_path: Path) -> None:
    """An hour counts from the last rename too: an old text keeps its time when it is exchanged."""
    name = tmp_path / f".a.txt.0123456789ab{SUMS}.corpuslint"
    name.write_bytes(b"old")
    os.utime(name, (1, 1))
    if os.name == "posix":  # a rename leaves no trace in the times of Windows
        assert sweep(str(tmp_path)) == []
        assert name.exists()


@posix
@pytest.mark.usefixtures("later")
def test_sweeping_follows_no_link_and_opens_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"old")
    link = tmp_path / f".a.txt.0123456789ab{SUMS}.corpuslint"
    link.symlink_to("precious")
    pipe = tmp_path / f".b.txt.0123456789ab{SUMS}.corpuslint"
    os.mkfifo(pipe)
    folder = tmp_path / ".c.txt.0123456789ab.corpuslint"
    folder.mkdir()
    assert sweep(str(tmp_path)) == []
    assert (tmp_path / "precious").read_bytes() == b"old"
    assert link.is_symlink()
    assert pipe.is_fifo()
    assert folder.is_dir()


def test_the_names_that_replacing_uses_are_those_that_sweeping_knows(tmp_path: Path) -> None:
    for base in ("a.txt", "x" * 255, "ж" * 127, "\U0001f4f0" * 63, "a\nb", "."):
        for texts in (None, (b"old", b"new")):
            name = os.path.basename(spool.temporary_name(str(tmp_path / base), texts))
            assert spool._TEMPORARY.fullmatch(name)
            assert len(os.fsencode(name)) <= 255
            assert name.startswith(".")
