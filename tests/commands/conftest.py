"""The command called in this process, where a table has many rows; rules of the tests' own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpuslint.cli import main
from tests.conftest import Done, Process

RULES = str(Path(__file__).with_name("rules"))
"""X101 unsafe fix, X102 error, X103 in preview, X104 off and info, X105 with an option."""

Call = Callable[..., Done]


@pytest.fixture
def call(
    process: Process, shared_cache: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Call:
    """`corpuslint` in the folder of `process`, without a process of its own."""
    monkeypatch.chdir(process.folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache))

    def called(*arguments: str) -> Done:
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 2
        out, err = capfdbinary.readouterr()
        return Done(code, out, err.decode("utf-8", "surrogateescape"))

    return called


@pytest.fixture
def rules() -> str:
    """The folder of the tests' own rules."""
    return RULES
