"""Plugins that fail, where they are loaded or where they are called, and rules that do worse: each is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

RULE = "code: X950\nname: a-rule\nsummary: A\nwhy: B\nmatch: {words: [frog]}\n"
CONTAINER = """\
from corpuslint.containers.base import Container
def corpuslint_containers(): return [C]
class C(Container):
"""
BAD = {
    "it is not there": ("", "ModuleNotFoundError: No module named 'bad'"),
    "it leaves": ("raise SystemExit(3)", "SystemExit: 3"),
    "it is no Python": ("def", "SyntaxError: "),
    "a hook that does not exist": (
        "def corpuslint_frogs(): return []",
        "AttributeError: there is no hook corpuslint_frogs",
    ),
    "a hook that fails": ("def corpuslint_runners(): return 1 / 0", "ZeroDivisionError: division by zero"),
    "a hook that returns no list": ("def corpuslint_reporters(): return 7", "TypeError: "),
    "a hook that returns text": ("def corpuslint_rule_folders(): return 'abc'", "a hook returns a list, not 'abc'"),
    "a folder that does not exist": ("def corpuslint_rule_folders(): return ['nowhere']", "nowhere does not exist"),
    "a rule that cannot be read": (
        "import pathlib\ndef corpuslint_rule_folders(): return [pathlib.Path(__file__).with_name('bad_rules')]",
        "the key 'name' is missing",
    ),
    "a list of names that does not exist": ("def corpuslint_name_lists(): return ['nowhere.yaml']", "nowhere.yaml"),
    "a reporter without a name": (
        "class R:\n    def write(self, run, out, style): ...\ndef corpuslint_reporters(): return [R()]",
        "reporter R has no `name`",
    ),
    "a class for a reporter": (
        "class R:\n    name = 'r'\n    def write(self, run, out, style): ...\ndef corpuslint_reporters(): return [R]",
        "reporter R is a class; return an object of it",
    ),
    "an engine that does not run": (
        "class E:\n    name = 'e'\ndef corpuslint_runners(): return [E()]",
        "runner E has no method `run`",
    ),
    "a container that is none": (
        "class C: ...\ndef corpuslint_containers(): return [C]",
        "is no class derived from corpuslint.containers.base.Container",
    ),
    "a container without a name": (f"{CONTAINER}    suffixes = ('.c',)\n", "container C has no `name`"),
    "a container for nothing": (f"{CONTAINER}    name = 'c'\n", "the `suffixes` of container C are no tuple"),
    "a container for one ending": (f"{CONTAINER}    name, suffixes = 'c', '.c'\n", "the `suffixes` of container C are"),
    "a container for shouted endings": (
        f"{CONTAINER}    name, suffixes = 'c', ('.C',)\n",
        "the `suffixes` of container C are not in lower case",
    ),
    "a container that reads nothing": (
        f"{CONTAINER}    name, suffixes = 'c', ('.c',)\n",
        "container C defines no `records`",
    ),
    "a container that cannot be made": (
        f"{CONTAINER}    def __init__(self): raise ValueError('no')\n",
        "ValueError: no (bad.py:4)",
    ),
    "a parameter too many": ("def corpuslint_runners(config): return []", "config"),
}


@pytest.mark.parametrize("name", BAD)
def test_plugins_that_fail(process: Process, tmp_path: Path, name: str) -> None:
    code, reason = BAD[name]
    install(tmp_path / "bad", "bad", code)
    install(tmp_path / "good", "good", "import os\ndef corpuslint_rule_folders(): return [os.path.dirname(__file__)]")
    (tmp_path / "good" / "a.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "bad" / "bad_rules").mkdir()
    (tmp_path / "bad" / "bad_rules" / "a.yaml").write_text("code: X1\n", encoding="utf-8")
    process.write({"a.txt": "\n\nA frog.\n"})

    done = process(
        "--output-format", "concise", "-q", PYTHONPATH=f"{tmp_path / 'bad'}:{tmp_path / 'good'}",
    )  # fmt: skip

    assert (done.code, [line.split(" ")[2] for line in done.out.splitlines()]) == (2, ["BLK001", "X950"])
    assert done.err.startswith("RUN901 plugin bad (bad 0.7) failed and was left out: ")
    assert reason in done.err
    assert len(done.err.splitlines()) == 1


INSTALLED = {
    "what we say of it": ("def corpuslint_reporters(): return 'abc'", "a hook returns a list, not 'abc'; repair"),
    "what it does": ("def corpuslint_runners():\n    return 1 / 0", "division by zero (bad.py:2); repair"),
}


@pytest.mark.parametrize("name", INSTALLED)
def test_a_plugin_is_not_blamed_for_what_is_installed_beside_it(process: Process, tmp_path: Path, name: str) -> None:
    code, said = INSTALLED[name]
    install(tmp_path / "bad", "bad", code)
    (tmp_path / "bad" / "corpuslint").symlink_to(Path(__file__).parents[2] / "corpuslint")
    process.write({"a.txt": "A frog.\n"})

    done = process("-q", "a.txt", PYTHONPATH=str(tmp_path / "bad"))

    assert done.code == 2
    assert said in done.err


ENGINE = "class E:\n    name = 'mine'\n    def run(self, job, tasks):\n        "
CALLED = {
    "an engine that fails": (f"{ENGINE}yield job(tasks[0])\n        1 / 0\n", "division by zero (bad.py:5); repair it"),
    "an engine that does nothing": (f"{ENGINE}return []\n", "gave nothing back: no file was checked\n"),
    "an engine that does other work": (f"{ENGINE}return [5]\n", "it yields 5, not what a call of the job returned"),
}


@pytest.mark.parametrize("name", CALLED)
def test_engines_that_fail_where_they_are_called(process: Process, tmp_path: Path, name: str) -> None:
    code, said = CALLED[name]
    install(tmp_path / "bad", "bad", f"{code}def corpuslint_runners(): return [E()]")
    process.write({"a.txt": "\n\nA frog.\n"})

    done = process("--engine", "mine", "a.txt", PYTHONPATH=str(tmp_path / "bad"))

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("corpuslint: error: the engine `mine` of plugin bad (bad 0.7) ")
    assert said in done.err


REPORTER = """\
class R:
    name = "mine"
    def write(self, run, out, style):
        out.write("one")
        1 / 0
def corpuslint_reporters(): return [R()]
"""


def test_a_report_that_fails_and_the_others_that_do_not(process: Process, tmp_path: Path) -> None:
    install(tmp_path / "bad", "bad", REPORTER)
    process.write({"a.txt": "\n\nA frog.\n"})

    words = ["--output", "mine:mine.txt", "--output-format", "concise", "-q", "a.txt"]
    done = process(*words, PYTHONPATH=str(tmp_path / "bad"))

    assert (done.code, done.out) == (2, "a.txt:1:1: warning BLK001 [*] 2 blank lines before the text\n")
    assert done.err == (
        "corpuslint: error: the reporter `mine` of plugin bad (bad 0.7) failed: "
        "ZeroDivisionError: division by zero (bad.py:5); repair it, or do without it\n"
    )


def test_what_rules_and_plugins_print_is_in_no_report(process: Process, tmp_path: Path) -> None:
    loud = "print('loading')\ndef corpuslint_rule_folders():\n    print('asked')\n    return []"
    install(tmp_path / "bad", "bad", loud)
    rule = RULE.replace("match: {words: [frog]}", "python: loud.py:Loud\ntriggers: [frog]")
    process.write({"r/loud.yaml": rule, "r/loud.py": LOUD, "a.txt": "A frog.\n"})

    done = process("--rules", "r", "--output-format", "json", "a.txt", PYTHONPATH=str(tmp_path / "bad"))

    assert [found["code"] for found in json.loads(done.out)["findings"]] == ["X950"]
    assert (done.code, done.err) == (1, "loading\nasked\nimported\nA frog.\n\n")


LOUD = """\
from corpuslint.api import Rule, Span
print("imported")
class Loud(Rule):
    def check(self, doc):
        print(doc.text)
        yield self.finding(doc, Span(2, 6), "croaks")
"""


def install(folder: Path, name: str, code: str) -> None:
    """What an installer leaves of a distribution with one module."""
    info = folder / f"{name}-0.7.dist-info"
    info.mkdir(parents=True)
    info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.7\n", encoding="utf-8")
    info.joinpath("entry_points.txt").write_text(f"[corpuslint]\n{name} = {name}\n", encoding="utf-8")
    if code:
        folder.joinpath(f"{name}.py").write_text(code + "\n", encoding="utf-8")


DEADLY = """\
import os
from corpuslint.api import Rule
class Deadly(Rule):
    def check(self, doc):
        if 'deadly' in doc.text:
            os._exit(9)
        yield from ()
"""


def test_a_rule_that_kills_its_worker(process: Process) -> None:
    rule = RULE.replace("match: {words: [frog]}", "python: deadly.py:Deadly\ntriggers: [deadly]")
    process.write({"r/deadly.yaml": rule, "r/deadly.py": DEADLY})
    process.write({f"{n:04}.txt": f"\n\nRain {n}.{' deadly' if n == 700 else ''}\n" for n in range(1_030)})

    done = process("--rules", "r", "-j", "2", "--select", "BLK001,X950", "--output-format", "json")

    assert (done.code, done.err) == (
        2,
        "0700.txt: RUN903 not checked: its worker ended with status 9; exclude it, or report it\n",
    )
    assert len(json.loads(done.out)["findings"]) == 1_029
