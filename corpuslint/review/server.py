"""The review as a server on this machine: one page, which is the same for everybody, and calls for those let in."""

from __future__ import annotations

import json
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from corpuslint import __version__
from corpuslint.errors import CorpuslintError, UsageError
from corpuslint.report.escape import json_value, terminal
from corpuslint.report.html import page, payload
from corpuslint.result import Run
from corpuslint.review.gate import Gate, Refusal

if TYPE_CHECKING:
    from corpuslint.review.calls import Calls

CALLS = "/api/"
PATIENCE = 60
"""Seconds that a connection may say nothing."""
HEADERS = (
    "Host", "Origin", "Sec-Fetch-Site", "Content-Type", "Content-Length", "Transfer-Encoding", "Authorization",
)  # fmt: skip
"""Those that are looked at."""
_CONNECT = "connect-src 'self'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
NO_CONTENT = "default-src 'none'; frame-ancestors 'none'"


class Server(ThreadingHTTPServer):
    """Answers on the loopback interface only; `end` is set when the page says that the review is over."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let another program take the port

    def __init__(self, port: int, calls: Calls) -> None:
        """Raises UsageError where the port cannot be had."""
        try:
            super().__init__(("127.0.0.1", port), Handler)
        except OSError as error:
            raise UsageError(f"--port {port}: {error.strerror or error}; leave it out to take a free one") from error
        self.calls = calls
        self.gate = Gate(self.server_address[1])
        self.shell, self.policy = _shell()

    def stop(self) -> None:
        """End `serve_forever`, once what is being answered is."""
        threading.Thread(target=self.shutdown).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error; anything else is one of ours, and told."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def _shell() -> tuple[bytes, str]:
    """The page without any finding, and the policy under which it runs."""
    script = files(__package__).joinpath("review.js").read_text("utf-8")
    empty = payload(Run(__version__, (), (), {}, 0, 0, 0))
    parts = list(page(empty, [script], _CONNECT))
    return "".join(parts).encode(), f"{parts[1]}; frame-ancestors 'none'"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "corpuslint"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        """The page, whatever comes behind it in the address."""
        if refusal := self.server.gate.host(self._headers):
            self._refuse(refusal)
        elif self.path == "/":
            self._send(200, "text/html; charset=utf-8", self.server.shell, self.server.policy)
        else:
            self._refuse(Refusal(404, "there is nothing here; open /"))

    def do_POST(self) -> None:
        """One call."""
        gate, headers = self.server.gate, self._headers
        size = gate.size(headers)
        refusal = gate.host(headers) or gate.call(headers) or (size if isinstance(size, Refusal) else None)
        name = self.path.removeprefix(CALLS)
        if refusal is None and name != "enter":
            refusal = gate.known(headers)
        if refusal is not None or isinstance(size, Refusal):
            self._refuse(refusal or Refusal(400, "bad call"))
            return
        try:
            body = json.loads(self.rfile.read(size) or b"{}")
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            self._refuse(Refusal(400, "a call is a JSON object"))
            return
        self._answer(name, body)

    @property
    def _headers(self) -> dict[str, str]:
        """Headers by their usual names; one that comes twice is none that is known."""
        found = {name: self.headers.get_all(name, []) for name in HEADERS}
        return {name: values[0] if len(values) == 1 else "twice" for name, values in found.items() if values}

    def _answer(self, name: str, body: dict[str, Any]) -> None:
        if name == "enter":
            key = self.server.gate.enter(body.get("token"))
            told = "this address was used before, or is wrong; press Enter in the terminal for another one"
            self._json(200 if key else 401, {"key": key} if key else {"error": told})
            return
        if name == "end":
            self._json(200, {"told": "The review is over; this window can be closed."})
            self.server.stop()
            return
        try:
            answer = self.server.calls(name, body)
        except CorpuslintError as error:
            self._json(409, {"error": str(error)})
        except LookupError:
            self._json(404, {"error": "there is no such call"})
        except Exception as error:  # noqa: BLE001 - one call that fails must not end the review
            for line in traceback.format_exc().splitlines():
                print(terminal(line), file=sys.stderr)
            self._json(500, {"error": f"a bug in corpuslint: {type(error).__name__}; the terminal says more"})
        else:
            self._json(200, answer)

    def _json(self, status: int, value: object) -> None:
        self._send(status, "application/json", json.dumps(json_value(value)).encode("ascii"), NO_CONTENT)

    def _refuse(self, refusal: Refusal) -> None:
        """Answer without having read what was sent, and hang up."""
        self.close_connection = True
        self._json(refusal.status, {"error": refusal.reason})

    def _send(self, status: int, kind: str, data: bytes, policy: str) -> None:
        self.send_response(status)
        for name, value in {**_ALWAYS, "Content-Security-Policy": policy, "Content-Type": kind}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the words are ours
        """An answer to what is no request of ours."""
        self._refuse(Refusal(code, "this is not understood"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Nothing is logged: addresses hold what nobody else may know."""
