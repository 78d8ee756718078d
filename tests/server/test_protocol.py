"""What comes in that is no message, or none at this time: it is answered, and the server lives on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.server.frames import Malformed, frames
from tests.conftest import Process
from tests.processes import LINUX, children, lives, wait_for


class Wire:
    """The bytes between an editor and a server."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.child = child

    def send(self, message: object) -> None:
        """Send one message; bytes are its body."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def raw(self, data: bytes) -> None:
        """Send bytes."""
        assert self.child.stdin is not None
        self.child.stdin.write(data)
        self.child.stdin.flush()

    def answer(self) -> Any:
        """The next message that is an answer."""
        assert self.child.stdout is not None
        while True:
            length = 0
            while (line := self.child.stdout.readline().strip()) or not length:
                name, _, value = line.partition(b": ")
                length = int(value) if name == b"Content-Length" else length
            message = json.loads(self.child.stdout.read(length))
            if "method" not in message:
                return message

    def open(self, path: Path, text: str) -> str:
        """Tell of a file that was opened with this text; its address."""
        item = {"uri": path.as_uri(), "languageId": "plaintext", "version": 1, "text": text}
        self.send({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}})
        return path.as_uri()

    def request(self, method: str, params: object, ident: int | str = 1) -> Any:
        """The answer to a request."""
        self.send({"jsonrpc": "2.0", "id": ident, "method": method, "params": params})
        return self.answer()


@contextmanager
def wired(process: Process) -> Iterator[Wire]:
    """A server that nothing was said to yet."""
    child = process.start("server", stdin=subprocess.PIPE)
    yield Wire(child)
    if child.poll() is None:
        child.kill()
    child.communicate()


BEGIN: dict[str, object] = {"processId": None, "rootUri": None, "capabilities": {}}
ERRORS: list[tuple[bytes, int, object]] = [
    (b"{", -32700, None),
    (b"\xff\xfe\xff", -32700, None),
    (b"[" * 100_000, -32700, None),
    (b'{"jsonrpc": "2.0", "id": 1' + b"1" * 10_000 + b"}", -32700, None),
    (b"[]", -32600, None),
    (b"null", -32600, None),
    (b'"\\ud800"', -32600, None),
    (b'{"jsonrpc": "1.0", "id": 5, "method": "shutdown"}', -32600, 5),
    (b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', -32600, None),
    (b'{"jsonrpc": "2.0", "id": true, "method": "shutdown"}', -32600, None),
    (b'{"jsonrpc": "2.0", "id": 6, "method": 7}', -32600, 6),
    (b'{"jsonrpc": "2.0", "id": 7}', -32600, 7),
    (b'{"jsonrpc": "2.0", "id": 8, "method": "no/such"}', -32601, 8),
    (b'{"jsonrpc": "2.0", "id": 9, "method": "textDocument/hover"}', -32602, 9),
    (b'{"jsonrpc": "2.0", "id": "h", "method": "textDocument/hover", "params": []}', -32602, "h"),
    (b'{"jsonrpc": "2.0", "id": 10, "method": "textDocument/hover", "params": {"position": 1}}', -32602, 10),
    (b'{"jsonrpc": "2.0", "id": 11, "method": "initialize", "params": {}}', -32600, 11),
    (b'{"jsonrpc": "2.0", "id": 12, "method": "workspace/executeCommand", "params": {"command": "rm"}}', -32602, 12),
    (b'{"jsonrpc": "2.0", "id": 13, "method": "workspace/executeCommand", "params": {"command": ACCEPT}}', -32602, 13),
]
SILENT = (
    b'{"jsonrpc": "2.0", "method": "no/such"}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}',
    json.dumps(
        {
            "jsonrpc": "2.0",
            "method": "textDocument/didChange",
            "params": {"textDocument": {"uri": "file:///no", "version": 1}, "contentChanges": [{"text": ""}]},
        }
    ).encode(),
    b'{"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": {"uri": "\\ud800"}}}',
    b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}}',
    b'{"jsonrpc": "2.0", "id": 77, "result": null}',
    b'{"jsonrpc": "2.0", "id": 78, "error": {"code": 1, "message": "x"}}',
)


def test_what_is_malformed_is_answered_and_the_server_lives_on(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    with wired(process) as wire:
        early = wire.request("textDocument/hover", {}, 3)
        assert (early["error"]["code"], early["id"]) == (-32002, 3)
        wrong = wire.request("initialize", {"capabilities": 1}, 4)
        assert (wrong["error"]["code"], wrong["id"]) == (-32602, 4)
        assert "capabilities" in wire.request("initialize", BEGIN)["result"]
        for body, code, ident in ERRORS:
            wire.send(body.replace(b"ACCEPT", b'"corpuslint.accept"'))
            answer = wire.answer()
            assert (answer["error"]["code"], answer["id"]) == (code, ident), body[:100]
        for body in SILENT:
            wire.send(body)
        for data in (
            b"hello\n\r\n",
            b"Content-Length: -1\r\n\r\n",
            b"Content-Length: x\r\n\r\n",
            b"X" * 10_000 + b"\n\n",
        ):
            wire.raw(data)
            assert wire.answer()["error"]["code"] == -32700
        wire.raw(b'Content-Length: 4\r\n\r\n{"jsonrpc": "2.0"}')  # the rest stands before the next header
        assert wire.answer()["error"]["code"] == -32700
        assert wire.request("textDocument/hover", {"textDocument": {"uri": "x"}, "position": PLACE})["result"] is None
        assert wire.request("shutdown", None)["result"] is None
        assert wire.request("shutdown", None, 5)["error"]["code"] == -32600
        wire.send({"jsonrpc": "2.0", "method": "exit"})
        assert wire.child.wait(30) == 0


PLACE = {"line": 0, "character": 0}


def test_hostile_text_and_places_do_no_harm(process: Process) -> None:
    process.write({"a.txt": "x\n"})
    texts = ["\u202e" * 1000 + ",,", '"' * 20_000, "a\r\n\u2028\x0b,,\x00\ud800\U0010ffff" * 300, "x,," * 10_000]
    with wired(process) as wire:
        wire.request("initialize", BEGIN)
        uri = wire.open(process.folder / "a.txt", "")
        for version, text in enumerate(texts, 2):
            far = {"start": {"line": 2**31 - 1, "character": 2**31 - 1}, "end": {"line": 0, "character": 0}}
            changes = [
                {"text": text},
                {"range": far, "text": "\ud83d"},
                {"range": {"start": PLACE, "end": PLACE}, "text": ","},
            ]
            which = {"uri": uri, "version": version}
            params = {"textDocument": which, "contentChanges": changes}
            wire.send({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
            where = {"start": PLACE, "end": {"line": 1, "character": 50}}
            ask = {"textDocument": {"uri": uri}, "range": where, "context": {"diagnostics": []}}
            answer = wire.request("textDocument/codeAction", ask, version)
            assert isinstance(answer["result"], list), answer
            assert "\u202e" not in json.dumps([one["title"] for one in answer["result"]], ensure_ascii=False)
        assert wire.request("shutdown", None, "end")["result"] is None


@LINUX
def test_it_ends_with_its_editor(process: Process) -> None:
    process.write({"a.txt": "x\n", "corpuslint.toml": ""})
    with wired(process) as wire:
        wire.request("initialize", {**BEGIN, "rootUri": process.folder.as_uri()})
        wire.open(process.folder / "a.txt", "Two,, b\n")
        wait_for(lambda: bool(children(wire.child.pid)))
        workers = children(wire.child.pid)
        assert wire.child.stdin is not None
        wire.child.stdin.close()
        wire.child.stdin = None
        assert wire.child.wait(30) == 1
        wait_for(lambda: not any(map(lives, workers)))


def test_what_was_asked_before_the_end_is_answered(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    with wired(process) as wire:
        wire.request("initialize", BEGIN)
        uri = wire.open(process.folder / "a.txt", "One ,, two.\n")
        place = {"textDocument": {"uri": uri}, "position": PLACE, "range": {"start": PLACE, "end": PLACE}}
        params = {**place, "context": {"diagnostics": []}}
        wire.send({"jsonrpc": "2.0", "id": 2, "method": "textDocument/codeAction", "params": params})
        wire.send({"jsonrpc": "2.0", "id": 3, "method": "shutdown"})
        answers = {answer["id"]: answer for answer in (wire.answer(), wire.answer())}
        assert (set(answers), "error" in answers[2], answers[3].get("result", "?")) == ({2, 3}, False, None)
        wire.send({"jsonrpc": "2.0", "method": "exit"})
        assert wire.child.wait(30) == 0


def test_nothing_but_messages_is_on_standard_output(process: Process) -> None:
    process.write({
        "rules/loud.yaml": LOUD, "rules/loud.py": MODULE,
        "a.txt": "x\n",
    })  # fmt: skip
    child = process.start("server", "--rules", "rules", stdin=subprocess.PIPE)
    wire = Wire(child)
    wire.request("initialize", BEGIN)
    uri = wire.open(process.folder / "a.txt", "Loud.\n")
    ask = {
        "textDocument": {"uri": uri},
        "range": {"start": PLACE, "end": PLACE},
        "context": {"diagnostics": []},
    }
    assert wire.request("textDocument/codeAction", ask)["result"] == []
    assert wire.request("shutdown", None)["result"] is None
    wire.send({"jsonrpc": "2.0", "method": "exit"})
    out, err = child.communicate(timeout=30)
    assert (out, b"louder" in err) == (b"", True)


MODULE = """\
from corpuslint.api import Rule

print("loud")


class Loud(Rule):
    def check(self, doc):
        print("louder", flush=True)
        return iter(())
"""
LOUD = """\
code: X001
name: loud
summary: It prints
why: It prints.
severity: warning
fix: none
default: on
stage: text
python: loud.py:Loud
triggers: ['Loud']
"""


def test_without_pygls_it_says_what_to_install(process: Process, tmp_path: Path) -> None:
    without = tmp_path / "without"
    without.mkdir()
    (without / "pygls.py").write_text("raise ImportError('not here')\n", "utf-8")

    done = process("server", PYTHONPATH=str(without))

    assert (done.code, done.raw) == (2, b"")
    assert "pip install 'corpuslint[server]'" in done.err


def test_it_takes_no_paths(process: Process) -> None:
    assert process("server", "a.txt").code == 2


@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b"\r\n", b"\n", b"Content-Length: 3\r\n\r\nabc"]))))
def test_whatever_comes_in_the_next_message_is_found(parts: list[bytes]) -> None:
    noise = b"".join(parts).replace(b"Content-Length: ", b"Content-Length; ") + b"\n\n"
    found = list(frames(BytesIO(noise + b"content-length: 5\r\nX: y\r\n\r\nhello")))

    assert found[-1] == b"hello"
    assert all(isinstance(one, Malformed) for one in found[:-1])


@pytest.mark.parametrize("rest", [b"", b"he"])
def test_a_message_that_breaks_off_is_none(rest: bytes) -> None:
    assert list(frames(BytesIO(b"Content-Length: 5\r\n\r\n" + rest))) == []


def test_a_message_beyond_all_measure_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpuslint.server.frames.LONGEST", 10)
    (long, short) = frames(BytesIO(b"Content-Length: 11\r\n\r\nhello worldContent-Length: 2\r\n\r\n{}"))

    assert isinstance(long, Malformed)
    assert short == b"{}"
