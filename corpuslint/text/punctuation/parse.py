"""The cheapest reading of the quotation marks of a text.

Every mark opens or closes a quotation, measures inches, or is a defect: stray, doubled, or the
partner of a mark that is missing. A reading has a cost, the negative logarithm of how likely it is;
the cheapest one over whole paragraphs is found by the method of Viterbi over what is open.

What is open is a text: two characters for each quotation, the family of its mark and how it began,
and before them `>` while the next paragraph must reopen it, or `=` while paragraphs inside a block
quotation pass without marks.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum, auto
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from corpuslint.text.punctuation.marks import Mark
from corpuslint.text.punctuation.neighbours import ENDING, NEVER
from corpuslint.text.punctuation.styles import GUILLEMETS


class Role(IntEnum):
    """What a mark (or the end of a paragraph) is read as."""

    OPENS = auto()
    CLOSES = auto()
    CLOSES_TWO = auto()
    """Closes a quotation and the one around it."""
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
SHARED = 3.0
"""One mark closes two quotations."""
MIXED = 2.0
REOPENED = 3.0
"""A quotation goes on in the next paragraph, also where the break before it was lost."""
REOPENED_PART = {"a": 3.5, "A": 2.0}
"""How much dearer that is where the quotation began as a part of a sentence."""
REOPENED_PART_ELSEWHERE = 3.0
"""How much dearer still in texts that are not English, where hardly any paper reopens a quotation so."""
ROOMLESS = 0.5
"""How much dearer a missing closing mark is where no sentence or clause ended since the opening one."""
CAPTION = 1.0
CUT = 2.0
"""The text was cut off here, so a closing mark is not missed."""
BLOCK = {"^": 6.0, ":": 6.0}
"""A quotation whose next paragraphs carry no marks until one closes it, by how it began."""
BLOCK_ELSEWHERE = 9.0
BLOCK_STEP = 0.2
DEEPEST = 3
WIDEST = 12
"""How many states are kept after each mark."""
IMPOSSIBLE = 1e6
HOPELESS = 20.0
"""States dearer than the best by this much are dropped."""


class Break(NamedTuple):
    """The end of a paragraph.

    `last` says that no text follows, `cut` that it was cut off here, `caption` that the paragraph may be
    a caption between two others, `empty` that it has no mark, `english` that the text has the manners of English news.
    """

    last: bool
    cut: bool
    caption: bool
    empty: bool
    english: bool


class Step(NamedTuple):
    """One mark or paragraph end, and the stretch of text before it.

    `narration` is the logarithm of how much likelier the stretch is outside quotation marks.
    `room` says that a sentence or clause ends in it, `inner` that a single mark opens a quotation in it; `lost` that
    paragraph breaks may be lost here.
    """

    what: Mark | Break
    narration: float
    lost: bool
    room: bool
    inner: bool


class Shape(NamedTuple):
    """All of a mark and its step that decides where a reading leads to; how dear it is is said by the mark itself.

    `begin` is the state of a quotation that begins with the mark, `ends` how one would end;
    `resumes` says that a quotation may be reopened here in the middle of a paragraph, `shared` that the mark may
    close two.
    """

    begin: str
    ends: str
    leads: bool
    resumes: bool
    room: bool
    inner: bool
    shared: bool


class Edge(NamedTuple):
    """A reading: the state after it, its role, and its price beside that of opening (or of closing, if it `closes`)."""

    after: str
    role: Role
    price: float
    closes: bool = False


def _closing(state: str, after: str, shape: Shape) -> Edge:
    """To close the innermost quotation."""
    family = shape.begin[0]
    mixed = MIXED if state[-2] != family and "'" not in {state[-2], family} else 0.0
    return Edge(after, Role.CLOSES, ENDING[state[-1]][shape.ends] + mixed, closes=True)


def _nested(state: str, shape: Shape, share: float) -> Edge:
    """To open a quotation inside another one; with the same mark, where single marks quote in between, or names do."""
    same = state[-2] == shape.begin[0] and not shape.inner and not (shape.shared and not shape.room)
    price = NESTED_SAME if same else NESTED_OTHER
    return Edge(state + shape.begin, Role.OPENS, price * share)


def _reopened(state: str, *, english: bool) -> float:
    """The price of a quotation that is reopened: higher where it began as a part of a sentence."""
    part = REOPENED_PART.get(state[-1], 0.0)
    return REOPENED + (part + REOPENED_PART_ELSEWHERE if part and not english else part)


def _open_edges(state: str, shape: Shape) -> Iterator[Edge]:
    """Readings of a mark inside a quotation."""
    yield _closing(state, state[:-2], shape)
    if shape.shared and not shape.room and len(state) == 4 and state[0] == state[2] == shape.begin[0]:
        yield Edge("", Role.CLOSES_TWO, SHARED, closes=True)
    if len(state) < 2 * DEEPEST and not shape.leads:
        yield _nested(state, shape, 1.0)
    if len(state) == 2:
        if shape.resumes:
            yield Edge(shape.begin, Role.REOPENS, _reopened(state, english=shape.ends != "*"))
        yield Edge(shape.begin, Role.INTERRUPTS, MISSING if shape.room else MISSING + ROOMLESS)


def _block_edges(state: str, shape: Shape) -> Iterator[Edge]:
    """Readings of a mark inside a block quotation whose paragraphs carry no marks."""
    if len(state) == 3:
        yield Edge("", Role.CLOSES, 1.0, closes=True)
        yield _nested(state, shape, 0.5)
    else:
        yield _closing(state, state[:-2], shape)


def _mark_edges(state: str, shape: Shape) -> Iterator[Edge]:
    """All readings of a mark that change what is open."""
    if not state:
        yield Edge(shape.begin, Role.OPENS, 0.0)
        yield Edge("", Role.ORPHAN, MISSING + 1.0, closes=True)
    elif state[0] == ">":
        if shape.leads:
            yield Edge(shape.begin, Role.REOPENS, 0.0)
        if shape.leads and shape.begin[0] == GUILLEMETS:  # each paragraph may begin with the mark that closes
            yield Edge(shape.begin, Role.REOPENS, 0.5, closes=True)
    elif state[0] == "=":
        yield from _block_edges(state, shape)
    else:
        yield from _open_edges(state, shape)


def _break_edges(state: str, end: Break) -> Iterator[Edge]:
    """What may be open after the end of a paragraph."""
    if not state:
        yield Edge("", Role.PASSES, 0.0)
        return
    if state[0] == ">":
        if end.empty and end.caption and not end.last:
            yield Edge(state, Role.PASSES, CAPTION)
        return
    inner = 2 if state[0] != "=" else 3
    yield Edge("", Role.UNCLOSED, MISSING * (1 if len(state) == inner else 2))
    if end.cut:
        yield Edge("", Role.PASSES, CUT)
    if end.last or len(state) != inner:
        return
    if state[0] == "=":
        yield Edge(state, Role.PASSES, BLOCK_STEP)
        return
    yield Edge(">" + state, Role.PASSES, _reopened(state, english=end.english))
    yield Edge("=" + state, Role.PASSES, BLOCK.get(state[1], BLOCK_ELSEWHERE))


@lru_cache(maxsize=1 << 13)
def _edges(state: str, event: Shape | Break, sound: bool) -> tuple[Edge, ...]:
    """All readings of an event in a state that change what is open; the defects are left out of the `sound` ones."""
    edges = _mark_edges(state, event) if isinstance(event, Shape) else _break_edges(state, event)
    return tuple(edge for edge in edges if not (sound and edge.role in DEFECTS))


_cost = itemgetter(0)


def _staying(mark: Mark, *, sound: bool) -> tuple[float, Role]:
    """The cheapest reading of a mark that leaves open what is open."""
    readings = (mark.inch, Role.INCHES), (mark.apostrophe, Role.APOSTROPHE), (mark.ignored, Role.NOTHING)
    if sound:
        return min(readings, key=_cost)
    return min((STRAY + mark.stray, Role.STRAY), (mark.doubled, Role.DOUBLED), *readings, key=_cost)


class Reading(NamedTuple):
    """Roles of the steps on the cheapest way, and its cost."""

    roles: tuple[Role, ...]
    cost: float


Way = tuple[float, str, Role]
"""The cost of a state, the state before it, and the role of the step between."""


class Lattice:
    """The cheapest ways to everything that may be open after each step; starts with nothing open."""

    def __init__(self, *, sound: bool = False) -> None:
        """`sound` forbids all readings as a defect."""
        self._costs: dict[str, float] = {"": 0.0}
        self._ways: list[dict[str, Way]] = []
        self._sound = sound

    def add(self, step: Step) -> None:
        """Extend all ways by one step."""
        what, narration, lost, room, inner = step
        inside, outside = max(0.0, narration), max(0.0, -narration)
        found: dict[str, Way] = {}
        opening = closing = 0.0
        stay, role = NEVER, Role.NOTHING
        event: Shape | Break
        if isinstance(what, Mark):
            opening, closing = what.opening, what.closing
            stay, role = _staying(what, sound=self._sound)
            begin, resumes = what.family + what.begins, lost and what.resumes
            event = Shape(begin, what.ends, what.leads, resumes, room, inner, what.shared)
        else:
            event = what
        for state, cost in self._costs.items():
            base = cost + (inside if state else outside)
            for after, way, price, closes in _edges(state, event, self._sound):
                total = base + price + (closing if closes else opening)
                if after not in found or total < found[after][0]:
                    found[after] = (total, state, way)
            if stay < NEVER and state[:1] != ">" and (state not in found or base + stay < found[state][0]):
                found[state] = (base + stay, state, role)
        self._costs = _kept(found)
        self._ways.append(found)

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
            _, state, role = ways[state]
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
            _, state, role = ways[state]
            roles.append(role)
        return Reading(tuple(reversed(roles)), cost)


def _kept(found: dict[str, Way]) -> dict[str, float]:
    """The states worth following, and what each costs."""
    ranked = sorted([(way[0], state) for state, way in found.items()])
    most = ranked[0][0] + HOPELESS if ranked else 0.0
    return {state: cost for cost, state in ranked[:WIDEST] if cost <= most}


def cost_if_sound(steps: Sequence[Step]) -> float:
    """Cost of the cheapest reading of a region without any defect; very high if there is none."""
    lattice = Lattice(sound=True)
    for step in steps:
        lattice.add(step)
        if lattice.dead:
            return IMPOSSIBLE
    return lattice.cost_of_closed
