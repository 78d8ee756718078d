"""Kill -9 at any moment: each file is the whole old or the whole new text, and the journal restores it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from corpuslint.writing.journal import Outcome, runs, undo
from corpuslint.writing.spool import sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs the signals of POSIX")

KILLS = 48
OLD = b"teh quick brown fox jumps\n" * 40_000
NEW = OLD.replace(b"teh", b"the!")

FIXER = """
import sys
from datetime import UTC, datetime
from corpuslint.writing.journal import Journal
from corpuslint.read import read
from corpuslint.writing.write import replace
import corpuslint.kernel, ctypes
path, cache, named = sys.argv[1:]
if named == "True":
    import corpuslint.writing.spool
    corpuslint.writing.spool._spool_unnamed = lambda name, fill, mode: False
with Journal.begin(cache, datetime.now(UTC)) as journal:
    print("ready", flush=True)
    for _ in range(4):
        snapshot = read(path)
        fixed = snapshot.data.replace(b"the!", b"TEH").replace(b"teh", b"the!").replace(b"TEH", b"teh")
        journal.record(snapshot, fixed, {"PUN101": 40000})
        replace(snapshot, fixed)
        journal.done(snapshot.real)
"""


def _killed_after(seconds: float, command: list[str], environment: dict[str, str]) -> float:
    """Kill a child some time after it says that it is ready; how long it lived since."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
        start = time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        child.kill()
        return time.monotonic() - start


@pytest.mark.parametrize("named", [False, True], ids=["unnamed temporaries", "named temporaries"])
def test_kills(tmp_path: Path, environment: dict[str, str], named: bool) -> None:
    """The fixer turns the old into the new text and back, until it is killed, at moments all over its life."""
    file, cache = tmp_path / "corpus" / "a.txt", tmp_path / "cache"
    file.parent.mkdir()
    file.write_bytes(OLD)
    command = [sys.executable, "-c", FIXER, str(file), str(cache), str(named)]
    life = _killed_after(60, command, environment)
    _restore(file, cache)
    seen = {OLD: 0, NEW: 0}
    for number in range(KILLS // 2):
        _killed_after(life * number / (KILLS // 2), command, environment)
        text = file.read_bytes()
        assert text in seen, f"damaged: {len(text)} bytes"
        seen[text] += 1
        _restore(file, cache)
        _sweep(file)
    assert seen[OLD]
    assert seen[NEW], "every kill came too early"


def _restore(file: Path, cache: Path) -> None:
    """Undoing the run leads back to the text before it, through each text in between."""
    text = file.read_bytes()
    if not runs(str(cache)):  # killed before it recorded anything, so before it wrote anything
        assert text == OLD
        return
    results = undo(str(cache))
    assert {result.outcome for result in results} <= {Outcome.RESTORED, Outcome.UNCHANGED, Outcome.DAMAGED}
    assert file.read_bytes() == OLD
    for path in (cache / "journal").glob("*/*"):
        path.unlink()


def _sweep(file: Path) -> None:
    """What the kill left over is whole or named as a part, and the next sweep after an hour removes it."""
    left = [path for path in file.parent.iterdir() if path != file]
    assert len(left) <= 2  # one file, perhaps on its way from one name to the other
    assert all(path.name.startswith(".a.txt.") and path.name.endswith(".corpuslint") for path in left)
    assert sweep(str(file.parent)) == []
    assert [path for path in file.parent.iterdir() if path != file] == left, "it may be in use still"
    with pytest.MonkeyPatch.context() as patch:
        later = time.time() + 3601
        patch.setattr(time, "time", lambda: later)
        assert sweep(str(file.parent)) == []
    assert list(file.parent.iterdir()) == [file]


CREATOR = """
import sys
from corpuslint.writing.write import write_new
folder, named = sys.argv[1:]
if named == "True":
    import corpuslint.writing.spool
    corpuslint.writing.spool._spool_unnamed = lambda name, fill, mode: False
text = b"teh quick brown fox jumps\\n" * 40_000
print("ready", flush=True)
for number in range(200):
    write_new(f"{folder}/deep/{number}.txt", text)
"""


@pytest.mark.parametrize("named", [False, True], ids=["unnamed temporaries", "named temporaries"])
def test_kills_while_creating(
    tmp_path: Path, environment: dict[str, str], leftovers: Callable[[], list[str]], named: bool
) -> None:
    for number in range(6):
        folder = tmp_path / str(number)
        command = [sys.executable, "-c", CREATOR, str(folder), str(named)]
        _killed_after(number * 0.01, command, environment)
        for path in folder.rglob("[!.]*.txt"):
            assert path.read_bytes() == OLD
        assert len(leftovers()) <= number + 1
