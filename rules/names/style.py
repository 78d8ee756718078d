"""The forms of names that the house has decided for."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, language, names

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LISTED = 1_000
"""Places of one form that a finding lists."""
PACKS = os.path.join(os.path.dirname(__file__), "data")


def _language(doc: Document) -> str:
    """The language of a document: declared, told by its text, or likely; empty where it tells none."""
    return doc.language or language.detect(doc.text) or language.likely(doc.text)


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
        found: dict[tuple[str, str], list[names.Unwanted]] = {}
        house = self.house if self.house.in_any else self.house.speaking(_language(doc))
        for place in house.find(doc.text, self._source(doc.key, doc.meta)):
            found.setdefault((place.wish.form, place.right), []).append(place)
        for (form, right), places in found.items():
            span, layer = places[0].span, places[0].wish.layer
            yield self.finding(
                doc,
                span,
                f"house style: `{right}`, not `{doc.text[span.start : span.end]}` ({layer})",
                fix=self._fix(doc, places),
                identity=f"{right}|{form}",
                data={
                    "form": form,
                    "preferred": right,
                    "decided_by": layer,
                    "mentions": [[place.span.start, place.span.end] for place in places[:MOST_LISTED]],
                    "mentions_total": len(places),
                },
            )

    def _fix(self, doc: Document, places: list[names.Unwanted]) -> Fix:
        """Safe in the author's own words; what stands only in quotations, titles, addresses or code is shown."""
        free = [place for place in places if self._is_free(doc, place)]
        edits = tuple(Edit(place.span, place.written) for place in free or places)
        return Fix(edits, Safety.SAFE if free else Safety.MANUAL, f"Write {places[0].right}", edits[0].span)

    def _is_free(self, doc: Document, place: names.Unwanted) -> bool:
        """Whether a place may be rewritten; a form that would lose the end of its line may not."""
        lines = doc.text.count("\n", place.span.start, place.span.end)
        return lines == place.written.count("\n") and not names.is_bound(doc.text, place.span)
