"""Reviewed knowledge about names: published spellings of one name, and names never to be merged.

A pack states facts, never a preference. Read with the strict YAML reader of rule files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corpuslint.errors import RuleError
from corpuslint.text.names.extract import mentions
from corpuslint.text.names.runs import PART, article
from corpuslint.text.names.spelling import pair

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

KINDS = ("person", "place", "org", "people", "work")
_GROUP_KEYS = {"id", "kind", "forms", "given", "except", "ambiguous", "usual"}


@dataclass(frozen=True, slots=True)
class Group:
    """Published spellings of one name.

    Within a phrase of `exceptions` (chicken Kiev) a form is left alone. A form in `ambiguous` counts
    only beside one of the names in `given`; the others also stand alone.
    """

    id: str
    kind: str
    forms: tuple[str, ...]
    given: frozenset[str]
    exceptions: tuple[str, ...]
    ambiguous: frozenset[str]
    usual: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """The languages in which a form is the one that its press writes."""


@dataclass(frozen=True)
class Pack:
    """All groups, and the pairs of names that are never one."""

    groups: tuple[Group, ...]
    distinct: frozenset[frozenset[str]]

    def is_distinct(self, a: str, b: str) -> bool:
        """Whether two names are known to be two, however they are capitalised, or all that differs in them."""
        return pair(a, b) in self._distinct

    @cached_property
    def _distinct(self) -> frozenset[frozenset[str]]:
        return frozenset(pair(*two) for two in self.distinct)


def exceptions(groups: Iterable[Group], forms: Collection[str]) -> tuple[str, ...]:
    """The phrases within which groups that have one of some forms leave it alone."""
    return tuple(
        phrase for group in groups if any(form in forms for form in group.forms) for phrase in group.exceptions
    )


def tokens(form: str) -> tuple[str, ...]:
    """A form as running text would be cut: one token per word, each with the article before it."""
    found = mentions(f"so {form}")
    table = list(found.table)
    places = zip(found.tokens, found.flags, strict=True)
    return tuple(article(flags) + table[token] for token, flags in places if not flags & PART)


def load(folder: str, more: Iterable[str], read_yaml: Callable[[str], Any]) -> Pack:
    """All packs of a folder and of the files `more`; a later file replaces groups of the same id. Raises RuleError."""
    groups: dict[str, Group] = {}
    distinct: set[frozenset[str]] = set()
    own = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
    for path in (*own, *more):
        pack = read(read_yaml(path), path)
        groups.update((group.id, group) for group in pack.groups)
        distinct |= pack.distinct
    return Pack(tuple(groups.values()), frozenset(distinct))


def read(document: Any, path: str) -> Pack:
    """One pack from its YAML document; `path` names it in errors. Raises RuleError."""
    if not isinstance(document, dict) or not document.keys() <= {"groups", "distinct"}:
        raise RuleError(f"{path}: a pack is a mapping with `groups` and `distinct`")
    groups = _list(path, document, "groups")
    pairs = _list(path, document, "distinct")
    return Pack(
        tuple(_group(f"{path}: group {place}", spec) for place, spec in enumerate(groups, 1)),
        frozenset(_pair(f"{path}: distinct pair {place}", spec) for place, spec in enumerate(pairs, 1)),
    )


def _list(where: str, table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise RuleError(f"{where}: {key} must be a list")
    return value


def _texts(where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _list(where, table, key)
    if not all(isinstance(value, str) and value for value in values):
        raise RuleError(f"{where}: every item of {key} must be text")
    return tuple(values)


def _group(where: str, spec: Any) -> Group:
    if not isinstance(spec, dict) or not {"id", "kind", "forms"} <= spec.keys() <= _GROUP_KEYS:
        raise RuleError(f"{where}: needs id, kind and forms, and may have {', '.join(sorted(_GROUP_KEYS))}")
    forms = _texts(where, spec, "forms")
    ambiguous = _texts(where, spec, "ambiguous")
    if not isinstance(spec["id"], str) or spec["kind"] not in KINDS:
        raise RuleError(f"{where}: id must be text and kind one of {', '.join(KINDS)}")
    if len(set(forms)) < 2 or not set(ambiguous) <= set(forms):
        raise RuleError(f"{where}: needs two different forms; ambiguous ones must be among them")
    return Group(
        spec["id"],
        spec["kind"],
        forms,
        frozenset(_texts(where, spec, "given")),
        _texts(where, spec, "except"),
        frozenset(ambiguous),
        _usual(where, spec.get("usual", {}), forms),
    )


def _usual(where: str, table: Any, forms: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """The languages of each form, from the forms of each language."""
    if not isinstance(table, dict) or not all(isinstance(language, str) for language in table):
        raise RuleError(f"{where}: usual must be a mapping of languages to lists of forms")
    said = {language: _texts(where, table, language) for language in table}
    if not {form for own in said.values() for form in own} <= set(forms):
        raise RuleError(f"{where}: the usual forms of a language must be among the forms")
    return {form: told for form in forms if (told := frozenset(one for one, own in said.items() if form in own))}


def _pair(where: str, spec: Any) -> frozenset[str]:
    if not isinstance(spec, list) or len(spec) != 2 or not all(isinstance(name, str) for name in spec):
        raise RuleError(f"{where}: must be a list of two names")
    if len(set(spec)) < 2:
        raise RuleError(f"{where}: names the same name twice")
    return frozenset(spec)
