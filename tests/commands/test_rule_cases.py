"""`corpuslint test`: the cases of rule files, and the words for how they came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Call
    from tests.conftest import Process


def test_the_cases_of_a_folder(process: Process, call: Call, rules: str) -> None:
    done = call("test", rules)
    named = call("test", rules, "--verbose")

    assert (done.code, done.out) == (0, "9 cases: 3 validated, 6 reported\n")
    assert "reported  X101 two-exclamation-marks: two\n" in named.out
    assert list(process.folder.iterdir()) == []


CASES = """\
code: X001
name: frogs
summary: A frog
why: For the test.
fix: safe
replaces_letters: true
match: {words: [frog], replace: toad}
---
found and fixed: {text: 'A frog.', finds: [frog], fixed: 'A toad.'}
silent: {text: 'A toad.'}
nothing is found: {text: 'A toad.', finds: [toad]}
more is found: {text: 'A frog and a frog.', finds: [frog], fixed: 'A toad and a toad.'}
something else is found: {text: 'A frog.', finds: [frogs], fixed: 'A toad.'}
elsewhere: {text: 'A frog.', finds: [{text: frog, column: 4}], fixed: 'A toad.'}
fixed otherwise: {text: 'A frog.', finds: [frog], fixed: 'A newt.'}
fixed, which the case does not say: {text: 'A frog.', finds: [frog]}
known to be wrong: {text: 'A frog.', expected_failure: true}
said to be wrong: {text: 'A toad.', expected_failure: true}
"""


def test_the_words_for_cases_that_fail(process: Process, call: Call) -> None:
    process.write({"mine/frogs.yaml": CASES})

    done = call("test", "mine")

    assert done.code == 1
    lines = [line.split(" X001 frogs: ") for line in done.out.splitlines() if " X001 frogs: " in line]
    assert {case: verdict.strip() for verdict, case in lines} == {
        "nothing is found": "missing",
        "more is found": "noisy",
        "something else is found": "wrong",
        "elsewhere": "wrong",
        "fixed otherwise": "wrong",
        "fixed, which the case does not say": "wrong",
        "said to be wrong (expected failure)": "validated",
    }
    assert done.out.endswith("10 cases: 2 validated, 1 reported, 4 wrong, 1 missing, 2 noisy\n")


def test_rules_of_the_configuration_are_explained_and_tested(process: Process, call: Call) -> None:
    process.write({"corpuslint.toml": 'rule-folders = ["mine"]\n', "mine/frogs.yaml": CASES, "sub/a.txt": "x"})

    assert "X001" in call("rule", "frogs").out
    assert "X001" in call("rule", "--all").out
    assert "wrong     X001 frogs: elsewhere" in call("test").out


TAKEN = [("X001", "newts", "X001 newts is taken by"), ("X002", "frogs", "X002 frogs is taken by"),
         ("PUN001", "newts", "PUN001 newts is taken by")]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "message"), TAKEN)
def test_rules_that_a_check_cannot_load_do_not_pass(
    process: Process, call: Call, code: str, name: str, message: str
) -> None:
    other = CASES.replace("X001", code).replace("name: frogs", f"name: {name}")
    process.write({"mine/frogs.yaml": CASES, "mine/newts.yaml": other})

    done = call("test", "mine")

    assert done.code == 2
    assert f"corpuslint: error: mine/newts.yaml: {message} " in done.err


def test_a_file_that_cannot_be_used_does_not_keep_others_from_being_tested(process: Process, call: Call) -> None:
    sound = CASES.partition("nothing is found")[0]
    process.write(
        {
            "mine/a.yaml": "code: X002\n",
            "mine/b.yaml": sound,
            "mine/c.yaml": "code: X003\nname: newts\nsummary: N\nwhy: N\nmatch: {words: [newt]}\n---\na: {}\n",
        }
    )

    done = call("test", "mine")

    assert (done.code, done.out) == (2, "2 cases: 1 validated, 1 reported\n")
    assert done.err == (
        "corpuslint: error: mine/a.yaml: the key 'name' is missing\n"
        "corpuslint: error: mine/c.yaml: case 'a' needs one of text, docs, hex\n"
    )


def test_a_fix_that_is_not_as_safe_as_its_file_says(process: Process, call: Call) -> None:
    file = CASES.partition("silent")[0].replace("replaces_letters: true\n", "")
    process.write({"mine/a.yaml": file})

    done = call("test", "mine")
    process.write({"mine/a.yaml": file.replace("A toad.'}", "A toad.', safe: 'A frog.'}")})

    assert (done.code, done.out.splitlines()[-1]) == (1, "1 case: 1 wrong")
    assert "fix is safe, but this fix changes letters or digits" in done.out
    assert call("test", "mine").out == "1 case: 1 reported\n"


TWINS = """\
from corpuslint.api import CorpusRule, Safety, Span, replace
class Twins(CorpusRule):
    def map(self, doc): return doc.text.encode()
    def collect(self, facts): return [one.key for one in facts]
    def merge(self, a, b): return a + b
    def report(self, total, corpus):
        for key in sorted(total)[1:]:
            fix = replace(Span(0, 1), "B", Safety.UNSAFE, "Begin with another letter")
            yield self.finding(corpus.document(key), Span(0, 1), "not the first", fix=fix)
"""
ACROSS = """\
code: X001
name: twins
summary: Twins
why: For the test.
fix: unsafe
corpus: true
python: twins.py:Twins
---
second: {docs: {a: A text., b: A text.}, finds: {b: [A]}, fixed: {b: B text.}}
fixed otherwise: {docs: {a: A text., b: A text.}, finds: {b: [A]}, fixed: {b: C text.}}
"""


def test_the_fixes_of_a_rule_across_files(process: Process, call: Call) -> None:
    process.write({"mine/twins.yaml": ACROSS, "mine/twins.py": TWINS})

    done = call("test", "mine")

    assert done.code == 1
    assert done.out == (
        "wrong     X001 twins: fixed otherwise\n"
        "          fixed to 'B text.', not to 'C text.'\n"
        "2 cases: 1 reported, 1 wrong\n"
    )


def test_a_folder_that_is_named_twice_is_one(process: Process, call: Call) -> None:
    process.write({"mine/a/frogs.yaml": CASES})

    assert call("test", "mine", "mine/a").code == 1
