"""What an index keeps of the names of a whole corpus: counts, neighbours, keys and copies, as columns of numbers.

Documents have the numbers that the index gave them, times STEP and one STEP up, so that new ones find room between.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from corpuslint.text.names.blocking import has_room
from corpuslint.text.names.copies import SKETCH
from corpuslint.text.names.corpus import WholeNames
from corpuslint.text.names.keys import hashed, keys, loose_keys
from corpuslint.text.names.record import said_of
from corpuslint.text.names.spelling import squash
from corpuslint.text.names.tongues import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from corpuslint.model import DocKey
    from corpuslint.text.names.corpus import Part
    from corpuslint.text.names.index import NameIndex

STEP = 1 << 10
"""Between the numbers of two documents that were there; so many may come between them."""
BLOCKED, LOOSE = 1, 2
"""What a name has a key for, see `keys`."""
FLAGS = 2
"""Bits of that below the token in an entry."""
_HASH = 32


def columns(part: Part) -> dict[str, bytes] | None:
    """The columns of a part that is the whole corpus; the n-th document in order of their keys has the number n.

    None where nobody has asked for its names, or it has more pairs than may be compared.
    """
    if len(part.asked) != 1:
        return None
    (asked, names), *_ = part.asked.items()
    if not isinstance(names, WholeNames) or not has_room(names.index, names.vocabulary):
        return None
    told = names.tongues.told
    judged = set(names.ordered)
    numbers = [number for number, key in enumerate(told) if key in judged]
    return {
        "head": json.dumps([*asked, names.index.documents, names.index.linked]).encode(),
        "told": bytes(told.values()),
        "known": names.tongues.tongues.known.to_bytes(8, "little"),
        **_counted("lower", names.tongues.tongues.lower),
        "unknown": _text(" ".join(names.tongues.words(key)) for key in names.tongues.unknown),
        **_numbered("source", dict(zip(numbers, map(names.source, range(len(numbers))), strict=True)), len(told)),
        **_numbered("language", _said(part, told), len(told)),
        **_index(names.index, array("I", (STEP * (number + 1) for number in numbers))),
        **_lists("companions", _spread(names.index, numbers, len(told))),
        **_copies(names, numbers, len(told)),
    }


def _said(part: Part, told: Mapping[DocKey, int]) -> dict[int, str]:
    """What the documents that are or may be judged say of their language, by their numbers."""
    return {number: said_of(part.noted[key].value) for number, key in enumerate(told) if told[key] != OTHER}


def _index(index: NameIndex, docs: Sequence[int]) -> dict[str, bytes]:
    every = index.tokens()
    return {
        "names": _text(index.names),
        "inside": array("I", index.inside).tobytes(),
        "as_first": array("I", index.as_first).tobytes(),
        "as_second": array("I", index.as_second).tobytes(),
        "keys": _entries(index).tobytes(),
        "spelled": _spelled(index).tobytes(),
        **_lists("postings", (_moved(index.postings[token], docs) for token in every)),
        **_links(index, docs),
        **_counted("triples", index.triples()),
        "phrases": _text(index.phrases),
        **_lists("phrases", (_moved(found, docs) for found in index.phrases.values())),
    }


def _numbered(name: str, texts: Mapping[int, str], size: int) -> dict[str, bytes]:
    """Two columns: different texts, the first of them empty, and the number of the one of each document."""
    known: dict[str, int] = {"": 0}
    each = array("I", bytes(4 * size))
    for number, said in texts.items():
        each[number] = known.setdefault(said, len(known))
    return {f"{name}s": _text(map(json.dumps, known)), name: each.tobytes()}


def _text(lines: Iterable[str]) -> bytes:
    """Lines as bytes."""
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _counted(name: str, counts: Counter[str]) -> dict[str, bytes]:
    """Two columns: words, and their counts."""
    return {name: _text(counts), f"{name}/counts": array("I", counts.values()).tobytes()}


def _moved(found: Iterable[int], docs: Sequence[int]) -> array[int]:
    return array("I", map(docs.__getitem__, found))


def _lists(name: str, lists: Iterable[Sequence[int]]) -> dict[str, bytes]:
    """Two columns: lists one after the other, and where each begins."""
    rows = list(lists)
    begin = array("I", accumulate(map(len, rows), initial=0))
    return {f"{name}/begin": begin.tobytes(), f"{name}/list": array("I", chain.from_iterable(rows)).tobytes()}


def _spread(index: NameIndex, numbers: Sequence[int], size: int) -> list[Sequence[int]]:
    spread: list[Sequence[int]] = [()] * size
    for rank, number in enumerate(numbers):
        spread[number] = index.companions[rank]
    return spread


def _links(index: NameIndex, docs: Sequence[int]) -> dict[str, bytes]:
    """All pairs of neighbours, with the documents of each; and the forms that such pairs make, by their letters."""
    links, every = sorted(index.links), index.tokens()
    mask = (1 << _HASH) - 1
    spelled = [squash(name) for name in index.names]
    forms = sorted(hashed(spelled[code >> _HASH] + spelled[code & mask]) << _HASH | at for at, code in enumerate(links))
    return {
        "links": array("Q", links).tobytes(),
        **_lists("links", (_moved(index.links[code], docs) for code in links)),
        **_lists("after", (sorted(index.after[token]) for token in every)),
        **_lists("before", (sorted(index.before[token]) for token in every)),
        "joined": array("Q", forms).tobytes(),
    }


def _entries(index: NameIndex) -> array[int]:
    """The keys of all names, hashed, with the token and what it has the key for; in order."""
    return array("Q", sorted(chain.from_iterable(entries(token, index.names[token]) for token in index.tokens())))


def entries(token: int, name: str) -> Iterator[int]:
    """The entries of one name."""
    if len(name) < 3 or name[0].islower() or name.isupper():
        return
    kinds: Counter[int] = Counter({hashed(key): BLOCKED for key in keys(name)})
    for key in {hashed(key) for key in loose_keys(name)}:
        kinds[key] += LOOSE
    for key, kind in kinds.items():
        yield key << _HASH | token << FLAGS | kind


def _spelled(index: NameIndex) -> array[int]:
    """The tokens by their letters, hashed; in order."""
    return array("Q", sorted(hashed(squash(index.names[token])) << _HASH | token for token in index.tokens()))


def _copies(names: WholeNames, numbers: Sequence[int], size: int) -> dict[str, bytes]:
    firsts, sketches = array("I", range(size)), bytearray(SKETCH.size * size)
    for rank, number in enumerate(numbers):
        firsts[number] = numbers[names.first[rank]]
    for number, mark in zip(numbers, names.sketches, strict=True):
        at = SKETCH.size * number
        sketches[at : at + SKETCH.size] = mark or bytes(SKETCH.size)
    return {"first": firsts.tobytes(), "sketches": bytes(sketches)}
