"""`corpuslint --watch` as a process, read line by line while files change."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from typing import IO

import pytest

from tests.conftest import Process

PATIENCE = 30.0
"""Seconds after which a test fails that waits for a line; none waits so long that passes."""


class Watching:
    """A watch that was started, with what it printed so far."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._lines: Queue[str | None] = Queue()
        self._said: Queue[str | None] = Queue()
        for stream, queue in ((child.stdout, self._lines), (child.stderr, self._said)):
            assert stream is not None
            threading.Thread(target=_pump, args=(stream, queue), daemon=True).start()

    def state(self) -> list[str]:
        """The findings of the next report, in the concise form."""
        return [line.partition(" [")[0] for line in self.until(lambda line: line.startswith("Checked "))[:-1]]

    def until(self, wanted: Callable[[str], bool]) -> list[str]:
        """All lines of the report up to the next one that is wanted."""
        return _until(self._lines, wanted)

    def settled(self) -> list[str]:
        """The last state, when everything was checked again; what was printed before is passed over."""
        _until(self._said, lambda line: line.startswith("Watching "))
        found: list[str] = []
        while not self._lines.empty():
            found = self.state()
        return found

    def said(self, word: str) -> str:
        """The next line on standard error that holds a word."""
        return _until(self._said, lambda line: word in line)[-1]

    def end(self) -> int:
        """The exit code after Ctrl-C."""
        self._child.send_signal(signal.SIGINT)
        return self._child.wait(PATIENCE)


def _pump(stream: IO[bytes], queue: Queue[str | None]) -> None:
    for line in stream:
        queue.put(line.decode("utf-8", "surrogateescape").rstrip("\n"))
    queue.put(None)


def _until(queue: Queue[str | None], wanted: Callable[[str], bool]) -> list[str]:
    lines: list[str] = []
    while True:
        try:
            line = queue.get(timeout=PATIENCE)
        except Empty:
            pytest.fail(f"nothing more came after {lines}")
        assert line is not None, f"it ended after {lines}"
        lines.append(line)
        if wanted(line):
            return lines


@pytest.fixture
def watch(process: Process) -> Iterator[Callable[..., Watching]]:
    """Starts a watch in the folder of the process."""

    def start(*arguments: str, **environment: str) -> Watching:
        said = ["--watch", "--output-format", "concise", *arguments]
        return Watching(process.start(*said, environment=environment))

    yield start
