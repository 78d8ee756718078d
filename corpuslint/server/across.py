"""Asks the rules across files about open documents, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from corpuslint.cli.background import Background
from corpuslint.errors import CorpuslintError
from corpuslint.server import corpus
from corpuslint.server.opened import Opened
from corpuslint.server.project import compares

if TYPE_CHECKING:
    from corpuslint.server.service import Service

QUIET = 1.0
"""Seconds without anything new after which the rules are asked."""


class Across:
    """When the rules across files are asked, and what is done with their answers."""

    def __init__(self, service: Service) -> None:
        self.wanted = True
        self._service = service
        self._background = Background()
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None
        self._again = False
        self._took = 0.0
        """Seconds that they needed the last time."""

    def plan(self) -> None:
        """Ask when nothing new comes, and once more if they are being asked."""
        if not self.wanted:
            return
        if self._asking is not None:
            self._again = True
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(max(QUIET, self._took), self._begin)

    def end(self) -> None:
        """End the process."""
        self._background.end()

    def _begin(self) -> None:
        self._asking = self._service.start(self._ask())
        self._asking.add_done_callback(self._done)

    def _done(self, _: asyncio.Task[None]) -> None:
        self._asking = None
        if self._again:
            self._again = False
            self.plan()

    async def _ask(self) -> None:
        begin = time.monotonic()
        by_folder: dict[str, list[Opened]] = {}
        for document in list(self._service.documents.values()):
            if folder := await self._service.work(self._folder, document):
                by_folder.setdefault(folder, []).append(document)
        for folder, documents in by_folder.items():
            try:
                for fast in (True, False):
                    await self._ask_about(folder, documents, fast=fast)
            except CorpuslintError as error:
                self._service.complain(str(error))
            except (BrokenProcessPool, OSError) as error:
                self._service.log(f"rules across files were not asked: {error}")
        self._took = time.monotonic() - begin

    def _folder(self, document: Opened) -> str:
        """The folder of the corpus that a document is to be compared with; "" for none."""
        try:
            folder = self._service.corpus_of(document)
            wanted = folder and document.seen and compares(self._service.project(document).command.settings)
        except CorpuslintError:  # told when it was judged
            return ""
        return folder if wanted else ""

    async def _ask_about(self, folder: str, documents: list[Opened], *, fast: bool) -> None:
        asked = [(one, os.path.realpath(one.path), one.seen) for one in documents if one.seen is not None]
        contents = [(real, seen.judged.content) for _, real, seen in asked]
        held = {real: None if content.saved else content.data for real, content in contents}
        work = corpus.Asked(self._service.arguments, folder, held, fast)
        found = await asyncio.wrap_future(self._background.begin(corpus.judged, work))
        for document, real, seen in asked:
            before = document.across.get(fast)
            document.across[fast] = seen.text, found.get(real, [])
            told = document.across[fast][1] or (before and before[1])
            if told and document.seen is not None and self._service.documents.get(document.uri) is document:
                self._service.publish(document, document.seen)
