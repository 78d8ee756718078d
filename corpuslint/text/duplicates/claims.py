"""What records say of themselves that should be true of one alone: an id, an address, a title."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from corpuslint.facts import Facts, Numbered, Spread
from corpuslint.model import DocKey

TRACKING = ("utm_", "fbclid=", "gclid=", "mc_cid=", "mc_eid=")
"""Beginnings of the parts of an address that say where a reader came from, not what is read."""
PARTS = 256
"""Places in which claims of many records are compared."""


class Claim(NamedTuple):
    """What no two records may have alike: the field, its value so that equal ones are equal, and where that holds."""

    field: str
    value: str
    scope: str


Claims = dict[Claim, dict[DocKey, str]]
"""Documents by what they claim, with the value as it stands in each."""


def claims(fact: Facts) -> Iterator[tuple[Claim, str]]:
    """What a record claims for itself, and as which value."""
    for field in ("id", "title"):
        value = fact.meta.get(field, "").strip()
        if address := _address(value) if field == "id" else "":
            yield Claim("URL", address, ""), value
        elif value:
            yield Claim(field, value, _scope(field, value, fact)), value


def shared_claims(spread: Spread) -> Claims:
    """The claims of several records each, from facts that are too many for one place."""
    found: Claims = defaultdict(dict)
    for _, data in spread.exchanged(_claimed, _shared):
        for field, value, scope, path, record, written in json.loads(data):
            found[Claim(field, value, scope)][DocKey(path, record)] = written
    return dict(found)


def _claimed(_block: int, facts: Sequence[Facts]) -> Iterator[Numbered]:
    """The claims of a block, by the place where they are compared."""
    rows: dict[int, list[tuple[str | int, ...]]] = defaultdict(list)
    for fact in facts:
        for claim, written in claims(fact):
            part = crc32("\0".join(claim).encode("utf-8", "surrogatepass")) % PARTS
            rows[part].append((*claim, *fact.key, written))
    for part, mine in rows.items():
        yield part, _packed(mine)


def _shared(part: int, blocks: Sequence[bytes]) -> Iterator[Numbered]:
    """Those that several records make."""
    rows = [row for data in blocks for row in json.loads(data)]
    counts = Counter(tuple(row[:3]) for row in rows)
    if shared := [row for row in rows if counts[tuple(row[:3])] > 1]:
        yield part, _packed(shared)


def _packed(rows: object) -> bytes:
    return json.dumps(rows).encode("ascii")


def _address(value: str) -> str:
    """The page that an address leads to, however it is written; "" of what is no address of a page."""
    scheme, sign, rest = value.partition("://")
    if not sign or scheme.lower() not in {"http", "https"}:
        return ""
    host, _, page = rest.partition("#")[0].partition("/")
    path, _, query = page.partition("?")
    asked = [part for part in query.split("&") if part and not part.startswith(TRACKING)]
    path = path.rstrip("/")
    return "/".join((host.lower().removeprefix("www."), path, *sorted(asked))) if path or asked else ""


def _scope(field: str, value: str, fact: Facts) -> str:
    """Ids are unique within a source; a plain running number only within its file."""
    if field == "id" and value.isdigit():
        return f"file {fact.key.path}"
    return f"source {fact.meta.get('source', '')}"
