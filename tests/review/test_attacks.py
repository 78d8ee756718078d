"""What others may try on the server of a review: each is refused, and nothing is written."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conftest import Process
from tests.review.serving import Served, serve

TEXT = "It was , he said.\n"


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Process]:
    """One folder for all: nothing may happen in it."""
    folder = tmp_path_factory.mktemp("corpus")
    made = Process(folder, shared_cache)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder.parent / "config"))
        made.write({"a.txt": TEXT})
        yield made
    made.end()


@pytest.fixture(scope="module")
def served(process: Process) -> Served:
    return serve(process).enter()


def _fix(served: Served) -> bytes:
    return json.dumps({"fingerprints": [served.findings()[0]["fingerprint"]]}).encode()


REFUSED: list[tuple[int, Mapping[str, str | None]]] = [
    (401, {"Authorization": None}),
    (401, {"Authorization": "Bearer "}),
    (401, {"Authorization": "Bearer wrong\u00e9"}),
    (401, {"Authorization": None, "Cookie": "corpuslint-review=whatever"}),
    (403, {"Origin": None}),
    (403, {"Origin": "null"}),
    (403, {"Origin": "https://evil.example"}),
    (403, {"Origin": "http://127.0.0.1:1"}),
    (403, {"Origin": "http://127.0.0.1"}),
    (403, {"Sec-Fetch-Site": "cross-site"}),
    (403, {"Sec-Fetch-Site": "same-site"}),
    (421, {"Host": "evil.example"}),
    (421, {"Host": "127.0.0.1"}),
    (421, {"Host": None}),
    (415, {"Content-Type": "text/plain"}),
    (415, {"Content-Type": "application/x-www-form-urlencoded"}),
    (411, {"Content-Length": None}),
    (411, {"Content-Length": "-1"}),
    (411, {"Content-Length": "\u0664"}),
    (411, {"Content-Length": None, "Transfer-Encoding": "chunked"}),
    (413, {"Content-Length": str(1 << 40)}),
]


@pytest.mark.parametrize(("status", "headers"), REFUSED)
def test_a_call_of_somebody_else(process: Process, served: Served, status: int, headers: dict[str, str | None]) -> None:
    body = _fix(served)
    sent = {name: value and value.encode().decode("latin-1") for name, value in headers.items()}
    found, told, data = served.send("POST", "/api/fix", b"" if status in {411, 413} else body, sent)

    assert found == status
    assert json.loads(data)["error"]
    assert not [name for name in told if name.lower().startswith("access-control")]
    assert process.read("a.txt") == TEXT.encode()
    assert served.findings(), "the server lives on"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_names_of_this_machine(served: Served, name: str) -> None:
    host = f"{name}:{served.port}"

    assert served.send("POST", "/api/run", b"{}", {"Host": host, "Origin": f"http://{host}"})[0] == 200
    assert served.send("POST", "/api/run", b"{}", {"Host": host, "Origin": "http://127.0.0.1:80"})[0] == 403


def test_a_rebound_name_cannot_even_read_the_page(served: Served) -> None:
    status, _, data = served.send("GET", "/", headers={"Host": f"evil.example:{served.port}"})

    assert status == 421
    assert b"<script" not in data


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/a.txt", "/..%2f..%2fetc/passwd", "/api/../a.txt", "//etc/passwd", "/api/fix", "/?x=1",
     "http://evil.example/", "/\\..\\a.txt", "/favicon.ico"],
)  # fmt: skip
def test_no_path_leads_to_a_file(served: Served, path: str) -> None:
    status, _, data = served.send("GET", path)

    assert status == 404
    assert b"he said" not in data


@pytest.mark.parametrize(
    ("name", "status"), [("__init__", 404), ("../fix", 404), ("", 404), ("fix/../run", 404), ("Fix", 404)]
)
def test_only_known_calls(served: Served, name: str, status: int) -> None:
    assert served.call(name)[0] == status


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "TRACE", "HEAD", "CONNECT", "BREW"])
def test_other_methods(served: Served, method: str) -> None:
    status, told, _ = served.send(method, "/api/fix")

    assert status == 501
    assert not [name for name in told if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"fingerprints": 1}', b'{"fingerprints": []}',
     b'{"fingerprints": ["../../a"]}', b'{"fingerprints": [null]}'],
)  # fmt: skip
def test_malformed_calls(process: Process, served: Served, body: bytes) -> None:
    status, _, data = served.send("POST", "/api/fix", body)

    assert status in {400, 409}
    assert json.loads(data)["error"]
    assert process.read("a.txt") == TEXT.encode()
    assert served.findings()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("keep", {"fingerprints": "@", "kept": "/etc/passwd"}),
        ("keep", {"fingerprints": "@", "kept": "../b.txt"}),
        ("prefer", {"form": "", "others": ["x"]}),
        ("prefer", {"form": "x", "others": []}),
        ("prefer", {"form": "x", "others": ["\ud800"]}),
        ("distinct", {"pair": ["x"]}),
        ("distinct", {"pair": ["x", "x"]}),
        ("accept", {"fingerprints": "@", "reason": " "}),
        ("fix", {"fingerprints": "@", "edited": "x", "before": "not what stands there"}),
        ("passage", {"fingerprint": 7}),
    ],
)
def test_decisions_that_mean_nothing(process: Process, served: Served, name: str, body: dict[str, object]) -> None:
    names = [one["fingerprint"] for one in served.findings()]
    status, value = served.call(name, **{key: names if one == "@" else one for key, one in body.items()})

    assert status == 409
    assert value["error"]
    assert sorted(path.name for path in process.folder.iterdir() if path.name[0] != ".") == ["a.txt"]


def test_the_token_is_good_once_and_only_the_right_one(served: Served) -> None:
    for token in (served.token, "", "x", None, ["x"], served.key):
        assert served.call("enter", token=token)[0] == 401


def test_the_page_holds_no_secret_and_says_what_it_may_do(served: Served) -> None:
    status, told, data = served.send("GET", "/")

    assert status == 200
    assert served.key.encode() not in data
    assert served.token.encode() not in data
    assert b"he said" not in data
    policy = told["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert told["Cache-Control"] == "no-store"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is this machine on Linux alone")
def test_other_interfaces_do_not_answer(served: Served) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", served.port), timeout=5)


def test_a_line_without_end_and_a_silent_one_do_not_stop_others(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as silent:
        silent.sendall(b"POST /api/fix HTTP/1.1\r\nHost: x\r\n")
        with socket.create_connection(("127.0.0.1", served.port), timeout=5) as endless:
            endless.sendall(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")
            assert b" 414 " in endless.recv(1000)
            assert served.findings()


def test_a_port_that_is_taken_is_an_error(process: Process, served: Served) -> None:
    done = process("review", "--no-browser", "--port", str(served.port))

    assert done.code == 2
    assert f"--port {served.port}" in done.err


@pytest.mark.parametrize(("words", "says"), [(["--port", "x"], "a port is a number"), (["nowhere"], "nowhere"),
                                             (["--zap"], "--zap")])  # fmt: skip
def test_wrong_arguments(process: Process, words: list[str], says: str) -> None:
    child = process.start("review", "--no-browser", *words, stderr=subprocess.PIPE)
    if words == ["nowhere"]:  # told, and reviewed all the same, as a check goes on with the others
        assert child.stdout is not None
        assert child.stdout.readline()
        child.send_signal(2)
    _, err = child.communicate(timeout=30)

    assert child.returncode == 2
    assert says in err.decode()
