"""Two texts side by side: every word of both is there once, in its line, unless it is cut for room."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpuslint.model import Span
from corpuslint.text.duplicates import Stretch, differences, sides
from corpuslint.text.duplicates.sides import LONGEST, MOST

if TYPE_CHECKING:
    from corpuslint.text.duplicates.sides import Piece, Row
    from tests.conftest import Process

FIRST = "the ferry to the island of lissa will stay in port until friday evening the harbour office said"
SECOND = "a crack was found in the housing of the rudder during the inspection of the year in kolberg"


def beside(here: str, there: str, *passages: str | tuple[str, str]) -> tuple[list[Row], bool]:
    """The rows of two texts that share passages: the same in both, or one for each."""
    pairs = [(one, one) if isinstance(one, str) else one for one in passages]
    spans = [(here.index(a), here.index(a) + len(a), there.index(b), there.index(b) + len(b)) for a, b in pairs]
    stretches = [Stretch(Span(a, b), Span(c, d), (1, 1), (1, 1), 0) for a, b, c, d in spans]
    return sides(here, there, stretches, differences(here, there))


def told(rows: list[Row]) -> list[tuple[str, int, str | None, int, str | None]]:
    """The rows with their pieces joined, what differs in brackets."""
    return [(row.kind, row.line, _joined(row.here), row.line_there, _joined(row.there)) for row in rows]


def _joined(pieces: list[Piece] | None) -> str | None:
    return None if pieces is None else "".join(f"[{text}]" if differs else text for text, differs in pieces)


def test_what_both_have_stands_in_one_row() -> None:
    rows, whole = beside(f"Head\n{FIRST}.\n", f"{FIRST}.", FIRST)

    assert whole
    assert told(rows) == [("here", 1, "Head", 0, None), ("both", 2, f"{FIRST}.", 1, f"{FIRST}.")]


def test_what_each_has_for_itself_stands_side_by_side() -> None:
    rows, _ = beside(f"One\n\n{FIRST}", f"Two\n{FIRST}\nand an end", FIRST)

    assert told(rows) == [
        ("apart", 1, "One", 1, "Two"),
        ("both", 3, FIRST, 2, FIRST),
        ("there", 0, None, 3, "and an end"),
    ]


def test_words_in_place_of_others_are_marked() -> None:
    other = FIRST.replace("friday", "monday morning or")

    rows, _ = beside(FIRST, other, (FIRST, other))

    head, rest = FIRST.split("friday")
    assert told(rows) == [("both", 1, f"{head}[friday]{rest}", 1, f"{head}[monday morning or]{rest}")]


def test_a_passage_of_several_lines_has_a_row_for_each() -> None:
    passage = f"{FIRST}\n{SECOND}"

    rows, _ = beside(f"\n{passage}", passage, passage)

    assert told(rows) == [("both", 2, FIRST, 1, FIRST), ("both", 3, SECOND, 2, SECOND)]


def test_lines_that_are_broken_elsewhere_stay_in_one_row() -> None:
    broken = SECOND.replace(" of ", "\nof ")

    rows, _ = beside(SECOND, broken, (SECOND, broken))

    assert told(rows) == [("both", 1, SECOND, 1, broken)]


def test_passages_in_another_order_lose_and_double_nothing() -> None:
    here, there = f"{FIRST}\nmiddle\n{SECOND}", f"start\n{SECOND}\n{FIRST}\nfinish"

    rows, _ = beside(here, there, FIRST, SECOND)

    for text, side in ((here, 2), (there, 4)):
        words = [word for row in told(rows) for word in str(row[side] or "").split()]
        assert sorted(words) == sorted(text.split())


def test_what_is_long_is_cut() -> None:
    long = "own words " * 1000
    rows, whole = beside(f"{FIRST}\n{long}", FIRST, FIRST)
    assert whole
    assert len(str(told(rows)[1][2])) == LONGEST + 3

    many = "\n".join(f"{FIRST} {number}" for number in range(400))
    rows, whole = beside(many, many, many)
    assert not whole
    assert MOST - 10 < sum(len(str(row[2])) + len(str(row[4])) for row in told(rows)) <= MOST

    line = many.replace("\n", " ")
    rows, whole = beside(line, line, line)
    assert not whole
    assert told(rows) == [("both", 1, line[: MOST // 2], 1, line[: MOST // 2])]


def test_the_option_lists_them_in_the_findings(process: Process) -> None:
    text = f"{FIRST}. {SECOND}. Nobody was hurt, said the harbour master of the island on Monday morning.\n"
    process.write({"a.txt": f"Head\n{text}", "b.txt": f"{text}More.\n"})
    command = ("--select", "DUP", "--output-format", "json")

    without, found = (
        json.loads(process(*command, *more).out)["findings"][0]["data"]["duplicate"]
        for more in ((), ("--config", "rules.near-duplicate.sides=true"))
    )

    assert "sides" not in without
    assert found["sides"]["more"] is False
    assert {row[0] for row in found["sides"]["rows"]} == {"here", "both", "there"}
