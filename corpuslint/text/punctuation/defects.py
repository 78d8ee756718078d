"""From the roles of marks to defects: which mark is the culprit, and what would mend it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from corpuslint.text.punctuation import repairs
from corpuslint.text.punctuation.marks import Mark
from corpuslint.text.punctuation.neighbours import strong_place
from corpuslint.text.punctuation.parse import Break, Role
from corpuslint.text.punctuation.regions import Region
from corpuslint.text.punctuation.repairs import Repair
from corpuslint.text.punctuation.styles import GUILLEMETS, REVERSED, SINGLES, STRAIGHT, TWICE, Style

_CLOSING = frozenset({Role.CLOSES, Role.CLOSES_TWO})


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


class Defect(NamedTuple):
    """One defect: the culprit, what mends it, and how sure that is.

    `start` and `end` are the culprit, `basis` the text that the judgement rests on, both half-open
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


class Account:
    """Goes through a region mark by mark and keeps what is open."""

    def __init__(self, text: str, style: Style, region: Region) -> None:
        self._text = text
        self._style = style
        self._region = region
        self._marks = [step.what for step in region.steps if isinstance(step.what, Mark)]
        self._open: list[int] = []
        self._closed = -1
        """Both by index into `_marks`."""
        self._resumed = False
        """Whether the quotation that closed last was reopened: it may be one of two that end together."""

    def defects(self) -> list[Defect]:
        """The defects of the region, in order of the marks that show them.

        An opening mark without an end and a second closing mark behind it are no defects: some papers quote inside
        a quotation with the same marks, and both end together.
        """
        found = list(self._each())
        unclosed: list[Defect] = []
        nested: set[Defect] = set()
        last = 0
        for defect in sorted(found, key=lambda defect: defect.start):
            if self._text.find("\n", last, defect.start) >= 0:
                unclosed.clear()
            last = defect.start
            if defect.kind in {Kind.UNCLOSED, Kind.INSIDE}:
                unclosed.append(defect)
            elif defect.kind is Kind.DOUBLED_CLOSING and unclosed:
                nested |= {unclosed.pop(), defect}
        return [defect for defect in found if defect not in nested]

    def _each(self) -> Iterator[Defect]:
        index = 0
        for step, start, end, role in zip(
            self._region.steps, self._region.starts, self._region.ends, self._region.roles, strict=True
        ):
            if isinstance(step.what, Break):
                yield from self._at_break(end, role)
                continue
            yield from self._unpaired(index, start, end, role)
            yield from self._misshapen(index, role)
            self._follow(index, role)
            index += 1

    def _at_break(self, end: int, role: Role) -> Iterator[Defect]:
        if role is Role.UNCLOSED:
            while self._open:
                yield self._unclosed(self._open.pop(), end)

    def _follow(self, index: int, role: Role) -> None:
        """Keep what is open after a mark."""
        if role in _CLOSING and self._open:
            self._resumed = self._role(self._open.pop()) is Role.REOPENS
            self._closed = index
            if role is Role.CLOSES_TWO and self._open:
                self._open.pop()
        elif role in {Role.REOPENS, Role.INTERRUPTS} and self._open:
            self._open[-1] = index
        elif role is Role.OPENS:
            self._open.append(index)

    def _unpaired(self, index: int, start: int, end: int, role: Role) -> Iterator[Defect]:
        """What is wrong with a mark that has no part in a quotation; its paragraph is from `start` to `end`."""
        mark = self._marks[index]
        if role is Role.DOUBLED:
            yield self._doubled(index, start, end)
        elif role is Role.STRAY:
            yield self._stray(index, start, end)
        elif role is Role.ORPHAN:
            after = self._after(start)
            repair = repairs.single(self._text, after, mark) or repairs.opening(self._text, after, mark, self._style)
            yield self._unbalanced(Kind.UNOPENED, index, repair, self._closed)
        elif role is Role.INTERRUPTS and self._open:
            yield self._unclosed(self._open[-1], mark.at)
        elif role is Role.APOSTROPHE:
            yield self._ill_formed(Kind.WRONG, (Repair(mark.at, mark.end, "'"),), sure=True)

    def _misshapen(self, index: int, role: Role) -> Iterator[Defect]:
        """What is wrong with the look of a mark that has its part in a quotation."""
        opens = role in {Role.OPENS, Role.REOPENS, Role.INTERRUPTS}
        if not opens and role not in _CLOSING:
            return
        mark = self._marks[index]
        if not opens and self._open:
            yield from self._ends(self._marks[self._open[-1]], mark)
        turned = len(mark.token) == 1 and self._style.reading(mark.token)[0 if opens else 1] >= REVERSED
        turned = turned and not (role is Role.REOPENS and mark.family == GUILLEMETS)
        if turned:
            yield self._turned(mark, opens=opens)
        blank = repairs.blank_inside(self._text, mark, opens=opens)
        if blank is not None and self._minds_blanks(mark, opens=opens):
            spaced = self._ill_formed(Kind.SPACED, (blank,), sure=mark.token not in {STRAIGHT, "'"} and not turned)
            yield spaced._replace(start=mark.at, end=mark.end)

    def _turned(self, mark: Mark, *, opens: bool) -> Defect:
        """A mark in the place of the one for the other side."""
        right = repairs.right_mark(self._style, mark.token, opens=opens)
        strong = strong_place(mark.sides, opens=opens)
        return self._ill_formed(Kind.REVERSED, (Repair(mark.at, mark.end, right),), sure=strong)

    def _minds_blanks(self, mark: Mark, *, opens: bool) -> bool:
        """Whether a blank inside a mark is wrong; one may stand beside an apostrophe, and in other languages."""
        if mark.family == SINGLES:
            return opens
        return self._style.weight(mark.token) > 0 and (self._style.english or mark.token not in self._style.wrong)

    def _ends(self, opener: Mark, closer: Mark) -> Iterator[Defect]:
        """What is wrong with the two marks of a quotation together: they stand in for others, or stand twice."""
        if opener.token == closer.token == TWICE:
            both = tuple(Repair(mark.at, mark.end, STRAIGHT) for mark in (opener, closer))
            found = self._ill_formed(Kind.TWICE, both, sure=True)
            yield found if len(self._open) == 1 else found._replace(repairs=(), sure=False)
            return
        high = self._style.pair[1]
        if opener.token == closer.token == high and 0 < self._style.reading(high)[0] < REVERSED:
            yield self._turned(opener, opens=True)
        token = closer.token if opener.token in self._style.wrong else opener.token
        mending = tuple(
            Repair(mark.at, mark.end, repairs.right_mark(self._style, token, opens=mark is opener))
            for mark in (opener, closer)
            if mark.token in self._style.wrong
        )
        if mending:
            yield self._ill_formed(Kind.WRONG, mending, sure=True)

    def _doubled(self, index: int, start: int, end: int) -> Defect:
        before, mark = self._marks[index - 1], self._marks[index]
        role = self._role(index - 1) if index else Role.STRAY
        if role in {Role.ORPHAN, *_CLOSING}:
            repair = Repair(before.end, mark.end, "")
            found = self._ill_formed(Kind.DOUBLED_CLOSING, (repair,), sure=role is Role.CLOSES and not self._resumed)
        elif role in {Role.OPENS, Role.REOPENS}:
            keep = mark.at == before.end and not self._fits(index + 1, mark, before)
            repair = Repair(mark.at, mark.end, "") if keep else Repair(before.at, mark.at, "")
            found = self._ill_formed(Kind.DOUBLED_OPENING, (repair,), sure=True)
        else:
            return self._stray(index, start, end)
        return found._replace(basis=(before.at, mark.end))

    def _fits(self, index: int, mark: Mark, other: Mark) -> bool:
        """Whether the mark of an index is of the kind of the first one, and not of the other."""
        following = self._marks[index].family if index < len(self._marks) else ""
        return mark.family == following != other.family

    def _role(self, index: int) -> Role:
        """What a mark is read as."""
        places = (i for i, step in enumerate(self._region.steps) if step.what is self._marks[index])
        return self._region.roles[next(places)]

    def _stray(self, index: int, start: int, end: int) -> Defect:
        mark = self._marks[index]
        elided = self._text.startswith(("\u2026", ".."), mark.end)
        if mark.sides in {"ss", "s.", "s,", "s:", "s)"} and not elided:
            repair = None if repairs.may_open(self._text, mark) else repairs.without(self._text, mark)
            return self._unbalanced(Kind.DETACHED, index, repair)
        if mark.opens_rather and not self._open:
            return self._unclosed(index, end)
        turned = repairs.turned(self._style, mark)
        if self._open:
            return self._unbalanced(Kind.INSIDE, index, turned or repairs.without(self._text, mark), self._open[-1])
        repair = turned or repairs.single(self._text, self._after(start), mark)
        if repair is None and (self._style.english or not repairs.may_end_speech(self._text, mark)):
            repair = repairs.without(self._text, mark)
        return self._unbalanced(Kind.STRAY, index, repair, self._closed)

    def _after(self, start: int) -> int:
        """Where what stands before a mark begins, in a paragraph that starts there."""
        return max(start, self._marks[self._closed].end) if self._closed >= 0 else start

    def _unclosed(self, index: int, limit: int) -> Defect:
        repair = repairs.closing(self._text, self._marks[index], limit, self._style)
        return self._unbalanced(Kind.UNCLOSED, index, repair)

    def _unbalanced(self, kind: Kind, index: int, repair: Repair | None, partner: int = -1) -> Defect:
        """A defect of one mark; the judgement rests on the text from the mark before to the one behind."""
        mark = self._marks[index]
        around = [m.at for m in self._marks[max(0, index - 1) : index]] + [
            m.end for m in self._marks[index : index + 2]
        ]
        around += [repair.start, repair.end] if repair else []
        other = self._marks[partner] if partner >= 0 else None
        return Defect(
            kind=kind,
            start=mark.at,
            end=mark.end,
            basis=(min(*around, mark.at), max(around)),
            repairs=(repair,) if repair else (),
            sure=False,
            partner=(other.at, other.end) if other else None,
            certainty=self._region.certainty,
        )

    def _ill_formed(self, kind: Kind, mending: tuple[Repair, ...], *, sure: bool) -> Defect:
        """A defect of what the repairs replace, whatever the rest of the paragraph is like."""
        start, end = mending[0].start, mending[0].end
        basis = (start, mending[-1].end)
        return Defect(kind, start, end, basis, mending, sure, None, self._region.certainty)
