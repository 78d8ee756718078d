"""How the files are read that one configuration is about: their formats, fields, codecs, and tables beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from corpuslint import containers
from corpuslint.containers import PLAIN, Format
from corpuslint.containers.base import Container, Fields
from corpuslint.errors import ConfigError, ReadError
from corpuslint.globs import Globs
from corpuslint.hints import did_you_mean, visible
from corpuslint.settings import METADATA, Settings, is_glob
from corpuslint.source import Archive, Source

if TYPE_CHECKING:
    from corpuslint.tables import Table

_source = partial(tuple.__new__, Source)
"""`Source._make` without a call of Python's: it is made for each file."""


class Files:
    """The files of one configuration."""

    def __init__(
        self,
        settings: Settings,
        makers: Sequence[Callable[[], Container]],
        ignored: Callable[[str], frozenset[str]],
    ) -> None:
        """`makers` make the containers of plugins; `ignored` gives the rules that stay silent in a file."""
        self.settings = settings
        self._makers = makers
        self._ignored = ignored
        self._by_ending: dict[str, tuple[Any, ...]] = {}
        """What sources of the endings that were met have in common, where these alone say how a file is read; a
        container is loaded for the first of its kind."""

    def expect_sense(self) -> None:
        """Raise ConfigError where the fields of a format are named that there is not, or a table says nothing."""
        for name in self.settings.documents:
            if not is_glob(name) and name not in containers.BUILT_IN and name not in self.plugged:
                ending = containers.SUFFIXES.get(f".{name}")
                hint = f" Did you mean `{ending}`?" if ending else did_you_mean(name, self._formats)
                origin = self.settings.origins.get("documents", "--config")
                raise ConfigError(f"{origin}: {self._no_format(name)}.{hint}")
        if self._has_tables:
            from corpuslint import tables

            tables.expect_sense(self.settings)

    @property
    def _formats(self) -> list[str]:
        return [*containers.BUILT_IN, *self.plugged]

    def _no_format(self, name: str) -> str:
        return f"documents: there is no format `{visible(name)}`; known are {', '.join(self._formats)}"

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
        inner = self.relative(path)
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
        inner = self.relative(path)
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
        return like._replace(path=path, file=path, without=self._ignored(path))

    def said(self, path: str) -> Mapping[str, str] | None:
        """What a table says of a text or a page, nothing where no row names it; None where no table tells of it.

        Raises TableError where a table cannot be used.
        """
        if not self._has_tables or (known := self._format(path)).archive:
            return None
        inner = self.relative(path)
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

    @lru_cache(256)  # noqa: B019 - as a bench, it lives as long as its run
    def _like(self, kind: str, packing: str, codec: str | None, fields: tuple[tuple[str, str], ...]) -> Source:
        limit = self.settings.max_file_size if kind == PLAIN else 1 << 62
        container = self._container(kind, codec)
        batched = container.batched and not packing
        return Source("", "", container, Fields(**dict(fields)), frozenset(), limit, batched, packing)

    def relative(self, path: str) -> str:
        """A path as patterns are about it: from the folder of the configuration."""
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
        made = [make() for make in self._makers]
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
