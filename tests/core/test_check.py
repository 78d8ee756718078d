"""A document through the stages: repairs first, text rules on what they leave, every span led back."""

from collections.abc import Iterator
from typing import Any

import pytest

from corpuslint import rulehead
from corpuslint.check import MAX_FINDINGS, Checker
from corpuslint.model import DocKey, Document, Edit, Finding, Fix, Safety, Span
from corpuslint.registry import Entry
from corpuslint.rule import Rule

KEY = DocKey("a.txt")


def declared(code: str, match: dict[str, Any], **more: Any) -> Entry:
    head = {"code": code, "name": code.lower(), "summary": code, "why": "x", "match": match, **more}
    return Entry(rulehead.meta(head, f"{code}.yaml"), head)


class Scripted(Entry):
    """An entry whose rule is made here."""

    def __init__(self, code: str, rule: Rule, **more: Any) -> None:
        head = {"code": code, "name": code.lower(), "summary": code, "why": "x", "python": "x.py:X", **more}
        super().__init__(rulehead.meta(head, f"{code}.yaml"), head)
        self.__dict__["rule"] = rule
        rule.meta, rule.options = self.meta, {}


REPAIR = declared("X001", {"regex": "<b>", "replace": ""}, stage="repair", fix="safe")
WORD = declared("X002", {"regex": "(?P<here>two),", "replace": "2", "message": "m"}, fix="unsafe")


def found(checker: Checker, text: str) -> list[tuple[str, str]]:
    return [(f.rule, text[f.span.start : f.span.end]) for f in checker.check(Document(KEY, text)).findings]


def test_text_rules_judge_the_repaired_text_and_point_at_the_real_one() -> None:
    text = "one <b>two, t<b>wo, three"
    outcome = Checker([REPAIR, WORD]).check(Document(KEY, text))
    assert found(Checker([REPAIR, WORD]), text) == [
        ("X001", "<b>"),
        ("X002", "two"),
        ("X002", "t<b>wo"),
        ("X001", "<b>"),
    ]
    assert outcome.repaired is not None
    assert outcome.repaired.text == "one two, two, three"


def test_a_fix_that_meets_a_repair_waits_and_one_beside_it_stays() -> None:
    outcome = Checker([REPAIR, WORD]).check(Document(KEY, "t<b>wo, two,"))
    fixes = [finding.fix for finding in outcome.findings if finding.rule == "X002"]
    assert fixes[0] is None
    assert fixes[1] is not None
    assert fixes[1].edits == (Edit(Span(8, 11), "2"),)


class Failing(Rule):
    def check(self, doc: Document) -> Iterator[Finding]:
        yield self.finding(doc, Span(0, 1), "before it fails")
        raise ZeroDivisionError("by zero")


class Outside(Rule):
    def check(self, doc: Document) -> Iterator[Finding]:
        yield self.finding(doc, Span(3, 99), "outside")


class Greedy(Rule):
    def check(self, doc: Document) -> Iterator[Finding]:
        span = Span(0, 1)
        yield self.finding(doc, span, "letter", fix=Fix((Edit(span, ""),), Safety.SAFE, "t", span))


class Many(Rule):
    def check(self, doc: Document) -> Iterator[Finding]:
        for _ in range(2_500):
            yield self.finding(doc, Span(0, 1), "again")


@pytest.mark.parametrize(("rule", "why"), [(Failing(), "ZeroDivisionError: by zero"), (Outside(), "without a place")])
def test_a_rule_that_fails_is_named_and_harms_no_other(rule: Rule, why: str) -> None:
    checker = Checker([Scripted("X003", rule), WORD])
    outcome = checker.check(Document(KEY, "two, x"))
    assert [finding.rule for finding in outcome.findings] == ["X002"]
    (trouble,) = outcome.troubles
    assert (trouble.code, trouble.path) == ("RUN902", "a.txt")
    assert why in trouble.message
    assert "X003" in trouble.message


def test_a_fix_that_would_lose_a_letter_is_not_safe() -> None:
    for more, safety in (({}, Safety.UNSAFE), ({"replaces_letters": True}, Safety.SAFE)):
        (finding,) = Checker([Scripted("X004", Greedy(), fix="safe", **more)]).check(Document(KEY, "ab")).findings
        assert finding.fix is not None
        assert finding.fix.safety is safety


def test_a_fix_goes_no_further_than_its_rule_and_the_settings_allow() -> None:
    entry = Scripted("X004", Greedy(), fix="unsafe")
    (finding,) = Checker([entry], {"X004": Safety.SAFE}).check(Document(KEY, "ab")).findings
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SAFE
    (bare,) = Checker([Scripted("X004", Greedy())]).check(Document(KEY, "ab")).findings
    assert bare.fix is None


def test_findings_of_one_rule_in_one_document_are_capped_and_counted() -> None:
    findings = Checker([Scripted("X005", Many())]).check(Document(KEY, "a")).findings
    assert len(findings) == MAX_FINDINGS
    assert findings[-1].message == "again (and 1,500 more in this document)"


def test_a_batch_is_clean_only_if_each_document_is() -> None:
    checker = Checker([WORD, declared("X006", {"regex": r"\A\n", "message": "m"})])
    assert checker.screen([b"one", b"two"]) == [frozenset(), frozenset()]
    assert checker.screen([b"one", b"\ntwo", b"two, three"]) == [frozenset(), {"X006"}, {"X002"}]
    assert checker.screen([b"one", b"\xff", b"a\0b"]) == [frozenset(), None, None]


class Loud(Rule):
    """Finds an exclamation mark, and clears what has none."""

    def clears(self, data: bytes) -> bool:
        return b"!" not in data

    def check(self, doc: Document) -> Iterator[Finding]:
        at = doc.text.find("!")
        if at >= 0:
            yield self.finding(doc, Span(at, at + 1), "loud")


def test_what_text_rules_clear_is_asked_of_a_text_that_may_be_repaired_when_that_is_known() -> None:
    lost = declared("X007", {"regex": "lost", "message": "m"}, stage="repair")
    checker = Checker([REPAIR, lost, Scripted("X008", Loud())])
    texts = ["<b>one!", "<b>one", "lost!", "lost", "one!", "one"]

    hits = checker.screen([text.encode() for text in texts])

    assert hits == [{"X001"}, {"X001"}, {"X007"}, {"X007"}, {"X008"}, frozenset()]
    told = [checker.check(Document(KEY, text), hits=hit).findings for text, hit in zip(texts, hits, strict=True)]
    codes = [{finding.rule for finding in findings} for findings in told]
    assert codes == [{"X001", "X008"}, {"X001"}, {"X007", "X008"}, {"X007"}, {"X008"}, set()]


def test_a_rule_for_some_languages_is_silent_in_others() -> None:
    entry = WORD.but(meta=WORD.meta._replace(languages=("en",)))
    checker = Checker([entry])
    for language, count in (("en-GB", 1), ("fr", 0)):
        assert len(checker.check(Document(KEY, "two, x", {"language": language})).findings) == count


def test_rules_named_as_silent_stay_silent_also_on_repaired_text() -> None:
    checker = Checker([REPAIR, WORD])
    outcome = checker.check(Document(KEY, "<b>two, x"), frozenset({"X002"}))
    assert [finding.rule for finding in outcome.findings] == ["X001"]


def test_what_a_rule_puts_first_stands_behind_the_byte_order_mark() -> None:
    class First(Rule):
        def check(self, doc: Document) -> Iterator[Finding]:
            fix = Fix((Edit(Span(0, 0), "“"),), Safety.UNSAFE, "Write it", Span(0, 1))
            yield self.finding(doc, Span(0, 1), "an opening mark is missing", fix=fix)

    checker = Checker([Scripted("X003", First(), fix="unsafe", triggers=["no"])])
    for text, at in (("\ufeffno” he said", 1), ("no” he said", 0)):
        (finding,) = checker.check(Document(KEY, text)).findings
        assert finding.fix is not None
        assert [edit.span for edit in finding.fix.edits] == [Span(at, at)]
