"""Damaged words that the rest of a corpus restores: what is noted, what fits, and fixes by a whole run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.cli import main
from corpuslint.model import DocKey
from corpuslint.text.encoding.witnesses import Words, note, softened, torn


def words(**texts: str) -> Words:
    return Words({DocKey(name): value for name, text in texts.items() if (value := note(text))})


@pytest.mark.parametrize(
    ("damaged", "whole", "lost"),
    [
        ("Mar\ufffda", "María", ("í",)),
        ("R\ufffd\ufffdos", "Ríos", ("í",)),
        ("\ufffdcole", "École", ("É",)),
        ("MAR?A", "María", ("Í",)),
        ("p\ufffdch\ufffd", "pêché", ("ê", "é")),
        ("l\ufffd\ufffdt\ufffd", "l’été", ("’é", "é")),
        ("Mar\ufffda", "Marííía", None),
        ("Mar\ufffda", "Mario", None),
        ("Mar\ufffda", "Marina", None),
    ],
)
def test_what_fits_a_damaged_word(damaged: str, whole: str, lost: tuple[str, ...] | None) -> None:
    found = words(a=whole).forms([damaged])
    assert [form.lost for form in found.get(damaged, [])] == ([lost] if lost else [])


def test_witnesses_are_all_documents_with_the_word() -> None:
    found = words(a="Señor", b="Se\ufffdor", c="señor, Señor", d="Senor").forms(["Se\ufffdor"])
    assert [(f.word, [key.path for key in f.witnesses]) for f in found["Se\ufffdor"]] == [
        ("Señor", ["a", "c"]),
        ("señor", ["c"]),
    ]


def test_parts_in_any_order_are_one() -> None:
    a, b = words(a="government"), words(b="Government über")
    assert a.merge(b).notes == words(b="Government über", a="government").notes
    assert a.holders(["government"]) == {"government": [DocKey("a"), DocKey("b")]}


def test_document_without_a_word_is_not_noted() -> None:
    assert note("It is so.\n") == b""


def test_words_with_soft_hyphens() -> None:
    text = "Donau\xaddampf\xadschiff, Donaudampfschiff \xad 1990\xad1995 Bundes\xadregierung"
    assert [(soft.word, soft.known) for soft in softened(text)] == [
        ("Donaudampfschiff", True),
        ("Bundesregierung", False),
    ]


@given(st.text(alphabet="aé\ufffd?’\xad Ж\n\ud800", max_size=40))
def test_any_text_is_noted(text: str) -> None:
    known = words(a=text, b="aé éa a’a")
    found = known.forms([word.word for word in torn(text)])
    for word, forms in found.items():
        assert all(
            len(form.lost) == len([p for p in word.replace("?", "\ufffd").split("\ufffd") if p]) or form.lost
            for form in forms
        )
    assert known.sick() == [DocKey("a")] * any([*torn(text), *(s for s in softened(text) if not s.known)])


@pytest.mark.parametrize(
    "text", ["\ufffda" * 50_000, "a?" * 50_000, "a\xad" * 50_000, "é’" * 50_000, "\ufffd" * 100_000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    words(a=text, b="aé").forms([word.word for word in torn(text)][:1000])


def test_a_run_restores_letters_from_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Mar\ufffda Elena R?os won a govern\xadment prize.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("María Elena Ríos thanks the government.\n", encoding="utf-8")
    assert main(["--select", "CHR011,CHR012", "--fix", "."]) == 1
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "Mar\ufffda Elena R?os won a government prize.\n"
    assert main(["--select", "CHR011,CHR012", "--fix", "--unsafe-fixes", "."]) == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "María Elena Ríos won a government prize.\n"
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "María Elena Ríos thanks the government.\n"


def test_one_file_asks_the_whole_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpuslint.toml").write_text("")
    (tmp_path / "a.txt").write_text("Mar\ufffda won.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("María won.\n", encoding="utf-8")
    assert main(["--select", "CHR011", "--scope", "corpus", "a.txt"]) == 1
    assert "`Mar\ufffda` is `María` in b.txt" in capsys.readouterr().out
