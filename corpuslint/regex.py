"""Patterns of rules: google-re2 on UTF-8 bytes, and the standard library where there is no wheel.

Both read one dialect, the common part of RE2 and `re`: no look-around, no back-references, and
classes such as `\\w` and `\\b` are ASCII. A code point above ASCII is written as itself or as
`\\x{2019}`. `\\p{L}` and the other general categories are allowed, outside and inside brackets.

RE2 runs in linear time whatever the pattern and the text are (Cox, "Regular Expression Matching in
the Wild", 2010); patterns of users run on it alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

from corpuslint.cachedir import digest
from corpuslint.errors import RuleError

SEPARATOR = "\x1e"
"""Stands before, between and after the documents of a batch."""
GATES = 3
"""Raise it when the gate of a pattern changes, so that kept ones are made anew."""
MAX_PATTERN = 20_000
"""Longest pattern accepted, in characters."""
MAX_MEMORY = 64 << 20
"""What RE2 may use for one program, in bytes."""

_SURROGATE = "[\ud800-\udfff]"


class Match(Protocol):
    """The part of a match object that rules use; offsets are code points of the text."""

    def start(self, group: int = 0, /) -> int:
        """Where the group begins."""
        ...

    def end(self, group: int = 0, /) -> int:
        """Where the group ends."""
        ...

    def __getitem__(self, group: int | str, /) -> Any:
        """The text of the group; None if it took no part in the match."""
        ...


class Pattern(Protocol):
    """A compiled pattern; matches are found left to right and do not overlap.

    `groups` is the number of its groups.
    """

    groups: int

    def finditer(self, text: str) -> Iterator[Match]:
        """Every match in the text."""
        ...

    def search(self, text: str) -> Match | None:
        """The first match in the text."""
        ...

    def group(self, name: str) -> int:
        """The number of a named group; 0, the whole match, where there is none of that name."""
        ...


class PatternSet(Protocol):
    """Many patterns as one gate."""

    def match(self, data: bytes) -> Sequence[int]:
        """Indices, ascending, of the patterns that match somewhere in this UTF-8 text."""
        ...

    def search(self, index: int, data: bytes, start: int) -> tuple[int, int] | None:
        """Where one pattern matches first from a place on; both are bytes, as is the match."""
        ...


def backend() -> str:
    """Which engine is in use: "re2" or "re". The environment variable CORPUSLINT_BACKEND can ask for "re"."""
    return "re" if os.environ.get("CORPUSLINT_BACKEND") == "re" or _re2() is None else "re2"


def compile(pattern: str) -> Pattern:  # noqa: A001 - the name that every pattern module gives it
    """Compile one pattern of the dialect. Raises RuleError with the reason where it cannot be."""
    return _compile(pattern, backend())


def compile_set(patterns: Sequence[str], cache: Any = None, languages: Sequence[str] = ()) -> PatternSet:
    """Compile a gate over patterns as they are searched in a batch (`gates.gate` is applied here).

    `languages` are patterns of RE2 that stay as they are; their indices follow. Without RE2 they match nothing.
    """
    made = _gates(patterns, cache)
    if backend() == "re2":
        return _Re2Gate([*made, *((language, False) for language in languages)])
    return _ReSet([gate for gate, _ in made])


def compile_framed(patterns: Sequence[str]) -> Callable[[bytes], Sequence[int]]:
    """Patterns of the dialect as one set, as they are: tells which of them match in a text between two U+001E."""
    return _Re2Set(patterns).match if backend() == "re2" else _ReSet(patterns).match


def _gates(patterns: Sequence[str], cache: Any) -> list[tuple[str, bool]]:
    """Each pattern as the gate searches it, and whether it has a gap; kept, for they take as long as compiling."""
    key = f"gates-{GATES}-{digest(chr(0).join(patterns).encode())}"
    known = cache.get(key) if cache is not None else None
    if known is not None:
        return [(gate, gap) for gate, gap in json.loads(known)]
    from corpuslint import gates  # most runs find them kept

    fresh = [gates.gate(pattern) for pattern in patterns]
    made = [(gate, gates.has_gap(gate)) for gate in fresh]
    if cache is not None:
        cache.put(key, json.dumps(made).encode())
    return made


def references(template: str) -> list[str]:
    """The groups that a replacement text refers to, by number or name."""
    found = re.findall(r"\\g<(\w+)>|\\(.)", template)
    return [name or digit for name, digit in found if name or digit.isdigit()]


def expand(match: Match, template: str) -> str:
    """A replacement text: `\\1` and `\\g<name>` stand for groups, `\\\\` for a backslash, `\\n` for a line feed."""

    def piece(found: re.Match[str]) -> str:
        token = found[0]
        if token.startswith(r"\g<"):
            return str(match[token[3:-1]] or "")
        if token[1].isdigit():
            return str(match[int(token[1])] or "")
        return {"n": "\n", "t": "\t"}.get(token[1], token[1])

    return re.sub(r"\\g<\w+>|\\.", piece, template)


@lru_cache(4096)
def _compile(pattern: str, engine: str) -> Pattern:
    if len(pattern) > MAX_PATTERN:
        raise RuleError(f"the pattern is {len(pattern):,} characters long; at most {MAX_PATTERN:,} are allowed")
    from corpuslint import dialect  # a run on clean text compiles no pattern alone

    dialect.check(pattern)
    compiled: Pattern = _Re2Pattern(pattern) if engine == "re2" else _RePattern(pattern)
    about_the_whole = pattern.startswith(r"\A") and pattern.endswith(r"\z")
    if not about_the_whole and compiled.search("") is not None:
        raise RuleError("the pattern matches the empty text")
    return compiled


class _RePattern:
    def __init__(self, pattern: str) -> None:
        from corpuslint import dialect  # only where there is no RE2

        try:
            self._regex = re.compile(dialect.for_re(pattern))
        except re.error as error:
            raise RuleError(f"not a pattern: {error}") from None
        self.groups = self._regex.groups

    def finditer(self, text: str) -> Iterator[Match]:
        return iter(self._regex.finditer(text))

    def search(self, text: str) -> Match | None:
        return self._regex.search(text)

    def group(self, name: str) -> int:
        return self._regex.groupindex.get(name, 0)


class _ReSet:
    def __init__(self, gates: Sequence[str]) -> None:
        from corpuslint import dialect  # only where there is no RE2

        self._regexes = [re.compile(dialect.for_re(gate)) for gate in gates]

    def match(self, data: bytes) -> Sequence[int]:
        text = data.decode("utf-8", "replace")
        return [index for index, regex in enumerate(self._regexes) if regex.search(text)]

    def search(self, index: int, data: bytes, start: int) -> tuple[int, int] | None:
        text = data[start:].decode("utf-8", "replace")
        match = self._regexes[index].search(text)
        if match is None:
            return None
        first = start + len(text[: match.start()].encode())
        return first, first + len(match[0].encode())


class _Re2Pattern:
    def __init__(self, pattern: str) -> None:
        self._regex = _re2_compile(pattern)
        self.groups: int = self._regex.groups

    def finditer(self, text: str) -> Iterator[Match]:
        matches: Iterator[Match] = self._regex.finditer(_encodable(text))
        return matches

    def search(self, text: str) -> Match | None:
        match: Match | None = self._regex.search(_encodable(text))
        return match

    def group(self, name: str) -> int:
        number: int = self._regex.groupindex.get(name, 0)
        return number


class _Re2Gate:
    """Patterns with gaps in a set of their own: together they would make the automaton of the others a large one."""

    def __init__(self, gates: Sequence[tuple[str, bool]]) -> None:
        self._gates = [gate for gate, _ in gates]
        parts: dict[bool, list[int]] = {}
        for index, (_, gap) in enumerate(gates):
            parts.setdefault(gap, []).append(index)
        self._sets = [(_Re2Set([gates[index][0] for index in part]), part) for part in parts.values()]

    def match(self, data: bytes) -> Sequence[int]:
        return sorted(part[index] for one, part in self._sets for index in one.match(data))

    def search(self, index: int, data: bytes, start: int) -> tuple[int, int] | None:
        match = _re2_gate(self._gates[index]).search(data, start)
        return match.span() if match is not None else None


class _Re2Set:
    """RE2's own set. Its matcher answers "nothing" when it runs out of memory, so a pattern that always matches
    is part of it: where that one is missing, the patterns are asked one by one."""

    def __init__(self, gates: Sequence[str]) -> None:
        re2 = _re2()
        self._gates = gates
        self._set = re2.Set.SearchSet(_re2_options())
        try:
            for gate in [*gates, r"\x1e"]:
                self._set.Add(gate)
        except re2.error as error:
            raise _no_pattern(error) from None
        self._set.Compile()

    def match(self, data: bytes) -> Sequence[int]:
        found: list[int] = self._set.Match(data)
        last = len(self._gates)
        if last in found:
            return sorted(index for index in found if index != last)
        return [index for index, gate in enumerate(self._gates) if _re2_gate(gate).search(data)]


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub(_SURROGATE, "\ufffd", text)
    return text


@lru_cache(1)
def _re2() -> Any:
    try:
        import re2  # type: ignore[import-untyped]  # google-re2 ships no types
    except ImportError:
        return None
    return re2


def _re2_options() -> Any:
    options = _re2().Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    return options


@lru_cache(4096)
def _re2_gate(pattern: str) -> Any:
    """A gate alone; what its groups hold is never asked, and without them it is much faster."""
    options = _re2_options()
    options.never_capture = True
    return _re2_compile(pattern, options)


def _re2_compile(pattern: str, options: Any = None) -> Any:
    try:
        return _re2().compile(pattern, options or _re2_options())
    except _re2().error as error:
        raise _no_pattern(error) from None


def _no_pattern(error: Exception) -> RuleError:
    reason = error.args[0] if error.args else ""
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return RuleError(f"not a pattern: {text}")
