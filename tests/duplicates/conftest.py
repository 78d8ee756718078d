"""Corpora in memory, and articles that nobody wrote."""

from __future__ import annotations

import random
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache

import pytest

from corpuslint.errors import ReadError, TextElsewhere
from corpuslint.facts import Facts
from corpuslint.model import DocKey, Document
from corpuslint.text import duplicates

Judge = Callable[..., duplicates.Judgement]


class Memory:
    """Documents by key; those in `gone` cannot be read any more, and of those in `away` only the notes are here."""

    def __init__(
        self,
        docs: Iterable[Document],
        wanted: Container[DocKey] | None = None,
        gone: Container[DocKey] = (),
        away: Container[DocKey] = (),
    ) -> None:
        self._docs = {doc.key: doc for doc in docs}
        self._gone = gone
        self._away = away
        self.wanted: Container[DocKey] = self._docs if wanted is None else wanted

    def document(self, key: DocKey) -> Document:
        if key in self._gone:
            raise ReadError(f"{key}: gone")
        if key in self._away:
            raise TextElsewhere(f"{key}: elsewhere")
        return self._docs[key]


def documents(texts: Mapping[str, str], dates: Mapping[str, str] | None = None) -> list[Document]:
    dates = dates or {}
    return [
        Document(DocKey(name), text, {"date": dates[name]} if name in dates else {}) for name, text in texts.items()
    ]


def part_of(docs: Iterable[Document]) -> duplicates.Part:
    docs = list(docs)
    notes = duplicates.notes(docs)
    return duplicates.collect(Facts(d.key, note, d.meta) for d, note in zip(docs, notes, strict=True) if note)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - texts that are the same in every run


@lru_cache(256)
def article(seed: int, words: int = 200) -> str:
    """Words of a language that does not exist, in sentences and lines; the same seed gives the same text."""
    chance = seeded(seed)
    made = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(words)]
    for at in range(0, words, 12):
        made[at] = made[at].capitalize()
        if at:
            made[at - 1] += ".\n" if at % 48 == 0 else "."
    return " ".join(made).replace("\n ", "\n")


class Corpora:
    """What tests make corpora with."""

    documents = staticmethod(documents)
    part = staticmethod(part_of)
    memory = Memory


@pytest.fixture(scope="session")
def corpora() -> type[Corpora]:
    return Corpora


@pytest.fixture(scope="session")
def dice() -> Callable[[int], random.Random]:
    return seeded


@pytest.fixture(scope="session")
def make() -> Callable[..., str]:
    return article


@pytest.fixture(scope="session")
def judge() -> Judge:
    """The judgement on texts by name; `wanted`, `gone` and `away` are names."""

    def judged(
        texts: Mapping[str, str],
        dates: Mapping[str, str] | None = None,
        wanted: Iterable[str] | None = None,
        gone: Iterable[str] = (),
        away: Iterable[str] = (),
    ) -> duplicates.Judgement:
        docs = documents(texts, dates)
        chosen = None if wanted is None else {DocKey(name) for name in wanted}
        return part_of(docs).judgement(Memory(docs, chosen, set(map(DocKey, gone)), set(map(DocKey, away))))

    return judged
