"""What an index leaves out makes no difference: the findings at wanted documents are those from all notes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpuslint.facts import Facts
from corpuslint.model import DocKey, Document
from corpuslint.text import duplicates
from corpuslint.text.duplicates import indexed
from corpuslint.text.duplicates.indexed import DOCUMENT_BITS
from tests.duplicates.conftest import Memory, article, seeded


class Everything:
    """An index of notes in memory, as the rules see it."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._postings = sorted(duplicates.postings([one.value for one in facts]))

    def __len__(self) -> int:
        return len(self._facts)

    def holding(self, key: int) -> list[int]:
        low = (1 << DOCUMENT_BITS) - 1
        return [posting & low for posting in self._postings if posting >> DOCUMENT_BITS == key]

    def value(self, number: int) -> bytes:
        return self._facts[number].value

    def facts(self, number: int) -> Facts:
        return self._facts[number]


def crowded(seed: int) -> list[Document]:
    """Few words in many documents: copies of copies, crowds around one passage, templates, identical texts."""
    chance = seeded(seed)
    lines = [line for n in range(8) for line in article(seed * 100 + n, 60).split("\n")]
    footer = article(seed + 9000, 40)
    docs: list[Document] = []
    for n in range(90):
        kind = chance.random()
        body = chance.sample(lines, chance.randint(1, 9))
        if kind < 0.5:
            body.append(footer)
        if kind > 0.9 and docs:
            body = chance.choice(docs).text.upper().split("\n")
        filled = f" Number {n % 7} of {n} in Town{n % 11}."
        docs.append(Document(DocKey(f"{n:03}.txt"), "\n".join(body) + (filled if kind < 0.3 else "")))
    return docs


@pytest.mark.parametrize("seed", range(12))
def test_the_judgement_is_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed, "FEWEST_LINKS", 1 << 30)
    docs = crowded(seed)
    facts = [Facts(doc.key, note) for doc, note in zip(docs, duplicates.notes(docs), strict=True) if note]
    index = Everything(facts)
    numbers = seeded(seed).sample(range(len(facts)), 3)
    wanted = {facts[number].key for number in numbers}

    related = duplicates.related(numbers, index)

    assert related is not None
    assert set(numbers) <= related
    some, every = (duplicates.collect(facts[n] for n in chosen) for chosen in (sorted(related), range(len(facts))))
    assert told(some, docs, wanted) == told(every, docs, wanted)


def told(part: duplicates.Part, docs: Sequence[Document], wanted: set[DocKey]) -> object:
    """All that rules report at wanted documents."""
    judgement = part.judgement(Memory(docs, wanted))
    relations = [
        sorted(one for one in kind if one.doc in wanted or one.other in wanted)
        for kind in (judgement.near, judgement.partial, judgement.templates)
    ]
    same = {pair for pair in judgement.identical.items() if wanted & set(pair)}
    passages = sorted(
        (one.doc, one.span, one.words, one.documents) for one in part.shared_passages(Memory(docs, wanted), 10, 15)
    )
    groups = {key: judgement.groups.get(judgement.kept.get(key, key)) for key in wanted}
    return relations, same, passages, groups


def test_postings_without_and_with_numpy_are_the_same() -> None:
    notes = [b"", *duplicates.notes(crowded(3))]
    plain = sorted(duplicates.postings(notes[:3]))

    import numpy as np  # noqa: F401 - its presence decides the way

    assert sorted(duplicates.postings(notes[:3])) == plain
    assert len(duplicates.postings(notes)) == sum((len(note) - 15) // 5 + 1 for note in notes if note)


def test_too_many_to_look_up() -> None:
    class Endless(Everything):
        def holding(self, key: int) -> list[int]:
            return list(range(30_000)) if key & 1 else []

        def value(self, number: int) -> bytes:
            return self._facts[0].value

    facts = [Facts(DocKey("a"), duplicates.note(Document(DocKey("a"), article(1))))]

    assert duplicates.related([0], Endless(facts)) is None


def test_too_entangled_to_look_up() -> None:
    docs = crowded(2)
    index = Everything([Facts(doc.key, note) for doc, note in zip(docs, duplicates.notes(docs), strict=True) if note])

    assert duplicates.related(range(3), index) is None


def test_postings_are_made_some_notes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = duplicates.notes(crowded(3))
    together = duplicates.postings(notes).tolist()

    monkeypatch.setattr(indexed, "TOGETHER", 7)

    assert duplicates.postings(notes).tolist() == together
    assert max(posting & 0xFFFFFF for posting in together) == len(notes) - 1
