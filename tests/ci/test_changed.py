"""What a range of commits touches, in the folders that are named, and in clones that have too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ci.conftest import NEW, OLD, concise, git
from tests.ci.conftest import commit as committed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process

LAST = ("--scope", "corpus", "--changed", "HEAD^..HEAD", "--output-format", "concise")


@pytest.fixture
def repository(process: Process) -> Process:
    """OLD, then NEW and a fault in another folder."""
    git(process.folder, "init", "--quiet", "--initial-branch=main")
    committed(process.folder, OLD)
    committed(process.folder, {**NEW, "wire/a.txt": "\n\nA fault on the wire.\n"})
    return process


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ([], {"news/harbour-again.txt", "news/new.txt", "wire/a.txt"}),
        (["."], {"news/harbour-again.txt", "news/new.txt", "wire/a.txt"}),
        (["news"], {"news/harbour-again.txt", "news/new.txt"}),
        (["wire", "news/new.txt"], {"wire/a.txt", "news/new.txt"}),
        (["news/old.txt"], set()),
    ],
)
def test_a_range_in_what_is_named(repository: Process, named: list[str], found: set[str]) -> None:
    done = repository(*named, *LAST)

    assert {path for _, path in concise(done.out)} == found
    assert done.code == (1 if found else 0)


def test_a_submodule_that_has_another_commit_has_changed(repository: Process, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "wires")
    committed(tmp_path / "wires", {"a.txt": "\n\nOf a submodule.\n"})
    allowed = ("-c", "protocol.file.allow=always")
    git(repository.folder, *allowed, "submodule", "--quiet", "add", str(tmp_path / "wires"), "inner")

    staged = repository("--scope", "corpus", "--changed", "staged", "--output-format", "concise")
    git(repository.folder, "commit", "--quiet", "-m", "A submodule")
    last = repository("inner", *LAST)

    assert concise(staged.out) == concise(last.out) == {("BLK001", "inner/a.txt")}


def test_what_is_staged_in_what_is_named(repository: Process) -> None:
    repository.write({"news/b.txt": "\n\nB.\n", "wire/b.txt": "\n\nB.\n"})
    git(repository.folder, "add", ".")

    done = repository("wire", "--scope", "corpus", "--changed", "staged", "--output-format", "concise")

    assert concise(done.out) == {("BLK001", "wire/b.txt")}


def test_it_says_that_the_rest_was_not_asked_about(repository: Process) -> None:
    """`no findings` would else sound as if the whole corpus had none."""
    staged = ("--scope", "corpus", "--changed", "staged")

    assert repository(*staged).out.startswith("note: Findings are told in 0 of 5 files, compared with all of them.\n")
    assert "note: Findings are told in 3 of 5 files, compared with all of them.\n" in repository(*LAST).out
    assert "Findings are told in" not in repository("--scope", "corpus").out


def test_a_shallow_clone_is_told_how_to_get_more(repository: Process, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.folder.as_uri(), "shallow")
    repository.folder = tmp_path / "shallow"

    git(repository.folder, "worktree", "add", "--quiet", "../beside")

    for folder in ("shallow", "beside"):
        repository.folder = tmp_path / folder
        done = repository(*LAST)
        assert done.code == 2
        assert "this clone is shallow; fetch more commits (git fetch --unshallow; fetch-depth or GIT_DEPTH" in done.err


def test_a_clone_without_old_trees_is_told_how_to_get_them(repository: Process, tmp_path: Path) -> None:
    git(repository.folder, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=tree:0", repository.folder.as_uri(), "partial")
    repository.folder = tmp_path / "partial"

    done = repository(*LAST)
    git(repository.folder, "fetch", "--quiet", "--refetch", "--filter=blob:none")

    assert done.code == 2
    assert "this clone lacks what commits changed; fetch it: git fetch --refetch --filter=blob:none" in done.err
    assert repository(*LAST).code == 1


def test_a_revision_that_there_is_not(repository: Process) -> None:
    done = repository("--scope", "corpus", "--changed", "nowhere..HEAD")

    assert (done.code, "shallow" in done.err) == (2, False)
    assert "git failed: bad revision 'nowhere..HEAD'" in done.err


def test_what_cannot_be_read_elsewhere_is_a_note(repository: Process) -> None:
    """Whoever changes one article cannot mend another file, and is not stopped by it; a look at all of it tells."""
    repository.write({"old.jsonl": '{"text": "Snow."}\n{"text": \n', "data.csv": "a,b\n1,2\n"})
    git(repository.folder, "add", ".")
    git(repository.folder, "commit", "--quiet", "-m", "Broken")
    committed(repository.folder, {"news/c.txt": "Fog lay on the river.\n"})

    touched = repository(*LAST)
    everything = repository("--scope", "corpus", "--output-format", "concise")
    broken = repository(*LAST[:3], "HEAD^^..HEAD", *LAST[4:])

    assert (touched.code, touched.err) == (0, "")
    assert (
        "note: Elsewhere in the corpus 1 file could not be read whole, such as old.jsonl; --changed all" in touched.out
    )
    assert (everything.code, "RUN002" in everything.err) == (2, True)
    assert (broken.code, ("DOC002", "old.jsonl") in concise(broken.out)) == (2, True)


def test_a_table_that_changed_is_told(repository: Process) -> None:
    settings = '[documents.plain]\ntable = "meta.csv"\n'
    committed(repository.folder, {"corpuslint.toml": settings, "meta.csv": "file,source\nnew,Sun\n", "c.txt": "One.\n"})
    note = "note: meta.csv changed: --changed all tells findings where only what it says of a file is new.\n"
    assert note in repository(*LAST).out

    repository.write({"c.txt": "Two.\n", "meta.csv": "file,source\nnew,Gazette\n"})
    git(repository.folder, "add", "c.txt")
    assert "meta.csv" not in repository("--scope", "corpus", "--changed", "staged").out
    git(repository.folder, "add", "meta.csv")
    assert note in repository("--scope", "corpus", "--changed", "staged").out
