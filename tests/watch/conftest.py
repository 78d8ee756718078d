"""`corpuslint --watch` as a process, read line by line while files change."""

from __future__ import annotations

import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from typing import IO

import pytest

from tests.conftest import Process

FINDING = re.compile(r"\S+:\d+:\d+: ")
PATIENCE = 30.0
"""Seconds after which a test fails that waits for a line; none waits so long that passes."""


class Watching:
    """A watch that was started; its reports and what it says of itself come in one stream."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._lines: Queue[str | None] = Queue()
        self._pump = threading.Thread(target=_pump, args=(child.stdout, self._lines))
        self._pump.start()
        self._last: list[str] = []

    def state(self) -> list[str]:
        """The findings of the next report, in the concise form: place, severity and code."""
        self.said("Checked ")
        return self._last

    def settled(self) -> list[str]:
        """The same of the last report when everything was checked again."""
        self.said("Watching ")
        return self._last

    def said(self, word: str) -> str:
        """The next line that holds a word."""
        findings: list[str] = []
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except Empty:
                pytest.fail(f"nothing came with {word!r}, only {findings}")
            assert line is not None, f"it ended after {findings}"
            if FINDING.match(line):
                findings.append(" ".join(line.split()[:3]))
            if line.startswith("Checked "):
                self._last, findings = findings, []
            if word in line:
                return line

    def end(self) -> int:
        """The exit code after Ctrl-C."""
        self._child.send_signal(signal.SIGINT)
        return self._child.wait(PATIENCE)

    def close(self) -> None:
        """End what a test that failed has left running."""
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait()
        self._pump.join()


def _pump(stream: IO[bytes] | None, queue: Queue[str | None]) -> None:
    assert stream is not None
    with stream:
        for line in stream:
            queue.put(line.decode("utf-8", "surrogateescape").rstrip("\n"))
    queue.put(None)


@pytest.fixture
def watch(process: Process) -> Iterator[Callable[..., Watching]]:
    """Starts a watch in the folder of the process."""

    started: list[Watching] = []

    def start(*arguments: str, **environment: str) -> Watching:
        said = ["--watch", "--output-format", "concise", *arguments]
        started.append(Watching(process.start(*said, stderr=subprocess.STDOUT, environment=environment)))
        return started[-1]

    yield start
    for one in started:
        one.close()
