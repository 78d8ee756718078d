"""The triggers of the mojibake rule find everything that ftfy finds bad: nothing is cleared in error."""

from __future__ import annotations

from itertools import product

from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslint import regex
from corpuslint.text.encoding import badness
from corpuslint.text.encoding.badness import ALONE
from corpuslint.text.encoding.damage import damaged_text
from corpuslint.text.encoding.tables import CODECS
from tests.encoding.rules import entries
from tests.encoding.test_clean_languages import CLEAN

TRIGGERS = next(entry.meta.triggers for entry in entries() if entry.meta.code == "ENC010")
GATE = regex.compile_set(TRIGGERS)


def passes(text: str) -> bool:
    """Whether the gate lets a document through to the rule."""
    return bool(GATE.match(b"\x1e" + text.encode("utf-8", "surrogatepass") + b"\x1e"))


def members(ranges: str) -> set[str]:
    """The characters of the inside of a bracketed class."""
    found: set[str] = set()
    at = 0
    while at < len(ranges):
        if ranges[at + 1 : at + 2] == "-" and at + 2 < len(ranges):
            found.update(map(chr, range(ord(ranges[at]), ord(ranges[at + 2]) + 1)))
            at += 3
        else:
            found.add(ranges[at])
            at += 1
    return found


TELLING = sorted(set().union(*(members(group) for group in MOJIBAKE_CATEGORIES.values()), "ŒœÂÃÎÐØÙ×àâó√≈‚°в"))
CONTEXT = [*" aZ.,?!\n0_-\t", "\u3000", "\u2028", "字", "א"]


def test_no_pair_is_cleared_that_ftfy_finds_bad() -> None:
    pairs = [a + b for a, b in product(TELLING, TELLING)]
    assert [ascii(pair) for pair in pairs if not passes(pair) and is_bad(pair)] == []


@settings(max_examples=5_000)
@given(st.lists(st.sampled_from([*TELLING, *CONTEXT * 10]), min_size=3, max_size=7).map("".join))
def test_no_longer_sequence_is_cleared_that_ftfy_finds_bad(text: str) -> None:
    assert passes(text) or not is_bad(text)


def test_what_is_passed_over_alone_is_never_bad_beside_ascii() -> None:
    contexts = ["".join(pair) for pair in product(" aZ.,?!\n0_-\t", repeat=2)]
    texts = [left + char + right for char in sorted(ALONE) for left, right in product(contexts, repeat=2)]
    assert [ascii(text) for text in texts if is_bad(text)] == []


@settings(max_examples=2_000)
@given(st.lists(st.sampled_from([*TELLING, *CONTEXT * 10, *sorted(ALONE) * 20]), max_size=12).map("".join))
def test_looking_around_high_characters_finds_what_looking_at_all_does(text: str) -> None:
    assert badness.is_bad(text) == is_bad(text)


WORDS = st.lists(st.sampled_from(" ".join(CLEAN.values()).split()), min_size=1, max_size=4).map(" ".join)


@given(WORDS, st.sampled_from(["latin-1", *CODECS]), st.integers(1, 2))
def test_no_damage_is_cleared_that_ftfy_finds_bad(text: str, codec: str, layers: int) -> None:
    for _ in range(layers):
        text = damaged_text(text, codec)
    assert passes(text) or not is_bad(text)


@given(st.text(max_size=40))
def test_no_text_is_cleared_that_ftfy_finds_bad(text: str) -> None:
    assert passes(text) or not is_bad(text)
