"""Settings of several origins, one above the other, become one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from corpuslint.config import names
from corpuslint.config.values import SettingError, check
from corpuslint.errors import ConfigError
from corpuslint.globs import quoted
from corpuslint.hints import did_you_mean, visible
from corpuslint.keys import BY_KEY
from corpuslint.settings import Settings, below, is_glob

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ADDING = {
    "extend-exclude",
    "lint.extend-select",
    "lint.extend-safe-fixes",
    "lint.extend-unsafe-fixes",
    "lint.overrides",
}
"""Lists of which each layer adds its own."""
ADDING_OPTIONS = {"lint.ignore", "lint.unfixable"}
"""Lists to which the command line adds, where a file replaces."""
_TABLES = {"lint"}


class Layer:
    """Checked values of one origin; its patterns and places are relative to `base`.

    `origins` are finer origins of single keys, where there are any; `options`: these are of the command line.
    """

    def __init__(
        self,
        origin: str,
        base: str,
        values: Mapping[str, Any],
        origins: Mapping[str, str] | None = None,
        options: bool = False,
    ) -> None:
        """The values are kept as they are given."""
        self.origin = origin
        self.base = base
        self.values = values
        self.origins = origins or {}
        self.options = options


def flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """Values by their whole keys, "lint.select"."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key in _TABLES and isinstance(value, Mapping):
            found.update({f"{key}.{inner}": item for inner, item in value.items()})
        else:
            found[key] = value
    return found


def checked(table: Mapping[str, Any], where: Callable[[str], str], *, trusted: bool = False) -> dict[str, Any]:
    """The values of a table as `Settings` holds them.

    `where` names the place of a key for messages. `trusted`: its places may lie anywhere.
    Raises ConfigError with a line for each key that does not exist and each value that cannot be.
    """
    found, problems = {}, []
    for key, value in flat(table).items():
        try:
            found[key] = _checked(key, value, trusted=trusted)
        except SettingError as error:
            problems.append(f"{where(key)}: {error}")
    if problems:
        raise ConfigError("\n".join(problems))
    return found


def _checked(key: str, value: object, *, trusted: bool) -> object:
    setting = BY_KEY.get(key)
    if setting is None:
        raise SettingError(_unknown(key))
    if trusted and setting.kind == "place" and isinstance(value, str) and _is_elsewhere(value):
        return os.path.expanduser(value)
    try:
        return check(setting, value)
    except SettingError as error:
        raise SettingError(f"`{key}` {error}" if not str(error).startswith("`") else f"{key}: {error}") from None


def _is_elsewhere(path: str) -> bool:
    return os.path.isabs(os.path.expanduser(path)) and "\0" not in path


def _unknown(key: str) -> str:
    if key in _TABLES:
        return f"`{key}` must be a table: [{key}]"
    table, _, last = key.rpartition(".")
    inside = f" in [{visible(table)}]" if table else ""
    return f"unknown key `{visible(last)}`{inside}.{_meant(table, last) or ' `corpuslint config init` shows all keys.'}"


def _meant(table: str, last: str) -> str:
    """The key that was probably meant: the same in another table, or one spelt like it, first in its own table."""
    same = next((known for known in BY_KEY if known.rpartition(".")[2] == last.replace("_", "-")), None)
    if same:
        place = same.rpartition(".")[0]
        where = f"in [{place}]" if place else "outside of any table"
        return f" Did you mean `{last.replace('_', '-')}` {where}?"
    if last in {"tool", "corpuslint"}:
        return " Only in pyproject.toml do tables begin with tool.corpuslint."
    beside = did_you_mean(last, _names(table)) or did_you_mean(last, BY_KEY)
    return beside or did_you_mean(last, _names("lint")).replace("`", "`lint.", 1)


def _names(table: str) -> list[str]:
    """What the keys of a table are called in it."""
    return [name for inside, _, name in (known.rpartition(".") for known in BY_KEY) if inside == table]


def combine(layers: Sequence[Layer], root: str, files: Sequence[str] = ()) -> Settings:
    """One `Settings` of all layers, the strongest last.

    Its root is `root` or the highest folder above it that a layer's patterns are relative to.
    """
    bases = (layer.base for layer in layers if any(BY_KEY[key].kind in _MOVES for key in layer.values))
    top = min([root, *(base for base in bases if below(root, base))], key=len)
    values: dict[str, Any] = {key: _rebased(key, BY_KEY[key].default, root, top) for key in ("accepted", "cache-dir")}
    origins: dict[str, str] = {}
    for layer in layers:
        if layer.options:
            _make_way(layer, values, origins)
        for key, value in layer.values.items():
            moved = _rebased(key, value, layer.base, top)
            origin = layer.origins.get(key, layer.origin)
            joined = _joined(key, values.get(key), moved, layer.options)
            if key in origins and joined != moved:
                origin = f"{origins[key]}, {origin}"
            values[key], origins[key] = joined, origin
            if key == "names":
                origins.update(dict.fromkeys(names.parts(value), layer.origins.get(key, layer.origin)))
    attributes = {BY_KEY[key].attribute: value for key, value in values.items()}
    return Settings(top, tuple(files), origins, **attributes)


def _make_way(layer: Layer, values: dict[str, Any], origins: dict[str, str]) -> None:
    """What --select names is wanted: the file adds nothing to it, and ignores nothing of it by name."""
    wanted = {*layer.values.get("lint.select", ()), *layer.values.get("lint.extend-select", ())}
    if "lint.select" in layer.values:
        values.pop("lint.extend-select", None)
        origins.pop("lint.extend-select", None)
    if "lint.ignore" in values:
        values["lint.ignore"] = tuple(code for code in values["lint.ignore"] if code not in wanted)


def _joined(key: str, old: Any, new: Any, options: bool) -> Any:
    if old is None:
        return new
    if key == "names":
        return names.joined(old, new)
    if isinstance(new, Mapping):
        inner = {
            name: {**old[name], **item} if isinstance(item, Mapping) and isinstance(old.get(name), Mapping) else item
            for name, item in new.items()
        }
        return {name: item for name, item in old.items() if name not in new} | inner
    if key in ADDING or (options and key in ADDING_OPTIONS):
        return old + tuple(item for item in new if item not in old)
    return new


def _rebased(key: str, value: Any, base: str, top: str) -> Any:
    """The value with its patterns and places relative to `top`, where they were relative to `base`."""
    if base == top or not below(base, top):
        return value
    prefix = os.path.relpath(base, top).replace(os.sep, "/")
    move = _MOVES.get(BY_KEY[key].kind)
    return move(value, prefix) if move and value else value


def _moved_place(path: str, prefix: str) -> str:
    return path if os.path.isabs(path) else f"{prefix}/{path}"


def _moved_places(table: Mapping[str, Any], prefix: str, name: str) -> dict[str, Any]:
    """A table of which one value is a place, if it is there."""
    return {key: _moved_place(value, prefix) if key == name else value for key, value in table.items()}


def _moved(pattern: str, prefix: str) -> str:
    """A pattern of a folder as one of the folder above: `a/b` becomes `prefix/a/b`, `b` `prefix/**/b`."""
    sign = "!" if pattern.startswith("!") else ""
    bare = pattern.removeprefix("!")
    if not bare.strip("/ "):
        return pattern
    between = "/" if "/" in bare.rstrip("/") else "/**/"
    return f"{sign}/{quoted(prefix)}{between}{bare.removeprefix('/')}"


_MOVES: Mapping[str, Callable[[Any, str], Any]] = {
    "globs": lambda globs, prefix: tuple(_moved(glob, prefix) for glob in globs),
    "codecs": lambda table, prefix: {_moved(glob, prefix): codec for glob, codec in table.items()},
    "codes by glob": lambda table, prefix: {_moved(glob, prefix): codes for glob, codes in table.items()},
    "documents": lambda table, prefix: {
        _moved(key, prefix) if is_glob(key) else key: _moved_places(entry, prefix, "table")
        for key, entry in table.items()
    },
    "names": lambda table, prefix: _moved_places(table, prefix, "lock"),
    "place": _moved_place,
    "places": lambda paths, prefix: tuple(_moved_place(path, prefix) for path in paths),
}
"""How values of these kinds move to a folder above."""
