"""Facts that do not fit into memory: the same findings from the disk, and nothing left of it there."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import pytest

import corpuslint
from corpuslint import gathered, spill
from corpuslint.text.duplicates import spread
from tests.index.conftest import corpus

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = {"preview": True, "lint": {"select": ["DUP", "NAM"]}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, data in corpus().items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)
    (tmp_path / "spilled").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spilled"))
    return tmp_path


def told(folder: Path) -> list[object]:
    findings = corpuslint.lint(folder / "corpus", SETTINGS)
    return [*findings.rows(), *findings.troubles]


@pytest.mark.parametrize(("block", "part", "held"), [(1, 1, 1), (2_000, 50, 5_000), (1 << 20, 1 << 20, 1 << 20)])
def test_the_disk_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, block: int, part: int, held: int
) -> None:
    before = told(folder)
    monkeypatch.setattr(gathered, "LIMIT", 1_000)
    monkeypatch.setattr(gathered, "BLOCK", block)
    monkeypatch.setattr(spill, "HELD", held)
    monkeypatch.setattr(spread, "PART", part)

    assert told(folder) == before
    assert os.listdir(folder / "spilled") == []
