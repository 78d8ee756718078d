"""The corpus of the index tests with what else a run may hold: shards, an archive, records that cannot be read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.index.conftest import corpus, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Process

REPORT = ("--output-format", "json", "--no-cache")


def large() -> dict[str, bytes]:
    """Everything that rules across files find, in plain files, shards and an archive."""
    files = corpus()
    rows = [{"id": f"p{n}", "text": "\n".join(story(n % 5)), "source": f"wire {n % 2}"} for n in range(9)]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    files["packed.jsonl.gz"] = gzip.compress(lines.encode(), mtime=0)
    files["broken.jsonl"] = lines[:900].encode() + b'\n{"id": 1\n' + lines.encode()
    files["old/names\xe9.txt"] = b'A word , and\xff\xfe "another" ".\n\n\n\n'
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(zipfile.ZipInfo("inside.txt"), "\n".join(story(6)))
        files["archive.zip"] = stream.getvalue()
    return files


def told(process: Process, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, report and messages of a command."""
    done = process(*arguments)
    return done.code, done.raw, done.err


def mapped(process: Process, shards: int, *arguments: str, folder: str = "../parts") -> Sequence[str]:
    """Map all shards of the corpus; what the jobs said."""
    said = []
    for at in range(1, shards + 1):
        done = process("map", "--shard", f"{at}/{shards}", "-o", folder, "-n", *arguments)
        assert done.code == 0, done.err
        said.append(done.err)
    return said


@pytest.fixture
def peopled(process: Process) -> Process:
    """The command in a folder that holds the corpus."""
    process.write(large())
    return process
