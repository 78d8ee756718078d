"""What somebody writes wrong in a rule file is told with the key and what it must be."""

from __future__ import annotations

import pytest

from corpuslint import rulecases, rulefile, rulehead
from corpuslint.declared import Declared
from corpuslint.errors import RuleError
from corpuslint.model import DocKey, Document

HEAD = "code: X010\nname: frogs\nsummary: Frogs\nwhy: They croak.\n"
FROGS = HEAD + "match: {words: [frog]}\n"
OPTION = HEAD + "python: a.py:A\noptions:\n  least: {%s}\n"

WRONG = {
    "a list": ("- code\n", "a rule file begins with a mapping (code, name, summary, why, ...)"),
    "a key of no rule": (HEAD + "mach: {words: [frog]}\n", "unknown key 'mach'; did you mean 'match'?"),
    "a key twice": (FROGS + "code: X011\n", ":6:1: the key 'code' occurs twice"),
    "no match": (HEAD, "a rule has either `match` or `python`"),
    "a number for a text": (FROGS.replace("They croak.", "5"), "why must be text, not 5"),
    "a code of four": (FROGS.replace("X010", "XX10"), "code 'XX10' is not three letters and three digits"),
    "a summary of two lines": (
        FROGS.replace("summary: Frogs", "summary: |\n  Frogs\n  croak"),
        "summary must be one line",
    ),
    "a word that is no list": (HEAD + "match: {words: frog}\n", "match.words must be a list of texts, not 'frog'"),
    "a number among words": (
        HEAD + "match: {words: [frog, 12]}\n",
        "match.words must be a list of texts (numbers, true and false in quotes), not ['frog', 12]",
    ),
    "variants the other way round": (
        HEAD + "fix: safe\nmatch: {variants: {Kyiv: [Kiev]}}\n",
        "match.variants must be a mapping of wrong forms to right ones, all of them text",
    ),
    "a case that is text": (HEAD + "match: {words: [frog], case: no}\n", "match.case must be true or false, not 'no'"),
    "a message with a name": (
        HEAD + "match: {words: [frog], message: 'a {word}'}\n",
        "match.message may hold {text} and {replacement}, not {word}",
    ),
    "a group that there is not": (
        HEAD + "fix: safe\nmatch: {regex: 'a', replace: '\\1'}\n",
        "match.replace refers to the group 1, which the pattern does not have",
    ),
    "a backspace": (HEAD + 'match: {regex: "\\bfoo"}\n', "the pattern holds a backspace"),
    "a look ahead": (HEAD + "match: {regex: 'a(?=b)'}\n", "'(?=b)' is not in the pattern dialect (no look-around"),
    "a bracket that is open": (HEAD + "match: {regex: 'a(b'}\n", "not a pattern: "),
    "nothing to match": (HEAD + "match: {regex: 'x*'}\n", "the pattern matches the empty text: 'x*'"),
    "a replacement of unknown safety": (
        HEAD + "match: {words: [frog], replace: toad}\n",
        "the key 'fix' is missing: safe, unsafe, manual or none, for what match.replace says",
    ),
    "a fix of nothing": (
        FROGS + "fix: safe\n",
        "fix is safe, but no match.replace says what to write; add it, or leave fix out",
    ),
    "options that nothing reads": (
        FROGS + "options:\n  least: {type: int, default: 1}\n",
        "options need `python`; nothing in `match` reads them",
    ),
    "a pattern across files": (FROGS + "corpus: true\n", "corpus: true needs `python`"),
    "a language in words": (
        FROGS + "languages: [english]\n",
        "languages are primary subtags such as 'en', not 'english'; write 'en'",
    ),
    "a language with a country": (
        FROGS + "languages: [en-GB]\n",
        "languages are primary subtags such as 'en', not 'en-GB'",
    ),
    "no class": (
        HEAD + "python: a.py\n",
        "python must be file.py:ClassName, a file in the same folder, not 'a.py'",
    ),
    "a class elsewhere": (HEAD + "python: ../a.py:A\n", "python must be file.py:ClassName, a file in the same folder"),
    "an option without a type": (
        OPTION % "default: 1",
        "option 'least' needs a type (bool, int, float, str, list, choice)",
    ),
    "a text for a number": (OPTION % "type: int, default: '1'", "option 'least': '1' is not of type int"),
    "a default below the least": (OPTION % "type: int, default: 1, minimum: 2", "option 'least': 1 is below 2"),
    "words for a number": (
        OPTION % "type: float, default: few",
        "option 'least': default, minimum and maximum must be numbers, as its type says",
    ),
    "a least text": (
        OPTION % "type: str, default: a, minimum: 2",
        "option 'least': default, minimum and maximum must be numbers, as its type says",
    ),
    "a choice of nothing": (
        OPTION % "type: choice, default: a",
        "option 'least': choices must be a list of texts, for an option of type choice and for no other",
    ),
    "a choice of letters": (
        OPTION % "type: choice, default: a, choices: abc",
        "option 'least': choices must be a list of",
    ),
    "help that is none": (OPTION % "type: int, default: 1, help: 5", "option 'least': help must be text, not 5"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_rule_file_says_wrong(name: str) -> None:
    text, message = WRONG[name]

    with pytest.raises(RuleError) as caught:
        rulefile.read_head("r/a.yaml", text)

    assert str(caught.value).startswith("r/a.yaml")
    assert message in str(caught.value)


WRONG_CASES = {
    "no text": ("{finds: [a]}", " needs one of text, docs, hex"),
    "a key of no case": ("{text: A frog., find: [frog]}", ": unknown key 'find'; did you mean 'finds'?"),
    "a number for a text": ("{text: 12}", ": text must be text, not 12"),
    "one text that is found": ("{text: A frog., finds: frog}", ": finds must be a list, not 'frog'"),
    "a number that is found": ("{text: A 12., finds: [12]}", ": finds: 12 must be the text that is found, in quotes"),
    "a key of no finding": (
        "{text: A frog., finds: [{txt: frog}]}",
        ": finds: unknown key 'txt'; did you mean 'text'?",
    ),
    "a document that there is not": (
        "{docs: {a: A frog., b: A toad.}, finds: {c: [frog]}}",
        ": finds: unknown key 'c'; known are a, b",
    ),
    "findings of no document": ("{docs: {a: A frog.}, finds: [frog]}", ": finds must be a list for each document"),
    "a fixed number": ("{text: A frog., fixed: 12}", ": fixed must be text, not 12"),
    "what is no hex": ("{hex: zz}", ": non-hexadecimal number found"),
    "a codec that there is not": ("{text: a, codec: utf-9}", ": unknown encoding: utf-9"),
    "a codec that has no such letter": ("{text: 'a €', codec: latin-1}", ": 'latin-1' codec can't encode"),
    "a list of options": ("{text: a, options: [1]}", ": options must be a mapping of options to values, not [1]"),
    "a year for a date": ("{text: a, meta: {date: 2020}}", ": meta must be a mapping of names to texts"),
    "a failure in words": ("{text: a, expected_failure: yes}", ": expected_failure must be true or false, not 'yes'"),
}


@pytest.mark.parametrize("name", WRONG_CASES)
def test_what_a_case_says_wrong(name: str) -> None:
    spec, message = WRONG_CASES[name]

    with pytest.raises(RuleError) as caught:
        rulecases.cases("r/a.yaml", f"{FROGS}---\nthe case: {spec}\n")

    assert str(caught.value).startswith(f"r/a.yaml: case 'the case'{message}")


def test_a_group_here_that_takes_no_part_leaves_the_whole_match() -> None:
    head = rulefile.read_head("r/a.yaml", HEAD + "match: {regex: 'big(?P<here> green)? frog'}\n")
    doc = Document(DocKey("a.txt"), "A big frog and a big green frog.")

    found = Declared(rulehead.meta(head, "r/a.yaml"), head["match"]).check(doc)

    assert [doc.text[one.span.start : one.span.end] for one in found] == ["big frog", " green"]
