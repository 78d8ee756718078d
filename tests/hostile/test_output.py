"""Nothing of a corpus commands whoever reads a report: no terminal, no build log."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Done, Process

EVIL = (
    "\x1b[31m", "\x1b]0;title\x07", "\x1b]8;;http://evil\x1b\\", "\x9b31m", "\x07", "\x08", "\r", "\x7f",
    "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\U000e0041", "\x85",
    "\n::error file=x::forged", "\n::set-output name=x::forged", "##[error]forged", "##vso[x]",
    "%0A::warning::forged", "`[x](http://evil)`",
)  # fmt: skip
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
FORMATS = ("full", "concise", "grouped", "json", "json-lines", "github", "sarif", "statistics")


def hostile(process: Process) -> None:
    """Names, texts, ids and fields with everything that could be taken for a command."""
    for number, evil in enumerate(EVIL):
        name = evil.replace("/", "|")
        process.write({f"{number:02}{name}.txt": f"\n\n{evil}Rain number {number}{evil}  \n{evil}"})
    process.write({b"\xff\xfe-not-utf8.txt".decode("utf-8", "surrogateescape"): "\n\nSnow is due.\n"})
    process.write({"-q.txt": "\n\nFog over the harbour.\n", " .txt": "\n\nHail in the valley.\n"})
    for number, evil in enumerate(EVIL):
        escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in evil)
        record = f'{{"id": "{escaped}", "text": "{escaped}Sun number {number}  ", "{escaped}": 1}}\n'
        process.write({f"r{number}.jsonl": f'{record}{{"{escaped}": 2}}\n{evil}\n'})


def obeys_nothing(text: str, *, commands: bool = False) -> None:
    assert FORBIDDEN.findall(text) == []
    assert "##[" not in text
    assert "##vso[" not in text
    if not commands:
        assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


@pytest.mark.parametrize("form", FORMATS)
def test_reports(process: Process, form: str) -> None:
    hostile(process)
    words = ["--statistics"] if form == "statistics" else ["--output-format", form]

    done = process(*words, "-v")

    assert done.code == 2
    obeys_nothing(done.out, commands=form == "github")
    obeys_nothing(done.err)
    for line in done.out.splitlines() if form == "github" else ():
        assert re.match(r"::(error|warning|notice) (file=[^,:]*,(line=\d+|title=)|title=)", line), line


@pytest.mark.parametrize("variables", [{"FORCE_COLOR": "1"}, {"PYTHONIOENCODING": "ascii"}, {"GITHUB_ACTIONS": "true"}])
def test_the_text_in_other_surroundings(
    process: Process, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    hostile(process)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    done = process("--unsafe-fixes")

    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.out) if "FORCE_COLOR" in variables else done.out
    obeys_nothing(plain)
    obeys_nothing(done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        "--diff",
        "--diff --unsafe-fixes",
        "--show-files",
        "--fix --show-fixes --output-format concise",
        "--fix-to copies",
    ],
)
def test_what_else_is_printed(process: Process, arguments: str) -> None:
    hostile(process)

    done = process(*arguments.split())

    assert done.code == (0 if arguments == "--show-files" else 2)
    obeys_nothing(done.out)
    obeys_nothing(done.err)


def test_undo(process: Process) -> None:
    hostile(process)
    names = [name for name in os.listdir(process.folder) if name.endswith(".txt")]
    process("--fix")

    listed, done = process("undo", "--list"), process("undo")

    obeys_nothing(listed.out + done.out + done.err)
    assert re.search(r"^\d+ restored$", done.out, re.MULTILINE)
    assert len(names) == len(EVIL) + 3


def messages(process: Process) -> list[Done]:
    evil = "".join(EVIL).replace("/", "|").replace("\x00", "")
    process.write({
        "c1.toml": f"\"{evil.encode('unicode_escape').decode().replace(chr(92) + 'x', chr(92) + 'u00')}\" = 1\n",
        "c2.toml": "[lint]\nselect = [\"\\u001b[31m\\n::error::x\"]\n",
        "m/a.yaml": (
            'code: X001\nname: a\nsummary: "\\e[31mA\\n::error::x\\u202e"\nwhy: "\\e]0;x\\a\\n\\n::error::x"\n'
            'match: {words: [rain], message: "\\e[2J{text}\\n::error::x"}\n'
            '---\n"\\e[31mcase\\n::error::x": {text: "Rain."}\n'
        ),
        "a.txt": "Rain.\n",
    })  # fmt: skip
    return [
        process(evil),
        process("--select", evil),
        process("--output-format", evil),
        process("--output", f"json:{evil}/x"),
        process("--rules", evil),
        process(f"--{evil}"),
        process("--config", evil),
        process("--config", "c1.toml"),
        process("--config", "c2.toml"),
        process("rule", evil),
        process("undo", evil),
        process("config", "show", evil),
        process("test", "m"),
        process("rule", "X001", "--rules", "m"),
        process("rule", "--all", "--rules", "m"),
        process("--rules", "m", "--output-format", "full"),
        process("--rules", "m", "--output-format", "concise"),
    ]


def test_messages(process: Process) -> None:
    for done in messages(process):
        assert done.code in {0, 1, 2}
        obeys_nothing(done.out + "\n" + done.err)
