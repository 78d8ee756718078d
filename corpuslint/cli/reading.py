"""What `config show` says of files: by which container each is read, and which fields hold what."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from corpuslint import catalog, config, containers, plugins
from corpuslint.bench import Bench, Toolset
from corpuslint.containers import PLAIN
from corpuslint.containers.base import Fields
from corpuslint.discover.found import Found
from corpuslint.errors import CorpuslintError, reason
from corpuslint.hints import visible
from corpuslint.settings import Settings
from corpuslint.source import Source, opened

MOST = 20
"""Kinds of files that are told."""
SEARCHED = 2_000
"""Files with one ending that are looked at."""


def told(path: str, settings: Settings) -> Iterator[str]:
    """A line for a file, or for each kind of file in a folder: files of one kind are read alike."""
    found = plugins.load()
    bench = Bench(settings, Toolset(tuple(catalog.shipped()), tuple(found.containers)))
    known: dict[str, tuple[str, int]] = {}
    endings: Counter[str] = Counter()
    for file in _files(path, settings, bench):
        endings[ending := os.path.splitext(file)[1].lower()] += 1
        for name, how in _ways(file, bench) if endings[ending] <= SEARCHED else ():
            example, count = known.get(how, (name, 0))
            known[how] = (example, count + 1)
    if not known:
        return
    yield ""
    yield "How files are read; * marks what was found out:"
    for how, (example, count) in islice(known.items(), MOST):
        more = f" (and {count - 1:,} more)" if count > 1 else ""
        yield f"{visible(example)}{more}: {how}"
    for ending, count in endings.items():
        if count > SEARCHED:
            yield f"{count - SEARCHED:,} more {visible(ending)} files were not looked at"


def _files(path: str, settings: Settings, bench: Bench) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    from corpuslint.discover import discover, one_by_one

    more = [suffix for one in bench.files.plugged.values() for suffix in one.suffixes]
    resolver = config.Resolver(isolated=not settings.files)
    suffixes = {*containers.known_endings(), *more}
    seen = discover([path], settings, suffixes=suffixes, resolver=resolver if settings.files else None)
    yield from (one.path for one in one_by_one(seen) if isinstance(one, Found))


def _ways(path: str, bench: Bench) -> Iterator[tuple[str, str]]:
    """How a file is read, or the files in an archive."""
    try:
        source = bench.files.source(path)
        if source.archive is None or source.archive.inside is None:
            yield path, _way(source)
            return
        yield path, f"{source.archive.kind} archive, members read only"
    except (CorpuslintError, OSError) as error:
        yield path, f"not read: {visible(reason(error))}"


def _way(source: Source) -> str:
    kind = source.container.name + (f", {source.packing}" if source.packing else "")
    tabled = f"; {', '.join(source.container.meta)} by a table" if source.container.meta else ""
    if source.container.name == PLAIN:
        return kind + tabled
    with opened(source) as stream:
        fields = source.container.detect(stream, source.fields)
    return f"{kind}; {', '.join(_said(fields, source.fields)) or 'text by its own mapping'}{tabled}"


def _said(fields: Fields, given: Fields) -> Iterator[str]:
    for name, field, known in zip(Fields._fields, fields, given, strict=True):
        if field:
            yield f'{name} = "{visible(field)}"{"" if known else " *"}'
