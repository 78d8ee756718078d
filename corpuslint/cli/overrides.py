"""What the command line says in terms of settings."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from corpuslint.cli.options import codes
from corpuslint.errors import UsageError
from corpuslint.settings import FIELDS

_PLAIN = {
    "select": "lint.select",
    "ignore": "lint.ignore",
    "extend_select": "lint.extend-select",
    "fixable": "lint.fixable",
    "unfixable": "lint.unfixable",
    "fail_on": "fail-on",
    "scope": "scope",
    "changed": "changed",
    "exclude": "exclude",
    "extend_exclude": "extend-exclude",
    "include": "include",
    "baseline": "baseline",
    "output_format": "output-format",
    "cache_dir": "cache-dir",
    "index_budget": "index-budget",
}


def overrides(arguments: Namespace) -> dict[str, object]:
    """Settings by key, as the options give them. Raises UsageError where an option cannot be read."""
    found: dict[str, object] = {
        key: getattr(arguments, name) for name, key in _PLAIN.items() if getattr(arguments, name) is not None
    }
    if arguments.preview:
        found["preview"] = True
    if arguments.no_respect_gitignore:
        found["respect-gitignore"] = False
    if arguments.jobs is not None:
        found["jobs"] = int(arguments.jobs) if arguments.jobs.isdigit() else arguments.jobs
    if arguments.severity:
        found["lint.severity"] = dict(_pair(text, "=", "--severity CODE=LEVEL") for text in arguments.severity)
    if arguments.per_file_ignores:
        found["lint.per-file-ignores"] = _ignores(arguments.per_file_ignores)
    if arguments.encoding:
        found["encoding"] = {"*": arguments.encoding}
    fields = {name: value for name in FIELDS if (value := getattr(arguments, f"{name}_field")) is not None}
    if fields:
        found["documents"] = {"*": fields}
    return found


def _pair(text: str, sign: str, usage: str) -> tuple[str, str]:
    left, found, right = text.rpartition(sign) if sign == ":" else text.partition(sign)
    if not found or not left.strip():
        raise UsageError(f"{text!r} is not of the form {usage}")
    return left.strip(), right.strip()


def _ignores(texts: Sequence[str]) -> dict[str, list[str]]:
    ignores: dict[str, list[str]] = {}
    for text in texts:
        glob, words = _pair(text, ":", "--per-file-ignores GLOB:CODES")
        ignores.setdefault(glob, []).extend(codes(words))
    return ignores
