"""Replacing: the new text whole, everything else of the file as it was, or a refusal that changes nothing."""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuslint.errors import WriteRefused
from corpuslint.read import Snapshot, read
from corpuslint.writing.write import replace

posix = pytest.mark.skipif(os.name == "nt", reason="needs links and permissions of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="extended attributes are reached on Linux only")
Leftovers = Callable[[], list[str]]

TROUBLE = {
    "CRLF": b"one\r\ntwo\r\n",
    "CR": b"one\rtwo\r",
    "mixed": b"one\r\n\r\rtwo\n\n",
    "byte order mark": b"\xef\xbb\xbfone\n",
    "UTF-16": "\ufeffone\r\n".encode("utf-16-le"),
    "NUL": b"\x00\x00one\x00",
    "other line ends": "one\x0b\x0c\x85\u2028\u2029two".encode(),
    "no final newline": b"one",
    "undecodable": b"caf\xe9\xff\xfe",
    "empty": b"",
}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("text", TROUBLE.values(), ids=TROUBLE)
def test_bytes_arrive_as_they_are(tmp_path: Path, leftovers: Leftovers, text: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    replace(read(str(file)), text)
    assert file.read_bytes() == text
    replace(read(str(file)), b"old")
    assert file.read_bytes() == b"old"
    assert leftovers() == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=st.binary(max_size=2000), new=st.binary(max_size=2000))
def test_any_text_by_any_other(tmp_path: Path, leftovers: Leftovers, old: bytes, new: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(old)
    replace(read(str(file)), new)
    assert file.read_bytes() == new
    assert leftovers() == []


@pytest.mark.usefixtures("way")
def test_with_fsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    original = os.fsync

    def fsync(fd: int) -> None:
        synced.append(os.path.isdir(f"/proc/self/fd/{fd}"))
        original(fd)

    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fsync)
    replace(read(str(tmp_path / "a.txt")), b"new")
    assert synced == []
    replace(read(str(tmp_path / "a.txt")), b"newer", fsync=True)
    assert (tmp_path / "a.txt").read_bytes() == b"newer"
    if sys.platform == "linux":
        assert synced == [False, True]  # the text, then the folder


def test_the_same_text_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    before = os.stat(tmp_path / "a.txt")
    replace(read(str(tmp_path / "a.txt")), b"old")
    after = os.stat(tmp_path / "a.txt")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@posix
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"line\nend", b"-rf", b"x" * 255, "ж".encode() * 127, b".txt"])
def test_any_name(tmp_path: Path, leftovers: Leftovers, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)
    try:
        Path(os.fsdecode(path)).write_bytes(b"old")
    except OSError as error:
        pytest.skip(f"this file system has no such names: {error}")
    replace(read(os.fsdecode(path)), b"new")
    assert Path(os.fsdecode(path)).read_bytes() == b"new"
    assert os.listdir(os.fsencode(tmp_path)) == [name]
    assert leftovers() == []


def test_a_relative_path_and_another_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.chdir(tmp_path)
    snapshot = read("a.txt")
    monkeypatch.chdir("/")
    replace(snapshot, b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


# Links


@posix
@pytest.mark.usefixtures("way")
def test_a_link_stays_and_its_target_is_fixed(tmp_path: Path, leftovers: Leftovers) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.txt").write_bytes(b"old")
    (tmp_path / "folder").symlink_to("far")
    (tmp_path / "one").symlink_to("folder/a.txt")
    (tmp_path / "two").symlink_to("one")
    replace(read(str(tmp_path / "two")), b"new")
    assert os.readlink(tmp_path / "two") == "one"
    assert os.readlink(tmp_path / "one") == "folder/a.txt"
    assert not (tmp_path / "far" / "a.txt").is_symlink()
    assert (tmp_path / "far" / "a.txt").read_bytes() == b"new"
    assert leftovers() == []


@posix
@pytest.mark.usefixtures("way")
def test_a_link_that_is_turned_elsewhere_does_not_lead_the_text_there(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"old")
    (tmp_path / "link").symlink_to("a.txt")
    snapshot = read(str(tmp_path / "link"))
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("b.txt")
    replace(snapshot, b"new")
    assert [(tmp_path / name).read_bytes() for name in ("a.txt", "b.txt")] == [b"new", b"old"]


@posix
@pytest.mark.usefixtures("way")
def test_hard_links_are_refused_unless_allowed(tmp_path: Path, leftovers: Leftovers) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    with pytest.raises(WriteRefused, match=r"a\.txt: it has 2 names \(hard links\)"):
        replace(read(str(tmp_path / "a.txt")), b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert os.path.samefile(tmp_path / "a.txt", tmp_path / "b.txt")
    replace(read(str(tmp_path / "a.txt")), b"new", break_hardlinks=True)
    assert [(tmp_path / name).read_bytes() for name in ("a.txt", "b.txt")] == [b"new", b"old"]
    assert leftovers() == []


# Owner, permissions, attributes


@posix
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o222, 0o2664, 0o1666])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    if mode == 0o222 and os.geteuid():
        pytest.skip("only root can read what nobody may read")
    (tmp_path / "a.txt").write_bytes(b"old")
    os.chmod(tmp_path / "a.txt", mode)
    snapshot = read(str(tmp_path / "a.txt"))
    umask = os.umask(0o077)
    try:
        replace(snapshot, b"new")
    finally:
        os.umask(umask)
    assert os.stat(tmp_path / "a.txt").st_mode & 0o7777 == mode


@posix
@pytest.mark.usefixtures("way")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give files to others")
    (tmp_path / "a.txt").write_bytes(b"old")
    os.chown(tmp_path / "a.txt", 1234, 1235)
    (tmp_path / "a.txt").chmod(0o6755)
    replace(read(str(tmp_path / "a.txt")), b"new")
    found = os.stat(tmp_path / "a.txt")
    assert (found.st_uid, found.st_gid, found.st_mode & 0o7777) == (1234, 1235, 0o6755)


def _attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}  # type: ignore[attr-defined,unused-ignore]


def _set(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        pytest.skip(f"this file system keeps no such attribute: {error}")


def _access_list(user: int) -> bytes:
    """A POSIX access list: read and write for the owner and one more user, nothing for others."""
    everyone = 0xFFFFFFFF
    rows = [(1, 6, everyone), (2, 6, user), (4, 4, everyone), (16, 6, everyone), (32, 0, everyone)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *row) for row in rows)


@linux
@pytest.mark.usefixtures("way")
def test_attributes_and_access_lists_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    _set(file, "user.source", b"agency")
    _set(file, "user.empty", b"")
    _set(file, "system.posix_acl_access", _access_list(1234))
    before, mode = _attributes(file), file.stat().st_mode
    replace(read(str(file)), b"new")
    assert _attributes(file) == before
    assert file.stat().st_mode == mode


@linux
@pytest.mark.usefixtures("way")
def test_no_access_list_comes_from_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(0o660)
    _set(tmp_path, "system.posix_acl_default", _access_list(1234))
    (tmp_path / "b.txt").write_bytes(b"a file made now gets it")
    assert "system.posix_acl_access" in _attributes(tmp_path / "b.txt")
    before = _attributes(file)
    replace(read(str(file)), b"new")
    assert _attributes(file) == before
    assert file.stat().st_mode & 0o7777 == 0o660


@linux
def test_an_attribute_that_cannot_be_kept(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    _set(file, "user.source", b"agency")
    snapshot = read(str(file))

    def forbidden(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "setxattr", forbidden)
    with pytest.raises(WriteRefused, match=r"its attribute user\.source cannot be kept; it stays as it was"):
        replace(snapshot, b"new")
    assert file.read_bytes() == b"old"
    assert leftovers() == []


@linux
@pytest.mark.parametrize(("code", "kept"), [(errno.EOPNOTSUPP, True), (errno.EIO, False)], ids=errno.errorcode.get)
def test_file_systems_without_attributes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kept: bool
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    snapshot = read(str(file))

    def cannot(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "listxattr", cannot)
    if kept:
        replace(snapshot, b"new")
    else:
        with pytest.raises(WriteRefused, match="it stays as it was"):
            replace(snapshot, b"new")
    assert file.read_bytes() == (b"new" if kept else b"old")


# Changed between reading and writing


def _save(file: Path) -> None:
    """As most editors do."""
    (file.parent / "swap").write_bytes(b"old")
    os.replace(file.parent / "swap", file)


def _write_into(file: Path) -> None:
    file.write_bytes(b"OLD")


def _delete(file: Path) -> None:
    file.unlink()


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _moved_and_linked(file: Path) -> None:
    file.rename(file.parent / "elsewhere")
    file.symlink_to("elsewhere")


def _dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@posix
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("change", [_save, _write_into, _delete, _folder, _moved_and_linked, _dangling, _pipe])
def test_a_file_that_changed_is_left_alone(
    tmp_path: Path, leftovers: Leftovers, change: Callable[[Path], None]
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    snapshot = read(str(file))
    change(file)
    before = _everything(tmp_path)
    with pytest.raises(WriteRefused, match=r"a\.txt: it .* since it was read; it stays as it was; run again"):
        replace(snapshot, b"new")
    assert _everything(tmp_path) == before
    assert leftovers() == []


def _everything(folder: Path) -> dict[str, object]:
    """Each name in the folder with its kind and, of files and links, what it holds."""
    found: dict[str, object] = {}
    for path in folder.iterdir():
        if path.is_symlink():
            found[path.name] = os.readlink(path)
        else:
            found[path.name] = path.read_bytes() if path.is_file() else path.stat().st_mode
    return found


def test_a_touched_file_is_left_alone(tmp_path: Path) -> None:
    """The bytes may be equal, but somebody has just worked on it."""
    (tmp_path / "a.txt").write_bytes(b"old")
    snapshot = read(str(tmp_path / "a.txt"))
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    with pytest.raises(WriteRefused, match="it changed since it was read"):
        replace(snapshot, b"new")


def test_new_permissions_are_no_change_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    snapshot: Snapshot = read(str(tmp_path / "a.txt"))
    os.chmod(tmp_path / "a.txt", 0o640)
    replace(snapshot, b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    if os.name == "posix":
        assert os.stat(tmp_path / "a.txt").st_mode & 0o7777 == 0o640
