"""The cheapest reading of the quotation marks of a text.

Every mark opens or closes a quotation, measures inches, or is a defect: stray, doubled, or the
partner of a mark that is missing. A reading has a cost, the negative logarithm of how likely it is;
the cheapest one over whole paragraphs is found by the method of Viterbi over what is open.

What is open is a text: two characters for each quotation, the family of its mark and how it began,
and before them `>` while the next paragraph must reopen it, or `=` while paragraphs inside a block
quotation pass without marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from corpuslint.text.punctuation.marks import Mark
from corpuslint.text.punctuation.neighbours import ENDING, NEVER


class Role(IntEnum):
    """What a mark (or the end of a paragraph) is read as."""

    OPENS = auto()
    CLOSES = auto()
    REOPENS = auto()
    """Opens the next paragraph of a quotation that is still open."""
    INCHES = auto()
    APOSTROPHE = auto()
    """Stands for an apostrophe."""
    NOTHING = auto()
    """Something that only looks like a mark."""
    PASSES = auto()
    """The end of a paragraph that needs nothing."""
    STRAY = auto()
    DOUBLED = auto()
    ORPHAN = auto()
    """Closes a quotation whose opening mark is missing."""
    INTERRUPTS = auto()
    """Opens a quotation though the one before was never closed."""
    UNCLOSED = auto()
    """The end of a paragraph at which a closing mark is missing."""


DEFECTS = frozenset({Role.STRAY, Role.DOUBLED, Role.ORPHAN, Role.INTERRUPTS, Role.UNCLOSED})

STRAY = 6.5
MISSING = 6.5
NESTED_SAME = 6.5
NESTED_OTHER = 1.5
MIXED = 2.0
REOPENED = 3.0
"""A quotation goes on in the next paragraph, also where the break before it was lost."""
REOPENED_PART = {"a": 3.5, "A": 2.0}
"""How much dearer that is where the quotation began as a part of a sentence."""
REOPENED_INSIDE = 0.0
"""How much dearer still in the middle of a paragraph."""
ROOMLESS = 1.5
"""How much dearer a missing closing mark is where no sentence or clause ended since the opening one."""
CAPTION = 1.0
CUT = 2.0
"""The text was cut off here, so a closing mark is not missed."""
BLOCK = 6.0
BLOCK_STEP = 0.2
BLOCK_EARLY_END = 3.0
DEEPEST = 3
WIDEST = 12
"""How many states are kept after each mark."""
IMPOSSIBLE = 1e6
HOPELESS = 20.0
"""States dearer than the best by this much are dropped."""


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a paragraph.

    `last` says that no text follows, `cut` that it was cut off here, `caption` that the paragraph may be
    a caption between two others, `empty` that it has no mark.
    """

    last: bool
    cut: bool
    caption: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One mark or paragraph end, and the stretch of text before it.

    `narration` is the logarithm of how much likelier the stretch is outside quotation marks.
    `room` says that a sentence or clause ends in it; `lost` that paragraph breaks may be lost here.
    """

    what: Mark | Break
    narration: float
    lost: bool
    room: bool


Edge = tuple[str, float, Role]


def _begin(mark: Mark) -> str:
    return mark.family + mark.begins


def _closing(state: str, mark: Mark) -> float:
    """What it costs to close the innermost quotation with this mark."""
    mixed = MIXED if state[-2] != mark.family and "'" not in {state[-2], mark.family} else 0.0
    return mark.closing + ENDING[state[-1]][mark.ends] + mixed


def _closed_edges(mark: Mark) -> Iterator[Edge]:
    """Readings of a mark where nothing is open."""
    yield _begin(mark), mark.opening, Role.OPENS
    yield "", MISSING + mark.closing + 1.0, Role.ORPHAN


def _open_edges(state: str, mark: Mark, step: Step) -> Iterator[Edge]:
    """Readings of a mark inside a quotation."""
    yield state[:-2], _closing(state, mark), Role.CLOSES
    if len(state) < 2 * DEEPEST and not mark.leads:
        nested = NESTED_SAME if state[-2] == mark.family else NESTED_OTHER
        yield state + _begin(mark), mark.opening + nested, Role.OPENS
    if len(state) == 2:
        if step.lost and mark.resumes:
            reopened = REOPENED + (REOPENED_PART[state[-1]] + REOPENED_INSIDE if state[-1] in REOPENED_PART else 0.0)
            yield _begin(mark), mark.opening + reopened, Role.REOPENS
        missing = MISSING if step.room else MISSING + ROOMLESS
        yield _begin(mark), mark.opening + missing, Role.INTERRUPTS


def _block_edges(state: str, mark: Mark) -> Iterator[Edge]:
    """Readings of a mark inside a block quotation whose paragraphs carry no marks."""
    if len(state) == 3:
        yield "", mark.closing + 1.0, Role.CLOSES
        nested = NESTED_SAME / 2 if state[1] == mark.family else NESTED_OTHER / 2
        yield state + _begin(mark), mark.opening + nested, Role.OPENS
    else:
        yield state[:-2], _closing(state, mark), Role.CLOSES


def _mark_edges(state: str, step: Step, mark: Mark) -> Iterator[Edge]:
    """All readings of a mark in a state."""
    if state[:1] == ">":
        if mark.leads:
            yield _begin(mark), mark.opening, Role.REOPENS
        return
    if not state:
        yield from _closed_edges(mark)
    elif state[0] == "=":
        yield from _block_edges(state, mark)
    else:
        yield from _open_edges(state, mark, step)
    yield state, STRAY + mark.stray, Role.STRAY
    for price, role in (
        (mark.doubled, Role.DOUBLED),
        (mark.inch, Role.INCHES),
        (mark.apostrophe, Role.APOSTROPHE),
        (mark.ignored, Role.NOTHING),
    ):
        if price < NEVER:
            yield state, price, role


def _break_edges(state: str, end: Break) -> Iterator[Edge]:
    """What may be open after the end of a paragraph."""
    if not state:
        yield "", 0.0, Role.PASSES
        return
    if state[0] == ">":
        if end.empty and end.caption and not end.last:
            yield state, CAPTION, Role.PASSES
        return
    inner = 2 if state[0] != "=" else 3
    yield "", MISSING * (1 if len(state) == inner else 2), Role.UNCLOSED
    if end.cut:
        yield "", CUT, Role.PASSES
    if end.last or len(state) != inner:
        return
    if state[0] == "=":
        yield state, BLOCK_STEP, Role.PASSES
        return
    yield ">" + state, REOPENED + REOPENED_PART.get(state[-1], 0.0), Role.PASSES
    if state[1] in "^:":
        yield "=" + state, BLOCK, Role.PASSES


def _edges(state: str, step: Step) -> Iterator[Edge]:
    if isinstance(step.what, Mark):
        yield from _mark_edges(state, step, step.what)
    else:
        yield from _break_edges(state, step.what)


def _silence(state: str, step: Step) -> float:
    """What it costs that the stretch before is inside, or outside, a quotation."""
    return max(0.0, step.narration) if state else max(0.0, -step.narration)


@dataclass(frozen=True, slots=True)
class Reading:
    """Roles of the steps on the cheapest way, and its cost."""

    roles: tuple[Role, ...]
    cost: float


class Lattice:
    """The cheapest ways to everything that may be open after each step; starts with nothing open."""

    def __init__(self, *, sound: bool = False) -> None:
        """`sound` forbids all readings as a defect."""
        self._costs: dict[str, float] = {"": 0.0}
        self._ways: list[dict[str, tuple[str, Role]]] = []
        self._sound = sound

    def add(self, step: Step) -> None:
        """Extend all ways by one step."""
        costs: dict[str, float] = {}
        ways: dict[str, tuple[str, Role]] = {}
        for state, cost in self._costs.items():
            base = cost + _silence(state, step)
            for after, price, role in _edges(state, step):
                total = base + price
                if self._sound and role in DEFECTS:
                    continue
                if total < costs.get(after, IMPOSSIBLE):
                    costs[after] = total
                    ways[after] = (state, role)
        self._costs = _kept(costs)
        self._ways.append(ways)

    @property
    def dead(self) -> bool:
        """Whether no way is left (only where defects are forbidden)."""
        return not self._costs

    @property
    def settled(self) -> bool:
        """Whether nothing is open on the best way and all others are far dearer."""
        return not self.dead and min(self._costs, key=self._costs.__getitem__) == "" and self.margin > 8.0

    def calm(self, number: int) -> bool:
        """Whether nothing is open on the best way, and its last steps are no defects."""
        state = min(self._costs, key=self._costs.__getitem__)
        if state:
            return False
        for ways in reversed(self._ways[-number:]):
            state, role = ways[state]
            if role in DEFECTS:
                return False
        return True

    @property
    def margin(self) -> float:
        """How much dearer the second best state is than the best."""
        first, *rest = sorted(self._costs.values())
        return rest[0] - first if rest else NEVER

    @property
    def cost_of_closed(self) -> float:
        """Cost of the cheapest way that leaves nothing open; very high if there is none."""
        return self._costs.get("", IMPOSSIBLE)

    def best(self) -> Reading:
        """The cheapest way of all."""
        state = min(self._costs, key=self._costs.__getitem__)
        cost, roles = self._costs[state], []
        for ways in reversed(self._ways):
            state, role = ways[state]
            roles.append(role)
        return Reading(tuple(reversed(roles)), cost)


def _kept(costs: dict[str, float]) -> dict[str, float]:
    """The states worth following."""
    if not costs:
        return costs
    limit = min(costs.values()) + HOPELESS
    ranked = sorted((cost, state) for state, cost in costs.items() if cost <= limit)
    return {state: cost for cost, state in ranked[:WIDEST]}


def cost_if_sound(steps: Sequence[Step]) -> float:
    """Cost of the cheapest reading of a region without any defect; very high if there is none."""
    lattice = Lattice(sound=True)
    for step in steps:
        lattice.add(step)
        if lattice.dead:
            return IMPOSSIBLE
    return lattice.cost_of_closed
