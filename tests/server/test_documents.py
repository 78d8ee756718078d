"""Documents in an editor: what is told of them while they change."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from tests.conftest import Process
from tests.server.conftest import editing


def change(start: tuple[int, int], end: tuple[int, int], text: str) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)


def test_findings_while_somebody_writes(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n", "corpuslint.toml": ""})

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("a.txt")
            assert await editor.told("a.txt") == [("PUN003", (0, 10, 0, 12))]
            editor.write("a.txt", change((0, 10), (0, 12), ","), change((0, 0), (0, 0), "😀 "))
            assert await editor.told("a.txt") == []
            editor.write("a.txt", change((0, 6), (0, 6), ",,"))
            assert await editor.told("a.txt") == [("PUN003", (0, 6, 0, 8))]
            editor.write("a.txt", "All new.\nBut,, this.\n")
            assert await editor.told("a.txt") == [("PUN003", (1, 3, 1, 5))]
            editor.close("a.txt")
            assert (await editor.news("a.txt", lambda params: not params.diagnostics)).diagnostics == []

    asyncio.run(story())
