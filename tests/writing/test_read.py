"""Reading: what a snapshot holds, and that nothing that is no file is ever opened, let alone waited for."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import read as module
from corpuslint.errors import ReadError
from corpuslint.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

posix = pytest.mark.skipif(os.name == "nt", reason="needs pipes, links and devices of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc of Linux")


def test_a_snapshot_holds_the_bytes_and_where_they_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\x00\xff")
    monkeypatch.chdir(tmp_path)
    found = read("a.txt")
    assert (found.path, found.data) == ("a.txt", b"\xef\xbb\xbfone\r\ntwo\rthree\x00\xff")
    assert found.real == os.path.realpath(file)
    assert (found.stat.st_ino, found.stat.st_size) == (file.stat().st_ino, 19)


@given(st.binary(max_size=300), st.integers(0, 300))
def test_content_is_bounded_and_whole(data: bytes, size: int) -> None:
    ours, theirs = os.pipe()
    try:
        os.write(theirs, data)
        os.close(theirs)
        assert module.content(ours, size) == data[: size + 1]
    finally:
        os.close(ours)


@posix
def test_links_are_followed_to_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_bytes(b"text")
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "one").symlink_to("folder/a.txt")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    found = read(str(tmp_path / "two"))
    assert (found.data, found.real) == (b"text", os.path.realpath(tmp_path / "real" / "a.txt"))


def test_the_real_path_is_found_without_proc_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"text")
    plain = read(str(tmp_path / "a.txt"))

    def no_proc(*_: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(sys, "platform", "darwin")
    assert read(str(tmp_path / "a.txt")).real == plain.real
    monkeypatch.undo()
    monkeypatch.setattr(os, "readlink", no_proc)
    assert module._real(-1, str(tmp_path / "a.txt")) == plain.real


@posix
@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9.txt",
        b"line\nend.txt",
        b"\x1b]0;title\x07.txt",
        b"\xe2\x80\xae.txt",
        b"-rf",
        b"a (deleted)",
        b"x" * 255,
        b" ",
    ],
)
def test_any_name_is_a_name(tmp_path: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)
    try:
        Path(os.fsdecode(path)).write_bytes(b"text")
    except OSError as error:
        pytest.skip(f"this file system has no such names: {error}")
    found = read(os.fsdecode(path))
    assert found.data == b"text"
    assert os.fsencode(found.real) == os.path.realpath(path)


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Path]:
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("no sockets in the file system here")
    with socket.socket(socket.AF_UNIX) as server:
        place = tmp_path / "s"
        server.bind(os.path.relpath(place))  # such names are limited to about 100 bytes
        yield place


@posix
def test_what_is_no_file_is_refused(tmp_path: Path, bound: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "to-pipe").symlink_to("pipe")
    for path, reason in [
        (tmp_path, "it is a folder"),
        (tmp_path / "pipe", "it is a named pipe"),
        (tmp_path / "to-pipe", "it is a named pipe"),
        (tmp_path / "zero", "it is a device"),
        (bound, "it is a socket"),
    ]:
        with pytest.raises(ReadError) as caught:
            read(str(path))
        assert str(caught.value).startswith(f"{path}: {reason}, not a file; ")


@posix
def test_a_pipe_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waits at a pipe would be let through by any reader, and then lose its text."""
    os.mkfifo(tmp_path / "pipe")
    opened: list[object] = []
    monkeypatch.setattr(os, "open", lambda *arguments: opened.append(arguments))
    with pytest.raises(ReadError, match="it is a named pipe"):
        read(str(tmp_path / "pipe"))
    assert opened == []


@posix
def test_a_pipe_that_slips_in_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"text")
    before = os.stat(tmp_path / "a.txt")
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    monkeypatch.setattr(os, "stat", lambda _path: before)
    with pytest.raises(ReadError, match="it is a named pipe"):
        read(str(tmp_path / "a.txt"))


def _loop(folder: Path) -> str:
    (folder / "x").symlink_to("y")
    (folder / "y").symlink_to("x")
    return str(folder / "x")


def _dangling(folder: Path) -> str:
    (folder / "x").symlink_to("gone")
    return str(folder / "x")


def _below_a_file(folder: Path) -> str:
    (folder / "x").write_bytes(b"")
    return str(folder / "x" / "y")


@posix
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: str(folder / "gone"), "it does not exist; "),
        (_loop, "it is a link that leads back to itself; "),
        (_dangling, "it is a link to "),
        (_below_a_file, "a part of its path is not a folder; "),
        (lambda folder: str(folder / "a\0b"), "its path holds a character that no path can hold; "),
        (lambda folder: str(folder) + "/long" * 2000, "its path is too long; "),
    ],
    ids=["missing", "loop", "dangling", "below a file", "NUL", "too long"],
)
def test_paths_that_lead_nowhere(tmp_path: Path, make: Callable[[Path], str], reason: str) -> None:
    path = make(tmp_path)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: {reason}")


def test_the_limit_is_the_last_size_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    assert read(str(tmp_path / "a.txt"), limit=5).data == b"12345"
    with pytest.raises(ReadError, match="it has 5 bytes, more than the limit of 4; "):
        read(str(tmp_path / "a.txt"), limit=4)


@pytest.mark.parametrize("change", [b"longer than it was", b"sho", b"equal"])
def test_a_change_while_reading_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"12345")
    os.utime(file, ns=(1, 1))
    original = module.content

    def slow(fd: int, size: int) -> bytes:
        data = original(fd, size)
        file.write_bytes(change)
        return data

    monkeypatch.setattr(module, "content", slow)
    with pytest.raises(ReadError, match="it changed while it was read; "):
        read(str(file))


@posix
def test_a_file_that_is_deleted_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text is whole, and its path is the one that it had; replacing it will be refused."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"text")
    original = module.content

    def slow(fd: int, size: int) -> bytes:
        file.unlink()
        return original(fd, size)

    monkeypatch.setattr(module, "content", slow)
    found = read(str(file))
    assert (found.data, found.real) == (b"text", os.path.realpath(file))


@linux
def test_files_that_the_system_makes_up_are_refused() -> None:
    with pytest.raises(ReadError, match="changed while it was read"):
        read("/proc/self/status")


def test_a_file_larger_than_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")

    def full(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(module, "content", full)
    with pytest.raises(ReadError, match="it does not fit into memory; "):
        read(str(tmp_path / "a.txt"))


def test_errors_of_the_disk_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")

    def broken(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", broken)
    with pytest.raises(ReadError, match=r"a\.txt: Input/output error; see to the disk"):
        read(str(tmp_path / "a.txt"))


def test_reading_loads_nothing_heavy(python: Callable[..., object]) -> None:
    script = "import sys, corpuslint.read; print(*{'ctypes', 'json', 'hashlib', 'zlib'} & set(sys.modules))"
    found = python(script)
    assert (getattr(found, "stdout", None), getattr(found, "returncode", None)) == ("\n", 0)
