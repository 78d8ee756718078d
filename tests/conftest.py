"""Settings for every test, and the command as a process for those that need it whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, TYPE_CHECKING

import pytest
from hypothesis import settings

import corpuslint
from tests.chromium import started
from tests.processes import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

for _name in ("SIGHUP", "SIGINT", "SIGQUIT"):
    # What is ignored (nohup, the background of a shell) all that is started ignores too; a handler is not handed on.
    if (_number := getattr(signal, _name, None)) is not None and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda *_: None)

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("night", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the home of each test lies: numbered folders would all be listed for each new one."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def _own_cache(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the cache and the configuration of the person who runs it."""
    home = Path(mkdtemp(dir=homes))
    for name, value in (
        ("XDG_CACHE_HOME", home / "cache"),
        ("XDG_CONFIG_HOME", home / "config"),
        ("HOME", home),
    ):
        monkeypatch.setenv(name, str(value))
    for name in (
        "PRE_COMMIT",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
        "GITHUB_WORKSPACE",
        "CI_PROJECT_DIR",
        "BUILD_SOURCESDIRECTORY",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "CORPUSLINT_PLUGINS",
    ):
        monkeypatch.delenv(name, raising=False)


@dataclass(frozen=True, slots=True)
class Done:
    """What a process came to."""

    code: int
    raw: bytes
    """Standard output."""
    err: str

    @property
    def out(self) -> str:
        """Standard output as text; what is not UTF-8 as lone surrogates."""
        return self.raw.decode("utf-8", "surrogateescape")


class Process:
    """`corpuslint` as a process in one folder; it shares its cache of rules with the other tests of the session."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self._cache = cache
        self._started: list[subprocess.Popen[bytes]] = []

    def __call__(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Done:
        """Run it to its end; it must end in order, whatever its exit code is."""
        process = self.start(*arguments, stdin=subprocess.PIPE, environment=environment)
        out, err = process.communicate(stdin, timeout=PATIENCE)
        done = Done(process.returncode, out, err.decode("utf-8", "surrogateescape"))
        assert "Traceback" not in done.err, done.err
        return done

    def start(
        self,
        *arguments: str,
        stdin: int | IO[bytes] = subprocess.DEVNULL,
        stdout: int | IO[bytes] = subprocess.PIPE,
        stderr: int | IO[bytes] = subprocess.PIPE,
        before: Sequence[str] = (),
        program: Sequence[str] = ("-m", "corpuslint"),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start it; `before` is a command that runs it, such as setpriv, `program` what Python runs."""
        child = subprocess.Popen(
            [*before, sys.executable, *program, *arguments],
            cwd=self.folder,
            env=self.environment(**(environment or {})),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )
        self._started.append(child)
        return child

    def end(self) -> None:
        """End what a test that failed has left running."""
        for child in self._started:
            if child.poll() is None:
                child.kill()
                child.communicate()

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of the process: what the tests import is what it imports."""
        above = str(Path(corpuslint.__file__).parents[1])
        path = os.pathsep.join(filter(None, (more.pop("PYTHONPATH", ""), above, os.environ.get("PYTHONPATH", ""))))
        return {**os.environ, "XDG_CACHE_HOME": str(self._cache), "PYTHONPATH": path, **more}

    def write(self, files: Mapping[str, bytes | str]) -> None:
        """Files below the folder, by path."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str) -> bytes:
        """The bytes of a file below the folder."""
        return (self.folder / name).read_bytes()


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for the whole session; the tests use fewer seconds if rules are read once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def process(tmp_path: Path, shared_cache: Path) -> Iterator[Process]:
    """The command in an empty folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    made = Process(folder, shared_cache)
    yield made
    made.end()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of a module; they are skipped where there is none, or no playwright.

    As long as it is there no other event loop can run in this process.
    """
    with started() as browser:
        yield browser
