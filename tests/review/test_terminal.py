"""`--fix --review` in a pseudo-terminal, with real processes on real files."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.conftest import Process
from tests.review.conftest import Start
from tests.review.serving import ADDRESS, Window

COMMAS = "It was , he said ,, fine.\nAnd , so on ,, it went.\n"
COPY = (
    "\n".join(f"Line {n} of the report on the harbour of Harnsey, number {n * 7}, was read." for n in range(12)) + "\n"
)


def test_each_key(process: Process, terminal: Start) -> None:
    process.write({"a.txt": COMMAS, "b.txt": COMMAS, "c.txt": "Fine , all of it.\nCaf\u00c3\u00a9.\n"})
    shell = terminal("--fix", "--review")

    assert "+, he said" not in shell.until("]? ")
    assert shell.answer("?").count("\n  ") > 8
    assert "Done at 1 place." in shell.answer("y")
    assert process.read("a.txt") == b"It was, he said ,, fine.\nAnd , so on ,, it went.\n", (
        "written before the next question"
    )
    shell.answer("n")
    assert process.read("a.txt") == b"It was, he said ,, fine.\nAnd , so on ,, it went.\n"
    shell.answer("y", "a")  # PUN001 in line 2 and, since it is alone in the file, nothing else
    assert process.read("a.txt") == b"It was, he said ,, fine.\nAnd, so on, it went.\n"
    shell.answer("d")
    assert process.read("b.txt") == COMMAS.encode()
    assert "Caf" in shell.answer("D"), "the rest of PUN001 is left, the mojibake is asked"
    shell.line("y")
    told = shell.end()

    assert process.read("c.txt") == "Fine , all of it.\nCafé.\n".encode()
    assert "Fixed 4 findings in 2 files" in told
    assert "Undo: corpuslint undo" in told
    assert shell.code == 1, "something is left"


def test_all_of_a_rule_in_all_files(process: Process, terminal: Start) -> None:
    process.write({"a.txt": COMMAS, "b.txt": COMMAS})
    shell = terminal("--fix", "--review", "--select", "PUN003,PUN001")
    shell.until("]? ")
    shell.answer("A")
    shell.line("A")
    told = shell.end()

    assert process.read("a.txt") == process.read("b.txt") == b"It was, he said, fine.\nAnd, so on, it went.\n"
    assert "0 remain" in told
    assert shell.code == 0
    assert process("undo").code == 0
    assert process.read("a.txt") == process.read("b.txt") == COMMAS.encode()


@pytest.mark.parametrize(("key", "code"), [(b"\x04", 1), (b"q\n", 1), (b"\x03", 130)])
def test_what_was_decided_stays_where_somebody_stops(process: Process, terminal: Start, key: bytes, code: int) -> None:
    process.write({"a.txt": COMMAS})
    shell = terminal("--fix", "--review")
    shell.until("]? ")
    shell.answer("y")
    shell.key(key)
    told = shell.end()

    assert shell.code == code
    assert "Fixed 1 finding in 1 file" in told
    assert process.read("a.txt") == COMMAS.replace("was ,", "was,").encode()


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGHUP])
def test_no_decision_is_lost_when_the_process_dies(process: Process, terminal: Start, death: signal.Signals) -> None:
    process.write({"a.txt": COMMAS})
    shell = terminal("--fix", "--review")
    shell.until("]? ")
    shell.answer("y", "n")
    shell.line("m")
    shell.until("it)? ")
    shell.answer("a house of commas")
    os.kill(shell.pid, death)
    shell.end()

    assert shell.code == -death
    assert process.read("a.txt").startswith(b"It was, he said ,, fine.\nAnd ,")
    accepted = [json.loads(line) for line in process.read("corpuslint-accepted.jsonl").splitlines()]
    assert [(one["code"], one["reason"]) for one in accepted] == [("PUN001", "a house of commas")]
    assert process("undo").code == 0
    assert process.read("a.txt") == COMMAS.encode()


def test_a_file_that_changed_meanwhile_is_not_touched(process: Process, terminal: Start) -> None:
    process.write({"a.txt": COMMAS})
    shell = terminal("--fix", "--review")
    shell.until("]? ")
    process.write({"a.txt": "New: " + COMMAS})
    told = shell.answer("y")

    assert "changed since it was checked" in told
    assert "New: It was , he" in told, "what is found now is asked"
    assert process.read("a.txt") == b"New: " + COMMAS.encode()
    shell.answer("y")
    assert process.read("a.txt").startswith(b"New: It was, he said ,,")


def _editor(tmp_path: Path, old: str, new: str) -> str:
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\nold, new = {old!r}, {new!r}\n" + "path = sys.argv[1]\n"
                      "text = open(path, encoding='utf-8').read()\n"
                      "open(path, 'w', encoding='utf-8').write(text.replace(old, new))\n")  # fmt: skip
    return f"'{sys.executable}' '{script}'"


def test_editing_what_the_fix_would_write(process: Process, terminal: Start, tmp_path: Path) -> None:
    process.write({"a.txt": "Before.\nIt was , he said ,, fine.\nAfter.\n"})
    shell = terminal(
        "--fix", "--review", EDITOR=_editor(tmp_path, "It was, he said ,, fine.", "It was fine — he said.")
    )
    shell.until("]? ")
    shell.line("e")
    told = shell.end()

    assert process.read("a.txt") == "Before.\nIt was fine — he said.\nAfter.\n".encode()
    assert "0 remain" in told
    assert shell.code == 0


def test_an_editor_that_fails_or_changes_nothing(process: Process, terminal: Start, tmp_path: Path) -> None:
    process.write({"a.txt": COMMAS})
    shell = terminal("--fix", "--review", EDITOR="false")
    shell.until("]? ")
    assert "ended with 1; nothing was changed" in shell.answer("e")
    shell.line("q")
    shell.end()
    shell = terminal("--fix", "--review", VISUAL=_editor(tmp_path, "was,", "was ,"))
    shell.until("]? ")
    assert "nothing was changed" in shell.answer("e")
    assert process.read("a.txt") == COMMAS.encode()


def test_an_encoding_is_asked_first_and_the_rest_waits_for_it(process: Process, terminal: Start) -> None:
    text = "It was , he said.\nHe said \u201cno\u201d, and \u201cyes\u201d, it\u2019s the caf\u00e9\u2019s way of it.\n"
    process.write({"a.txt": text.encode("cp1252"), "b.txt": text.encode("cp1252")})
    shell = terminal("--fix", "--review", "--ignore", "DUP")
    assert "ENC001" in shell.until("]? ")
    assert "PUN001" in shell.answer("y"), "then what else there is"
    assert process.read("a.txt") == text.encode()
    assert "ENC001" in shell.answer("y")
    shell.line("n")
    shell.end()

    assert process.read("a.txt") == text.replace(" ,", ",", 1).encode()
    assert process.read("b.txt") == text.encode("cp1252")


def test_a_copy_goes_and_the_one_that_was_chosen_stays(process: Process, terminal: Start) -> None:
    process.write({"a.txt": COPY, "b.txt": COPY.upper(), "c.txt": COPY.replace("read", "heard")})
    shell = terminal("--fix", "--review", "--select", "DUP")
    assert "b.txt" in shell.until("]? ")
    again = shell.answer("k")
    assert "near-duplicate of b.txt" in again, "the third one is judged by the one that stayed"
    assert not (process.folder / "a.txt").exists()
    assert (process.folder / "b.txt").exists()
    shell.line("n")
    assert "1 remains" in shell.end()
    assert process("undo").code == 0
    assert process.read("a.txt") == COPY.encode()


def test_a_name_is_decided_for_good(process: Process, terminal: Start) -> None:
    first = "The president, Volodymyr Zelenskyy, spoke in Kyiv. Volodymyr Zelenskyy thanked the guests. {}\n"
    process.write({f"{n}.txt": first.format(f"That was on day {n}.") for n in range(12)})
    process.write({"z.txt": first.replace("Zelenskyy", "Zelensky").format("It rained.")})
    shell = terminal("--fix", "--review", "--select", "NAM001")
    assert "p,2,q" in shell.until("]? ")
    shell.line("p")
    shell.until("right? ")
    told = shell.answer("2")
    shell.line("q")
    shell.end()

    assert "corpuslint-names.yaml: Zelenskyy is right from now on." in told
    assert b"prefer: Volodymyr Zelenskyy" in process.read("corpuslint-names.yaml")
    assert process.read("z.txt") == first.replace("Zelenskyy", "Zelensky").format("It rained.").encode()
    shell = terminal("--fix", "--review", "--select", "NAM003")
    shell.until("house style")
    shell.until("]? ")
    shell.line("y")
    shell.end()
    assert b"Zelensky " not in process.read("z.txt")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--review"], "use --fix --review"),
        (["--fix", "--review"], "standard input is no terminal"),
        (["--fix", "--review", "--no-journal"], "--no-journal does not go with --review"),
        (["--fix", "--review", "--output", "json:x"], "--output does not go with --review"),
    ],
)
def test_what_cannot_be_asked(process: Process, arguments: list[str], says: str) -> None:
    process.write({"a.txt": COMMAS})
    done = process(*arguments)

    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert process.read("a.txt") == COMMAS.encode()


def test_hostile_text_stays_text(process: Process, terminal: Start) -> None:
    process.write({"a.txt": "\u202eevil \x1b[2J\x1b]0;title\x07 , it was ,, done\n"})
    shell = terminal("--fix", "--review")
    shell.until("]? ")
    shell.line("q")
    shell.end()

    assert "\x1b" not in shell.seen
    assert "\u202e" not in shell.seen


def test_enter_shows_an_address_for_another_window(process: Process, terminal: Start) -> None:
    process.write({"a.txt": COMMAS})
    shell = terminal("review", "--no-browser")
    shell.until("Ctrl-C ends the review.")
    for _ in range(2):
        found = ADDRESS.findall(shell.seen)[-1]
        window = Window(found[0], int(found[1]), found[2]).enter()
        assert len(window.findings()) == 4
        assert window.call("enter", token=found[2])[0] == 401
        shell.line("")
        shell.until("Review: ")
        shell.until("\n")
    assert len(set(ADDRESS.findall(shell.seen))) == 3
    shell.key(b"\x03")
    assert "4 findings" in shell.end()
    assert shell.code == 1


def test_nothing_to_decide(process: Process, terminal: Start) -> None:
    process.write({"a.txt": "All is well.\n"})
    shell = terminal("--fix", "--review")
    assert "nothing to decide" in shell.end()
    assert shell.code == 0
