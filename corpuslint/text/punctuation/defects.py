"""From the roles of marks to defects: which mark is the culprit, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from corpuslint.text.punctuation import repairs
from corpuslint.text.punctuation.marks import Mark
from corpuslint.text.punctuation.parse import Break, Role
from corpuslint.text.punctuation.regions import Region
from corpuslint.text.punctuation.repairs import Repair
from corpuslint.text.punctuation.styles import REVERSED, STRAIGHT, TWICE, WRONG_MARKS, Style


class Kind(StrEnum):
    """What is wrong with a mark."""

    DOUBLED_CLOSING = "doubled closing mark"
    DOUBLED_OPENING = "doubled opening mark"
    STRAY = "stray mark"
    """A mark that neither opens nor closes anything."""
    INSIDE = "stray mark inside a quotation"
    DETACHED = "detached mark"
    """A stray mark with blanks at both sides."""
    UNOPENED = "closing mark without an opening one"
    UNCLOSED = "opening mark without a closing one"
    REVERSED = "reversed mark"
    """A curly mark turned to the wrong side."""
    SPACED = "blank inside the mark"
    TWICE = "every mark doubled"
    """Both marks of a quotation stand twice, as the CSV format writes them."""
    WRONG = "wrong mark"
    """Something else that stands for a quotation mark, or a quotation mark that stands for something else."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect: the culprit, what mends it, and how sure that is.

    `start` and `end` are the culprit, `basis` the paragraphs that the judgement rests on, both half-open
    in code points. `repairs` mend it together, none where nobody can say; `sure` says that nothing else
    would be reasonable. `partner` is another mark that makes the defect plain, or None.
    `certainty` is the natural logarithm of how much likelier the reading with the defect is than the
    likeliest one without any.
    """

    kind: Kind
    start: int
    end: int
    basis: tuple[int, int]
    repairs: tuple[Repair, ...]
    sure: bool
    partner: tuple[int, int] | None
    certainty: float

    @property
    def unbalances(self) -> bool:
        """Whether the marks of the text do not pair because of it."""
        return self.kind not in {Kind.REVERSED, Kind.SPACED, Kind.WRONG, Kind.TWICE}


@dataclass(slots=True)
class _Place:
    """A mark at its place in a region."""

    index: int
    mark: Mark


class Account:
    """Goes through a region mark by mark and keeps what is open."""

    def __init__(self, text: str, style: Style, region: Region) -> None:
        self._text = text
        self._style = style
        self._region = region
        self._open: list[_Place] = []
        self._closed: _Place | None = None
        start = min(region.starts)
        self._basis = (start, max(region.ends))

    def defects(self) -> Iterator[Defect]:
        """The defects of the region, in order of the marks that show them."""
        for index, (step, role) in enumerate(zip(self._region.steps, self._region.roles, strict=True)):
            if isinstance(step.what, Break):
                yield from self._at_break(index, role)
            else:
                yield from self._at_mark(_Place(index, step.what), role)

    def _at_break(self, index: int, role: Role) -> Iterator[Defect]:
        if role is Role.UNCLOSED:
            while self._open:
                yield self._unclosed(self._open.pop(), self._region.ends[index])

    def _at_mark(self, place: _Place, role: Role) -> Iterator[Defect]:
        yield from self._defective(place, role)
        yield from self._misshapen(place, role)
        self._follow(place, role)

    def _follow(self, place: _Place, role: Role) -> None:
        """Keep what is open after a mark."""
        if role is Role.CLOSES and self._open:
            self._open.pop()
            self._closed = place
        elif role in {Role.REOPENS, Role.INTERRUPTS} and self._open:
            self._open[-1] = place
        elif role is Role.OPENS:
            self._open.append(place)

    def _defective(self, place: _Place, role: Role) -> Iterator[Defect]:
        mark = place.mark
        if role is Role.DOUBLED:
            yield self._doubled(place)
        elif role is Role.STRAY:
            yield self._stray(place)
        elif role is Role.ORPHAN:
            yield self._unopened(place)
        elif role is Role.INTERRUPTS and self._open:
            yield self._unclosed(self._open[-1], mark.at)
        elif role is Role.APOSTROPHE:
            yield self._defect(Kind.WRONG, mark, Repair(mark.at, mark.end, "'"), sure=True)

    def _misshapen(self, place: _Place, role: Role) -> Iterator[Defect]:
        """What is wrong with the look of a mark that has its part in a quotation."""
        opens = role in {Role.OPENS, Role.REOPENS, Role.INTERRUPTS}
        if not opens and role is not Role.CLOSES:
            return
        mark = place.mark
        right = repairs.right_mark(self._style, opens=opens, partner=self._partner_token(mark, opens=opens))
        if mark.token == TWICE:
            if not opens:
                yield from self._twice(mark)
        elif mark.token in WRONG_MARKS:
            yield self._defect(Kind.WRONG, mark, Repair(mark.at, mark.end, right), sure=True)
        elif self._style.reading(mark.token)[0 if opens else 1] >= REVERSED:
            strong = repairs.strong_place(mark.sides, opens=opens)
            yield self._defect(Kind.REVERSED, mark, Repair(mark.at, mark.end, right), sure=strong)
        blank = repairs.blank_inside(self._text, mark, opens=opens)
        if blank is not None:
            yield self._defect(Kind.SPACED, mark, blank, sure=mark.token != STRAIGHT)

    def _partner_token(self, mark: Mark, *, opens: bool) -> str:
        """The mark at the other end of the quotation, or one like it."""
        if not opens and self._open:
            return self._open[-1].mark.token
        return mark.token

    def _twice(self, mark: Mark) -> Iterator[Defect]:
        """A quotation with two marks at each end."""
        if self._open and self._open[-1].mark.token == TWICE:
            opener = self._open[-1].mark
            both = tuple(Repair(m.at, m.end, STRAIGHT) for m in (opener, mark))
            found = self._defect(Kind.TWICE, opener, None, sure=True)
            yield replace(found, repairs=both, basis=(opener.at, mark.end))

    def _doubled(self, place: _Place) -> Defect:
        steps = self._region.steps
        before = steps[place.index - 1].what
        mark, role = place.mark, self._region.roles[place.index - 1]
        if not isinstance(before, Mark) or role not in {Role.CLOSES, Role.OPENS, Role.REOPENS, Role.ORPHAN}:
            return self._stray(place)
        if role in {Role.CLOSES, Role.ORPHAN}:
            return self._surplus(Kind.DOUBLED_CLOSING, before.end, mark.end, sure=role is Role.CLOSES)
        start, end = (mark.at, mark.end) if mark.at == before.end else (before.at, mark.at)
        return self._surplus(Kind.DOUBLED_OPENING, start, end, sure=True)

    def _surplus(self, kind: Kind, start: int, end: int, *, sure: bool) -> Defect:
        """A mark too many, with the blank that goes with it."""
        mending = (Repair(start, end, ""),)
        return Defect(kind, start, end, self._basis, mending, sure, None, self._region.certainty)

    def _stray(self, place: _Place) -> Defect:
        mark = place.mark
        if mark.sides in {"ss", "s.", "s,", "s:", "s)"}:
            return self._defect(Kind.DETACHED, mark, repairs.without(self._text, mark), sure=False)
        if mark.opens_rather and not self._open:
            return self._unclosed(place, self._region.ends[place.index])
        kind, partner = (Kind.INSIDE, self._open[-1]) if self._open else (Kind.STRAY, self._closed)
        return self._defect(kind, mark, repairs.without(self._text, mark), sure=False, partner=partner)

    def _unopened(self, place: _Place) -> Defect:
        start = self._closed.mark.end if self._closed else self._region.starts[place.index]
        repair = repairs.opening(self._text, max(start, self._region.starts[place.index]), place.mark, self._style)
        return self._defect(Kind.UNOPENED, place.mark, repair, sure=False, partner=self._closed)

    def _unclosed(self, place: _Place, limit: int) -> Defect:
        repair = repairs.closing(self._text, place.mark, limit, self._style)
        return self._defect(Kind.UNCLOSED, place.mark, repair, sure=False)

    def _defect(
        self, kind: Kind, mark: Mark, repair: Repair | None, *, sure: bool, partner: _Place | None = None
    ) -> Defect:
        return Defect(
            kind,
            mark.at,
            mark.end,
            self._basis,
            (repair,) if repair else (),
            sure,
            (partner.mark.at, partner.mark.end) if partner else None,
            self._region.certainty,
        )
