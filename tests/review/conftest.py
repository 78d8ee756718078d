"""A terminal of our own: the command runs in it, reads lines and writes to it, as with a person."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from tests.conftest import Process

PATIENCE = 30.0


@dataclass
class Terminal:
    """One process in a pseudo-terminal."""

    pid: int
    descriptor: int
    seen: str = ""
    code: int | None = None
    _at: int = field(default=0, repr=False)

    def until(self, text: str) -> str:
        """What is written up to and with this text, which must come."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen[self._at :]:
            assert time.monotonic() < end, f"{text!r} does not come: {self.seen[self._at :]!r}"
            assert self._more(end), f"it ended before {text!r}: {self.seen[self._at :]!r}"
        stop = self.seen.index(text, self._at) + len(text)
        told, self._at = self.seen[self._at : stop], stop
        return told

    def line(self, text: str) -> None:
        """Type a line."""
        os.write(self.descriptor, f"{text}\n".encode())

    def key(self, byte: bytes) -> None:
        """Press a key, such as Ctrl-C or Ctrl-D."""
        os.write(self.descriptor, byte)

    def answer(self, *answers: str) -> str:
        """Answer the next questions, each with one line, and wait for the one after; what was shown."""
        told = ""
        for text in answers:
            self.line(text)
            told += self.until("]? ")
        return told

    def end(self) -> str:
        """What is written up to the end of the process, whose exit code is known then."""
        end = time.monotonic() + PATIENCE
        while self._more(end):
            pass
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        told, self._at = self.seen[self._at :], len(self.seen)
        assert "Traceback" not in told, told
        return told

    def _more(self, end: float) -> bool:
        if not select.select([self.descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self.descriptor, 1 << 16)
        except OSError:  # Linux says so where the other end is closed
            return False
        self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)


Start = Callable[..., Terminal]


@pytest.fixture
def terminal(process: Process) -> Iterator[Start]:
    """Starts the command with these arguments in a terminal of 100 columns."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals here")
    import fcntl
    import pty
    import struct
    import termios

    started: list[Terminal] = []

    def start(*arguments: str, **environment: str) -> Terminal:
        pid, descriptor = pty.fork()
        if pid == 0:
            _become(process, arguments, environment)
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        started.append(Terminal(pid, descriptor))
        return started[-1]

    yield start
    for one in started:
        os.close(one.descriptor)
        if one.code is None:
            os.kill(one.pid, 9)
            os.waitpid(one.pid, 0)


def _become(process: Process, arguments: Sequence[str], environment: dict[str, str]) -> None:
    os.chdir(process.folder)
    command = [sys.executable, "-m", "corpuslint", *arguments]
    variables = process.environment(TERM="dumb", **environment)
    os.execve(sys.executable, command, variables)  # noqa: S606 - the child of a pseudo-terminal becomes the command
