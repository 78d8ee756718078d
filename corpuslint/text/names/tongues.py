"""Which documents are in languages whose names keep their form, where a text is too short to tell its own.

Case endings would fool every comparison: a text that may have them is left out rather than judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from corpuslint.text.names.record import language_of, unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Key = TypeVar("Key")

_INFLECTED = frozenset("ąćęłńśźżěřšůťžčğışőűșțăāēģīķļņūėįųđќѓ") | frozenset(map(chr, range(0x370, 0x590)))
"""Letters of ordinary words in languages with case endings: Polish, Czech, Turkish, Hungarian, Greek, Russian."""
_LOOKED_AT = 2_000
"""Documents in known languages whose words are taken as the vocabulary of the corpus."""
_FEWEST = 2_000
"""Words below which that vocabulary says nothing."""
_KNOWN = 0.5
"""Share of a text's ordinary words that the corpus must know."""


def judged(values: Mapping[Key, bytes], languages: Collection[str]) -> list[Key]:
    """The keys of the packed records in some languages, and of those that may be, by what the corpus says."""
    told = {key: language_of(value) for key, value in values.items()}
    kept = [key for key, language in told.items() if language in languages]
    unknown = [key for key, language in told.items() if not language]
    if not unknown:
        return kept
    words = {key: _words(values[key]) for key in unknown}
    may_be = [key for key in unknown if not any(_INFLECTED.intersection(word) for word in words[key])]
    vocabulary = _vocabulary([values[key] for key in kept])
    if len(vocabulary) >= _FEWEST:
        return kept + [key for key in may_be if _is_at_home(words[key], vocabulary)]
    return kept + may_be if _pooled([words[key] for key in may_be]) in {"", *languages} else kept


def _words(value: bytes) -> list[str]:
    return unpack(value).lower


def _vocabulary(values: Sequence[bytes]) -> set[str]:
    found: set[str] = set()
    for value in values[:: max(1, len(values) // _LOOKED_AT)]:
        found.update(_words(value))
    return found


def _is_at_home(words: Sequence[str], vocabulary: Collection[str]) -> bool:
    return sum(word in vocabulary for word in words) >= _KNOWN * len(words)


def _pooled(texts: Sequence[Sequence[str]]) -> str:
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
