"""An editor: the client of pygls, which talks to a real server process."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.conftest import Process

PATIENCE = 30.0
"""Seconds after which a test fails that waits for something."""
Told = tuple[str, tuple[int, int, int, int]]
"""A code, and where: lines and characters as the protocol counts them."""


class Editor(LanguageClient):
    """What a person does in an editor, and what is shown to them."""

    def __init__(self, process: Process) -> None:
        super().__init__("tests", "1")
        self.folder = process.folder
        self.units = ""
        self.shown: dict[str, types.PublishDiagnosticsParams] = {}
        self.said: list[str] = []
        self.applied: list[types.WorkspaceEdit] = []
        self._versions: dict[str, int] = {}
        self._news = asyncio.Condition()
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._take))
        self.feature(types.WINDOW_SHOW_MESSAGE)(partial(self._hear))
        self.feature(types.WINDOW_LOG_MESSAGE)(partial(self._hear))
        self.feature(types.WORKSPACE_APPLY_EDIT)(partial(self._apply))

    async def _take(self, params: types.PublishDiagnosticsParams) -> None:
        async with self._news:
            self.shown[params.uri] = params
            self._news.notify_all()

    async def _hear(self, params: Any) -> None:
        async with self._news:
            self.said.append(params.message)
            self._news.notify_all()

    async def _apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        async with self._news:
            self.applied.append(params.edit)
            self._news.notify_all()
        return types.ApplyWorkspaceEditResult(applied=True)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is shown or said."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(true), PATIENCE)

    def uri(self, name: str) -> str:
        """The URI of a file in the folder; a name with a colon is one."""
        return name if ":" in name else (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None, language: str = "plaintext") -> None:
        """Open a file as it lies on the disk, or with another text."""
        uri = self.uri(name)
        self._versions[uri] = self._versions.get(uri, 0) + 1
        text = (self.folder / name).read_bytes().decode() if text is None else text
        item = types.TextDocumentItem(uri, language, self._versions[uri], text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def write(self, name: str, *changes: types.TextDocumentContentChangeEvent | str) -> None:
        """Change a document: a text replaces all of it."""
        uri = self.uri(name)
        self._versions[uri] += 1
        which = types.VersionedTextDocumentIdentifier(version=self._versions[uri], uri=uri)
        some = [types.TextDocumentContentChangeWholeDocument(one) if isinstance(one, str) else one for one in changes]
        self.text_document_did_change(types.DidChangeTextDocumentParams(which, some))

    def close(self, name: str) -> None:
        """Close a document."""
        which = types.TextDocumentIdentifier(self.uri(name))
        self.text_document_did_close(types.DidCloseTextDocumentParams(which))

    def save(self, name: str) -> None:
        """Tell that a document was saved."""
        which = types.TextDocumentIdentifier(self.uri(name))
        self.text_document_did_save(types.DidSaveTextDocumentParams(which))

    async def told(self, name: str) -> list[Told]:
        """What is told of the text as it is now."""
        params = await self.news(name, lambda params: params.version == self._versions[self.uri(name)])
        return told(params)

    async def news(
        self, name: str, wanted: Callable[[types.PublishDiagnosticsParams], bool]
    ) -> types.PublishDiagnosticsParams:
        """What is told of a document, when it is what is wanted."""
        uri = self.uri(name)
        await self.until(lambda: uri in self.shown and wanted(self.shown[uri]))
        return self.shown[uri]

    async def actions(self, name: str, line: int = 0, only: str | None = None) -> list[types.CodeAction]:
        """What is offered in a line from its second character on: at the first, something may end that is above."""
        where = types.Range(types.Position(line, 1), types.Position(line, 10_000))
        context = types.CodeActionContext([], [only] if only else None)
        which = types.TextDocumentIdentifier(self.uri(name))
        found = await self.text_document_code_action_async(types.CodeActionParams(which, where, context))
        return [_action(one) for one in found or ()]

    async def run(self, action: types.CodeAction) -> None:
        """Choose an action that is a command."""
        assert action.command is not None
        params = types.ExecuteCommandParams(action.command.command, action.command.arguments)
        await self.workspace_execute_command_async(params)


def _action(one: types.CodeAction | types.Command) -> types.CodeAction:
    """An action; one with a command is taken for a mere command by the client."""
    if isinstance(one, types.CodeAction):
        return one
    inner = ast.literal_eval(one.command)
    return types.CodeAction(one.title, command=types.Command(**inner))


def told(params: types.PublishDiagnosticsParams) -> list[Told]:
    """Codes and places."""
    ranges = ((one, one.range) for one in params.diagnostics)
    return [
        (str(one.code), (where.start.line, where.start.character, where.end.line, where.end.character))
        for one, where in ranges
    ]


def applied(text: str, action: types.CodeAction | types.WorkspaceEdit) -> str:
    """A text after an edit, in UTF-16 units; lines end with LF or CR LF here."""
    edit = action.edit if isinstance(action, types.CodeAction) else action
    assert edit is not None
    changes = [one for some in (edit.changes or {}).values() for one in some]
    for document in edit.document_changes or ():
        assert isinstance(document, types.TextDocumentEdit)
        changes += [one for one in document.edits if isinstance(one, types.TextEdit)]
    raw = text.encode("utf-16-le")
    lines = [0]
    while (at := raw.find("\n".encode("utf-16-le"), lines[-1])) >= 0:
        lines.append(at + 2)
    for one in sorted(changes, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        start, end = (lines[at.line] + 2 * at.character for at in (one.range.start, one.range.end))
        raw = raw[:start] + one.new_text.encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


@asynccontextmanager
async def editing(
    process: Process,
    *arguments: str,
    capabilities: types.ClientCapabilities | None = None,
    options: object = None,
    folder: Path | None = None,
) -> AsyncIterator[Editor]:
    """An editor with a server for the folder of the process, which ends as it must."""
    editor = Editor(process)
    command = [sys.executable, "-m", "corpuslint", "server", *arguments]
    await editor.start_io(*command, cwd=process.folder.parent, env=process.environment())
    root = (folder or process.folder).as_uri()
    params = types.InitializeParams(
        capabilities or types.ClientCapabilities(),
        root_uri=root,
        workspace_folders=[types.WorkspaceFolder(root, "corpus")],
        initialization_options=options,
    )
    answer = await asyncio.wait_for(editor.initialize_async(params), PATIENCE)
    editor.units = str(answer.capabilities.position_encoding)
    editor.initialized(types.InitializedParams())
    yield editor
    await editor.shutdown_async(None)
    editor.exit(None)
    ended: Coroutine[None, None, None] = editor.stop()  # type: ignore[no-untyped-call]  # pygls
    await asyncio.wait_for(ended, PATIENCE)
    assert editor._server is not None
    assert editor._server.returncode == 0
