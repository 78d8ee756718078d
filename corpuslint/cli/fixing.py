"""Where the fixes of a call go."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpuslint import sinks
from corpuslint.errors import UsageError
from corpuslint.hints import as_option
from corpuslint.rewrites import Differences
from corpuslint.settings import below

if TYPE_CHECKING:
    from argparse import Namespace

    from corpuslint.cli.command import Command
    from corpuslint.rewrites import Sink
    from corpuslint.writing.journal import Journal


def sink(command: Command) -> Sink:
    """What takes the fixes of a call that makes or shows any. Raises UsageError for options that contradict it."""
    arguments = command.arguments
    expect_sense(arguments)
    if arguments.diff:
        return Differences()
    if arguments.fix_to is not None:
        _stand_apart(arguments.fix_to, arguments.paths)
        _make_folder(arguments.fix_to)
        return sinks.Copies(arguments.fix_to, _roots(arguments.paths))
    begin = None if arguments.no_journal else journal(command)
    return sinks.InPlace(begin, arguments.fsync, arguments.break_hardlinks)


def expect_sense(arguments: Namespace) -> None:
    """Raise UsageError for options of which one would be ignored, or not be true."""
    elsewhere = [name for name in ("diff", "fix_to") if getattr(arguments, name)]
    if len(elsewhere) > 1 or (arguments.diff and (arguments.fix or arguments.fix_only)):
        raise UsageError("use one of --fix, --diff and --fix-to")
    if arguments.diff and arguments.output_format:
        raise UsageError(
            "--diff is a form of its own; leave out --output-format, or write that to a file with --output"
        )
    for name in ("write_baseline", "prune_baseline"):
        if elsewhere and getattr(arguments, name):
            option, other = map(as_option, (name, elsewhere[0]))
            raise UsageError(f"{option} is about the texts as they are, which {other} leaves alone; run it by itself")


def _stand_apart(folder: str, paths: Sequence[str]) -> None:
    """Raise UsageError where copies would lie among the texts that they are copies of, or nowhere."""
    if not folder:
        raise UsageError("--fix-to names no folder; name one for the copies")
    target = os.path.realpath(folder)
    for path in paths or ["."]:
        if below(os.path.realpath(path), target):
            raise UsageError(f"--fix-to {folder}: {path} lies in it; name a folder of its own for the copies")


def _roots(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders below which copies keep their paths: the current one, and what holds all paths that lie elsewhere."""
    here = os.getcwd()
    outside = [path for path in map(os.path.abspath, paths) if not below(path, here)]
    if not outside:
        return (here,)
    try:
        common = os.path.commonpath([os.path.dirname(path) for path in outside])
    except ValueError:  # on several drives
        return (here,)
    return (common,) if any(below(here, path) for path in outside) else (here, common)


def _make_folder(folder: str) -> None:
    """Raise UsageError where copies cannot be written."""
    reason = ""
    try:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        reason = "it is a file"
    except OSError as error:
        reason = f"it cannot be made ({error.strerror or error})"
    if reason or not os.access(folder, os.W_OK | os.X_OK):
        reason = reason or "you may not write in it"
        raise UsageError(f"--fix-to {folder}: {reason}; name a folder for the copies, which need not exist yet")


def journal(command: Command) -> Callable[[], Journal]:
    """What opens the journal of a run when the first file is written."""

    def begin() -> Journal:
        from datetime import UTC, datetime

        from corpuslint import cachedir
        from corpuslint.writing.journal import Journal

        folder = cachedir.prepare(command.settings.place("cache-dir"))
        return Journal.begin(folder, datetime.now(UTC), fsync=command.arguments.fsync)

    return begin
