"""Places and messages of SARIF: regions, URIs, and links from a message to related places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpuslint.report.escape import uri
from corpuslint.report.place import in_checkout

if TYPE_CHECKING:
    from corpuslint.result import Location, Related, Result, Trouble

MOST_RELATED = 100
"""Places that GitHub shows of one result."""
MOST_LINKS = 5
"""Related places that the message names; viewers list the others."""

_Object = dict[str, object]
_LINK_CHARACTER = re.compile(r"[\\\[\]]")


def location(place: Location) -> _Object:
    """A location object; one in a record also names the record and the place in its text."""
    found: _Object = {"physicalLocation": {"artifactLocation": {"uri": target(place.path)}, "region": region(place)}}
    if place.record:
        text = f"{place.field or 'text'}:{place.text_line}:{place.text_column}"
        name = f"record:{place.record}/{text}"
        found["logicalLocations"] = [
            {"name": place.record_id or str(place.record), "fullyQualifiedName": name, "kind": "record"}
        ]
    return found


def target(path: str) -> str:
    """The URI of a file: relative to the checkout where GitHub runs, for it knows the file by that alone."""
    return uri(in_checkout(path, "GITHUB_WORKSPACE"))


def region(place: Location) -> _Object:
    """A region with all four coordinates; GitHub shows nothing without them."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def of_trouble(trouble: Trouble) -> _Object:
    """A location object without columns."""
    physical: _Object = {"artifactLocation": {"uri": target(trouble.path)}}
    return {"physicalLocation": physical | ({"region": {"startLine": trouble.line}} if trouble.line else {})}


def related(result: Result) -> list[_Object]:
    """The related places; their ids are what the links of the message point at."""
    return [
        {"id": number, "message": {"text": plain(place.note or result.summary)}, **location(place.location)}
        for number, place in enumerate(result.related[:MOST_RELATED], 1)
    ]


def message(result: Result) -> str:
    """The message with links to the first related places: GitHub shows only places that are linked."""
    said = plain(result.message)
    links = [_link(place, number) for number, place in enumerate(result.related[:MOST_LINKS], 1)]
    if not links:
        return said
    more = len(result.related) - len(links)
    return f"{said} (see {', '.join(links)}{f' and {more:,} more' if more else ''})"


def _link(place: Related, number: int) -> str:
    text = _braced(f"{place.location.path}:{place.location.line}")
    escaped = _LINK_CHARACTER.sub(lambda found: f"\\{found[0]}", text)
    return f"[{escaped}]({number})"


def plain(text: str) -> str:
    """Text in which nothing is a placeholder (SARIF 2.1.0, 3.11.5) or a link (3.11.6).

    A corpus must not point a reader anywhere, so what looks like a link is broken by a blank.
    """
    return _braced(text).replace("](", "] (")


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
