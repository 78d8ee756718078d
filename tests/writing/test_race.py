"""Somebody saves while the file is being replaced: no text that anybody saved may get lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpuslint.errors import ReadError, WriteRefused
from corpuslint.kernel import exchange
from corpuslint.read import read
from corpuslint.writing import write
from corpuslint.writing.write import replace

Leftovers = Callable[[], list[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in a folder where names can be exchanged."""
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        path.write_bytes(path.name.encode())
    if not exchange(str(one), str(other)):
        pytest.skip("names cannot be exchanged here: the text is compared just before, not just after")
    one.unlink()
    other.rename(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_bytes(b"old")
    return tmp_path / "a.txt"


def _save(file: Path, text: bytes) -> None:
    swap = file.with_name("swap")
    swap.write_bytes(text)
    os.replace(swap, file)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _linked(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


class Meddler:
    """Exchanges names, but lets somebody act just before the given calls."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self.acts = list(acts)

    def __call__(self, one: str, other: str) -> bool:
        if self.acts:
            self.acts.pop(0)()
        return exchange(one, other)


TEXTS = st.sampled_from([b"old", b"new", b"x", b"y"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(st.tuples(st.sampled_from([_save, Path.write_bytes]), TEXTS), min_size=1, max_size=8))
@example(saves=[(_save, b"x"), (_save, b"new")])
@example(saves=[(_save, b"x"), (_save, b"y"), (_save, b"x")])
@example(saves=[(_save, b"x"), (Path.write_bytes, b"y")])
def test_the_newest_save_stays(
    file: Path, leftovers: Leftovers, saves: list[tuple[Callable[[Path, bytes], object], bytes]]
) -> None:
    """One save just before each of the first exchanges, by renaming or by writing into the file."""
    file.write_bytes(b"old")
    snapshot = read(str(file))
    meddler = Meddler(*(partial(save, file, text) for save, text in saves))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "exchange", meddler)
        try:
            replace(snapshot, b"new")
        except WriteRefused as error:
            refused = str(error)
        else:
            refused = ""
    done = saves[: len(saves) - len(meddler.acts)]  # one that comes after the last exchange is in no danger
    if refused:
        assert "it changed since it was read; it stays as it was" in refused
        assert file.read_bytes() == done[-1][1]
    else:  # what was read was saved once more, and has been fixed
        assert (len(done), done[0][1], file.read_bytes()) == (1, b"old", b"new")
    assert leftovers() == []


@pytest.mark.parametrize("act", [_folder, _linked, _pipe])
def test_what_is_no_file_any_more_goes_back(
    file: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None]
) -> None:
    kinds: list[int] = []

    def change() -> None:
        act(file)
        kinds.append(os.lstat(file).st_mode)

    monkeypatch.setattr(write, "exchange", Meddler(change))
    with pytest.raises(WriteRefused, match="it changed since it was read"):
        replace(read(str(file)), b"new")
    assert os.lstat(file).st_mode == kinds[0]
    assert leftovers() == []


def test_a_save_into_the_new_text_stays(file: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves by renaming, then writes into what lies there now, which is ours."""
    acts = (lambda: _save(file, b"saved"), lambda: file.write_bytes(b"written into"))
    monkeypatch.setattr(write, "exchange", Meddler(*acts))
    with pytest.raises(WriteRefused):
        replace(read(str(file)), b"new")
    assert file.read_bytes() == b"written into"
    assert leftovers() == []


def test_a_deletion_just_before(file: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "exchange", Meddler(file.unlink))
    with pytest.raises(WriteRefused, match="it was deleted since it was read"):
        replace(read(str(file)), b"new")
    assert not file.exists()
    assert leftovers() == []


def test_a_text_that_cannot_go_back_is_kept_and_named(
    file: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "exchange", Meddler(lambda: _save(file, b"saved"), file.unlink))
    with pytest.raises(WriteRefused, match="what it saved may lie in") as caught:
        replace(read(str(file)), b"new")
    (left,) = leftovers()
    assert left in str(caught.value)
    assert Path(left).read_bytes() == b"saved"


def test_what_cannot_be_looked_at_is_not_thrown_away(
    file: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two saves, and the first cannot be seen: which is the newer one is not known, so both stay."""
    looks = iter([OSError(5, "Input/output error")])
    original = write._sight

    def sight(path: str) -> object:
        if error := next(looks, None):
            raise error
        return original(path)

    snapshot = read(str(file))
    monkeypatch.setattr(write, "_sight", sight)
    monkeypatch.setattr(write, "exchange", Meddler(partial(_save, file, b"one"), partial(_save, file, b"two")))
    with pytest.raises(WriteRefused, match="what it saved may lie in"):
        replace(snapshot, b"new")
    assert {file.read_bytes(), *(Path(left).read_bytes() for left in leftovers())} == {b"one", b"two"}


def test_without_exchange_it_is_compared_just_before(
    tmp_path: Path, leftovers: Leftovers, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def cannot(_one: str, _other: str) -> bool:
        _save(file, b"saved")
        return False

    monkeypatch.setattr(write, "exchange", cannot)
    with pytest.raises(WriteRefused, match="it changed since it was read"):
        replace(read(str(file)), b"new")
    assert file.read_bytes() == b"saved"
    assert leftovers() == []


EDITOR = """
import os, random, sys, time
path, stop = sys.argv[1:]

def number():
    try:
        with open(path, "rb") as file:
            return int(file.read().split()[-1])
    except FileNotFoundError:
        return -1

saves = lost = last = 0
random.seed(1)
while not os.path.exists(stop):
    deadline = time.monotonic() + 10
    while number() != last:  # an exchange under way may show an older text for a moment
        if time.monotonic() > deadline:
            lost += 1
            break
    last += 1
    saves += 1
    with open(path + ".swap", "wb") as file:
        file.write(b"teh %d" % last)
    os.rename(path + ".swap", path)
    time.sleep(random.uniform(0.0003, 0.003))
print(saves, lost)
"""


def test_no_save_of_an_editor_gets_lost(file: Path, leftovers: Leftovers) -> None:
    """A real editor saves every 0.3 to 3 ms, for three seconds, a file that is fixed all the time."""
    file.write_bytes(b"teh 0")
    stop = file.with_name("stop")
    written = refused = 0
    with subprocess.Popen([sys.executable, "-c", EDITOR, file, stop], stdout=subprocess.PIPE, text=True) as editor:
        end = time.monotonic() + 3
        while time.monotonic() < end:
            try:
                snapshot = read(str(file))
                replace(snapshot, snapshot.data.replace(b"teh", b"the!"))
                written += 1
            except (WriteRefused, ReadError):
                refused += 1
        stop.touch()
        saves, lost = map(int, editor.communicate(timeout=60)[0].split())
    assert lost == 0
    assert saves > 20
    assert written > 20
    assert leftovers() == []
