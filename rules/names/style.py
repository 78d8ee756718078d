"""The forms of names that the house has decided for."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, Span, names

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKS = os.path.join(os.path.dirname(__file__), "data")


class HouseStyle(Rule):
    """NAM003: looks up the decisions of the option `prefer`."""

    @cached_property
    def house(self) -> names.House:
        """The decisions, with the packs that say what a single form replaces."""
        prefer = self.options["prefer"]
        assert isinstance(prefer, list)  # noqa: S101 - the type of the option
        return names.House(names.wishes(prefer, names.load(PACKS, self.name_lists, self.read_yaml)) if prefer else [])

    def clears(self, data: bytes) -> bool:
        """Whether no unwanted form is in this text."""
        return self.house.clears(data)

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each unwanted form."""
        for span, wish in self.house.find(doc.text):
            yield self.finding(
                doc,
                span,
                f"house style: `{wish.into}`, not `{doc.text[span.start : span.end]}`",
                fix=self._fix(doc, span, wish.into),
                data={"form": wish.form, "preferred": wish.into},
            )

    def _fix(self, doc: Document, span: Span, into: str) -> Fix:
        """Safe in the author's own words; in a quotation, an address or code only shown."""
        bound = names.is_bound(doc.text, span)
        edit = Edit(span, names.shaped(doc.text[span.start : span.end], into))
        return Fix((edit,), Safety.MANUAL if bound else Safety.SAFE, f"Write {into}", span)
