"""The whole command killed at any moment: each file is the whole old or the whole new text, and undo restores all."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import Process

ROUNDS = 10


def articles(count: int, paragraphs: int) -> dict[str, bytes]:
    """Texts with blank lines before, between and behind, in files of some size."""
    body = "The ferry to Harnsey stays in port, said the harbour master.  \n\n\n\n"
    return {f"{n:03}.txt": f"\n\nDay {n}.\n{body * paragraphs}".encode() for n in range(count)}


def mended(text: bytes) -> bytes:
    """What the safe fixes make of such a text."""
    kept = text.decode().strip("\n").replace("  \n", "\n").replace("\n\n\n\n", "\n\n")
    return f"{kept.rstrip()}\n".encode()


def test_killed_while_it_fixes_a_folder(process: Process) -> None:
    files = articles(120, 40)
    process.write(files)
    process("-s")
    dice = random.Random(17)  # noqa: S311 - moments, not secrets
    partly = 0

    for _ in range(ROUNDS):
        changed = killed_round(process, files, dice.uniform(0, 0.06))
        partly += 0 < changed < len(files)
        if changed:
            undone = process("undo")
            assert undone.code == 0 or "damaged line" in undone.err
        assert {name: process.read(name) for name in files} == files
        assert process("--show-files").out.splitlines() == sorted(files), "what a dead run leaves is no text"

    assert partly > ROUNDS / 3, "it was killed in the middle"
    assert process("--fix", "--select", "BLK").code == 0
    assert {name: process.read(name) for name in files} == {name: mended(text) for name, text in files.items()}


def test_interrupted_while_it_fixes(process: Process) -> None:
    files = articles(150, 20)
    process.write(files)

    changed = killed_round(process, files, 0.01, signal.SIGINT)

    assert 0 < changed < len(files)
    assert process("undo").code == 0
    assert {name: process.read(name) for name in files} == files


def killed_round(process: Process, files: Mapping[str, bytes], delay: float, number: int = signal.SIGKILL) -> int:
    """Start to fix, kill some time after the first file has changed, and count those that did."""
    first = process.folder / min(files)
    before = first.stat().st_ino
    child = process.start("--fix", "--scope", "documents")
    while child.poll() is None and first.stat().st_ino == before:
        time.sleep(0.001)
    time.sleep(delay)
    child.send_signal(number)
    _, err = child.communicate(timeout=60)
    assert (child.returncode, err) in {(0, b""), (-number, b""), (130, b"")}
    changed = 0
    for name, text in files.items():
        now = process.read(name)
        assert now in {text, mended(text)}, name
        changed += now != text
    return changed


def test_killed_while_it_fixes_one_large_file(process: Process) -> None:
    record = '{{"id": "{}", "text": "\\n\\nThe ferry stays in port on day {}.  "}}\n'
    old = "".join(record.format(n, n) for n in range(2_000)).encode()
    new = old.replace(b"\\n\\n", b"").replace(b'  "', b'"')
    process.write({"shard.jsonl": old})
    dice = random.Random(23)  # noqa: S311 - moments, not secrets
    started = time.monotonic()
    process("--fix", "--scope", "documents", "-q")
    whole = time.monotonic() - started
    assert process.read("shard.jsonl") == new

    for _ in range(ROUNDS // 2):
        process.write({"shard.jsonl": old})
        child = process.start("--fix", "--scope", "documents", "-q")
        time.sleep(dice.uniform(0.5, 1.1) * whole)
        child.kill()
        child.communicate()
        assert process.read("shard.jsonl") in {old, new}


def test_two_runs_at_the_same_time(process: Process) -> None:
    files = articles(150, 4)
    process.write(files)

    children = [process.start("--fix", "--scope", "documents", "-q") for _ in range(3)]
    said = [child.communicate(timeout=120) for child in children]

    assert {name: process.read(name) for name in files} == {name: mended(text) for name, text in files.items()}
    assert all(b"Traceback" not in err for _, err in said)
    assert {child.returncode for child in children} <= {1, 2}  # the paragraphs that stand twice are left
    assert [name for name in process.folder.iterdir() if name.name not in {*files, ".corpuslint_cache"}] == []
