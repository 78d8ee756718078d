"""A run in several jobs that share nothing but a folder: what each wrote, and all of it as one run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from corpuslint import __version__, packed
from corpuslint.cachedir import replacing
from corpuslint.errors import UsageError, WriteRefused
from corpuslint.gathered import Gathered
from corpuslint.index.columns import Columns, Damaged, write
from corpuslint.index.recipe import recipe
from corpuslint.part import Part
from corpuslint.run import Job, Task

ENDING = ".shard"
_SHARD = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


class Shard(NamedTuple):
    """One job of many: number `at` (from 1) of `of`."""

    at: int
    of: int

    @property
    def name(self) -> str:
        """The name of the file that it writes."""
        return f"{self.at:05}-of-{self.of:05}{ENDING}"


class Said(NamedTuple):
    """What a shard says of its run: which files there were, and how they were checked."""

    at: int
    of: int
    paths: list[str]
    """As they were named on the command line."""
    files: str
    recipe: str


def shard_of(text: str) -> Shard:
    """The job that `i/N` names. Raises UsageError."""
    found = _SHARD.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(f"--shard {text!r} is not of the form i/N, with i from 1 to N, such as 3/16")
    return Shard(int(found[1]), int(found[2]))


def chosen(tasks: Sequence[Task], shard: Shard) -> list[Task]:
    """The tasks of one job: each file is one job's, and jobs get about the same number of bytes."""
    loads = [(0, at) for at in range(1, shard.of + 1)]
    heapify(loads)
    mine = []
    for size, task in sorted(((_size(task.path), task) for task in tasks), key=lambda one: (-one[0], one[1].path)):
        load, at = heappop(loads)
        heappush(loads, (load + size + 1, at))
        if at == shard.at:
            mine.append(task)
    return sorted(mine)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def digest_of_files(tasks: Sequence[Task]) -> str:
    """What is the same in two jobs if they see the same files, of the same sizes, with the same settings."""
    made = blake2b(digest_size=16)
    for task in sorted(tasks):
        made.update(packed.of_json([*task, _size(task.path)]) + b"\n")
    return made.hexdigest()


def digest_of_rules(job: Job, root: str) -> str:
    """What is the same in two jobs if the same code judges by the same rules."""
    made = blake2b(__version__.encode(), digest_size=16)
    made.update(repr((job.corpus, job.documents)).encode())
    for index in range(len(job.settings)):
        bench = job.bench(index)
        made.update(recipe(bench, root))
        for key, table in bench.files.tables.items():
            made.update(repr((key, table.digest)).encode("utf-8", "surrogatepass"))
        for entry in bench.entries:
            row = entry.meta._replace(source=""), sorted(entry.settings.items()), entry.name_lists, dict(entry.names)
            made.update(repr(row).encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def keep(folder: str, said: Said, part: Part) -> str:
    """Write what one job found, in place of what an earlier run of it wrote; the path. Raises WriteRefused."""
    path = os.path.join(folder, Shard(said.at, said.of).name)
    try:
        os.makedirs(folder, exist_ok=True)
        with replacing(path) as stream:
            write(stream, _columns(said, part))
    except OSError as error:
        raise WriteRefused(f"{path}: it cannot be written: {error.strerror or error}") from None
    return path


def _columns(said: Said, part: Part) -> Iterator[tuple[str, bytes]]:
    yield "said", packed.of_json(said)
    yield "part", packed.of_part(part)
    assert isinstance(part.facts, Gathered)  # noqa: S101 - as `map` makes it
    for number, data in enumerate(part.facts.located()):
        yield f"addresses {number}", data
    for number, (group, block) in enumerate(part.facts.packed()):
        yield f"facts {number} {group}", block


class Written:
    """What one job wrote; the file is open only while it is read, for there may be more of them than can be."""

    def __init__(self, path: str) -> None:
        """Look at it. Raises UsageError where it is none of ours, or not whole."""
        self.path = path
        self.said = self._opened()[1]

    def _opened(self) -> tuple[Columns, Said]:
        try:
            columns = Columns(self.path)
            return columns, Said(*packed.from_json(columns.read("said")))
        except (Damaged, ValueError, TypeError) as error:
            raise self._useless(error) from None
        except OSError as error:
            raise UsageError(f"{self.path}: {error.strerror or error}") from None

    def _useless(self, error: Exception) -> UsageError:
        return UsageError(
            f"{self.path}: not what `corpuslint map` of this version wrote ({error}); map that shard again"
        )

    def parts(self) -> Iterator[Part]:
        """What it found, some of its facts at a time. Raises UsageError."""
        columns, said = self._opened()
        if said != self.said:
            raise UsageError(f"{self.path}: written anew in this moment; merge again")
        try:
            yield packed.part(columns.read("part"))
            for name, _ in columns.sizes():
                kind, _, rest = name.partition(" ")
                if kind not in {"addresses", "facts"}:
                    continue
                part, data = Part(), columns.read(name)
                if kind == "addresses":
                    part.facts.addresses = packed.addresses(data)
                else:
                    part.facts.groups[rest.partition(" ")[2]] = packed.facts(data)
                yield part
        except Damaged as error:
            raise self._useless(error) from None


class Stored:
    """A runner whose work is done: it hands over what the jobs found."""

    name = "stored"

    def __init__(self, written: Sequence[Written]) -> None:
        self._written = written

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """What the jobs found. Raises UsageError where they were not about these files, or checked otherwise."""
        every = [task for group in tasks for task in group]
        files, rules = digest_of_files(every), None
        for one in self._written:
            if one.said.files != files:
                raise UsageError(
                    f"{one.path}: the files are not those that were mapped; leave the corpus as it is until all is "
                    "merged, run in the same folder, and map all shards anew where a file has changed"
                )
            rules = rules or digest_of_rules(job, os.curdir)
            if one.said.recipe != rules:
                raise UsageError(
                    f"{one.path}: mapped with other rules, settings or versions; merge with the options of `map`, "
                    "or map it again"
                )
        for one in self._written:
            yield from one.parts()


def found(folders: Sequence[str]) -> list[Written]:
    """What all jobs wrote to some folders. Raises UsageError where a shard is missing or there twice."""
    paths = [os.path.join(folder, name) for folder in folders for name in _listed(folder) if name.endswith(ENDING)]
    if not paths:
        raise UsageError(f"{', '.join(folders)}: nothing that `corpuslint map` wrote lies here")
    written: dict[int, Written] = {}
    some = Written(paths[0]).said
    for one in map(Written, sorted(paths)):
        if (one.said.of, one.said.paths) != (some.of, some.paths):
            raise UsageError(f"{one.path} and {paths[0]} are of two runs; give each run a folder of its own")
        first = written.setdefault(one.said.at, one)
        if first is not one:
            raise UsageError(f"{one.path} and {first.path} are the same shard; name the folder of one of them")
    missing = [f"{at}/{some.of}" for at in range(1, some.of + 1) if at not in written]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise UsageError(f"shard {', '.join(missing[:5])}{more} is missing; run `corpuslint map --shard {missing[0]}`")
    return [written[at] for at in sorted(written)]


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from None
