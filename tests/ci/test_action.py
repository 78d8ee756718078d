"""The composite action: its steps run in order in a checkout, as GitHub would run them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ci.conftest import ALL, TOUCHED, concise, loaded
from tests.packaging.conftest import ROOT

if TYPE_CHECKING:
    from tests.ci.conftest import Ended, Host

ACTION: dict[str, Any] = loaded((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
Checkout = Callable[..., Path]


class GitHub:
    """A job that has checked out and uses the action."""

    def __init__(self, host: Host, origin: Path, work: Path, event: str, **inputs: str) -> None:
        self.host, self.work = host, work
        defaults = {name: str(values["default"]) for name, values in ACTION["inputs"].items()}
        assert set(inputs) <= set(defaults)
        self.values = {f"inputs.{name.replace('_', '-')}": value for name, value in (defaults | inputs).items()}
        self.values |= {"runner.os": "Linux", "github.run_id": "7", "github.run_attempt": "1"}
        self.summary = work.parent / "summary.md"
        self.summary.touch()
        self.variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(origin),
            "GITHUB_EVENT_NAME": event,
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(work),
        }

    def filled(self, text: object) -> str:
        """A value with its expressions replaced; one that is not known fails."""
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: self.values[found[1]], str(text))

    def run(self, name: str) -> Ended:
        """One step that is a command; expressions reach it by variables alone, so that none is run as code."""
        (step,) = (step for step in STEPS if step.get("name") == name)
        assert "${{" not in step["run"]
        more = {key: self.filled(value) for key, value in step.get("env", {}).items()}
        folder = self.work / self.filled(step.get("working-directory", "."))
        return self.host.bash(step["run"], folder, **self.variables, **more)

    def cached(self, name: str) -> Path:
        """The folder that a step restores or keeps."""
        (step,) = (step for step in STEPS if step.get("name") == name)
        return self.work / self.filled(step["with"]["path"])


@pytest.fixture
def job(host: Host, origin: Path, checkout: Checkout) -> Callable[..., GitHub]:
    """A job of an event on a branch, with the action installed."""

    def made(event: str, branch: str, depth: int = 2, name: str = "work", **inputs: str) -> GitHub:
        found = GitHub(host, origin, checkout(branch, depth, name), event, **inputs)
        installed = found.run("Install corpuslint")
        assert installed.code == 0, installed.out
        return found

    return made


def annotated(text: str) -> set[tuple[str, str]]:
    """Code and file of every annotation."""
    found = re.findall(r"^::\w+ file=(.*?),.*?,title=(\w+) ", text, re.MULTILINE)
    return {(code, path) for path, code in found}


def test_a_pull_request_reports_what_it_changes_by_what_the_whole_corpus_says(job: Callable[..., GitHub]) -> None:
    made = job("pull_request", "merged", sarif="out.sarif")

    done = made.run("Check")

    assert done.code == 1, done.out
    assert annotated(done.out) == concise(done.out) == TOUCHED
    results = json.loads((made.work / "out.sarif").read_text("utf-8"))["runs"][0]["results"]
    places = {(one["ruleId"], one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for one in results}
    assert places == TOUCHED
    assert made.summary.read_text("utf-8").startswith("## corpuslint: 2 findings\n")


def test_a_push_reports_everything(job: Callable[..., GitHub]) -> None:
    made = job("push", "merged", depth=1, extras="parquet,zstd")

    done = made.run("Check")

    assert (done.code, annotated(done.out)) == (1, ALL)
    assert not list(made.work.glob("*.sarif"))


def test_commits_and_options_of_ones_own(job: Callable[..., GitHub]) -> None:
    made = job("push", "change", depth=3, changed="HEAD^..HEAD", arguments="--select BLK --exit-zero")

    done = made.run("Check")

    assert (done.code, annotated(done.out)) == (0, {("BLK001", "news/new.txt")})


def test_a_folder_within_the_repository(job: Callable[..., GitHub]) -> None:
    made = job("pull_request", "merged", **{"working-directory": "news"})

    done = made.run("Check")

    assert (done.code, annotated(done.out)) == (1, TOUCHED), "GitHub knows files by their place in the repository"
    assert made.cached("Keep the index").joinpath("index").is_dir()


def test_a_pull_request_without_its_target_is_told_how_to_get_it(job: Callable[..., GitHub]) -> None:
    made = job("pull_request", "merged", depth=1)

    done = made.run("Check")

    assert (done.code, "give actions/checkout fetch-depth: 2" in done.out) == (2, True)


def test_words_of_an_input_are_never_code(job: Callable[..., GitHub]) -> None:
    made = job("push", "merged", arguments="--select $(touch${IFS}evil) `touch evil` ; touch evil *")

    done = made.run("Check")

    assert done.code == 2
    assert not (made.work / "evil").exists()


def test_modules_that_a_pull_request_brings_are_not_loaded(job: Callable[..., GitHub]) -> None:
    made = job("push", "merged")
    for name in ("corpuslint", "numpy", "yaml", "sitecustomize"):
        (made.work / f"{name}.py").write_text("open('evil', 'w')\n", encoding="utf-8")

    assert made.run("Check").code == 1
    assert not (made.work / "evil").exists()


def test_the_index_of_an_earlier_job_is_taken_up_and_changes_nothing(job: Callable[..., GitHub]) -> None:
    first = job("push", "merged", depth=1)
    said = first.run("Check").out
    second = job("push", "merged", depth=1, name="again")
    shutil.copytree(first.cached("Keep the index"), second.cached("Restore the index"))

    (before,) = (second.cached("Restore the index") / "index").iterdir()
    again = second.run("Check").out

    assert again == said
    assert list(before.parent.iterdir()) == [before], "another folder would be an index made anew"


def test_what_is_restored_is_what_is_kept_even_if_the_check_failed() -> None:
    steps = {step["name"]: step for step in STEPS if "name" in step}
    restored, kept = steps["Restore the index"], steps["Keep the index"]
    keys = {"path", "key"}

    assert {name: restored["with"][name] for name in keys} == {name: kept["with"][name] for name in keys}
    assert restored["with"]["key"].startswith(restored["with"]["restore-keys"])
    assert kept["if"] == "always()"
    order = [step.get("name", step.get("uses")) for step in STEPS]
    assert order == [
        "actions/setup-python@v6", "Install corpuslint", "Restore the index", "Check", "Keep the index",
    ]  # fmt: skip
