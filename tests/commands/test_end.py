"""How a run ends: at once, but never before what waits for its end has had its say."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

RULE = """\
code: ZZZ001
name: says-goodbye
summary: Something is done at the end
why: To say goodbye.
severity: info
fix: none
stage: text
triggers: ['a']
python: goodbye.py:Goodbye
---
"""
CODE = r"""import atexit
import sys
from threading import Thread
from time import sleep

from corpuslint.api import Rule


def _late():
    sleep(0.5)
    sys.stderr.write("late\n")


atexit.register(sys.stderr.write, "goodbye\n")
Thread(target=_late).start()


class Goodbye(Rule):
    def check(self, doc):
        return iter(())
"""


@pytest.mark.parametrize(
    ("kept", "said"), [("atexit", "goodbye"), ("Thread", "late")], ids=["at the exit", "in another thread"]
)
def test_what_a_rule_does_at_the_end_is_done(process: Process, kept: str, said: str) -> None:
    other = {"atexit": "Thread(", "Thread": "atexit."}[kept]
    code = "\n".join(line for line in CODE.split("\n") if not line.startswith(other))
    process.write({"rules/goodbye.yaml": RULE, "rules/goodbye.py": code, "a.txt": "A calm day.\n"})
    done = process("--rules", "rules", "a.txt")
    assert done.code == 0, done.err
    assert done.err == f"{said}\n"


def test_a_profiler_prints_what_it_measured(process: Process) -> None:
    process.write({"a.txt": "A calm day.\n"})
    done = subprocess.run(
        [sys.executable, "-m", "cProfile", "-m", "corpuslint", "a.txt"],
        cwd=process.folder,
        env={**os.environ, **process.environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no findings" in done.stdout
    assert "function calls" in done.stdout
