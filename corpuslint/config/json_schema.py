"""The JSON Schema of corpuslint.toml, for editors; made from the table of settings."""

from __future__ import annotations

from typing import Any

from corpuslint.keys import SETTINGS, Setting
from corpuslint.settings import DEFAULTS, DOCUMENTS, LEVELS, METADATA

_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}}
_CODES = {"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$"}}
_LEVELS = {"type": "object", "additionalProperties": {"enum": list(LEVELS)}}
_TEXT = {"type": "string", "minLength": 1}
_PLACE = {
    "type": "string",
    "pattern": "^(?![/\\\\~])(?!.:)(?!(.*[/\\\\])?\\.\\.([/\\\\]|$)).+$",
}
_PLAIN = {"anyOf": [{"type": ["boolean", "number", "string"]}, _TEXTS]}
_PATTERNS = {"anyOf": [_TEXT, _TEXTS]}
_KINDS: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "changed": {"anyOf": [{"enum": ["auto", "all", "staged"]}, {"type": "string", "pattern": "\\.\\."}]},
    "codecs": {"type": "object", "additionalProperties": _TEXT},
    "codes": _CODES,
    "codes by glob": {"type": "object", "additionalProperties": _CODES},
    "documents": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": dict.fromkeys(DOCUMENTS, _TEXT) | {"table": _PLACE},
            "additionalProperties": False,
        },
    },
    "files": _PATTERNS,
    "globs": _TEXTS,
    "jobs": {"anyOf": [{"const": "auto"}, {"type": "integer", "minimum": 0, "maximum": 4096}]},
    "levels": _LEVELS,
    "names": {
        "type": "object",
        "properties": {
            "lock": _PLACE,
            "style": _PATTERNS,
            "prefer": _TEXTS,
            "groups": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"id": _TEXT, "prefer": _TEXT}
                    | dict.fromkeys(("forms", "except", "given", "ambiguous"), _TEXTS),
                    "additionalProperties": False,
                },
            },
            "distinct": {"type": "array", "items": _TEXTS | {"minItems": 2, "maxItems": 2}},
            "source": _TEXT,
            "languages": _TEXTS,
        },
        "additionalProperties": False,
    },
    "options": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _PLAIN}},
    "overrides": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["when"],
            "minProperties": 2,
            "properties": {
                "when": {
                    "type": "object",
                    "minProperties": 1,
                    "properties": dict.fromkeys(METADATA, _PATTERNS),
                    "additionalProperties": False,
                },
                "select": _CODES,
                "extend-select": _CODES,
                "ignore": _CODES,
                "severity": _LEVELS,
            },
            "additionalProperties": False,
        },
    },
    "place": _PLACE,
    "places": {"type": "array", "items": _PLACE},
    "seconds": {"type": "number", "minimum": 0},
    "size": {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "pattern": "^\\s*[0-9]{1,15}\\s*([Bb]|[KMGTkmgt][Ii]?[Bb]?)?\\s*$"},
        ]
    },
    "word": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.-]*$"},
}


def schema() -> dict[str, object]:
    """The schema as JSON values (draft 2020-12)."""
    top: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {}
    for setting in SETTINGS:
        table, _, name = setting.key.rpartition(".")
        (tables.setdefault(table, {}) if table else top)[name] = _described(setting)
    for table, properties in tables.items():
        top[table] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "corpuslint",
        "description": "Settings of corpuslint: corpuslint.toml, or [tool.corpuslint] in pyproject.toml.",
        "type": "object",
        "properties": top,
        "additionalProperties": False,
    }


def _described(setting: Setting) -> dict[str, Any]:
    kind = {"enum": list(setting.choices)} if setting.choices else _KINDS[setting.kind]
    default = getattr(DEFAULTS, setting.attribute)
    plain = list(default) if isinstance(default, tuple) else default
    return {"description": setting.help, "default": plain, **kind}
