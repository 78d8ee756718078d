"""The review as a process, and a client that says exactly what it is told to."""

from __future__ import annotations

import http.client
import json
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from subprocess import Popen
from typing import Any, Self

from tests.conftest import Process

ADDRESS = re.compile(r"http://(127\.0\.0\.1:(\d+))/#enter=(\S+)")


@dataclass
class Window:
    """What talks to a review."""

    host: str
    port: int
    token: str
    key: str = ""
    state: dict[str, Any] = field(default_factory=dict)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str | None] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request as a page of ours would make it, but for these headers (None: left out)."""
        usual: dict[str, str | None] = {
            "Host": self.host,
            "Origin": f"http://{self.host}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)) if method == "POST" else None,
            "Authorization": f"Bearer {self.key}" if self.key else None,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**usual, **(headers or {})}.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), data

    def call(self, name: str, **body: object) -> tuple[int, dict[str, Any]]:
        """One call of the page; what it is told of changes is sent along."""
        sent = json.dumps({**self.state, **body}).encode()
        status, _, data = self.send("POST", f"/api/{name}", sent)
        value = json.loads(data)
        if "changes" in value:
            self.state = {"look": value["look"], "changes": value["changes"]}
        return status, value

    def enter(self) -> Self:
        """Be let in, as the window that the address was opened in."""
        status, value = self.call("enter", token=self.token)
        assert status == 200, value
        self.key = value["key"]
        return self

    def findings(self) -> list[dict[str, Any]]:
        """What the page lists, by the names of its columns."""
        _, value = self.call("run")
        return [
            dict(zip(value["columns"], row, strict=True)) | {"doc": value["documents"][row[2]]}
            for row in value["findings"]
        ]


@dataclass
class Served(Window):
    """A running review, and a window that it was opened for."""

    child: Popen[bytes] = field(kw_only=True)

    @property
    def url(self) -> str:
        """The address that the terminal shows."""
        return f"http://{self.host}/#enter={self.token}"

    def die(self, how: int = signal.SIGKILL) -> tuple[str, str]:
        """End the process by a signal; what it has written."""
        self.child.send_signal(how)
        out, err = self.child.communicate(timeout=30)
        return out.decode(), err.decode()


def serve(process: Process, *arguments: str) -> Served:
    """Start a review and wait until it can be reached."""
    child = process.start("review", "--no-browser", *arguments)
    assert child.stdout is not None
    line = child.stdout.readline().decode()
    found = ADDRESS.search(line)
    assert found, (line, child.stderr and child.stderr.read())
    return Served(found[1], int(found[2]), found[3], child=child)
