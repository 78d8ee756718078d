"""What references to the entities of an XML file stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.entities import html5

from corpuslint.containers.markup.opened import Refused

LONGEST = 10_000
"""Code points of the longest entity that is put in its place."""
UNKNOWN = "\ufffc"
"""Stands for an entity that is declared outside the file."""
_CHARACTER = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|amp|lt|gt|apos|quot);")
_ENTITY = re.compile(r"&[^\s&;]+;")


def meant(name: str, declared: Mapping[str, str | None]) -> str:
    """What an entity stands for, by the declarations of its file.

    Raises Refused for one made of others: nested ones are how a small file grows into gigabytes.
    """
    value = declared.get(name)
    if value is None:
        return html5.get(f"{name};", UNKNOWN)
    value = _CHARACTER.sub(lambda match: unescape(match[0]), value)
    if len(value) > LONGEST or "<" in value or _ENTITY.search(value):
        raise Refused(f"the entity &{name[:40]}; is long, or holds tags or entities; put its text in place")
    return value
