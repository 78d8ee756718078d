"""Patterns mean the same to both engines, and the gate never misses what a pattern finds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import gates, regex
from corpuslint.errors import RuleError

PATTERNS = [
    r"\A\s*\n",
    r"[ \t]+$",
    r"(?m)[ \t]+$",
    r"(?m)^\*",
    r"\n\z",
    r"[“”] [“”]",
    r"\x{201c}[^\x{201d}\n]*\x{201d}",
    r"\b[A-Z]\w+ \d+\b",
    r"\Bé|é\B",
    r"\p{Lu}\p{Ll}+",
    r"[\p{L}'’-]+-[\p{L}]+",
    r"\PL{3}",
    r"[^\p{L}\n]b",
    r"[^\p{Mn}]é",
    r"\p{Sc}|\P{Lu}[\p{N}x]\p{Mn}",
    r"(?i)read more",
    r"[^\x00-\x7f]+",
    r"(a|b)c|\.\.",
    r"[][&~|-]{2}",
    r"[.^$]x",
]
ALPHABET = st.sampled_from([*"aAbc é“”’ .,-*&~|[]^$\n\t1xZ", "\r\n", "read more", "Read", "\x1e", "漢", "́"])
TEXTS = st.lists(ALPHABET, max_size=30).map("".join)


@contextmanager
def engine(name: str) -> Iterator[None]:
    before = os.environ.get("CORPUSLINT_BACKEND")
    os.environ["CORPUSLINT_BACKEND"] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ["CORPUSLINT_BACKEND"]
        else:
            os.environ["CORPUSLINT_BACKEND"] = before


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in regex.compile(pattern).finditer(text)]


@given(TEXTS, st.sampled_from(PATTERNS))
def test_both_engines_find_the_same(text: str, pattern: str) -> None:
    with engine("re"):
        by_re = spans(pattern, text)
    with engine("re2"):
        assert regex.backend() == "re2"
        assert by_re == spans(pattern, text)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_the_gates_of_both_engines_agree(texts: list[str]) -> None:
    data = b"\x1e" + b"\x1e".join(text.encode() for text in texts) + b"\x1e"
    with engine("re"):
        by_re = list(regex.compile_set(PATTERNS).match(data))
    with engine("re2"):
        assert by_re == list(regex.compile_set(PATTERNS).match(data))


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["re", "re2"]))
def test_the_gate_of_a_batch_never_misses_a_document(texts: list[str], name: str) -> None:
    with engine(name):
        gate = set(regex.compile_set(PATTERNS).match(b"\x1e" + b"\x1e".join(t.encode() for t in texts) + b"\x1e"))
        hits = {i for i, pattern in enumerate(PATTERNS) for text in texts if regex.compile(pattern).search(text)}
    assert hits <= gate


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a(?i)b", "only at the start"),
        ("(?=a)b", "look-around"),
        ("(?<!a)b", "look-around"),
        (r"(a)\1", "back-references"),
        (r"a\Z", "pattern dialect"),
        (r"\u2019", "pattern dialect"),
        ("(", "not a pattern"),
        ("a*", "empty text"),
        ("x" * 20_001, "at most 20,000"),
        (r"\p{Greek}", "general category"),
    ],
)
@pytest.mark.parametrize("name", ["re", "re2"])
def test_what_is_not_in_the_dialect_is_refused(pattern: str, reason: str, name: str) -> None:
    with engine(name), pytest.raises(RuleError, match=reason):
        regex.compile(pattern)


def test_a_pattern_of_the_whole_document_may_match_the_empty_one() -> None:
    assert spans(r"\A *\z", "") == [(0, 0)]


def test_lone_surrogates_keep_offsets() -> None:
    assert spans("b", "a\ud800b") == [(2, 3)]


@pytest.mark.parametrize(
    ("pattern", "gate"),
    [
        (r"\p{Nd}", r"[\x30\x31\x32\x33\x34\x35\x36\x37\x38\x39\x{80}-\x{10ffff}]"),
        (r"[\p{Pc}a]", r"[\x5f\x{80}-\x{10ffff}a]"),
        (r"[^\p{Pc}a]", r"[^\x5fa]"),
        (r"[^\p{Mn}]", r"[\x00-\x{10ffff}]"),
    ],
)
def test_a_category_of_a_gate_holds_all_that_is_not_ascii(pattern: str, gate: str) -> None:
    assert gates.gate(pattern) == gate


def test_the_gate_writes_edges_as_the_separator() -> None:
    assert gates.gate(r"\A[^$]x$\z") == r"\x1e[^$]x(?:$|\x1e)\x1e"


@pytest.mark.parametrize(("template", "expected"), [(r"\1-\g<w>", "a-b"), (r"\\1\n", "\\1\n"), ("", "")])
def test_expand(template: str, expected: str) -> None:
    match = regex.compile("(a)(?P<w>b)").search("ab")
    assert match is not None
    assert regex.expand(match, template) == expected


@pytest.mark.parametrize(
    ("pattern", "gap"),
    [
        (r"sign up[^\n]{0,80}newsletter", True),
        ("a.*b", True),
        (r"a\S+b", True),
        (r"a[^b]c*", False),
        (r"[a-z]+\d*\s+", False),
        (r"[.*]+x", False),
        (r"a\.+", False),
    ],
)
def test_a_gap_is_a_repeat_of_anything(pattern: str, gap: bool) -> None:
    assert gates.has_gap(pattern) is gap


@pytest.mark.parametrize(
    ("pattern", "cut"),
    [
        ("a.*b", "a"),
        (r"a(?:b[^x]*c|d)?e", "a(?:b|d)?"),
        (r"(?:(?i:sign up[^\n]{0,80}newsletter)|x+)y", "(?:(?i:sign up)|x+)"),
        (r"x(.*|q)z|w", "x(|q)|w"),
        (r"a(b.+(c|d)e|f)|g.h", "a(b|f)|g.h"),
        (r"[^\n]+x", r"[^\n]+x"),
        (r"x|.+y", "x|.+y"),
        (r"(?m)^[^x]*y", r"(?m)(?:^|\x1e)[^x]*y"),
    ],
)
def test_the_gate_ends_before_a_gap_unless_nothing_would_be_left(pattern: str, cut: str) -> None:
    assert gates.gate(pattern) == cut


def test_counted_repeats_lose_their_end_in_the_gate() -> None:
    assert gates.gate(r"a{0,80}b{2}c{1,40}[x{0,9}]\{4}{4,}") == r"a*b{2}c+[x{0,9}]\{4}+"
