"""Code in Markdown is no prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.fences import Code, code
from corpuslint.model import DocKey, Edit, Finding, Fix, Safety, Span

if TYPE_CHECKING:
    from tests.conftest import Process

KEY = DocKey("a.md")
CODE = {
    "One.\n": [],
    "```\nx\n```\nOne.\n": ["```\nx\n```\n"],
    "One.\n~~~ python\nx\n```\n~~~~\nTwo.": ["~~~ python\nx\n```\n~~~~\n"],
    "````\n```\nx\n````\n": ["````\n```\nx\n````\n"],
    "```\nnever closed\n\nat all": ["```\nnever closed\n\nat all"],
    "    ```\nfour blanks are no fence\n": ["    ```\n"],
    "``` a`b\nOne.\n": [],
    "Say `x , y` and ``a ` b``.\n": ["`x , y`", "``a ` b``"],
    "A ` lone tick and ``` three.\n": [],
    "`a` b `c`": ["`a`", "`c`"],
    "`` a ` b `` c ` d": ["`` a ` b ``"],
    "One.\u2028```\nTwo.\f```\n": ["```\nTwo.\f```"],
    "```\rx\r```\rOne.": ["```\rx\r```\r"],
    "```\r\nx\r\n```\r\n": ["```\r\nx\r\n```\r\n"],
    "```\na\f```\nb\n```\nOne.\n": ["```\na\f```\nb\n```\n"],
    "> ```\n> x\n> ```\nOne.\n": ["> ```\n> x\n> ```\n"],
    "> ```\n> x\nOne, `y`.\n": ["> ```\n> x\n", "`y`"],
    "> > ~~~\n> > x\n> > ~~~\n> One.\n": ["> > ~~~\n> > x\n> > ~~~\n"],
    "- One:\n\n    ```\n    x\n    ```\n\nTwo.\n": ["    ```\n    x\n    ```\n"],
    "10. One:\n\n      ```\n      x\n      ```\n\n- ```\n  y\n  ```\n": [
        "      ```\n      x\n      ```\n",
        "- ```\n  y\n  ```\n",
    ],
    "- One:\n\n\t```\n\tx\n\t```\n": ["\t```\n\tx\n\t```\n"],
    "- One.\n\nTwo.\n\n    ```\n": ["    ```\n"],
    "Say `x ,\ny` and\n``a ` b``.\n": ["`x ,\ny`", "``a ` b``"],
    "> Say `x ,\n> y`.\n": ["`x ,\n> y`"],
    "A ` tick.\n\nAnother ` here.\n": [],
    "- A ` tick.\n- Another ` here.\n": [],
    "# A ` tick\nAnother ` here.\n": [],
    "| A ` tick |\n| Another ` here |\n": [],
    "> A ` tick.\n\nAnother ` here.\n": [],
    "One:\n\n    x\n      y\n\n    z\nTwo.\n": ["    x\n      y\n", "    z\n"],
    "One,\n    and more of it.\n": [],
    "- One.\n\n    More of it.\n": [],
    "- One,\nmore of it.\n\n    And more.\n": [],
    "- One:\n\n      x\n": ["      x\n"],
    "1. One\n    - Two\n\n        More of it.\n": [],
    ">     x\n> One.\n": [">     x\n"],
    "> One,\n    and more.\n>     And more.\n": [],
    "# One\n\tx\n": ["\tx\n"],
    "```\nx\n    ```\n```\n": ["```\nx\n    ```\n```\n"],
}


@pytest.mark.parametrize(("text", "found"), CODE.items())
def test_what_code_is(text: str, found: list[str]) -> None:
    assert [text[slice(*span)] for span in code(text)] == found


@given(st.text(alphabet="`~ a\n\r\t\u2028>-1.#|", max_size=60))
def test_stretches_are_in_order_and_apart(text: str) -> None:
    at = 0
    for span in code(text):
        assert at <= span.start < span.end <= len(text)
        at = span.end


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("`" * 2_000_000, 1),
        ("` `` " * 400_000, 266_666),
        ("`\n" * 500_000, 250_000),
        ("    x\n\n" * 300_000, 300_000),
        ("```\n" * 500_000, 250_000),
        ("> " * 1_000_000, 0),
        ("- " * 1_000_000, 0),
    ],
)
def test_many_backticks(text: str, number: int) -> None:
    assert sum(1 for _ in code(text)) == number


def finding(start: int, end: int, *edits: tuple[int, int]) -> Finding:
    fix = (
        Fix(tuple(Edit(Span(*edit), "") for edit in edits), Safety.SAFE, "Remove", Span(start, end)) if edits else None
    )
    return Finding("PUN001", KEY, Span(start, end), "x", fix=fix)


def test_findings_in_code_go_and_fixes_that_would_change_it() -> None:
    text = "A `b , c` d , e"  # code from 2 to 9
    inside, outside, empty = finding(4, 6, (4, 6)), finding(11, 12, (11, 12)), finding(3, 3)
    across, both = finding(1, 5), finding(11, 12, (4, 5), (11, 12))

    found = list(Code(text).outside([inside, outside, empty, across, both]))

    assert found == [outside, across, both._replace(fix=None)]


def test_a_safe_fix_leaves_code_alone(process: Process) -> None:
    blocks = ("```python\ncall(a , b)\n```", "    call(a , c)", "Use `f(x , y,\nz , w)` here , please.")
    fenced = "\n\n".join(("The mill , said Ada.", *blocks)) + "\n"
    process.write({"a.md": fenced, "b.txt": fenced})

    for path in ("a.md", "b.txt"):
        process(path, "--fix", "--unsafe-fixes", "--select", "PUN001")

    assert process.read("a.md").decode() == fenced.replace("mill ,", "mill,").replace("here ,", "here,")
    assert process.read("b.txt").decode() == fenced.replace(" ,", ",")


def test_much_in_code_hides_nothing_behind_it(process: Process) -> None:
    process.write({"a.md": "```\n" + "a , b\n" * 1_200 + "```\n\nThe mill , said Ada.\n"})

    done = process("--select", "PUN001", "--output-format", "concise")

    assert done.code == 1
    assert done.out.splitlines()[0] == "a.md:1204:9: warning PUN001 [*] Blank before `,`"
