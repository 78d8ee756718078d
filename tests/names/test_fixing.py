from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.errors import ConfigError
from corpuslint.model import Edit, Span
from corpuslint.text.names import Group, Pack, edits, in_phrase, is_bound, shaped
from corpuslint.text.names.decisions import decisions
from corpuslint.text.names.fixing import written

KYIV = Group("kyiv", "place", ("Kyiv", "Kiev"), frozenset(), ("chicken Kiev", "Odessa Texas"), frozenset())
RAISI = Group("raisi", "person", ("Raisi", "Raeesi"), frozenset({"Ebrahim"}), (), frozenset({"Raeesi"}))
PACK = Pack((KYIV, RAISI), frozenset())


def place(text: str, form: str = "Kiev") -> Span:
    start = text.index(form)
    return Span(start, start + len(form))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("in Kiev today", False),
        ("the Kiev-based firm", False),
        ("Kiev's mayor", False),
        ("see https://example.org/Kiev now", True),
        ("write to Kiev@example.org", True),
        ("by #Kiev", True),
        ("open /tmp/Kiev", True),
        ("open Kiev.pdf", True),
        ("call `Kiev` now", True),
        ('he said "in Kiev today"', True),
        ('he said "no" in Kiev', False),
        ("he said “in Kiev today”", True),
        ("he said “no” in Kiev", False),
        ("he said ‘in Kiev today’", True),
        ("he said ‘no’ in Kiev", False),
        ("the dogs’ Kiev", False),
        ("il dit « Kiev »", True),
        ('an old "quote\nin Kiev', False),
        ('"We drove all night to\nKiev," she said', True),
        ('"We drove.\n\n"Then came Kiev', True),
        ('"We drove\nto Kiev.\n\n"Then', True),
        ('"We drove.\n\nThen came Kiev', False),
        ('"We drove.\n"We flew."\nThen Kiev', False),
        ('6" of snow in Kiev', False),
        ('he said " in Kiev " and', True),
        ("'in Kiev today,' he said", True),
        ("'The boys' house in Kiev,' he said", True),
        ("'No,' he said in Kiev", False),
        ("the '90s in Kiev", False),
        ("rock 'n' roll in Kiev", False),
        ("»nach Kiev«, sagte er", True),
        ("»Nein«, sagte er in Kiev", False),
        ("„nach Kiev“, sagte er", True),
        ("„Nein“, sagte er in Kiev", False),
        ("‚nach Kiev‘, sagte er", True),
        ("‹ à Kiev ›", True),
        ("”till Kiev”, sade han", True),
        ("``to Kiev,'' he said", True),
        ("「Kiev」", True),
        ("see Kiev.ua", True),
        ("see Kiev.JPG", True),
        ("see Kiev-map.svg", True),
        ("see (#Kiev)", True),
        ("set $Kiev", True),
        ("in Kiev.", False),
        ("in Kiev.The", False),
        ("in Kiev...", False),
        ("a\n```\nin Kiev\n```\nb", True),
        ("a\n```\nb\n```\nin Kiev", False),
        ("a\n~~~~\n~~~\nin Kiev\n~~~~", True),
        ("call ``a `Kiev` b`` now", True),
        ("<a title=Kiev>b</a>", True),
        ("<code>in Kiev</code>", True),
        ("<code>b</code> in Kiev", False),
        ("a <q>b</q> < Kiev > c", False),
        ("> in Kiev", True),
        ("the Kiev Opera", True),
        ("the Kiev National Ballet", True),
        ("University of Kiev", True),
        ("Kiev Mayor", False),
    ],
)
def test_bound_mentions(text: str, bound: bool) -> None:
    assert is_bound(text, place(text)) is bound


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a chicken Kiev", True),
        ("a chicken\nKiev", True),
        ("a chicken, Kiev", True),
        ("a Kiev chicken", False),
        ("a chicken Kievan", False),
    ],
)
def test_phrases(text: str, inside: bool) -> None:
    assert in_phrase(text, place(text), ["chicken Kiev"]) is inside


def test_edits_leave_out_what_is_bound_or_gone() -> None:
    text = 'Kiev fell. "Kiev fell." Kyiv stands. Kiev’s mayor.'
    spans = [Span(0, 4), Span(12, 16), Span(24, 28), Span(37, 41)]
    assert edits(text, spans, "Kiev", "Kyiv") == (Edit(Span(0, 4), "Kyiv"), Edit(Span(37, 41), "Kyiv"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Qur’an", "Ko'ran", "Ko’ran"),
        ("Novo‑Ogaryovo", "Novo-Ogarevo", "Novo‑Ogarevo"),
        ("Novo\u00a0Ogaryovo", "Novo Ogarevo", "Novo\u00a0Ogarevo"),
        ("KIEV", "Kyiv", "KYIV"),
        ("K", "Q", "Q"),
        ("Kiev", "Kyiv", "Kyiv"),
        ("Kim Jong\nUn", "Kim Jong Eun", "Kim Jong\nEun"),
        ("Kim Jong\nUn", "Kim Jong-Un", "Kim Jong-Un"),
        ("Kim\u00a0Jong Un", "Kim Jong Eun", "Kim\u00a0Jong Eun"),
    ],
)
def test_shapes_stay(old: str, new: str, expected: str) -> None:
    assert shaped(old, new) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al-Qaeda fled", "Al-Qaida"),
        ("They fled. Al-Qaeda stayed", "Al-Qaida"),
        ("“Al-Qaeda fled", "Al-Qaida"),
        ("when Al-Qaeda fled", "al-Qaida"),
        ("WHEN AL-QAEDA FLED", "AL-QAIDA"),
        ("al-Qaeda fled", "al-Qaida"),
    ],
)
def test_a_beginning_keeps_its_capital(text: str, expected: str) -> None:
    start = text.lower().index("al-qaeda")
    assert written(text, Span(start, start + 8), "al-Qaida") == expected


def found(prefer: list[str], text: str) -> list[tuple[str, str]]:
    house = decisions({}, PACK, prefer=prefer).house
    places = [(text[one.span.start : one.span.end], one.right) for one in house.find(text)]
    assert not (places and house.clears(text.encode()))
    return places


@pytest.mark.parametrize(
    ("prefer", "text", "expected"),
    [
        (["Kyiv"], "to Kiev and Kyiv", [("Kiev", "Kyiv")]),
        (["Kiev"], "to Kiev and Kyiv", [("Kyiv", "Kiev")]),
        (["Kyiv", "Kiev"], "to Kiev and Kyiv", [("Kyiv", "Kiev")]),
        (["Kyiv"], "chicken Kiev", []),
        (["Kyiv"], "Kievan", []),
        (["Raisi"], "so Raeesi spoke", []),
        (["Raisi"], "so Ebrahim Raeesi spoke", [("Raeesi", "Raisi")]),
        (["Koran: Quran, Qur'an"], "the Qur’an and the Quran", [("Qur’an", "Koran"), ("Quran", "Koran")]),
        (["New York City: New York"], "in New York City or New York", [("New York", "New York City")]),
        (["Novo-Ogaryovo: Novo Ogaryovo"], "in Novo\nOgaryovo", [("Novo\nOgaryovo", "Novo-Ogaryovo")]),
        (["Novo-Ogaryovo: Novo Ogaryovo"], "in Novo\n\nOgaryovo", []),
        (["al-Qaida: Al-Qaida, al-Qaeda"], "Al-Qaida fled. AL-QAIDA FLED", []),
        (["al-Qaida: Al-Qaida, al-Qaeda"], "the Al-Qaida men", [("Al-Qaida", "al-Qaida")]),
        (["Andrew: Andre"], "Andre\u0301 and Andre", [("Andre", "Andrew")]),
        ([], "to Kiev", []),
    ],
)
def test_house(prefer: list[str], text: str, expected: list[tuple[str, str]]) -> None:
    assert found(prefer, text) == expected


def test_a_form_in_no_pack_is_an_error() -> None:
    with pytest.raises(ConfigError, match="'Atlantis'"):
        decisions({}, PACK, prefer=["Atlantis"])


@pytest.mark.parametrize("decision", [": Kiev", "Kyiv:", "Kyiv: , ", " ", "Kyiv: Kyiv"])
def test_a_decision_about_nothing_is_an_error(decision: str) -> None:
    with pytest.raises(ConfigError, match=r"^option prefer: .* write `Kyiv: Kiev, Kiew`"):
        decisions({}, PACK, prefer=[decision])


@pytest.mark.parametrize("pair", [("Kief", "Kyiv"), ("Kief", "Kiew"), ("KIEF", "kyiv")])
def test_one_name_is_not_two(pair: tuple[str, str]) -> None:
    table = {"prefer": [["house.toml", "Kyiv: Kief, Kiew"]], "distinct": [["my.toml", pair]]}
    with pytest.raises(ConfigError, match=r"my.toml says that .* two names, house.toml that they are one"):
        decisions(table, PACK)


def test_the_exceptions_of_a_group_hold_for_its_forms() -> None:
    assert found(["Kyjiw: Kiev"], "chicken Kiev in Kiev") == [("Kiev", "Kyjiw")]


@given(st.text(alphabet="Kievchkn \"“”'`@/.\n", max_size=60))
def test_the_house_is_content_with_its_own_fixes(text: str) -> None:
    house = decisions({}, PACK, prefer=["Kyiv"]).house
    made = text
    for place in reversed(list(house.find(text))):
        made = made[: place.span.start] + place.written + made[place.span.end :]
    assert not list(house.find(made))
