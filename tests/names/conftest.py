"""Corpora of the tests: a mapping of file names to texts, as the rules of the family would note them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from corpuslint.model import DocKey
from corpuslint.text.names import Names, Noted, Part, note

Corpus = Callable[..., Names]


@pytest.fixture
def corpus() -> Corpus:
    def make(texts: Mapping[str, str], sources: Mapping[str, str] | None = None) -> Names:
        meta = sources or {}
        noted = {DocKey(name): Noted(note(text, "en"), {"source": meta.get(name, "")}) for name, text in texts.items()}
        return Part(noted).names()

    return make
