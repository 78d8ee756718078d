"""Messages of the language server protocol as they come in: a header that says how long, and a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 256 << 20
"""Bytes of the longest message that is taken."""
HEADER = 4096
"""Bytes of a header line that are looked at together."""
CHUNK = 1 << 20
_LENGTH = re.compile(rb"content-length:[ \t]*(\d{1,18})[ \t]*\r?\n\Z", re.IGNORECASE)
"""At the end of a line, whatever stands before it: so the next message is found again after one of a wrong length."""


class Malformed(str):
    """Why something that came in is no message."""

    __slots__ = ()


def frames(stream: BinaryIO) -> Iterator[bytes | Malformed]:
    """The bodies of messages until the stream ends, and why something was none; memory is bounded."""
    while (length := _length(stream)) is not None:
        if length < 0:
            yield Malformed("a header without Content-Length")
        elif length > LONGEST:
            _pass_over(stream, length)
            yield Malformed(f"a message of {length:,} bytes; at most {LONGEST:,} are taken")
        else:
            body = stream.read(length)
            if len(body) < length:
                return
            yield body


def _length(stream: BinaryIO) -> int | None:
    """What the next header says; -1 where it does not say it, None at the end of the stream."""
    length, begun = -1, False
    while line := stream.readline(HEADER):
        if line.strip():
            begun = True
            found = _LENGTH.search(line)
            length = int(found[1]) if found else length
        elif begun:
            return length
    return None


def _pass_over(stream: BinaryIO, length: int) -> None:
    while length > 0 and (part := stream.read(min(length, CHUNK))):
        length -= len(part)
