"""Texts and records that are made to hurt: they are checked or named, in reasonable time, and nothing falls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

GOOD = '{"id": "good", "text": "\\n\\nRain."}\n'
BAD: dict[str, bytes | str] = {
    "deep lists": "[" * 100_000,
    "deep lists that close": '{"text": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "deep objects": '{"a":' * 100_000,
    "a huge number": '{"text": 1' + "0" * 100_000 + "}",
    "a text that is a list": '{"text": ["a", ["b"]]}',
    "a text that is null": '{"text": null}',
    "no text": '{"Text": "a"}',
    "no object": '"text"',
    "two values": '{"text": "a"} {"text": "b"}',
    "NaN": '{"text": NaN}',
    "a control character": '{"text": "a\x01b"}',
    "not UTF-8": b'{"text": "a\xffb"}',
    "an open string": '{"text": "a',
    "a bad escape": '{"text": "\\x41"}',
    "only a mark": b"\xef\xbb\xbf",
    "zeros": b"\0" * 1_000,
}


@pytest.mark.parametrize("name", BAD)
def test_records(process: Process, name: str) -> None:
    bad = BAD[name]
    process.write(
        {
            "a.jsonl": GOOD.encode()
            + (bad.encode() if isinstance(bad, str) else bad)
            + b"\n"
            + GOOD.replace("Rain", "Snow").encode()
        }
    )

    done = process("--output-format", "json", "--ignore", "DUP")

    report = json.loads(done.out)
    at = {(found["code"], found["location"]["record"]) for found in report["findings"]}
    assert {("BLK001", 1), ("BLK001", 3)} <= at
    assert (done.code, any(record == 2 for _, record in at)) in {(2, True), (1, True)}, (at, done.err)
    assert not any(trouble["code"].startswith("RUN9") for trouble in report["troubles"])


ODD = {
    "a number beside the text": '{"n": 1' + "0" * 50_000 + ', "text": "\\n\\nRain."}',
    "deep beside the text": '{"n": ' + "[" * 400 + "]" * 400 + ', "text": "\\n\\nRain."}',
    "lone surrogates": '{"text": "\\n\\n\\ud800 Rain \\udc00"}',
    "a text twice": '{"text": "first", "text": "\\n\\nRain."}',
    "ids of all kinds": '{"id": {"a": [1]}, "text": "\\n\\nRain."}',
    "an id that is a path": '{"id": "../../../etc/passwd", "text": "\\n\\nRain."}',
    "an id with a NUL": '{"id": "a\\u0000b", "text": "\\n\\nRain."}',
    "a long id": '{"id": "' + "x" * 100_000 + '", "text": "\\n\\nRain."}',
    "very many paragraphs": '{"text": ["\\n\\nRain."' + ', "Météo."' * 400_000 + "]}",
    "a very long text": '{"text": "\\n\\n' + "Rain fell. " * 100_000 + '"}',
}


@pytest.mark.parametrize("name", ODD)
def test_odd_records_are_checked_and_fixed_or_left(process: Process, name: str) -> None:
    process.write({"a.jsonl": ODD[name] + "\n" + GOOD})

    done = process("--fix", "--output-format", "json", "--select", "BLK")

    assert done.code in {0, 1, 2}
    assert not any(trouble["code"].startswith("RUN9") for trouble in json.loads(done.out)["troubles"]), done.err
    assert process.read("a.jsonl").endswith(b'{"id": "good", "text": "Rain."}\n')


LARGE = {
    "quotation marks": '"' * 100_000,
    "curly marks": "“" * 60_000 + "”" * 60_000,
    "marks and blanks": ' " ' * 60_000,
    "apostrophes": "rock 'n' roll's ’" * 10_000,
    "combining marks": "e" + "\u0301" * 100_000,
    "many of them": "e\u0301\u0302\u0303" * 60_000,
    "blanks": " " * 300_000,
    "blanks and line ends": " \n" * 150_000,
    "line ends of an old Macintosh": "\r" * 200_000,
    "commas": " ," * 100_000,
    "full stops": ". . " * 60_000,
    "mojibake": "â€œÃ©" * 40_000,
    "mojibake of mojibake": "é".encode().decode("cp1252").encode().decode("cp1252") * 30_000,
    "zero-width": "a\u200b" * 100_000,
    "bidi": "\u202e\u2066" * 60_000,
    "names": "Ann-Marie O’Neill, " * 15_000,
    "capitals": "A" * 200_000,
    "one word again": "the " * 60_000,
    "tags": "<b><i>" * 40_000,
    "entities": "&amp;amp;" * 30_000,
    "links": "https://a.example/?q=" * 12_000,
    "replacement": "\ufffd" * 100_000,
    "separators": "\x1e" * 100_000,
    "controls": "".join(map(chr, range(1, 32))) * 6_000,
    "one long line": "Rain fell on the town. " * 100_000,
    "right to left": "שלום עליכם, " * 20_000,
    "no blanks at all": "渡船停航。" * 40_000,
}


@pytest.mark.parametrize("names", [list(LARGE)[:14], list(LARGE)[14:]], ids=["first", "second"])
def test_texts_that_are_large_and_odd(process: Process, names: list[str]) -> None:
    process.write({f"{name}.txt": LARGE[name] for name in names})

    done = process("--select", "ALL", "--preview", "--ignore", "DUP,NAM", "--output-format", "json")

    assert done.code == 1
    assert json.loads(done.out)["troubles"] == []


def test_bytes_of_all_kinds(process: Process) -> None:
    kinds = {
        "random.txt": bytes(n * n % 251 for n in range(60_000)),
        "all.txt": bytes(range(256)) * 200,
        "high.txt": bytes(range(128, 256)) * 200,
        "utf16.txt": "Rain fell on the town.\n".encode("utf-16"),
        "utf32.txt": "Snow is due tonight.\n".encode("utf-32"),
        "cut.txt": "Fog on the coast é".encode()[:-1],
        "surrogates.txt": b"\xed\xa0\x80\xed\xb0\x80 Hail",
        "overlong.txt": b"\xc0\xaf\xe0\x80\xaf Sun",
        "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "packed.txt": b"\x1f\x8b\x08\0" + bytes(range(256)) * 40,
        "empty.txt": b"",
        "nul.txt": b"\0" * 5_000,
    }
    process.write(kinds)

    done = process("--select", "ALL", "--preview", "--fix", "--output-format", "json")

    report = json.loads(done.out)
    assert done.code in {1, 2}
    assert not any(trouble["code"].startswith("RUN9") for trouble in report["troubles"]), done.err
    assert {found["location"]["path"] for found in report["findings"]} >= {
        "picture.txt",
        "nul.txt",
        "empty.txt",
        "packed.txt",
    }
    for name in ("picture.txt", "packed.txt", "random.txt", "all.txt", "nul.txt"):
        assert process.read(name) == kinds[name], name
    assert process.read("surrogates.txt") == "\U00010000 Hail".encode(), "CESU-8 is read"
