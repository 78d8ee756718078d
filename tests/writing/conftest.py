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
from corpuslint.read import read
from corpuslint.writing import spool, write
from corpuslint.writing.journal import Journal

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


@pytest.fixture
def cache(tmp_path: Path) -> str:
    return str(tmp_path / ".corpuslint_cache")


@pytest.fixture
def fix(cache: str, now: datetime) -> Callable[..., str]:
    """Fix files in one run: fix({path: new text}); the name of the run."""

    def run(texts: dict[Path, bytes]) -> str:
        with Journal.begin(cache, now) as journal:
            for path, new in texts.items():
                snapshot = read(str(path))
                journal.record(snapshot, new, {"PUN101": 2, "BLK103": 1})
                write.replace(snapshot, new)
                journal.done(snapshot.real)
        return journal.run

    return run


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    texts = [b"\xef\xbb\xbfone\r\n", b"caf\xe9\x00", b"", b"\xef\xbb\xbfone\r\n", "дом\n".encode("utf-16")]
    paths = [tmp_path / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text)
    return paths
