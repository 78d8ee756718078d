"""Fixes that other programs apply: done by hand from the report, they make the bytes that --fix makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.commands.conftest import Call
    from tests.conftest import Process

BEFORE = "Z\u0301 𐐀 日本 “é”: the rain"
"""One to four bytes a character, and one that combines."""
TEXT = f"{BEFORE} , and the wind.\n"
FILES = {
    "a.txt": f"\n\n{TEXT}{TEXT}",
    "crlf.txt": f"First.\r\n{BEFORE} , and the wind.\r\n",
    "a.jsonl": "".join(json.dumps({"id": n, "text": TEXT * 2}, ensure_ascii=n == 1) + "\n" for n in range(3)),
    "a.json": json.dumps([{"id": "a", "text": TEXT}], ensure_ascii=False, indent=1),
    "a.csv": f'id,text\n1,"{BEFORE} , and ""more"" .\n{TEXT}"\n2,"{TEXT}"\n',
    "a.tsv": f"id\ttext\n1\t{BEFORE} , and the wind.\n",
    "a.xml": f"<TEI><text><body><p>{BEFORE} , &amp; the wind.</p><p>It <b>rained</b> , too.</p></body></text></TEI>\n",
}


def at(lines: list[bytes], place: dict[str, int]) -> int:
    """The offset of a place that counts lines and bytes from 1."""
    return sum(map(len, lines[: place["line"] - 1])) + place["column"] - 1


def applied(data: bytes, suggestions: Iterable[dict[str, Any]]) -> bytes:
    """The bytes after all replacements, each as reviewdog would make it."""
    lines = data.splitlines(keepends=True)
    edits = [
        (at(lines, one["range"]["start"]), at(lines, one["range"]["end"]), one["text"].encode()) for one in suggestions
    ]
    for start, end, new in sorted(edits, reverse=True):
        data = data[:start] + new + data[end:]
    return data


@pytest.mark.parametrize("name", FILES)
def test_suggestions_make_what_the_fix_makes(process: Process, call: Call, name: str) -> None:
    process.write({name: FILES[name]})
    options = ("--isolated", "--select", "PUN001,BLK001", "-q")

    found = json.loads(call(*options, "--output-format", "rdjson").out)["diagnostics"]
    by_hand = applied(process.read(name), (one for found in found for one in found["suggestions"]))
    call(*options, "--fix")

    assert len(found) >= 1
    assert by_hand == process.read(name) != FILES[name].encode()


def in_text(lines: list[str], line: int, column: int) -> int:
    """The offset of a place that counts lines and code points from 1."""
    return sum(map(len, lines[: line - 1])) + column - 1


@pytest.mark.parametrize("name", FILES)
def test_fixes_of_sarif_make_the_same(process: Process, call: Call, name: str) -> None:
    process.write({name: FILES[name]})
    options = ("--isolated", "--select", "PUN001,BLK001", "-q")

    results = json.loads(call(*options, "--output-format", "sarif").out)["runs"][0]["results"]
    text = FILES[name]
    lines = text.splitlines(keepends=True)
    edits = []
    for result in results:
        for one in result["fixes"][0]["artifactChanges"][0]["replacements"]:
            region = one["deletedRegion"]
            start = in_text(lines, region["startLine"], region["startColumn"])
            end = in_text(lines, region["endLine"], region["endColumn"])
            edits.append((start, end, one["insertedContent"]["text"]))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    call(*options, "--fix")

    assert text.encode() == process.read(name) != FILES[name].encode()
