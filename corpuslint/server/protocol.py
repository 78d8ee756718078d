"""The protocol between editor and server: what comes in is answered, whatever it is, and the server lives on."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter
from pygls.protocol import LanguageServerProtocol, lsp_method

from corpuslint.server.frames import Malformed, frames

if TYPE_CHECKING:
    from corpuslint.server.service import Service

PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS, NOT_INITIALIZED = -32700, -32600, -32602, -32002
WAITING = 64
"""Messages that are read ahead."""


class Protocol(LanguageServerProtocol):
    """The protocol as pygls has it, but for the text of documents, which `Service` keeps, and for what is malformed."""

    _server: Service
    begun = False
    """Whether the editor has said what it is and can."""
    ended = False
    """Whether the editor has said that it ends."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take in a document."""
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take in what somebody wrote."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document."""
        self._server.closed(params.text_document.uri)

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *_: object) -> Generator[Any, Any, None]:
        """Do nothing more: what was asked before is still answered. That of pygls fails where anything was."""
        yield from ()

    def take(self, body: bytes | Malformed) -> None:
        """Answer one message, or what came in place of one."""
        if isinstance(body, Malformed):
            self._refuse(None, PARSE_ERROR, body)
            return
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, PARSE_ERROR, f"no JSON: {error}")
            return
        if (problem := _problem(message)) or (problem := self._out_of_turn(message)):
            ident = message.get("id") if isinstance(message, dict) else None
            self._refuse(ident if _is_id(ident) else None, *problem, told=_is_answered(message))
            return
        if "method" in message:
            message.setdefault("params", None)
        try:
            structured = self.structure_message(message)
        except (JsonRpcException, RecursionError):
            problem = INVALID_PARAMS, f"the parameters of {message.get('method')!r} are not what they must be"
            self._refuse(message.get("id"), *problem, told=_is_answered(message))
        else:
            self.begun = self.begun or message.get("method") == types.INITIALIZE
            self.ended = self.ended or message.get("method") == types.SHUTDOWN
            self.handle_message(structured)

    def _out_of_turn(self, message: dict[str, Any]) -> tuple[int, str] | None:
        """Why a message comes too early or too late; None where it does not."""
        method = message.get("method")
        if method is None:
            return None
        if self.ended:
            return INVALID_REQUEST, "the server was told to shut down"
        if method == types.INITIALIZE:
            return (INVALID_REQUEST, "initialize came before") if self.begun else None
        return None if self.begun else (NOT_INITIALIZED, "initialize comes first")

    def _refuse(self, ident: Any, code: int, message: str, *, told: bool = True) -> None:
        """Answer with an error, or, where nothing may be answered, say it in the log."""
        if told:
            self._send_data({"jsonrpc": "2.0", "id": ident, "error": {"code": code, "message": message[:1000]}})
        else:
            self._server.log(message)


def _problem(message: Any) -> tuple[int, str] | None:
    """Why something is no message of JSON-RPC; None where it is one."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return INVALID_REQUEST, "a message is one JSON object with jsonrpc 2.0"
    if "id" in message and not _is_id(message["id"]):
        return INVALID_REQUEST, "an id is text or an integer"
    if "method" in message:
        return None if isinstance(message["method"], str) else (INVALID_REQUEST, "a method is text")
    if "id" in message and ("result" in message or "error" in message):
        return None
    return INVALID_REQUEST, "a message has a method, or is the answer to a request"


def _is_id(ident: Any) -> bool:
    return isinstance(ident, (str, int)) and not isinstance(ident, bool)


def _is_answered(message: Any) -> bool:
    """Whether a message wants an answer: all but notifications and answers."""
    return not isinstance(message, dict) or "method" not in message or "id" in message


def serve(service: Service, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Talk to an editor until it ends; 0 where it said so before, as it must."""
    service.protocol.set_writer(StdoutWriter(stdout))
    try:
        return asyncio.run(_serve(service, stdin))
    except (BrokenPipeError, KeyboardInterrupt):
        return 1
    finally:
        service.end()


async def _serve(service: Service, stdin: BinaryIO) -> int:
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes | Malformed | None] = asyncio.Queue(WAITING)

    def read() -> None:
        for body in frames(stdin):
            asyncio.run_coroutine_threadsafe(queue.put(body), loop).result()
        asyncio.run_coroutine_threadsafe(queue.put(None), loop).result()

    threading.Thread(target=read, daemon=True).start()
    protocol = service.protocol
    while (body := await queue.get()) is not None:
        if _is_exit(body):
            break
        protocol.take(body)
    return 0 if protocol.ended else 1


def _is_exit(body: bytes | Malformed) -> bool:
    """Whether the editor says that the server is to end now."""
    if isinstance(body, Malformed) or len(body) > 200 or b"exit" not in body:
        return False
    try:
        message = json.loads(body)
    except ValueError:
        return False
    return isinstance(message, dict) and message.get("method") == types.EXIT and "id" not in message
