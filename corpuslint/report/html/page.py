"""Puts the page together: styles, scripts and data in one file that may load and run nothing else."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from corpuslint.report.escape import well_formed
from corpuslint.report.summary import count

SCRIPTS = (
    "text.js",
    "data.js",
    "filter.js",
    "list.js",
    "plots.js",
    "finding.js",
    "findings.js",
    "overview.js",
    "groups.js",
    "duplicates.js",
    "names.js",
    "page.js",
)
"""In the order in which they run; each uses what those before it define."""
_DATA = {"##": "#\\u0023"} | {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""What could end the block of data, begin a comment in it, or command a build log; it is JSON as before."""


def page(values: Mapping[str, Any], more: Sequence[str] = (), sources: str = "") -> Iterator[str]:
    """The page in parts, to be written one after the other.

    `more` are texts of scripts that run before the page starts, and add to `hooks`. `sources` are directives that
    the policy allows beside its own ("connect-src 'self'" of a page that talks to the server it came from).
    """
    style = _file("page.css")
    *first, last = (_file(name) for name in SCRIPTS)
    scripts = [*first, *more, last]
    holes = {
        "policy": policy([style], scripts, sources),
        "title": "corpuslint report",
        "style": style,
        "figures": _figures(values["summary"]),
        "payload": data(values),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    for number, part in enumerate(_file("page.html").split("@")):
        yield holes[part] if number % 2 else part


def policy(styles: Sequence[str], scripts: Sequence[str], sources: str = "") -> str:
    """The content policy: these styles and scripts run, nothing is loaded or sent, and no text can become markup."""
    directives = [
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        *([sources] if sources else []),
    ]
    return "; ".join(directives)


def data(values: object) -> str:
    """JSON values as a text that can stand in a script element, whatever texts are in them."""
    made = well_formed(json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    for raw, escaped in _DATA.items():
        made = made.replace(raw, escaped)
    return made


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _figures(summary: Mapping[str, Any]) -> str:
    """What is to be seen before anything runs."""
    found = count(summary["findings"], "finding")
    return f"{found} in {count(summary['documents'], 'document')} of {count(summary['files'], 'file')}"
