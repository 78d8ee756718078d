"""Clusters of spellings as stars: every form is paired with the hub itself.

No form reaches the hub through a third one, so that no chain of small steps joins two people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.pairs import ScoredPair


@dataclass(frozen=True, slots=True)
class Star:
    """One name: its most frequent form, and the other forms with the pair that ties each to the hub."""

    hub: int
    rays: tuple[ScoredPair, ...]


def stars(index: NameIndex, pairs: Iterable[ScoredPair]) -> list[Star]:
    """Stars of the pairs that were judged on all their mentions, in order of their hubs.

    From the most frequent form down, each joins the hub that it most probably is, or is a hub itself.
    """
    partners: dict[int, list[ScoredPair]] = {}
    for pair in pairs:
        if not pair.evidence.restricted:
            partners.setdefault(pair.evidence.b, []).append(pair)
            partners.setdefault(pair.evidence.a, [])
    hubs: dict[int, list[ScoredPair]] = {}
    for form in sorted(partners, key=lambda token: (-index.frequency(token), index.names[token])):
        able = [pair for pair in partners[form] if pair.evidence.a in hubs]
        if able:
            best = min(able, key=lambda p: (-p.probability, -index.frequency(p.evidence.a), index.names[p.evidence.a]))
            hubs[best.evidence.a].append(best)
        else:
            hubs[form] = []
    return [Star(hub, tuple(rays)) for hub, rays in hubs.items() if rays]
