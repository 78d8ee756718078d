"""The table [names] of a configuration: what it may hold, how layers of it join, and where each part comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpuslint import language_names
from corpuslint.config.values import CHECKS, SettingError, known_keys
from corpuslint.hints import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

KEYS = ("lock", "style", "prefer", "groups", "distinct", "source", "languages")
GROUP_KEYS = ("id", "prefer", "forms", "except", "given", "ambiguous")
_SUBTAG = "[a-z]{2,3}"
_texts = CHECKS["globs"]
_ADDING = ("style", "prefer", "groups", "distinct")


def check(value: object) -> dict[str, Any]:
    """The table as `Settings` holds it: lists of texts, of groups and of pairs. Raises SettingError."""
    if not isinstance(value, dict):
        raise SettingError(f"must be a table: [names], not {shown(value)}")
    known_keys(value, KEYS)
    return {key: _in(key, item) for key, item in value.items()}


def _in(key: str, value: object) -> object:
    """One key's value; a failure names the key."""
    try:
        return _CHECKS[key](value)
    except SettingError as bad:
        raise SettingError(f"`{key}` {bad}") from None


def _groups(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise SettingError("must be a list of tables: write [[names.groups]]")
    return [_group(number, item) for number, item in enumerate(value, 1)]


def _group(number: int, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingError(f'number {number}: must be a table such as {{prefer = "A-B", forms = ["A B"]}}')
    try:
        known_keys(value, GROUP_KEYS)
        found: dict[str, Any] = {key: _GROUP_CHECKS.get(key, _list)(item) for key, item in value.items()}
    except SettingError as bad:
        raise SettingError(f"number {number}: {bad}") from None
    forms = found.get("forms", ())
    if len({found.get("prefer", ""), *forms} - {""}) < 2:
        raise SettingError(f"number {number}: needs two different forms, in `forms` and `prefer`")
    return found


def _pairs(value: object) -> list[list[str]]:
    if not isinstance(value, list):
        raise SettingError('must be a list of pairs: [["Petterson", "Patterson"]]')
    return [_pair(pair) for pair in value]


def _pair(value: object) -> list[str]:
    pair = _list(value)
    if len(set(pair)) != 2 or len(pair) != 2:
        raise SettingError(f"{shown(pair)} is no pair of two names")
    return pair


def _list(value: object) -> list[str]:
    found: Any = _texts(value)
    return list(found)


def _languages(value: object) -> list[str]:
    """Primary subtags, however the languages are named: a name that no document has would turn the search off."""
    made = []
    for name in _list(value):
        made.append(language_names.subtag(name.strip().lower().replace("_", "-").split("-")[0]))
        if not re.fullmatch(_SUBTAG, made[-1]):
            raise SettingError(f'{shown(name)} is no language; write "en"')
    return made


def _text(value: object) -> str:
    return _list([value])[0]


_CHECKS: dict[str, Callable[[object], object]] = {
    "lock": CHECKS["place"],
    "style": lambda value: _list([value] if isinstance(value, str) else value),
    "prefer": _list,
    "groups": _groups,
    "distinct": _pairs,
    "source": _text,
    "languages": _languages,
}
_GROUP_CHECKS: dict[str, Callable[[object], object]] = {"id": _text, "prefer": _text}


def joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Two layers as one: decisions add up, the later ones last; of the rest the later one holds."""
    both = {**old, **new}
    for key in _ADDING:
        if key in old and key in new:
            both[key] = [item for item in old[key] if item not in new[key]] + list(new[key])
    return both


def parts(table: Mapping[str, Any]) -> Iterator[str]:
    """The names of all decisions of a table, as `Settings.origins` has them."""
    for key in _ADDING:
        yield from (part(key, item) for item in table.get(key, ()))


def part(key: str, item: object) -> str:
    """The name of one decision."""
    return f"names.{key}.{item!r}"
