"""The forms of names that the house has decided for."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, Span, names

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LISTED = 1_000
"""Places of one form that a finding lists."""
PACKS = os.path.join(os.path.dirname(__file__), "data")


class HouseStyle(Rule):
    """NAM003: looks up what configuration, lock and the option `prefer` decide."""

    @cached_property
    def house(self) -> names.House:
        """The decisions, with the packs that say what a single form replaces."""
        prefer = self.options["prefer"]
        assert isinstance(prefer, list)  # noqa: S101 - the type of the option
        return names.load_decisions(PACKS, self.name_lists, self.read_yaml, self.names, prefer).house

    @cached_property
    def _source(self) -> names.SourceOf:
        return names.source_of(str(self.names.get("source", self.options["source"])))

    def clears(self, data: bytes) -> bool:
        """Whether no unwanted form is in this text."""
        return not (self.names or self.options["prefer"]) or self.house.clears(data)

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each unwanted form."""
        found: dict[tuple[str, str], list[tuple[Span, names.Wish]]] = {}
        for span, right, wish in self.house.find(doc.text, self._source(doc.key, doc.meta)):
            found.setdefault((wish.form, right), []).append((span, wish))
        for (form, right), places in found.items():
            spans = [span for span, _ in places]
            yield self.finding(
                doc,
                spans[0],
                f"house style: `{right}`, not `{doc.text[spans[0].start : spans[0].end]}` ({places[0][1].layer})",
                fix=self._fix(doc, spans, right),
                identity=f"{right}|{form}",
                data={
                    "form": form,
                    "preferred": right,
                    "decided_by": places[0][1].layer,
                    "mentions": [[span.start, span.end] for span in spans[:MOST_LISTED]],
                    "mentions_total": len(spans),
                },
            )

    def _fix(self, doc: Document, spans: list[Span], into: str) -> Fix:
        """Safe in the author's own words; what stands only in quotations, titles, addresses or code is shown."""
        free = [span for span in spans if not names.is_bound(doc.text, span)]
        edits = tuple(Edit(span, names.shaped(doc.text[span.start : span.end], into)) for span in free or spans)
        return Fix(edits, Safety.SAFE if free else Safety.MANUAL, f"Write {into}", edits[0].span)
