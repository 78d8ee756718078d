"""Doing the damage again: what a text becomes as UTF-8 read in other codecs.

A repair is proven when the damage, done again to it, gives the damaged text back.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpuslint.text.encoding.c1 import as_control
from corpuslint.text.encoding.tables import CODECS, LATIN1, Table, table

Chain = tuple[str, ...]
"""Names of the codecs that a text was read in, first to last."""

LAYERS = 3
"""How many times in a row damage is looked for."""


@lru_cache(maxsize=1)
def _tables() -> tuple[Table, ...]:
    return tuple(map(table, (CODECS[0], LATIN1, *CODECS[1:])))


@lru_cache(maxsize=1 << 12)
def damaged_by(right: str, damaged: str) -> Chain:
    """The codecs through which `right` became `damaged`, first to last; () where there are none."""
    reached: dict[str, Chain] = {right: ()}
    for _ in range(LAYERS):
        wider: dict[str, Chain] = {}
        for text, chain in reached.items():
            for codec in _tables():
                after = codec.damage(text)
                if after == damaged:
                    return (*chain, codec.name)
                if len(after) < len(damaged):
                    wider.setdefault(after, (*chain, codec.name))
        reached = wider
    return ()


@lru_cache(maxsize=1 << 12)
def variants(char: str) -> tuple[tuple[str, Chain], ...]:
    """What a character above ASCII looks like after one and two layers of damage, one layer first."""
    once: dict[str, Chain] = {codec.damage(char): (codec.name,) for codec in reversed(_tables())}
    control = as_control(char)
    if control:
        # written as cp1252, read as ISO-8859-1, and the control then read wrongly once more
        once.update({codec.damage(control): (LATIN1, codec.name) for codec in reversed(_tables())})
    twice = {codec.damage(text): (*chain, codec.name) for text, chain in once.items() for codec in reversed(_tables())}
    return (*once.items(), *(item for item in twice.items() if item[0] not in once))


def worn(damaged: str) -> tuple[str, ...]:
    """A damaged character of which a byte was changed since: what it may look like now.

    A no-break space becomes a blank or is dropped; 9D, which windows-1252 does not define, is replaced.
    """
    found = []
    if "\xa0" in damaged:
        found += [damaged.replace("\xa0", " "), damaged.replace("\xa0", "")]
    if damaged.endswith("\x9d"):
        found += [damaged[:-1] + "?", damaged[:-1] + "\ufffd"]
    return tuple(found)


_CLOSING = re.compile("â€[?\ufffd]")


def restored(text: str) -> str:
    """The text with the lost last byte of a closing quotation mark put back.

    Of the marks that begin `â€` in windows-1252 only this one has a byte that is not defined there.
    """
    return _CLOSING.sub("â€\x9d", text) if "â€" in text else text


def damaged_text(text: str, codec: str) -> str:
    """A text as it looks when its UTF-8 is read in a codec of `tables.CODECS`."""
    return table(codec).damage(text)
