"""JUnit's and Checkstyle's XML: valid by schema, counted right, and nothing of the corpus is markup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from corpuslint.result import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

SCHEMAS = Path(__file__).with_name("schemas")
FORMATS = ["junit", "checkstyle"]


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    return {name: etree.XMLSchema(etree.parse(str(SCHEMAS / f"{name}.xsd"))) for name in FORMATS}


@pytest.fixture
def parsed(write: Callable[..., str], schemas: dict[str, etree.XMLSchema]) -> Callable[[Run, str], etree._Element]:
    """The document that a run is written as, valid."""

    def parse(run: Run, name: str) -> etree._Element:
        root = etree.fromstring(write(run, name).encode(), etree.XMLParser(no_network=True, resolve_entities=False))
        schemas[name].assertValid(root)
        return root

    return parse


def test_junit_of_any_run(any_run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    root = parsed(any_run, "junit")

    assert len(root.findall(".//failure")) == len(any_run.results)
    assert len(root.findall(".//error")) == len(any_run.troubles)
    for node in (root, *root.findall("testsuite")):
        assert int(node.get("tests")) == len(node.findall(".//testcase"))
        assert int(node.get("failures")) == len(node.findall(".//failure"))
        assert int(node.get("errors")) == len(node.findall(".//error"))


def test_checkstyle_of_any_run(any_run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    root = parsed(any_run, "checkstyle")

    assert len(root.findall("file/error")) == len(any_run.results) + len(any_run.troubles)


def test_the_schemas_refuse_what_is_wrong(
    write: Callable[..., str], run: Run, schemas: dict[str, etree.XMLSchema]
) -> None:
    for name, old, new in (("junit", "failures=", "failed="), ("checkstyle", 'severity="info"', 'severity="note"')):
        text = write(run, name)
        assert old in text
        assert not schemas[name].validate(etree.fromstring(text.replace(old, new).encode()))


def test_a_failed_test(run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    (case,) = parsed(run, "junit").findall("testsuite[@name='c d.jsonl']/testcase")
    (failure,) = case

    assert dict(case.attrib) == {
        "name": 'NAM101 inconsistent-name 17:45 (record "a17", text 1:42)',
        "classname": "c d.jsonl",
        "file": "c d.jsonl",
        "line": "17",
    }
    assert dict(failure.attrib) == {
        "type": "info",
        "message": '`Havlik` is `Havelik` elsewhere (record "a17", text 1:42)',
    }
    assert failure.text == (
        'c d.jsonl:17:45: `Havlik` is `Havelik` elsewhere (record "a17", text 1:42)\nhelp: Use `Havelik`'
    )


def test_a_suite_for_each_file(run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    twice = run._replace(results=(run.results[0], *run.results))

    suites = parsed(twice, "junit").findall("testsuite")

    assert [(suite.get("name"), suite.get("tests")) for suite in suites] == [
        ("a.txt", "2"), ("b.txt", "1"), ("c d.jsonl", "1"), ("日本.txt", "1"),
    ]  # fmt: skip


def test_no_two_tests_have_one_name(run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    """GitLab looks at the first alone."""
    many = run._replace(results=run.results[:1] * 3, troubles=(Trouble("RUN101", "a", "a.txt"),) * 2)

    names = [case.get("name") for case in parsed(many, "junit").iter("testcase")]

    quote = "PUN101 doubled-closing-quote 2:98"
    assert names == ["RUN101 a.txt", "RUN101 a.txt #2", quote, f"{quote} #2", f"{quote} #3"]


def test_ten_thousand_findings_the_most_severe(run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    error, _, info, _ = run.results
    many = run._replace(results=(info, error) * 10_000)

    root = parsed(many, "junit")

    failures = root.findall(".//failure")
    assert [failure.get("type") for failure in failures] == ["info"] + ["error"] * 10_000
    assert failures[0].text == (
        "The 10,000 most severe findings are listed, and 10,000 more were found: 10,000 of severity info."
    )
    assert (root.get("tests"), len(list(root.iter("testcase")))) == ("10001", 10_001)
    assert len(etree.tostring(root)) < 30_000_000


def test_nothing_found_is_a_test_that_passed(run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    root = parsed(run._replace(results=()), "junit")

    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert [case.get("name") for case in root.iter("testcase")] == ["no findings"]
    assert len(root.find("testsuite/testcase")) == 0


def test_what_was_not_checked(troubled: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    suite = parsed(troubled, "junit").find("testsuite")
    files = parsed(troubled, "checkstyle").findall("file")

    assert [case.get("name") for case in suite] == ["RUN101 c d.jsonl", "RUN203"]
    assert [error.text for error in suite.iter("error")] == [one.message for one in troubled.troubles]
    assert [(file.get("name"), file[0].get("line"), file[0].get("source")) for file in files[:2]] == [
        ("c d.jsonl", "3", "corpuslint.RUN101"),
        ("corpuslint", "1", "corpuslint.RUN203"),
    ]


def test_an_error_of_checkstyle(run: Run, parsed: Callable[[Run, str], etree._Element]) -> None:
    first = parsed(run, "checkstyle").find("file")

    assert first.get("name") == "a.txt"
    assert dict(first[0].attrib) == {
        "line": "2",
        "column": "98",
        "severity": "error",
        "message": "second `”` after a quotation that is already closed",
        "source": "corpuslint.PUN101",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_texts_stay_texts(
    name: str, run: Run, parsed: Callable[[Run, str], etree._Element], with_text: Callable[[Run, str], Run]
) -> None:
    text = "<a b='\"'>&lt;]]><![CDATA[<!-- &e; \t\ud800\x0b\ufffe\U0001fffe é"
    shown = "<a b='\"'>&lt;]]><![CDATA[<!-- &e; ␉<U+D800>␋<U+FFFE><U+1FFFE> é"

    root = parsed(with_text(run, text), name)

    assert {node.tag for node in root.iter()} == {node.tag for node in parsed(run, name).iter()} | (
        {"error"} if name == "junit" else set()
    )
    messages = {node.get("message") for node in root.iter() if node.get("message")}
    assert all(message.startswith(shown) for message in messages)
