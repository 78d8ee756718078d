"""A plugin package, installed for real: every hook works, and what fails is named and harms nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

DEMO = Path(__file__).with_name("demo")
BROKEN = (
    "RUN901 plugin broken (corpuslint-demo 1.2.3) failed and was left out: "
    "RuntimeError: this plugin is broken (broken.py:3); repair or uninstall it, or run with --no-plugins\n"
)
FILES = {
    "a.txt": "Stop!!! he said.\n",
    "b.shout": "First part!!!!\n=====\nNothing here.\n=====\nOnce more!!!\n",
    "c.txt": "\n\nRain fell.\n",
}


def install(package: Path, folder: Path) -> str:
    """The folder in which a plugin is installed now."""
    words = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, "--target", str(folder), str(package)],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return str(folder)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder in which the demo plugin is installed."""
    return install(DEMO, tmp_path_factory.mktemp("demo"))


def test_the_package_of_the_documentation(process: Process, tmp_path_factory: pytest.TempPathFactory) -> None:
    page = Path(__file__).parents[2] / "docs" / "plugins.md"
    shown = dict(re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    process.write({**{f"source/{name}": body for name, body in shown.items()}, "texts/a.txt": "He came -- and left.\n"})
    place = install(process.folder / "source", tmp_path_factory.mktemp("documented"))

    assert "plugin: mine (my-package 0.1)" in process("version", PYTHONPATH=place).out
    assert process("rule", "X201", PYTHONPATH=place).out.startswith("# X201 double-hyphen\n")
    assert process("test", "source/my_package/rules").out == "2 cases: 1 validated, 1 reported\n"
    done = process("texts", "--output-format", "tally", PYTHONPATH=place)
    assert (done.code, done.out, done.err) == (1, "     1 'texts'\n", "")


def test_a_broken_plugin_is_named_and_the_rest_goes_on(process: Process, demo: str) -> None:
    process.write(FILES)

    done = process("--output-format", "json", PYTHONPATH=demo)

    report = json.loads(done.out)
    assert (done.code, done.err) == (2, BROKEN)
    assert [trouble["code"] for trouble in report["troubles"]] == ["RUN901"]
    assert sorted(found["code"] for found in report["findings"]) == ["BLK001", "X900", "X900", "X900"]


def test_a_list_of_plugins_that_are_allowed(process: Process, demo: str) -> None:
    process.write(FILES)

    done = process("--output-format", "count", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo, other")

    assert (done.code, done.out, done.err) == (1, "4\n", "")


@pytest.mark.parametrize(("option", "allowed"), [(["--no-plugins"], "demo, broken"), ([], ""), ([], "others")])
def test_no_plugins(process: Process, demo: str, option: list[str], allowed: str) -> None:
    process.write(FILES)

    done = process(*option, "--output-format", "json", PYTHONPATH=demo, CORPUSLINT_PLUGINS=allowed)

    assert (done.code, done.err) == (1, "")
    assert [found["code"] for found in json.loads(done.out)["findings"]] == ["BLK001"]
    assert "X900" not in process("rule", "--all", "--no-plugins", PYTHONPATH=demo).out


def test_a_change_of_what_is_installed_is_seen_at_once(process: Process, demo: str) -> None:
    process.write(FILES)

    codes = [process("-s", PYTHONPATH=path).code for path in ("", demo, "", demo)]

    assert codes == [1, 2, 1, 2]


def test_its_rules(process: Process, demo: str) -> None:
    listed = process("rule", "--all", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo").out
    page = process("rule", "three-exclamation-marks", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo").out
    cases = process("test", str(DEMO / "corpuslint_demo" / "rules"))

    assert (
        "X900    three-exclamation-marks          warning  unsafe  on       Three exclamation marks or more\n" in listed
    )
    assert page.startswith("# X900 three-exclamation-marks")
    assert (cases.code, cases.out) == (0, "3 cases: 2 validated, 1 reported\n")


def test_its_rules_beside_a_broken_plugin(process: Process, demo: str) -> None:
    done = process("rule", "X900", PYTHONPATH=demo)

    assert (done.code, done.err, done.out[:30]) == (2, BROKEN, "# X900 three-exclamation-marks")


def test_version_lists_plugins(process: Process, demo: str) -> None:
    done = process("version", PYTHONPATH=demo)

    assert done.code == 2
    assert "plugin: demo (corpuslint-demo 1.2.3)\n" in done.out
    assert "RUN901: plugin broken (corpuslint-demo 1.2.3) failed" in done.out


def test_its_container(process: Process, demo: str) -> None:
    process.write(FILES)

    found = process("--select", "X900", "--output-format", "concise", "-q", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")
    fixed = process("--fix", "--unsafe-fixes", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")

    assert found.out.splitlines() == [
        "a.txt:1:5: warning X900 [?] 3 exclamation marks",
        'b.shout:1:11: warning X900 [?] 4 exclamation marks (record "part 1", text 1:11)',
        'b.shout:5:10: warning X900 [?] 3 exclamation marks (record "part 3", text 1:10)',
    ]
    assert (fixed.code, process.read("b.shout")) == (0, b"First part!\n=====\nNothing here.\n=====\nOnce more!\n")


def test_its_container_in_worker_processes(process: Process, demo: str) -> None:
    process.write({f"{number:04}.shout": f"Part {number}!!!\n=====\nMore!!!\n" for number in range(520)})

    alone, together = (
        process("-j", jobs, "--select", "X", "--output-format", "json", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")
        for jobs in "12"
    )

    assert alone == together
    assert len(json.loads(alone.out)["findings"]) == 1_040


def test_its_reporter(process: Process, demo: str) -> None:
    process.write(FILES)

    done = process("--output", "count:number.txt", "-s", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")
    unknown = process("--output-format", "cuont", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")

    assert (done.code, process.read("number.txt")) == (1, b"4\n")
    assert unknown.err == 'corpuslint: error: unknown output format "cuont". Did you mean `count`?\n'


def test_its_runner(process: Process, demo: str) -> None:
    process.write(FILES)

    local = process("--output-format", "json", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")
    backwards = process("--engine", "backwards", "--output-format", "json", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")
    unknown = process("--engine", "sideways", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")

    assert backwards == local
    assert unknown.err == "corpuslint: error: there is no engine 'sideways'; known are local, spark, backwards\n"


def test_its_names(process: Process, demo: str) -> None:
    process.write({
        "a.txt": "The Vltava rose by a metre in the night.\n",
        "b.txt": "Two bridges over the Vltava were closed.\n",
        "c.txt": "Nobody drowned in the Vltava this year.\n",
        "d.txt": "A barge sank in the Moldau on Friday.\n",
    })  # fmt: skip

    without = process("--select", "NAM", "--no-plugins", PYTHONPATH=demo)
    done = process("--select", "NAM", "--output-format", "json", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")

    (found,) = json.loads(done.out)["findings"]
    assert without.code == 0
    assert (found["code"], found["text"], found["location"]["path"]) == ("NAM001", "Moldau", "d.txt")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("BOOM raise", "ValueError: the fuse was lit (fragile.py:16)"),
        ("BOOM rubbish", "TypeError: a finding without a place in the text: 'rubbish'"),
        ("BOOM exit", "SystemExit: 0 (fragile.py:18)"),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_rule_that_fails(process: Process, demo: str, text: str, reason: str, jobs: str) -> None:
    process.write({**FILES, "b.txt": f"\n\n{text}!!!\n"})

    done = process("-j", jobs, "--output-format", "json", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")

    source = Path(demo, "corpuslint_demo", "rules", "fragile.yaml")
    assert done.err == (
        f"b.txt: RUN902 rule X901 fragile-rule ({source}) failed and was left out here: {reason}; "
        "report it to its author, or leave it out with --ignore X901\n"
    )
    assert done.code == 2
    assert sorted((found["code"], found["location"]["path"]) for found in json.loads(done.out)["findings"]) == [
        ("BLK001", "b.txt"),
        ("BLK001", "c.txt"),
        ("X900", "a.txt"),
        ("X900", "b.shout"),
        ("X900", "b.shout"),
        ("X900", "b.txt"),
    ]


def test_every_call_of_a_hook_is_told(process: Process, demo: str) -> None:
    process.write(FILES)

    done = process("--trace-plugins", "-s", PYTHONPATH=demo, CORPUSLINT_PLUGINS="demo")

    for hook in ("rule_folders", "containers", "reporters", "name_lists", "runners"):
        assert f"corpuslint_{hook}" in done.err


def test_a_format_that_a_broken_plugin_may_have(process: Process, demo: str) -> None:
    process.write(FILES)

    format_ = process("--output-format", "cuont", PYTHONPATH=demo)
    engine = process("--engine", "sideways", PYTHONPATH=demo)

    assert (format_.code, engine.code) == (2, 2)
    assert format_.err.startswith(BROKEN)
    assert engine.err.startswith(BROKEN)
