"""Asks git which files there are and which have changed.

A repository is hostile input: its configuration can name programs (a file system monitor, hooks, an external
diff, ways to fetch). Only what needs none of them is called, with all of them switched off, and git's own
check of who owns the repository stays on. Nothing is fetched and nothing is written.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from corpuslint.errors import CorpuslintError, UsageError
from corpuslint.hints import visible

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

PATIENCE = 60.0
"""Seconds without a byte after which git is given up."""
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "diff.external=",
)
_DIFF = ("-z", "--no-ext-diff", "--no-textconv", "--no-renames")
"""Options with which two states of files are compared, and nothing is run."""
_VARIABLES = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_PLACES = {
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_EXTERNAL_DIFF",
    "GIT_CEILING_DIRECTORIES",
}
"""Variables that a hook inherits; they may be about another repository than the one that is asked."""


class GitUnusable(CorpuslintError):  # noqa: N818 - a state of things, as WriteRefused is
    """Git is missing, does not trust the repository, or failed."""


def root(directory: str) -> str | None:
    """The top folder of the repository that a folder lies in, found without asking git; None outside."""
    folder = os.path.abspath(directory)
    while True:
        inside = os.path.join(folder, ".git")
        if os.path.lexists(os.path.join(inside, "HEAD")) or os.path.isfile(inside):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def files(directory: str, *, untracked: bool = True) -> Iterator[str]:
    """Files below a folder that git knows, and those that it does not ignore, relative to the folder.

    Names in order of their bytes, each once, as a stream. A sub-repository is one name, and files may have
    been deleted since. Raises GitUnusable.
    """
    kinds = ["--cached", "--others", "--exclude-standard"] if untracked else ["--cached"]
    listed = _asked(directory, ["ls-files", "-z", "-t", *kinds])
    others: list[str] = []
    before = ""
    at = 0
    for line in listed:
        name = os.fsdecode(line[2:]).rstrip("/")
        if line.startswith(b"? "):
            others.append(name)
            continue
        if name == before:  # a conflict lists the versions of a file one by one
            continue
        before = name
        while at < len(others) and os.fsencode(others[at]) < line[2:]:
            yield others[at]
            at += 1
        yield name
    yield from others[at:]


def tracked(directory: str) -> Iterator[str]:
    """Files below a folder that git knows, relative to it. Raises GitUnusable."""
    return files(directory, untracked=False)


def untracked(directory: str) -> list[str]:
    """Files below a folder that git neither knows nor ignores, relative to it; a repository is one name with a slash.

    Raises GitUnusable.
    """
    return [os.fsdecode(name) for name in _asked(directory, ["ls-files", "-z", "--others", "--exclude-standard"])]


def staged(directory: str) -> list[str]:
    """Files that the next commit adds or changes, relative to the repository. Raises GitUnusable."""
    return _diff(directory, ["--staged"], index=True)


def head(directory: str) -> str:
    """The commit that is checked out. Raises GitUnusable, before the first one too."""
    said = b"".join(_output(directory, ["rev-parse", "--verify", "--end-of-options", "HEAD^{commit}"]))
    return said.decode("ascii", "replace").strip()


def since(directory: str, commit: str) -> tuple[list[str], list[str]]:
    """Files that the next commit has other than a commit, and files that it lacks, relative to the repository.

    Raises GitUnusable, where the commit is gone too.
    """
    arguments = ["diff", "--name-status", *_DIFF, "--staged", "--end-of-options", commit, "--"]
    found = _asked(root(directory) or directory, arguments, index=True)
    have: list[str] = []
    lack: list[str] = []
    for status in found:
        name = os.fsdecode(next(found))
        (lack if status == b"D" else have).append(name)
    return have, lack


def changed(directory: str, revisions: str) -> list[str]:
    """Files that a range of commits A..B or A...B adds or changes, relative to the repository.

    Raises UsageError for what is no range, GitUnusable.
    """
    if not is_range(revisions):
        raise UsageError(f"{visible(revisions)}: not a range of commits; write A..B")
    return _diff(directory, ["--end-of-options", revisions], index=False)


def is_range(text: str) -> bool:
    """Whether this can be a range of commits A..B or A...B, and nothing that git would take for an option."""
    return text.isprintable() and re.fullmatch(r"[^\s:-][^\s:]*?\.{2,3}[^\s:.-][^\s:]*", text) is not None


def pushed(environment: Mapping[str, str]) -> str | None:
    """The range of commits that pre-commit says it is run for (PRE_COMMIT_FROM_REF, PRE_COMMIT_TO_REF)."""
    first, last = environment.get("PRE_COMMIT_FROM_REF"), environment.get("PRE_COMMIT_TO_REF")
    return f"{first}...{last}" if first and last else None


def _diff(directory: str, what: Sequence[str], *, index: bool) -> list[str]:
    options = ["--name-only", *_DIFF, "--diff-filter=ACMRTUXB"]
    try:
        found = list(_asked(root(directory) or directory, ["diff", *options, *what, "--"], index=index))
    except GitUnusable as error:
        raise GitUnusable(f"{error}{_remedy(directory)}") from None
    return [os.fsdecode(name) for name in found]


def _remedy(directory: str) -> str:
    """What to do where states could not be compared; `diff` does not say that git does not trust a repository.

    Raises GitUnusable where that is so.
    """
    shallow = b"".join(_output(directory, ["rev-parse", "--is-shallow-repository"]))
    if shallow.strip() != b"true":
        return ""
    return "; this clone is shallow; fetch more commits (git fetch --unshallow; fetch-depth or GIT_DEPTH in CI)"


def _asked(directory: str, arguments: Sequence[str], *, index: bool = False) -> Generator[bytes]:
    """What git answers, cut at its NULs, as a stream. `index` as in `_output`."""
    rest = b""
    for chunk in _output(directory, arguments, index=index):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _output(directory: str, arguments: Sequence[str], *, index: bool = False) -> Generator[bytes]:
    """What git answers, as a stream. `index`: ask about the index that a hook is run for."""
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    top = root(directory)
    place = [f"--work-tree={top}"] if top else []  # the repository itself could say that its files are elsewhere
    command = ["git", "--no-pager", "-C", directory, *place, *settings, *arguments]
    run = _run_windows if sys.platform == "win32" else _run
    yield from run(command, _environment(directory, index=index))


def _environment(directory: str, *, index: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _PLACES}
    used = os.environ.get("GIT_INDEX_FILE")
    if index and used and root(directory) == root("."):  # `git commit FILE` has an index of its own
        kept["GIT_INDEX_FILE"] = os.path.abspath(used)
    return kept | _VARIABLES


def _run(command: Sequence[str], environment: Mapping[str, str]) -> Generator[bytes]:
    """The output of a program, as it comes. Without `subprocess`, which costs every start 5 ms."""
    import select

    (out, to_out), (err, to_err) = os.pipe(), os.pipe()
    pid = None
    try:
        pid = _spawned(command, environment, to_out, to_err)
        os.close(to_out)
        os.close(to_err)
        said, left = b"", [out, err]
        while left:
            ready = select.select(left, [], [], PATIENCE)[0]
            if not ready:
                raise GitUnusable(f"git did not answer for {PATIENCE:.0f} seconds")
            for fd in ready:
                chunk = os.read(fd, 1 << 16)
                if not chunk:
                    left.remove(fd)
                elif fd == out:
                    yield chunk
                else:
                    said = (said + chunk)[:4096]
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        pid = None
        if code:
            raise GitUnusable(_explained(said, code))
    finally:
        _ended(pid, (out, err))


def _spawned(command: Sequence[str], environment: Mapping[str, str], to_out: int, to_err: int) -> int:
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, to_out, 1),
        (os.POSIX_SPAWN_DUP2, to_err, 2),
    ]
    try:
        return os.posix_spawnp(command[0], list(command), environment, file_actions=actions)
    except OSError as error:
        os.close(to_out)
        os.close(to_err)
        raise GitUnusable(f"git cannot be run: {error.strerror}") from None


def _ended(pid: int | None, pipes: Sequence[int]) -> None:
    """Close what is open, and end a git whose answer nobody reads any more."""
    for fd in pipes:
        os.close(fd)
    if pid is not None:
        with suppress(OSError):
            os.kill(pid, 15)
        with suppress(OSError):
            os.waitpid(pid, 0)


def _run_windows(command: Sequence[str], environment: Mapping[str, str]) -> Generator[bytes]:
    """As `_run`; the program is looked up here, as Windows would begin in the current folder, a corpus."""
    import subprocess

    folders = environment.get("PATH", "").split(os.pathsep)
    found = (os.path.join(folder, "git.exe") for folder in folders if os.path.isabs(folder))
    program = next((path for path in found if os.path.isfile(path)), None)
    if program is None:
        raise GitUnusable("git cannot be run: it is not installed")
    done = subprocess.run(
        [program, *command[1:]],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise GitUnusable(_explained(done.stderr, done.returncode))
    yield done.stdout


def _explained(said: bytes, code: int) -> str:
    text = said.decode("utf-8", "replace")
    if "dubious ownership" in text or "safe.directory" in text:
        return (
            "git does not trust this repository, because it belongs to another user; "
            "if you do: git config --global --add safe.directory FOLDER"
        )
    if "promisor remote" in text:
        return "git failed: this clone lacks what commits changed; fetch it: git fetch --refetch --filter=blob:none"
    last = text.strip().rpartition("\n")[2].removeprefix("fatal: ")
    return f"git failed: {visible(last) or f'exit status {code}'}"
