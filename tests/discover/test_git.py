"""Git: what it is asked, what it answers, and that a hostile repository runs nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint import git
from corpuslint.errors import UsageError
from tests.processes import children

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, *arguments: str) -> str:
    """Git itself, for setting up."""
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
    done = subprocess.run(command, check=True, capture_output=True)
    return os.fsdecode(done.stdout)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "main")
    return folder


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_root_is_found_without_git(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (repository / "a/b").mkdir(parents=True)
    assert git.root(str(repository / "a/b")) == str(repository)
    assert git.root(str(tmp_path)) is None
    (tmp_path / "empty/.git").mkdir(parents=True)
    assert git.root(str(tmp_path / "empty")) is None
    write(tmp_path / "worktree/.git", "gitdir: elsewhere")
    assert git.root(str(tmp_path / "worktree")) == str(tmp_path / "worktree")


def test_files_come_in_order_tracked_and_untracked_and_not_ignored(repository: Path) -> None:
    for name in ("b.txt", "a.txt", "a/z.txt", "ä.txt", "x/ignored.txt", "gone.txt"):
        write(repository / name)
    write(repository / ".gitignore", "ignored.txt\n")
    run(repository, "add", "a.txt", "ä.txt", "gone.txt", ".gitignore")
    (repository / "gone.txt").unlink()
    assert list(git.files(str(repository))) == [".gitignore", "a.txt", "a/z.txt", "b.txt", "gone.txt", "ä.txt"]
    assert list(git.tracked(str(repository))) == [".gitignore", "a.txt", "gone.txt", "ä.txt"]
    assert list(git.files(str(repository / "a"))) == ["z.txt"]


def test_names_of_any_bytes_survive(repository: Path) -> None:
    names = [b"new\nline.txt", b"\xff\xfe.txt", b"tab\t.txt", b'quote".txt', b" .txt", b"-f.txt"]
    for name in names:
        with open(os.path.join(os.fsencode(repository), name), "wb"):
            pass
    assert [os.fsencode(name) for name in git.files(str(repository))] == sorted(names)


def test_a_conflict_is_one_file(repository: Path) -> None:
    write(repository / "a.txt", "1\n")
    run(repository, "add", ".")
    run(repository, "commit", "-qm", "1")
    run(repository, "checkout", "-qb", "other")
    write(repository / "a.txt", "2\n")
    run(repository, "commit", "-qam", "2")
    run(repository, "checkout", "-q", "main")
    write(repository / "a.txt", "3\n")
    run(repository, "commit", "-qam", "3")
    with pytest.raises(subprocess.CalledProcessError):
        run(repository, "merge", "-q", "other")
    assert list(git.files(str(repository))) == ["a.txt"]


def test_a_repository_inside_is_one_name(repository: Path) -> None:
    (repository / "inner").mkdir()
    run(repository / "inner", "init", "-q")
    write(repository / "inner/a.txt")
    write(repository / "z.txt")
    assert list(git.files(str(repository))) == ["inner", "z.txt"]


def test_staged_and_changed_files(repository: Path) -> None:
    for name in ("kept.txt", "edited.txt", "moved.txt", "deleted.txt"):
        write(repository / name, f"{name}\n" * 20)
    run(repository, "add", ".")
    run(repository, "commit", "-qm", "1")
    write(repository / "edited.txt", "new")
    write(repository / "sub/added.txt", "new")
    write(repository / "unstaged.txt", "new")
    run(repository, "mv", "moved.txt", "renamed.txt")
    run(repository, "rm", "-q", "deleted.txt")
    run(repository, "add", "edited.txt", "sub/added.txt")
    expected = ["edited.txt", "renamed.txt", "sub/added.txt"]
    assert git.staged(str(repository)) == expected
    assert git.staged(str(repository / "sub")) == expected
    run(repository, "commit", "-qm", "2")
    assert git.staged(str(repository)) == []
    assert git.changed(str(repository), "HEAD~1..HEAD") == expected
    assert git.changed(str(repository), "HEAD~1...HEAD") == expected


def test_staged_in_a_first_commit(repository: Path) -> None:
    write(repository / "a.txt")
    run(repository, "add", ".")
    assert git.staged(str(repository)) == ["a.txt"]


def test_the_index_of_a_partial_commit_is_asked(repository: Path) -> None:
    """In the hook of `git commit FILE` the staged files are those of an index of its own."""
    write(repository / "a.txt")
    write(repository / "b.txt")
    run(repository, "add", ".")
    hook = write(
        repository / ".git/hooks/pre-commit",
        f"#!/bin/sh\n'{sys.executable}' -c 'from corpuslint import git; print(git.staged(\".\"))' > seen 2>&1\n",
    )
    hook.chmod(0o755)
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        run(repository, "commit", "-qm", "one", "b.txt")
    finally:
        del os.environ["PYTHONPATH"]
    assert (repository / "seen").read_text() == "['b.txt']\n"


def test_variables_of_another_repository_do_not_mislead(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    run(other, "init", "-q")
    write(other / "wrong.txt")
    run(other, "add", ".")
    write(repository / "right.txt")
    run(repository, "add", ".")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.chdir(other)
    assert list(git.files(str(repository))) == ["right.txt"]
    assert git.staged(str(repository)) == ["right.txt"]


@pytest.mark.parametrize(
    "revisions", ["HEAD", "--output=/tmp/x..y", "a..--b", "a..b --no-index", "a..b\n", "..b", "a..", ""]
)
def test_what_is_no_range_never_reaches_git(repository: Path, revisions: str) -> None:
    with pytest.raises(UsageError, match="not a range of commits"):
        git.changed(str(repository), revisions)


def test_a_range_that_does_not_exist_is_told(repository: Path) -> None:
    with pytest.raises(git.GitUnusable, match=r"git failed: .*nope"):
        git.changed(str(repository), "nope..HEAD")


def test_the_range_of_pre_commit() -> None:
    assert git.pushed({"PRE_COMMIT_FROM_REF": "a", "PRE_COMMIT_TO_REF": "b"}) == "a...b"
    assert git.pushed({"PRE_COMMIT_FROM_REF": "a"}) is None
    assert git.pushed({}) is None


def test_without_git_there_is_a_clear_error(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(git.GitUnusable, match="git cannot be run"):
        list(git.files(str(repository)))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else_is_not_trusted(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUDO_UID", raising=False)
    for path in (repository, repository / ".git"):
        os.chown(path, 12345, 12345)
    folder, told = str(repository), "belongs to another user; if you do: git config --global"
    with pytest.raises(git.GitUnusable, match=told):
        list(git.files(folder))
    with pytest.raises(git.GitUnusable, match=told):
        git.staged(folder)
    with pytest.raises(git.GitUnusable, match=told):
        git.changed(folder, "HEAD^..HEAD")


def test_git_that_says_nothing_is_given_up(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(repository / ".git/info/exclude-pipe")
    run(repository, "config", "core.excludesFile", str(repository / ".git/info/exclude-pipe"))
    monkeypatch.setattr(git, "PATIENCE", 0.5)
    with pytest.raises(git.GitUnusable, match="did not answer"):
        list(git.files(str(repository)))


def test_an_answer_that_nobody_reads_to_its_end_leaves_nothing_behind(repository: Path) -> None:
    for number in range(3000):
        write(repository / f"{number:0100}.txt")
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    others = children(os.getpid())
    listed = git.files(str(repository))
    next(listed)
    del listed
    assert (len(os.listdir("/proc/self/fd")) if before else 0) == before
    assert children(os.getpid()) == others


def test_a_hostile_repository_runs_nothing(repository: Path, tmp_path: Path) -> None:
    """S4: every key of a repository's configuration that names a program, and hooks."""
    ran = tmp_path / "ran"
    evil = write(tmp_path / "evil", f'#!/bin/sh\necho "$0 $@" >> "{ran}"\n')
    evil.chmod(evil.stat().st_mode | stat.S_IXUSR)
    write(repository / "a.txt", "1")
    run(repository, "add", ".")
    run(repository, "commit", "-qm", "1")
    write(repository / ".gitattributes", "*.txt diff=evil filter=evil merge=evil\n")
    write(repository / "a.txt", "2")
    write(repository / "b.txt", "2")
    run(repository, "add", ".")
    run(repository, "commit", "-qm", "2", "--no-verify")
    for key in (
        "core.fsmonitor", "core.pager", "pager.diff", "pager.ls-files", "core.editor", "core.sshCommand",
        "core.gitProxy", "core.alternateRefsCommand", "diff.external", "diff.evil.command", "diff.evil.textconv",
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "gpg.program", "credential.helper",
        "uploadpack.packObjectsHook", "alias.ls-files", "alias.diff", "interactive.diffFilter", "core.askPass",
    ):  # fmt: skip
        run(repository, "config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    run(repository, "config", "core.hooksPath", str(tmp_path / "hooks"))
    for name in ("post-index-change", "pre-commit", "fsmonitor-watchman", "query-watchman"):
        hook = write(tmp_path / "hooks" / name, f"#!/bin/sh\ntouch '{ran}'\n")
        hook.chmod(0o755)
    write(repository / "c.txt", "3")
    run(repository, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "-c", "filter.evil.clean=cat",
        "-c", "filter.evil.process=", "add", "c.txt")  # fmt: skip
    ran.unlink(missing_ok=True)
    assert list(git.files(str(repository))) == [".gitattributes", "a.txt", "b.txt", "c.txt"]
    assert list(git.tracked(str(repository))) == [".gitattributes", "a.txt", "b.txt", "c.txt"]
    assert git.staged(str(repository)) == ["c.txt"]
    assert git.changed(str(repository), "HEAD~1..HEAD") == [".gitattributes", "a.txt", "b.txt"]
    assert not ran.exists(), ran.read_text()
    trap = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "diff", "--ext-diff", "HEAD~1"]
    subprocess.run(["git", "-C", repository, *trap], check=False, capture_output=True)
    assert ran.exists(), "the trap is no trap: git left alone runs nothing either"


def test_a_repository_that_points_elsewhere_gives_no_names_from_there(repository: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/secret.txt")
    write(repository / "a.txt")
    run(repository, "config", "core.worktree", str(tmp_path / "elsewhere"))
    assert list(git.files(str(repository))) == ["a.txt"]


def test_worktrees_and_submodules_are_repositories(repository: Path, tmp_path: Path) -> None:
    write(repository / "a.txt")
    run(repository, "add", ".")
    run(repository, "commit", "-qm", "1")
    run(repository, "worktree", "add", "-q", str(tmp_path / "tree"))
    write(tmp_path / "tree/b.txt")
    assert list(git.files(str(tmp_path / "tree"))) == ["a.txt", "b.txt"]
    above = tmp_path / "above"
    above.mkdir()
    run(above, "init", "-q")
    run(above, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository), "inner")
    write(above / "inner/c.txt")
    assert list(git.files(str(above))) == [".gitmodules", "inner"]
    assert list(git.files(str(above / "inner"))) == ["a.txt", "c.txt"]
