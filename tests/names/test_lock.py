"""The lock: decided once, looked up everywhere, and drift from it is told."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import strict_yaml
from corpuslint.errors import ConfigError
from corpuslint.text.names import lock as locks
from corpuslint.text.names.lock import Decided, Lock, Open
from corpuslint.text.names.locking import merged, parted, preferred
from tests.stories import DEPARTED, IN_TWO_LANGUAGES

if TYPE_CHECKING:
    from tests.conftest import Process

ENVOY = {f"{n:02}.txt": f"On day {n} the envoy Andriy Havrylyukenko spoke of Novo-Ogaryovo.\n" for n in range(12)}
OTHERS = {
    "x.txt": "Later Andriy Havryliukenko left for Novo Ogaryovo and Kiev. So Havryliukenko left for Kyiv.\n",
    "y.txt": "Andriy Havryliukenko's car was in Kiev. The night train to Kyiv was late.\n",
}
LOCK = "corpuslint-names.yaml"


def told(process: Process, *arguments: str) -> list[tuple[str, str, str]]:
    done = process("--output-format", "json", "--exit-zero", "--ignore", "DUP", *arguments)
    assert done.code == 0, done.err
    found = json.loads(done.out)["findings"]
    return [(row["location"]["path"], row["code"], row["data"].get("form", "")) for row in found]


def test_lock_then_check_then_fix(process: Process) -> None:
    process.write(ENVOY | OTHERS)
    assert {code for _, code, _ in told(process)} == {"NAM001", "NAM002"}

    done = process("names", "lock")
    assert done.out.startswith(f"{LOCK}: 2 names decided by the majority, 1 left open")
    locked = process.read(LOCK).decode()
    assert "  - prefer: Havrylyukenko\n    instead-of: [Havryliukenko]\n" in locked
    assert "open:\n  - forms: [Kiev, Kyiv]\n" in locked

    assert told(process) == [
        ("x.txt", "NAM003", "Havryliukenko"),
        ("x.txt", "NAM003", "Novo Ogaryovo"),
        ("y.txt", "NAM003", "Havryliukenko"),
    ]
    assert process("names", "prefer", "Kyiv").out == f"{LOCK}: Kyiv instead of Kiev, Kyyiv, Kiyev, Kiew, Kyjiw\n"
    assert process("--fix", "--exit-zero").code == 0
    assert process.read("y.txt") == b"Andriy Havrylyukenko's car was in Kyiv. The night train to Kyiv was late.\n"
    assert told(process) == []
    assert process("names", "lock", "--check").code == 0


@pytest.mark.parametrize("decision", [("prefer", "Kyiv"), ("distinct", "Kyiv", "Kief")])
def test_the_first_decision_says_what_is_looked_up_from_then_on(process: Process, decision: tuple[str, ...]) -> None:
    process.write(OTHERS)

    assert "corpuslint names lock" in process("names", *decision).err
    assert process("names", *decision).err == ""


def test_drift_from_the_lock_is_found_in_ci_alone(process: Process) -> None:
    process.write(ENVOY)
    assert process("names", "lock").code == 0
    process.write(OTHERS)

    assert told(process) == []
    done = process("names", "lock", "--check")
    assert done.code == 1
    assert "Havrylyukenko and Havryliukenko: same given name Andriy in all; documents: " in done.out
    assert "3 names not in corpuslint-names.yaml." in done.out
    drift = told(process, "--extend-select", "NAM008")
    assert drift == [("x.txt", "NAM008", form) for form in ("Havryliukenko", "Novo Ogaryovo", "Kiev")]
    process("names", "lock")
    assert {code for _, code, _ in told(process, "--extend-select", "NAM008")} == {"NAM003"}
    locked = process.read(LOCK)
    assert process("names", "lock").out.startswith(f"{LOCK}: 0 names decided by the majority, 0 left open")
    assert process.read(LOCK) == locked


def test_two_names_stay_two(process: Process) -> None:
    process.write(ENVOY | OTHERS)
    assert process("names", "distinct", "Havryliukenko", "Havrylyukenko").code == 0
    process("names", "lock")

    assert b"distinct:\n  - [Havryliukenko, Havrylyukenko]\n" in process.read(LOCK)
    assert "Havryliukenko" not in {form for _, _, form in told(process, "--extend-select", "NAM001,NAM008")}


def test_what_another_layer_joins_is_not_parted_in_the_lock(process: Process) -> None:
    process.write({"corpuslint.toml": '[names]\nprefer = ["Kyiv"]\n'})
    done = process("names", "distinct", "kiev", "Kyiv")
    assert done.code == 2
    assert "corpuslint.toml says that 'kiev' and 'Kyiv' are one name; take that back there first" in done.err
    assert not (process.folder / LOCK).exists()
    assert process("names", "distinct", "Kyiv", "Kief").code == 0


def test_what_a_person_decided_stays(process: Process) -> None:
    process.write(ENVOY | OTHERS)
    process.write({LOCK: "names:\n  - {prefer: Havryliukenko, instead-of: [Havrylyukenko], note: her own wish}\n"})
    process("names", "lock")

    assert b"  - prefer: Havryliukenko\n    instead-of: [Havrylyukenko]\n    note: her own wish\n" in process.read(LOCK)
    assert [form for path, _, form in told(process) if path == "00.txt"] == ["Havrylyukenko"]


def test_a_later_layer_wins_and_is_named(process: Process) -> None:
    process.write({"a.txt": "A train to Kiev and a train to Kyiv.\n"})
    process.write({LOCK: "names:\n  - {prefer: Kiev, instead-of: [Kyiv]}\n"})
    (first,) = json.loads(process("--output-format", "json").out)["findings"]
    process.write({"corpuslint.toml": '[names]\nprefer = ["Kyiv"]\n'})
    (second,) = json.loads(process("--output-format", "json").out)["findings"]

    assert (first["data"]["form"], first["data"]["decided_by"]) == ("Kyiv", LOCK)
    assert (second["data"]["form"], second["data"]["decided_by"]) == ("Kiev", "corpuslint.toml")
    assert second["message"] == "house style: `Kyiv`, not `Kiev` (corpuslint.toml)"
    done = process("names", "prefer", "Kiev")
    assert done.err == "But corpuslint.toml prefers Kyiv, and wins.\n"


def test_layers_of_configurations_add_up(process: Process) -> None:
    process.write({
        "house.toml": '[names]\nprefer = ["Kyiv"]\ngroups = [{forms = ["Arnborg", "Ahrnborg"], prefer = "Arnborg"}]\n',
        "corpuslint.toml": 'extend = ["house.toml"]\n[names]\nprefer = ["Odesa"]\ndistinct = [["Ahrn", "Arn"]]\n',
        "a.txt": "From Kiev to Odessa with Ahrnborg.\n",
    })  # fmt: skip
    found = json.loads(process("--output-format", "json").out)["findings"]

    assert [(row["data"]["form"], row["data"]["decided_by"]) for row in found] == [
        ("Kiev", "house.toml"),
        ("Odessa", "corpuslint.toml"),
        ("Ahrnborg", "house.toml"),
    ]


def test_a_shipped_style_is_a_choice(process: Process) -> None:
    process.write({"a.txt": "In Kiev, Muammar Gaddafi read the Koran.\n"})
    assert told(process) == []
    process.write({"corpuslint.toml": '[names]\nstyle = "ap"\nprefer = ["Koran"]\n'})

    assert [form for _, _, form in told(process)] == ["Kiev", "Gaddafi"]
    process.write({"corpuslint.toml": '[names]\nstyle = "nowhere"\n'})
    done = process()
    assert done.code == 2
    assert "there is no style 'nowhere'; known are ap, " in done.err + done.out


def test_each_source_has_its_own_form(process: Process) -> None:
    process.write({
        LOCK: "names:\n  - {prefer: Kyiv, instead-of: [Kiev], sources: {north: Kiev}}\n",
        "corpuslint.toml": '[names]\nsource = "news/{source}/*"\n',
        "news/north/a.txt": "From Kyiv to Kiev.\n",
        "news/south/a.txt": "From Kyiv to Kiev.\n",
    })  # fmt: skip

    assert told(process) == [("news/north/a.txt", "NAM003", "Kyiv"), ("news/south/a.txt", "NAM003", "Kiev")]


def test_a_form_that_nobody_knows_needs_what_it_replaces(process: Process) -> None:
    process.write({"a.txt": "Nobody was there.\n"})
    done = process("names", "prefer", "Atlantis")
    assert done.code == 2
    assert "say what it replaces with --instead-of FORM" in done.err
    assert process("names", "prefer", "Atlantis", "--instead-of", "Atlantys").code == 0
    assert b"  - prefer: Atlantis\n    instead-of: [Atlantys]\n" in process.read(LOCK)
    assert process("names", "show", "Atlantys").out == f"{LOCK}: Atlantis instead of Atlantys\n"


@pytest.mark.parametrize(
    "arguments", [("", "--instead-of", "Kiev"), ("Kyiv", "--instead-of", ""), ("A", "--instead-of", "A")]
)
def test_a_decision_about_nothing_is_none(process: Process, arguments: tuple[str, ...]) -> None:
    process.write({"a.txt": "Nobody was there.\n"})
    done = process("names", "prefer", *arguments)
    assert done.code == 2
    assert "name the form that is right, and others that it stands for" in done.err
    assert not (process.folder / LOCK).exists()


def test_what_is_told_by_hand_keeps_the_exceptions(process: Process) -> None:
    process.write({"a.txt": "They ate chicken Kiev in Kiev.\n"})
    process("names", "prefer", "Kyiv")
    assert process("names", "prefer", "Kyiv", "--instead-of", "Kief").code == 0
    assert b"instead-of: [Kief, Kiev, Kyyiv, Kiyev, Kiew, Kyjiw]\n    except: [chicken Kiev," in process.read(LOCK)

    (process.folder / LOCK).unlink()
    process("names", "prefer", "Kyjiw", "--instead-of", "Kiev")
    process("--fix")
    assert process.read("a.txt") == b"They ate chicken Kiev in Kyjiw.\n"


def test_decisions_at_once_are_all_kept(process: Process) -> None:
    process.write({LOCK: "distinct:\n  - [Holm, Holt]\n"})
    started = [process.start("names", "distinct", f"Lund{n}", f"Lunt{n}") for n in range(4)]
    for child in started:
        child.communicate(timeout=60)
    assert [child.returncode for child in started] == [0] * 4
    assert process.read(LOCK).count(b"  - [") == 5


def test_a_form_of_several_languages_is_preferred_in_one(process: Process) -> None:
    process.write(IN_TWO_LANGUAGES)

    told_of = "Havrylyukenko instead of Havryliukenko in documents of language en"
    assert process("names", "prefer", "Havrylyukenko").out == f"{LOCK}: {told_of}\n"
    assert told(process) == [("x.txt", "NAM003", "Havryliukenko")]

    (process.folder / LOCK).unlink()
    process.write({f"x{n}.txt": DEPARTED.format(9 + n, "Havryliukenko") for n in range(5)})
    assert process("names", "lock").out.startswith(f"{LOCK}: 0 names decided by the majority, 1 left open")
    assert b"  - forms: [Havryliukenko, Havrylyukenko]\n    language: en\n" in process.read(LOCK)
    assert process("names", "prefer", "Havrylyukenko").out == f"{LOCK}: {told_of}\n"
    assert {path[0] for path, _, _ in told(process)} == {"x"}


def test_a_form_that_is_locked_in_several_languages_is_preferred_in_all(process: Process) -> None:
    process.write({
        "a.txt": "It rained.\n",
        LOCK: "names:\n"
        "  - {prefer: Kief, instead-of: [Kiev], language: de}\n"
        "  - {prefer: Kiev, instead-of: [Kief, Kyiv], language: en}\n",
    })  # fmt: skip

    done = process("names", "prefer", "Kief")

    assert done.out.splitlines() == [
        f"{LOCK}: Kief instead of Kiev in documents of language de",
        f"{LOCK}: Kief instead of Kiev, Kyiv in documents of language en",
    ]
    assert process.read(LOCK).count(b"  - prefer: Kief\n") == 2


def test_a_name_is_told_once(process: Process) -> None:
    """Though both the model and a pack find it."""
    process.write(
        {f"{n}.txt": f"On day {n} Volodymyr Zelensky{'y' * (n > 8)} spoke of the harvest.\n" for n in range(12)}
    )
    assert process("names", "list").out.splitlines()[1:] == ["1 name in several forms, 1 not decided."]
    assert process("names", "lock", "--check").out.endswith("1 name not in corpuslint-names.yaml.\n")
    process("names", "distinct", "Zelensky", "Zelenskyy")
    assert process("names", "list").out == "0 names in several forms, 0 not decided.\n"
    assert f"{LOCK}: Zelensky and Zelenskyy are two names\n" in process("names", "show", "Zelensky").out


def test_each_source_decides_for_itself(process: Process) -> None:
    for source, form in (("north", "Kiev"), ("south", "Kyiv")):
        process.write({f"{source}/{n}.txt": f"On day {n} the train to {form} was late.\n" for n in range(5)})
    process.write({"corpuslint.toml": '[names]\nsource = "folder"\n'})

    assert told(process) == []
    (row,) = json.loads(process("names", "list", "--output-format", "json").out)
    assert (row["preferred"], row["decided_by"], row["by_source"]) == (
        None,
        "source",
        {"north": "Kiev", "south": "Kyiv"},
    )
    assert (
        "Kiev (5), Kyiv (5): by the majority of each source (north Kiev, south Kyiv); " in process("names", "list").out
    )


def test_list_and_show(process: Process) -> None:
    texts = enumerate(ENVOY.values())
    process.write({f"{n}.jsonl": json.dumps({"source": f"s{n % 2}", "text": text}) for n, text in texts})
    process.write({"x.jsonl": json.dumps({"source": "s9", "text": OTHERS["x.txt"]})})
    (told_of, *_) = json.loads(process("names", "list", "--output-format", "json").out)

    assert told_of["documents"] == {"Havrylyukenko": 12, "Havryliukenko": 1}
    assert told_of["sources"] == {"Havrylyukenko": {"s0": 6, "s1": 6}, "Havryliukenko": {"s9": 1}}
    shown = process("names", "show", "Havryliukenko").out
    assert (
        "  Havrylyukenko: 12 documents (s0 6, s1 6)\n    0.jsonl:1:53: …On day 0 the envoy Andriy Havrylyukenko s"
        in shown
    )
    assert "  Havryliukenko: 1 document (s9 1)\n    x.jsonl:1:" in shown
    assert process("names", "list").out.endswith("names in several forms, 3 not decided.\n")
    done = process("names", "show", "Atlantis")
    assert (done.code, "'Atlantis' stands in no other form here, if at all, and nothing is decided" in done.err) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "must be a mapping with distinct, names, open, version"),
        ("names: x\n", "names must be a list"),
        ("names:\n  - {prefer: A}\n", "names, number 1: needs `prefer` (text) and `instead-of` (a list of texts)"),
        ("names:\n  - {prefer: A, instead-of: [A]}\n", "'A' cannot be instead of itself"),
        ("names:\n  - {prefer: A, instead-of: [3]}\n", "every item of instead-of must be text"),
        ("names:\n  - {prefer: A, instaed-of: [B]}\n", "unknown key 'instaed-of'"),
        ("names:\n  - {prefer: A, instead-of: [B], sources: {s: C}}\n", "sources must map"),
        ("names:\n  - {prefer: A, instead-of: [B], sources: {s: [B]}}\n", "sources must map"),
        ("names:\n  - {prefer: A, instead-of: [C]}\n  - {prefer: B, instead-of: [C]}\n", "both 'A' and 'B'"),
        ("names:\n  - {prefer: A, instead-of: [B], language: German}\n", "a code of two or three letters such as de"),
        ("names:\n  - {prefer: A, instead-of: [B]}\ndistinct:\n  - [A, B]\n", "are one name and distinct"),
        ("open:\n  - {forms: [A]}\n", "open, number 1: needs two different `forms`"),
        ("distinct:\n  - [A, A]\n", "distinct, number 1: names 'A' twice"),
        ("version: 2\n", "version 2 is not known here; use a newer corpuslint"),
        ("names: &a []\n", "anchors and aliases are not allowed"),
        ("names: [\n", "not YAML"),
        ("names:\n<<<<<<< HEAD\n  - {prefer: A, instead-of: [B]}\n=======\n>>>>>>> x\n", ":2: a merge left a conflict"),
    ],
)
def test_a_broken_lock_is_named(process: Process, text: str, message: str) -> None:
    process.write({LOCK: text, "a.txt": "Nothing.\n"})
    for arguments in ((), ("names", "list"), ("names", "distinct", "A", "B")):
        done = process(*arguments)
        assert done.code == 2
        assert LOCK in done.err
        assert message in done.err


def test_a_pipe_is_no_lock(process: Process) -> None:
    process.write({"a.txt": "Nothing.\n"})
    os.mkfifo(process.folder / LOCK)
    assert process().code == 0
    done = process("names", "distinct", "A", "B")
    assert (done.code, "named pipe" in done.err) == (2, True)


def test_a_lock_that_is_named_must_be_there(process: Process) -> None:
    process.write({"corpuslint.toml": '[names]\nlock = "decided.yaml"\n', "a.txt": "Nothing.\n"})
    done = process()
    assert (done.code, "names.lock is no file; `corpuslint names lock` makes one" in done.err) == (2, True)


FORMS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip)


@given(
    st.lists(st.lists(FORMS, min_size=2, max_size=4, unique=True), max_size=4),
    st.lists(st.lists(FORMS, min_size=2, max_size=3, unique=True), max_size=3),
    FORMS,
)
def test_what_is_written_is_read_again(names: list[list[str]], left: list[list[str]], note: str) -> None:
    used: set[str] = set()
    decided = []
    for forms in names:
        if used.isdisjoint(forms):
            decided.append(Decided(forms[0], tuple(forms[1:]), {forms[1]: forms[1]}, (), (note,), note))
            used.update(forms)
    made = Lock(tuple(decided), tuple(Open(tuple(forms), note) for forms in left))
    again = locks.read(next(strict_yaml.documents(locks.text(made), "lock")), "lock")

    assert sorted(again.names, key=repr) == sorted(made.names, key=repr)
    assert sorted(again.open) == sorted(made.open)
    assert locks.text(again) == locks.text(made)


def test_changes_of_a_lock() -> None:
    lock = Lock((Decided("A", ("B", "C")),), (Open(("D", "E")),), (("F", "G"),))

    assert parted(lock, "A", "B").names == (Decided("A", ("C",)),)
    assert parted(lock, "a", "b") == parted(lock, "A", "B")
    assert parted(lock, "D", "E").open == ()
    assert preferred(lock, Decided("D", ("E",))) == Lock(
        (Decided("A", ("B", "C")), Decided("D", ("E",))), (), (("F", "G"),)
    )
    assert preferred(lock, Decided("F", ("G",))).distinct == ()
    assert preferred(lock, Decided("B", ("A",))).names == (Decided("B", ("A", "C")),)
    assert preferred(lock, Decided("B", ("C",))).names == (Decided("B", ("C", "A")),)
    assert preferred(lock, Decided("X", ("C",))).names == (Decided("A", ("B",)), Decided("X", ("C",)))
    assert preferred(lock, Decided("X", ("B", "C"))).names == (Decided("X", ("B", "C")),)
    known = Lock((Decided("A", ("B", "C"), {"s": "B", "t": "C"}, unless=("an A",)),), (), (("C", "X"),))
    assert preferred(known, Decided("X", ("B",))).names == (
        Decided("A", ("C",), {"t": "C"}, unless=("an A",)),
        Decided("X", ("B",), unless=("an A",)),
    )
    assert preferred(known, Decided("X", ("A",))).names == (Decided("X", ("A", "B"), unless=("an A",)),)
    assert merged(lock, [Decided("B", ("H",))]).names == (Decided("A", ("B", "C", "H")),)
    assert merged(lock, [Decided("X", ("C",))]) == lock
    tied = Lock((), (Open(("D", "E"), "", "en"), Open(("D", "E"), "", "fr")))
    assert preferred(tied, Decided("D", ("E",), language="en")).open == (Open(("D", "E"), "", "fr"),)
    assert preferred(tied, Decided("D", ("E",))).open == ()


def test_one_form_may_not_become_two() -> None:
    with pytest.raises(ConfigError, match="both 'A' and 'B'"):
        locks.read({"names": [{"prefer": "A", "instead-of": ["C"]}, {"prefer": "B", "instead-of": ["C"]}]}, "lock")
