"""The command line: which command is meant, and what its outcome is to the shell."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from corpuslint.errors import CorpuslintError, UsageError

VERBS = (
    "accept", "check", "completion", "config", "index", "map", "merge", "names", "report", "review", "rule", "server",
    "test", "undo", "version",
)  # fmt: skip
"""Commands; the first argument is one of them or the check is meant."""

CLEAN, FOUND, FAILED, INTERRUPTED, CLOSED, ENDED = 0, 1, 2, 130, 141, 143


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 clean, 1 findings left, 2 something was not checked or done."""
    _prepare_streams()
    ended = _heed_end()
    try:
        code = _code(argv)
        sys.stdout.flush()
    except CorpuslintError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return ENDED if ended else INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        return CLOSED
    except OSError as error:
        reason = "it is closed" if error.errno == errno.EBADF else error.strerror or error
        return _failed(f"{error.filename or 'standard output'}: {reason}")
    except Exception:  # noqa: BLE001 - a bug of ours must not look like findings: exit 2, with all there is to report it
        import traceback

        traceback.print_exc()
        return _failed("this is a bug in corpuslint; please report it with the lines above")
    return ENDED if ended and code == INTERRUPTED else code


def _heed_end() -> list[int]:
    """Let the signal that ends a process work as Ctrl-C does; the list holds it once it came."""
    ended: list[int] = []

    def end(number: int, _frame: object) -> None:
        ended.append(number)
        raise KeyboardInterrupt

    with suppress(ValueError):  # only the first thread of a program hears signals
        signal.signal(signal.SIGTERM, end)
    return ended


def _code(argv: Sequence[str]) -> int:
    try:
        return _run(argv)
    except SystemExit as end:  # of --help, and of arguments that cannot be read
        return end.code if isinstance(end.code, int) else FAILED


def _run(argv: Sequence[str]) -> int:
    if list(argv) in (["--version"], ["-V"]):
        argv = ["version"]
    if not argv or argv[0] not in VERBS:
        from corpuslint.cli import check

        _expect_path(argv)
        return check.main(argv, start=True)
    if os.path.exists(argv[0]):
        print(
            f"corpuslint: `{argv[0]}` is a command; write ./{argv[0]} for the path of that name",
            file=sys.stderr,
        )
    code: int = import_module(f"corpuslint.cli.{argv[0]}").main(argv[1:])
    return code


_ELSEWHERE = {
    "baseline": "--write-baseline", "clean": "--fix", "dedup": "report --dup", "diff": "--diff", "explain": "rule",
    "fix": "--fix", "format": "--fix", "help": "--help", "init": "config init", "lint": "check", "list": "rule --all",
    "lsp": "server", "rules": "rule --all", "serve": "server", "show": "config show", "statistics": "--statistics",
    "stats": "--statistics", "watch": "--watch",
}  # fmt: skip
"""How commands are called here that other tools have."""


def _expect_path(argv: Sequence[str]) -> None:
    """Raise UsageError for a first word that is no path, and near to a command or the name of an option."""
    if not argv or not argv[0].isalpha() or os.path.lexists(argv[0]):
        return
    from corpuslint.hints import did_you_mean

    here = f" Did you mean `{_ELSEWHERE[argv[0]]}`?" if argv[0] in _ELSEWHERE else ""
    if hint := here or did_you_mean(argv[0], VERBS):
        raise UsageError(f"there is no command and no path {argv[0]!r}.{hint}")


def _failed(message: str) -> int:
    from corpuslint.report.escape import terminal

    for line in message.split("\n"):  # several problems of a configuration; none is without the name before it
        print(f"corpuslint: error: {terminal(line)}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        _silence(sys.stdout)
    return FAILED


def _prepare_streams() -> None:
    """Open what the caller has closed (`>&-`), lest the next file take its place; escape what cannot be encoded.

    Nothing can be written to a standard output that was closed: a report must not be lost without a word.
    """
    for name, mode, access in (("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.open(os.devnull, access), mode, encoding="utf-8"))  # noqa: SIM115 - open until the end
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _silence(stream: object) -> None:
    """Keep the interpreter from complaining about a closed stream when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]
