"""What facts depend on beside the texts: the code that takes them, and the settings that say how files are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from corpuslint import cachedir
from corpuslint.bench import Bench
from corpuslint.hashes import blake2b
from corpuslint.index.segment import RECIPE
from corpuslint.mapping import corpus_rule, group
from corpuslint.run import Job

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_CODE = (".py", ".yaml", ".json")
_LIBRARIES = ("chardet-", "ftfy-", "google_re2-", "numpy-", "wcwidth-")
"""Distributions whose versions say how a text is read."""
_SETTINGS = ("encoding", "documents", "max_file_size", "per_file_ignores", "overrides", "rule_folders")


class Recipes:
    """What is noted of files depends on, for the files of one run."""

    def __init__(self, job: Job, base: str) -> None:
        """`base` is the folder of the corpus."""
        self._job = job
        self._base = base
        self._made: dict[int, bytes] = {}

    def usual(self, settings: int) -> bytes:
        """That of the files for which these of the job's settings hold, and of which no table says anything."""
        if settings not in self._made:
            self._made[settings] = recipe(self._job.bench(settings), self._base)
        return self._made[settings]

    def of(self, path: str, settings: int) -> bytes:
        """That of a file, with what a table says of it, so that it is read again where that has changed."""
        made, said = self.usual(settings), self._job.bench(settings).files.said(path)
        if not said:
            return made
        return blake2b(made + repr(sorted(said.items())).encode("utf-8", "surrogatepass"), digest_size=RECIPE).digest()


def recipe(bench: Bench, base: str) -> bytes:
    """The digest of everything but a file that says what is noted of it; `base` is the folder of the corpus."""
    settings = bench.settings
    rows = [_code(bench), os.path.relpath(settings.root, base)]
    rows += [f"{name} {getattr(settings, name)!r}" for name in _SETTINGS]
    repairs = bench.repairer
    for entry in repairs.entries:
        rows.append(repr((entry.meta.code, sorted(entry.settings.items()), repairs.promoted.get(entry.meta.code))))
    for entry in bench.corpus_entries:
        shared = corpus_rule(entry).facts  # what several rules note depends on the options of none of them
        rows.append(repr((group(entry), () if shared else sorted(entry.settings.items()))))
    return blake2b("\n".join(rows).encode("utf-8", "surrogatepass"), digest_size=RECIPE).digest()


def _code(bench: Bench) -> str:
    """The digest of all code and rules at work; it is read again only where a file of them has changed."""
    folders = {_PACKAGE} | {os.path.dirname(entry.meta.source) for entry in bench.entries if entry.meta.source}
    states, paths = [sys.version, *_libraries()], []
    for folder in sorted(folders):
        for path, state in _files(folder):
            states.append(f"{path} {state}")
            paths.append(path)
    state = cachedir.digest("\n".join(states).encode("utf-8", "surrogatepass"))
    cache = cachedir.UserCache("code", os.getcwd())
    known = cache.get(state)
    if known is None:
        known = _contents(states[: 1 + len(_libraries())], paths).encode()
        cache.put(state, known)
    return known.decode("ascii", "replace")


def _contents(versions: Iterable[str], paths: Iterable[str]) -> str:
    made = blake2b("\n".join(versions).encode(), digest_size=16)
    for path in paths:
        with open(path, "rb") as stream:
            made.update(stream.read() + b"\0")
    return made.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, str]]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if name.endswith(_CODE):
                status = os.stat(os.path.join(root, name))
                yield os.path.join(root, name), f"{status.st_size} {status.st_mtime_ns}"


def _libraries() -> list[str]:
    """Names of installed distributions with their versions, as their folders are called."""
    found = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder) if folder else []
        except OSError:
            continue
        found |= {name for name in names if name.startswith(_LIBRARIES) and name.endswith("-info")}
    return sorted(found)
