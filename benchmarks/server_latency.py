"""How soon the language server tells of a defect that is written into an open document of a large corpus.

python benchmarks/server_latency.py [--documents 10000] [--rounds 20]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import index_speed
from articles import article


class Wire:
    """Messages to a server and from it."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-P", "-m", "corpuslint", "server"]
        self._child = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._version = 1
        capabilities: dict[str, object] = {}
        begin = {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities}
        self._send({"id": 1, "method": "initialize", "params": begin})
        self._send({"method": "initialized", "params": {}})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._child.stdin is not None
        self._child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._child.stdin.flush()

    def open(self, uri: str, text: str) -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": "plaintext", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": item}})

    def insert(self, uri: str, text: str) -> int:
        """Write at the start of the second line; the version that this makes."""
        self._version += 1
        place = {"line": 1, "character": 0}
        change = {"range": {"start": place, "end": place}, "text": text}
        which = {"uri": uri, "version": self._version}
        self._send({"method": "textDocument/didChange", "params": {"textDocument": which, "contentChanges": [change]}})
        return self._version

    def told(self, version: int, code: str) -> None:
        """Wait until a finding of that rule is told of that version."""
        assert self._child.stdout is not None
        while True:
            length = 0
            while (line := self._child.stdout.readline().strip()) or not length:
                name, _, value = line.partition(b": ")
                length = int(value) if name == b"Content-Length" else length
            message: Any = json.loads(self._child.stdout.read(length))
            params = message.get("params") or {}
            if params.get("version") == version and any(one["code"] == code for one in params["diagnostics"]):
                return

    def end(self) -> None:
        """End the server."""
        self._send({"id": 2, "method": "shutdown", "params": None})
        self._send({"method": "exit", "params": None})
        self._child.wait()


def main() -> None:
    """Print how long it took, with what the server waits for on purpose."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index_speed.write(folder, arguments.documents)
        (folder / "files" / "copy.txt").write_text("Short.\n", "utf-8")
        measure(folder / "files", arguments.rounds)


def measure(folder: Path, rounds: int) -> None:
    """Write a defect again and again; then the text of another document, which rules across files find."""
    wire = Wire(folder)
    uri = (folder / "new.txt").as_uri()
    wire.open(uri, article(1))
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        wire.told(wire.insert(uri, "Two commas,, here.\n"), "PUN003")
        took.append(time.perf_counter() - begin)
    print(f"written until told: {_row(took)}; of that the server waits 150 ms for more to be written", flush=True)
    other = next(folder.rglob("0000001.txt")).read_text("utf-8")
    uri = (folder / "copy.txt").as_uri()
    begin = time.perf_counter()
    wire.open(uri, other)
    wire.told(1, "DUP001")
    print(f"the first copy of another document, its corpus of no index read first: {time.perf_counter() - begin:.1f} s")
    wire.end()


def _row(took: list[float]) -> str:
    low, middle, high = min(took), statistics.median(took), max(took)
    return f"median {middle * 1000:.0f} ms, least {low * 1000:.0f} ms, most {high * 1000:.0f} ms"


if __name__ == "__main__":
    main()
