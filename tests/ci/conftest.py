"""Build hosts, as far as commands see them: a checkout, variables, a pip that installs this project from its URL."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hooks.conftest import AUTHOR
from tests.packaging.conftest import ROOT, Environment
from tests.stories import AGAIN, HARBOUR

URL = "https://github.com/OWNER/corpuslint"
PAGE = ROOT / "docs" / "ci.md"
SNIPPET = re.compile(r"<!-- snippet: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
SNIPPETS: list[tuple[str, str]] = SNIPPET.findall(PAGE.read_text(encoding="utf-8"))
PARTS = ("corpuslint", "rules", "pyproject.toml", "README.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml")

OLD = {"news/harbour.txt": HARBOUR, "news/old.txt": "\n\nAn old fault that nobody touches.\n"}
NEW = {
    "news/harbour-again.txt": AGAIN,
    "news/new.txt": "\n\nA new fault.\n",
}
TOUCHED = {("DUP002", "news/harbour-again.txt"), ("BLK001", "news/new.txt")}
"""What a change finds that brings NEW to OLD, judged by both."""
ALL = TOUCHED | {("BLK001", "news/old.txt")}


def snippet(name: str, number: int = 0) -> str:
    """A block of the page, by the name that stands above it."""
    return [text for found, text in SNIPPETS if found == name][number]


def loaded(text: str) -> Any:
    """A snippet in YAML; `on` is a word there, not a truth value."""
    values = yaml.safe_load(text)
    if isinstance(values, dict) and True in values:
        values["on"] = values.pop(True)
    return values


def git(folder: Path, *words: str) -> str:
    """What git prints."""
    environment = {**os.environ, **AUTHOR}
    done = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def commit(folder: Path, files: Mapping[str, str]) -> None:
    """Write files and commit them."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Files")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a step came to."""

    code: int
    out: str


class Host:
    """A machine that runs steps in a checkout: git, bash, and a Python without corpuslint."""

    def __init__(self, environment: Environment, origin: Path, home: Path) -> None:
        self.environment = environment
        self.home = home
        settings = f'[url "{origin.as_uri()}"]\n\tinsteadOf = {URL}\n[protocol "file"]\n\tallow = always\n'
        (home / ".gitconfig").write_text(settings, encoding="utf-8")

    def bash(self, script: str, folder: Path, **variables: str) -> Ended:
        """Run a script as hosts do, and give back what it prints on both streams."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", "XDG_"))}
        path = os.pathsep.join([str(self.environment.programs), kept["PATH"]])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=folder,
            env={**kept, "PATH": path, "HOME": str(self.home), "CI": "true", **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=240,
            check=False,
        )
        said = done.stdout.decode()
        assert "Traceback" not in said, said
        return Ended(done.returncode, said)


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of this project, as a release of it has it."""
    folder = tmp_path_factory.mktemp("origin")
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    (folder / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "All")
    git(folder, "tag", "v0.1.0")
    return folder


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A Python whose pip installs what it is told, once, and takes the libraries of the tests for the rest."""
    made = Environment(tmp_path_factory.mktemp("host") / "v")
    pip = made.programs / "pip"
    pip.write_text(
        "#!/bin/sh -e\n"
        'done="$0-$(echo "$@" | cksum | cut -d" " -f1)"\n'
        'if [ -e "$done" ]; then exit 0; fi\n'
        f'"{sys.executable}" -P -m pip --python "{made.python}" "$@" --no-deps --no-build-isolation\n'
        'touch "$done"\n',
        encoding="utf-8",
    )
    pip.chmod(pip.stat().st_mode | stat.S_IXUSR)
    return made


@pytest.fixture
def host(environment: Environment, origin: Path, tmp_path: Path) -> Host:
    """A machine whose home is new."""
    home = tmp_path / "home"
    home.mkdir()
    return Host(environment, origin, home)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A repository: OLD on main, NEW on a branch, and the merge of both as a host makes it of a pull request."""
    folder = tmp_path / "upstream"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, {**OLD, ".gitattributes": "* -text\n"})
    commit(folder, {"news/mill.txt": "A fire in the old mill was put out within the hour.\n"})
    git(folder, "checkout", "--quiet", "-b", "change")
    commit(folder, NEW)
    git(folder, "checkout", "--quiet", "-b", "merged", "main")
    git(folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "change")
    return folder


@pytest.fixture
def checkout(corpus: Path, tmp_path: Path) -> Callable[..., Path]:
    """A clone of a branch, as deep as asked for."""

    def made(branch: str, depth: int = 0, name: str = "work") -> Path:
        folder = tmp_path / name
        deep = [f"--depth={depth}"] if depth else []
        git(tmp_path, "clone", "--quiet", *deep, "--branch", branch, corpus.as_uri(), str(folder))
        return folder

    return made


def concise(text: str) -> set[tuple[str, str]]:
    """Code and file of every line of a concise report."""
    found = re.findall(r"^(\S+?):\d+:\d+: \w+ ([A-Z]{3}\d{3}) ", text, re.MULTILINE)
    return {(code, path) for path, code in found}


def in_order(steps: Sequence[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    """The steps of a job that are commands."""
    return [step for step in steps if key in step]
