"""The keys by which a rule finds documents in the index, as a segment takes them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from corpuslint.facts import Facts
from corpuslint.index.segment import Postings, Row
from corpuslint.mapping import corpus_rule, group
from corpuslint.model import DocKey
from corpuslint.registry import Entry


def postings_of(entry: Entry) -> Postings:
    """What gives the postings of the facts of a rule's group; a rule that fails has none."""
    name, file, new = group(entry), DocKey(""), tuple.__new__

    def postings(rows: Sequence[Row]) -> array[int] | None:
        facts = [
            new(Facts, (DocKey("", row.record) if row.record else file, row.values.get(name, b""), row.meta))
            for row in rows
        ]
        try:
            return corpus_rule(entry).postings(facts)
        except Exception:  # noqa: BLE001 - a rule of others: without look-ups it is asked with all facts
            return None

    return postings
