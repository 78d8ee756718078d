"""What is decided about names: the configuration and the lock file beside it, as one table that rules get."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from corpuslint.config.names import part
from corpuslint.errors import ConfigError, RuleError
from corpuslint.hints import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpuslint.settings import Settings

DECIDED, UNLOCKED = "decided", "unlocked"
"""Rules whose `default` is one of these are on where names are decided, or where no lock says what to look up."""
_OF_LAYERS = ("style", "prefer", "groups", "distinct")


def table(settings: Settings, cache: Any = None) -> dict[str, Any]:
    """What is decided: JSON values, empty where nothing is. Raises ConfigError naming the file and the remedy.

    `lock` holds the path (as people know it) and the content of the lock, `style`, `prefer`, `groups` and `distinct`
    lists of pairs: which file says it, and what.
    """
    told: Mapping[str, Any] = settings.names
    made: dict[str, Any] = {
        key: [[_origin(settings, key, item), item] for item in told[key]] for key in _OF_LAYERS if told.get(key)
    }
    made |= {key: told[key] for key in ("source", "languages") if key in told}
    lock = _lock(settings, cache)
    return made | {"lock": lock} if lock else made


def _origin(settings: Settings, key: str, item: object) -> str:
    return settings.origins.get(part(key, item)) or settings.origins.get("names", "configuration")


def _lock(settings: Settings, cache: Any) -> list[Any] | None:
    path = settings.names_lock
    if not os.path.isfile(path):
        if "lock" in settings.names:
            raise ConfigError(f"{visible(path)}: names.lock is no file; `corpuslint names lock` makes one")
        return None
    from corpuslint.ruledata import read_yaml
    from corpuslint.text.names import lock

    shown = visible(os.path.relpath(path))
    try:
        document = read_yaml(path, cache)
    except RuleError as error:
        raise ConfigError(visible(str(error))) from None
    lock.read(document, shown)
    return [shown, document]


def default(declared: str, decided: Mapping[str, Any]) -> str:
    """Whether a rule is on, where its file leaves that to what is decided about names."""
    if declared == DECIDED:
        return "on" if decided.keys() - {"source", "languages"} else "off"
    if declared == UNLOCKED:
        return "off" if "lock" in decided else "on"
    return declared
