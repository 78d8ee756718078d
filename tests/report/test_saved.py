"""A report that was saved can be read back, and says what it said."""

from __future__ import annotations

import copy
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.errors import ReadError, UsageError
from corpuslint.library import lint
from corpuslint.report import Style, reporter, saved
from corpuslint.result import Trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

FORMATS = ("json", "json-lines")


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[str], str]:
    """Save a report, and say where."""

    def kept(text: str) -> str:
        path = tmp_path / "run"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return kept


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_read_back_is_written_as_it_was(
    any_run: Run, write: Callable[..., str], keep: Callable[[str], str], name: str
) -> None:
    run = any_run._replace(trend=Trend({"PUN101": 1}, {"PUN101": 2}, {"BLK001": 3}))
    told = write(run, name)

    assert write(saved.read(keep(told)), name) == told


def test_other_forms_say_the_same_of_it(run: Run, write: Callable[..., str], keep: Callable[[str], str]) -> None:
    again = saved.read(keep(write(run, "json")))

    for name in ("full", "concise", "github", "markdown", "html"):
        assert write(again, name) == write(run, name), name


def test_the_name_of_a_file_that_is_no_utf8(run: Run, write: Callable[..., str], keep: Callable[[str], str]) -> None:
    odd = run.results[0]._replace(location=run.results[0].location._replace(path="caf\udce9.txt"))

    again = saved.read(keep(write(run._replace(results=(odd,)), "json")))

    assert again.results[0].location.path == "caf\udce9.txt"


@pytest.mark.parametrize("cut", ["after a line", "within a line"])
def test_a_json_lines_report_that_was_cut_off(
    run: Run, write: Callable[..., str], keep: Callable[[str], str], cut: str
) -> None:
    lines = write(run, "json-lines").splitlines(keepends=True)
    rest = lines[2][:50] if cut == "within a line" else ""

    again = saved.read(keep("".join(lines[:2]) + rest))

    assert again.interrupted
    assert [result.code for result in again.results] == ["PUN101", "BLK001"]
    assert "without its summary" in again.notes[0]
    assert "interrupted" in write(again, "markdown")


WRONG: dict[str, Callable[[Any], object]] = {
    "no findings": lambda document: document.pop("findings"),
    "findings that are none": lambda document: document.update(findings=[1, 2]),
    "a message that is no text": lambda document: document["findings"][0].update(message={"a": 1}),
    "a line that is no number": lambda document: document["findings"][0]["location"].update(line="x"),
    "an unknown severity": lambda document: document["findings"][0].update(severity="fatal"),
    "a summary that is a list": lambda document: document.update(summary=[]),
    "a rule that is null": lambda document: document.update(rules={"PUN101": None}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_damaged_report_is_told_with_the_remedy(
    run: Run, write: Callable[..., str], keep: Callable[[str], str], wrong: str
) -> None:
    document = json.loads(write(run, "json"))
    WRONG[wrong](document)

    with pytest.raises(UsageError, match=r"run: not a report of corpuslint .* or a damaged one; write one with"):
        saved.read(keep(json.dumps(document)))


@pytest.mark.parametrize("text", ["", "{}", "[]", "nothing", '{"kind": "finding"}\n', "[" * 100_000, '{"kind": 1}'])
def test_what_is_no_report(keep: Callable[[str], str], text: str) -> None:
    with pytest.raises(UsageError, match="not a report"):
        saved.read(keep(text))


def test_a_report_of_a_newer_version(run: Run, write: Callable[..., str], keep: Callable[[str], str]) -> None:
    newer = {**json.loads(write(run, "json")), "version": 2}

    with pytest.raises(UsageError, match="version 2 of its format; a newer corpuslint reads it"):
        saved.read(keep(json.dumps(newer)))


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="it does not exist; check the path"):
        saved.read(str(tmp_path / "none.json"))


STORY = """\
The ferry to the island of Lissa will stay in port until Friday evening, the harbour office of Marentz said on Monday.
A crack was found in the housing of the rudder during the yearly inspection, and the spare part has to come from afar.
About 340 people live on the island. Supplies will be brought by two fishing boats that the district has hired.
"""
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 1 << 70) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The report of a run with copies and names in it."""
    folder = tmp_path_factory.mktemp("told")
    for name, head in (("a", "Ferry to the island stays in port"), ("b", "Islanders wait")):
        (folder / f"{name}.txt").write_text(f"{head}\n\n{STORY}", encoding="utf-8")
    for number in range(12):
        name = "Dovgalenko" if number == 5 else "Dovhalenko"
        (folder / f"{number}.txt").write_text(f"Mayor Taras {name} spoke of plan {number}.\n", encoding="utf-8")
    found = lint(folder, {"rules": {"near-duplicate": {"sides": True}}})
    assert {"DUP002", "NAM001"} <= {result.code for result in found}
    out = StringIO()
    reporter("json").write(found.run, out, Style())
    return json.loads(out.getvalue())


@given(data=st.data())
def test_whatever_a_saved_report_says_it_is_refused_or_shown(
    told: Any, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    document = copy.deepcopy(told)
    node: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 5)) == 0:
            node[key] = data.draw(JUNK)
            break
        node = inner
    path = tmp_path_factory.getbasetemp() / "junk.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        run = saved.read(str(path))
    except UsageError:
        return
    for name in ("html", "markdown", "json", "concise"):
        reporter(name).write(run, StringIO(), Style())
