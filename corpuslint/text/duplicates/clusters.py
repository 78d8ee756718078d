"""Groups of copies that no template and no boilerplate chains together.

Only pairs that cover each other join groups. Where pairs inside of a group contradict (near-duplicates
by one pair, one template by another), groups are joined best pair first, and only while the pairs
between them that say "copy" outnumber those that say "template".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


class Groups:
    """Disjoint sets of document numbers; every document begins alone."""

    def __init__(self) -> None:
        """Nothing is joined."""
        self._above: dict[int, int] = {}

    def of(self, document: int) -> int:
        """The document that stands for this one's group."""
        above, top = self._above, document
        while (up := above.get(top, top)) != top:
            top = up
        while (up := above.get(document, document)) != top:
            above[document] = top
            document = up
        return top

    def join(self, top: int, other: int) -> None:
        """Make one group of two; both numbers must stand for theirs, and the first goes on to."""
        self._above[other] = top
        self._above.setdefault(top, top)

    def members(self) -> dict[int, list[int]]:
        """Members of every group of more than one, ascending."""
        found: dict[int, list[int]] = defaultdict(list)
        for document in sorted(self._above):
            found[self.of(document)].append(document)
        return found


def grouped(copies: Sequence[Pair], templates: Iterable[Pair]) -> Groups:
    """The groups of documents; `copies` are pairs of copies, the best first."""
    simple = Groups()
    for a, b in copies:
        if (top := simple.of(a)) != (other := simple.of(b)):
            simple.join(top, other)
    against = [pair for pair in templates if simple.of(pair[0]) == simple.of(pair[1])]
    if not against:
        return simple
    contested = {simple.of(a) for a, _ in against}
    result = Groups()
    for a, b in copies:
        if simple.of(a) not in contested and (top := result.of(a)) != (other := result.of(b)):
            result.join(top, other)
    _by_vote([pair for pair in copies if simple.of(pair[0]) in contested], against, result)
    return result


def _by_vote(copies: Sequence[Pair], templates: Iterable[Pair], result: Groups) -> None:
    votes: dict[int, dict[int, int]] = defaultdict(dict)
    for pairs, vote in ((copies, 1), (templates, -1)):
        for a, b in pairs:
            votes[a][b] = votes[b][a] = votes[a].get(b, 0) + vote
    for pair in copies:
        a, b = (result.of(document) for document in pair)
        if a == b or votes[a][b] <= 0:
            continue
        if len(votes[a]) < len(votes[b]):
            a, b = b, a
        result.join(a, b)
        for other, vote in votes.pop(b).items():
            del votes[other][b]
            if other != a:
                votes[a][other] = votes[other][a] = votes[a].get(other, 0) + vote
