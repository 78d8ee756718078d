"""Which documents are in languages whose names keep their form, where a text is too short to tell its own.

Case endings would fool every comparison: a text that may have them is left out rather than judged.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from corpuslint.text.names.record import LIKELY, language_of, lower_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

Key = TypeVar("Key")

_INFLECTED = frozenset("ąćęłńśźżěřšůťžčğışőűșțăāēģīķļņūėįųđќѓ") | frozenset(map(chr, range(0x370, 0x590)))
"""Letters of ordinary words in languages with case endings: Polish, Czech, Turkish, Hungarian, Greek, Russian."""
OTHER, KNOWN, JOINED, LEFT = range(4)
"""A document in another language, in one of those that are judged, and of those that do not tell, which may be in one:
judged or not, see `Tongues.joined`."""
FEW = 2_000
"""Documents among which a word must occur once to be known; in a larger corpus one in so many must have it."""
_FEWEST = 2_000
"""Known words below which they say nothing."""
_KNOWN = 0.5
"""Share of a text's ordinary words that the corpus must know."""


class Tongues:
    """The languages of the documents of a corpus: which are judged, and the lower-case words of those."""

    def __init__(self, languages: Collection[str]) -> None:
        """Judge documents in some languages, and those that may be."""
        self.languages = languages
        self.known = 0
        """Documents in one of these languages."""
        self.lower: Counter[str] = Counter()
        """In how many of them each lower-case word occurs."""

    def add(self, words: Iterable[str], sign: int = 1) -> None:
        """Count a document in one of the languages; with -1, no longer."""
        self.known += sign
        if sign > 0:
            self.lower.update(words)
            return
        for word in words:
            self.lower[word] -= 1
            if not self.lower[word]:
                del self.lower[word]

    def joined(self, unknown: Collection[Key], words: Callable[[Key], Sequence[str]]) -> list[Key]:
        """Which of some documents in unknown languages are judged too, by their words (see `may_be`)."""
        if not unknown:
            return []
        least = max(1, self.known // FEW)
        vocabulary = {word for word, count in self.lower.items() if count >= least}
        if len(vocabulary) >= _FEWEST:
            return [key for key in unknown if _is_at_home(words(key), vocabulary)]
        return list(unknown) if _pooled(map(words, unknown)) in {"", *self.languages} else []


def may_be(words: Iterable[str]) -> bool:
    """Whether a text with these words may be in a language whose names keep their form."""
    return _INFLECTED.isdisjoint("".join(words))


class Judged(NamedTuple, Generic[Key]):
    """What is known of the languages of a corpus: of each document what it is, in their order."""

    told: dict[Key, int]
    """OTHER, KNOWN, JOINED or LEFT."""
    tongues: Tongues
    unknown: list[Key]
    """The documents that are JOINED or LEFT."""
    words: Callable[[Key], Sequence[str]]
    """Gives the words of a document: those of many would take as much memory as their texts."""

    @property
    def keys(self) -> list[Key]:
        """The documents that are judged."""
        return [key for key, told in self.told.items() if told in (KNOWN, JOINED)]

    def lower(self) -> Counter[str]:
        """In how many of them each lower-case word occurs."""
        lower = self.tongues.lower.copy()
        for key in self.unknown:
            if self.told[key] == JOINED:
                lower.update(self.words(key))
        return lower


def judged(values: Mapping[Key, bytes], languages: Collection[str]) -> Judged[Key]:
    """What packed records in their order say of their languages."""
    found = Judged[Key](dict.fromkeys(values, OTHER), Tongues(languages), [], lambda key: lower_of(values[key]))
    for key, value in values.items():
        language = language_of(value)
        if language and language not in languages:
            continue
        words = lower_of(value)
        if language:
            found.told[key] = KNOWN
            found.tongues.add(words)
        elif may_be(words):
            found.told[key] = LEFT
            found.unknown.append(key)
    for key in found.tongues.joined(found.unknown, found.words):
        found.told[key] = JOINED
    return found


def likely(said: str, languages: Collection[str]) -> str:
    """The language that a record says its text is in, sure or not, if it is one of these."""
    told = said.removeprefix(LIKELY)
    return told if told in languages else ""


def main(counts: Mapping[str, int], languages: Collection[str]) -> str:
    """The one of some languages that most documents are in: those that are sure of theirs, or if none is, the others.

    `counts` says how many records say what of their language.
    """
    for mark in ("", LIKELY):
        able = [(counts[mark + language], language) for language in languages if counts.get(mark + language, 0) > 0]
        if able:
            return max(able)[1]
    return ""


def _is_at_home(words: Sequence[str], vocabulary: Collection[str]) -> bool:
    return sum(word in vocabulary for word in words) >= _KNOWN * len(words)


def _pooled(texts: Iterable[Sequence[str]]) -> str:
    """The language of many short texts as one; "" where they are too few to tell."""
    from corpuslint.text.language import LOOKED_AT, detect

    pool: list[str] = []
    size = 0
    for words in texts:
        pool += words
        size += sum(map(len, words)) + len(words)
        if size > LOOKED_AT:
            break
    return detect(" ".join(pool))
