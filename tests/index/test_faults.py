"""What may befall an index on the disk: the outcome of a run is that of a run without it."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import struct
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.index.conftest import Answer, asked, changed, corpus

if TYPE_CHECKING:
    from tests.conftest import Process

SHORT = ("--select", "DUP")
"""Rules whose answer is fast to get."""


def segments(folder: Path) -> list[Path]:
    return sorted((folder / ".corpuslint_cache/index").rglob("*.segment"))


def waited(process: Process, seconds: float, *arguments: str) -> None:
    """A run that is killed after a while, unless it was faster."""
    child = process.start("check", "--scope", "corpus", *SHORT, "-q", *arguments)
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    child.communicate()


def test_killed_at_any_moment(peopled: Process) -> None:
    """Killed while the index is made, and while it is brought up to date."""
    dice = random.Random(5)  # noqa: S311 - moments, not secrets
    rest = [*SHORT]
    without = asked(peopled, *rest, "--no-cache")
    edited = changed(corpus())

    for turn in range(9):
        if turn == 3:
            peopled.write(edited)
            without = asked(peopled, *rest, "--no-cache")
        waited(peopled, dice.uniform(0.05, 0.7))
        if turn % 3 == 2:
            assert asked(peopled, *rest) == without
            shutil.rmtree(peopled.folder / ".corpuslint_cache", ignore_errors=turn == 2)

    assert asked(peopled, *rest) == without


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << at % 8
    path.write_bytes(data)


def test_flipped_bits(peopled: Process) -> None:
    """In the head, in checksums, in each column; every block is hit in the end."""
    wanted = [*SHORT, "paper/s03.txt", "wire/same.txt", "market/m44.txt"]
    without = asked(peopled, *wanted, "--no-cache")
    asked(peopled, *wanted)
    (path,) = segments(peopled.folder)
    whole = path.read_bytes()
    places = [0, 20, 30, 100, len(whole) // 2, len(whole) - 1]

    for at in [*places, *range(3000, len(whole), len(whole) // 12)]:
        for other in segments(peopled.folder):
            other.unlink()
        path.write_bytes(whole)
        listed(path)
        flipped(path, at)
        assert asked(peopled, *wanted) == without, f"byte {at}"
    assert asked(peopled, *wanted) == without
    assert peopled("index", "verify").code == 0, "what was damaged is not kept"


def test_flipped_bits_while_fixing(peopled: Process) -> None:
    """What turns out to be damaged after files were fixed is left out; each fix is counted once."""
    asked(peopled, *SHORT)
    (path,) = segments(peopled.folder)
    for at in range(3000, path.stat().st_size, 2000):
        flipped(path, at)
    there = shutil.copytree(peopled.folder, peopled.folder.parent / "other" / peopled.folder.name)

    wanted = ("--fix", "--unsafe-fixes", "wire", "old")
    fixed = asked(peopled, *wanted)
    peopled.folder = there
    without = asked(peopled, *wanted, "--no-cache")

    assert fixed[0] == without[0]
    assert json.loads(fixed[1])["findings"] == json.loads(without[1])["findings"]
    assert json.loads(fixed[1])["summary"]["fixed"] == json.loads(without[1])["summary"]["fixed"] != {}


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def listed(path: Path, name: str = "", body: bytes = b"") -> None:
    """Make this segment, or the one of that name, the only one that counts; or a list with that body."""
    from corpuslint.cachedir import digest  # as the index writes its list

    body = body or json.dumps([name or path.name]).encode()
    (path.parent / "segments.json").write_bytes(digest(body).encode() + b"\n" + body)


def headed(path: Path, said: bytes) -> None:
    """Make this segment one whose head says so, with checksums that are right."""
    head = struct.pack("<I", len(said)) + said
    path.write_bytes(b"corpuslint index 1\n" + head + struct.pack("<QI", len(head), zlib.crc32(head)))


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1000]),
        lambda path: path.write_bytes(b"corpuslint index 9\n" + path.read_bytes()[19:]),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.mkdir()),
        piped,
        lambda path: (path.unlink(), path.symlink_to("/dev/zero")),
        lambda path: (path.parent / "segments.json").write_bytes(b"\xff\0 no list"),
        lambda path: listed(path, "../../../corpuslint.toml"),
        lambda path: listed(path, body=b"5"),
        lambda path: listed(path, body=b"[" * 50_000),
        lambda path: headed(path, b'{"columns": {}, "size": Infinity, "order": "little"}'),
        lambda path: (path.parent / "segments.json").unlink(),
    ],
    ids=[
        "empty",
        "short",
        "version",
        "gone",
        "folder",
        "pipe",
        "link",
        "list",
        "foreign",
        "number",
        "deep",
        "endless",
        "unlisted",
    ],
)
def test_a_part_that_is_none(peopled: Process, damage: object) -> None:
    without = asked(peopled, *SHORT, "--no-cache")
    asked(peopled, *SHORT)

    assert callable(damage)
    damage(segments(peopled.folder)[0])

    assert asked(peopled, *SHORT) == without
    assert asked(peopled, *SHORT) == without


def test_several_runs_at_once(peopled: Process) -> None:
    """Cold, then with changes, with other scopes of the same corpus; each says what it says alone."""
    scopes = (("wire",), ("paper/s03.txt",), ("--exclude", "market/"), ())
    for files in (corpus(), changed(corpus())):
        peopled.write(files)
        expected = [asked(peopled, *SHORT, "--no-cache", *scope) for scope in scopes]
        for _ in range(2):
            running = [
                peopled.start("check", "--scope", "corpus", "--output-format", "json", *SHORT, *scope)
                for scope in scopes
            ]
            answers: list[Answer] = []
            for child in running:
                out, err = child.communicate(timeout=120)
                assert not err
                answers.append((child.returncode, out))
            assert answers == expected
    assert [asked(peopled, *SHORT, *scope) for scope in scopes] == expected


def test_a_disk_that_is_full(peopled: Process) -> None:
    """As far as the kernel lets a test go: no file may grow beyond a few bytes."""
    without = asked(peopled, *SHORT, "--no-cache")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, hard))
    try:
        cold, warm = (asked(peopled, *SHORT) for _ in range(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert cold == warm == without
    assert segments(peopled.folder) == []


@pytest.mark.parametrize("kind", ["link", "file", "index", "closed"])
def test_no_place_for_it(peopled: Process, tmp_path: Path, kind: str) -> None:
    """A link could lead anywhere; nothing is written through it, and nothing cleared away behind it."""
    without = asked(peopled, *SHORT, "--no-cache")
    cache = peopled.folder / ".corpuslint_cache"
    outside = tmp_path / "outside"
    (outside / "old").mkdir(parents=True)
    (outside / "0123456789abcdef.segment").write_text("not ours")
    os.utime(outside / "0123456789abcdef.segment", (0, 0))
    if kind == "link":
        cache.symlink_to(peopled.folder / "paper")
    elif kind == "file":
        cache.write_text("no folder")
    else:
        cache.mkdir()
        (cache / "index").symlink_to(outside if kind == "index" else "/proc/1")

    assert asked(peopled, *SHORT) == without
    assert sorted(path.name for path in outside.iterdir()) == ["0123456789abcdef.segment", "old"]
    assert not list(peopled.folder.glob("paper/[!s]*"))


def test_nothing_piles_up(peopled: Process) -> None:
    """One file at a time changes, many times: segments stay few, and the disk does not fill."""
    for turn in range(10):
        peopled.write({"paper/s03.txt": f"Turn {turn}. The ferry stays in port, said the harbour master.\n"})
        asked(peopled, *SHORT, "paper/s03.txt")

    kept = segments(peopled.folder)
    assert len(kept) <= 5
    assert sum(path.stat().st_size for path in kept) < 1_000_000
    assert asked(peopled, *SHORT) == asked(peopled, *SHORT, "--no-cache")
