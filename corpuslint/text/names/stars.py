"""Clusters of spellings as stars: every form is paired with the hub itself.

No form reaches the hub through a third one, so that no chain of small steps joins two people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.pairs import ScoredPair


@dataclass(frozen=True, slots=True)
class Star:
    """One name: its most frequent form, and the other forms with the pair that ties each to the hub."""

    hub: int
    rays: Mapping[int, ScoredPair]


def stars(index: NameIndex, pairs: Iterable[ScoredPair], docs: Mapping[int, Sequence[int]]) -> list[Star]:
    """Stars of the pairs that were judged on all their mentions, in order of their hubs.

    From the most frequent form down, each joins the hub that it most probably is, or is a hub itself. Only forms in
    `docs` are looked at, and they are as frequent as the documents there.
    """
    partners: dict[int, dict[int, ScoredPair]] = {}
    for pair in pairs:
        a, b = pair.evidence.a, pair.evidence.b
        if not pair.evidence.restricted and a in docs and b in docs:
            partners.setdefault(a, {})[b] = partners.setdefault(b, {})[a] = pair
    hubs: dict[int, dict[int, ScoredPair]] = {}
    for form in sorted(partners, key=lambda token: (-len(docs[token]), index.names[token])):
        able = [
            (-pair.probability, -len(docs[hub]), index.names[hub], hub)
            for hub, pair in partners[form].items()
            if hub in hubs
        ]
        if able:
            *_, hub = min(able)
            hubs[hub][form] = partners[form][hub]
        else:
            hubs[form] = {}
    return [Star(hub, rays) for hub, rays in hubs.items() if rays]
