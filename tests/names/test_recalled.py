"""What is said near a few documents from kept tables is what the whole corpus says there, whatever has changed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import pytest

from corpuslint.facts import Facts
from corpuslint.model import DocKey
from corpuslint.text import names
from corpuslint.text.names import blocking, tongues, vocabulary
from corpuslint.text.names.letters import Letters
from corpuslint.text.names.model import weights

Corpus = dict[DocKey, tuple[bytes, Mapping[str, str]]]
GIVEN = ["Andriy", "Anna", "Borys", "Dina", "Erik", "Hanna", "Ivan", "Jonas", "Katya", "Lena", "Marta", "Olha", "Rosa"]
SYLLABLES = [
    "ba",
    "cher",
    "do",
    "fen",
    "gor",
    "hal",
    "iva",
    "kov",
    "len",
    "mar",
    "nen",
    "ost",
    "pel",
    "sky",
    "tov",
    "zel",
]
PLACES = ["Harnsey", "Veldmark", "Old-Borvia", "Novo-Ardin", "Ostrova", "Peking", "Beijing", "Kiev", "Kyiv"]
COMMON = re.findall(
    "[a-z]+",
    "the mayor said that bridge over river would open before winter and nobody had asked them why it was so late "
    "again after years of work on both sides while people waited for news",
)


def surname(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize()


def respelled(name: str, chance: random.Random) -> str:
    """Another romanisation, or a slip."""
    at = chance.randrange(1, len(name) - 1)
    ways = (
        name.replace("k", "q"), name.replace("y", "iy"), name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:],
        name[:at] + "-" + name[at:].capitalize(), name + "said", name.replace("o", "ö"), name.replace("i", "y"),
    )  # fmt: skip
    return chance.choice(ways)


class Press:
    """Articles about a few people in towns, whose names are sometimes misspelled."""

    def __init__(self, seed: int, languages: Sequence[str] = ("en",)) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - texts that are the same in every run
        self.languages = languages
        self.people = [(self.chance.choice(GIVEN), surname(self.chance)) for _ in range(40)]

    def article(self) -> str:
        chance, lines = self.chance, []
        for person in chance.choices(self.people, k=chance.randint(2, 5)):
            given = respelled(person[0], chance) if chance.random() < 0.05 else person[0]
            family = respelled(person[1], chance) if chance.random() < 0.2 else person[1]
            words = chance.sample(COMMON, chance.randint(6, 20))
            place = chance.choice(PLACES).replace("-", chance.choice("- "))
            lines.append(f"In {place} {' '.join(words)} {given} {family} and {' '.join(words[::-1])} {family} of U.S.")
            lines.append(
                f"{words[0].capitalize()} {' '.join(words)} US de {family} van {place} {chance.choice(GIVEN)}."
            )
        return "\n".join(lines)

    def noted(self) -> tuple[bytes, Mapping[str, str]]:
        """An article, one of ten without a language, one of twenty a copy of the last one but for an end."""
        chance = self.chance
        language = "" if chance.random() < 0.1 else "pl" if chance.random() < 0.05 else chance.choice(self.languages)
        if chance.random() >= 0.05 or not hasattr(self, "last"):
            self.last = self.article()
        note = names.note(
            self.last + " End.", language, lambda _text: "", lambda text: "de" if "winter" in text else ""
        )
        return note, {"source": chance.choice(["gazette", "post", ""])}


class Store:
    """A corpus as it was kept, and as it is."""

    def __init__(self, then: Corpus, columns: Mapping[str, bytes], now: Corpus) -> None:
        self.keys: Sequence[DocKey] = sorted(then)
        self.gone = [number for number, key in enumerate(self.keys) if now.get(key) != then[key]]
        self.come = [Facts(key, *fact) for key, fact in now.items() if then.get(key) != fact]
        self._then, self._columns = then, columns

    def facts(self, number: int) -> Facts:
        return Facts(self.keys[number], *self._then[self.keys[number]])

    def read(self, name: str) -> bytes:
        return self._columns.get(name, b"")


def part(corpus: Corpus) -> names.Part:
    return names.Part({key: names.Noted(*fact) for key, fact in corpus.items()})


def changed(then: Corpus, press: Press, steps: int) -> Corpus:
    """Documents edited, removed, moved, copied, and new ones before, between and behind all others."""
    now, chance = dict(then), press.chance
    for step in range(steps):
        key = chance.choice(sorted(now))
        if step % 5 == 0:
            now[key] = press.noted()
        elif step % 5 == 1:
            del now[key]
        else:
            folder = ("a", key.path, "z")[step % 5 - 2]
            now[DocKey(f"{folder}/{step}")] = chance.choice([now[key], press.noted()])
    return now


PACK = names.Pack(
    (
        names.Group("kyiv", "city", ("Kyiv", "Kiev"), frozenset(), ("chicken Kiev",), frozenset()),
        names.Group("beijing", "city", ("Beijing", "Peking"), frozenset(), (), frozenset()),
    ),
    frozenset(),
)


def told(known: names.Names, wanted: set[DocKey]) -> dict[str, list[str]]:
    """All that any rule can say of names at wanted documents."""
    ways: dict[str, Callable[[], Iterator[names.Ways]]] = {
        "suggested": lambda: names.spelled_ways(known, names.scored_pairs(known, 0.5, lambda _a, _b: False)),
        "known": partial(names.known_ways, known, PACK),
        "joined": partial(names.joiner_ways, known),
        "folded": partial(names.fold_ways, known, frozenset(names.KINDS)),
        "abbreviated": partial(names.abbreviation_ways, known),
    }
    found: dict[str, list[str]] = {}
    for name, way in ways.items():
        for one in (one for w in way() for one in names.deviations_of(known, w, lambda n: known.keys[n] in wanted)):
            places = [(known.keys[doc], span) for doc, span in (*one.places, *one.again)]
            said = (known.keys[one.doc], one.form, one.other, one.tie, one.spans, one.counts, one.by, one.ground)
            found.setdefault(name, []).append(repr((said, places, one.unless, one.sources)))
    glued = (one for one in names.glued_names(known) if known.keys[one.doc] in wanted)
    rows = [repr((known.keys[one.doc], one.span, one.name, one.rest, one.frequency)) for one in glued]
    return found | {"glued": rows} if rows else found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of large corpora, met by a small one."""
    for module, name, value in (
        (blocking, "LARGEST", 12),
        (blocking, "LARGEST_GROUP", 4),
        (tongues, "_FEWEST", 20),
        (tongues, "FEW", 40),
        (vocabulary, "_COMMON", 60),
    ):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr("corpuslint.text.names.nearby.LARGEST", 12)
    monkeypatch.setattr("corpuslint.text.names.nearby.LARGEST_GROUP", 4)
    monkeypatch.setattr("corpuslint.text.names.letters.FEWEST", 100)


@pytest.mark.usefixtures("small")
def test_the_same_is_said_near_a_few_documents() -> None:
    seen = {name for seed in range(6) for name in said_near_a_few(seed)}

    assert seen == {"suggested", "known", "joined", "folded", "abbreviated", "glued"}


def said_near_a_few(seed: int) -> set[str]:
    """What rules have found in a made-up corpus, after it was seen that it is the same."""
    press = Press(seed, ("en", "de", "fr")[: seed % 2 * 2 + 1])
    then = {DocKey(f"d/{n:03}"): press.noted() for n in range(90)}
    whole = part(then)
    whole.names()
    columns = names.columns(whole)
    assert columns is not None
    now = changed(then, press, seed * 6)
    expected = part(now).names()
    seen: set[str] = set()

    for _ in range(2):
        wanted = press.chance.sample(sorted(now), 20)
        recalled = names.recall(Store(then, columns, now))
        assert recalled is not None
        known = recalled.names()
        known.look_at(wanted)
        found = told(known, {*wanted})
        assert found == told(expected, {*wanted})
        seen |= {name for name, rows in found.items() if rows}
    return seen


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(3))
def test_tables_are_those_of_the_corpus_as_it_is(seed: int) -> None:
    press = Press(seed, ("en", "de"))
    then = {DocKey(f"d/{n:03}"): press.noted() for n in range(80)}
    whole = part(then)
    whole.names()
    now = changed(then, press, 40)
    recalled = names.recall(Store(then, names.columns(whole) or {}, now))
    assert recalled is not None
    ours, theirs = recalled.names(), part(now).names()
    a, b = ours.index, theirs.index

    assert (a.documents, a.linked, a.lower, set(a.ids)) == (b.documents, b.linked, b.lower, set(b.ids))
    assert ours.main == theirs.main
    assert {key: count for key, count in a.triples().items() if count} == b.triples()
    assert {form: len(docs) for form, docs in a.phrases.items()} == {
        form: len(docs) for form, docs in b.phrases.items()
    }
    for name, token in b.ids.items():
        mine = a.ids[name]
        assert [ours.keys[doc] for doc in a.postings[mine]] == [theirs.keys[doc] for doc in b.postings[token]]
        counts = ((one.inside[at], one.as_first[at], one.as_second[at]) for one, at in ((a, mine), (b, token)))
        assert len(set(counts)) == 1
        assert {a.names[one] for one in a.before[mine]} == {b.names[one] for one in b.before[token]}
        assert {a.names[one] for one in a.after[mine]} == {b.names[one] for one in b.after[token]}
        for doc, same in zip(a.postings[mine], b.postings[token], strict=True):
            assert [a.names[one] for one in a.companions[doc]] == [b.names[one] for one in b.companions[same]]
            assert ours.keys[ours.first[doc]] == theirs.keys[theirs.first[same]]
            assert (ours.source(doc), ours.language(doc)) == (theirs.source(same), theirs.language(same))
    assert Letters(a).rarest("Zelski", "Zelsky") == Letters(b).rarest("Zelski", "Zelsky")


@pytest.mark.usefixtures("small")
def test_other_names_are_asked_for_than_were_kept() -> None:
    press = Press(1)
    then = {DocKey(f"d/{n:03}"): press.noted() for n in range(60)}
    whole = part(then)
    whole.names()
    recalled = names.recall(Store(then, names.columns(whole) or {}, then))
    assert recalled is not None

    assert told(recalled.names(["pl"]), {*then}) == told(part(then).names(["pl"]), {*then})
    assert told(recalled.names(source="folder"), {*then}) == told(part(then).names(source="folder"), {*then})


def test_too_many_new_documents_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpuslint.text.names.recalling.STEP", 4)
    press = Press(1)
    then = {DocKey("a"): press.noted(), DocKey("b"): press.noted()}
    more = {DocKey(f"a{n}"): press.noted() for n in range(4)}

    assert names.recall(Store(then, {}, then | more)) is None


def test_nothing_is_kept_of_names_that_nobody_asked_for_or_that_are_crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press(1)
    whole = part({DocKey(f"d/{n:03}"): press.noted() for n in range(60)})
    assert names.columns(whole) is None

    monkeypatch.setattr(blocking, "PER_NAME", 0)
    whole.names()

    assert names.columns(whole) is None


def test_what_is_left_to_be_looked_at_can_only_speak_against_a_pair() -> None:
    """Candidates are given up before other names nearby are counted, which may do no more than lower them."""
    assert weights()["density"] <= 0


def test_documents_that_cannot_be_listed_are_looked_for_in_all_names() -> None:
    class Every:
        def __contains__(self, _: object) -> bool:
            return True

    press = Press(2)
    then = {DocKey(f"d/{n:03}"): press.noted() for n in range(40)}
    whole = part(then)
    whole.names()
    recalled = names.recall(Store(then, names.columns(whole) or {}, then))
    assert recalled is not None
    known = recalled.names()
    known.look_at(Every())

    assert known.near is None
    assert told(known, {*then}) == told(whole.names(), {*then})
