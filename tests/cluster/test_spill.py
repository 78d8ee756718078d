"""Facts that do not fit into memory: the same findings from the disk, and nothing left of it there."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

import corpuslint
from corpuslint import gathered, spill
from corpuslint.facts import CorpusFacts, Facts
from corpuslint.model import DocKey
from corpuslint.text import duplicates
from corpuslint.text.duplicates import spread as spreading
from tests.index.conftest import corpus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process

PROGRAM = """\
import sys
from corpuslint import gathered
gathered.LIMIT = gathered.BLOCK = int(sys.argv[1])
from corpuslint.cli import main
sys.exit(main(sys.argv[2:]))
"""
"""The command with other limits."""
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
    monkeypatch.setattr(spreading, "PART", part)

    assert told(folder) == before
    assert os.listdir(folder / "spilled") == []


@pytest.mark.parametrize(("limit", "size", "jobs"), [(10_000, 2_000, "2"), (100, 900, "1")])
def test_a_disk_that_is_full_costs_the_rules_across_files_alone(
    process: Process, tmp_path: Path, limit: int, size: int, jobs: str
) -> None:
    process.write({f"{n:03}.txt": " ".join(f"w{n}of{k}" for k in range(300)) + " \n" for n in range(200)})
    spilled = tmp_path / "spilled"
    spilled.mkdir()
    limited = ("prlimit", f"--fsize={size}")
    environment = {"TMPDIR": str(spilled), "PYTHONDONTWRITEBYTECODE": "1"}  # compiled modules would be cut short, too

    child = process.start(
        str(limit), "--no-cache", "--select", "BLK004,DUP", "-j", jobs, "--output-format", "json",
        program=("-c", PROGRAM), before=limited, environment=environment,
    )  # fmt: skip
    out, _ = child.communicate(timeout=60)

    said = json.loads(out)
    (trouble,) = said["troubles"]
    assert child.returncode == 2
    assert (len(said["findings"]), trouble["code"]) == (200, "RUN902")
    assert trouble["message"].startswith(str(spilled))
    assert "make room, or name another folder (TMPDIR)" in trouble["message"]
    assert os.listdir(spilled) == []


@pytest.mark.usefixtures("folder")
def test_claims_of_single_records_stay_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "LIMIT", 1)
    monkeypatch.setattr(gathered, "BLOCK", 2_000)
    pages = ["https://a.example/7?utm_x=1", "https://www.a.example/7/#top"]
    ids = [*pages, "\ud800", *(f"id {n % 90}" for n in range(100))]
    rows = [Facts(DocKey("a.jsonl", at), b"1", {"id": name, "title": f"Of {at}"}) for at, name in enumerate(ids, 1)]
    noted, facts = CorpusFacts(), gathered.Gathered()
    noted.groups["claims"] = rows
    facts.add(noted)

    spread = facts.many("claims")

    assert spread is not None
    assert {claim.value: len(keys) for claim, keys in duplicates.shared_claims(spread).items()} == {
        "a.example/7": 2, **{f"id {n}": 2 for n in range(10)}
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is removed there, for nothing tells who uses it")
def test_what_a_killed_run_left_is_removed_by_a_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old = time.time() - 5_000

    def aged(name: str, *files: str) -> None:
        for file in files:
            path = tmp_path / name / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"")
            os.utime(path, (old, old))

    with_claim = spill.Disk()
    os.utime(os.path.join(with_claim.folder, "claim"), (old, old))
    aged("corpuslint-left", "claim", "0.facts")
    aged("corpuslint-of-others", "0.facts")
    aged("other", "claim")
    (tmp_path / "corpuslint-new").mkdir()
    (tmp_path / "corpuslint-new" / "claim").touch()
    (tmp_path / "corpuslint-link").symlink_to("other")

    disk = spill.Disk()

    assert {path.name for path in tmp_path.iterdir()} == {
        "corpuslint-of-others", "other", "corpuslint-new", "corpuslint-link",
        os.path.basename(with_claim.folder), os.path.basename(disk.folder),
    }  # fmt: skip
