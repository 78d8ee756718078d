"""Which settings hold where: the nearest configuration file, the environment and the command line.

TOML only, and data only: no key names code, a command, or a place outside the folder of its file.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from corpuslint.config import files
from corpuslint.config.files import find, shown_path
from corpuslint.config.layers import Layer, checked, combine
from corpuslint.errors import ConfigError, UsageError
from corpuslint.hints import did_you_mean, visible
from corpuslint.keys import BY_KEY, SETTINGS
from corpuslint.settings import Settings, below

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "Resolver",
    "Settings",
    "did_you_mean",
    "find",
    "init_text",
    "load",
    "resolve",
    "schema",
    "show",
    "split_arguments",
]

DEPTH = 10
"""How many files may build on one another."""


class Resolver:
    """Finds the settings for folders, and reads each file once.

    `inline` holds settings given as --config KEY=VALUE, `overrides` those of options, by their keys
    ("lint.select"); both go before any file, and options before all.
    `directory` is the folder that the caller works in: options and a file that he names are relative to it.
    """

    def __init__(
        self,
        *,
        isolated: bool = False,
        explicit_file: str | None = None,
        inline: Mapping[str, object] | None = None,
        overrides: Mapping[str, object] | None = None,
        directory: str = ".",
    ) -> None:
        """Raises ConfigError or UsageError for what the caller gave wrongly."""
        self._isolated = isolated
        self._explicit = explicit_file
        self._here = os.path.abspath(directory)
        self._options = list(_given(self._here, inline or {}, overrides or {}))
        self._by_file: dict[str, Settings] = {}
        self._by_folder: dict[str, Settings] = {}

    def at(self, directory: str) -> Settings:
        """The settings for a folder: those of the nearest file above, else the user's own, else the defaults.

        Raises ConfigError naming the file, the key and the remedy.
        """
        folder = os.path.abspath(directory)
        if folder not in self._by_folder:
            self._by_folder[folder] = self._found(folder)
        return self._by_folder[folder]

    def nested(self, folder: str) -> Settings | None:
        """The settings of a file that lies in this very folder; None where there is none or none counts."""
        if self._isolated or self._explicit:
            return None
        file = files.in_folder(folder)
        return self._of(file, os.path.dirname(os.path.abspath(file)), trusted=False) if file else None

    def _found(self, folder: str) -> Settings:
        if self._isolated:
            return self._of(None, self._here, trusted=False)
        if self._explicit:
            return self._of(self._explicit, self._here, trusted=True)
        file = find(folder)
        if file:
            return self._of(file, os.path.dirname(file), trusted=False)
        return self._of(files.user_file(), self._here, trusted=True)

    def _of(self, file: str | None, base: str, *, trusted: bool) -> Settings:
        known = self._by_file.get(file or "")
        if known is None:
            layers = _chain(file, base, trusted=trusted) if file else []
            origins = tuple(dict.fromkeys(shown_path(layer.origin) for layer in reversed(layers)))
            known = combine([*layers, *self._options], base, origins)
            self._by_file[file or ""] = known
        return known


def load(file: str) -> Settings:
    """The settings of one file, and of those that it builds on. Raises ConfigError."""
    base = os.path.dirname(os.path.abspath(file))
    layers = _chain(file, base, trusted=False)
    return combine(layers, base, tuple(layer.origin for layer in reversed(layers)))


def resolve(
    directory: str,
    *,
    isolated: bool = False,
    explicit_file: str | None = None,
    inline: Mapping[str, object] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Settings:
    """The settings for a folder that the caller works in; see `Resolver`."""
    resolver = Resolver(
        isolated=isolated,
        explicit_file=explicit_file,
        inline=inline,
        overrides=overrides,
        directory=directory,
    )
    return resolver.at(directory)


def split_arguments(values: Sequence[str]) -> tuple[str | None, dict[str, object]]:
    """What --config was given: the last file, and settings KEY=VALUE as one table.

    Raises UsageError for what is neither, ConfigError for a VALUE that is no TOML.
    """
    file: str | None = None
    table: dict[str, Any] = {}
    for value in values:
        key, equals, text = value.partition("=")
        if os.path.isfile(value):
            file = value
        elif not equals:
            raise UsageError(f"--config {visible(value)}: there is no such file; settings are KEY=VALUE")
        else:
            _merge(table, _one_setting(key.strip(), text.strip()))
    return file, table


def _one_setting(key: str, text: str) -> dict[str, Any]:
    name = f"--config {key}={text}"
    try:
        return files.parse(f"{key}={text}\n", name)
    except ConfigError as error:
        raise ConfigError(f'{error} (text needs quotes: {visible(key)}="...", a list is ["A", "B"])') from None


def _merge(table: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(table.get(key), dict):
            _merge(table[key], value)
        else:
            table[key] = value


def _given(here: str, inline: Mapping[str, object], overrides: Mapping[str, object]) -> list[Layer]:
    """The layers of the caller: environment, --config KEY=VALUE, options."""
    layers = []
    variables = {s.key: os.environ[s.variable] for s in SETTINGS if os.environ.get(s.variable or "=")}
    if variables:
        names = {key: BY_KEY[key].variable for key in variables}
        values = checked(_anywhere(variables, here), lambda key: names[key], trusted=True)
        layers.append(Layer("environment", here, values, names))
    if inline:
        layers.append(Layer("--config", here, checked(inline, lambda _: "--config", trusted=True)))
    if overrides:
        flags = {key: setting.flag or "--config" for key, setting in BY_KEY.items()}
        values = checked(_anywhere(overrides, here), lambda key: flags.get(key, "--config"), trusted=True)
        layers.append(Layer("--config", here, values, flags, options=True))
    return layers


def _anywhere(values: Mapping[str, object], here: str) -> dict[str, object]:
    """Places that the caller names are relative to where he is, and may be anywhere."""
    return {
        key: os.path.join(here, os.path.expanduser(value))
        if isinstance(value, str) and value and key in BY_KEY and BY_KEY[key].kind == "place"
        else value
        for key, value in values.items()
    }


def _chain(file: str, base: str, *, trusted: bool, above: tuple[str, ...] = ()) -> list[Layer]:
    """The layers of a file: what it builds on, then itself. `above`: the real paths that led here."""
    real = os.path.realpath(file)
    shown = visible(shown_path(file))
    if real in above:
        raise ConfigError(f"{shown}: `extend` leads back to this file; leave out one of the two")
    if len(above) >= DEPTH:
        raise ConfigError(f"{shown}: more than {DEPTH} files build on one another")
    source = files.source(file, trusted=trusted)
    if source is None:
        if not above and not trusted:
            return []
        raise ConfigError(f"{shown}: it has no table [tool.corpuslint]")
    values = checked(source.table, source.where, trusted=trusted)
    layers = []
    for name in values.get("extend", ()):
        path = _extended(source, name, trusted=trusted)
        folder = os.path.dirname(path)
        own = folder if below(base, folder) else base
        layers += _chain(path, own, trusted=trusted, above=(*above, real))
    return [*layers, Layer(shown_path(file), base, values)]


def _extended(source: files.Source, name: str, *, trusted: bool) -> str:
    """The path of a file to build on. Raises ConfigError where it may not be used or does not exist."""
    folder = os.path.dirname(os.path.abspath(source.path))
    path = os.path.normpath(os.path.join(folder, os.path.expanduser(name) if trusted else name))
    where = f"{source.where('extend')}: `extend`"
    if not trusted:
        limit = files.boundary(folder)
        if not (below(os.path.realpath(path), limit) or files.stands_above(path, folder)):
            raise ConfigError(
                f'{where} = "{visible(name)}" leads out of {visible(limit)}; it may build on files in there '
                "and on a configuration file of a folder above, only your own configuration on others"
            )
    if not os.path.isfile(path):
        raise ConfigError(f"{where}: there is no file {visible(name)}")
    return path


def schema() -> dict[str, object]:
    """The JSON Schema of a configuration file."""
    from corpuslint.config import json_schema

    return json_schema.schema()


def show(settings: Settings) -> str:
    """All settings as TOML, each with where it comes from."""
    from corpuslint.config import text

    return text.show(settings)


def init_text() -> str:
    """A corpuslint.toml to begin with: every setting, explained and commented out."""
    from corpuslint.config import text

    return text.init_text()
