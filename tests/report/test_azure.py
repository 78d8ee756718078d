"""Logging commands of Azure Pipelines, read as the agent reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpuslint.model import Severity
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from corpuslint.result import Run

COMMAND = re.compile(r"##vso\[(?P<area>\w+)\.(?P<event>\w+) (?P<properties>[^\]]*)\](?P<data>.*)")
PROPERTIES = {"type", "sourcepath", "linenumber", "columnnumber", "code"}


def issues(text: str) -> list[tuple[dict[str, str], str]]:
    """Properties and message of each command, unescaped; a line that is none fails."""
    found = []
    for line in text.splitlines():
        command = COMMAND.fullmatch(line)
        assert command, line
        assert (command["area"], command["event"]) == ("task", "logissue")
        pairs = [pair.partition("=") for pair in command["properties"].split(";") if pair]
        properties = {name: plain(value) for name, _, value in pairs}
        assert set(properties) <= PROPERTIES
        assert properties["type"] in {"error", "warning"}
        found.append((properties, plain(command["data"])))
    return found


def plain(text: str) -> str:
    for token, character in (("%3B", ";"), ("%5D", "]"), ("%0D", "\r"), ("%0A", "\n"), ("%AZP25", "%")):
        text = text.replace(token, character)
    return text


def test_any_run_is_read(any_run: Run, write: Callable[..., str]) -> None:
    found = issues(write(any_run, "azure"))

    assert len(found) == len(any_run.results) + len(any_run.troubles)


def test_the_worst_come_first(run: Run, write: Callable[..., str]) -> None:
    text = write(run, "azure")

    assert text.splitlines()[0] == (
        "##vso[task.logissue type=error;sourcepath=a.txt;linenumber=2;columnnumber=98;code=PUN101;]"
        "PUN101 second `”` after a quotation that is already closed"
    )
    assert [(properties["type"], data.split()[0]) for properties, data in issues(text)] == [
        ("error", "PUN101"), ("warning", "BLK001"), ("warning", "PUN102"), ("warning", "info:"),
    ]  # fmt: skip


def test_ten_of_each_level_and_the_number_of_the_rest(run: Run, write: Callable[..., str]) -> None:
    error, warning, info, _ = run.results
    troubles = tuple(Trouble("RUN101", f"file {number}") for number in range(7))
    found = issues(write(run._replace(results=(info, error, warning) * 20, troubles=troubles), "azure"))

    levels = [properties["type"] for properties, _ in found]
    assert levels == ["error"] * 10 + ["warning"] * 10
    assert sum("RUN101" in data for _, data in found) == 5
    assert found[-1][1] == (
        "Not shown here: 2 troubles, 15 errors, 11 warnings, 20 info. "
        "The log and the other output formats have them all."
    )


def test_nothing_found_writes_nothing(run: Run, write: Callable[..., str]) -> None:
    assert write(run._replace(results=()), "azure") == ""


def test_a_trouble_with_and_without_a_place(troubled: Run, write: Callable[..., str]) -> None:
    first, second, *_ = write(troubled, "azure").splitlines()

    assert first == (
        "##vso[task.logissue type=error;sourcepath=c d.jsonl;linenumber=3;code=RUN101;]"
        "RUN101 the record is no JSON: line 3 column 7"
    )
    assert second == "##vso[task.logissue type=error;code=RUN203;]RUN203 plugin `x` cannot be loaded"


def test_names_and_texts_end_no_command(run: Run, write: Callable[..., str]) -> None:
    found = run.results[3]._replace(message="50%]\n##vso[task.setvariable]x", severity=Severity.ERROR)
    place = found.location._replace(path="a;type=b]##vso[task.complete]%3B.txt")
    text = write(run._replace(results=(found._replace(location=place),)), "azure")

    assert text.count("##vso[") == 1
    ((properties, data),) = issues(text)
    assert properties["sourcepath"] == "a;type=b]##vso<U+005B>task.complete]%3B.txt"
    assert data == "PUN102 50%]⏎##vso<U+005B>task.setvariable]x"


def test_paths_are_relative_to_the_sources(
    run: Run, write: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news").mkdir()
    monkeypatch.chdir(tmp_path / "news")
    monkeypatch.setenv("BUILD_SOURCESDIRECTORY", str(tmp_path))

    assert issues(write(run, "azure"))[0][0]["sourcepath"] == "news/a.txt"
