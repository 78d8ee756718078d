"""What a fix must not touch: all bytes outside its edits, and all that the system knows about a file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

BYTES = {
    "line ends of Windows": (b"\r\n\r\nRain.\r\nSnow.  \r\n", b"Rain.\r\nSnow.\r\n"),
    "line ends of an old Macintosh": (b"\r\rRain.\rSnow.  \r", b"Rain.\rSnow.\r"),
    "a byte order mark": (b"\xef\xbb\xbf\n\nRain.\n", b"\xef\xbb\xbfRain.\n"),
    "no line end at the end": (b"\n\nRain.", b"Rain."),
    "no line end after white space": (b"Rain.  ", b"Rain."),
    "other ends of lines": (
        "\n\nRain.\v\fSnow.\x85Fog.\u2028Sun.\n".encode(),
        "Rain.\v\fSnow.\x85Fog.\u2028Sun.\n".encode(),
    ),
    "decomposed letters": ("\n\nCafe\u0301, ﬁn.\n".encode(), "Cafe\u0301, ﬁn.\n".encode()),
    "emoji and rare planes": ("\n\n👩‍👩‍👧 𝕏 𠀀\n".encode(), "👩‍👩‍👧 𝕏 𠀀\n".encode()),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_of_texts(process: Process, name: str) -> None:
    old, new = BYTES[name]
    process.write({"a.txt": old})

    done = process("--fix", "--select", "BLK", "--ignore", "BLK005")

    assert (process.read("a.txt"), done.err) == (new, "")
    assert (process("undo").code, process.read("a.txt")) == (0, old)


INSERT = """\
from corpuslint.api import Rule, Safety, Span, replace
class Insert(Rule):
    def check(self, doc):
        for at, mark in ((0, '<'), (len(doc.text), '>'), (doc.text.find('|'), '-')):
            if mark not in doc.text and at >= 0:
                yield self.finding(doc, Span(at, at), mark, fix=replace(Span(at, at), mark, Safety.SAFE, 'Insert'))
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Rain.", b"<Rain.>"),
        (b"Rain| and snow", b"<Rain-| and snow>"),
        (b"|", b"<-|>"),
        ("Rain| and snow".encode("utf-16"), "<Rain-| and snow>".encode("utf-16")),
    ],
)
def test_insertions_at_the_very_ends(process: Process, old: bytes, new: bytes) -> None:
    rule = "code: X900\nname: inserting\nsummary: A\nwhy: B\nfix: safe\npython: insert.py:Insert\n"
    process.write({"r/insert.yaml": rule + "triggers: ['[a-z|.]']\n", "r/insert.py": INSERT, "a.txt": old})

    done = process("--rules", "r", "--select", "X900", "--fix")

    assert (process.read("a.txt"), done.err) == (new, "")


RECORDS = {
    "escapes and order of keys": (
        rb'{"z": 1.50, "text": "\n\nIt\u2019s \"wet\"\/cold\t.", "a": "\u00e9\/", "text2": "\n\n"}',
        rb'{"z": 1.50, "text": "It\u2019s \"wet\"\/cold\t.", "a": "\u00e9\/", "text2": "\n\n"}',
    ),
    "blanks and no line end": (
        b' { "text" :\t"Rain.  " } \n\n{"text":"Snow.\\n\\n"}',
        b' { "text" :\t"Rain." } \n\n{"text":"Snow.\\n"}',
    ),
    "line ends of Windows": (
        b'{"text": "\\n\\nRain."}\r\n{"text": "Snow."}\r\n',
        b'{"text": "Rain."}\r\n{"text": "Snow."}\r\n',
    ),
    "pairs of escapes": (rb'{"text": "\n\n\ud83d\ude00 rain  "}', rb'{"text": "\ud83d\ude00 rain"}'),
    "a field of that name elsewhere": (
        b'{"text": "Rain.  ", "n": {"text": "  "}}',
        b'{"text": "Rain.", "n": {"text": "  "}}',
    ),
    "large numbers": (
        b'{"n": 123456789012345678901234567890.0e1, "text": "Rain.  "}',
        b'{"n": 123456789012345678901234567890.0e1, "text": "Rain."}',
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_bytes_of_records(process: Process, name: str) -> None:
    old, new = RECORDS[name]
    process.write({"a.jsonl": old})

    done = process("--fix", "--select", "BLK")

    assert (process.read("a.jsonl"), done.err) == (new, "")
    assert (process("undo").code, process.read("a.jsonl")) == (0, old)


def test_what_the_system_knows_of_a_file(process: Process) -> None:
    process.write({"a.txt": "\n\nRain.\n"})
    path = process.folder / "a.txt"
    path.chmod(0o2750)
    attributes = {}
    try:
        os.setxattr(path, "user.origin", b"archive")
        attributes = {"user.origin": b"archive"}
    except (OSError, AttributeError):  # file systems and systems without them
        pass
    if os.geteuid() == 0:
        os.chown(path, 1234, 2345)
        path.chmod(0o2750)
    before = path.stat()

    assert process("--fix").code == 0

    after = path.stat()
    assert path.read_bytes() == b"Rain.\n"
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert stat.S_IMODE(after.st_mode) == stat.S_IMODE(before.st_mode)
    assert {name: os.getxattr(path, name) for name in attributes} == attributes


def test_a_file_that_needs_no_fix_is_not_touched(process: Process) -> None:
    process.write({"a.txt": "\n\nRain.\n", "b.txt": "Snow is due.\n"})
    before = (process.folder / "b.txt").stat()

    process("--fix")

    after = (process.folder / "b.txt").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )
