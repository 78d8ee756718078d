"""Reports: their forms, how many at once, what -q, -s and -v leave or add, and when there is colour."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Call
    from tests.conftest import Process

FILES = {
    "a.txt": "\n\nStop!! he said.\n",
    "b.jsonl": '{"id": "b1", "text": "The xyzzy fell.  "}\n',
}
FULL = """\
BLK001 [*] leading-blank-lines: 2 blank lines before the text
 --> a.txt:1:1
  |
1 | ⏎
  | ^ lines 1–2
help: Remove 2 blank lines
1 | [-⏎⏎-]Stop!! he said.

X101 [?] two-exclamation-marks: Two exclamation marks: `!!`
 --> a.txt:3:5
  |
3 | Stop!! he said.
  |     ^^
help: Replace by `!` (with --unsafe-fixes)
3 | Stop![-!-] he said.

X102 forbidden-word: The word `xyzzy` stands here
 --> b.jsonl:1:27 (record "b1", text 1:5)
  |
1 | The xyzzy fell.  \n\
  |     ^^^^^

BLK004 [*] trailing-white-space: white space at the end of 1 line
 --> b.jsonl:1:38 (record "b1", text 1:16)
  |
1 | The xyzzy fell.  \n\
  |                ^^
help: Remove it
1 | The xyzzy fell.[-  -]

"""
CONCISE = """\
a.txt:1:1: warning BLK001 [*] 2 blank lines before the text
a.txt:3:5: warning X101 [?] Two exclamation marks: `!!`
b.jsonl:1:27: error X102 The word `xyzzy` stands here (record "b1", text 1:5)
b.jsonl:1:38: warning BLK004 [*] white space at the end of 1 line (record "b1", text 1:16)
"""
SUMMARY = (
    "Checked 2 documents in 2 files (60 B): 4 findings (1 error, 3 warnings), "
    "2 fixable with --fix, 1 more with --unsafe-fixes.\n"
)
STATISTICS = """\
1 in 1 document   BLK001 [*] leading-blank-lines
1 in 1 document   BLK004 [*] trailing-white-space
1 in 1 document   X101 [?] two-exclamation-marks
1 in 1 document   X102     forbidden-word

"""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("", FULL + SUMMARY),
        ("-q", FULL),
        ("-s", ""),
        ("-s --output-format json", ""),
        ("--output-format concise", CONCISE + SUMMARY),
        ("--output-format concise --quiet", CONCISE),
        ("--statistics", f"{STATISTICS}0 of 2 documents (0.0 %) have no finding.\n{SUMMARY}"),
        ("--statistics -q", STATISTICS),
        ("--fail-on error -q --output-format concise", CONCISE),
    ],
)
def test_text(process: Process, call: Call, rules: str, arguments: str, text: str) -> None:
    process.write(FILES)

    done = call("--rules", rules, *arguments.split())

    assert (done.code, done.out, done.err) == (1, text, "")


def test_the_command_as_a_process_prints_the_same(process: Process, rules: str) -> None:
    process.write(FILES)

    done = process("--rules", rules)

    assert (done.code, done.out, done.err) == (1, FULL + SUMMARY, "")


def test_verbose_tells_what_took_part(process: Process, call: Call, rules: str) -> None:
    process.write({**FILES, "corpuslint.toml": 'exclude = ["old/"]\n', "old/c.txt": "c", "notes.md": "m"})

    done = call("--rules", rules, "-v", "--select", "X")

    assert [line for line in done.out.splitlines() if line.startswith("note: ")] == [
        "note: Settings: corpuslint.toml.",
        "note: Rules: X101, X102, X105.",
    ]


def test_several_reports_at_once(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    plain = {
        name: call("--rules", rules, "--output-format", name).out for name in ("json", "sarif", "github", "concise")
    }

    done = call(
        "--rules", rules, "--output", "json:report.json", "--output", "sarif:report.sarif", "--output", "github:-",
        "--output", "concise:report.txt",
    )  # fmt: skip

    assert done.out == plain["github"] + FULL + SUMMARY
    assert process.read("report.json").decode() == plain["json"]
    assert process.read("report.sarif").decode() == plain["sarif"]
    assert process.read("report.txt").decode() == plain["concise"]
    assert json.loads(plain["sarif"])["version"] == "2.1.0"
    assert len(json.loads(plain["json"])["findings"]) == 4


def test_a_report_into_a_file(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)

    done = call("--rules", rules, "--output-format", "concise", "-o", "report.txt")

    assert (done.code, done.out, process.read("report.txt").decode()) == (1, "", CONCISE + SUMMARY)


def test_json_lines_are_findings_one_a_line(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    whole = json.loads(call("--rules", rules, "--output-format", "json").out)

    lines = [json.loads(line) for line in call("--rules", rules, "--output-format", "json-lines").out.splitlines()]

    assert [line["code"] for line in lines if "code" in line] == [found["code"] for found in whole["findings"]]


def test_statistics_as_json(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)

    done = call("--rules", rules, "--statistics", "--output-format", "json")

    assert "X102" in json.dumps(json.loads(done.out))


def test_figures_are_of_all_documents_that_a_finding_speaks_for(process: Process, call: Call) -> None:
    line = "The paper comes on Monday , as it does."
    texts = [f"Ferry {number} stays in port tonight, the office said.\n{line}" for number in range(7)]
    records = [json.dumps({"text": text}) for text in (*texts, "All is well.", "He , too , left.")]
    process.write({"a.jsonl": "\n".join([*records, "no record"])})

    shown = call("a.jsonl", "--select", "PUN001,DOC002", "--statistics").out
    call("a.jsonl", "--select", "PUN001,DOC002", "--output-format", "json", "-o", "run.json")
    later = call("report", "run.json", "--output-format", "markdown").out

    figures = json.loads(process.read("run.json"))["summary"]
    assert shown.splitlines()[:4] == [
        "3 in 8 documents  PUN001 [*] space-before-comma",
        "1 in 1 document   DOC002     invalid-record",
        "",
        "1 of 9 documents (11.1 %) has no finding.",
    ]
    assert (figures["documents_by_rule"], figures["clean"]) == ({"DOC002": 1, "PUN001": 8}, 1)
    assert "| PUN001 | space-before-comma | warning | 3 | 8 | safe |" in later
    assert "1 of 9 documents (11.1 %) has no finding." in later


def test_with_a_baseline_nobody_says_how_much_is_clean(process: Process, call: Call) -> None:
    process.write({"a.txt": "\n\nRain.\n", "b.txt": "Snow.\n", "c.txt": "\n\nHail , too.\n"})
    call("a.txt", "--write-baseline")

    some = call("--select", "BLK001,PUN001", "--statistics").out
    everything = call("--select", "BLK001,PUN001", "--statistics", "--no-baseline").out

    assert "no finding." not in some
    assert "1 of 3 documents (33.3 %) has no finding." in everything


def test_where_something_was_not_checked_the_summary_says_so(process: Process, call: Call) -> None:
    process.write({"a.txt": "Rain.\n", "b.jsonl": "no record\n"})

    done = call("--ignore", "DOC", "--select", "PUN")
    both = call("--select", "PUN", "nothing.txt", "b.jsonl")

    assert (done.code, done.out.splitlines()[-1]) == (
        2,
        "Checked 1 document in 2 files (16 B): no findings. 1 thing was not checked or done.",
    )
    assert both.out.splitlines()[-1].endswith(": no findings. 2 things were not checked or done.")


def test_of_very_many_findings_it_is_told_how_to_look_at_them(process: Process, call: Call) -> None:
    process.write({f"{number}.txt": "\n\nRain.\n" for number in range(1000)})
    told = "So many are counted by rule with --statistics, and shown on a page by `corpuslint report`.\n"

    many = call("--select", "BLK001", "--output-format", "concise")
    few = call("--select", "BLK001", "--output-format", "concise", "--exclude", "0.txt")

    assert many.out.endswith(f"1,000 fixable with --fix.\n{told}")
    assert told not in few.out
    assert call("--select", "BLK001", "--output-format", "concise", "-q").out.count("\n") == 1000


def test_the_format_of_a_variable(process: Process, rules: str) -> None:
    process.write(FILES)

    assert process("--rules", rules, "-q", CORPUSLINT_OUTPUT_FORMAT="concise").out == CONCISE


def test_grouped_and_github(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)

    grouped = call("--rules", rules, "--output-format", "grouped", "-q").out
    commands = call("--rules", rules, "--output-format", "github").out

    assert [line for line in grouped.splitlines() if line and not line.startswith(" ")] == ["a.txt:", "b.jsonl:"]
    assert [line.split("::")[1].split(" ")[0] for line in commands.splitlines() if line.startswith("::")] == [
        "error", "warning", "warning", "warning",
    ]  # fmt: skip


COLOURS = [
    ("", {}, False),
    ("--color always", {}, True),
    ("--color always", {"NO_COLOR": "1"}, True),
    ("--color never", {"FORCE_COLOR": "1"}, False),
    ("", {"FORCE_COLOR": "1"}, True),
    ("", {"CLICOLOR_FORCE": "1"}, True),
    ("", {"CLICOLOR_FORCE": "0"}, False),
    ("", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ("", {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ("", {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ("--output-format json", {"FORCE_COLOR": "1"}, False),
    ("--diff", {"FORCE_COLOR": "1"}, True),
]


@pytest.mark.parametrize("case", COLOURS)
def test_colour_in_a_pipe(
    process: Process, call: Call, monkeypatch: pytest.MonkeyPatch, case: tuple[str, dict[str, str], bool]
) -> None:
    arguments, variables, coloured = case
    process.write(FILES)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    done = call(*arguments.split())

    assert ("\x1b[" in done.out) is coloured


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"TERM": "dumb", "FORCE_COLOR": "1"}, True)],
)
def test_colour_on_a_terminal(process: Process, variables: dict[str, str], coloured: bool) -> None:
    process.write(FILES)

    code, text = _on_a_terminal(process, {"TERM": "xterm-256color", "COLUMNS": "60", **variables})

    assert code == 1
    assert ("\x1b[" in text) is coloured
    shown = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", text)
    assert "a.txt:1:1" in shown
    assert "\x1b" not in shown


def _on_a_terminal(process: Process, variables: dict[str, str]) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        child = process.start(stdout=terminal, environment=variables)
    said = _said(ours)
    _, err = child.communicate(timeout=60)
    assert err == b""
    return child.returncode, said.decode()


def _said(end: int) -> bytes:
    """All that comes out of our end of a terminal until the other end is closed."""
    said = b""
    try:
        while chunk := os.read(end, 4096):
            said += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(end)
    return said


COMMANDS = (
    "", "--output-format json", "--output-format json-lines", "--output-format sarif", "--output-format github",
    "--output-format grouped", "--statistics", "--diff", "--show-files", "rule --all", "rule PUN101", "config show",
    "completion bash", "test -v", "--help", "--fix --show-fixes", "undo --list", "undo",
)  # fmt: skip


def test_output_that_only_takes_ascii(process: Process) -> None:
    process.write({"ü“.txt": "\n\n“Čas” — 漢字 é.  \n"})

    for line in COMMANDS:
        done = process(*line.split(), PYTHONIOENCODING="ascii")
        assert (done.code in {0, 1}, done.err, done.out.isascii()) == (True, "", True), line


LOST = b"corpuslint: error: standard output: it is closed\n"


@pytest.mark.parametrize(
    ("closed", "code", "err"),
    [(">&-", 2, LOST), (">&- 2>&-", 2, b""), ("<&- >&- 2>&-", 2, b""), ("-s >&-", 0, b""), ("-q <&- >&-", 0, b"")],
)
def test_streams_that_are_closed(process: Process, closed: str, code: int, err: bytes) -> None:
    process.write(FILES)

    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m corpuslint --fix {closed}"],
        cwd=process.folder, env=process.environment(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (code, b"", err)
    assert process.read("a.txt") == b"Stop!! he said.\n"


def test_progress_is_for_terminals_alone(process: Process) -> None:
    process.write({f"{number}.txt": f"Rain number {number} fell on the town.\n" for number in range(600)})
    ours, theirs = pty.openpty()

    with os.fdopen(theirs, "wb") as terminal:
        child = process.start("--select", "BLK", stderr=terminal, environment={"TERM": "xterm-256color"})
    shown = _said(ours)
    out, _ = child.communicate(timeout=60)
    silent = process("--select", "BLK")

    assert (child.returncode, out) == (0, silent.raw)
    assert b"checking" in shown
    assert silent.err == ""


WRITTEN = [
    "-q --output json:out.json",
    "-q --output json-lines:out.jsonl",
    "-q --output sarif:out.json",
    "-q --output checkstyle:out.xml",
    "-q --output csv:out.csv",
    "-q --output html:out.html",
    "-q --output junit:out.xml",
    "-q --output markdown:out.md",
    "-q --output parquet:out.parquet",
    "-q --output rdjson:out.json",
    "-q --output gitlab:out.json",
    "-q --output rdjsonl:out.jsonl",
    "-q --statistics --output-format json -o out.json",
    "-q --statistics --output-format csv -o out.csv",
    "-q --statistics --output-format json-lines -o out.ndjson",
    "-q --write-baseline --baseline out.jsonl",
]


@pytest.mark.parametrize(
    ("options", "text"),
    [*((options, "\n\nRain.\n") for options in WRITTEN), *((one, "Rain.\n") for one in WRITTEN[:10])],
)
def test_the_next_run_leaves_what_a_run_wrote_alone(process: Process, call: Call, options: str, text: str) -> None:
    process.write({"a.txt": text, "b.jsonl": '{"text": "Snow is due."}\n'})
    first = call(*options.split())
    (written,) = (path.name for path in process.folder.iterdir() if path.name.startswith("out."))

    again = call("--output-format", "json", "--no-baseline")

    assert json.loads(again.out)["summary"]["files"] == 2
    assert (again.code, again.err) == (1 if text.startswith("\n") else 0, "")
    assert f"Left alone: {written} (corpuslint wrote it" in call("-v").out
    assert f"Left alone: {written} (corpuslint wrote it" in call(written).out
    assert call(*options.split()).code == first.code
