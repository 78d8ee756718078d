"""Wheels, and environments that hold nothing of the checkout."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Environment:
    """A fresh virtual environment; the libraries come from the one that runs the tests, corpuslint does not."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self.programs = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(self.programs / "python")
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        self.packages = Path(self.run(self.python, "-c", code).stdout.decode().strip())
        self.packages.joinpath("libraries.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")

    def install(self, *arguments: str) -> None:
        """Install with the pip that there is, without dependencies and without the network."""
        words = ["-m", "pip", "--python", self.python, "--disable-pip-version-check", "install", "--no-deps"]
        done = self.run(sys.executable, *words, "--no-build-isolation", "--quiet", *arguments)
        assert done.returncode == 0, done.stderr.decode()

    def run(
        self,
        *command: str,
        folder: Path | None = None,
        codes: Sequence[int] = (0,),
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program of it without the variables that would lead to the checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            command, cwd=folder, env={**kept, **(variables or {})}, capture_output=True, timeout=120, check=False
        )
        assert done.returncode in codes, (done.returncode, done.stdout.decode(), done.stderr.decode())
        return done

    def lint(self, *arguments: str, folder: Path, codes: Sequence[int] = (0,)) -> str:
        """What the installed command prints."""
        done = self.run(str(self.programs / "corpuslint"), *arguments, folder=folder, codes=codes)
        return done.stdout.decode()


def build(kind: str, root: Path, out: Path) -> Path:
    """A wheel or sdist of a source tree, by its own build backend."""
    out.mkdir(exist_ok=True)
    code = f"import sys; from hatchling.build import build_{kind} as build; print(build(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)], cwd=root, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return out / done.stdout.decode().split()[-1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Environment:
    """An environment with the wheel."""
    made = Environment(tmp_path_factory.mktemp("installed") / "v")
    made.install(str(wheel))
    return made
