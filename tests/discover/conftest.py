"""A home of its own for every test, so that nobody's settings or caches take part."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of the test; it lies beside whatever the test makes in `tmp_path`."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "CORPUSLINT_CACHE_DIR", "CORPUSLINT_OUTPUT_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture(params=["walk", "git"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty corpus, the working directory; in a repository and outside of any."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    if request.param == "git":
        subprocess.run(["git", "init", "-q", corpus], check=True)
    monkeypatch.chdir(corpus)
    return corpus
