"""The user's cache of rules, patterns, configurations and verdicts changes no byte of what a run says.

It is damaged, cut, emptied, shared by runs at once, and runs are killed while they write it.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


JSON = ("--output-format", "json", "--preview")
CORPUS = {
    "corpuslint.toml": 'preview = true\n[lint]\nignore = ["BLK006"]\n',
    "clean.txt": "The harbour of Harnsey stays closed until Friday, said the harbour master.\n",
    "quotes.txt": 'He called it "a long day" ".\n\n\n\n\nAnd left.\n',
    "again.txt": 'He called it "a long day" ".\n\n\n\n\nAnd left.\n',
}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of the cache, empty."""
    return tmp_path / "cache"


@pytest.fixture
def cold(tmp_path: Path, kept: Path) -> Iterator[Process]:
    """The command beside a small corpus, with a cache of its own."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    made = Process(folder, kept)
    made.write(CORPUS)
    yield made
    made.end()


def entries(kept: Path) -> list[Path]:
    return sorted(path for path in kept.rglob("*") if path.is_file())


def flipped(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped,
    lambda data, dice: data[: dice.randrange(len(data))],
    lambda data, dice: data + dice.randbytes(9),
    lambda data, dice: dice.randbytes(len(data)),
    lambda _data, _dice: b"",
)
"""A bit that flips, an end that is missing, too much, noise, and nothing at all."""


def test_damaged_entries_are_made_anew(cold: Process, kept: Path) -> None:
    without = cold(*JSON, "--no-cache")
    clean = cold(*JSON, "--no-cache", "clean.txt")
    assert [cold(*JSON, *more) for more in ((), (), ("clean.txt",), ("clean.txt",))] == [without] * 2 + [clean] * 2
    assert {path.parent.name for path in entries(kept)} >= {"config", "engine", "verdicts"}
    dice = random.Random(2)  # noqa: S311 - places, not secrets

    for turn in range(len(DAMAGES)):
        for number, path in enumerate(entries(kept), turn):
            whole = path.read_bytes()
            path.write_bytes(DAMAGES[number % len(DAMAGES)](whole, dice))
        assert cold(*JSON, "clean.txt") == clean
        assert cold(*JSON) == without


def test_runs_at_once_and_killed_ones(cold: Process, kept: Path) -> None:
    without = cold(*JSON, "--no-cache")
    dice = random.Random(3)  # noqa: S311 - as above

    for _ in range(2):
        for path in entries(kept):
            path.unlink()
        children = [cold.start(*JSON) for _ in range(4)]
        time.sleep(dice.uniform(0.05, 0.5))
        for child in children[::2]:
            child.kill()
        told = [child.communicate(timeout=60) for child in children][1::2]

        assert [(out, err.decode()) for out, err in told] == [(without.raw, without.err)] * 2
        assert cold(*JSON) == without, "what the killed ones left is no entry"


def test_another_configuration_is_not_the_one_that_was_kept(cold: Process) -> None:
    assert "BLK001" not in cold(*JSON, "quotes.txt").out
    cold.write({"quotes.txt": b"\n\n\n" + CORPUS["quotes.txt"].encode()})
    before = cold(*JSON, "quotes.txt")
    assert "BLK001" in before.out

    cold.write({"corpuslint.toml": CORPUS["corpuslint.toml"].replace("BLK006", "BLK001")})
    after = cold(*JSON, "quotes.txt")

    assert "BLK001" not in after.out
    assert after == cold(*JSON, "quotes.txt", "--no-cache")
