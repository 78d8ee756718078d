"""Annotations of GitHub: their form, their number, and what cannot be smuggled into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.model import Severity
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

COMMANDS = """\
::error file=a.txt,line=2,endLine=2,col=98,endColumn=100,title=PUN101 doubled-closing-quote::\
second `”` after a quotation that is already closed%0Ahelp: Remove ` ”`
::warning file=b.txt,line=1,endLine=4,title=BLK001 leading-blank-lines::\
3 blank lines before the text%0Ahelp: Delete lines 1–3
::warning file=日本.txt,line=7,endLine=7,col=3,endColumn=4,title=PUN102 stray-quote::a `"` alone
::notice file=c d.jsonl,line=17,endLine=17,col=45,endColumn=51,title=NAM101 inconsistent-name::\
`Havlik` is `Havelik` elsewhere (record "a17", text 1:42)%0Ahelp: Use `Havelik`
"""


def test_the_worst_come_first(run: Run, write: Callable[..., str]) -> None:
    assert write(run, "github") == COMMANDS


def test_nothing_found_writes_nothing(run: Run, write: Callable[..., str]) -> None:
    assert write(run._replace(results=()), "github") == ""


def test_what_was_not_checked_is_an_error(troubled: Run, write: Callable[..., str]) -> None:
    lines = write(troubled, "github").splitlines()
    assert lines[:2] == [
        "::error file=c d.jsonl,line=3,title=RUN101::the record is no JSON: line 3 column 7",
        "::error title=RUN203::plugin `x` cannot be loaded",
    ]


def test_ten_of_each_level_and_the_number_of_the_rest(run: Run, write: Callable[..., str]) -> None:
    error, warning, info, _ = run.results
    troubles = tuple(Trouble("RUN101", f"file {number}") for number in range(7))
    many = run._replace(results=(info, error, warning) * 1_500, troubles=troubles)
    lines = write(many, "github").splitlines()
    levels = [line.split(" ")[0] for line in lines]
    assert levels == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert sum("RUN101" in line for line in lines) == 5
    assert lines[-1] == (
        "::notice title=corpuslint::Not shown here: 2 troubles, 1,495 errors, 1,490 warnings, 1,491 info. "
        "The log and the other output formats have them all."
    )


def test_a_single_one_left_out(run: Run, write: Callable[..., str]) -> None:
    error = run.results[0]
    last = write(run._replace(results=(error,) * 11), "github").splitlines()[-1]
    assert last.startswith("::notice title=corpuslint::Not shown here: 1 error. ")


def test_hostile_names_and_texts_stay_where_they_are(run: Run, write: Callable[..., str]) -> None:
    found = run.results[3]._replace(message="50%\n::error::x", severity=Severity.INFO)
    hostile = found._replace(location=found.location._replace(path="a,line=9::b\n%0A\udcff.txt"))
    assert write(run._replace(results=(hostile,)), "github") == (
        "::notice file=a%2Cline=9%3A%3Ab⏎%250A<FF>.txt,line=7,endLine=7,col=3,endColumn=4,"
        "title=PUN102 stray-quote::50%25⏎::error::x\n"
    )
