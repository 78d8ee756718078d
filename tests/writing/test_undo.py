"""What a run records, and that undoing it gives back every byte, or says why not."""

from __future__ import annotations

import json
import os
import pickle
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuslint.errors import UsageError
from corpuslint.read import read
from corpuslint.writing import journal as module
from corpuslint.writing import ledger
from corpuslint.writing.journal import Journal, Outcome, UndoResult, runs, undo
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = "20260329-123005-1"
PUT_BACK = "it is what it was before the fix again"


def test_many_files_byte_for_byte(files: list[Path], fix: Callable[..., str], cache: str) -> None:
    before = [path.read_bytes() for path in files]
    run = fix({path: b"fixed " + path.read_bytes() for path in files})
    assert run == RUN
    assert [path.read_bytes() for path in files] == [b"fixed " + text for text in before]
    assert undo(cache) == [UndoResult(str(path), Outcome.RESTORED, PUT_BACK) for path in files]
    assert [path.read_bytes() for path in files] == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=st.binary(max_size=500), new=st.binary(max_size=500))
def test_any_text(tmp_path: Path, now: datetime, old: bytes, new: bytes) -> None:
    file, cache = tmp_path / "a.txt", str(tmp_path / "cache")
    file.write_bytes(old)
    snapshot = read(str(file))
    with Journal.begin(cache, now) as journal:
        journal.record(snapshot, new, {})
        replace(snapshot, new)
    (result,) = undo(cache, journal.run)
    assert result.outcome is (Outcome.UNCHANGED if old == new else Outcome.RESTORED)
    assert file.read_bytes() == old


def test_what_is_recorded(files: list[Path], fix: Callable[..., str], cache: str) -> None:
    fix({files[0]: b"one\n", files[1]: b"two\n"})
    (info,) = runs(cache)
    assert info.run == RUN
    assert (info.changes, info.done, info.undone, info.damaged, info.problem) == (2, 2, 0, 0, "")
    assert info.codes == {"BLK103": 2, "PUN101": 4}
    lines = (Path(cache) / "journal" / RUN / "run.jsonl").read_bytes().splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry.get("change") or entry.get("done") for entry in entries] == [
        str(path) for path in (files[0], files[0], files[1], files[1])
    ]
    assert entries[0]["root"] == os.path.realpath(Path(cache).parent)
    assert entries[0]["bytes"] == [8, 4]
    assert entries[0]["codes"] == {"BLK103": 1, "PUN101": 2}


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
def test_it_is_private_and_ignored_by_git(files: list[Path], fix: Callable[..., str], cache: str, state: Path) -> None:
    umask = os.umask(0)
    try:
        fix({files[0]: b"one\n"})
    finally:
        os.umask(umask)
    home = Path(cache) / "journal"
    assert (home / ".gitignore").read_bytes() == b"*\n"
    for folder in (home, home / RUN):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in [*(home / RUN).iterdir(), state / "corpuslint" / "undo.key"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_before_the_file_is_replaced(tmp_path: Path, cache: str, now: datetime) -> None:
    """A crash between the two leaves a record of a change that was not made."""
    (tmp_path / "a.txt").write_bytes(b"old")
    Journal.begin(cache, now).record(read(str(tmp_path / "a.txt")), b"new", {})
    assert [(info.changes, info.done) for info in runs(cache)] == [(1, 0)]
    (result,) = undo(cache)
    assert (result.outcome, result.message) == (Outcome.UNCHANGED, "it is what it was before the fix")
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_file_that_was_edited_since_is_left_alone_and_the_others_go_on(
    files: list[Path], fix: Callable[..., str], cache: str
) -> None:
    before = files[0].read_bytes()
    fix({files[0]: b"fixed", files[1]: b"fixed", files[2]: b"fixed"})
    files[1].write_bytes(b"edited")
    files[2].unlink()
    results = undo(cache)
    assert [result.outcome for result in results] == [Outcome.RESTORED, Outcome.REFUSED, Outcome.REFUSED]
    assert results[1].message == "it was changed after the fix; undo that change first, or keep both"
    assert results[2].message == "it does not exist; check the path"
    assert (files[0].read_bytes(), files[1].read_bytes()) == (before, b"edited")
    assert not files[2].exists()


def test_undoing_twice_says_so(files: list[Path], fix: Callable[..., str], cache: str) -> None:
    run = fix({files[0]: b"fixed"})
    undo(cache)
    files[0].write_bytes(b"fixed")  # even if the text is again what the fix had made
    assert undo(cache, run) == [UndoResult(str(files[0]), Outcome.UNCHANGED, f"run {run} was undone here already")]
    with pytest.raises(UsageError, match="all runs were undone"):
        undo(cache)
    assert files[0].read_bytes() == b"fixed"
    assert [(info.changes, info.undone) for info in runs(cache)] == [(1, 1)]


def test_what_was_refused_can_be_undone_later(files: list[Path], fix: Callable[..., str], cache: str) -> None:
    before = files[0].read_bytes()
    fix({files[0]: b"fixed"})
    files[0].write_bytes(b"edited")
    assert undo(cache)[0].outcome is Outcome.REFUSED
    files[0].write_bytes(b"fixed")
    assert undo(cache)[0].outcome is Outcome.RESTORED
    assert files[0].read_bytes() == before


def test_runs_are_undone_one_after_the_other(files: list[Path], fix: Callable[..., str], cache: str) -> None:
    before = files[0].read_bytes()
    first, second = fix({files[0]: b"one"}), fix({files[0]: b"two"})
    assert [first, second] == [RUN, "20260329-123005-2"]
    assert undo(cache, first)[0].outcome is Outcome.REFUSED  # the second stands on it
    assert undo(cache)[0].outcome is Outcome.RESTORED
    assert files[0].read_bytes() == b"one"
    assert undo(cache)[0].outcome is Outcome.RESTORED
    assert files[0].read_bytes() == before


def test_a_file_that_was_refused_is_not_of_the_run(tmp_path: Path, cache: str, now: datetime) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"old")
    with Journal.begin(cache, now) as journal:
        for name in ("a.txt", "b.txt"):
            snapshot = read(str(tmp_path / name))
            journal.record(snapshot, b"new", {"BLK001": 1})
            if name == "a.txt":
                journal.refused(snapshot.real)
            else:
                replace(snapshot, b"new")
                journal.done(snapshot.real)
    (tmp_path / "a.txt").write_bytes(b"of another run")
    assert [(info.changes, info.done, info.codes) for info in runs(cache)] == [(1, 1, {"BLK001": 1})]
    assert [(Path(result.path).name, result.outcome) for result in undo(cache)] == [("b.txt", Outcome.RESTORED)]
    assert [(info.changes, info.undone) for info in runs(cache)] == [(1, 1)]


def test_a_file_that_one_run_changed_twice(tmp_path: Path, cache: str, now: datetime) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with Journal.begin(cache, now) as journal:
        for text in (b"one", b"two", b"one", b"two"):
            snapshot = read(str(file))
            journal.record(snapshot, text, {})
            replace(snapshot, text)
            journal.done(snapshot.real)
    assert [(info.changes, info.done, info.undone) for info in runs(cache)] == [(1, 1, 0)]
    assert undo(cache) == [UndoResult(str(file), Outcome.RESTORED, PUT_BACK)]
    assert file.read_bytes() == b"old"
    assert [(info.changes, info.undone) for info in runs(cache)] == [(1, 1)]


def test_what_a_run_does_after_it_was_undone_is_undone_once_more(tmp_path: Path, cache: str, now: datetime) -> None:
    """Undo in one terminal, while the run that fixes goes on in another."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with Journal.begin(cache, now) as journal:
        snapshot = read(str(file))
        journal.record(snapshot, b"new", {})
        assert [result.outcome for result in undo(cache)] == [Outcome.UNCHANGED]
        replace(snapshot, b"new")
        journal.done(snapshot.real)

    assert [(info.changes, info.done, info.undone) for info in runs(cache)] == [(1, 1, 0)]
    assert [result.outcome for result in undo(cache)] == [Outcome.RESTORED]
    assert file.read_bytes() == b"old"


def test_what_a_run_does_just_when_it_is_undone_is_undone(
    tmp_path: Path, cache: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    journal = Journal.begin(cache, now)
    snapshot = read(str(file))
    journal.record(snapshot, b"new", {})
    append = ledger.append

    def late(folder: str, key: bytes, entry: dict[str, object], *, fsync: bool) -> None:
        """The file is looked at by now, and the mark not yet made."""
        replace(snapshot, b"new")
        journal.done(snapshot.real)
        append(folder, key, entry, fsync=fsync)

    monkeypatch.setattr("corpuslint.writing.undo.append", late)

    assert [result.outcome for result in undo(cache)] == [Outcome.RESTORED]
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("present", "outcome", "after"),
    [
        (b"old", Outcome.UNCHANGED, b"old"),  # somebody else took it back, git or pre-commit
        (b"one", Outcome.RESTORED, b"old"),  # the run was killed between the two
        (b"two", Outcome.RESTORED, b"old"),
        (b"own", Outcome.REFUSED, b"own"),
    ],
)
def test_any_state_that_one_run_went_through_is_undone_at_once(
    tmp_path: Path, cache: str, now: datetime, present: bytes, outcome: Outcome, after: bytes
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with Journal.begin(cache, now) as journal:
        for text in (b"one", b"two"):
            snapshot = read(str(file))
            journal.record(snapshot, text, {})
            replace(snapshot, text)
    file.write_bytes(present)

    assert [result.outcome for result in undo(cache)] == [outcome]
    assert file.read_bytes() == after


@pytest.mark.parametrize(
    ("present", "outcomes", "after"),
    [
        (None, [Outcome.RESTORED], b"old"),
        (b"old", [Outcome.UNCHANGED], b"old"),
        (b"one", [Outcome.RESTORED], b"old"),
        (b"own", [Outcome.REFUSED], b"own"),
    ],
)
def test_a_file_that_was_fixed_and_then_moved_away(
    tmp_path: Path, cache: str, now: datetime, present: bytes | None, outcomes: list[Outcome], after: bytes
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with Journal.begin(cache, now) as journal:
        snapshot = read(str(file))
        journal.record(snapshot, b"one", {})
        replace(snapshot, b"one")
        journal.record_move(read(str(file)), "away.txt", {})
    file.rename(tmp_path / "away.txt")
    if present is not None:
        file.write_bytes(present)

    assert [result.outcome for result in undo(cache)] == outcomes
    assert file.read_bytes() == after


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_links_and_working_directories_do_not_matter(
    tmp_path: Path, cache: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("far/a.txt")
    monkeypatch.chdir(tmp_path)
    with Journal.begin(".corpuslint_cache", now) as journal:
        snapshot = read("link.txt")
        journal.record(snapshot, b"new", {})
        replace(snapshot, b"new")
    monkeypatch.chdir("/")
    (tmp_path / "link.txt").unlink()
    (result,) = undo(cache)
    assert result.outcome is Outcome.RESTORED
    assert (tmp_path / "far" / "a.txt").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("where", ["file", "folder"])
def test_a_link_in_the_place_of_a_fixed_file_is_not_followed(
    tmp_path: Path, cache: str, fix: Callable[..., str], where: str
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes(b"old")
    fix({tmp_path / "texts" / "a.txt": b"new"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_bytes(b"new")
    (tmp_path / "texts" / "a.txt").unlink()
    if where == "file":
        (tmp_path / "texts" / "a.txt").symlink_to("../elsewhere/a.txt")
    else:
        (tmp_path / "texts").rmdir()
        (tmp_path / "texts").symlink_to("elsewhere")
    (result,) = undo(cache)
    assert (result.outcome, result.message) == (Outcome.REFUSED, "a link stands in its place now")
    assert (tmp_path / "elsewhere" / "a.txt").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs names that are no text")
def test_names_that_are_no_text(tmp_path: Path, cache: str, fix: Callable[..., str]) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b'/\xff\n\x1b"\\.txt'))
    try:
        file.write_bytes(b"old")
    except OSError:
        pytest.skip("this file system has no such names")
    fix({file: b"new"})
    (result,) = undo(cache)
    assert (result.path, result.outcome) == (str(file), Outcome.RESTORED)
    assert file.read_bytes() == b"old"


def test_a_run_without_changes_leaves_nothing(cache: str, now: datetime) -> None:
    with Journal.begin(cache, now):
        pass
    assert os.listdir(Path(cache) / "journal") == [".gitignore"]
    assert runs(cache) == []
    with pytest.raises(UsageError, match="there is no run to undo"):
        undo(cache)


def test_no_cache_at_all(tmp_path: Path) -> None:
    assert runs(str(tmp_path / "none")) == []
    with pytest.raises(UsageError, match=r"there is no run to undo; a --fix keeps .* --cache-dir"):
        undo(str(tmp_path / "none"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["20200101-000000-1", "nonsense", "../../etc", "", "/", "20260329-123005-01"])
def test_a_run_that_does_not_exist(files: list[Path], fix: Callable[..., str], cache: str, name: str) -> None:
    run = fix({files[0]: b"fixed"})
    with pytest.raises(UsageError, match=rf"there is no run named .*; the last ones are {run}"):
        undo(cache, name)


def test_names_of_runs_sort_by_time_whatever_the_zone(cache: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))
    moments = [moment + timedelta(seconds=second // 11) for second in range(22)]
    names = []
    for number, when in enumerate(moments):
        with Journal.begin(cache, when.astimezone(east if number % 2 else west)) as journal:
            journal.record(read(str(tmp_path / "a.txt")), b"new", {})
            names.append(journal.run)
    assert names[0] == "20261025-003000-1"
    assert names[10:12] == ["20261025-003000-11", "20261025-003001-1"]
    assert [info.run for info in runs(cache)] == names


def test_only_the_last_runs_are_kept(
    tmp_path: Path, cache: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    snapshot = read(str(tmp_path / "a.txt"))
    monkeypatch.setattr(module, "KEPT", 3)
    foreign = Path(cache) / "journal" / "20200101-000000-1"
    foreign.mkdir(parents=True)
    (foreign / "run.jsonl").write_bytes(b"not ours\n")
    names = []
    for second in range(5):
        with Journal.begin(cache, now + timedelta(seconds=second)) as journal:
            journal.record(snapshot, b"new", {})
            names.append(journal.run)
    assert [info.run for info in runs(cache)] == [foreign.name, *names[-3:]]


RECORDER = """
import pickle, sys
from corpuslint.read import read
from corpuslint.writing.write import replace
journal = pickle.loads(bytes.fromhex(sys.argv[1]))
for path in sys.argv[2:]:
    snapshot = read(path)
    journal.record(snapshot, b"fixed", {"PUN101": 1})
    replace(snapshot, b"fixed")
    journal.done(snapshot.real)
"""


def test_processes_may_share_a_journal(tmp_path: Path, cache: str, now: datetime, environment: dict[str, str]) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(60)]
    for path in paths:
        path.write_bytes(path.name.encode())
    journal = Journal.begin(cache, now)
    shares = [paths[start::3] for start in range(3)]
    command = [sys.executable, "-c", RECORDER, pickle.dumps(journal).hex()]
    children = [subprocess.Popen([*command, *map(str, share)], env=environment) for share in shares]
    assert [child.wait(60) for child in children] == [0, 0, 0]
    assert [(info.changes, info.done, info.damaged) for info in runs(cache)] == [(60, 60, 0)]
    assert {result.outcome for result in undo(cache)} == {Outcome.RESTORED}
    assert [path.read_bytes() for path in paths] == [path.name.encode() for path in paths]
