"""The rules and exceptions that one configuration comes to, and its files, ready to work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from corpuslint import catalog, naming
from corpuslint.check import Checker, Exceptions
from corpuslint.containers.base import Container
from corpuslint.errors import ConfigError, RuleError, UsageError
from corpuslint.files import Files
from corpuslint.keys import SETTINGS
from corpuslint.model import Document, Safety, Stage
from corpuslint.registry import Choice, Entry, Registry
from corpuslint.settings import Override, Settings

_OF_CODES = ("codes", "codes by glob", "levels")
"""Kinds of settings that name rules."""


class Toolset(NamedTuple):
    """What the caller allows beside the configuration; it can be sent to another process."""

    folders: tuple[catalog.Folder, ...]
    """Folders of rules: shipped, of plugins, and those named with --rules."""
    containers: tuple[Callable[[], Container], ...] = ()
    cache: Any = None
    name_lists: tuple[str, ...] = ()
    """Files of names that plugins add."""


def _informed(entry: Entry, lists: tuple[str, ...], decided: Mapping[str, Any]) -> Entry:
    """The rule with what is known of names, and on or off as that says."""
    default = naming.default(entry.meta.default, decided)
    if default == entry.meta.default and not lists and not decided:
        return entry
    return entry.but(meta=entry.meta._replace(default=default), name_lists=lists, names=decided)


class Bench:
    """One configuration at work."""

    def __init__(self, settings: Settings, tools: Toolset) -> None:
        self.settings = settings
        self._tools = tools
        self.failed: list[RuleError] = []
        """What is wrong with rule files that could not be used, known when the rules are."""
        self.files = Files(settings, tools.containers, self.ignored)

    @cached_property
    def registry(self) -> Registry:
        """All rules that this configuration can select from; what is wrong with others goes to `failed`."""
        found, failed = catalog.usable([*self._tools.folders, *catalog.configured(self.settings)], self._tools.cache)
        self.failed += failed
        lists, decided = self._tools.name_lists, naming.table(self.settings, self._tools.cache)
        return Registry((_informed(entry, lists, decided) for entry in found), self.failed)

    @cached_property
    def entries(self) -> list[Entry]:
        """The selected rules; those that only an override selects are among them."""
        self.files.expect_sense()
        self._expect_known()
        chosen = {entry.meta.code: entry for entry in self.registry.select(self._choice(()))}
        for override in self.settings.overrides:
            for entry in self.registry.select(self._choice((override,))):
                chosen.setdefault(entry.meta.code, entry)
        return [chosen[code] for code in sorted(chosen)]

    def _expect_known(self) -> None:
        """Raise ConfigError, with the setting that it stands in, for a rule or an option that there is not.

        What is wrong with rule files is told with it: the rule may be in one of them.
        """
        for setting in SETTINGS:
            words = getattr(self.settings, setting.attribute)
            if setting.kind == "codes by glob":
                words = chain.from_iterable(words.values())
            try:
                if setting.key == "rules":
                    for word, table in words.items():
                        self.registry.options(word, table)
                for word in words if setting.kind in _OF_CODES else ():
                    self.registry.codes(word)
            except (UsageError, RuleError) as error:
                origin = self.settings.origins.get(setting.key, setting.key)
                where = origin if setting.flag == origin else f"{origin}: `{setting.key}`"
                raise ConfigError("\n".join([f"{where}: {error}", *map(str, self.failed)])) from None

    @cached_property
    def checker(self) -> Checker:
        """The per-document rules."""
        return Checker(self.entries, self._promoted, self._tools.cache)

    @cached_property
    def repairer(self) -> Checker:
        """The rules of the first stages alone: what documents need that only lend evidence."""
        early = (entry for entry in self.entries if entry.meta.stage is not Stage.TEXT)
        return Checker(early, self._promoted, self._tools.cache)

    @cached_property
    def collapsing(self) -> frozenset[str]:
        """The rules whose findings may be told once for many documents."""
        return frozenset(entry.meta.code for entry in self.entries if entry.meta.collapses)

    @cached_property
    def corpus_entries(self) -> list[Entry]:
        """The rules that judge documents against one another."""
        return [entry for entry in self.entries if entry.meta.corpus]

    @cached_property
    def _promoted(self) -> Mapping[str, Safety]:
        classes = (
            (self.settings.extend_safe_fixes, Safety.SAFE),
            (self.settings.extend_unsafe_fixes, Safety.UNSAFE),
        )
        return {code: safety for words, safety in classes for word in words for code in self.registry.codes(word)}

    def _choice(self, overrides: Sequence[Override]) -> Choice:
        settings = self.settings
        choice = Choice(
            settings.select, settings.ignore, settings.extend_select, settings.fixable, settings.unfixable,
            settings.extend_safe_fixes, settings.extend_unsafe_fixes, settings.severity, settings.preview,
            settings.rules,
        )  # fmt: skip
        for override in overrides:
            choice = choice._replace(
                select=override.select or choice.select,
                extend_select=choice.extend_select + override.extend_select,
                ignore=choice.ignore + override.ignore,
                severity={**choice.severity, **override.severity},
            )
        return choice

    def exceptions(self, doc: Document) -> Exceptions:
        """What holds for a document because of what its record says of it."""
        return self._exceptions(tuple(override.applies(doc.meta) for override in self.settings.overrides))

    @lru_cache(256)  # noqa: B019 - a bench lives as long as its run
    def _exceptions(self, applies: tuple[bool, ...]) -> Exceptions:
        overrides = [one for one, does in zip(self.settings.overrides, applies, strict=True) if does]
        spoken = {entry.meta.code: entry.meta.severity for entry in self.registry.select(self._choice(overrides))}
        usual = {entry.meta.code: entry.meta.severity for entry in self.entries}
        other = {code: severity for code, severity in spoken.items() if usual.get(code) is not severity}
        return Exceptions(frozenset(usual.keys() - spoken.keys()), other)

    def ignored(self, path: str) -> frozenset[str]:
        """Rules that stay silent in a file because of where it lies."""
        words = self.settings.ignored_codes(self.files.relative(path))
        return frozenset(code for word in words for code in self.registry.codes(word))
