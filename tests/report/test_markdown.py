"""The Markdown of a run: what it says, and that nothing from a corpus is markup in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from corpuslint.report.markdown import MOST_FINDINGS
from corpuslint.result import Trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

    from corpuslint.result import Run

FOUND = """\
## corpuslint: 4 findings

Checked 20 documents in 4 files (13.7 kB): 4 findings (1 error, 2 warnings, 1 info), 2 fixable with --fix, 1 more \
with --unsafe-fixes.

### By rule

| rule | | severity | findings | documents | fix | precision |
|---|---|---|--:|--:|---|--:|
| BLK001 | leading-blank-lines | warning | 1 | 1 | safe | 0.99 |
| NAM101 | inconsistent-name | info | 1 | 1 | unsafe | 0.80 |
| PUN101 | doubled-closing-quote | error | 1 | 1 | safe | 0.96 |
| PUN102 | stray-quote | warning | 1 | 1 |  |  |

### Worst documents

```text
     1  a.txt
     1  b.txt
     1  c d.jsonl (a17)
     1  日本.txt
```

### Findings

```text
a.txt:2:98: error PUN101 [*] second `”` after a quotation that is already closed
b.txt:1:1: warning BLK001 [*] 3 blank lines before the text
日本.txt:7:3: warning PUN102 a `"` alone
c d.jsonl:17:45: info NAM101 [?] `Havlik` is `Havelik` elsewhere (record "a17", text 1:42)
```

corpuslint 1.2.3
"""


def test_a_run(run: Run, write: Callable[..., str]) -> None:
    assert write(run, "markdown") == FOUND


def test_nothing_found(run: Run, write: Callable[..., str]) -> None:
    assert write(run._replace(results=()), "markdown") == (
        "## corpuslint: no findings\n\nChecked 20 documents in 4 files (13.7 kB): no findings.\n\ncorpuslint 1.2.3\n"
    )


def test_a_run_that_stopped_says_so(run: Run, write: Callable[..., str]) -> None:
    told = write(run._replace(interrupted=True), "markdown")

    assert told.startswith("## corpuslint was interrupted\n")
    assert "> Interrupted: this is not all there is to find." in told


def test_the_baseline(run: Run, write: Callable[..., str]) -> None:
    told = write(run._replace(trend=Trend({"PUN101": 4}, {"PUN101": 1200, "BLK001": 3}, {"BLK001": 7})), "markdown")

    assert "\nAgainst what was known: **4 new**, 1,203 known, 7 gone.\n" in told


def test_of_many_findings_the_worst_are_shown_and_the_rest_counted(run: Run, write: Callable[..., str]) -> None:
    minor, worst = run.results[1], run.results[0]

    told = write(run._replace(results=(*[minor] * MOST_FINDINGS, worst)), "markdown")

    assert "\n```text\na.txt:2:98: error PUN101" in told
    assert "\nand 1 more findings\n" in told


def test_a_long_line_is_cut(run: Run, write: Callable[..., str]) -> None:
    told = write(run._replace(results=(run.results[0]._replace(message="x" * 100_000),)), "markdown")

    assert max(map(len, told.splitlines())) == 400


ACTIVE = (
    "</code><script>alert(1)</script> <img src=x onerror=y> ![i](http://evil) [a](javascript:b) http://evil "
    "www.evil.example @team #12 a|b ```` `x` *b* _c_ &lt; a@b.example"
)


def test_nothing_from_a_corpus_is_markup(
    troubled: Run, with_text: Callable[[Run, str], Run], write: Callable[..., str]
) -> None:
    told = write(with_text(troubled, ACTIVE), "markdown")

    tokens = list(_flat(MarkdownIt("gfm-like").parse(told)))

    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds == {
        "heading", "inline", "text", "paragraph", "blockquote", "fence",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    cells = [token.content for token in tokens if token.type == "text"]
    assert ACTIVE in cells, "the name of a rule, as it is"
    rows = told.count("\n| ") - 1
    assert sum(token.type == "td_open" for token in tokens) == 7 * rows


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *(token.children or ()))]
