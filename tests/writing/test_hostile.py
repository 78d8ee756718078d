"""A journal that came with somebody's corpus, made to let `undo` write what and where its maker wants."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint.errors import CorpuslintError, ReadError, UsageError
from corpuslint.read import read
from corpuslint.writing import ledger, seal
from corpuslint.writing.journal import Journal, Outcome, runs, undo
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

LATE = "20990101-000000-1"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "corpus" / ".corpuslint_cache"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file outside the corpus with a content that everybody knows."""
    path = tmp_path / "home" / ".profile"
    path.parent.mkdir()
    path.write_bytes(b"well known")
    return path


def _plant(cache: Path, victim: Path, key: bytes, run: str = LATE) -> None:
    """A run as `Journal` would have recorded it, with the key of somebody else."""
    folder = cache / "journal" / run
    folder.mkdir(parents=True)
    change: dict[str, Any] = {
        "change": str(victim),
        "before": ledger.digest(b"evil"),
        "after": ledger.digest(b"well known"),
        "bytes": [4, 10],
        "codes": {"PUN101": 1},
    }
    ledger.append(str(folder), key, change, fsync=False)
    Path(ledger.text_path(str(folder), change["before"])).write_bytes(zlib.compress(b"evil"))


@pytest.mark.parametrize("own_key", [False, True], ids=["never used before", "used before"])
@pytest.mark.parametrize("key", [b"k" * 32, b"\0" * 32, b""], ids=["other key", "zeros", "no key"])
@pytest.mark.parametrize("run", [None, LATE])
def test_a_planted_run_is_not_undone(cache: Path, victim: Path, key: bytes, own_key: bool, run: str | None) -> None:
    _plant(cache, victim, key)
    if own_key:
        seal.make_key()
    with pytest.raises(CorpuslintError, match="it was not recorded by you on this machine"):
        undo(str(cache), run)
    assert victim.read_bytes() == b"well known"
    (info,) = runs(str(cache))
    assert (info.run, info.changes, info.codes, info.damaged) == (LATE, 0, {}, 1)


def _own_run(cache: Path, folder: Path, now: datetime) -> tuple[Path, str]:
    file = folder / "a.txt"
    file.write_bytes(b"old")
    with Journal.begin(str(cache), now) as journal:
        snapshot = read(str(file))
        journal.record(snapshot, b"new", {})
        replace(snapshot, b"new")
    return file, journal.run


def test_a_planted_run_does_not_hide_ours(cache: Path, victim: Path, tmp_path: Path, now: datetime) -> None:
    _plant(cache, victim, b"k" * 32)
    file, run = _own_run(cache, tmp_path, now)
    assert [(info.run, bool(info.problem)) for info in runs(str(cache))] == [(run, False), (LATE, True)]
    assert [result.outcome for result in undo(str(cache))] == [Outcome.RESTORED]
    assert (file.read_bytes(), victim.read_bytes()) == (b"old", b"well known")


def test_lines_added_to_our_run_are_not_obeyed(cache: Path, victim: Path, tmp_path: Path, now: datetime) -> None:
    file, run = _own_run(cache, tmp_path, now)
    _plant(cache, victim, b"k" * 32)
    own, planted = (cache / "journal" / name / "run.jsonl" for name in (run, LATE))
    own.write_bytes(planted.read_bytes() + own.read_bytes() + b"{}\n[[[[\n\xff\n" + planted.read_bytes())
    for text in (cache / "journal" / LATE).glob("*.z"):
        shutil.copy(text, own.parent)
    results = undo(str(cache), run)
    assert [result.outcome for result in results] == [Outcome.RESTORED, Outcome.DAMAGED]
    assert results[1].message.startswith("5 damaged line(s)")
    assert (file.read_bytes(), victim.read_bytes()) == (b"old", b"well known")


def test_our_lines_are_worth_nothing_in_another_run(cache: Path, tmp_path: Path, now: datetime) -> None:
    file, run = _own_run(cache, tmp_path, now)
    shutil.copytree(cache / "journal" / run, cache / "journal" / LATE)
    with pytest.raises(ReadError, match="not recorded by you"):
        undo(str(cache), LATE)
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("line", [b"[" * 100_000, b"{" * 100_000, b'{"seal":"', b"\0", b'"', b"1e999999"])
def test_nothing_is_parsed_that_is_not_ours(cache: Path, line: bytes) -> None:
    seal.make_key()
    folder = cache / "journal" / LATE
    folder.mkdir(parents=True)
    (folder / "run.jsonl").write_bytes(line + b"\n")
    with pytest.raises(ReadError, match="not recorded by you"):
        undo(str(cache), LATE)


def test_a_seal_covers_every_byte_and_the_run() -> None:
    line = seal.seal(b"k" * 32, "run 1", {"change": "a", "n": 1})
    assert json.loads(line)["change"] == "a"
    assert seal.unseal(b"k" * 32, "run 1", line) == {"change": "a", "n": 1}
    assert seal.unseal(b"k" * 32, "run 2", line) is None
    assert seal.unseal(b"l" * 32, "run 1", line) is None
    for place in range(len(line)):
        assert seal.unseal(b"k" * 32, "run 1", line[:place] + line[place + 1 :]) is None
        assert seal.unseal(b"k" * 32, "run 1", line[:place] + b" " + line[place:]) is None


needs_links = pytest.mark.skipif(os.name == "nt", reason="needs links")


@needs_links
@pytest.mark.parametrize("name", ["cache", "journal"])
def test_links_do_not_lead_us_elsewhere(cache: Path, tmp_path: Path, now: datetime, name: str) -> None:
    (tmp_path / "precious").mkdir()
    cache.parent.mkdir()
    if name == "journal":
        cache.mkdir()
    link = cache if name == "cache" else cache / "journal"
    link.symlink_to(tmp_path / "precious")
    acts: list[Callable[[], object]] = [
        lambda: Journal.begin(str(cache), now),
        lambda: Journal.begin(f"{cache}/", now),
        lambda: runs(str(cache)),
        lambda: undo(str(cache)),
    ]
    for act in acts:
        with pytest.raises(ReadError, match="it is a link; name the folder itself as the cache folder"):
            act()
    assert os.listdir(tmp_path / "precious") == []


@needs_links
def test_linked_runs_are_not_ours(cache: Path, tmp_path: Path, now: datetime) -> None:
    file, run = _own_run(cache, tmp_path, now)
    other = tmp_path / "other" / ".corpuslint_cache"
    (other / "journal").mkdir(parents=True)
    (other / "journal" / run).symlink_to(cache / "journal" / run)
    with pytest.raises(UsageError, match="there is no run to undo"):
        undo(str(other))
    assert file.read_bytes() == b"new"


@needs_links
@pytest.mark.parametrize("target", ["/dev/zero", "pipe", "precious"])
def test_linked_lines(cache: Path, tmp_path: Path, target: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "precious").write_bytes(b"precious")
    seal.make_key()
    folder = cache / "journal" / LATE
    folder.mkdir(parents=True)
    (folder / "run.jsonl").symlink_to(tmp_path / target)
    with pytest.raises(ReadError):
        undo(str(cache), LATE)
    assert (tmp_path / "precious").read_bytes() == b"precious"


@needs_links
def test_a_run_that_goes_on_writes_through_no_link(cache: Path, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "a.txt").write_bytes(b"old")
    journal = Journal.begin(str(cache), now)
    (Path(journal.folder) / "run.jsonl").symlink_to(tmp_path / "precious")
    with pytest.raises(CorpuslintError, match="undo information cannot be kept"):
        journal.record(read(str(tmp_path / "a.txt")), b"new", {})
    assert (tmp_path / "precious").read_bytes() == b"precious"


@pytest.mark.parametrize(
    "name", ["x", "20260329-123005-", "20260329-123005-0", "20260329-123005--1", "99999999-999999-1", "..."]
)
def test_folders_that_are_no_runs(cache: Path, victim: Path, name: str) -> None:
    _plant(cache, victim, b"k" * 32, run=name)
    assert runs(str(cache)) == []


def test_our_own_run_is_still_ours_after_the_corpus_was_moved(cache: Path, tmp_path: Path, now: datetime) -> None:
    """The paths are those of then: what does not lie there any more is refused, nothing else is touched."""
    file, _ = _own_run(cache, cache.parent if cache.parent.exists() else tmp_path, now)
    moved = tmp_path / "moved"
    shutil.move(cache, moved)
    file.unlink()
    (result,) = undo(str(moved))
    assert (result.outcome, result.message) == (Outcome.REFUSED, "it does not exist; check the path")
