"""Texts compared with documents of which only the notes are here: about what is said where both texts are."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslint.model import DocKey
from corpuslint.text import duplicates
from corpuslint.text.duplicates import comparison, sampled

Judge = Callable[..., duplicates.Judgement]
Make = Callable[..., str]
Dice = Callable[[int], random.Random]
Edit = Callable[[list[str], random.Random], list[str]]


def changed(share: float) -> Edit:
    return lambda words, chance: [word if chance.random() > share else f"x{word.lower()[::-1]}" for word in words]


def between(before: int, after: int) -> Edit:
    """The words in a longer text, `before` others before them and `after` after them."""
    return lambda words, chance: [*others(before, chance), *words, *others(after, chance)]


def others(count: int, chance: random.Random) -> list[str]:
    return ["".join(chance.choices("bcdfghklmnprstvwz", k=6)) for _ in range(count)]


FAR = "every fifth word is damaged"
EDITS: dict[str, Edit] = {
    "new head, last third cut": lambda words, chance: others(40, chance) + words[: len(words) * 2 // 3],
    "first quarter": lambda words, _: words[: len(words) // 4],
    "every tenth word is another": changed(0.1),
    FAR: changed(0.2),
    "in a page of others": between(500, 400),
    "two of four parts": lambda words, chance: (
        words[: len(words) // 4] + others(60, chance) + words[len(words) // 2 : len(words) * 3 // 4]
    ),
}


def told(judgement: duplicates.Judgement, of: str) -> duplicates.Relation:
    """The one relation that there is, from the side of this document."""
    (found,) = (*judgement.near, *judgement.partial)
    return found if found.doc == DocKey(of) else found.turned()


@pytest.mark.parametrize("away", ["copy", "story"])
@pytest.mark.parametrize("words", [120, 250, 600, 1500])
@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_copy_is_told_as_if_both_texts_were_here(
    judge: Judge, make: Make, dice: Dice, edit: str, words: int, away: str
) -> None:
    story = make(words, words)
    texts = {"story": story, "copy": " ".join(EDITS[edit](story.split(), dice(words))), "other": make(7, 300)}
    here = next(name for name in ("story", "copy") if name != away)

    exact, found = told(judge(texts), here), told(judge(texts, wanted=[here], away=[away, "other"]), here)

    assert (found.estimated, exact.estimated) == (True, False)
    assert (found.doc, found.other, found.words, found.words_other) == (
        exact.doc,
        exact.other,
        exact.words,
        exact.words_other,
    )
    near = 0.35 if edit == FAR else 0.17
    assert found.covered == pytest.approx(exact.covered, abs=near)
    assert found.covered_other == pytest.approx(exact.covered_other, abs=near)


@pytest.mark.parametrize("before", ["", "é漢字 ", "😀 — "])
def test_passages_are_told_of_the_text_that_is_here(judge: Judge, make: Make, before: str) -> None:
    """They begin and end within a window of where they do."""
    lines = [part.replace("\n", " ") for part in (f"{before}{make(5, 60)}", make(1, 90), make(2, 60), make(3, 80))]
    texts = {"here": "\n".join(lines), "there": f"{make(4, 30)} {lines[1]} {lines[2]} {make(6, 50)}"}

    (found,) = judge(texts, wanted=["here"], away=["there"]).near
    (stretch,) = (found if found.doc.path == "here" else found.turned()).stretches

    shared = f"{lines[1]}\n{lines[2]}"
    start = texts["here"].index(shared)
    assert stretch.here.start == pytest.approx(start, abs=40)
    assert stretch.here.end == pytest.approx(start + len(shared), abs=40)
    assert re.match(r"\w", texts["here"][stretch.here.start])
    assert stretch.lines[0] in {1, 2}
    assert stretch.lines[1] in {3, 4}
    assert (stretch.there, stretch.lines_there) == ((0, 0), (0, 0))


def report(chance: random.Random) -> str:
    """A filling of a template: numbers and names in sentences that never change."""
    numbers = iter([chance.randint(100, 999) for _ in range(12)])
    town, street, name = (word.capitalize() for word in others(3, chance))
    return (
        f"Trading in {town} closed with the index of the exchange at {next(numbers)} points after a quiet session, "
        f"as dealers said in the evening. Shares of the shipping line gained {next(numbers)} crowns while those of the "
        f"old brewery in {street} fell by {next(numbers)} crowns and those of the mill by {next(numbers)} crowns. The "
        f"volume of trade reached {next(numbers)} million crowns, against {next(numbers)} million on the day before, "
        f"and according to the broker {name} the average of the past weeks was somewhat higher than that. In the "
        f"harbour the price of grain stood at {next(numbers)} crowns for a load, that of coal at {next(numbers)} and "
        f"that of timber at {next(numbers)}, while no ship with salt came in. The bank lent {next(numbers)} million to "
        f"the mills, and took {next(numbers)} from the brewers. The exchange will open again at nine in the morning, "
        f"and the council of {town} will hear then what became of the {next(numbers)} crowns that it asked for."
    )


def test_fillings_of_a_template_are_no_copies_though_one_is_not_here(judge: Judge, dice: Dice) -> None:
    """Nothing but these two have the words, so these are not told from what many documents have."""
    for seed in range(8):
        texts = {"a": report(dice(2 * seed)), "b": report(dice(2 * seed + 1))}
        exact, found = judge(texts), judge(texts, wanted=["a"], away=["b"])
        assert (exact.near, exact.partial, len(exact.templates)) == ((), (), 1)
        assert (found.near, found.partial, len(found.templates)) == ((), (), 1), seed


def test_a_report_that_is_sent_again_is_a_copy_of_one_that_is_not_here(judge: Judge, dice: Dice) -> None:
    for seed in range(8):
        text = report(dice(seed))
        again = "Correction to the figures of this morning. " + text.replace("quiet session", "lively session")
        (found,) = judge({"a": text, "b": again}, wanted=["b"], away=["a"]).near
        assert found.covered > 0.8, seed


def test_documents_that_are_both_not_here_are_told_from_what_both_leave(judge: Judge, make: Make) -> None:
    """A text of 300 words leaves one for four and a half words, its beginning of 240 one for two and a half."""
    words = make(1, 300).split()
    texts = {"whole": " ".join(words), "part": " ".join(words[:240]), "here": " ".join(words[200:])}

    judgement = judge(texts, wanted=["here"], away=["whole", "part"])

    assert judgement.groups == {DocKey("whole"): (DocKey("whole"), DocKey("part"))}
    assert told(judgement, "here").other == DocKey("whole")


def test_estimates_of_a_pair_do_not_depend_on_what_else_is_estimated(
    judge: Judge, make: Make, dice: Dice, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits, texts = list(EDITS.values()), {}
    for number in range(12):
        words = make(number, 150 + 60 * number).split()
        texts[f"story{number}"] = " ".join(words)
        texts[f"copy{number}"] = " ".join(edits[number % len(edits)](words, dice(number)))
    away = [f"{'story' if number % 2 else 'copy'}{number}" for number in range(12)]
    here = [name for name in texts if name not in away]

    together = judge(texts, wanted=here, away=away)
    monkeypatch.setattr(comparison, "CHUNK", 100)
    one_by_one = judge(texts, wanted=here, away=away)
    monkeypatch.undo()

    assert together == one_by_one
    for number in range(12):
        some = {name: texts[name] for name in (f"story{number}", f"copy{number}")}
        (found,) = (one := judge(some, wanted=here, away=away)).near + one.partial
        assert found in together.near + together.partial


def test_characters_count_as_words_where_they_do(judge: Judge, dice: Dice) -> None:
    chance = dice(3)
    story, head = ("".join(map(chr, chance.choices(range(0x4E00, 0x5E00), k=size))) for size in (240, 30))
    texts = {"story": story, "copy": f"{head}。\n{story[:170]}，{story[180:]}", "other": head[::-1] * 8}

    (found,) = judge(texts, wanted=["copy"], away=["story", "other"]).near

    assert (found.estimated, {found.doc.path, found.other.path}) == (True, {"story", "copy"})
    assert min(found.covered, found.covered_other) > 0.8


@pytest.mark.parametrize("away", ["parts", "whole"])
def test_a_pair_costs_what_its_shorter_document_does(
    judge: Judge, make: Make, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    """A book is compared with all of its chapters: its words are looked up once or twice, not once for each of them."""
    whole = make(1, 20_000).split()
    parts = {f"part{at}": " ".join(whole[at : at + 60]) for at in range(0, 20_000, 80)}
    looked_up = []
    of = sampled._Places.of

    def counted(places: Any, documents: Any, marks: Any) -> Any:
        looked_up.append(len(marks))
        return of(places, documents, marks)

    monkeypatch.setattr(sampled._Places, "of", counted)
    here, there = (["whole"], list(parts)) if away == "parts" else (list(parts), ["whole"])
    found = judge({"whole": " ".join(whole), **parts}, wanted=here, away=there).partial

    assert len(found) == len(parts)
    assert 0 < sum(looked_up) < 3 * len(whole)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_shares_are_shares_whatever_the_texts(judge: Judge, data: Any) -> None:
    """Few words, so that fingerprints stand in a text again and again."""
    texts = {
        name: " ".join(data.draw(st.lists(st.sampled_from(["a", "b", "Cd", "7", "漢字"]), max_size=90))) * times
        for name, times in (("a", 1), ("b", 3), ("c", 1), ("d", 8))
    }
    found = judge(texts, wanted=["a", "b"], away=["c", "d"])
    for relation in (*found.near, *found.partial, *found.templates):
        assert 0 <= relation.covered <= 1
        assert 0 <= relation.covered_other <= 1
        assert relation.agree >= 0
        assert relation.differ >= 0
        for stretch in relation.stretches:
            assert 0 <= stretch.words <= max(relation.words, relation.words_other)
