"""Undo in a corpus that was copied or moved since: there it works, and it reaches nowhere else."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpuslint.read import read
from corpuslint.writing import ledger, seal
from corpuslint.writing.journal import Journal, Outcome, UndoResult, runs, undo
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    pass

RUN = "20260329-123005-1"
PUT_BACK = "it is what it was before the fix again"


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
