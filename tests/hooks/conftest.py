"""A git repository with the hooks of this project, run by the real pre-commit."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Done, Process

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A. Author"), ("EMAIL", "author@example.org"))
}


class Repository:
    """A repository whose hooks are the lines of .pre-commit-hooks.yaml, run by the interpreter of the tests."""

    def __init__(self, process: Process, home: Path) -> None:
        self.folder = process.folder
        self.write = process.write
        self.read = process.read
        self.variables = {**process.environment(PRE_COMMIT_HOME=str(home)), **AUTHOR}
        self.git("init", "--quiet", "--initial-branch=main")

    def use(self, *names: str) -> None:
        """Configure some of the hooks."""
        hooks = [local(hook) for name in names for hook in HOOKS if hook["id"] == name]
        assert len(hooks) == len(names)
        self.configure([{"repo": "local", "hooks": hooks}])

    def configure(self, repos: Sequence[Mapping[str, Any]]) -> None:
        """Write and stage the configuration of pre-commit."""
        self.write({".pre-commit-config.yaml": yaml.safe_dump({"repos": list(repos)})})
        self.git("add", ".pre-commit-config.yaml")

    def git(self, *words: str, codes: Sequence[int] = (0,)) -> Done:
        """Run git."""
        return self._run(["git", *words], codes)

    def pre_commit(self, *words: str, codes: Sequence[int] = (0, 1)) -> Done:
        """Run pre-commit."""
        return self._run([sys.executable, "-m", "pre_commit", *words], codes)

    def commit(self, files: Mapping[str, str], *more: str) -> None:
        """Write, stage and commit files without any hook."""
        self.write(files)
        self.git("add", *files)
        self.git("commit", "--quiet", "--no-verify", "-m", "Files", *more)

    def stage(self, files: Mapping[str, str]) -> None:
        """Write and stage files."""
        self.write(files)
        self.git("add", *files)

    def _run(self, command: Sequence[str], codes: Sequence[int]) -> Done:
        done = subprocess.run(
            command, cwd=self.folder, env=self.variables, capture_output=True, timeout=300, check=False
        )
        assert done.returncode in codes, (done.stdout.decode(), done.stderr.decode())
        assert b"Traceback" not in done.stdout + done.stderr, done.stdout.decode() + done.stderr.decode()
        return Done(done.returncode, done.stdout, done.stderr.decode())


def local(hook: Mapping[str, Any]) -> dict[str, Any]:
    """A hook as it stands in the file, with our interpreter in place of an installation of its own."""
    program, *words = shlex.split(hook["entry"])
    assert program == "corpuslint"
    return {**hook, "language": "system", "entry": shlex.join([sys.executable, "-m", program, *words])}


@pytest.fixture(scope="session")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it has installed."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(process: Process, pre_commit_home: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    return Repository(process, pre_commit_home)
