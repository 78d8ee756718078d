"""Laws that hold for all shipped rules together and for any text."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpuslint import catalog, config, gates, rulecases
from corpuslint.bench import Bench, Toolset
from corpuslint.check import Outcome
from corpuslint.containers.base import Record
from corpuslint.fixes import letters
from corpuslint.model import Document, Safety, Stage
from corpuslint.registry import Entry
from corpuslint.scan import Scanner
from corpuslint.settle import settle
from corpuslint.source import Source, document


@cache
def bench() -> Bench:
    settings = config.resolve("/", isolated=True, overrides={"preview": True, "lint.extend-select": ["ALL"]})
    return Bench(settings, Toolset(tuple(catalog.shipped())))


@cache
def case_texts() -> list[str]:
    texts = []
    for entry in bench().entries:
        source = Path(entry.meta.source)
        for case in rulecases.cases(entry.meta.source, source.read_text("utf-8")):
            texts += [raw.decode("utf-8", "replace")[:400] for raw in case.docs.values()]
    return texts


MARKS = "\"'“”‘’„«»‹› .,;:!?-–—…()[]{}<>&#=\\/\n\r\t\0\x0b\x1b\x1e\x7f\ufeff\u200b\xad\u202e\u2028\xa0\ufffd\x93é漢ﬁа"
PIECES = ("\r\n", "Ã©", "â€™", "word", "Novo", "Anna", "It", "&amp;", "<p>")
ALPHABET = st.sampled_from([*MARKS, *PIECES])
TEXTS = st.lists(ALPHABET | st.deferred(lambda: st.sampled_from(case_texts())), max_size=12).map("".join)
BYTES = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=200)


def source() -> Source:
    return bench().files.source("case.txt")


def record(raw: bytes) -> Record:
    found = next(source().container.records(BytesIO(raw), source().fields))
    assert isinstance(found, Record)
    return found


def check(doc: Document) -> Outcome:
    outcome = bench().checker.check(doc)
    assert not outcome.troubles, outcome.troubles
    return outcome


def owner(code: str) -> Entry:
    return next(entry for entry in bench().entries if entry.meta.code == code)


@given(BYTES)
@example(b"")
@example(b"\xff\xfe\x00")
def test_no_rule_fails_and_every_span_lies_in_the_text(raw: bytes) -> None:
    doc = document(source(), record(raw))
    for finding in check(doc).findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(doc.text)
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(doc.text)


@pytest.mark.parametrize("least", [Safety.SAFE, Safety.UNSAFE])
@given(raw=BYTES)
def test_fixing_comes_to_an_end_and_a_second_time_changes_nothing(raw: bytes, least: Safety) -> None:
    once = settle(source(), record(raw), check, least)
    again = settle(source(), once.record, check, least)
    assert again.record.raw == once.record.raw


@given(BYTES)
def test_safe_fixes_of_text_rules_keep_every_letter_and_digit(raw: bytes) -> None:
    first = record(raw)
    settled = settle(source(), first, check, Safety.SAFE)
    metas = [owner(finding.rule).meta for finding in settled.used]
    if all(meta.stage is Stage.TEXT and not meta.replaces_letters for meta in metas):
        assert letters(settled.record.text) == letters(first.text)


@given(st.lists(BYTES, min_size=1, max_size=6))
def test_what_the_gate_lets_pass_has_no_finding(texts: list[bytes]) -> None:
    for raw, hits in zip(texts, bench().checker.screen(texts), strict=True):
        if hits == frozenset():
            doc = document(source(), record(raw))
            everything = frozenset(entry.meta.code for entry in bench().checker.entries)
            assert bench().checker.check(doc, hits=everything).findings == []


NEWS = """\
The harbour board of Dunmere voted seven to two for a new flood wall on Monday.
“We looked at every figure twice,” said Ada Linfield, who has led the talks since 2019.
Residents had asked for an answer before the winter: 400 of them signed a letter.
It is not clear who will pay if the grant runs out, the council's newspaper said.
In Oldcastle, the work costs £2.4 million – a third of it for the bridge (built in 1962).
"""


def test_the_gate_stays_shut_over_clean_news() -> None:
    """A pattern whose gate opens for any line makes a run over a corpus take twice as long."""
    settings = config.resolve("/", isolated=True)
    gate = Bench(settings, Toolset(tuple(catalog.shipped()))).checker

    lines = NEWS.encode().splitlines(keepends=True)

    assert gate.screen([NEWS.encode(), *lines]) == [frozenset()] * (1 + len(lines))


def test_no_gate_passes_over_text_of_any_kind() -> None:
    """An optional group with a gap, before what a branch is about, leaves nothing to cut the branch down to."""
    metas = [entry.meta for entry in bench().entries]
    triggers = [(meta.code, pattern) for meta in metas for pattern in (*meta.triggers, *meta.endings)]

    assert {code for code, pattern in triggers if gates.has_gap(gates.gate(pattern))} == {"PUN009"}, "brackets"


@given(st.lists(BYTES, max_size=4))
def test_many_at_once_are_found_as_one_by_one(texts: list[bytes]) -> None:
    alone = [len(Scanner(bench()).examine(source(), raw).results) for raw in texts]
    hits = bench().checker.screen(texts) if texts else []
    together = [
        len(bench().checker.check(document(source(), record(raw)), hits=hit).findings)
        for raw, hit in zip(texts, hits, strict=True)
    ]
    assert together == alone
