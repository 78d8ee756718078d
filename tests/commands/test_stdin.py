"""Texts and lists of paths on standard input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

TEXT = b"\n\nRain fell on the town!!  \n"


def test_a_text_under_a_name(process: Process) -> None:
    done = process("--stdin-filename", "news/a.txt", "--output-format", "concise", "-q", stdin=TEXT)

    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines() == [
        "news/a.txt:1:1: warning BLK001 [*] 2 blank lines before the text",
        "news/a.txt:3:24: warning BLK004 [*] white space at the end of 1 line",
    ]


@pytest.mark.parametrize("arguments", ["-", "- --stdin-filename a.txt", "check -"])
def test_the_fixed_text_goes_to_standard_output(process: Process, rules: str, arguments: str) -> None:
    done = process(*arguments.split(), "--fix", "--rules", rules, stdin=TEXT)

    assert (done.code, done.raw) == (1, b"Rain fell on the town!!\n")
    assert "X101" in done.err
    assert "Fixed 2 findings in 1 file (BLK001 ×1, BLK004 ×1); 1 remains" in done.err
    assert list(process.folder.iterdir()) == []


def test_a_report_never_gets_into_the_fixed_text(process: Process) -> None:
    done = process("-", "--fix", "--output", "json-lines:-", stdin=TEXT)

    assert (done.code, done.raw) == (0, b"Rain fell on the town!!\n")
    assert json.loads(done.err.splitlines()[0])["kind"] == "summary"


def test_what_is_known_is_not_fixed(process: Process) -> None:
    """As in a file: an editor that fixes its text through this would fix what the hook leaves alone."""
    process.write({"a.txt": TEXT})
    assert process("--write-baseline", "--select", "BLK004").code == 0

    done = process("--fix", "--stdin-filename", "a.txt", stdin=TEXT)

    assert (done.code, done.raw) == (0, b"Rain fell on the town!!  \n")
    assert "0 remain; 1 more accepted before." in done.err


def test_a_clean_text_comes_out_as_it_was(process: Process) -> None:
    text = b"\xef\xbb\xbfRain.\r\nSnow.\r\n"

    done = process("-", "--fix", "--ignore", "ENC", stdin=text)

    assert (done.code, done.raw) == (0, text)


def test_a_diff_of_a_text(process: Process) -> None:
    done = process("--stdin-filename", "a.txt", "--diff", stdin=TEXT)

    assert done.code == 1
    assert done.out.splitlines()[:2] == ["--- a.txt", "+++ a.txt"]


def test_the_name_says_what_it_is_and_which_settings_hold(process: Process) -> None:
    process.write({"corpuslint.toml": '[lint.per-file-ignores]\n"old/" = ["BLK001"]\n'})
    records = b'{"text": "\\n\\nRain.  "}\n'

    done = process("--stdin-filename", "old/a.jsonl", "--output-format", "json", stdin=records)

    assert [found["code"] for found in json.loads(done.out)["findings"]] == ["BLK004"]


def test_no_text_at_all(process: Process) -> None:
    done = process("--stdin-filename", "a.txt", "--output-format", "concise", "-q")

    assert (done.code, done.out) == (1, "a.txt:1:1: warning DOC001 the document is empty\n")


LISTS = [
    (b"a.txt\nb c.txt\n", ()),
    (b"a.txt\r\nb c.txt", ()),
    (b"a.txt\0b c.txt\0", ("-0",)),
    (b"a.txt\0new\nline.txt\0", ("-0",)),
]


@pytest.mark.parametrize(("listed", "more"), LISTS)
def test_paths_from_a_list(process: Process, listed: bytes, more: tuple[str, ...]) -> None:
    process.write({"a.txt": "\n\nRain.\n", "b c.txt": "\n\nSnow and fog.\n", "new\nline.txt": "\n\nThunder.\n"})
    process.write({"list": listed, "not-listed.txt": "\n\nSun.\n"})

    through = process("--files-from", "-", *more, "--output-format", "json", stdin=listed)
    file = process("--files-from", "list", *more, "--output-format", "json")

    assert through == file
    paths = [found["location"]["path"] for found in json.loads(file.out)["findings"]]
    assert paths == sorted(listed.decode().replace("\r", "").strip("\0\n").split("\0" if more else "\n"))


def test_a_path_of_a_list_that_is_missing(process: Process) -> None:
    process.write({"a.txt": "\n\nRain.\n"})

    done = process("--files-from", "-", "-q", "--output-format", "concise", stdin=b"missing.txt\na.txt\n")

    assert (done.code, done.out.count("BLK001"), done.err.count("missing.txt: RUN001")) == (2, 1, 1)


EXCLUDED = [
    ("--exclude a.txt", "a.txt", {}),
    ("--exclude old/", "old/a.txt", {}),
    ("", "a.txt", {"corpuslint.toml": 'extend-exclude = ["a.*"]\n'}),
    ("", "old/a.txt", {"old/.corpuslintignore": "*.txt\n"}),
    ("", "a.txt", {".gitignore": "a.txt\n"}),
]


@pytest.mark.parametrize(("options", "name", "files"), EXCLUDED)
def test_a_name_that_is_excluded_is_left_alone_where_exclusion_is_forced(
    process: Process, options: str, name: str, files: dict[str, str]
) -> None:
    process.write(files)
    call = ("-", "--stdin-filename", name, "--fix", *options.split())

    assert process(*call, stdin=TEXT).raw != TEXT
    forced = process(*call, "--force-exclude", stdin=TEXT)
    assert (forced.code, forced.raw) == (0, TEXT)
    assert f"Nothing was checked: {name} is excluded." in forced.err


def test_the_settings_of_the_folder_that_a_name_lies_in_hold(process: Process) -> None:
    process.write({"sub/corpuslint.toml": '[lint]\nignore = ["BLK001"]\n'})

    done = process("--stdin-filename", "sub/a.txt", "--output-format", "concise", "-q", stdin=TEXT)

    assert [line.split()[2] for line in done.out.splitlines()] == ["BLK004"]
