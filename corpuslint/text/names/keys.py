"""Keys under which spellings of one name meet: its sound, its consonants, and both with a letter left out."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from corpuslint.text.names.spelling import skeleton, sound, squash

_FEWEST_LETTERS = 5
_FEWEST_HEARD = 4
_FEWEST_BONES = 3


def hashed(key: str) -> int:
    """A key as a number of 32 bits."""
    return crc32(key.encode())


def keys(name: str) -> Iterator[str]:
    """The keys under which all names of a corpus are compared; some may come twice."""
    spelled, heard = squash(name), sound(name)
    yield "T" + heard
    if len(spelled) < _FEWEST_LETTERS:
        return
    bones = skeleton(name)
    if len(bones) >= _FEWEST_BONES:
        yield "S" + bones
    yield from _with_one_left_out(spelled)
    if len(heard) >= _FEWEST_HEARD:
        yield from _with_one_left_out(heard)


def loose_keys(name: str) -> Iterator[str]:
    """The wider keys under which names beside one neighbour are compared."""
    yield from _with_one_left_out(squash(name))
    yield from _with_one_left_out(sound(name))
    bones = skeleton(name)
    if len(bones) >= _FEWEST_BONES:
        for key in _with_one_left_out(bones):
            yield "S" + key


def _with_one_left_out(text: str) -> list[str]:
    return [text, *[text[:at] + text[at + 1 :] for at in range(len(text))]]
