"""The two calls of the kernel, where it has them and where it has not."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint import kernel
from corpuslint.kernel import exchange, write_out

if TYPE_CHECKING:
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="calls of Linux")


def test_names_are_exchanged_or_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"2")
    exchanged = exchange(str(tmp_path / "one"), str(tmp_path / "other"))
    texts = (tmp_path / "one").read_bytes(), (tmp_path / "other").read_bytes()
    assert texts == ((b"2", b"1") if exchanged else (b"1", b"2"))


@linux
def test_a_missing_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    with pytest.raises(FileNotFoundError) as caught:
        exchange(str(tmp_path / "one"), str(tmp_path / "other"))
    assert caught.value.filename2 == str(tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == b"1"


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM])
def test_systems_that_cannot(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(kernel, "_renameat2", lambda: lambda *_: code)
    assert exchange("one", "other") is False


def test_systems_without_the_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kernel._call("no_such_call", "int") is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert kernel._call("renameat2", "int") is None
    monkeypatch.setattr(kernel, "_renameat2", lambda: None)
    monkeypatch.setattr(kernel, "_sync_file_range", lambda: None)
    assert exchange(str(tmp_path / "one"), str(tmp_path / "other")) is False
    write_out(-1)


@linux
def test_writing_out_never_fails(tmp_path: Path) -> None:
    write_out(-1)
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"text")
        file.flush()
        write_out(file.fileno())
    assert (tmp_path / "a.txt").read_bytes() == b"text"
