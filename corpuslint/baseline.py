"""Findings that are known: the baseline of a corpus, and what was accepted with a reason.

Both are JSON Lines, one finding a line, sorted, ASCII, and without line numbers: a text may move, and two branches
that add findings merge. A finding is known by its fingerprint; code, path and text are there for people.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.errors import ConfigError, ReadError, UsageError, WriteRefused
from corpuslint.hints import shown, visible
from corpuslint.read import read as read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from corpuslint.read import Snapshot
    from corpuslint.result import Result

EXCERPT = 80
"""Most code points of a finding's text that are kept."""
MAX_BYTES = 1 << 28
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Entry(NamedTuple):
    """A known finding. `reason` and `date` (YYYY-MM-DD) are of accepted ones."""

    fingerprint: str
    code: str = ""
    path: str = ""
    text: str = ""
    reason: str = ""
    date: str = ""


def read(path: str, *, missing: bool = False) -> dict[str, Entry]:
    """The entries of a file by fingerprint; none where it is missing and `missing` says that it may be.

    Raises ConfigError naming the file, the line and the remedy.
    """
    if missing and not os.path.lexists(path):
        return {}
    try:
        data = read_file(path, limit=MAX_BYTES).data
    except ReadError as error:
        raise ConfigError(f"{visible(str(error))} (--write-baseline makes a baseline)") from None
    return _parsed(data, path)


def _parsed(data: bytes, path: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            entry = _entry(line, f"{visible(path)}:{number}")
            entries.setdefault(entry.fingerprint, entry)
    return entries


def _entry(line: bytes, where: str) -> Entry:
    try:
        text = line.decode()
        if text.startswith(_CONFLICT):
            raise ConfigError(f"{where}: a merge left a conflict; keep the lines of both sides, remove the marks")
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigError(f"{where}: not a line of JSON; restore the file or write it anew") from None
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: must be a JSON object with a fingerprint, not {shown(value)}")
    for key, item in value.items():
        if key not in Entry._fields:
            raise ConfigError(f"{where}: unknown key {shown(key)}; known are {', '.join(Entry._fields)}")
        if not isinstance(item, str):
            raise ConfigError(f"{where}: {key} must be text, not {shown(item)}")
    if not is_fingerprint(value.get("fingerprint", "")):
        raise ConfigError(f"{where}: has no fingerprint; remove the line or write the file anew")
    return Entry(**value)


def is_fingerprint(text: str) -> bool:
    """Whether a text can be the fingerprint of a finding."""
    return 8 <= len(text) <= 64 and all(char in "0123456789abcdef" for char in text)


def split(results: Iterable[Result], known: Collection[str]) -> tuple[list[Result], list[Result]]:
    """The results that are not known, and those that are, both in their order.

    A result is known too where one is that spoke for many documents and would speak for it.
    """
    if not known:
        return list(results), []
    left: list[Result] = []
    suppressed: list[Result] = []
    for result in results:
        (suppressed if any(name in known for name in names(result)) else left).append(result)
    return left, suppressed


def names(result: Result) -> tuple[str, ...]:
    """The fingerprints that a result is known by: its own, and those of results that would speak for it."""
    contexts = result.data.get("contexts")
    return (result.fingerprint, *(contexts if isinstance(contexts, list) else ()))


def unused(entries: Mapping[str, Entry], results: Iterable[Result], judged: Callable[[Entry], bool]) -> list[Entry]:
    """Entries that no result answers to, in order of path.

    `judged`: whether a run was about an entry at all (its rule was selected, its file checked or gone).
    """
    found = {name for result in results for name in names(result)}
    return _sorted(entry for entry in entries.values() if entry.fingerprint not in found and judged(entry))


def write(path: str, results: Iterable[Result], others: Iterable[Entry] = ()) -> int:
    """Make these results and entries the baseline, and return how many they are.

    Raises WriteRefused where the file is something else than a baseline, or cannot be written.
    """
    return _write(path, [*others, *(_of(result) for result in results)])


def outside(path: str, judged: Callable[[Entry], bool]) -> list[Entry]:
    """The entries of a baseline that a run was not about (`judged` as in `unused`); none of one that is damaged."""
    try:
        return [entry for entry in read(path, missing=True).values() if not judged(entry)]
    except ConfigError:
        return []


def prune(path: str, results: Iterable[Result], judged: Callable[[Entry], bool]) -> list[Entry]:
    """Remove what `unused` tells from a file, and return it. Raises ConfigError or WriteRefused."""
    entries = read(path)
    gone = unused(entries, results, judged)
    if gone:
        lost = {entry.fingerprint for entry in gone}
        _write(path, (entry for entry in entries.values() if entry.fingerprint not in lost))
    return gone


def accept(  # noqa: PLR0913 - all but three by name
    path: str,
    fingerprints: Iterable[str],
    reason: str,
    *,
    date: str = "",
    results: Iterable[Result] = (),
    fsync: bool = False,
) -> list[Entry]:
    """Add findings to the file of accepted ones, and return those that are new there.

    `results` lend code, path and text to the fingerprints among them; `date` is today unless given; `fsync` waits
    until they are on the disk.
    Raises UsageError for what is no fingerprint or where the reason is empty, ConfigError or WriteRefused.
    """
    if not reason.strip():
        raise UsageError('accepting a finding needs a reason: --reason "a quotation, checked against the print"')
    facts = {result.fingerprint: _of(result) for result in results}
    wanted = []
    for fingerprint in dict.fromkeys(fingerprints):
        if not is_fingerprint(fingerprint):
            raise UsageError(f"{visible(fingerprint)}: no fingerprint of a finding; --output-format json prints them")
        entry = facts.get(fingerprint) or Entry(fingerprint)
        wanted.append(entry._replace(reason=reason.strip(), date=date or _today()))
    new: list[Entry] = []

    def joined(old: Snapshot | None) -> bytes | None:
        entries = _parsed(old.data, path) if old else {}
        new[:] = [entry for entry in wanted if entry.fingerprint not in entries]
        return _lines(_once([*entries.values(), *new])) if new else None

    from corpuslint.writing.amend import amend

    try:
        amend(path, joined, limit=MAX_BYTES, fsync=fsync)
    except ReadError as error:
        raise ConfigError(visible(str(error))) from None
    return new


def _today() -> str:
    import time

    return time.strftime("%Y-%m-%d")


def _of(result: Result) -> Entry:
    return Entry(result.fingerprint, result.code, result.location.path, result.text[:EXCERPT])


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.path, entry.code, entry.fingerprint))


def _once(entries: Iterable[Entry]) -> list[Entry]:
    return _sorted({entry.fingerprint: entry for entry in entries}.values())


def _lines(entries: Iterable[Entry]) -> bytes:
    return "".join(_line(entry) for entry in entries).encode("ascii")


def _write(path: str, entries: Iterable[Entry]) -> int:
    from corpuslint.writing import write as writer

    unique = _once(entries)
    data = _lines(unique)
    if not os.path.lexists(path):
        writer.write_new(path, data)
        return len(unique)
    try:
        old = read_file(path, limit=MAX_BYTES)
    except ReadError as error:
        raise WriteRefused(str(error)) from None
    if not all(_is_ours(line) for line in old.data.split(b"\n")):
        raise WriteRefused(f"{path}: it holds something else than known findings; name another file, or remove it")
    writer.replace(old, data)
    return len(unique)


def _line(entry: Entry) -> str:
    """One line of JSON; what is not ASCII is escaped, lone surrogates of file names too."""
    return json.dumps({key: value for key, value in entry._asdict().items() if value}) + "\n"


def _is_ours(line: bytes) -> bool:
    """Whether a line may be overwritten: blank, a known finding, or what a merge left between such."""
    return not line.strip() or line.startswith((b'{"fingerprint"', *(mark.encode() for mark in _CONFLICT)))
