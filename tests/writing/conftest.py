"""What the tests of reading and writing share: a private key place, leftovers, child processes, ways to write."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import corpuslint
from corpuslint import spool, write

NOW = datetime(2026, 3, 29, 12, 30, 5, tzinfo=UTC)

Python = Callable[..., "subprocess.CompletedProcess[str]"]


def _environment() -> dict[str, str]:
    """Children find the package that the tests run on, installed or not."""
    package = Path(next(iter(corpuslint.__path__))).parent
    return {**os.environ, "PYTHONPATH": str(package)}


@pytest.fixture(autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder, which holds the key of the journal: never the real one."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def environment() -> dict[str, str]:
    return _environment()


@pytest.fixture
def python() -> Python:
    """Run a script in a process of its own: python(script, argument, ...)."""

    def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def _unlinkable(_name: str, _fill: object, _mode: int) -> bool:
    return False


@pytest.fixture(params=["as the system can", "named temporaries", "no exchange"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way in which a system may support the writer: all of Linux, no O_TMPFILE, as macOS and Windows."""
    if request.param != "as the system can":
        monkeypatch.setattr(spool, "_spool_unnamed", _unlinkable)
    if request.param == "no exchange":
        monkeypatch.setattr(write, "exchange", lambda _one, _other: False)
    return str(request.param)


@pytest.fixture
def leftovers(tmp_path: Path) -> Callable[[], list[str]]:
    """Temporary files of ours anywhere below the test's folder."""
    return lambda: [str(path) for path in tmp_path.rglob("*.corpuslint")]
