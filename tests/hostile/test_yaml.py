"""Rule files of others: what a YAML reader could be made to do is refused, and patterns take linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

RULE = "code: X001\nname: a-rule\nsummary: A\nwhy: B\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join(['*' + before] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
FILES: dict[str, tuple[bytes | str, str]] = {
    "a tag that runs code": (RULE + "match: !!python/object/apply:os.system ['touch ran']\n", "the tag"),
    "a tag of YAML": (RULE + "match: !!map {regex: a}\n", "the tag"),
    "a tag of its own": (RULE + "match: !evil {regex: a}\n", "the tag"),
    "an anchor": (RULE + "match: &a {regex: a}\n", "anchors and aliases are not allowed"),
    "an alias": ("code: &a X001\nname: *a\n", "anchors and aliases are not allowed"),
    "a bomb of aliases": (BOMB + RULE + "match: {regex: a}\n", "anchors and aliases are not allowed"),
    "a merge": (RULE + "match: {<<: {regex: a}}\n", "merge keys are not allowed"),
    "a key twice": (RULE + "match: {regex: a}\ncode: X002\n", "the key 'code' occurs twice"),
    "a key twice inside": (RULE + "match: {regex: a, regex: b}\n", "the key 'regex' occurs twice"),
    "deep lists": (RULE + "match: " + "[" * 60_000 + "]" * 60_000 + "\n", "nested deeper than 12"),
    "deep mappings": (RULE + "match: " + "{a: " * 60_000 + "}" * 60_000 + "\n", "nested deeper than 12"),
    "deep indentation": (RULE + "match:\n" + "".join(" " * n + "a:\n" for n in range(1, 700)), "nested deeper than 12"),
    "a huge file": (RULE + "match: {regex: a}\n# " + "x" * 1_100_000 + "\n", "longer than 1,000,000 characters"),
    "a NUL": (RULE.encode() + b'match: {regex: "a\0b"}\n', "not YAML"),
    "UTF-16": ((RULE + "match: {regex: a}\n").encode("utf-16"), "not UTF-8"),
    "a key that is a list": (RULE + "? [a, b]\n: c\n", "a key must be text"),
    "a number that is huge": (
        RULE + "python: a.py:A\ntriggers: [a]\noptions: {n: {type: int, default: 1" + "0" * 5_000 + "}}\n",
        "int",
    ),
    "a name with escapes": (RULE.replace("a-rule", '"a\\e[31m"') + "match: {regex: a}\n", "is not in kebab-case"),
    "a key with escapes": (RULE + '"\\e]0;x\\a\\n::error::x": 1\n', "unknown key"),
    "a pattern that counts to millions": (RULE + "match: {regex: '((a{1000}){1000}){1000}'}\n", "not a pattern"),
    "a pattern of great length": (RULE + f"match: {{regex: '{'a' * 20_001}'}}\n", "at most 20,000 are allowed"),
    "a pattern that looks around": (RULE + "match: {regex: '(?=a)b'}\n", "pattern dialect"),
    "a pattern that finds nothing everywhere": (RULE + "match: {regex: 'a*'}\n", "the empty text"),
}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", FILES)
def test_rule_files(process: Process, name: str, named: bool) -> None:
    text, reason = FILES[name]
    process.write({"mine/a.yaml": text, "a.txt": "Rain.\n"})
    if not named:
        process.write({"corpuslint.toml": 'rule-folders = ["mine"]\n'})

    done = process(*(["--rules", "mine"] if named else []))

    told = "Checked 1 document in 1 file (6 B): no findings. 1 thing was not checked or done.\n"
    assert (done.code, done.out) == (2, told)
    assert reason in done.err
    assert len(done.err.splitlines()) == 1
    assert len(done.err) < 1_000
    assert done.err.rstrip("\n").isprintable()
    assert not (process.folder / "ran").exists()


PATTERNS = ["(a+)+$", "(a|aa)+c", "(.*)*c", "(a*)*(b*)*c", "(x+x+)+y", r"([^\n]*a){20}[^a]", "(?i)(a|A|aA)*é"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_that_explode_elsewhere(process: Process, pattern: str) -> None:
    """With backtracking each of these would take longer than the universe has existed."""
    process.write({
        "corpuslint.toml": 'rule-folders = ["mine"]\n',
        "mine/a.yaml": RULE + f"match: {{regex: '{pattern}'}}\n",
        "a.txt": "a" * 20_000 + "!" + "x" * 20_000 + "\n",
    })  # fmt: skip

    done = process("--select", "X001", "-s")

    assert (done.code in {0, 1}, done.err) == (True, "")
