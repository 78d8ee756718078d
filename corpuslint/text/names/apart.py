"""Spellings language by language: what is right in one is no slip in another (Kiev in French, Peking in German)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.deviations import Ways

Form = TypeVar("Form")


def by_language(names: Names, docs: Mapping[Form, Sequence[int]]) -> list[tuple[str, Mapping[Form, Sequence[int]]]]:
    """The documents of forms by their language, in the order of the alphabet.

    A text that does not tell its language goes with the language whose texts have its form most often, and a form
    that stands in such texts alone with the main language of the corpus.
    """
    told: dict[str, dict[Form, Sequence[int]]] = {}
    for form, found in docs.items():
        for language, those in _parted(names, found).items():
            told.setdefault(language, {})[form] = those
    return [(language, told[language]) for language in sorted(told)]


def _parted(names: Names, docs: Sequence[int]) -> dict[str, list[int]]:
    parts: dict[str, list[int]] = {}
    for doc in docs:
        parts.setdefault(names.language(doc), []).append(doc)
    silent = parts.pop("", [])
    if silent:
        home = max(parts, key=lambda language: (len(parts[language]), language), default=names.main)
        parts[home] = sorted(parts.get(home, []) + silent)
    return parts


def apart(names: Names, ways: Ways) -> Iterator[Ways]:
    """The ways to write a name within each language that has more than one."""
    groups = by_language(names, ways.docs)
    for language, docs in groups:
        if len(docs) > 1:
            yield replace(ways, docs=docs, language=language, elsewhere=len(groups) > 1)
