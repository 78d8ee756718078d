"""Exceptions for documents whose records say something of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Process

TEXT = "The mayor , however, left the town with his family on the last day of May."
CONFIG = """\
[lint]
overrides = [
  {when = {source = "wire"}, severity = {PUN = "info"}},
  {when = {source = "blog"}, ignore = ["PUN001"]},
]
"""


def test_severity_and_silence(process: Process) -> None:
    records = [{"id": source, "source": source, "text": TEXT} for source in ("wire", "blog", "own")]
    process.write({"a.jsonl": "".join(json.dumps(record) + "\n" for record in records), "corpuslint.toml": CONFIG})

    done = process("--output-format", "concise", "-q", "--select", "PUN001")

    assert [line.split(" ")[1] for line in done.out.splitlines()] == ["info", "warning"]
    assert done.out.splitlines()[0].startswith("a.jsonl:1:")
    assert done.out.splitlines()[1].startswith("a.jsonl:3:")
