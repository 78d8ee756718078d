"""The same run says the same, to the byte: whatever the order of paths, the number of workers and the hash seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.conftest import Done, Process

FORMATS = ("json", "sarif", "full")

NAMES = ("Havelik", "Orsinge", "Brandt", "Nowak")
EVENTS = ("opened the bridge", "closed the school", "met the firemen", "left the council", "named a deputy")
PLACES = (
    "in Harnsey",
    "on the pier",
    "at the old mill",
    "near the station",
    "behind the chapel",
    *["in Novo-Ogaryovo"] * 2,
)
DAMAGES = (
    *["{}"] * 30,
    "\n\n{}",
    "{}\n\n\n\n\n{}",
    'He said "so" ".\n{}',
    "{}Two ,\x00 marks.  \n",
    "A word\u200b.\n{}",
)


def corpus() -> dict[str, str]:
    """Enough files for several groups of work, with findings of every kind: within a text and across texts."""
    dice = random.Random(7)  # noqa: S311 - texts, not secrets
    files = {}
    for number in range(1_100):
        event, place, name = dice.choice(EVENTS), dice.choice(PLACES), dice.choice(NAMES)
        text = f"Mayor Petr {name} {event} {place} on day {number}, and {dice.randrange(10**9)} people came.\n"
        damage = dice.choice(DAMAGES)
        files[f"{number % 7}/{number:04}.txt"] = damage.replace("{}", text, 1).replace("{}", text)
    told = "Sentence {} tells what happened in the {}th house of the street."
    story = " ".join(told.format(n, n * 7919 % 1000) for n in range(40))
    files["0/story.txt"] = files["6/story again.txt"] = story + "\n"
    files["5/joint.txt"] = "The talks in Novo Ogaryovo ended without a communique.\n"
    files["3/records.jsonl"] = "".join(f'{{"id": "{n}", "text": "\\n{story[n:]}"}}\n' for n in (0, 5, 900))
    return files


RUNS: list[tuple[tuple[str, ...], dict[str, str]]] = [
    ((".",), {}),
    ((".", "-j", "1"), {}),
    ((".", "-j", "2"), {}),
    ((".", "-j", "4"), {"PYTHONHASHSEED": "1"}),
    ((".", "--no-cache"), {"PYTHONHASHSEED": "2"}),
    (("listed",), {"PYTHONHASHSEED": "3"}),
    (("listed", "-j", "2"), {}),
    (("6 5 4 3 2 1 0 0 ./1",), {}),
]


def test_reports_are_the_same_to_the_byte(process: Process) -> None:
    files = corpus()
    process.write(files)
    names = sorted(files)
    random.Random(11).shuffle(names)  # noqa: S311 - as above
    told = [run(process, where, options, variables, names) for (where, *options), variables in RUNS]

    (first, reports), *others = told
    listed = [results for ((where, *_), _), results in zip(RUNS, told, strict=True) if where == "listed"]
    assert first.code == 1
    assert all(f'"code": "{code}' in reports["json"].decode() for code in ("BLK", "CHR", "DUP", "NAM", "PUN"))
    assert [results == told[0] for results in others if results not in listed] == [True] * 5
    assert listed[0] == listed[1]
    assert findings(listed[0][1]["json"]) == findings(reports["json"]), "a list of all files is the folder"


def run(
    process: Process, where: str, options: Sequence[str], variables: Mapping[str, str], names: Sequence[str]
) -> tuple[Done, dict[str, bytes]]:
    """What a run prints, and its report files."""
    paths = ("--files-from", "-", "-0") if where == "listed" else where.split()
    outputs = [f"--output={form}:{form}.report" for form in FORMATS]
    done = process(*paths, *options, *outputs, stdin="\0".join(names).encode(), **variables)
    reports = {form: process.read(f"{form}.report") for form in FORMATS}
    for form in FORMATS:
        (process.folder / f"{form}.report").unlink()
    return done, reports


def findings(report: bytes) -> list[bytes]:
    """The lines of the findings."""
    return [line for line in report.splitlines() if line.startswith(b'{"code"')]


def test_fixing_does_not_depend_on_the_hash_seed(process: Process) -> None:
    files = {name: text for name, text in corpus().items() if name.startswith(("0", "3"))}
    results = []
    for seed in ("1", "2"):
        process.write(files)
        done = process("--fix", "--unsafe-fixes", "--no-journal", PYTHONHASHSEED=seed)
        results.append((done, {name: process.read(name) for name in files}))

    assert results[0] == results[1]
    assert results[0][1] != {name: text.encode() for name, text in files.items()}


def test_both_pattern_engines_say_the_same(process: Process) -> None:
    process.write(corpus())

    fast, plain = (
        process("--preview", "--select", "ALL", "--output-format", "json", CORPUSLINT_BACKEND=name)
        for name in ("re2", "re")
    )

    assert plain == fast
    assert "PUN101" in fast.out


@pytest.mark.parametrize("engine", ["re2", "re"])
def test_the_cases_of_all_shipped_rules(process: Process, engine: str) -> None:
    done = process("test", CORPUSLINT_BACKEND=engine)

    assert (done.code, done.err) == (0, ""), done.out
    assert int(done.out.splitlines()[-1].split()[0]) > 500
