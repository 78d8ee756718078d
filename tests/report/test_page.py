"""The page as a file: what its policy allows, what its data are, and that nothing breaks out of them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint.report.html import page, payload
from corpuslint.report.html.payload import COLUMNS
from corpuslint.result import Excerpt, Trend
from corpuslint.text.dates import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run


class Parts(HTMLParser):
    """The elements of a page: their names with their attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if tag in {"script", "style"} and data.strip():
            self.texts.append((str(attributes.get("type") or tag), data))

    def data(self) -> Any:
        (text,) = (text for kind, text in self.texts if kind == "application/json")
        return json.loads(text)


def test_the_policy_allows_the_page_itself_and_nothing_else(any_run: Run, write: Callable[..., str]) -> None:
    parts = Parts(write(any_run, "html"))
    (policy,) = (values["content"] for tag, values in parts.tags if "http-equiv" in values)
    rules = dict(rule.split(" ", 1) for rule in str(policy).split("; "))

    def allowed(kind: str) -> list[str]:
        digests = (hashlib.sha256(text.encode()).digest() for of, text in parts.texts if of == kind)
        return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]

    assert rules.pop("script-src").split() == allowed("script")
    assert rules.pop("style-src").split() == allowed("style")
    assert rules.pop("require-trusted-types-for") == "'script'"
    assert set(rules.values()) == {"'none'"}
    assert set(rules) == {"default-src", "base-uri", "form-action", "trusted-types"}


def test_whatever_is_in_a_run_the_page_has_the_same_elements(any_run: Run, run: Run, write: Callable[..., str]) -> None:
    plain, other = Parts(write(run, "html")), Parts(write(any_run, "html"))

    assert [tag for tag, _ in other.tags] == [tag for tag, _ in plain.tags]
    assert not {name for _, values in other.tags for name in values} & {"src", "style", "onclick", "onload"}
    assert {values["href"] for _, values in other.tags if "href" in values} == {"#main"}


ESCAPES = ("</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028", "&lt;", "\x00", "\ud800")


@pytest.mark.parametrize("text", ESCAPES)
def test_data_come_out_as_they_went_in(
    run: Run, with_text: Callable[[Run, str], Run], write: Callable[..., str], text: str
) -> None:
    told = write(with_text(run, text), "html")
    block = told[told.index('id="payload">') + 13 :]

    assert re.search(r"[<>&\u2028\u2029\ud800-\udfff]", block[: block.index("</script>")]) is None
    row = dict(zip(COLUMNS, Parts(told).data()["findings"][0], strict=True))
    assert row["message"] == text.replace("\ud800", "<U+D800>")


def test_the_payload_of_a_record(run: Run) -> None:
    record = run.results[2]._replace(
        document={"title": "Plan", "date": "Tue, 05 Mar 2024 10:00:00 GMT", "source": "Mercury"}
    )

    made = payload(run._replace(results=(record,)))

    assert made["documents"] == [
        {
            "path": "c d.jsonl", "source": "Mercury", "record": 17, "id": "a17", "title": "Plan",
            "date": "Tue, 05 Mar 2024 10:00:00 GMT", "day": "2024-03-05",
        },
        {"path": "b.txt", "source": "./"},
        {"path": "e.txt", "source": "./"},
    ]  # fmt: skip
    assert dict(zip(made["columns"], made["findings"][0], strict=True)) == {
        "code": "NAM101",
        "severity": "info",
        "document": 0,
        "place": [17, 45, 1, 42],
        "message": "`Havlik` is `Havelik` elsewhere",
        "excerpt": [1, "ed by Mr ", "Havlik", " of the council.", 1],
        "fix": ["Use `Havelik`", "unsafe", [[1, "Mr ", "Havlik", "Havelik", " of", 3]], True],
        "related": [["majority", 1, 12, 5, [12, "The ", "Havelik", " plan", 0]], ["majority", 2, 12, 5, None]],
        "fingerprint": "NAM101-c d.jsonl-17",
    }
    assert made["rules"]["NAM101"]["why"] == "A name is spelled in two ways. Readers stumble."


def test_a_line_of_ten_megabytes_is_cut(run: Run, write: Callable[..., str]) -> None:
    line = "x" * 10_000_000
    long = run.results[0]._replace(excerpt=Excerpt(1, line, 5_000_000, 5_000_000 + 300))

    told = write(run._replace(results=(long,)), "html")

    assert len(told) < 150_000
    assert Parts(told).data()["findings"][0][5] == [1, "x" * 160, "x" * 240, "", 3]


def test_of_very_many_findings_the_most_severe_are_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("corpuslint.report.html.payload"), "MOST", 2)

    made = payload(run)

    assert [row[0] for row in made["findings"]] == ["PUN101", "BLK001"]
    assert made["more"] == 2
    assert made["summary"]["findings"] == 4


def test_rules_of_the_baseline_are_told_too(run: Run) -> None:
    made = payload(run._replace(results=run.results[:1], trend=Trend({"PUN101": 1}, {}, {"BLK001": 3, "OLD001": 1})))

    assert sorted(made["rules"]) == ["BLK001", "PUN101"]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T10:00:00Z", "2024-03-05"),
        ("2024-03", "2024-03"),
        ("20240305", "2024-03-05"),
        ("20240305T100000+0100", "2024-03-05"),
        ("Tue, 5 Mar 2024 10:00:00 +0100", "2024-03-05"),
        ("5 Mar 2024 10:00", "2024-03-05"),
        ("2024-13-05", ""),
        ("1709632800", ""),
        ("yesterday", ""),
        ("", ""),
        ("\x00</script>", ""),
        ("9" * 100_000, ""),
    ],
)
def test_the_day_of_a_date(date: str, told: str) -> None:
    assert day(date) == told


def test_another_page_may_add_a_script_and_a_source(run: Run) -> None:
    parts = Parts("".join(page(payload(run), ["hooks.start.push(() => {});"], "connect-src 'self'")))

    scripts = [text for kind, text in parts.texts if kind == "script"]
    assert scripts[-2] == "hooks.start.push(() => {});"
    assert "connect-src 'self'" in str(parts.tags)
