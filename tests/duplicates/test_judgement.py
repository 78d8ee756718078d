"""Which documents are copies, parts or fillings of others, where they agree, and which one is kept."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslint.model import DocKey, Document
from corpuslint.text import duplicates
from corpuslint.text.duplicates import part
from corpuslint.text.duplicates.part import merge

Judge = Callable[..., duplicates.Judgement]
Make = Callable[..., str]
Dice = Callable[[int], random.Random]


def names(judgement: duplicates.Judgement, kind: str) -> set[tuple[str, str]]:
    return {(relation.doc.path, relation.other.path) for relation in getattr(judgement, kind)}


def words(text: str, *spans: tuple[int, int]) -> str:
    """The words of the text from one number up to another, and what stands between them."""
    places = [match.span() for match in re.finditer(r"\w+", text)]
    return " ".join(text[places[first][0] : places[last - 1][1]] for first, last in spans)


@pytest.fixture(scope="module")
def story(make: Make) -> str:
    return make(1, 400)


def test_a_trimmed_copy_with_another_lede(judge: Judge, make: Make, story: str) -> None:
    judgement = judge({"a": story, "b": f"{make(2, 30)} {words(story, (40, 300))}", "c": make(3, 400)})
    assert names(judgement, "near") == {("b", "a")}
    (relation,) = judgement.near
    assert (relation.words, relation.words_other) == (290, 400)
    assert relation.covered == pytest.approx(260 / 290, abs=0.01)
    assert relation.covered_other == pytest.approx(260 / 400, abs=0.01)
    assert judgement.groups == {DocKey("a"): (DocKey("a"), DocKey("b"))}


@pytest.mark.parametrize("before", ["", "é漢字 ", "\ufeff", "😀 — "])
def test_passages_are_where_they_are_said_to_be(judge: Judge, make: Make, story: str, before: str) -> None:
    one = before + f"{make(5, 60)}\n\n{words(story, (100, 250))}\n{make(6, 40)}"
    two = f"{words(story, (90, 260))}\n\n{before}{make(7, 50)}"
    (relation,) = judge({"one": one, "two": two}).near
    texts = {"one": one, "two": two}
    (stretch,) = relation.stretches
    here = texts[relation.doc.path][stretch.here.start : stretch.here.end]
    there = texts[relation.other.path][stretch.there.start : stretch.there.end]
    assert here == there == words(story, (100, 250))
    assert stretch.words == 150
    for text, span, lines in (
        (texts[relation.doc.path], stretch.here, stretch.lines),
        (texts[relation.other.path], stretch.there, stretch.lines_there),
    ):
        assert lines == (text.count("\n", 0, span.start) + 1, text.count("\n", 0, span.end) + 1)


def test_replaced_words_stand_inside_of_a_passage(judge: Judge, story: str) -> None:
    places = set(range(10, 400, 15))
    number = count()
    other = re.sub(r"\w+", lambda word: "zzz" if next(number) in places else word[0], story)
    (relation,) = judge({"a": story, "b": other}).near
    assert relation.covered == pytest.approx(1.0, abs=0.01)
    assert sum(stretch.words for stretch in relation.stretches) == 400 - len(places)


def test_a_brief_lies_in_its_story(judge: Judge, make: Make, story: str) -> None:
    judgement = judge({"long": story, "brief": words(story, (20, 70)), "other": make(2, 300)})
    assert names(judgement, "partial") == {("brief", "long")}
    assert judgement.partial[0].covered == 1.0
    assert not judgement.near


def test_a_story_lies_in_a_round_up(judge: Judge, make: Make, story: str) -> None:
    judgement = judge({"round-up": f"{make(2, 500)}\n{story}\n{make(3, 500)}", "story": story})
    assert names(judgement, "partial") == {("story", "round-up")}


def test_a_long_passage_alone(judge: Judge, make: Make) -> None:
    shared = make(9, 60)
    judgement = judge({"a": f"{make(1, 400)} {shared}", "b": f"{shared} {make(2, 300)}"})
    assert names(judgement, "partial") == {("b", "a")}
    assert judgement.partial[0].stretches[0].words == 60


def test_a_quotation_is_no_passage(judge: Judge, make: Make) -> None:
    shared = make(9, 32)
    assert judge({"a": f"{make(1, 400)} {shared}", "b": f"{shared} {make(2, 300)}"}) == duplicates.Judgement()


def report(day: str, town: str, figures: list[int]) -> str:
    return (
        f"Trading in {town} closed on {day} with the index of the exchange at {figures[0]} points after a quiet "
        f"session, dealers said. Shares of the shipping line gained {figures[1]} per cent while those of the brewery "
        f"fell by {figures[2]} per cent and of the mill by {figures[3]} per cent. The volume of trade reached "
        f"{figures[4]} million crowns, against {figures[5]} million the day before, according to the exchange, and the "
        "average of the past thirty days was somewhat higher than that."
    )


def test_fillings_of_a_template_are_no_copies(judge: Judge, dice: Dice) -> None:
    towns, days = ["Marentz", "Kolberg", "Osterby", "Lissa"], ["Monday", "Tuesday", "Thursday", "Friday"]
    chance = dice(3)
    texts = {
        town: report(day, town, [chance.randint(2, 999) for _ in range(6)])
        for town, day in zip(towns, days, strict=True)
    }
    judgement = judge(texts)
    assert judgement.near == judgement.partial == ()
    assert len(judgement.templates) == 3
    assert judgement.templates[0].differ > judgement.templates[0].agree


def test_a_report_sent_again_is_a_copy(judge: Judge) -> None:
    text = report("Monday", "Marentz", [812, 3, 4, 7, 55, 61])
    judgement = judge({"a": text, "b": "Correction. " + text.replace("55 million", "56 million")})
    assert names(judgement, "near") == {("a", "b")}
    assert judgement.near[0].differ == 1


def test_a_copy_with_damaged_letters_is_one(judge: Judge, dice: Dice) -> None:
    text = report("Monday", "Marentz", [812, 3, 4, 7, 55, 61]) + " " + report("Friday", "Kolberg", [9, 22, 1, 5, 60, 4])
    chance = dice(5)
    damaged = "".join("c" if letter == "e" and chance.random() < 0.25 else letter for letter in text)
    judgement = judge({"a": text, "b": damaged})
    assert names(judgement, "near") in ({("b", "a")}, {("a", "b")})


def test_a_story_in_many_papers_is_one_group(judge: Judge, make: Make, story: str) -> None:
    papers = {f"{at:02}": f"{make(100 + at, 20)} {words(story, (at % 7, 400 - at))}" for at in range(40)}
    judgement = judge(papers | {f"x{at}": make(500 + at, 300) for at in range(5)})
    assert [len(members) for members in judgement.groups.values()] == [40]
    assert len(judgement.near) == 39


def test_boilerplate_does_not_chain_documents(judge: Judge, make: Make) -> None:
    footer = make(1, 60)
    texts = {f"{at:02}": f"{make(50 + at, 80)} {footer}" for at in range(40)}
    assert judge(texts).groups == {}


def test_which_one_is_kept(judge: Judge, make: Make, story: str) -> None:
    one, two, three = (f"{story} {make(at, 10)}" for at in (2, 3, 4))
    assert set(judge({"b": one, "a": two, "c": three + " more"}).groups) == {DocKey("c")}
    assert set(judge({"b": one, "a": two, "c": three}).groups) == {DocKey("a")}
    dates = {"b": "2024-05-06T10:00", "c": "2024-05-07"}
    assert set(judge({"b": one, "a": two, "c": three}, dates).groups) == {DocKey("b")}
    assert judge({"b": story, "a": story.upper(), "c": story}, dates).identical == {
        DocKey("a"): DocKey("b"),
        DocKey("c"): DocKey("b"),
    }


def test_scripts_without_blanks(judge: Judge, dice: Dice) -> None:
    chance = dice(1)
    han = "".join(chr(chance.randint(0x4E00, 0x9F00)) for _ in range(300))
    thai = "".join(chr(chance.choice([*range(0xE01, 0xE2E), 0xE32, 0xE40])) for _ in range(400))
    judgement = judge({"1": han, "2": han[:200] + "。", "3": thai, "4": thai[30:380], "5": han[::-1], "6": thai[::-1]})
    assert names(judgement, "near") == {("2", "1"), ("4", "3")}


FORECASTS = {
    "Thai, numbers behind letters": (
        "วันที่{}มีฝนร้อยละ{}ของพื้นที่ อุณหภูมิต่ำสุด{}องศา อุณหภูมิสูงสุด{}องศา ลมตะวันตกความเร็ว{}กิโลเมตรต่อชั่วโมง"
        "ขอให้ประชาชนระวังอันตรายและชาวเรือเดินเรือด้วยความระมัดระวัง"
    ),
    "Japanese": (
        "{}日は雨の確率が{}パーセントで、最低気温は{}度、最高気温は{}度、西の風{}メートルの見込みです。"
        "気象台は川の増水と低い土地の浸水に注意するよう呼びかけています。"
    ),
    "Bengali": (
        "আগামী {} তারিখে বৃষ্টির সম্ভাবনা {} শতাংশ, সর্বনিম্ন তাপমাত্রা {} ডিগ্রি, সর্বোচ্চ {} ডিগ্রি, বাতাসের গতি {} কিলোমিটার। "
        "নদীর পানি বাড়তে পারে বলে আবহাওয়া অফিস সবাইকে সতর্ক থাকতে বলেছে এবং নিচু এলাকা থেকে সরে যেতে বলেছে।"
    ),
}


@pytest.mark.parametrize(
    ("language", "digits"),
    [
        ("Thai, numbers behind letters", "0123456789"),
        ("Thai, numbers behind letters", "๐๑๒๓๔๕๖๗๘๙"),
        ("Japanese", "０１２３４５６７８９"),
        ("Bengali", "০১২৩৪৫৬৭৮৯"),
    ],
)
def test_numbers_are_facts_in_other_digits_too(judge: Judge, dice: Dice, language: str, digits: str) -> None:
    """Fillings of one template differ in numbers, however those are written."""
    chance = dice(3)

    def number() -> str:
        return str(chance.randint(10, 99)).translate(str.maketrans("0123456789", digits))

    texts = {f"{at:02}": FORECASTS[language].format(*(number() for _ in range(5))) for at in range(9)}
    judgement = judge(texts)
    assert names(judgement, "near") == set()
    assert names(judgement, "templates")


def test_a_document_that_is_gone_is_left_out(judge: Judge, story: str) -> None:
    texts = {"a": story, "b": words(story, (0, 350)), "c": words(story, (20, 400))}
    (relation,) = judge(texts, gone=["a"]).near
    assert {relation.doc.path, relation.other.path} == {"b", "c"}


@pytest.fixture(scope="module")
def mixed(make: Make, dice: Dice) -> Mapping[str, str]:
    """Copies, parts, templates and strangers, seventy documents in all."""
    chance = dice(7)
    found = {}
    for at in range(12):
        text = make(at, 300)
        found[f"s{at:02}"] = text
        for copy in range(chance.randint(0, 4)):
            first, last = chance.randint(0, 120), chance.randint(180, 300)
            found[f"s{at:02}-{copy}"] = f"{make(900 + copy, 15)} {words(text, (first, last))}"
    for at in range(8):
        found[f"t{at}"] = report("Monday", f"Town{at}", [chance.randint(2, 999) for _ in range(6)])
    found["round-up"] = " ".join(words(make(at, 300), (50, 120)) for at in range(6))
    found["again"] = make(3, 300)
    footer = make(77, 40)
    for at in range(14):
        found[f"f{at:02}"] = f"{make(700 + at, 90)} {footer}"
    return found


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_order_and_parts_make_no_difference(
    mixed: Mapping[str, str], corpora: Any, chance: random.Random, parts: int
) -> None:
    docs = corpora.documents(mixed)
    whole = corpora.part(docs)
    shuffled = chance.sample(docs, len(docs))
    pieces = [corpora.part(shuffled[at::parts]) for at in range(parts)]
    total = pieces[0]
    for piece in pieces[1:]:
        total = merge(total, piece)
    assert total == whole
    assert total.judgement(corpora.memory(shuffled)) == whole.judgement(corpora.memory(docs))


def test_the_mixture_is_judged_as_meant(judge: Judge, mixed: Mapping[str, str]) -> None:
    judgement = judge(mixed)
    assert judgement.identical == {DocKey("s03"): DocKey("again")}
    assert {doc[:3] for doc, _ in names(judgement, "near")} <= {name[:3] for name in mixed if "-" in name}
    assert len(names(judgement, "templates")) == 7
    assert ("round-up", "s00") in names(judgement, "partial") or ("s00", "round-up") in names(judgement, "partial")


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.integers(0, 12))
def test_a_part_of_the_corpus_is_judged_as_in_the_whole(
    mixed: Mapping[str, str], judge: Judge, chance: random.Random, count: int
) -> None:
    wanted = chance.sample(sorted(mixed), count)
    keys = {DocKey(name) for name in wanted}
    whole, some = judge(mixed), judge(mixed, wanted=wanted)
    for kind in ("near", "partial", "templates"):
        expected = [rel for rel in getattr(whole, kind) if rel.doc in keys or rel.other in keys]
        assert list(getattr(some, kind)) == expected
    for kept, members in some.groups.items():
        assert whole.groups[kept] == members


def test_the_group_of_a_copy_is_whole_where_only_the_copy_is_asked_for(judge: Judge, make: Make, story: str) -> None:
    texts = {"a": story, "b": story, "c": words(story, (0, 300)), "x": make(8, 90), "y": make(9, 90)}
    whole, some = judge(texts), judge(texts, wanted=["b", "x", "y"])
    assert some.groups == whole.groups == {DocKey("a"): tuple(map(DocKey, "abc"))}


def test_a_relation_turned_twice_is_itself(judge: Judge, mixed: Mapping[str, str]) -> None:
    for relation in judge(mixed).near:
        turned = relation.turned()
        assert (turned.doc, turned.covered, turned.words) == (
            relation.other,
            relation.covered_other,
            relation.words_other,
        )
        back = turned.turned()
        assert back._replace(stretches=()) == relation._replace(stretches=())
        assert sorted(back.stretches, key=lambda s: s.here) == list(relation.stretches)


def test_passages_that_many_documents_share(mixed: Mapping[str, str], make: Make, corpora: Any) -> None:
    docs = corpora.documents(mixed)
    found = list(corpora.part(docs).shared_passages(corpora.memory(docs), 10, 20))
    assert {passage.doc.path for passage in found} == {f"f{at:02}" for at in range(14)}
    for passage in found:
        text = mixed[passage.doc.path]
        assert (
            text[passage.span.start : passage.span.end].split()
            == make(77, 40).split()[40 - len(text[passage.span.start :].split()) :][: passage.words]
        )
        assert passage.documents == 14


def test_a_spent_part_says_the_same(corpora: Any, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    footer = make(99, 40)
    texts = {f"{at}": f"{make(at, 120)}\n{footer}" for at in range(12)} | {"copy": make(3, 120), "same": make(5, 30)}
    texts["again"] = texts["same"]
    docs = corpora.documents(texts)
    found = []
    for most in (part.MANY_MARKS, 10):
        monkeypatch.setattr(part, "MANY_MARKS", most)
        whole, corpus = corpora.part(docs), corpora.memory(docs)
        judgement = whole.judgement(corpus)
        passages = list(whole.shared_passages(corpus, 10, 20))
        found.append((judgement, passages, whole.words(DocKey("same")), whole.judgement(corpus, "path").identical))
    assert found[0] == found[1]
    assert found[0][1]
    assert found[0][2] == 30
    with pytest.raises(ValueError, match="brought together"):
        duplicates.merge(whole, corpora.part(docs))


@pytest.mark.parametrize(("sources", "pages"), [(1, 40), (40, 40), (1, 20)])
def test_a_notice_on_all_pages_of_a_source_makes_no_copies(make: Make, corpora: Any, sources: int, pages: int) -> None:
    """What a crowd of documents of one source has is a notice; of many sources, or of fewer, it may be a story."""
    notice = " ".join(f"{word} {at}" for at, word in enumerate(make(1, 60).split()))
    texts = [f"{make(100 + at, 25)}\n{notice}" for at in range(pages)]
    docs = [Document(DocKey(str(at)), text, {"source": str(at % sources)}) for at, text in enumerate(texts)]
    docs.append(Document(DocKey("again"), f"{texts[0]}\n{make(99, 12)}", docs[0].meta))

    found = corpora.part(docs).judgement(corpora.memory(docs)).near

    assert (DocKey("0"), DocKey("again")) in {(one.doc, one.other) for one in found}
    assert (len(found) > 1) is not (sources == 1 and pages == 40)
