"""Runs made by hand, so that reports are tested without any rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

import pytest

from corpuslint.model import Safety, Severity
from corpuslint.report import Style, reporter
from corpuslint.result import Change, Excerpt, Location, Proposal, Related, Result, RuleFacts, Run, Trouble

RULES = {
    "BLK001": ("leading-blank-lines", "Blank lines before the text", Severity.WARNING, Safety.SAFE, 0.99),
    "NAM101": ("inconsistent-name", "A name is spelled in two ways", Severity.INFO, Safety.UNSAFE, 0.8),
    "PUN101": ("doubled-closing-quote", "A closing mark stands twice", Severity.ERROR, Safety.SAFE, 0.96),
    "PUN102": ("stray-quote", "A mark without a partner", Severity.WARNING, Safety.UNSAFE, None),
}


def location(path: str, line: int, column: int, length: int = 1, **other: Any) -> Location:
    """A place of `length` characters on one ASCII line."""
    end = column + length
    place = Location(path, line, column, line, end, column, end, line, column)
    return place._replace(**other)


def result(code: str, message: str, place: Location, text: str, **other: Any) -> Result:
    name, summary, severity, _, _ = RULES[code]
    print_of = f"{code}-{place.path}-{place.line}"
    return Result(code, name, summary, severity, message, place, text, None, print_of)._replace(
        **other,
    )


def _doubled() -> Result:
    left = "The minister spoke of interests, equality and mutual benefit and called his guest a “dear friend"
    line = f"{left}” ”."
    at = line.index(" ”.")
    change = Change(2, left[-40:] + "”", " ”", "", ".", True, False, location("a.txt", 2, at + 1, 2))
    return result(
        "PUN101",
        "second `”` after a quotation that is already closed",
        location("a.txt", 2, at + 1, 2, byte_column=at + 3, end_byte_column=at + 7),
        " ”",
        excerpt=Excerpt(2, line, at, at + 2),
        fix=Proposal("Remove ` ”`", Safety.SAFE, (change,)),
    )


def _blank() -> Result:
    place = location("b.txt", 1, 1, 0, end_line=4, end_column=1, end_byte_column=1)
    change = Change(1, "", "\n\n\n", "", "Rain fell.", location=place)
    return result(
        "BLK001",
        "3 blank lines before the text",
        place,
        "\n\n\n",
        excerpt=Excerpt(1, "", 0, 0),
        fix=Proposal("Delete lines 1–3", Safety.SAFE, (change,)),
    )


def _name() -> Result:
    place = location("c d.jsonl", 17, 45, 6, record=17, record_id="a17", field="text", text_line=1, text_column=42)
    other = location("b.txt", 12, 5, 7)
    return result(
        "NAM101",
        "`Havlik` is `Havelik` elsewhere",
        place,
        "Havlik",
        excerpt=Excerpt(1, "ed by Mr Havlik of the council.", 9, 15, cut_left=True),
        fix=Proposal(
            "Use `Havelik`", Safety.UNSAFE, (Change(1, "Mr ", "Havlik", "Havelik", " of", True, True, place),)
        ),
        related=(
            Related("majority", other, Excerpt(12, "The Havelik plan", 4, 11)),
            Related("majority", other._replace(path="e.txt"), None),
        ),
        data={"variants": {"Havelik": 2, "Havlik": 1}},
    )


def _stray() -> Result:
    place = location("日本.txt", 7, 3, 1, byte_column=7, end_byte_column=8)
    return result("PUN102", 'a `"` alone', place, '"', excerpt=Excerpt(7, '東京"はe\u0301 い', 2, 3))


@pytest.fixture
def run() -> Run:
    """One finding of each kind: safe fix, several lines, a record with related places, wide characters."""
    facts = {
        code: RuleFacts(code, name, summary, f"{summary}. Readers stumble.", severity, fix, precision, code[:3])
        for code, (name, summary, severity, fix, precision) in RULES.items()
    }
    return Run(
        version="1.2.3",
        results=(_doubled(), _blank(), _name(), _stray()),
        troubles=(),
        rules=facts,
        files=4,
        documents=20,
        size=13_700,
    )


@pytest.fixture
def troubled(run: Run) -> Run:
    """A run in which something went wrong and a little was fixed."""
    return run._replace(
        troubles=(
            Trouble("RUN101", "the record is no JSON: line 3 column 7", "c d.jsonl", 3),
            Trouble("RUN203", "plugin `x` cannot be loaded"),
        ),
        fixed={"PUN101": 1, "BLK001": 1},
        fixed_files=2,
        shown_fixes=(("a.txt", "PUN101", 1), ("b.txt", "BLK001", 1)),
        undo="20261121-1",
        suppressed=3,
        notes=("Rules across files compared 3 files only.",),
    )


KINDS = ("found", "troubled", "empty", "interrupted", "unknown rules")
HOSTILE = ("", "\udcff\ud800\x00\x7f##[error]", "[a](http://evil) {0}", ":?#%\\ ")


@pytest.fixture(params=[(kind, text) for kind in KINDS for text in HOSTILE], ids=repr)
def any_run(request: pytest.FixtureRequest, run: Run, troubled: Run) -> Run:
    """Runs of every kind, as they are and with hostile texts everywhere."""
    kind, text = request.param
    some = {
        "found": run,
        "troubled": troubled,
        "empty": run._replace(results=(), rules={}),
        "interrupted": run._replace(interrupted=True),
        "unknown rules": run._replace(rules={}),
    }[kind]
    return _everywhere(some, text) if text else some


Write = Callable[..., str]


@pytest.fixture
def write() -> Write:
    """Write a run in a format and give back the text."""

    def written(run: Run, name: str, style: Style | None = None) -> str:
        out = StringIO()
        reporter(name).write(run, out, style or Style())
        return out.getvalue()

    return written


@pytest.fixture
def with_text() -> Callable[[Run, str], Run]:
    """Put one hostile text wherever a run may hold text of a corpus, a file name or a rule."""
    return _everywhere


def _everywhere(run: Run, text: str) -> Run:
    def place(of: Location) -> Location:
        return of._replace(path=text + of.path, record_id=text, field=text, record=of.record or 1)

    def one(found: Result) -> Result:
        change = Change(1, text, text, text, text, True, True, place(found.location))
        related = Related(text, place(found.location), Excerpt(1, text * 3, len(text), 2 * len(text)))
        return found._replace(
            name=text,
            summary=text,
            message=text,
            text=text,
            location=place(found.location),
            excerpt=Excerpt(1, text * 3, len(text), 2 * len(text)),
            fix=Proposal(text, Safety.SAFE, (change,)),
            related=(related, related._replace(excerpt=None)),
            data={text: [text, {"key": text}]},
        )

    def facts(of: RuleFacts) -> RuleFacts:
        return of._replace(name=text, summary=text, why=text)

    rules: Mapping[str, RuleFacts] = {code: facts(of) for code, of in run.rules.items()}
    return run._replace(
        results=tuple(one(found) for found in run.results),
        troubles=(Trouble("RUN101", text, text, 1), Trouble("RUN102", text)),
        rules=rules,
        fixed={"PUN101": 1},
        fixed_files=1,
        shown_fixes=((text, "PUN101", 1),),
        undo=text,
        notes=(text,),
    )
