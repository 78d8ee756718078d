"""Quotation marks: one reading of all marks of a document, and a rule for each kind of defect in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from corpuslint.api import Document, Edit, Finding, Fix, Place, Rule, Safety, Span, punctuation

SHOWN = 30
"""Code points of the text beside a missing mark that a message shows."""


AROUND = 1_000
"""Code points before and behind a doubled mark in which another one tells of the CSV format."""

_ENGLISH = frozenset({"auto", "english"})
_UNSEEN = {"british": ("'", "\u2018", "\u2019")}
"""Marks of a style that the cheap test lets pass; of all other styles but English ones it is the curly marks."""


_DITTO = r"(?:[ \xa0]{2}|\t)$"
_DOUBLE = (*'"\u201c\u201d\u201e\xab\xbb\u300c\u300d\u300e\u300f\u2033', "''", "``")


class _Quotes(Rule):
    """A rule on some kinds of defects: what it says of each, with the mark and the right one."""

    messages: ClassVar[Mapping[str, str]] = {}
    """By the name of `punctuation.Kind`."""
    habits: ClassVar[Mapping[str, str]] = {}
    """What a source does that has such a defect in many documents, by the same name."""

    @property
    def clears_as(self) -> str:  # type: ignore[override] # what clears depends on an option
        """Rules of one style clear alike."""
        return f"quotation marks {self.options['style']}"

    @property
    def clear_language(self) -> str:  # type: ignore[override] # as above
        """Texts whose marks do; other styles than English ones clear fewer."""
        return punctuation.plain_language() if self.options["style"] in _ENGLISH else ""

    def clears(self, data: bytes) -> bool:
        """Whether all marks open and close in turn, each in a place that allows no other reading."""
        style = str(self.options["style"])
        unseen = () if style in _ENGLISH else _UNSEEN.get(style, ("\u201c", "\u201d"))
        return not any(mark.encode() in data for mark in unseen) and punctuation.plain(data)

    def uncleared(self, texts: Sequence[bytes], data: bytes) -> Sequence[int]:
        """The same of many documents at once."""
        if self.options["style"] in _ENGLISH:
            return punctuation.not_plain(texts, data)
        return super().uncleared(texts, data)

    def check(self, doc: Document) -> Iterator[Finding]:
        """The defects of these kinds; the last one tells how much was not judged."""
        analysis = self._analysis(doc)
        found = [defect for defect in analysis.defects if self._reports(doc, defect)]
        for defect in found[:-1]:
            yield self._found(doc, defect)
        for defect in found[-1:]:
            yield self._found(doc, defect, _unjudged(doc, analysis), last=not _marks(doc.text, defect.end))

    def _reports(self, doc: Document, defect: punctuation.Defect) -> bool:  # noqa: ARG002 - for subclasses
        return defect.kind.name in self.messages

    def _analysis(self, doc: Document) -> punctuation.Analysis:
        return punctuation.quotation_defects(doc.text, doc.language, str(self.options["style"]))

    def _found(self, doc: Document, defect: punctuation.Defect, more: str = "", *, last: bool = False) -> Finding:
        """The finding of a defect; only what a source does with the last mark of a text is taken for a habit."""
        message = self.messages[defect.kind.name].format(
            mark=f"`{doc.text[defect.start : defect.end].strip()}`",
            right=defect.repairs[0].text if defect.repairs else "",
        )
        return self.finding(
            doc,
            Span(defect.start, defect.end),
            message + more,
            fix=_fix(doc, defect),
            related=self._related(doc, defect),
            data=self._data(defect, last=last),
        )

    def _data(self, defect: punctuation.Defect, *, last: bool) -> dict[str, object]:
        habit = {"habit": self.habits[defect.kind.name]} if last and defect.kind.name in self.habits else {}
        return {"kind": str(defect.kind), "certainty": round(min(defect.certainty, 99.0), 1), **habit}

    @staticmethod
    def _related(doc: Document, defect: punctuation.Defect) -> tuple[Place, ...]:
        if defect.partner is None:
            return ()
        note = "the quotation opens here" if defect.partner < (defect.start, 0) else "another mark"
        return (Place(doc.key, Span(*defect.partner), note),)


def _fix(doc: Document, defect: punctuation.Defect) -> Fix | None:
    if not defect.repairs:
        return None
    edits = tuple(Edit(Span(repair.start, repair.end), repair.text) for repair in defect.repairs)
    safety = Safety.SAFE if defect.sure else Safety.UNSAFE
    return Fix(edits, safety, _title(doc, defect), Span(*defect.basis))


def _unjudged(doc: Document, analysis: punctuation.Analysis) -> str:
    """Says so where the document has so many defects that the rest of it was not judged."""
    if analysis.judged >= len(doc.text):
        return ""
    return f" (the rest of the document, with {_marks(doc.text, analysis.judged):,} more marks, was not judged)"


def _marks(text: str, start: int) -> int:
    """How many double marks stand behind a place, and what stands for them."""
    return sum(text.count(mark, start) for mark in _DOUBLE)


def _title(doc: Document, defect: punctuation.Defect) -> str:
    repair = defect.repairs[0]
    if len(defect.repairs) > 1:
        return f"Write `{repair.text}` and `{defect.repairs[-1].text}`"
    if not repair.text:
        return f"Remove `{doc.text[repair.start : repair.end]}`"
    if repair.start == repair.end:
        return f"Insert `{repair.text}` {_where(doc, repair)}"
    return f"Replace by `{repair.text}`"


def _where(doc: Document, repair: punctuation.Repair) -> str:
    """The words beside the place of a missing mark."""
    after = " ".join(doc.text[repair.start : repair.start + SHOWN].split())
    before = " ".join(doc.text[max(0, repair.start - SHOWN) : repair.start].split())
    return f"before `{after}`" if doc.text[repair.start : repair.start + 1].isalnum() else f"after `{before}`"


class DoubledMark(_Quotes):
    """A mark that stands twice at one end of a quotation."""

    messages: ClassVar = {
        "DOUBLED_CLOSING": "Second {mark} after a quotation that is already closed",
        "DOUBLED_OPENING": "Second {mark} before a quotation that is already open",
    }

    def _found(self, doc: Document, defect: punctuation.Defect, more: str = "", *, last: bool = False) -> Finding:
        """The same; one of several in a line may be the CSV format's, which no rule mends by halves."""
        before = doc.text[max(0, defect.basis[0] - AROUND) : defect.basis[0]].rpartition("\n")[2]
        after = doc.text[defect.basis[1] : defect.basis[1] + AROUND].partition("\n")[0]
        alone = '""' not in before and '""' not in after
        return super()._found(doc, defect if alone else defect._replace(sure=False), more, last=last)


class UnbalancedMark(_Quotes):
    """A mark without a partner."""

    messages: ClassVar = {
        "STRAY": "{mark} neither opens nor closes a quotation: remove it, or add its partner",
        "INSIDE": "{mark} inside a quotation that opens and closes around it: remove it, or add its partner",
        "UNOPENED": "{mark} closes a quotation that was never opened: add the opening mark, or remove this one",
        "UNCLOSED": "{mark} opens a quotation that is never closed: add the closing mark, or remove this one",
    }
    habits: ClassVar = {"UNCLOSED": "never close their last quotation"}

    def check(self, doc: Document) -> Iterator[Finding]:
        """The same; where nothing was found in what was judged, it tells that there is more."""
        unjudged = True
        for finding in super().check(doc):
            unjudged = False
            yield finding
        analysis = self._analysis(doc)
        if unjudged and (told := _unjudged(doc, analysis)):
            at = analysis.judged
            message = f"Far more quotation marks than in any news{told}"
            yield self.finding(doc, Span(max(0, at - 1), at), message)


class DetachedMark(_Quotes):
    """A mark that stands alone between blanks."""

    messages: ClassVar = {
        "DETACHED": "{mark} stands alone: remove it, or join it to the quotation it belongs to",
    }

    def _reports(self, doc: Document, defect: punctuation.Defect) -> bool:
        """Marks in a column of a table say that the same stands above them."""
        return super()._reports(doc, defect) and not re.search(
            _DITTO, doc.text[max(0, defect.start - 3) : defect.start]
        )


class ReversedMark(_Quotes):
    """A curly mark turned to the wrong side."""

    messages: ClassVar = {"REVERSED": "{mark} is turned to the wrong side: `{right}` belongs here"}


class SpacedMark(_Quotes):
    """A blank between a mark and what it quotes."""

    messages: ClassVar = {"SPACED": "Blank between {mark} and what it quotes"}


class WrongMark(_Quotes):
    """Something else in the place of a quotation mark, or the other way round."""

    messages: ClassVar = {"WRONG": "{mark} stands in the place of `{right}`"}


class CsvMarks(_Quotes):
    """Quotations whose marks all stand twice."""

    messages: ClassVar = {"TWICE": "Both marks of a quotation stand twice, as in a CSV file"}
