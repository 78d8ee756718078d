"""The articles in seeds/: what the default rules find in them, and what fixes make of them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpuslint import strict_yaml

SEEDS = Path(__file__).parents[1] / "seeds"
REAL = Path(__file__).parents[2] / "shared" / "data" / "seeds"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "corpuslint", "--isolated", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def findings(folder: Path) -> list[dict[str, Any]]:
    done = run("--output-format", "json", cwd=folder)
    assert done.returncode == 1, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def expected() -> list[tuple[Any, ...]]:
    rows = []
    for path in sorted(SEEDS.glob("*.expected.yaml")):
        document = next(strict_yaml.documents(path.read_text("utf-8"), path.name))
        rows += _rows(path, document)
    return sorted(rows, key=repr)


def _rows(path: Path, document: Any) -> list[tuple[Any, ...]]:
    listed = document if isinstance(document, list) else document["findings"]
    name = path.name.replace(".expected.yaml", "")
    file = next(p.name for p in SEEDS.iterdir() if p.stem == name and p.suffix in {".txt", ".jsonl"})
    return [
        (file, row["code"], row["line"], row["column"], row.get("record", 0), row.get("text")) for row in listed or []
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("*.yaml", "README.md"))
    return folder


def test_the_default_rules_find_what_is_listed_beside_each_seed_and_nothing_else(copy: Path) -> None:
    wanted = expected()
    texts = {row[:5] for row in wanted if row[5] is not None}
    found = []
    for one in findings(copy):
        place = one["location"]
        row = (place["path"], one["code"], place["line"], place["column"], place.get("record", 0))
        found.append((*row, one["text"] if row in texts else None))
    assert sorted(found, key=repr) == wanted


def test_a_second_fix_changes_nothing_and_undo_restores_every_byte(copy: Path) -> None:
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    run("--fix", cwd=copy)
    once = {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()}
    run("--fix", cwd=copy)
    assert {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()} == once
    assert once != before
    done = subprocess.run([sys.executable, "-m", "corpuslint", "undo"], cwd=copy, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()} == before


TRUTH = [
    ("000_2777e8ab11c1b0cc.txt", 2, 39, "NAM002"),
    ("000_2777e8ab11c1b0cc.txt", 2, 268, "PUN101"),
    ("000_2777e8ab11c1b0cc.txt", 12, 62, "NAM001"),
    ("002_23a2b3f7b0294cbe.txt", 25, 156, "PUN102"),
    ("003_d621e84d27909b74.txt", 1, 1, "BLK001"),
    ("003_d621e84d27909b74.txt", 16, 1, "BPL003"),
]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    if not REAL.is_dir():
        pytest.skip("the four real articles are not here (../shared/data/seeds)")
    folder = tmp_path / "real"
    shutil.copytree(REAL, folder)
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o755)
    return folder


def test_four_real_articles_give_exactly_the_known_findings(real: Path) -> None:
    found = [(f["location"]["path"], f["location"]["line"], f["location"]["column"], f["code"]) for f in findings(real)]
    assert found == TRUTH


def test_safe_fixes_of_the_real_articles_remove_five_characters_and_nothing_else(real: Path) -> None:
    before = {path.name: path.read_bytes() for path in real.iterdir()}
    run("--fix", cwd=real)
    run("--fix", cwd=real)
    after = {path.name: path.read_bytes() for path in real.iterdir() if path.is_file()}
    wanted = dict(before)
    wanted["000_2777e8ab11c1b0cc.txt"] = before["000_2777e8ab11c1b0cc.txt"].replace(
        b'"dear friend" ".', b'"dear friend".'
    )
    wanted["003_d621e84d27909b74.txt"] = before["003_d621e84d27909b74.txt"].removeprefix(b"\n\n\n")
    assert after == wanted
