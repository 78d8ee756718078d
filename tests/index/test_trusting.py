"""`--trust-index`: the findings of a run that looks at all files, from a look at few; where that cannot be, all are."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hooks.conftest import AUTHOR
from tests.index.conftest import corpus, story
from tests.index.test_faults import flipped, segments

if TYPE_CHECKING:
    from tests.conftest import Process

DUP = ("--select", "DUP")
NEW: dict[str, bytes | str] = {
    "new/copy.txt": "\n".join(story(11)[3:]),
    "new/same.txt": corpus()["paper/s07.txt"],
    "new/other.txt": "Nothing like it was ever written in this valley before.\n",
}


class Answer:
    """What a run said, and whether it took the index at its word."""

    def __init__(self, process: Process, *arguments: str, **environment: str) -> None:
        asked = ("check", "--scope", "corpus", "--output-format", "json", *DUP, *arguments)
        done = process(*asked, stdin=b"", **environment)
        assert done.code in {0, 1}, done.err
        self.findings: list[dict[str, Any]] = json.loads(done.raw)["findings"]
        self.trusted = "as the index has them" in done.err + done.out


def trusting(process: Process, *arguments: str, **environment: str) -> Answer:
    return Answer(process, "--trust-index", *arguments, **environment)


def exact(process: Process, *arguments: str, **environment: str) -> Answer:
    return Answer(process, "--no-cache", *arguments, **environment)


@pytest.fixture
def built(peopled: Process) -> Process:
    """The corpus with its index, and new files that the index has not seen."""
    time.sleep(0.1)  # a file that changed a moment ago is read again
    peopled("index", "build", *DUP)
    peopled.write(NEW)
    return peopled


def test_new_files_are_judged_as_by_a_look_at_all(built: Process) -> None:
    for wanted in (
        ("new",),
        ("new/copy.txt", "paper/s03.txt"),
        ("records.jsonl", "market/m44.txt"),
        ("new/other.txt",),
    ):
        expected = exact(built, *wanted)
        for _ in range(2):
            answer = trusting(built, *wanted)
            assert answer.findings == expected.findings, wanted
            assert answer.trusted
    assert {row["code"] for row in trusting(built, "new").findings} >= {"DUP001", "DUP002"}


def test_rules_of_documents_run_too(built: Process) -> None:
    built.write({"new/marks.txt": 'He called him his "dear friend" ".\n'})

    answer = trusting(built, "--select", "ALL", "new/marks.txt")

    assert not answer.trusted, "other rules note other facts, and have an index of their own"
    again = trusting(built, "--select", "ALL", "new/marks.txt")
    assert again.trusted
    assert again.findings == answer.findings == exact(built, "--select", "ALL", "new/marks.txt").findings
    assert any(row["code"].startswith("PUN") for row in again.findings)


def edited(process: Process) -> None:
    process.write({"paper/s07.txt": "This is another story now.\n"})


def touched(process: Process) -> None:
    os.utime(process.folder / "paper/s07.txt")


def removed(process: Process) -> None:
    (process.folder / "paper/s07.txt").unlink()


def moved(process: Process) -> None:
    (process.folder / "paper/s07.txt").rename(process.folder / "paper/s99.txt")


def configured(process: Process) -> None:
    process.write({"corpuslint.toml": 'exclude = ["paper/"]\n'})


def ignored(process: Process) -> None:
    process.write({".corpuslintignore": "paper/\n"})


def damaged(process: Process) -> None:
    for path in segments(process.folder):
        for at in range(1000, path.stat().st_size, 4000):
            flipped(path, at)


def lost(process: Process) -> None:
    segments(process.folder)[0].unlink()


def without_look(process: Process) -> None:
    looks(process)[0].unlink()


def looked_wrong(process: Process) -> None:
    looks(process)[0].write_bytes(b"\xff no look")


def looks(process: Process) -> list[Path]:
    return list(process.folder.glob(".corpuslint_cache/index/*/look.json"))


@pytest.mark.parametrize(
    "change",
    [edited, touched, removed, moved, configured, ignored, damaged, lost, without_look, looked_wrong],
    ids=lambda change: change.__name__,
)
def test_what_matters_has_changed(built: Process, change: Callable[[Process], None]) -> None:
    change(built)
    expected = exact(built, "new")

    first = trusting(built, "new")
    second = trusting(built, "new")

    assert not first.trusted, "all files were looked at"
    assert first.findings == expected.findings
    assert second.trusted
    assert second.findings == expected.findings


def test_what_cannot_be_read_is_looked_at_in_every_run(built: Process) -> None:
    built.write({"bad.jsonl": b'{"text": "one"}\n{"text": \n'})
    built("index", "build", *DUP)
    text = corpus()["paper/s09.txt"].decode()

    assert trusting(built, "new").trusted
    built.write({"bad.jsonl": json.dumps({"text": text}) + "\n", "new/late.txt": text})
    answer = trusting(built, "new/late.txt")

    assert answer.trusted
    assert answer.findings == exact(built, "new/late.txt").findings
    assert any("bad.jsonl" in str(row) for row in answer.findings)


def test_a_copy_that_no_run_has_seen_is_no_evidence_until_one_has(built: Process) -> None:
    built.write({"elsewhere/twin.txt": NEW["new/other.txt"]})

    assert trusting(built, "new/other.txt").findings == []
    built("index", "build", *DUP)
    assert trusting(built, "new/other.txt").findings == exact(built, "new/other.txt").findings != []


def test_files_of_the_run_replace_what_the_index_has_of_them(built: Process) -> None:
    built.write({"wire/same.txt": "Now it is about something else, said the paper.\n"})

    answer = trusting(built, "wire/same.txt", "new/same.txt")

    assert answer.trusted
    assert answer.findings == exact(built, "wire/same.txt", "new/same.txt").findings


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--trust-index",), "says nothing without --scope corpus"),
        (("--trust-index", "--scope", "corpus", "--changed", "staged", "."), "no git repository"),
        (("--trust-index", "--scope", "corpus", "gone.txt"), "there is no such file or folder"),
    ],
)
def test_mistakes_are_explained(built: Process, arguments: tuple[str, ...], said: str) -> None:
    done = built(*DUP, *arguments)

    assert done.code == 2
    assert said in done.err


def test_all_files_are_looked_at_where_that_must_be(built: Process) -> None:
    (built.folder / "new/link.txt").symlink_to("../paper/s07.txt")
    built.write({"own/corpuslint.toml": "", "own/a.txt": NEW["new/same.txt"]})

    for arguments in (("new/link.txt",), ("own",), ("--changed", "all"), ("--exclude", "market/", "new")):
        answer = trusting(built, *arguments)
        assert not answer.trusted, arguments
        assert answer.findings == exact(built, *arguments).findings


def git(process: Process, *words: str) -> None:
    subprocess.run(
        ["git", *words], cwd=process.folder, env={**os.environ, **AUTHOR}, check=True, capture_output=True, timeout=60
    )


@pytest.fixture
def repository(peopled: Process) -> Process:
    """The same in a repository, all of it committed and in the index."""
    git(peopled, "init", "--quiet", "--initial-branch=main")
    git(peopled, "add", ".")
    git(peopled, "commit", "--quiet", "-m", "Files")
    time.sleep(0.1)
    peopled("index", "build", *DUP)
    return peopled


def test_what_commits_have_changed_is_looked_at(repository: Process) -> None:
    git(repository, "mv", "paper/s07.txt", "paper/s98.txt")
    git(repository, "rm", "--quiet", "wire/copy0.txt")
    repository.write({"paper/late.txt": NEW["new/other.txt"]})
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Pulled")
    repository.write(NEW)
    git(repository, "add", "new")

    answer = trusting(repository, "--changed", "staged")

    assert answer.trusted
    assert answer.findings == exact(repository, "--changed", "staged").findings
    assert "paper/s98.txt" in str(answer.findings)
    assert "paper/late.txt" in str(answer.findings)


def test_a_branch_that_is_checked_out(repository: Process) -> None:
    git(repository, "checkout", "--quiet", "-b", "side")
    repository.write({"paper/late.txt": NEW["new/other.txt"]})
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Side")
    time.sleep(0.1)
    repository("index", "build", *DUP)
    git(repository, "checkout", "--quiet", "main")
    repository.write(NEW)

    answer = trusting(repository, "new")

    assert answer.trusted
    assert answer.findings == exact(repository, "new").findings
    assert "paper/late.txt" not in str(answer.findings)


def test_a_hook_takes_no_file_for_evidence_that_git_does_not_know(repository: Process) -> None:
    repository.write({"draft.txt": NEW["new/other.txt"]})
    time.sleep(0.1)
    repository("index", "build", *DUP)
    repository.write(NEW)
    git(repository, "add", "new")

    hook = trusting(repository, PRE_COMMIT="1")
    assert hook.trusted
    assert hook.findings == exact(repository, PRE_COMMIT="1").findings
    assert "draft.txt" not in str(hook.findings)
    by_hand = trusting(repository, "--changed", "staged")
    assert by_hand.trusted
    assert "draft.txt" in str(by_hand.findings)
    git(repository, "add", "draft.txt")
    assert trusting(repository, PRE_COMMIT="1").findings == exact(repository, PRE_COMMIT="1").findings


def test_what_was_staged_and_is_no_more(repository: Process) -> None:
    """The index saw a text that was about to be committed, and then was not."""
    repository.write({"paper/s05.txt": "A text that is taken back.\n"})
    git(repository, "add", "paper")
    time.sleep(0.1)
    repository("index", "build", *DUP)
    git(repository, "reset", "--quiet", "--hard")
    repository.write({"new/five.txt": corpus()["paper/s05.txt"]})

    answer = trusting(repository, "new")

    assert answer.trusted
    assert answer.findings == exact(repository, "new").findings
    assert "paper/s05.txt" in str(answer.findings)


def test_a_look_that_others_wrote_leads_to_no_file_outside(built: Process) -> None:
    from corpuslint.cachedir import digest  # as the index writes it

    text = NEW["new/other.txt"]
    assert isinstance(text, str)
    (built.folder.parent / "secret.txt").write_text(text)
    path = looks(built)[0]
    said = json.loads(path.read_bytes().partition(b"\n")[2])
    for apart in (["../secret.txt"], [str(built.folder.parent / "secret.txt")], [".", 5]):
        body = json.dumps([*said[:3], apart, said[4]]).encode()
        path.write_bytes(digest(body).encode() + b"\n" + body)

        answer = trusting(built, "new/other.txt")

        assert not answer.trusted
        assert answer.findings == []
