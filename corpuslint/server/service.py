"""The language server: documents are checked while somebody writes in them."""

from __future__ import annotations

import asyncio
import os
import sys
import time
import traceback
from argparse import Namespace
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer

from corpuslint import __version__, baseline
from corpuslint.cli.inputs import SPECIAL
from corpuslint.errors import CorpuslintError
from corpuslint.report.escape import terminal
from corpuslint.server import messages
from corpuslint.server.across import Across
from corpuslint.server.judging import judged
from corpuslint.server.opened import Opened, Seen, opened
from corpuslint.server.project import Project, corpus_folder
from corpuslint.server.protocol import Protocol
from corpuslint.server.text import Text
from corpuslint.settings import below

DELAY, LATEST = 0.15, 1.0
"""Seconds without a change after which a document is checked, and after which it is checked in any case."""
WATCHED = (
    "**/{.corpuslint.toml,corpuslint.toml,pyproject.toml,.corpuslintignore,.gitignore}",
    "**/corpuslint-*",
    "**/*.yaml",
)
"""Files whose change may change what is found: configurations, known findings, decided names, rules."""
if TYPE_CHECKING:
    from pygls.server import ServerErrors

P = ParamSpec("P")
T = TypeVar("T")


class Service(LanguageServer):
    """What is open, what is known of it, and when it is looked at again."""

    protocol: Protocol

    def __init__(self, arguments: Namespace) -> None:
        """`arguments` are those of a check."""
        sync = types.TextDocumentSyncKind.Incremental
        super().__init__(messages.SOURCE, __version__, text_document_sync_kind=sync, protocol_cls=Protocol)
        self.arguments = arguments
        self.documents: dict[str, Opened] = {}
        self._projects: dict[str, Project] = {}
        self._engine = ThreadPoolExecutor(1)
        """The one thread in which rules are used: they are not made to be used by two."""
        self._across = Across(self)
        self._told: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something with rules, in the thread for that."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._engine, lambda: function(*args, **kwargs))

    def begin(self, params: types.InitializeParams) -> None:
        """Work where the editor works, and obey its options."""
        folders = self.folders()
        if folders and os.path.isdir(folders[0]):
            os.chdir(folders[0])
        options = params.initialization_options
        if isinstance(options, dict) and options.get("corpus") is False:
            self._across.wanted = False

    def ready(self, _: types.InitializedParams) -> None:
        """Ask the editor to tell of changed configurations, where it can."""
        workspace = self.client_capabilities.workspace
        able = workspace.did_change_watched_files if workspace else None
        if able and able.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            kind = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            self.client_register_capability(types.RegistrationParams([types.Registration("watched", kind, options)]))

    def folders(self) -> list[str]:
        """The folders of the workspace."""
        uses = [*self.workspace.folders, *([self.workspace.root_uri] if self.workspace.root_uri else [])]
        paths = (uris.to_fs_path(uri) for uri in uses)
        return list(dict.fromkeys(path for path in paths if path))

    def end(self) -> None:
        """Let go of everything."""
        self._across.end()
        self._engine.shutdown(wait=False, cancel_futures=True)

    @property
    def units(self) -> types.PositionEncodingKind:
        """What the editor counts columns in."""
        return types.PositionEncodingKind(self.server_capabilities.position_encoding or "utf-16")

    def opened(self, item: types.TextDocumentItem) -> None:
        """Take in a document that was opened."""
        if (before := self.documents.get(item.uri)) and before.timer is not None:
            before.timer.cancel()
        document = self.documents[item.uri] = opened(item, self.units)
        self._plan(document, 0)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take in what was written; of a document that is not open nothing is known."""
        document = self.documents.get(params.text_document.uri)
        if document is None:
            self.log(f"{params.text_document.uri}: changed, but not open")
            return
        document.text = document.text.changed(params.content_changes)
        document.version = params.text_document.version
        self._plan(document, DELAY)

    def closed(self, uri: str) -> None:
        """Forget a document; what was told of it holds no more."""
        document = self.documents.pop(uri, None)
        if document is not None:
            if document.timer is not None:
                document.timer.cancel()
            self._publish_nothing(document)

    def files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        """Look again where the editor tells of files that were changed by others."""
        if any(one.uri.rpartition("/")[2] in SPECIAL for one in params.changes):
            self._projects.clear()
        self.look_again()

    def look_again(self, *_: Any) -> None:
        """Check every open document again: something that holds for all may have changed."""
        for document in self.documents.values():
            self._plan(document, 0)

    def _plan(self, document: Opened, delay: float) -> None:
        now = time.monotonic()
        document.waiting = document.waiting or now
        if document.timer is not None:
            document.timer.cancel()
        delay = max(0.0, min(delay, document.waiting + LATEST - now))
        loop = asyncio.get_running_loop()
        document.timer = loop.call_later(delay, lambda: self.start(self.judge(document)))

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin to do something for which nobody waits."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self.report_server_error(error, PyglsError)

    async def judge(self, document: Opened) -> None:
        """Find out what is wrong with a document, and tell it."""
        text, version, document.waiting = document.text, document.version, 0.0
        if not document.name:
            return
        try:
            seen = await self.work(self._seen, document, text, version)
        except CorpuslintError as error:
            self.complain(str(error))
            seen = None
        if self.documents.get(document.uri) is not document:
            return
        document.seen = seen
        if seen is None:
            self._publish_nothing(document)
            return
        for trouble in seen.judged.troubles:
            self.log(f"{trouble.path}: {trouble.code} {trouble.message}")
        self.publish(document, seen)
        self._across.plan()

    def _seen(self, document: Opened, text: Text, version: int) -> Seen | None:
        project = self.project(document)
        if document.path and not project.wants(document.name):
            return None
        return Seen(text, version, judged(project, document.name, text.text), project)

    def project(self, document: Opened) -> Project:
        """What holds for a document; only for the thread in which rules are used. Raises CorpuslintError."""
        around = (folder for folder in self.folders() if below(document.path, folder))
        folder = self.corpus_of(document) or next(around, os.path.dirname(document.path) or os.curdir)
        known = self._projects.get(folder)
        if known is None or known.stale:
            known = self._projects[folder] = Project(self.arguments, folder)
            self._told.clear()
        return known

    def corpus_of(self, document: Opened) -> str:
        """The folder of the corpus that a document is of; "" for none. Raises ConfigError."""
        return corpus_folder(self.arguments, document.path, self.folders()) if document.path else ""

    def publish(self, document: Opened, seen: Seen) -> None:
        """Tell what was found in a document."""
        texts = messages.Texts({one.path: one.text for one in self.documents.values() if one.path}, self.units)
        results, _ = baseline.split(document.results(seen), seen.project.known)
        document.shown = [(messages.extent(seen.text, result.location), result) for result in results]
        told = [messages.diagnostic(seen.text, result, texts) for result in results]
        params = types.PublishDiagnosticsParams(document.uri, told, seen.version)
        self.text_document_publish_diagnostics(params)

    def _publish_nothing(self, document: Opened) -> None:
        document.shown = []
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))

    def complain(self, message: str) -> None:
        """Tell the user of a mistake of theirs, once."""
        if message not in self._told:
            self._told.add(message)
            said = f"corpuslint: {terminal(message)}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, said))

    def log(self, message: str) -> None:
        """Tell the log of the editor."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, terminal(message)))

    def report_server_error(self, error: Exception, source: ServerErrors) -> None:
        """Leave on standard error what a person needs who reports a mistake of ours."""
        if not isinstance(error, JsonRpcException):
            traceback.print_exception(error)
        print(f"corpuslint server: {terminal(f'{source.__name__}: {error}')}", file=sys.stderr, flush=True)
