"""What a run records, and that undoing it gives back every byte, or says why not."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import stat
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuslint import journal as module
from corpuslint import ledger, seal
from corpuslint.errors import ReadError, UsageError, WriteRefused
from corpuslint.journal import Journal, Outcome, UndoResult, runs, undo
from corpuslint.read import read
from corpuslint.write import replace

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = "20260329-123005-1"
PUT_BACK = "it is what it was before the fix again"


@pytest.fixture
def cache(tmp_path: Path) -> str:
    return str(tmp_path / ".corpuslint_cache")


@pytest.fixture
def fix(cache: str, now: datetime) -> Callable[..., str]:
    """Fix files in one run: fix({path: new text}); the name of the run."""

    def run(texts: dict[Path, bytes]) -> str:
        with Journal.begin(cache, now) as journal:
            for path, new in texts.items():
                snapshot = read(str(path))
                journal.record(snapshot, new, {"PUN101": 2, "BLK103": 1})
                replace(snapshot, new)
                journal.done(snapshot.real)
        return journal.run

    return run


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    texts = [b"\xef\xbb\xbfone\r\n", b"caf\xe9\x00", b"", b"\xef\xbb\xbfone\r\n", "дом\n".encode("utf-16")]
    paths = [tmp_path / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text)
    return paths


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
    assert (info.run, info.started) == (RUN, datetime(2026, 3, 29, 12, 30, 5, tzinfo=UTC))
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
    assert {result.outcome for result in undo(cache)} == {Outcome.RESTORED}
    assert file.read_bytes() == b"old"


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
from corpuslint.write import replace
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


# Corpora that were copied or moved since


@pytest.fixture
def corpus(tmp_path: Path, now: datetime) -> Path:
    """A folder with its own cache, in which one run fixed texts/a.txt, and beyond.txt outside it."""
    (tmp_path / "corpus" / "texts").mkdir(parents=True)
    texts = [tmp_path / "corpus" / "texts" / "a.txt", tmp_path / "beyond.txt"]
    with Journal.begin(str(tmp_path / "corpus" / "cache"), now) as journal:
        for text in texts:
            text.write_bytes(b"old")
            snapshot = read(str(text))
            journal.record(snapshot, b"new", {})
            replace(snapshot, b"new")
    return tmp_path / "corpus"


def _outside(then: Path, root: Path) -> str:
    return f"it lies outside the corpus, which was {then} when this run fixed it and is {root} now; undo it there"


def test_in_its_own_place_what_lies_outside_is_restored_too(corpus: Path) -> None:
    texts = [corpus / "texts" / "a.txt", corpus.parent / "beyond.txt"]
    assert undo(str(corpus / "cache")) == [UndoResult(str(text), Outcome.RESTORED, PUT_BACK) for text in texts]
    assert [text.read_bytes() for text in texts] == [b"old", b"old"]


@pytest.mark.parametrize("place", ["copy", "far/copy", "corpus/copy", "corpus/texts/copy"])
@pytest.mark.parametrize("how", ["absolute", "relative"])
def test_a_copy_is_undone_and_the_original_is_not(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, how: str
) -> None:
    copy = tmp_path / place
    shutil.copytree(corpus, tmp_path / "spare", symlinks=True)
    copy.parent.mkdir(exist_ok=True)
    (tmp_path / "spare").rename(copy)
    monkeypatch.chdir(copy)
    assert undo("cache" if how == "relative" else str(copy / "cache")) == [
        UndoResult(str(copy / "texts" / "a.txt"), Outcome.RESTORED, PUT_BACK),
        UndoResult(str(tmp_path / "beyond.txt"), Outcome.REFUSED, _outside(corpus, copy)),
    ]
    assert (copy / "texts" / "a.txt").read_bytes() == b"old"
    assert [(corpus / "texts" / "a.txt").read_bytes(), (tmp_path / "beyond.txt").read_bytes()] == [b"new", b"new"]
    assert [result.outcome for result in undo(str(corpus / "cache"))] == [Outcome.RESTORED, Outcome.RESTORED]


def test_a_copy_that_lost_the_file_does_not_reach_for_the_original(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "copy")
    (tmp_path / "copy" / "texts" / "a.txt").unlink()
    result = undo(str(tmp_path / "copy" / "cache"))[0]
    assert (result.outcome, result.message) == (Outcome.REFUSED, "it does not exist; check the path")
    assert (corpus / "texts" / "a.txt").read_bytes() == b"new"


def test_a_corpus_that_was_moved_is_undone_where_it_is(corpus: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    corpus.rename(moved)
    results = undo(str(moved / "cache"))
    assert results[0] == UndoResult(str(moved / "texts" / "a.txt"), Outcome.RESTORED, PUT_BACK)
    assert results[1] == UndoResult(str(tmp_path / "beyond.txt"), Outcome.REFUSED, _outside(corpus, moved))
    assert [(moved / "texts" / "a.txt").read_bytes(), (tmp_path / "beyond.txt").read_bytes()] == [b"old", b"new"]
    moved.rename(corpus)  # back again: what was refused is still to be undone
    assert [result.outcome for result in undo(str(corpus / "cache"))] == [Outcome.UNCHANGED, Outcome.RESTORED]
    assert (tmp_path / "beyond.txt").read_bytes() == b"old"


def test_a_run_says_what_was_undone_already_by_its_present_path(corpus: Path, tmp_path: Path) -> None:
    undo(str(corpus / "cache"))
    (run,) = runs(str(corpus / "cache"))
    corpus.rename(tmp_path / "elsewhere")
    paths = [result.path for result in undo(str(tmp_path / "elsewhere" / "cache"), run.run)]
    assert paths == [str(tmp_path / "elsewhere" / "texts" / "a.txt"), str(tmp_path / "beyond.txt")]


def test_a_folder_whose_name_only_begins_alike_is_outside(tmp_path: Path, now: datetime) -> None:
    for name in ("corpus", "corpus2"):
        (tmp_path / name).mkdir()
    (tmp_path / "corpus2" / "a.txt").write_bytes(b"old")
    with Journal.begin(str(tmp_path / "corpus" / "cache"), now) as journal:
        snapshot = read(str(tmp_path / "corpus2" / "a.txt"))
        journal.record(snapshot, b"new", {})
        replace(snapshot, b"new")
    shutil.copytree(tmp_path / "corpus", tmp_path / "copy")
    (result,) = undo(str(tmp_path / "copy" / "cache"))
    assert (result.outcome, result.message) == (Outcome.REFUSED, _outside(tmp_path / "corpus", tmp_path / "copy"))
    assert (tmp_path / "corpus2" / "a.txt").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("linked", ["texts", "texts/a.txt"])
@pytest.mark.parametrize("target", ["corpus", "copy/spare"])
def test_a_link_in_a_copy_leads_nowhere(corpus: Path, tmp_path: Path, linked: str, target: str) -> None:
    """To the original, or to another place in the copy: neither is the file that was fixed."""
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    shutil.copytree(corpus / "texts", copy / "spare" / "texts")
    shutil.rmtree(copy / "texts")
    (copy / linked).parent.mkdir(exist_ok=True)
    (copy / linked).symlink_to(tmp_path / target / linked)
    result = undo(str(copy / "cache"))[0]
    assert result == UndoResult(str(copy / "texts" / "a.txt"), Outcome.REFUSED, "a link stands in its place now")
    assert (corpus / "texts" / "a.txt").read_bytes() == b"new"
    assert (copy / "spare" / "texts" / "a.txt").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_the_root_is_the_real_one_whatever_link_leads_to_it(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with Journal.begin(str(tmp_path / "link" / "cache"), now) as journal:
        assert journal.root == str(tmp_path / "real")
        snapshot = read(str(tmp_path / "link" / "a.txt"))
        journal.record(snapshot, b"new", {})
        replace(snapshot, b"new")
    (tmp_path / "real").rename(tmp_path / "moved")
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("moved")
    (result,) = undo(str(tmp_path / "link" / "cache"))
    assert result == UndoResult(str(tmp_path / "moved" / "a.txt"), Outcome.RESTORED, PUT_BACK)


def _record(corpus: Path, change: dict[str, object]) -> None:
    """Add a change that is sealed with our key, but says something that `Journal` never says."""
    folder = corpus / "cache" / "journal" / RUN
    entry = {"before": ledger.digest(b"old"), "after": ledger.digest(b"new"), "bytes": [3, 3], "codes": {}}
    ledger.append(str(folder), seal.make_key(), {**entry, **change}, fsync=False)


@pytest.mark.parametrize("moved", [False, True], ids=["in place", "moved"])
@pytest.mark.parametrize(
    "path", ["{root}/../beyond.txt", "{root}/texts/../../beyond.txt", "{root}//{root}/../beyond.txt", "../beyond.txt"]
)
def test_a_path_that_leads_out_is_refused(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, moved: bool
) -> None:
    _record(corpus, {"change": path.format(root=corpus), "root": str(corpus)})
    present = tmp_path / "moved" if moved else corpus
    corpus.rename(present)
    monkeypatch.chdir(present)
    result = undo("cache")[-1]
    assert (result.outcome, result.message) == (Outcome.REFUSED, "the journal does not name its real path")
    assert (tmp_path / "beyond.txt").read_bytes() == (b"new" if moved else b"old")  # by the honest line of the run


@pytest.mark.parametrize("root", ["/", "", "relative"])
def test_a_root_that_is_none_leads_nowhere(corpus: Path, tmp_path: Path, root: str) -> None:
    (corpus / "cache" / "journal" / RUN / "run.jsonl").unlink()
    _record(corpus, {"change": str(tmp_path / "beyond.txt"), "root": root})
    (result,) = undo(str(corpus / "cache"))
    assert result.outcome is Outcome.REFUSED
    assert (tmp_path / "beyond.txt").read_bytes() == b"new"


def test_a_journal_that_notes_no_root_is_listed_and_refused(corpus: Path) -> None:
    (corpus / "cache" / "journal" / RUN / "run.jsonl").unlink()
    _record(corpus, {"change": str(corpus / "texts" / "a.txt")})
    assert [(info.changes, info.problem) for info in runs(str(corpus / "cache"))] == [(1, "")]
    (result,) = undo(str(corpus / "cache"))
    assert (result.path, result.outcome) == (str(corpus / "texts" / "a.txt"), Outcome.REFUSED)
    assert result.message == (
        "an earlier version fixed it and did not note where the corpus lay, so this may be a copy; "
        "undo it with that version"
    )
    assert (corpus / "texts" / "a.txt").read_bytes() == b"new"


# Damage


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


# The key


def test_no_place_for_the_key(tmp_path: Path, cache: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    with pytest.raises((WriteRefused, ReadError), match=r"undo\.key"):
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
