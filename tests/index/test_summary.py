"""What is kept of the whole corpus: few documents are judged by it as by all facts, whatever befell it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.index.conftest import WANTED, Answer, asked, changed, corpus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process

NAMES = ("--select", "NAM", "--ignore", "NAM008", "--config", 'names.source="folder"')
SMALL = """
import sys
from corpuslint.index import summary, view
summary.FEWEST, view.SHARE = 1, 1
from corpuslint.index import refresh
refresh.FEWEST, refresh.SHARE = 1, 1
from corpuslint.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The command, for which no corpus is too small to keep something of the whole, and no documents are too many."""


WARM = SMALL.replace("from corpuslint.cli", "view.View.facts = None\nfrom corpuslint.cli")
"""The same, which fails where the facts of all documents are asked for."""


def small(process: Process, *arguments: str, program: str = SMALL) -> Answer:
    child = process.start("check", "--scope", "corpus", "--output-format", "json", *arguments, program=("-c", program))
    out, err = child.communicate(timeout=120)
    assert not err, err
    return child.returncode, out


def summaries(folder: Path) -> list[Path]:
    return sorted((folder / ".corpuslint_cache/index").rglob("*.summary"))


def test_few_documents_are_judged_by_what_was_kept(peopled: Process) -> None:
    small(peopled, *NAMES)
    (kept,) = summaries(peopled.folder)
    first = kept.read_bytes()

    for wanted in WANTED[1:4:2]:
        assert small(peopled, *NAMES, *wanted, program=WARM) == asked(peopled, *NAMES, "--no-cache", *wanted)
    peopled.write(changed(corpus()))
    for name in ("wire/copy0.txt", "paper/s07.txt"):
        (peopled.folder / name).unlink()
    (peopled.folder / "wire/copy1.txt").rename(peopled.folder / "moved.txt")
    for name in ("new", "moved.txt", "paper"):
        assert small(peopled, *NAMES, name, program=WARM) == asked(peopled, *NAMES, "--no-cache", name)

    assert kept.read_bytes() == first, "it was brought in step, not made anew"
    assert b"NAM001" in asked(peopled, *NAMES, "paper")[1]


def test_from_another_folder(peopled: Process) -> None:
    small(peopled, *NAMES)

    peopled.folder /= "paper"
    assert small(peopled, *NAMES, "s06.txt") == asked(peopled, *NAMES, "--no-cache", "s06.txt")


@pytest.mark.parametrize("harm", ["cut", "middle", "facts gone"])
def test_damage_changes_nothing(peopled: Process, harm: str) -> None:
    small(peopled, *NAMES)
    (kept,) = summaries(peopled.folder)
    data = bytearray(kept.read_bytes())
    if harm == "cut":
        kept.write_bytes(data[: len(data) // 2])
    elif harm == "facts gone":
        peopled.write({name: body + b"More.\n" for name, body in corpus().items() if name.startswith("paper")})
        asked(peopled, *NAMES)
        for part in sorted(kept.parent.glob("*.segment"))[:1]:
            part.unlink()
    else:
        data[len(data) // 3] ^= 1
        kept.write_bytes(data)
    expected = asked(peopled, *NAMES, "--no-cache", "paper/s06.txt")

    assert small(peopled, *NAMES, "paper/s06.txt") == expected
    assert small(peopled, *NAMES, "paper/s06.txt") == expected
    assert small(peopled, *NAMES, "paper/s06.txt", program=WARM) == expected


def test_damage_is_told_by_verify_and_all_is_removed_by_clean(peopled: Process) -> None:
    small(peopled, *NAMES)
    (kept,) = summaries(peopled.folder)
    assert "of the whole corpus" in peopled("index", "stats").out
    assert peopled("index", "verify").code == 0
    kept.write_bytes(b"x" + kept.read_bytes()[1:])

    assert kept.name in peopled("index", "verify").err
    assert peopled("index", "clean").code == 0
    assert not kept.exists()


def test_no_running_text_is_kept(peopled: Process) -> None:
    small(peopled, *NAMES)
    (kept,) = summaries(peopled.folder)

    assert b"said an aide of" not in kept.read_bytes()
    assert b"Zelensky" in kept.read_bytes()


def test_commands_for_names_read_no_file_twice(peopled: Process) -> None:
    listed = ("names", "list", "--output-format", "json")
    first = peopled(*listed)
    assert "Zelenskyy" in {row["preferred"] for row in json.loads(first.out)}
    files = sum(path.stat().st_size for path in (peopled.folder / ".corpuslint_cache/index").rglob("*.segment"))
    assert files

    child = peopled.start(*listed, program=("-c", f"import corpuslint.text.names.record as r; r.note = None\n{SMALL}"))
    out, err = child.communicate(timeout=60)

    assert (child.returncode, out.decode(), err) == (first.code, first.out, b"")
