"""A small language of paths to elements and attributes, run over a document as it streams by.

    body/p            a `p` that lies in a `body`, wherever that is
    /doc/head//title  from the document's own element on, a `title` anywhere in its `head`
    text/@xml:lang    an attribute
    div[@type='x']/p  an element by one of its attributes; `~=` looks for a word in it
    hl1 | title       one or the other; of fields but the text the first that says something counts

`*` is any element. Names are compared without their namespace prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from corpuslint.errors import ConfigError

_NAME = r"(?:\*|[\w.-]+(?::[\w.-]+)?)"
_STEP = re.compile(rf"({_NAME})(?:\[@({_NAME})\s*(~?=)\s*(?:'([^']*)'|\"([^\"]*)\")\])?")
_ATTRIBUTE = re.compile(rf"@({_NAME})")


class Test(NamedTuple):
    """What an attribute of an element must say."""

    attribute: str
    value: str
    word: bool

    def holds(self, attributes: Mapping[str, str]) -> bool:
        """Whether it does."""
        found = attribute(attributes, self.attribute)
        if found is None:
            return False
        return self.value in found.split() if self.word else self.value == found


class Step(NamedTuple):
    """One element on the way; `deep`: it may lie any number of levels below the one before."""

    name: str
    test: Test | None
    deep: bool


class Path(NamedTuple):
    """The way to an element, or to an attribute of it ("" for the element itself)."""

    steps: tuple[Step, ...]
    attribute: str = ""


def attribute(attributes: Mapping[str, str], name: str) -> str | None:
    """The value of an attribute, its name with or without the prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]


def parse(text: str, *, fold: bool = False) -> list[Path]:
    """The alternatives of a path in order; `fold`: names are in any case, as in SGML and HTML.

    Raises ConfigError that says where the path goes wrong.
    """
    return [_path(part.strip(), text, fold=fold) for part in text.split("|")]


def _path(part: str, whole: str, *, fold: bool) -> Path:
    steps: list[Step] = []
    at, deep = 0, True
    if part.startswith("//"):
        at = 2
    elif part.startswith("/"):
        at, deep = 1, False
    while at < len(part):
        found = _ATTRIBUTE.fullmatch(part, at)
        if found:
            return Path(tuple(steps) or (Step("*", None, deep),), _cased(found[1], fold=fold))
        step = _STEP.match(part, at)
        if step is None:
            break
        name, key, operator, one, other = step.groups()
        test = Test(_cased(key, fold=fold), one if one is not None else other, operator == "~=") if key else None
        steps.append(Step(_cased(local(name), fold=fold), test, deep))
        at = step.end()
        if at == len(part):
            return Path(tuple(steps))
        deep = part.startswith("//", at)
        if not part.startswith("/", at):
            break
        at += 2 if deep else 1
    raise ConfigError(f"{whole!r} is no path to an element: write it as body/p, //title or head/date/@when")


def _cased(name: str, *, fold: bool) -> str:
    return name.casefold() if fold else name


Matches = tuple[int, ...]
"""Which paths lead to an element, as indexes."""


class Automaton:
    """Tells for each element that opens which of some paths lead to it.

    States are numbers; a step costs one look into a table, however deep the document and however many the paths.
    `START` is the state outside the document.
    """

    START = 0

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._tests: dict[str, list[Test]] = {}
        for path in paths:
            for step in path.steps:
                if step.test is not None:
                    self._tests.setdefault(step.name, []).append(step.test)
        self._anywhere = self._tests.get("*", [])
        self._asking = {path.steps[-1].name for path in paths if path.attribute} | self._tests.keys()
        self._known = {step.name for path in paths for step in path.steps}
        start = frozenset((number, 0) for number in range(len(paths)))
        self._sets = [start]
        self._matches: list[Matches] = [self._arrived(start)]
        self._numbers = {start: 0}
        self._next: dict[tuple[int, str, frozenset[Test]], int] = {}

    def wants_attributes(self, name: str) -> bool:
        """Whether the attributes of an element with this local name matter to a path."""
        return name in self._asking or "*" in self._asking

    def step(self, state: int, name: str, attributes: Mapping[str, str]) -> int:
        """The state inside an element with this local name that opens in a state."""
        tests = [*self._tests.get(name, ()), *self._anywhere]
        true = frozenset(test for test in tests if test.holds(attributes)) if tests else frozenset()
        key = (state, name if name in self._known else "", true)
        found = self._next.get(key)
        return self._made(key) if found is None else found

    def matches(self, state: int) -> Matches:
        """The paths that end at an element whose state this is."""
        return self._matches[state]

    def _made(self, key: tuple[int, str, frozenset[Test]]) -> int:
        state, name, true = key
        reached = frozenset(self._moved(self._sets[state], name, true))
        number = self._numbers.get(reached)
        if number is None:
            number = self._numbers[reached] = len(self._sets)
            self._sets.append(reached)
            self._matches.append(self._arrived(reached))
        self._next[key] = number
        return number

    def _moved(self, where: frozenset[tuple[int, int]], name: str, true: frozenset[Test]) -> Iterator[tuple[int, int]]:
        for number, done in where:
            steps = self._paths[number].steps
            if done == len(steps):
                continue
            step = steps[done]
            if step.deep:
                yield number, done
            if step.name in {name, "*"} and (step.test is None or step.test in true):
                yield number, done + 1

    def _arrived(self, where: frozenset[tuple[int, int]]) -> Matches:
        return tuple(sorted(number for number, done in where if done == len(self._paths[number].steps)))
