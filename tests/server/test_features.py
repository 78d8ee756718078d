"""Fixes, acceptance and hover, as an editor asks for them."""

from __future__ import annotations

import asyncio
import json

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.conftest import Process
from tests.server.conftest import applied, editing

TEXT = "\n\nTwo commas,, here 😀 and,, there.\nHe said: “No . It was” so.\n\n\n\n\nEnd  \n"


def test_a_fix_is_offered_where_its_finding_is(process: Process) -> None:
    process.write({"a.txt": TEXT, "b.txt": 'The " old mill" burnt down.\n', "corpuslint.toml": ""})
    edit = types.WorkspaceEditClientCapabilities(document_changes=True)
    able = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(workspace_edit=edit))

    async def story() -> None:
        async with editing(process, capabilities=able) as editor:
            editor.open("a.txt")
            await editor.told("a.txt")
            first, second, *rest = await editor.actions("a.txt", 2)
            assert [first.kind, first.is_preferred] == ["quickfix", True]
            assert "PUN003" in first.title
            assert applied(TEXT, first) == TEXT.replace(",,", ",", 1)
            assert applied(TEXT, second) == TEXT.replace("and,,", "and,")
            assert [one.title for one in rest] == [ACCEPT, ACCEPT, FIX_ALL]
            assert first.edit is not None
            (document,) = first.edit.document_changes or ()
            assert isinstance(document, types.TextDocumentEdit)
            assert document.text_document.version == 1
            editor.open("b.txt")
            await editor.told("b.txt")
            unsafe, *_ = await editor.actions("b.txt")
            assert (unsafe.is_preferred, unsafe.title.endswith(" (unsafe)")) == (None, True)
            assert applied('The " old mill" burnt down.\n', unsafe) == 'The "old mill" burnt down.\n'

    asyncio.run(story())


ACCEPT, FIX_ALL = "Accept PUN003: it is meant so", "Apply all safe fixes (corpuslint)"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_safe_fixes_are_those_of_the_command_line(process: Process, end: str) -> None:
    text = TEXT.replace("\n", end)
    records = [{"id": "1", "text": "Two,, é \u2028 and\u200b so\n"}, {"id": "2", "text": TEXT}]
    lines = "".join(json.dumps(one) + end for one in records)
    process.write({"a.txt": text, "b.jsonl": lines, "corpuslint.toml": ""})

    async def story() -> list[str]:
        async with editing(process) as editor:
            fixed = []
            for name, before in (("a.txt", text), ("b.jsonl", lines)):
                editor.open(name)
                await editor.told(name)
                (action,) = await editor.actions(name, only="source.fixAll")
                assert action.kind == "source.fixAll.corpuslint"
                fixed.append(applied(before, action))
            editor.write("a.txt", fixed[0])
            assert "PUN003" not in str(await editor.told("a.txt"))
            assert await editor.actions("a.txt", only="source.fixAll.corpuslint") == []
            assert await editor.actions("a.txt", only="refactor") == []
            return fixed

    fixed = asyncio.run(story())
    process("--fix", "-s")

    assert fixed == [process.read("a.txt").decode(), process.read("b.jsonl").decode()]
    assert fixed != [text, lines]


def test_all_is_fixed_by_a_command(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("a.txt", "Not saved, and two commas,, here.\n")
            await editor.run((await editor.actions("a.txt"))[-1])
            await editor.until(lambda: bool(editor.applied))
            new = applied("Not saved, and two commas,, here.\n", editor.applied[0])
            assert new == "Not saved, and two commas, here.\n"
            with pytest.raises(JsonRpcException, match="open document"):
                await editor.workspace_execute_command_async(types.ExecuteCommandParams("corpuslint.fixAll", ["no"]))

    asyncio.run(story())


def test_an_accepted_finding_is_accepted_everywhere(process: Process) -> None:
    process.write({"deep/a.txt": "Two commas,, here.\nAnd,, there.\n", "corpuslint.toml": ""})

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("deep/a.txt")
            assert len(await editor.told("deep/a.txt")) == 2
            accept = next(one for one in await editor.actions("deep/a.txt", 1) if one.title == ACCEPT)
            await editor.run(accept)
            await editor.news("deep/a.txt", lambda params: len(params.diagnostics) == 1)
            with pytest.raises(JsonRpcException, match="fingerprint"):
                await editor.run(accept)
            (left,) = [one for one in await editor.actions("deep/a.txt", 0) if one.title == ACCEPT]
            assert left.command is not None
            assert left.command.arguments is not None
            left.command.arguments = [*left.command.arguments, "the author insists"]
            await editor.run(left)
            await editor.news("deep/a.txt", lambda params: not params.diagnostics)

    asyncio.run(story())

    done = process("--output-format", "concise")
    assert (done.code, done.out.count("PUN003")) == (0, 0)
    entries = [json.loads(line) for line in process.read("corpuslint-accepted.jsonl").splitlines()]
    assert sorted((one["code"], one["path"], one["reason"]) for one in entries) == [
        ("PUN003", "deep/a.txt", "accepted in an editor"),
        ("PUN003", "deep/a.txt", "the author insists"),
    ]


def test_hovering_shows_the_page_of_the_rule(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
    able = types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(hover=hover))

    async def story() -> None:
        async with editing(process, capabilities=able) as editor:
            editor.open("a.txt")
            await editor.told("a.txt")
            which = types.TextDocumentIdentifier(editor.uri("a.txt"))
            found = await editor.text_document_hover_async(types.HoverParams(which, types.Position(0, 11)))
            assert found is not None
            assert isinstance(found.contents, types.MarkupContent)
            assert found.contents.kind is types.MarkupKind.Markdown
            page = process("rule", "PUN003").out
            assert found.contents.value.splitlines()[0] == page.splitlines()[0]
            assert await editor.text_document_hover_async(types.HoverParams(which, types.Position(0, 3))) is None

    asyncio.run(story())


NAMED = "Write Zelenskyy (NAM001) (decide yourself)"


def test_a_fix_of_a_rule_across_files(process: Process) -> None:
    others = {f"{n}.txt": f"President Volodymyr Zelenskyy spoke in town {n}.\n" for n in range(30)}
    process.write({**others, "a.txt": "x\n", "corpuslint.toml": ""})
    text = "Then,, President Volodymyr Zelensky spoke.\n"

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("a.txt", text)
            await editor.news("a.txt", lambda params: "NAM001" in str(params.diagnostics))
            fixes = [one for one in await editor.actions("a.txt") if one.title == NAMED]
            assert [applied(text, one) for one in fixes] == [text.replace("Zelensky", "Zelenskyy")]

    asyncio.run(story())
