"""The Dockerfile, instruction by instruction: its commands run in a folder that stands for the root of the image.

No engine and no base image are needed for that, and none is tried: what is not tested is that the base image has a
Python and apt as it should.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import site
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.ci.conftest import ALL, NEW, OLD, PAGE, commit, concise, git
from tests.packaging.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDERS = ("/opt/corpuslint", "/source", "/corpus", "/state", "/tmp/cache")


class Instruction(NamedTuple):
    """One line of a Dockerfile."""

    word: str
    text: str


def instructions() -> Iterator[Instruction]:
    """The instructions in order; one that this test does not know fails."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            assert word in {"ARG", "FROM", "COPY", "RUN", "ENV", "WORKDIR", "USER", "ENTRYPOINT"}, line
            yield Instruction(word, rest)


class Image:
    """A folder in which commands find the folders of an image."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.variables: dict[str, str] = {}
        programs = root / "programs"
        programs.mkdir(parents=True)
        (programs / "python").symlink_to(sys.executable)
        self.path = f"{programs}{os.pathsep}{os.environ['PATH']}"

    def placed(self, text: str) -> str:
        """A command with its folders in the folder of the image."""
        return re.sub("|".join(FOLDERS), lambda found: f"{self.root}{found[0]}", text)

    def run(
        self, command: str, folder: Path | None = None, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_"))}
        own = {"PATH": self.path, "GIT_CONFIG_SYSTEM": str(self.root / "gitconfig")}
        return subprocess.run(
            ["sh", "-ec", self.placed(command)],
            cwd=folder or self.root, env={**kept, **own, **self.variables, **(more or {})},
            capture_output=True, timeout=240, check=False,
        )  # fmt: skip


def context(folder: Path) -> None:
    """What an engine sends as the folder to build from: what .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    folder.mkdir(parents=True)
    for name in (line[1:] for line in lines if line.startswith("!")):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)


def share_libraries(folder: Path) -> None:
    """Let an environment see the libraries of the tests."""
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """All instructions carried out; libraries come from the tests, so that nothing is downloaded."""
    made = Image(tmp_path_factory.mktemp("image"))
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
    for word, text in instructions():
        if word == "COPY" and text == ". /source":
            context(Path(made.placed("/source")))
        if word == "RUN":
            done = made.run(text, more=offline)
            assert done.returncode == 0, (text, done.stdout.decode(), done.stderr.decode())
            if "-m venv" in text:
                share_libraries(Path(made.placed("/opt/corpuslint")))
        if word == "ENV":
            pairs = (pair.split("=", 1) for pair in shlex.split(text))
            made.variables |= {name: made.placed(value).replace("$PATH", made.path) for name, value in pairs}
    return made


def test_the_image_checks_a_corpus_that_is_mounted(image: Image) -> None:
    work = Path(image.placed("/corpus"))
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch=main")
    commit(work, {**OLD, **NEW})
    (entry,) = (shlex.split(text.strip("[]")) for word, text in instructions() if word == "ENTRYPOINT")
    command = shlex.join([*entry, "--scope", "corpus", "--output-format", "concise"])

    done = image.run(command, work, {"HOME": "/nonexistent"})

    assert (done.returncode, concise(done.stdout.decode())) == (1, ALL), done.stderr.decode()
    assert (work / ".corpuslint_cache" / "index").is_dir()
    listed = image.run("git config --system --get-all safe.directory")
    assert listed.stdout.decode() == f"{work}\n"


def test_a_fix_is_taken_back_by_another_container(image: Image, tmp_path: Path) -> None:
    """Of what a container has, only the two volumes are there for the next."""
    (tmp_path / "a.txt").write_text("\n\nRain.\n", encoding="utf-8")
    homeless = {"HOME": "/nonexistent"}

    fixed = image.run("corpuslint --fix", tmp_path, homeless)
    after = (tmp_path / "a.txt").read_bytes()
    undone = image.run("corpuslint undo", tmp_path, homeless)

    assert (fixed.returncode, after) == (0, b"Rain.\n"), fixed.stderr.decode()
    assert (undone.returncode, (tmp_path / "a.txt").read_bytes()) == (0, b"\n\nRain.\n")
    assert any(Path(image.placed("/state")).rglob("undo.key"))


def test_it_reads_every_format() -> None:
    extras = next(text for word, text in instructions() if word == "RUN" and "pip install" in text)
    said = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (names,) = re.findall(r"/source\[(.*?)\]", extras)
    assert all(re.search(rf"^{name} = ", said, re.MULTILINE) for name in names.split(","))
    assert set(re.findall(r"corpuslint\[(\w+)\]", (ROOT / "docs" / "formats.md").read_text("utf-8"))) <= set(
        names.split(",")
    )


def test_it_runs_as_nobody_in_particular() -> None:
    found = dict(instructions())

    assert (found["USER"], found["WORKDIR"], found["ENTRYPOINT"]) == ("1000:1000", "/corpus", '["corpuslint"]')


def test_the_page_and_the_file_say_the_same() -> None:
    commands = re.findall(r"^# (docker .*?)(?:  .*)?$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)

    assert len(commands) == 2
    assert "\n".join(commands) in PAGE.read_text("utf-8")
