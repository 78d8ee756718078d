from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint import strict_yaml
from corpuslint.errors import RuleError
from corpuslint.text.names import Group, House, Pack, deviations_of, known_ways, load
from corpuslint.text.names.packs import read, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.text.names import Names

    Corpus = Callable[..., Names]

SHIPPED = Path(__file__).parents[2] / "rules" / "names" / "data"


def yaml(path: str) -> Any:
    return next(strict_yaml.documents(Path(path).read_text(encoding="utf-8"), path))


def shipped() -> Pack:
    return load(os.fspath(SHIPPED), (), yaml)


def test_the_shipped_packs_agree_with_themselves() -> None:
    pack = shipped()
    assert len(pack.groups) > 90
    assert len(pack.distinct) > 60
    for group in pack.groups:
        assert len({tokens(form) for form in group.forms}) > 1 or group.kind in {"person", "org"}, group.id
        for a, b in combinations(group.forms, 2):
            assert not pack.is_distinct(a, b), (group.id, a, b)


def test_no_form_is_in_two_groups() -> None:
    seen: dict[str, str] = {}
    for group in shipped().groups:
        for form in group.forms:
            assert seen.setdefault(form, group.id) == group.id, form


def test_later_files_win(tmp_path: Path) -> None:
    own, more = tmp_path / "a.yaml", tmp_path / "more" / "b.yaml"
    more.parent.mkdir()
    own.write_text("groups:\n  - {id: x, kind: place, forms: [Aa, Bb]}\n  - {id: y, kind: place, forms: [Cc, Dd]}\n")
    more.write_text("groups:\n  - {id: x, kind: place, forms: [Aa, Zz]}\ndistinct:\n  - [Aa, Bb]\n")
    pack = load(os.fspath(tmp_path), [os.fspath(more)], yaml)
    assert {group.id: group.forms for group in pack.groups} == {"x": ("Aa", "Zz"), "y": ("Cc", "Dd")}
    assert pack.is_distinct("Bb", "Aa")
    assert not pack.is_distinct("Aa", "Zz")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "a pack is a mapping"),
        ({"gruops": []}, "a pack is a mapping"),
        ({"groups": {}}, "groups must be a list"),
        ({"groups": [{"id": "x", "kind": "place"}]}, "group 1: needs id, kind and forms"),
        ({"groups": [{"id": "x", "kind": "town", "forms": ["A", "B"]}]}, "kind one of"),
        ({"groups": [{"id": "x", "kind": "place", "forms": ["A"]}]}, "two different forms"),
        ({"groups": [{"id": "x", "kind": "place", "forms": ["A", 1]}]}, "every item of forms must be text"),
        ({"groups": [{"id": "x", "kind": "place", "forms": ["A", "B"], "ambiguous": ["C"]}]}, "ambiguous"),
        ({"groups": [{"id": "x", "kind": "place", "forms": ["A", "B"], "usual": ["A"]}]}, "usual must be a mapping"),
        ({"groups": [{"id": "x", "kind": "place", "forms": ["A", "B"], "usual": {"de": "A"}}]}, "de must be a list"),
        ({"groups": [{"id": "x", "kind": "place", "forms": ["A", "B"], "usual": {"de": ["C"]}}]}, "among the forms"),
        ({"distinct": [["A"]]}, "distinct pair 1: must be a list of two names"),
        ({"distinct": [["A", "A"]]}, "the same name twice"),
    ],
)
def test_a_wrong_pack_is_refused(document: Any, message: str) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        read(document, "house.yaml")
    assert str(caught.value).startswith("house.yaml")


def _group(*forms: str, **more: Any) -> Group:
    spec = {"kind": "place", "given": frozenset(), "exceptions": (), "ambiguous": frozenset()} | more
    return Group("x", spec["kind"], forms, spec["given"], spec["exceptions"], spec["ambiguous"])


@pytest.mark.parametrize(
    ("group", "texts", "expected"),
    [
        (_group("Beijing", "Peking"), ["to Peking", "to Beijing", "in Beijing"], [(0, "Peking", "Beijing")]),
        (
            _group("Mao Zedong", "Mao Tse-tung"),
            ["of Mao Tse-tung", "of Mao Zedong", "by Mao Zedong"],
            [(0, "Mao Tse-tung", "Mao Zedong")],
        ),
        (_group("Novo-Bor", "Novo Bor"), ["in Novo Bor", "in Novo-Bor", "to Novo-Bor"], []),
        (
            _group("Sao Paulo", "São Paulo"),
            ["in Sao Paulo", "in São Paulo", "to São Paulo"],
            [(0, "Sao Paulo", "São Paulo")],
        ),
        (
            _group("Canton", "Guangzhou", ambiguous=frozenset({"Canton"})),
            ["in Canton", "in Guangzhou", "to Guangzhou"],
            [],
        ),
        (
            _group("Meshaal", "Mashal", kind="person", given=frozenset({"Khaled"})),
            ["by Khaled Mashal, and Mashal left", "by Khaled Meshaal", "by Khaled Meshaal", "by Anna Mashal"],
            [(0, "Mashal", "Meshaal")],
        ),
        (
            _group("Raisi", "Raeesi", kind="person", given=frozenset({"Ebrahim"}), ambiguous=frozenset({"Raeesi"})),
            ["so Raeesi spoke", "so Raisi spoke", "so Raisi left"],
            [],
        ),
    ],
)
def test_known_forms(corpus: Corpus, group: Group, texts: list[str], expected: list[tuple[int, str, str]]) -> None:
    names = corpus({str(n): text for n, text in enumerate(texts)})
    found = [
        one
        for ways in known_ways(names, Pack((group,), frozenset()))
        for one in deviations_of(names, ways, lambda _doc: True)
    ]
    assert [(one.doc, one.form, one.other) for one in found] == expected
    for one in found:
        assert texts[one.doc][one.spans[0].start : one.spans[0].end] == one.form


@pytest.mark.parametrize(
    ("known", "asked", "expected"),
    [
        (("Amir Khan", "Aamir Khan"), ("Amir", "Aamir"), True),
        (("Amir Khan", "Aamir Khan"), ("AAMIR KHAN", "Amir Khan"), True),
        (("Amir", "Aamir"), ("Amir Khan", "Aamir Khan"), True),
        (("Shanxi", "Shaanxi"), ("Shaanxi", "Shanxi"), True),
        (("Amir Khan", "Aamir Shah"), ("Amir", "Aamir"), False),
        (("New York", "York"), ("New", "York"), False),
        (("New York", "York"), ("New York", "York"), True),
    ],
)
def test_two_names_are_two_for_what_differs_in_them(
    known: tuple[str, str], asked: tuple[str, str], expected: bool
) -> None:
    assert Pack((), frozenset({frozenset(known)})).is_distinct(*asked) is expected
    assert House((), [known]).is_distinct(*asked) is expected
