"""A spelling is compared with those of its own language."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint.facts import Facts
from corpuslint.model import DocKey, Document
from corpuslint.strict_yaml import documents
from corpuslint.text.language import likely
from corpuslint.text.names import House, Names, Noted, Part, note
from corpuslint.text.names.apart import by_language
from corpuslint.text.names.decisions import wishes_of
from corpuslint.text.names.lock import Decided, Lock, read, text
from corpuslint.text.names.locking import merged, preferred
from tests.names.press import NEWS
from tests.names.test_rules import Shelf, report, rule

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process

RULES = ("NAM001", "NAM002", "NAM005", "NAM006", "NAM007")
PRESS = {
    f"{language}/{n}.txt": article.replace("\n", " ")
    for language, articles in NEWS.items()
    for n, article in enumerate(articles.strip().split("\n\n"))
}


def told(code: str, texts: dict[str, str], **meta: str) -> list[tuple[str, object, object]]:
    found = report(rule(code), Shelf(texts), **meta)
    return [(finding.doc.path, finding.data["form"], finding.data["other"]) for finding in found]


@pytest.mark.parametrize("code", RULES)
def test_what_is_right_in_one_language_is_no_slip_in_another(code: str) -> None:
    assert told(code, PRESS) == []


@pytest.mark.parametrize("code", RULES)
def test_nor_where_the_other_languages_are_a_few_texts_among_many(code: str) -> None:
    many = {f"more/{n}.txt": f"{text} It was day {n}." for n in range(40) for text in (PRESS[f"en/{n % 3}.txt"],)}
    assert told(code, PRESS | many) == []


SLIPS = [
    ("de/1.txt", "Selenskyj", "Selenski"),
    ("de/0.txt", "Kiew", "Kiev"),
    ("en/1.txt", "Zelensky", "Selenskyj"),
    ("en/0.txt", "Kyiv", "Kiev"),
    ("es/2.txt", "Zelenski", "Zelensky"),
    ("fr/1.txt", "Zelensky", "Zelenskyy"),
    ("fr/0.txt", "Kiev", "Kyiv"),
    ("it/2.txt", "Zelensky", "Zelenskij"),
    ("nl/0.txt", "Zelensky", "Zelenski"),
    ("pt/1.txt", "Kiev", "Kyiv"),
]


@pytest.mark.parametrize(("path", "right", "wrong"), SLIPS)
def test_within_a_language_it_is_told(path: str, right: str, wrong: str) -> None:
    assert told("NAM001", PRESS | {path: PRESS[path].replace(right, wrong)}) == [(path, wrong, right)]


def test_forms_of_a_german_noun_are_no_spellings() -> None:
    texts = {f"{n}.txt": f"Die Fähre {n} ist für die Stadt nicht neu, und der Rat war für sie." for n in range(40)}
    texts["w.txt"] = (
        "Über Hafenkonzept und Seekarte haben sich gestern die Reederkammer sowie das Ministerium nicht geeinigt; "
        "auch die Hafenkasse war für die Akte."
    )
    texts["x.txt"] = (
        "Seit Mai ist die Seekarte mit Hafenkonzepte bei der Hafenkasse, und die Reederkammer hat vom Ministerium "
        "eine Akte für jeden verlangt."
    )
    assert told("NAM001", texts) == told("NAM007", texts) == []
    slip = texts | {"x.txt": texts["x.txt"].replace("Hafenkonzepte", "Haefnkonzept")}
    assert told("NAM001", slip) + told("NAM007", slip) != []


def test_a_tie_within_a_language_is_one() -> None:
    texts = PRESS | {"de/2.txt": PRESS["de/2.txt"].replace("Peking", "Beijing")}
    assert told("NAM001", texts) == [("de/0.txt", "Peking", "Beijing")]


def test_the_declared_language_holds() -> None:
    english = {f"{n}.txt": PRESS[f"en/{n}.txt"] for n in range(3)}
    french = {"f.txt": "Macron, Kiev, Paris.", "g.txt": "Kiev."}
    made = rule("NAM001")
    shelf = Shelf(english | french)

    def found(language: str) -> list[tuple[str, object]]:
        meta = {DocKey(path): {"language": language} for path in french}
        facts = [Facts(key, made.map(Document(key, text, meta.get(key, {}))), {}) for key, text in shelf.texts.items()]
        return [(one.doc.path, one.data["form"]) for one in made.report(made.collect(facts), shelf)]

    assert found("fr-CH") == []
    assert found("en") == [("f.txt", "Kiev"), ("g.txt", "Kiev")]


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Le maire est à Kiev", "fr"),
        ("Der Zug nach Kiew hatte Verspätung", "de"),
        ("El presidente Zelenski y sus ministros", "es"),
        ("Kyiv, who had no power", "en"),
        ("Kiev, Paris", ""),
        ("Kiev en Paris de", ""),
        ("They met him", ""),
    ],
)
def test_a_text_too_short_to_be_sure_has_a_likely_language(headline: str, language: str) -> None:
    assert likely(headline) == language


def names_of(texts: list[tuple[str, str]]) -> Names:
    return Part({DocKey(f"{n}"): Noted(note(*text, likely=likely), {}) for n, text in enumerate(texts)}).names()


def test_a_text_that_says_nothing_goes_with_those_that_have_its_form() -> None:
    names = names_of(
        [("Kyiv said it.", "en"), ("Kyiv did it.", "en"), ("Kiev le dit.", "fr"), ("Kiev", ""), ("Oz", "")]
    )
    assert names.main == "en"
    assert by_language(names, {"Kyiv": [0, 1], "Kiev": [2, 3], "Oz": [4]}) == [
        ("en", {"Kyiv": [0, 1], "Oz": [4]}),
        ("fr", {"Kiev": [2, 3]}),
    ]


def test_where_no_text_is_sure_the_likely_languages_tell_the_main_one() -> None:
    names = names_of([("Zug nach Kiew", ""), ("Le maire est loin", ""), ("Ein Zug nach Lemberg", ""), ("Kyiv", "")])
    assert names.main == "de"
    assert by_language(names, {"Kiew": [0], "Kyiv": [3]}) == [("de", {"Kiew": [0], "Kyiv": [3]})]


def test_a_corpus_that_says_nothing_is_in_one_language() -> None:
    names = names_of([("Kyiv", ""), ("Kiev", "")])
    assert names.main == ""
    assert by_language(names, {"Kyiv": [0], "Kiev": [1]}) == [("", {"Kyiv": [0], "Kiev": [1]})]


def test_a_run_over_records_of_several_languages(tmp_path: Path) -> None:
    rows = [{"text": text, "language": path[:2]} for path, text in PRESS.items()]
    rows[4]["text"] = rows[4]["text"].replace("Selenskyj", "Selenski")
    (tmp_path / "news.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    command = [sys.executable, "-m", "corpuslint", "--isolated", "--select", "NAM", "--output-format", "json", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [(one["code"], one["data"]["form"]) for one in json.loads(done.stdout)["findings"]] == [
        ("NAM001", "Selenski")
    ], done.stderr


def wanted(process: Process, *arguments: str) -> list[tuple[str, str]]:
    done = process("--output-format", "json", "--exit-zero", "--select", "NAM003", *arguments)
    assert done.code == 0, done.err
    return [(row["location"]["path"], row["data"]["form"]) for row in json.loads(done.out)["findings"]]


def test_a_lock_says_in_which_language(process: Process) -> None:
    slips = {
        "en/0.txt": PRESS["en/0.txt"].replace("straight", "from Kiev", 1).replace("came back to Kyiv", "came to Kyiv"),
        "de/1.txt": PRESS["de/1.txt"].replace("Selenskyj", "Selenski"),
    }
    process.write(PRESS | slips)
    assert [line.split(": ")[:2] for line in process("names", "list").out.splitlines()[:2]] == [
        ["language de", "Selenskyj (2), Selenski (1)"],
        ["language en", "Kyiv (3), Kiev (1)"],
    ]
    assert process("names", "lock").code == 0
    locked = process.read("corpuslint-names.yaml").decode()
    assert [(one.prefer, one.instead_of, one.language) for one in read(next(documents(locked, "")), "").names] == [
        ("Kyiv", ("Kiev",), "en"),
        ("Selenskyj", ("Selenski",), "de"),
    ]

    assert wanted(process) == [("de/1.txt", "Selenski"), ("en/0.txt", "Kiev")]
    assert process("names", "lock", "--check").code == 0
    assert process("--fix", "--exit-zero", "--select", "NAM003").code == 0
    assert process.read("fr/0.txt").decode() == PRESS["fr/0.txt"]
    assert "Kiev" not in process.read("en/0.txt").decode()


def test_a_style_is_that_of_english_texts(process: Process) -> None:
    process.write(PRESS | {"corpuslint.toml": '[names]\nstyle = "ap"\n', "short.txt": "A train to Kiev"})
    assert {path for path, _ in wanted(process)} == {"en/0.txt", "en/1.txt", "en/2.txt", "short.txt"}


def test_a_form_of_a_pack_is_not_pressed_upon_a_language_that_has_its_own(process: Process) -> None:
    process.write(PRESS | {"corpuslint.toml": '[names]\nprefer = ["Kyiv", "Beijing"]\n', "e.txt": "A train to Peking"})
    assert wanted(process) == [("e.txt", "Peking")]

    process.write({"corpuslint.toml": '[names]\nprefer = ["Kyjiw: Kiew"]\n'})
    assert wanted(process) == [(f"de/{n}.txt", "Kiew") for n in range(3)]


def test_a_form_may_become_another_one_in_each_language() -> None:
    lock = Lock((Decided("A", ("C",), language="de"), Decided("B", ("C",), language="fr")))
    assert read(next(documents(text(lock), "lock")), "lock") == lock
    assert lock.knows("A", "C", language="de")
    assert not lock.knows("A", "C", language="fr")
    assert merged(lock, [Decided("E", ("C",), language="es")]).names[-1] == Decided("E", ("C",), language="es")
    assert merged(lock, [Decided("E", ("C",), language="de")]) == lock
    assert preferred(lock, Decided("C", ("B",), language="fr")).names == (
        Decided("A", ("C",), language="de"),
        Decided("C", ("B",), language="fr"),
    )
    house = House(wish for one in lock.names for wish in wishes_of(one, "lock"))
    assert [house.speaking(language).settles("C", "A") for language in ("de", "es", "")] == [True, False, False]
