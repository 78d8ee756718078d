"""What somebody does wrong who writes a rule in Python is named with file, line and remedy, and harms no other rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

RULE = """\
code: X010
name: frogs
summary: Frogs
why: They croak.
fix: unsafe
python: frogs.py:Frogs
triggers: [frog]
---
found:
  text: A frog.
  finds: [frog]
silent:
  text: A toad.
"""
OTHER = """\
code: X011
name: toads
summary: Toads
why: They croak too.
match: {words: [toad]}
"""
HEAD = """\
from corpuslint.api import CorpusRule, DocKey, Edit, Fix, Rule, Safety, Span, replace
class Frogs(Rule):
    def check(self, doc):
        at = doc.text.find("frog")
        span = Span(at, at + 4)
"""
TEXTS = {f"{number}.txt": "A frog and a toad.\n" for number in range(3)}

BROKEN = {
    "there is no such file": ("frogs.py", None, "FileNotFoundError"),
    "it is no Python": ("frogs.py", "def f(:\n", "(frogs.py, line 1)"),
    "it imports what there is not": (
        "frogs.py",
        "\nimport nothing_of_the_kind\n",
        "ModuleNotFoundError: No module named 'nothing_of_the_kind' (frogs.py:2)",
    ),
    "it leaves": ("frogs.py", "raise SystemExit(0)\n", "SystemExit: 0 (frogs.py:1)"),
    "there is no such class": ("frogs.py", "class Frog: ...\n", "there is no Frogs in frogs.py"),
    "it is no rule": (
        "frogs.py",
        "class Frogs: ...\n",
        "Frogs must be a subclass of Rule; one of CorpusRule needs `corpus: true`",
    ),
    "it wants something": (
        "frogs.py",
        HEAD.replace("def check", "def __init__(self, way): ...\n    def check"),
        "TypeError: Frogs.__init__() missing 1 required positional argument: 'way'",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_class_that_cannot_be_had_is_told_once(process: Process, name: str) -> None:
    file, code, cause = BROKEN[name]
    process.write({"rules/frogs.yaml": RULE, "rules/toads.yaml": OTHER, **TEXTS})
    if code is not None:
        process.write({f"rules/{file}": code})

    done = process("--rules", "rules", "--select", "X010,X011", "--output-format", "json", *TEXTS)

    found = [one["code"] for one in json.loads(done.out)["findings"]]
    assert (done.code, found, len(done.err.splitlines())) == (2, ["X011"] * 3, 1)
    assert done.err.startswith("RUN902 rules/frogs.yaml: frogs.py:Frogs: ")
    assert cause in done.err
    assert done.err.endswith("; rule X010 frogs was left out: mend this, or leave it out with --ignore X010\n")


YIELDED = {
    "raises": ('raise ValueError("no frog here")\n        yield', "ValueError: no frog here (frogs.py:6)"),
    "calls what raises": ("yield self.finding(doc, span, len(7))", "object of type 'int' has no len() (frogs.py:6)"),
    "changes the document": (
        'doc.text = "None"\n        yield self.finding(doc, Span(0, 1), "m")',
        "TypeError: the rule changed the document, which others read too",
    ),
    "nothing at all": ("return None", "TypeError: 'NoneType' object is not iterable"),
    "text": ('yield "frog"', "a finding without a place in the text: 'frog'"),
    "a place outside": (
        'yield self.finding(doc, Span(3, 900), "m")',
        "a finding without a place in the text, which has 19 code points: Finding(rule='X010'",
    ),
    "a tuple": ('yield self.finding(doc, (2, 6), "m")', "a finding without a place in the text: Finding("),
    "places that are no whole numbers": (
        'yield self.finding(doc, Span(2.0, 6.0), "m")',
        "a finding without a place in the text: Finding(",
    ),
    "a message that is none": ("yield self.finding(doc, span, None)", "a message that is no text: None"),
    "an identity that is none": (
        'yield self.finding(doc, span, "m", identity=5)',
        "an identity that is no text: 5",
    ),
    "data that is none": ('yield self.finding(doc, span, "m", data=[5])', "data that is no mapping: [5]"),
    "related text": (
        'yield self.finding(doc, span, "m", related=("here",))',
        "related places that are no tuple of Place: ('here',)",
    ),
    "another document": (
        'yield self.finding(doc, span, "m")._replace(doc=DocKey("b.txt"))',
        "a finding at another document: DocKey(path='b.txt', record=0)",
    ),
    "another rule": (
        'yield self.finding(doc, span, "m")._replace(rule="X011")',
        "a finding of another rule than X010: 'X011'",
    ),
    "a fix of text": ('yield self.finding(doc, span, "m", fix="toad")', "a fix that is no Fix: 'toad'"),
    "a fix outside": (
        'yield self.finding(doc, span, "m", fix=replace(Span(3, 900), "toad", Safety.UNSAFE, "t"))',
        "a fix that reaches beyond the text, which has 19 code points: Fix(",
    ),
    "a basis outside": (
        'yield self.finding(doc, span, "m", fix=replace(span, "toad", Safety.UNSAFE, "t", Span(0, 900)))',
        "a fix that reaches beyond the text, which has 19 code points: Fix(",
    ),
    "edits that overlap": (
        'yield self.finding(doc, span, "m", fix=Fix((Edit(span, "a"), Edit(span, "b")), Safety.UNSAFE, "t", span))',
        "a fix whose edits overlap: Fix(",
    ),
    "a class of safety that is none": (
        'yield self.finding(doc, span, "m", fix=replace(span, "toad", "safe", "t"))',
        "a fix whose safety is no Safety: 'safe'",
    ),
}


@pytest.mark.parametrize("name", YIELDED)
def test_what_is_no_finding_is_named_and_its_rule_left_out_there(process: Process, name: str) -> None:
    code, cause = YIELDED[name]
    process.write({"rules/frogs.yaml": RULE, "rules/frogs.py": f"{HEAD}        {code}\n", "rules/toads.yaml": OTHER})
    process.write({"a.txt": "A frog and a toad.\n"})

    done = process("--rules", "rules", "--select", "X010,X011", "--output-format", "concise", "-q", "a.txt", "--fix")

    assert (done.code, done.out) == (2, "a.txt:1:14: warning X011 Toads: `toad`\n")
    assert done.err.startswith("a.txt: RUN902 rule X010 frogs (rules/frogs.yaml) failed and was left out here: ")
    assert cause in done.err
    assert done.err.endswith("; report it to its author, or leave it out with --ignore X010\n")
    assert len(done.err.splitlines()) == 1


CORPUS = """\
from corpuslint.api import CorpusRule, DocKey, Fix, Safety, Span, replace
class Frogs(CorpusRule):
    def map(self, doc): return b"x"
    def collect(self, facts): return [one.key for one in facts]
    def merge(self, a, b): return a + b
    def report(self, total, corpus):
        for key in total:
            doc = corpus.document(key)
"""
REPORTED = {
    "raises": ("raise KeyError(key)", "KeyError: DocKey(path='0.txt', record=0) (frogs.py:9)"),
    "text": ("yield 'frog'", "TypeError: a finding without a place in the text: 'frog'"),
    "a place outside": ("yield self.finding(doc, Span(0, 900), 'm')", "which has 19 code points: Finding("),
    "a message that is none": ("yield self.finding(doc, Span(0, 1), None)", "a message that is no text: None"),
}


@pytest.mark.parametrize("name", REPORTED)
def test_a_rule_across_files_that_goes_wrong(process: Process, name: str) -> None:
    code, cause = REPORTED[name]
    rule = RULE.replace("triggers: [frog]", "corpus: true")
    process.write({"rules/frogs.yaml": rule, "rules/frogs.py": f"{CORPUS}            {code}\n"})
    process.write({"rules/toads.yaml": OTHER, **TEXTS})

    done = process("--rules", "rules", "--select", "X010,X011", "--output-format", "concise", "-q", *TEXTS)

    assert (done.code, len(done.out.splitlines())) == (2, 3)
    assert done.err.startswith("RUN902 rule X010 frogs (rules/frogs.yaml) failed and was left out here: ")
    assert cause in done.err


SET = {
    "an option that there is not": (
        "[rules.frogs]\nlest = 2\n",
        "corpuslint.toml: `rules`: X010 frogs has no option 'lest'",
    ),
    "an option of another type": (
        '[rules.X010]\nleast = "2"\n',
        "corpuslint.toml: `rules`: option least of X010: '2' is",
    ),
}


@pytest.mark.parametrize("name", SET)
def test_options_that_are_set_wrongly_are_told_with_the_file_that_sets_them(process: Process, name: str) -> None:
    text, said = SET[name]
    rule = RULE.replace("triggers:", "options: {least: {type: int, default: 1}}\ntriggers:")
    process.write({"rules/frogs.yaml": rule, "rules/frogs.py": HEAD, "corpuslint.toml": text, **TEXTS})

    done = process("--rules", "rules", *TEXTS)

    assert done.code == 2
    assert said in done.err


def test_a_rule_that_is_set_and_whose_file_cannot_be_used(process: Process) -> None:
    settings = 'rule-folders = ["rules"]\n[rules.frogs]\nleast = 2\n'
    process.write({"rules/frogs.yaml": RULE, "rules/frogs.py": HEAD, "corpuslint.toml": settings, **TEXTS})

    done = process(*TEXTS)

    assert done.code == 2
    assert "corpuslint.toml: `rules`: there is no rule 'frogs'" in done.err
    assert "rules/frogs.yaml: a rule folder of a corpus holds no Python; pass it with --rules to allow it\n" in done.err


def test_a_folder_without_rules_is_none(process: Process) -> None:
    process.write({"rules/frogs.txt": RULE, **TEXTS})

    done = process("--rules", "rules", *TEXTS)

    assert (done.code, done.err) == (
        2,
        "corpuslint: error: --rules rules: there is no rule file in it; a rule file ends in .yaml\n",
    )
