"""The rules, containers and exceptions that one configuration comes to, ready to work with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint import catalog, containers, naming
from corpuslint.check import Checker, Exceptions
from corpuslint.containers import PLAIN, Format
from corpuslint.containers.base import Container, Fields
from corpuslint.errors import ConfigError, ReadError, RuleError, UsageError
from corpuslint.globs import Globs
from corpuslint.hints import did_you_mean, visible
from corpuslint.keys import SETTINGS
from corpuslint.model import Document, Safety, Stage
from corpuslint.registry import Choice, Entry, Registry
from corpuslint.settings import METADATA, Override, Settings, is_glob
from corpuslint.source import Archive, Source

if TYPE_CHECKING:
    from corpuslint.tables import Table

_source = partial(tuple.__new__, Source)
"""`Source._make` without a call of Python's: it is made for each file."""
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
        self._expect_formats()
        if self._has_tables:
            from corpuslint import tables

            tables.expect_sense(self.settings)
        self._expect_known()
        chosen = {entry.meta.code: entry for entry in self.registry.select(self._choice(()))}
        for override in self.settings.overrides:
            for entry in self.registry.select(self._choice((override,))):
                chosen.setdefault(entry.meta.code, entry)
        return [chosen[code] for code in sorted(chosen)]

    def _expect_formats(self) -> None:
        """Raise ConfigError where the fields of a format are named that there is not."""
        for name in self.settings.documents:
            if not is_glob(name) and name not in containers.BUILT_IN and name not in self.plugged:
                ending = containers.SUFFIXES.get(f".{name}")
                hint = f" Did you mean `{ending}`?" if ending else did_you_mean(name, self._formats)
                origin = self.settings.origins.get("documents", "--config")
                raise ConfigError(f"{origin}: {self._no_format(name)}.{hint}")

    @property
    def _formats(self) -> list[str]:
        return [*containers.BUILT_IN, *self.plugged]

    def _no_format(self, name: str) -> str:
        return f"documents: there is no format `{visible(name)}`; known are {', '.join(self._formats)}"

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
        words = self.settings.ignored_codes(self._relative(path))
        return frozenset(code for word in words for code in self.registry.codes(word))

    def source(self, path: str) -> Source:
        """How a file is read. Raises ConfigError where its format does not exist."""
        ending = path[path.rfind(".") :]
        like = self._by_ending.get(ending)
        if like is None and self._simple and ending in containers.SUFFIXES:
            like = self._by_ending[ending] = self._like(containers.SUFFIXES[ending], "", None, ())[2:]
        if like is not None:
            return _source((path, path, *like))
        known = self._format(path)
        if known.archive:
            archive = Archive(known.archive, known.packing, inside=partial(self.member, path))
            like = self._like(PLAIN, "", None, ())
            return like._replace(path=path, file=path, batched=False, limit=1 << 62, archive=archive)
        return self._source(path, known)

    def member(self, archive: str, name: str) -> Source | None:
        """How a file in an archive is read; None where it is not of a known format, or left out by the settings.

        Raises ReadError for an archive in it.
        """
        path = f"{archive}/{name}"
        known = self._format(name)
        inner = self._relative(path)
        left_out = self._outside.covers(name) or (not inner.startswith(os.pardir) and self._outside.covers(inner))
        if left_out or not (known.kind or known.archive):
            return None
        if known.archive:
            raise ReadError("an archive in an archive; unpack the outer one")
        outer = containers.format_of(archive)
        source = self._source(path, known)
        return source._replace(file=archive, archive=Archive(outer.archive, outer.packing, name), batched=False)

    @cached_property
    def _outside(self) -> Globs:
        """What a search leaves out, in archives too."""
        return Globs([*self.settings.exclude, *self.settings.extend_exclude])

    def _source(self, path: str, known: Format) -> Source:
        inner = self._relative(path)
        kind = known.kind or PLAIN
        fields = self.settings.fields(inner, kind)
        kind = fields.get("format", kind)
        codec = self.settings.codec(inner) if kind in containers.CODED else None
        meta = self._said(inner, kind)
        beside = () if meta is None else METADATA  # columns of the table, and no fields of the file
        named = tuple((key, value) for key, value in fields.items() if key in Fields._fields and key not in beside)
        like = self._like(kind, known.packing, codec, named)
        if meta:
            like = like._replace(container=self._container(kind, codec, meta=meta))
        return like._replace(path=path, file=path, without=self.ignored(path))

    def said(self, path: str) -> Mapping[str, str] | None:
        """What a table says of a text or a page, nothing where no row names it; None where no table tells of it.

        Raises TableError where a table cannot be used.
        """
        if not self._has_tables or (known := self._format(path)).archive:
            return None
        inner = self._relative(path)
        kind = known.kind or PLAIN
        return self._said(inner, self.settings.fields(inner, kind).get("format", kind))

    def _said(self, inner: str, kind: str) -> Mapping[str, str] | None:
        key = self.settings.table(inner, kind) if kind in containers.TABLED else ""
        return self.tables[key].of(inner) if key else None

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables of texts and pages, by key of `documents`. Raises TableError where one cannot be used."""
        if not self._has_tables:
            return {}
        from corpuslint import tables

        return tables.of(self.settings, self.source)

    @cached_property
    def _has_tables(self) -> bool:
        return any("table" in entry or "file" in entry for entry in self.settings.documents.values())

    @cached_property
    def _simple(self) -> bool:
        """Whether nothing but a file's ending says how it is read."""
        settings = self.settings
        return not (settings.per_file_ignores or settings.encoding or settings.documents or self.plugged)

    @cached_property
    def _by_ending(self) -> dict[str, tuple[Any, ...]]:
        """What sources of the endings that were met have in common, where these alone say how a file is read; a
        container is loaded for the first of its kind."""
        return {}

    @lru_cache(256)  # noqa: B019 - as above
    def _like(self, kind: str, packing: str, codec: str | None, fields: tuple[tuple[str, str], ...]) -> Source:
        limit = self.settings.max_file_size if kind == PLAIN else 1 << 62
        container = self._container(kind, codec)
        batched = container.batched and not packing
        return Source("", "", container, Fields(**dict(fields)), frozenset(), limit, batched, packing)

    def _relative(self, path: str) -> str:
        inner = os.path.relpath(os.path.abspath(path), self.settings.root)
        return inner.replace(os.sep, "/")

    def _format(self, path: str) -> Format:
        """How a file is read by the end of its name; containers of plugins go before the built-in ones."""
        for one in self.plugged.values():
            if path.lower().endswith(one.suffixes):
                return Format(one.name)
        return containers.format_of(path)

    @cached_property
    def plugged(self) -> dict[str, Container]:
        """The containers of plugins, by name."""
        made = [make() for make in self._tools.containers]
        return {one.name: one for one in made}

    def _container(self, name: str, codec: str | None, **options: Any) -> Container:
        if name in self.plugged:
            return self.plugged[name]
        if name not in containers.BUILT_IN:
            raise ConfigError(self._no_format(name))
        make = containers.load(name)
        if codec:
            options["codec"] = codec
        if name != PLAIN:  # a file that is one text is measured before it is opened
            options["longest"] = self.settings.max_file_size
        return make(**options)
