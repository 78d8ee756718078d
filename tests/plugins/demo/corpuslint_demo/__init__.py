"""A plugin with one of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from corpuslint.containers.base import Container, Record

HERE = Path(__file__).parent


class Shouted(Container):
    """A container: documents are separated by lines of five equals signs."""

    name = "shouted"
    suffixes = (".shout",)
    writable = True

    def records(self, stream: BinaryIO, fields: Any) -> Iterator[Any]:
        """One record for each stretch between the lines."""
        offset, line = 0, 1
        for number, raw in enumerate(stream.read().split(b"=====\n"), 1):
            yield Record(number, raw.decode(), raw, offset, line, {"id": f"part {number}"})
            offset += len(raw) + 6
            line += raw.count(b"\n") + 1

    def locate(self, record: Any, fields: Any, span: Any) -> tuple[int, int]:
        """Offsets in UTF-8."""
        return len(record.text[: span.start].encode()), len(record.text[: span.end].encode())

    def splice(self, record: Any, fields: Any, edits: Sequence[Any]) -> bytes:
        """The record with its edits."""
        from corpuslint.fixes import apply

        return apply(record.text, edits).encode()


class Count:
    """A reporter: the number of findings, and no more."""

    name = "count"

    def write(self, run: Any, out: TextIO, style: Any) -> None:
        """Write the number."""
        out.write(f"{len(run.results)}\n")


class Backwards:
    """A runner: the last group of files first."""

    name = "backwards"

    def run(self, job: Any, tasks: Sequence[Any]) -> Iterator[Any]:
        """The parts in reverse order."""
        return (job(group) for group in reversed(tasks))


def corpuslint_rule_folders() -> Iterable[Path]:
    """Our rules."""
    return [HERE / "rules"]


def corpuslint_containers() -> Iterable[type[Shouted]]:
    """Our format."""
    return [Shouted]


def corpuslint_reporters() -> Iterable[Count]:
    """Our output format."""
    return [Count()]


def corpuslint_name_lists() -> Iterable[Path]:
    """Our names."""
    return [HERE / "names" / "rivers.yaml"]


def corpuslint_runners() -> Iterable[Backwards]:
    """Our engine."""
    return [Backwards()]
