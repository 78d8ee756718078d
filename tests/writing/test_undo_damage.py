"""A journal that was damaged, and a key that cannot be had: what is right is undone, the rest is told."""

from __future__ import annotations

import os
import zlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpuslint.errors import ReadError, WriteRefused
from corpuslint.read import read
from corpuslint.writing import ledger, seal
from corpuslint.writing.journal import Journal, Outcome, runs, undo
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = "20260329-123005-1"
PUT_BACK = "it is what it was before the fix again"


def _lines(cache: str) -> Path:
    return Path(cache) / "journal" / RUN / "run.jsonl"


@pytest.mark.parametrize("cut", [2, 30, 100, 200])
def test_a_line_that_was_cut_is_passed_over_and_told(
    files: list[Path], fix: Callable[..., str], cache: str, cut: int
) -> None:
    before = files[0].read_bytes()
    fix({files[0]: b"fixed"})
    journal = Journal(str(_lines(cache).parent), str(Path(cache).parent), (seal.load_key() or b""))
    with _lines(cache).open("r+b") as lines:
        journal.record(read(str(files[1])), b"never", {})
        lines.seek(0, os.SEEK_END)
        lines.truncate(lines.tell() - cut)
    assert runs(cache)[0].damaged == 1
    journal.record(read(str(files[2])), b"fixed", {})  # a run that goes on begins a new line
    replace(read(str(files[2])), b"fixed")
    results = undo(cache)
    assert [result.outcome for result in results] == [Outcome.RESTORED, Outcome.RESTORED, Outcome.DAMAGED]
    assert results[-1].path == str(_lines(cache))
    assert results[-1].message.startswith("1 damaged line(s) of the journal were passed over")
    assert (files[0].read_bytes(), files[2].read_bytes()) == (before, b"")


def test_each_damaged_byte_of_a_line_is_noticed(tmp_path: Path, cache: str, now: datetime) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with Journal.begin(cache, now) as journal:
        snapshot = read(str(file))
        journal.record(snapshot, b"new", {})
        replace(snapshot, b"new")
    whole = _lines(cache).read_bytes()
    for place in range(len(whole) - 1):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        _lines(cache).write_bytes(damaged)
        with pytest.raises(ReadError, match="not recorded by you on this machine"):
            undo(cache, RUN)
        assert file.read_bytes() == b"new"
    _lines(cache).write_bytes(whole)
    assert undo(cache)[0].outcome is Outcome.RESTORED


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "other", "bomb", "longer"])
def test_a_damaged_text_is_not_put_back_but_the_others_are(
    files: list[Path], fix: Callable[..., str], cache: str, damage: str
) -> None:
    before = [path.read_bytes() for path in files]
    fix({files[0]: b"fixed", files[1]: b"fixed"})
    kept = ledger.text_path(str(_lines(cache).parent), ledger.digest(before[1]))
    packed = bytearray(Path(kept).read_bytes())
    if damage == "gone":
        os.unlink(kept)
    else:
        packed[len(packed) // 2] ^= damage == "changed"
        texts: dict[str, bytes | bytearray] = {
            "cut": packed[:-6],
            "changed": packed,
            "other": zlib.compress(b"something else"),
            "bomb": zlib.compress(bytes(10_000_000)),
            "longer": zlib.compress(before[1] + b"!"),
        }
        Path(kept).write_bytes(texts[damage])
    results = undo(cache)
    assert [result.outcome for result in results] == [Outcome.RESTORED, Outcome.REFUSED]
    assert results[1].message == "the journal's copy of its old text is damaged or missing"
    assert [files[0].read_bytes(), files[1].read_bytes()] == [before[0], b"fixed"]


def test_a_run_folder_without_lines_is_no_run(cache: str) -> None:
    (Path(cache) / "journal" / RUN).mkdir(parents=True)
    assert runs(cache) == []


def test_no_place_for_the_key(tmp_path: Path, cache: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    with pytest.raises((WriteRefused, ReadError), match=r"undo\.key.*; undo needs this key: name a folder"):
        Journal.begin(cache, now)
    assert not Path(cache).exists()


def test_a_damaged_key(files: list[Path], fix: Callable[..., str], cache: str, state: Path, now: datetime) -> None:
    fix({files[0]: b"fixed"})
    key = state / "corpuslint" / "undo.key"
    key.chmod(0o600)
    key.write_bytes(b"short")
    for act in (lambda: runs(cache), lambda: undo(cache), lambda: Journal.begin(cache, now)):
        with pytest.raises(ReadError, match="it is no key of corpuslint; delete it"):
            act()
    assert files[0].read_bytes() == b"fixed"


def test_a_relative_place_for_the_key_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The XDG specification says so, and it could lie in the corpus."""
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, "relative")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert seal.key_path() == str(tmp_path / ".local" / "state" / "corpuslint" / "undo.key")
