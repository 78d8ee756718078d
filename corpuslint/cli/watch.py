"""`--watch`: what changes is checked again at once, and everything again where nothing more changes.

The first answer is about the changed files, see `rechecking`; everything is checked by a process in the background, so
that the outcome is that of a fresh run, and no change waits for it.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from corpuslint.cli import FAILED, INTERRUPTED, inputs, outcome, reports
from corpuslint.cli.background import Background
from corpuslint.cli.command import Command
from corpuslint.cli.rechecking import Checked, fresh
from corpuslint.errors import CorpuslintError, UsageError
from corpuslint.hints import as_option
from corpuslint.report.escape import path as shown
from corpuslint.report.escape import terminal
from corpuslint.report.summary import count

if TYPE_CHECKING:
    from argparse import Namespace
    from concurrent.futures import Future

    from corpuslint.result import Run

STEP, TOGETHER, PATIENCE = 20, 100, 200
"""Milliseconds: without a change after which changes are taken together, that this takes at most, and between two looks
at what is done in the background."""
QUIET = 0.5
"""Seconds without a change after which everything is checked again."""
_OURS = tuple(f"{os.sep}{name}{os.sep}" for name in (".corpuslint_cache", ".git"))
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
_OTHERS = (
    "review", "fix", "fix_only", "diff", "fix_to", "write_baseline", "prune_baseline", "show_files", "stdin_filename",
    "files_from",
)  # fmt: skip
"""Options that a watch does not go together with."""
Number = tuple[int, int]
"""Device and inode."""


def main(command: Command) -> int:
    """Check until somebody ends it, and return the exit code of the last state."""
    _expect_fit(command.arguments)
    watch = Watch(command)
    try:
        watch.run()
    except KeyboardInterrupt:
        pass
    finally:
        watch.background.end()
    return watch.code


def _expect_fit(arguments: Namespace) -> None:
    """Raise UsageError for what does not go together with --watch, or where watchfiles is not installed."""
    for name in _OTHERS:
        if getattr(arguments, name):
            raise UsageError(f"--watch and {as_option(name)} do not go together; leave out one of the two")
    if "-" in arguments.paths:
        raise UsageError("--watch and standard input do not go together; name files or folders")
    try:
        import watchfiles  # noqa: F401 - whether it is there, before anything is checked
    except ImportError:
        raise UsageError("--watch needs watchfiles; pip install 'corpuslint[watch]'") from None


class Watch:
    """A corpus under watch."""

    def __init__(self, command: Command) -> None:
        self.code = INTERRUPTED
        """The exit code of the last state."""
        self.background = Background()
        self._arguments = command.arguments
        self._command = command
        self._checked: Checked | None = None
        """The state that was told; None where nothing could be checked."""
        self._inputs: inputs.State = {}
        self._fresh: Future[Run] | None = None
        self._due = 0.0
        """When everything is to be checked again (monotonic seconds); 0: it needs not."""
        self._begun = self._took = 0.0
        """When the check of everything was begun, and the seconds that the last one took."""

    def run(self) -> None:
        """Check everything, and check again what changes, until KeyboardInterrupt."""
        own = _written(self._command)
        batches = _changes(self._command, own)
        next(batches)  # from here on no change is missed
        self._everything()
        own |= _written(self._command)  # reports that were not there before
        for paths in batches:
            if self._is_about_all(paths):
                self._everything()
            elif paths and self._checked is not None:
                self._again(self._checked, paths)
            self._follow_up()

    def _is_about_all(self, paths: Sequence[str]) -> bool:
        """Whether something changed that holds for more than one file."""
        if any(os.path.basename(path) in inputs.SPECIAL for path in paths):
            return True
        settings = self._checked.scope.settings if self._checked else (self._command.settings,)
        return inputs.state(self._command, settings) != self._inputs

    def _everything(self) -> None:
        """Check everything here, with the configuration as it is now."""
        self._fresh, self._due = None, 0.0
        try:
            self._command = Command(self._arguments)
            self._checked = Checked(self._command)
        except CorpuslintError as error:
            self._failed(error)
        else:
            self._tell(self._checked.run, f"Watching {count(len(self._checked.scope.tasks), 'file')}")
            if self._checked.run.interrupted:
                raise KeyboardInterrupt
        settings = self._checked.scope.settings if self._checked else (self._command.settings,)
        self._inputs = inputs.state(self._command, settings)

    def _again(self, checked: Checked, paths: Sequence[str]) -> None:
        """Check changed files, and put off what the others have to say of it."""
        begin = time.monotonic()
        self._fresh = None
        try:
            changed = checked.again(paths)
        except CorpuslintError as error:
            self._failed(error)
            return
        if not changed:
            return
        self._due = time.monotonic() + max(QUIET, self._took)
        first = f"{shown(os.path.relpath(changed[0]))}{f' and {len(changed) - 1:,} more' if len(changed) > 1 else ''}"
        took = time.monotonic() - begin
        self._tell(checked.run, f"{first} checked again in {took:.2f} s; what it means for other files follows")

    def _follow_up(self) -> None:
        """Begin to check everything in the background when it is due, and tell what is new in the outcome."""
        if self._fresh is None:
            if self._due and time.monotonic() >= self._due:
                self._due, self._begun = 0.0, time.monotonic()
                self._fresh = self.background.begin(fresh, self._arguments)
            return
        if not self._fresh.done() or self._checked is None:
            return
        future, self._fresh = self._fresh, None
        try:
            run = future.result()
        except CorpuslintError as error:
            self._failed(error)
        except (CancelledError, RuntimeError, OSError):  # the process died; nothing is lost but its haste
            self._everything()
        else:
            self._took = time.monotonic() - self._begun
            told, self._checked.run = self._checked.run, run
            status = f"Watching {count(run.files, 'file')}"
            if (told.results, told.troubles) != (run.results, run.troubles):
                self._tell(run, status)
            else:
                self._say(f"{status}. Ctrl-C ends.")

    def _tell(self, run: Run, status: str) -> None:
        """Print the reports of a state."""
        self.code = outcome.exit_code(self._command, run, changes=False)
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and not self._arguments.silent:
            sys.stdout.write(CLEAR)
        reports.write(self._command, run, None)
        sys.stdout.flush()
        self._say(f"{status}. Ctrl-C ends.")

    def _failed(self, error: Exception) -> None:
        """Tell that nothing could be checked; the next change may mend that."""
        self.code, self._checked = FAILED, None
        for line in str(error).split("\n"):
            print(f"corpuslint: error: {terminal(line)}", file=sys.stderr)
        self._say("Waiting for a change. Ctrl-C ends.")

    def _say(self, text: str) -> None:
        if not (self._arguments.quiet or self._arguments.silent):
            print(text, file=sys.stderr, flush=True)


def _changes(command: Command, own: Collection[Number]) -> Iterator[list[str]]:
    """Absolute paths of what changed, was made or removed since the last time; none after some time without.

    `own` are files that we write, which are left out: one report would lead to the next. Raises UsageError where
    nothing can be watched.
    """
    import watchfiles

    def matters(_: object, path: str) -> bool:
        return not any(name in path for name in _OURS) and _number(path) not in own

    paths = [*(command.arguments.paths or ["."]), *([command.root] if command.settings.scope == "corpus" else [])]
    folders = sorted({os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path) or ".") for path in paths})
    if missing := [folder for folder in folders if not os.path.isdir(folder)]:
        raise UsageError(f"{shown(missing[0])}: there is no such folder to watch; check the path")
    batches = watchfiles.watch(
        *folders, watch_filter=matters, step=STEP, debounce=TOGETHER, rust_timeout=PATIENCE, yield_on_timeout=True,
        ignore_permission_denied=True, recursive=any(map(os.path.isdir, paths)),
    )  # fmt: skip
    try:
        for batch in batches:
            yield sorted({path for _, path in batch})
    except (OSError, RuntimeError) as error:
        where = ", ".join(map(shown, folders))
        raise UsageError(f"{where}: cannot be watched ({error}); WATCHFILES_FORCE_POLLING=1 may help") from None


def _written(command: Command) -> set[Number]:
    """The files that reports go to, where there are any, and where the output of this process goes."""
    places: list[str | int] = [*reports.targets(command), 1, 2]
    return {number for where in places if (number := _number(where))}


def _number(where: str | int) -> Number | None:
    """What tells a regular file from all others; None of anything else."""
    try:
        status = os.stat(where)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
