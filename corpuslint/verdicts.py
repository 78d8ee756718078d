"""A small corpus in which no rule across files found anything is known again by what it holds.

The answer is kept under a digest of the documents, the settings and the state of the rules, in the user's own cache;
without it the rules are loaded and asked, with the same result.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from corpuslint import __version__
from corpuslint.bench import Bench
from corpuslint.cachedir import UserCache, digest
from corpuslint.facts import CorpusFacts
from corpuslint.registry import Entry
from corpuslint.settings import Settings

_ALGORITHMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "text")


def key(bench: Bench, facts: CorpusFacts) -> str:
    """The name under which "nothing found" is kept; "" where the corpus is not small."""
    if facts.taken or not facts.waiting:
        return ""
    rows = [__version__, _settings(bench.settings), *_rules(bench.corpus_entries)]
    rows += sorted(repr((doc.key, doc.text, sorted(doc.meta.items()))) for doc in facts.waiting)
    return digest("\n".join(rows).encode("utf-8", "surrogatepass"))


def known(name: str) -> bool:
    """Whether it is kept that nothing was found."""
    return _cache().get(name) is not None


def keep(name: str) -> None:
    """Keep that nothing was found."""
    _cache().put(name, b"nothing")


def _cache() -> UserCache:
    return UserCache("verdicts", os.getcwd())


def _settings(settings: Settings) -> str:
    return repr([(name, getattr(settings, name)) for name in Settings.__annotations__ if name != "origins"])


def _rules(entries: Iterable[Entry]) -> Iterable[str]:
    folders = {_ALGORITHMS}
    for entry in entries:
        meta = entry.meta
        folders.add(os.path.dirname(meta.source))
        yield repr((meta.code, meta.severity, meta.fix, sorted(entry.settings.items()), entry.name_lists, entry.names))
    for folder in sorted(folders):
        yield from _state(folder)


def _state(folder: str) -> Iterable[str]:
    """Name, size and time of every file of rules below a folder."""
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith((".py", ".yaml", ".json")):
                status = os.stat(os.path.join(root, name))
                yield f"{root}/{name} {status.st_size} {status.st_mtime_ns}"
