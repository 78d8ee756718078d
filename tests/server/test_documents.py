"""Documents in an editor: what is told of them while they change."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from tests.conftest import Process
from tests.server.conftest import editing, told
from tests.stories import WALL


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
            await editor.news("a.txt", lambda params: not params.diagnostics)

    asyncio.run(story())


@pytest.mark.parametrize(("kind", "start"), [("utf-8", 9), ("utf-16", 6), ("utf-32", 5)])
def test_columns_count_what_the_editor_counts(process: Process, kind: str, start: int) -> None:
    process.write({"a.txt": "\u00e9\U00010400b, x,, y\u0301.\n".replace("b, x", "bbb")})
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(kind), "utf-16"])

    async def story() -> None:
        async with editing(process, capabilities=types.ClientCapabilities(general=general)) as editor:
            assert editor.units == kind
            editor.open("a.txt")
            ((_, where),) = await editor.told("a.txt")
            assert where == (0, start, 0, start + 2)
            editor.write("a.txt", change((0, start), (0, start + 2), ","))
            assert await editor.told("a.txt") == []

    asyncio.run(story())


def test_records_are_told_where_they_stand_in_the_file(process: Process) -> None:
    lines = [
        '{"id": "1", "text": "Fine."}',
        '{"id": "2", "text": "\\u00e9\\ud83d\\ude00 two,, commas \U0001f600 and,, too"}',
        "{",
    ]
    process.write({"a.jsonl": "\n".join(lines)})

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("a.jsonl", language="jsonl")
            found = await editor.told("a.jsonl")
            first, second = lines[1].index(",,"), lines[1].rindex(",,") + 1
            assert found == [("PUN003", (1, first, 1, first + 2)), ("PUN003", (1, second, 1, second + 2)), BAD]
            editor.write("a.jsonl", "\n".join((*lines[:2], "{}")))
            assert [code for code, _ in await editor.told("a.jsonl")] == ["PUN003", "PUN003", "DOC002"]

    asyncio.run(story())


BAD = ("DOC002", (2, 1, 2, 1))
"""A record that is no JSON."""


def test_bytes_are_judged_as_long_as_they_say_what_is_shown(process: Process) -> None:
    legacy = "Mr. Müller said it was a “new high” — the café in Köln’s centre was full.\n"
    process.write({"a.txt": legacy.encode("cp1252"), "b.txt": b"\xef\xbb\xbfTwo commas,, here.\n"})

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("a.txt", legacy)
            assert [code for code, _ in await editor.told("a.txt")] == ["ENC001"]
            editor.close("a.txt")
            shown = legacy.encode("cp1252").decode("utf-8", "replace")
            editor.open("a.txt", shown)  # by an editor that takes everything for UTF-8
            assert [code for code, _ in await editor.told("a.txt")] == ["ENC001"]
            assert [one.title for one in await editor.actions("a.txt")] == ["Accept ENC001: it is meant so"]
            editor.write("a.txt", legacy + "More.\n")
            assert await editor.told("a.txt") == []
            editor.open("b.txt", "Two commas,, here.\n")
            assert ("PUN003", (0, 10, 0, 12)) in await editor.told("b.txt")

    asyncio.run(story())


def test_only_what_a_search_would_find_is_checked(process: Process) -> None:
    bad = "Two commas,, here.\n"
    process.write({
        "raw/a.txt": bad, "notes.py": bad, "b.txt": bad, "raw/corpuslint.toml": "", "new/x.txt": bad,
        "corpuslint.toml": 'exclude = ["new/"]\n',
    })  # fmt: skip

    async def story() -> None:
        async with editing(process) as editor:
            for name in ("new/x.txt", "notes.py", "b.txt", "raw/a.txt"):
                editor.open(name)
            editor.open("untitled:Untitled-1", bad, "markdown")
            editor.open("untitled:Untitled-2", bad, "python")
            for name in ("b.txt", "raw/a.txt", "untitled:Untitled-1"):
                assert await editor.told(name) == [("PUN003", (0, 10, 0, 12))]
            for name in ("new/x.txt", "notes.py"):
                assert (await editor.news(name, lambda _: True)).diagnostics in ([], ())
            assert editor.uri("untitled:Untitled-2") not in editor.shown

    asyncio.run(story())


def test_a_configuration_holds_when_it_is_written(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    able = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(did_change_watched_files=watched))

    async def story() -> None:
        async with editing(process, capabilities=able) as editor:
            registered: list[str] = []

            def register(params: types.RegistrationParams) -> None:
                registered.extend(one.method for one in params.registrations)

            editor.feature(types.CLIENT_REGISTER_CAPABILITY)(register)

            def news(text: str) -> None:
                process.write({"corpuslint.toml": text})
                changed = types.FileEvent(editor.uri("corpuslint.toml"), types.FileChangeType.Changed)
                editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))

            editor.open("a.txt")
            assert len(await editor.told("a.txt")) == 1
            assert registered == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
            news('[lint]\nignore = ["PUN003"]\n')
            await editor.news("a.txt", lambda params: not params.diagnostics)
            news('[lint]\nignoer = ["PUN003"]\n')
            await editor.until(lambda: any("ignoer" in said for said in editor.said))
            news('[lint]\nseverity = {PUN003 = "error"}\n')
            params = await editor.news("a.txt", lambda params: bool(params.diagnostics))
            assert [one.severity for one in params.diagnostics] == [types.DiagnosticSeverity.Error]
            process.write({".corpuslintignore": "a.txt\n"})
            changed = types.FileEvent(editor.uri(".corpuslintignore"), types.FileChangeType.Created)
            editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
            await editor.news("a.txt", lambda params: not params.diagnostics)

    asyncio.run(story())


def test_an_open_text_is_judged_by_the_corpus(process: Process) -> None:
    others = {f"{n}.txt": f"President Volodymyr Zelenskyy spoke in town {n}.\n" for n in range(12)}
    process.write({**others, "a.txt": WALL, "b.txt": "Something else.\n", "corpuslint.toml": ""})

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("b.txt")
            assert await editor.told("b.txt") == []
            editor.write("b.txt", WALL)  # and not saved
            params = await editor.news("b.txt", lambda params: "DUP001" in str(params.diagnostics))
            (one,) = params.diagnostics
            assert one.related_information is not None
            assert one.related_information[0].location.uri == editor.uri("a.txt")
            editor.write("b.txt", "A word of President Volodymyr Zelensky was read.\n")
            params = await editor.news("b.txt", lambda params: "NAM001" in str(params.diagnostics))
            assert told(params) == [("NAM001", (0, 30, 0, 38))]
            editor.write("b.txt", "So, A word of President Volodymyr Zelensky was read.\n")
            params = await editor.news("b.txt", lambda params: bool(params.diagnostics) and params.version == 4)
            assert told(params) == [("NAM001", (0, 34, 0, 42))]

    asyncio.run(story())

    assert process("--scope", "corpus", "-q").raw == b""  # what was never saved is nowhere


def test_an_editor_may_leave_the_corpus_out(process: Process) -> None:
    process.write({"a.txt": WALL, "b.txt": WALL, "corpuslint.toml": ""})

    async def story() -> None:
        async with editing(process, options={"corpus": False}) as editor:
            editor.open("b.txt")
            assert await editor.told("b.txt") == []
            await asyncio.sleep(1.5)

    asyncio.run(story())

    assert not (process.folder / ".corpuslint_cache").exists()
