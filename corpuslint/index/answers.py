"""What the index answers a rule across files: the facts, or what the rule has kept of the whole corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpuslint.corpus import total
from corpuslint.index.names import Names
from corpuslint.index.store import Store
from corpuslint.index.summary import Summaries
from corpuslint.index.view import SHARE, SMALL, Ready, Turn, View, turns
from corpuslint.mapping import corpus_rule, group
from corpuslint.registry import Entry


class Answers:
    """Answers about the files that count in a view."""

    def __init__(self, store: Store, view: View, names: Names, *, alone: bool) -> None:
        """`alone`: whether no other corpora count; what rules have kept is of this one."""
        self._store = store
        self._view = view
        self._names = names
        self._alone = alone
        self._summaries = Summaries(store, view, names.path)

    def turns(self, entry: Entry, wanted: Sequence[int]) -> Iterator[Turn]:
        """The facts that a rule judges some documents by, see `view.turns`. Raises Damaged."""
        part = self._recalled(entry) if SHARE * len(wanted) <= max(self._view.documents(), SMALL) else None
        if part is None:
            yield from turns(self._view, entry, wanted)
        else:
            yield {self._view.key(number) for number in wanted}, Ready(part)

    def whole(self, entry: Entry) -> Any:
        """The corpus as one part for a rule. Raises Damaged."""
        part = self._recalled(entry)
        return total(corpus_rule(entry), list(self._view.facts(group(entry)))) if part is None else part

    def _recalled(self, entry: Entry) -> Any:
        """The corpus as a rule recalls it; None where nothing is kept, or too much has changed."""
        return self._summaries.recalled(entry) if self._alone else None

    def fresh(self, entry: Entry, part: Any) -> Iterator[tuple[str, bytes]] | None:
        """The columns of what a rule keeps of the corpus, its `part`; None where what is kept is fresh."""
        return self._summaries.fresh(entry, part, self._names.name)
