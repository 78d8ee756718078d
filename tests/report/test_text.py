"""The text formats, to the letter."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import TextIO

import pytest

from corpuslint.errors import UsageError
from corpuslint.model import Safety
from corpuslint.report import FORMATS, Style, reporter, statistics, summary
from corpuslint.report.full import inline
from corpuslint.result import Change, Excerpt, Proposal, Related, Result, Run

Write = Callable[..., str]

FULL = """\
PUN101 [*] doubled-closing-quote: second `”` after a quotation that is already closed
 --> a.txt:2:98
  |
2 | …inister spoke of interests, equality and mutual benefit and called his guest a “dear friend” ”.
  |                                                                                              ^^
help: Remove ` ”`
2 | …efit and called his guest a “dear friend”[- ”-].

BLK001 [*] leading-blank-lines: 3 blank lines before the text
 --> b.txt:1:1
  |
1 | ⏎
  | ^ lines 1–3
help: Delete lines 1–3
1 | [-⏎⏎⏎-]Rain fell.

NAM101 [?] inconsistent-name: `Havlik` is `Havelik` elsewhere
  --> c d.jsonl:17:45 (record "a17", text 1:42)
   |
 1 | …ed by Mr Havlik of the council.
   |           ^^^^^^
  ::: b.txt:12:5
   |
12 | The Havelik plan
   |     ------- majority
  ::: e.txt:12:5  majority
help: Use `Havelik` (with --unsafe-fixes)
 1 | …Mr [-Havlik-]{+Havelik+} of…

PUN102 stray-quote: a `"` alone
 --> 日本.txt:7:3
  |
7 | 東京"はe\u0301 い
  |     ^

Checked 20 documents in 4 files (13.7 kB): 4 findings (1 error, 2 warnings, 1 info), \
2 fixable with --fix, 1 more with --unsafe-fixes.
"""

NARROW = """\
PUN101 [*] doubled-closing-quote: second `<U+201D>` after a quotation that is already closed
 --> a.txt:2:98
  |
2 | ...riend<U+201D> <U+201D>.
  |                 ^^^^^^^^^
help: Remove ` <U+201D>`
2 | ...d<U+201D>[- <U+201D>-].

"""

CONCISE = """\
a.txt:2:98: error PUN101 [*] second `”` after a quotation that is already closed
b.txt:1:1: warning BLK001 [*] 3 blank lines before the text
c d.jsonl:17:45: info NAM101 [?] `Havlik` is `Havelik` elsewhere (record "a17", text 1:42)
日本.txt:7:3: warning PUN102 a `"` alone
"""

GROUPED = """\
a.txt:
  2:98  error PUN101 [*] second `”` after a quotation that is already closed
  12:5  warning PUN102 a `"` alone

b.txt:
  1:1  warning BLK001 [*] 3 blank lines before the text

"""

FIXED = """\
Fixed in a.txt: PUN101 ×1
Fixed in b.txt: BLK001 ×1
note: Rules across files compared 3 files only.
Fixed 2 findings in 2 files (PUN101 ×1, BLK001 ×1); 4 remain, 2 fixable with --fix, \
1 more with --unsafe-fixes; 3 more accepted before. 2 things were not checked or done. Undo: corpuslint undo 20261121-1
"""

STATISTICS = """\
2 in 1 document   PUN102     stray-quote
1 in 1 document   BLK001 [*] leading-blank-lines
1 in 1 document   NAM101 [?] inconsistent-name
1 in 1 document   PUN101 [*] doubled-closing-quote
"""


def test_full(run: Run, write: Write) -> None:
    assert write(run, "full") == FULL


def test_full_in_a_narrow_terminal_that_only_knows_ascii(run: Run, write: Write) -> None:
    style = Style(width=30, unicode=False, summary=False)
    assert write(run._replace(results=run.results[:1]), "full", style) == NARROW


def test_full_in_colour(run: Run, write: Write) -> None:
    style = Style(colour=True, summary=False)
    lines = write(run._replace(results=run.results[2:3]), "full", style).splitlines()
    assert lines[0] == (
        "\x1b[1;34mNAM101\x1b[0m \x1b[36m[?]\x1b[0m \x1b[1minconsistent-name\x1b[0m: `Havlik` is `Havelik` elsewhere"
    )
    assert lines[4] == "   \x1b[34m|\x1b[0m           \x1b[1;34m^^^^^^\x1b[0m"
    assert lines[-2] == "\x1b[34m 1 |\x1b[0m …Mr \x1b[9;31mHavlik\x1b[0m\x1b[4;32mHavelik\x1b[0m of…"


def test_concise(run: Run, write: Write) -> None:
    assert write(run, "concise", Style(summary=False)) == CONCISE


def test_grouped(run: Run, write: Write) -> None:
    doubled, blank, _, stray = run.results
    moved = stray._replace(location=stray.location._replace(path="a.txt", line=12, column=5))
    written = write(run._replace(results=(doubled, moved, blank)), "grouped", Style(summary=False))
    assert written == GROUPED


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_what_was_fixed(name: str, troubled: Run, write: Write) -> None:
    assert write(troubled, name).endswith(f"\n{FIXED}")
    assert write(troubled._replace(results=()), name).splitlines()[-1] == (
        "Fixed 2 findings in 2 files (PUN101 ×1, BLK001 ×1); 0 remain; 3 more accepted before. "
        "2 things were not checked or done. Undo: corpuslint undo 20261121-1"
    )


def test_one_remains_and_nothing_to_undo(troubled: Run, write: Write) -> None:
    run = troubled._replace(results=troubled.results[3:], suppressed=0, undo="", shown_fixes=(), notes=(), troubles=())
    assert write(run, "concise").splitlines()[-1] == ("Fixed 2 findings in 2 files (PUN101 ×1, BLK001 ×1); 1 remains.")
    spread = run.results[0]._replace(fix=None, data={"documents": ["a.txt"], "count": 6})
    said = write(run._replace(results=(spread,)), "concise").splitlines()[-1]
    assert said == "Fixed 2 findings in 2 files (PUN101 ×1, BLK001 ×1); 1 remains at 6 places."


@pytest.mark.parametrize(
    ("results", "ending"),
    [
        (slice(0, 0), "no findings."),
        (slice(0, 1), "1 finding (1 error), 1 fixable with --fix."),
        (slice(2, 3), "1 finding (1 info), 1 fixable with --unsafe-fixes."),
        (slice(3, 4), "1 finding (1 warning)."),
    ],
)
def test_the_summary_line(results: slice, ending: str, run: Run, write: Write) -> None:
    some = run._replace(results=run.results[results], files=1, documents=1, size=999)
    assert write(some, "concise").splitlines()[-1] == f"Checked 1 document in 1 file (999 B): {ending}"


def test_an_interrupted_run_says_so(run: Run, write: Write) -> None:
    last = write(run._replace(interrupted=True), "concise").splitlines()[-2]
    assert last == "Interrupted: this is not all there is to find."


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_quiet_has_no_summary(name: str, run: Run, write: Write) -> None:
    assert "Checked" not in write(run, name, Style(summary=False))
    assert write(run._replace(results=()), name, Style(summary=False)) == ""


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (5 * 10**15, "5000.0 TB"),
    ],
)
def test_size(size: int, shown: str) -> None:
    assert summary.size(size) == shown


def _lines(run: Run, write: Write, result: Result) -> list[str]:
    return write(run._replace(results=(result,)), "full", Style(summary=False)).splitlines()


def test_many_places_and_changes_are_counted(run: Run, write: Write) -> None:
    name = run.results[2]
    assert name.fix is not None
    fix = Proposal("Use it", Safety.MANUAL, name.fix.changes * 5)
    lines = _lines(run, write, name._replace(related=name.related * 4, fix=fix))
    assert "  = and 5 more places" in lines
    assert lines[-2] == "  = and 2 more changes"
    assert "help: Use it (by hand)" in lines


def test_a_finding_without_an_excerpt(run: Run, write: Write) -> None:
    bare = run.results[3]._replace(excerpt=None)
    assert _lines(run, write, bare) == ['PUN102 stray-quote: a `"` alone', " --> 日本.txt:7:3", ""]


def test_a_place_without_a_note(run: Run, write: Write) -> None:
    bare = run.results[3]._replace(related=(Related("", run.results[0].location, None),))
    assert _lines(run, write, bare)[-2] == " ::: a.txt:2:98"


@pytest.mark.parametrize(
    ("text", "shown", "marks"),
    [
        ("el\nlo", "hel⏎", "^^^ lines 7–8"),
        ("el\r\nlo", "hel␍⏎", "^^^^ lines 7–8"),
        ("el\n", "hel⏎", "^^^"),
    ],
)
def test_a_finding_that_goes_on_shows_the_line_end(text: str, shown: str, marks: str, run: Run, write: Write) -> None:
    stray = run.results[3]
    end_line = 8 if text.endswith("lo") else 7
    place = stray.location._replace(end_line=end_line, end_column=3)
    result = stray._replace(location=place, text=text, excerpt=Excerpt(7, "hel", 1, 3))
    lines = _lines(run, write, result)
    assert lines[3] == f"7 | {shown}"
    assert lines[4] == f"  |  {marks}"


def test_lines_of_a_record_are_counted_in_its_text(run: Run, write: Write) -> None:
    name = run.results[2]
    spread = name._replace(text="a\nb\nc", excerpt=Excerpt(1, "a", 0, 1), related=(), fix=None)
    assert _lines(run, write, spread)[4].endswith(" ^^ lines 1–3")


@pytest.mark.parametrize(
    ("change", "room", "shown"),
    [
        (Change(1, "ab", "c", "", "de"), 40, "ab[-c-]de"),
        (Change(1, "ab", "", "c", "de"), 40, "ab{+c+}de"),
        (Change(1, "ab", "\n", " ", "de"), 40, "ab[-⏎-]{+ +}de"),
        (Change(1, "x" * 48, "c", "d", "y" * 48, True, True), 30, "…xxxxxxxxx[-c-]{+d+}yyyyyyyyy…"),
        (Change(1, "left", "b" * 200, "", "right"), 30, "…[-bbbbbbbbbbb…bbbbbbbbbbb-]r…"),
        (Change(1, "l", "b" * 200, "a" * 200, "r"), 30, "l[-bbbb…bbbb-]{+aaaa…aaaa+}r"),
    ],
)
def test_a_change_in_its_line(change: Change, room: int, shown: str) -> None:
    assert inline(change, room, Style()) == shown
    assert len(shown) <= room


def test_statistics(run: Run) -> None:
    out = StringIO()
    twice = run._replace(results=(*run.results, run.results[3]))
    statistics.write(twice, out, Style(summary=False))
    assert out.getvalue() == f"{STATISTICS}\n"


def test_statistics_as_json(run: Run) -> None:
    out = StringIO()
    statistics.write_json(run._replace(results=run.results[:1]), out)
    assert out.getvalue() == (
        '[\n  {\n    "code": "PUN101",\n    "name": "doubled-closing-quote",\n    "severity": "error",\n'
        '    "fix": "safe",\n    "findings": 1,\n    "documents": 1,\n    "files": 1,\n    "fixable": 1\n  }\n]\n'
    )


def test_statistics_as_csv(run: Run) -> None:
    out = StringIO()
    statistics.write_csv(run._replace(results=run.results[:1]), out)
    assert out.getvalue() == (
        "code,name,severity,fix,findings,documents,files,fixable\nPUN101,doubled-closing-quote,error,safe,1,1,1,1\n"
    )


def test_every_format_has_a_reporter() -> None:
    for name in FORMATS:
        made = reporter(name)
        assert made.name == ("json-lines" if name == "jsonl" else name)


class Shout:
    name = "shout"

    def write(self, run: Run, out: TextIO, style: Style) -> None:
        out.write(f"{len(run.results)}{style.dots}\n")


class Fake(Shout):
    name = "json"


def test_plugins_add_formats_and_replace_none() -> None:
    assert reporter("shout", [Shout()]).name == "shout"
    assert type(reporter("json", [Fake()])) is not Fake


def test_an_unknown_format_is_named_with_what_was_meant() -> None:
    with pytest.raises(UsageError, match=r'unknown output format "jsno". Did you mean `json`\?'):
        reporter("jsno")
    with pytest.raises(UsageError, match=r"Known are full, concise, .*, shout\."):
        reporter("zzz", [Shout()])
