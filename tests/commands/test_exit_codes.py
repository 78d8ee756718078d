"""What a run is to the shell: 0 clean, 1 findings left, 2 something was not checked or done; the worst wins."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from tests.processes import wait_for

if TYPE_CHECKING:
    from tests.commands.conftest import Call
    from tests.conftest import Process

CLEAN = {"clean.txt": "Rain fell on Tuesday.\n"}
BLANK = {"blank.txt": "\n\nRain fell on Tuesday.\n"}
LOUD = {"loud.txt": "The mayor spoke to the council!!\n"}
WRONG = {"wrong.txt": "Xyzzy fell on Tuesday.\n"}
HIDDEN = {"hidden.txt": "The foobar fell on Tuesday.\n"}
BROKEN = {"broken.jsonl": '{"text": "Rain fell."}\n{"text": \n{"text": "Snow fell."}\n'}

CASES = [
    ("nothing to say", CLEAN, "", 0),
    ("no file at all", {}, "", 0),
    ("no file, and that is an error", {}, "--error-on-empty", 2),
    ("a file, where none is an error", CLEAN, "--error-on-empty", 0),
    ("a warning", BLANK, "", 1),
    ("a warning, errors count", BLANK, "--fail-on error", 0),
    ("an error, errors count", WRONG, "--fail-on error", 1),
    ("an info", HIDDEN, "--select X104", 0),
    ("an info, all counts", HIDDEN, "--select X104 --fail-on info", 1),
    ("a warning made an info", BLANK, "--severity BLK001=info", 0),
    ("an info made an error", HIDDEN, "--select X104 --severity X104=error", 1),
    ("a warning, forgiven", BLANK, "--exit-zero", 0),
    ("a path that is missing", CLEAN, "clean.txt missing.txt", 2),
    ("a path that is missing beside findings", BLANK, "blank.txt missing.txt", 2),
    ("a path that is missing is not forgiven", CLEAN, "clean.txt missing.txt --exit-zero", 2),
    ("a record that is broken", BROKEN, "", 2),
    ("a record that is broken is not forgiven", BROKEN, "--exit-zero", 2),
    ("all fixed", BLANK, "--fix", 0),
    ("all fixed, and that counts", BLANK, "--fix --exit-non-zero-on-fix", 1),
    ("nothing to fix, where that counts", CLEAN, "--fix --exit-non-zero-on-fix", 0),
    ("some fixed, some left", BLANK | LOUD, "--fix", 1),
    ("all fixed, the unsafe too", BLANK | LOUD, "--fix --unsafe-fixes", 0),
    ("unsafe fixes alone fix nothing", LOUD, "--unsafe-fixes", 1),
    ("some left, but only fixes were wanted", BLANK | LOUD, "--fix-only", 0),
    ("a diff", BLANK, "--diff", 1),
    ("a diff, forgiven", BLANK, "--diff --exit-zero", 0),
    ("an empty diff", CLEAN, "--diff", 0),
    ("an empty diff of the safe fixes, a finding left", LOUD, "--diff", 1),
    ("copies of all, findings left", LOUD, "--fix-to copies", 1),
    ("copies of all, none left", BLANK, "--fix-to copies", 0),
    ("options between paths", CLEAN | BLANK, "clean.txt -q blank.txt", 1),
    ("an option that does not exist", CLEAN, "--fixx", 2),
    ("an option is not abbreviated", CLEAN, "--unsafe", 2),
    ("an option without its value", CLEAN, "--select", 2),
    ("a value that does not exist", CLEAN, "--fail-on never", 2),
    ("a rule that does not exist", CLEAN, "--select ZZZ999", 2),
    ("a rule to ignore that does not exist", CLEAN, "--ignore ZZZ999", 2),
    ("a rule not to fix that does not exist", CLEAN, "--fix --unfixable ZZZ999", 2),
    ("a format that does not exist", CLEAN, "--output-format html5", 2),
    ("an engine that does not exist", CLEAN, "--engine warp", 2),
    ("two ways to fix at once", BLANK, "--fix --diff", 2),
    ("a configuration that is missing", CLEAN, "--config nowhere.toml", 2),
    ("a setting that does not exist", CLEAN, "--config colour=1", 2),
    ("a folder of rules that is missing", CLEAN, "--rules nowhere", 2),
    ("a number of workers that is none", CLEAN, "-j many", 2),
    ("the start page", CLEAN, "--help", 0),
    ("the options", CLEAN, "check --help", 0),
]


@pytest.mark.parametrize("case", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_exit_code(process: Process, call: Call, rules: str, case: tuple[dict[str, str], str, int]) -> None:
    files, arguments, code = case
    process.write(files)

    done = call(*arguments.split(), *([] if "check" in arguments else ["--rules", rules]))

    assert (done.code, "Traceback" in done.err) == (code, False), done.err
    assert (code == 2) == bool(done.err), "what makes 2 is said on stderr, and nothing else is"


def test_the_commands_are_processes_that_end_so(process: Process) -> None:
    process.write(BLANK)

    codes = [process(*line).code for line in ((), ("--fix",), (), ("missing.txt",))]

    assert codes == [1, 0, 0, 2]


@pytest.mark.parametrize("arguments", ["", "--output-format json", "--statistics", "--output-format github", "--diff"])
def test_a_reader_that_goes_away_ends_it_quietly(process: Process, arguments: str) -> None:
    process.write({f"{number:03}.txt": f"\n\nRain number {number}.\n" * 9 for number in range(300)})
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as closed:
        child = process.start(*arguments.split(), stdout=closed)
    _, err = child.communicate(timeout=60)

    assert (child.returncode, err) == (141, b"")


def test_head(process: Process) -> None:
    process.write({f"{number:03}.txt": f"\n\nRain number {number}.\n" for number in range(2_000)})
    line = f'{" ".join(_words(process))} --output-format concise | head -1; echo "${{PIPESTATUS[0]}}"'

    done = subprocess.run(
        ["bash", "-c", line],
        cwd=process.folder,
        env=process.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.stdout.splitlines() == [b"000.txt:1:1: warning BLK001 [*] 2 blank lines before the text", b"141"]
    assert done.stderr == b""


def _words(process: Process) -> Sequence[str]:
    child = process.start("version")
    child.communicate(timeout=60)
    return [str(word) for word in child.args][:-1] if isinstance(child.args, list) else []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", ["", "--output-format json", "rule --all", "config show", "--help", "version"])
def test_an_output_that_is_full_is_an_error(process: Process, arguments: str) -> None:
    process.write(BLANK)

    with open("/dev/full", "wb") as full:
        child = process.start(*arguments.split(), stdout=full)
    _, err = child.communicate(timeout=60)

    assert (child.returncode, err.decode()) == (2, "corpuslint: error: standard output: No space left on device\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", ["--output-file /dev/full", "report -o /dev/full"])
def test_a_report_file_that_is_full_is_an_error(process: Process, arguments: str) -> None:
    process.write(BLANK)

    done = process(*arguments.split())

    assert (done.code, done.err) == (2, "corpuslint: error: /dev/full: No space left on device\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_report_that_is_full_keeps_nobody_from_the_others(process: Process) -> None:
    """Above all not from what was fixed, and how to take that back."""
    process.write(BLANK)
    options = ("--output", "json:/dev/full", "--output", "csv:a.csv", "--output-format", "github")

    done = process("--fix", *options, GITHUB_STEP_SUMMARY="/dev/full")
    process.write(BLANK)
    plain = process("--fix", "--output", "html:/dev/full")

    said = "corpuslint: error: /dev/full: this report could not be written: No space left on device\n"
    assert (done.code, done.err) == (2, 2 * said)
    assert process.read("a.csv").startswith(b"code,")
    assert (plain.code, plain.err) == (2, said)
    assert plain.out.startswith("Fixed 1 finding in 1 file (BLK001 ×1); 0 remain. Undo: corpuslint undo ")


SLOW = """\
code: X900
name: slow-word
summary: A word that takes its time
why: A run that lasts, for the tests.
python: slow.py:Slow
triggers: [slow]
"""
SLOWLY = """\
import pathlib, time
from corpuslint.api import Rule
class Slow(Rule):
    def check(self, doc):
        (pathlib.Path(doc.key.path).parent / (doc.key.path + '.begun')).touch()
        time.sleep(60)
        yield from ()
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_it_and_its_workers(process: Process, jobs: str) -> None:
    process.write({"rules/slow.yaml": SLOW, "rules/slow.py": SLOWLY})
    process.write({f"{number:04}.txt": "slow\n" if number % 512 == 0 else "fast\n" for number in range(1_030)})
    child = process.start("--rules", "rules", "-j", jobs, before=("setsid",))
    wait_for((process.folder / "0000.txt.begun").exists)

    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=20)

    assert (child.returncode, err.decode()) == (130, "")
    assert out.startswith(b"Interrupted: this is not all there is to find.\n")
    wait_for(lambda: _is_gone(child.pid))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_workers_do_not_outlive_a_run_that_is_killed(process: Process, number: int, code: int) -> None:
    process.write({"rules/slow.yaml": SLOW, "rules/slow.py": SLOWLY.replace("60", "3")})
    process.write({f"{number:04}.txt": "slow\n" if number % 512 == 0 else "fast\n" for number in range(1_030)})
    child = process.start("--rules", "rules", "-j", "2", before=("setsid",))
    wait_for((process.folder / "0000.txt.begun").exists)

    child.send_signal(number)
    child.communicate(timeout=20)

    assert child.returncode == code
    wait_for(lambda: _is_gone(child.pid))


def _is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False
