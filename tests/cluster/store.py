"""A folder behind WebHDFS, a file system that Spark reads through the network without any further package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

PREFIX = "/webhdfs/v1"
LOCKED = "locked.txt"
"""A file that is listed and cannot be read."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The URI under which the folder is to be read."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Reader, folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"webhdfs://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Reader(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *rest: object) -> None:
        self._folder = folder
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        path = self._folder / unquote_to_bytes(url.path.encode("latin-1")).decode().removeprefix(PREFIX).lstrip("/")
        if not path.exists():
            error = {"exception": "FileNotFoundException", "message": f"File does not exist: {path.name}"}
            self._say({"RemoteException": error}, 404)
        elif asked["op"] == "GETFILESTATUS":
            self._say({"FileStatus": _status(path)})
        elif asked["op"] == "LISTSTATUS":
            inside = [_status(one, one.name) for one in sorted(path.iterdir())] if path.is_dir() else [_status(path)]
            self._say({"FileStatuses": {"FileStatus": inside}})
        elif asked["op"] == "GETFILEBLOCKLOCATIONS":
            self._say({"BlockLocations": {"BlockLocation": []}})
        elif path.name == LOCKED:
            self._say({"RemoteException": {"exception": "IOException", "message": "nobody may read it"}}, 500)
        else:
            first = int(asked.get("offset", 0))
            data = path.read_bytes()[first:]
            self._send(data[: int(asked.get("length", len(data)))], "application/octet-stream")

    def _say(self, content: object, code: int = 200) -> None:
        self._send(json.dumps(content).encode(), "application/json", code)

    def _send(self, data: bytes, kind: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
        pass


def _status(path: Path, name: str = "") -> dict[str, object]:
    status = path.stat()
    return {
        "accessTime": 0, "blockSize": 1 << 27, "group": "", "length": 0 if path.is_dir() else status.st_size,
        "modificationTime": status.st_mtime_ns // 1_000_000, "owner": "", "pathSuffix": name, "permission": "755",
        "replication": 1, "type": "DIRECTORY" if path.is_dir() else "FILE",
    }  # fmt: skip
