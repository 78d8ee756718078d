"""YAML as rule files use it: mappings, lists, text, integers, true, false and null, and nothing else.

Reads the events of libyaml one by one, so that nothing in a file can name a type, repeat itself (anchors),
hide a key behind another or nest without end. libyaml's own loader crashes on 50,000 nested brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from corpuslint.errors import RuleError

MAX_DEPTH = 12
MAX_CHARACTERS = 1_000_000

Node = None | bool | int | str | list["Node"] | dict[str, "Node"]
_PLAIN: dict[str, Node] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(text: str, source: str) -> Iterator[Node]:
    """Each document of a YAML text, one at a time: a caller that needs the first reads no further.

    Raises RuleError that names `source`, the line and what is not allowed.
    """
    if len(text) > MAX_CHARACTERS:
        raise RuleError(f"{source}: longer than {MAX_CHARACTERS:,} characters")
    try:
        yield from _documents(text, source)
    except yaml.YAMLError as error:
        conflict = f"\n{text}".find("\n<<<<<<< ")
        if conflict >= 0:
            line = text.count("\n", 0, conflict) + 1
            raise RuleError(f"{source}:{line}: a merge left a conflict; keep what holds, remove the marks") from None
        mark = getattr(error, "problem_mark", None)
        place = f"{source}:{mark.line + 1}:{mark.column + 1}" if mark else source
        raise RuleError(
            f"{place}: not YAML: {getattr(error, 'problem', None) or str(error).partition(chr(10))[0]}"
        ) from None


def _documents(text: str, source: str) -> Iterator[Node]:
    build = _Build(source)
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            build = _Build(source)
        elif isinstance(event, yaml.DocumentEndEvent):
            yield build.root[0] if build.root else None
        elif isinstance(event, yaml.NodeEvent):
            build.node(event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            build.close()


class _Build:
    """The document that has been read so far: a stack of open collections, with the key that waits in each."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root: list[Node] = []
        self._open: list[list[Node] | dict[str, Node]] = [self.root]
        self._keys: list[str | None] = [None]

    def node(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(event, "anchors and aliases are not allowed")
        if isinstance(event, yaml.ScalarEvent):
            if event.tag:
                self._refuse(event, f"the tag {event.tag} is not allowed")
            self._put(event, _scalar(event))
            return
        if isinstance(event, yaml.CollectionStartEvent):
            if event.tag:
                self._refuse(event, f"the tag {event.tag} is not allowed")
            if len(self._open) > MAX_DEPTH:
                self._refuse(event, f"nested deeper than {MAX_DEPTH}")
            new: list[Node] | dict[str, Node] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self._put(event, new)
            self._open.append(new)
            self._keys.append(None)

    def close(self) -> None:
        self._open.pop()
        self._keys.pop()

    def _put(self, event: yaml.NodeEvent, value: Node) -> None:
        top = self._open[-1]
        key = self._keys[-1]
        if isinstance(top, list):
            top.append(value)
        elif key is None:
            if not isinstance(value, str):
                value = event.value if isinstance(event, yaml.ScalarEvent) and value is not None else None
            if not isinstance(value, str):
                self._refuse(event, "a key must be text")
            if value in top:
                self._refuse(event, f"the key {value!r} occurs twice")
            if value == "<<":
                self._refuse(event, "merge keys are not allowed")
            self._keys[-1] = value
        else:
            top[key] = value
            self._keys[-1] = None

    def _refuse(self, event: yaml.Event, why: str) -> None:
        mark = event.start_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise RuleError(f"{self.source}{place}: {why}")


def _scalar(event: yaml.ScalarEvent) -> Node:
    value: str = event.value
    if event.style:
        return value
    if value in _PLAIN:
        return _PLAIN[value]
    digits = value.removeprefix("-")
    if digits.isascii() and digits.isdigit() and (digits == "0" or digits[0] != "0") and len(digits) < 19:
        return int(value)
    return value
