"""Rule files: one YAML document that says what a rule is, one that shows what it does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from corpuslint import regex, strict_yaml
from corpuslint.errors import RuleError
from corpuslint.language_names import subtag
from corpuslint.rulehead import KINDS, OPTION_TYPES, Head, accuracy, option, own_pattern

REQUIRED = ("code", "name", "summary", "why")
TEXTS = (
    "code",
    "name",
    "summary",
    "why",
    "not_reported",
    "fix_safety",
    "python",
    "severity",
    "fix",
    "default",
    "stage",
    "repeats",
)
FIELDS = {*TEXTS, "corpus", "languages", "options", "match", "triggers", "endings", "accuracy", "replaces_letters"}
CODE = re.compile(r"[A-Z]{3}[0-9]{3}|X[0-9]{3}")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PYTHON = re.compile(r"\w+\.py:[A-Za-z_]\w*")
PLACEHOLDERS = {"text", "replacement"}
"""What a message may hold in braces."""
SHAPES = {
    "regex": "a pattern as text",
    "chars": "characters as text",
    "words": "a list of texts",
    "variants": "a mapping of wrong forms to right ones, all of them text",
    "engine": "true",
}


def read_head(path: str, text: str) -> Head:
    """Parse and check the first document of a rule file. Raises RuleError naming the file and the remedy."""
    head = next(strict_yaml.documents(text, path), None)
    if not isinstance(head, dict):
        raise RuleError(f"{path}: a rule file begins with a mapping (code, name, summary, why, ...)")
    check_keys(path, head, FIELDS)
    for field in REQUIRED:
        if field not in head:
            raise RuleError(f"{path}: the key {field!r} is missing")
    for field in TEXTS:
        if field in head and not isinstance(head[field], str):
            raise RuleError(f"{path}: {field} must be text, not {head[field]!r}")
    _check_values(path, head)
    return head


def check_keys(path: str, found: Mapping[str, Any], known: set[str]) -> None:
    """Raise RuleError for a key that is not known, with the one that was probably meant."""
    for key in found:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"
            raise RuleError(f"{path}: unknown key {key!r}{hint}")


def _check_values(path: str, head: dict[str, Any]) -> None:
    if not CODE.fullmatch(head["code"]):
        raise RuleError(
            f"{path}: code {head['code']!r} is not three letters and three digits (X and three for your own)"
        )
    if not NAME.fullmatch(head["name"]):
        raise RuleError(f"{path}: name {head['name']!r} is not in kebab-case")
    _choice(path, head, "severity", ("error", "warning", "info"))
    _choice(path, head, "fix", ("safe", "unsafe", "manual", "none"))
    _choice(path, head, "default", ("on", "off", "preview", "decided", "unlocked"))
    _choice(path, head, "stage", ("bytes", "repair", "text"))
    _choice(path, head, "repeats", ("each", "collapse"))
    _check_shapes(path, head)
    if ("match" in head) == ("python" in head):
        raise RuleError(f"{path}: a rule has either `match` or `python`")
    if "python" in head and not PYTHON.fullmatch(head["python"]):
        raise RuleError(f"{path}: python must be file.py:ClassName, a file in the same folder, not {head['python']!r}")
    if "match" in head:
        _check_match(path, head["match"])
        _check_declared(path, head)
    for pattern in [*head.get("triggers", []), *head.get("endings", []), *own_pattern(head)]:
        try:
            regex.compile(pattern)
        except RuleError as error:
            raise RuleError(f"{path}: {error}: {pattern[:80]!r}") from None
    _check_template(path, head.get("match", {}))
    _options(path, head.get("options", {}))
    _accuracy(path, head.get("accuracy", []))


def _check_template(path: str, match: Mapping[str, Any]) -> None:
    """What a replacement refers to must be a group of the pattern."""
    if "regex" not in match or "replace" not in match:
        return
    pattern = regex.compile(match["regex"])
    for reference in regex.references(match["replace"]):
        known = int(reference) <= pattern.groups if reference.isdigit() else pattern.group(reference)
        if not known:
            raise RuleError(f"{path}: match.replace refers to the group {reference}, which the pattern does not have")


def _check_shapes(path: str, head: Head) -> None:
    for field in ("corpus", "replaces_letters"):
        if not isinstance(head.get(field, False), bool):
            raise RuleError(f"{path}: {field} must be true or false")
    for field in ("languages", "triggers", "endings"):
        if not _is_texts(head.get(field, [])):
            raise RuleError(f"{path}: {field} must be a list of texts")
    for language in head.get("languages", ()):
        known = subtag(language.lower())
        if known != language or not language.isalpha() or len(language) > 3:
            hint = f"; write {known!r}" if known != language else ""
            raise RuleError(f"{path}: languages are primary subtags such as 'en', not {language!r}{hint}")
    if "\n" in head["summary"].strip():
        raise RuleError(f"{path}: summary must be one line; the rest belongs to why")


def _choice(path: str, head: Head, field: str, allowed: tuple[str, ...]) -> None:
    if field in head and head[field] not in allowed:
        raise RuleError(f"{path}: {field} must be one of {', '.join(allowed)}, not {head[field]!r}")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _check_match(path: str, match: Any) -> None:
    if not isinstance(match, dict):
        raise RuleError(f"{path}: match must be a mapping with one of {', '.join(KINDS)}")
    check_keys(path, match, {*KINDS, "replace", "message", "case", "engine"})
    kinds = [kind for kind in (*KINDS, "engine") if kind in match]
    if len(kinds) != 1:
        raise RuleError(f"{path}: match needs exactly one of {', '.join(KINDS)}")
    value = match[kinds[0]]
    good = {
        "regex": isinstance(value, str),
        "chars": isinstance(value, str),
        "words": _is_texts(value) and value and all(value),
        "variants": isinstance(value, dict) and value and all(isinstance(v, str) and k for k, v in value.items()),
        "engine": value is True,
    }
    if not good[kinds[0]]:
        hint = " (numbers, true and false in quotes)" if isinstance(value, (list, dict)) else ""
        raise RuleError(f"{path}: match.{kinds[0]} must be {SHAPES[kinds[0]]}{hint}, not {value!r:.60}")
    for field in ("replace", "message"):
        if field in match and not isinstance(match[field], str):
            raise RuleError(f"{path}: match.{field} must be text")
    if not isinstance(match.get("case", True), bool):
        raise RuleError(f"{path}: match.case must be true or false, not {match['case']!r}")
    for held in re.findall(r"\{(\w+)\}", match.get("message", "")):
        if held not in PLACEHOLDERS:
            raise RuleError(f"{path}: match.message may hold {{text}} and {{replacement}}, not {{{held}}}")


def _check_declared(path: str, head: Head) -> None:
    """What only a rule with Python can have, and whether there is a fix as `fix` says."""
    if head.get("corpus"):
        raise RuleError(f"{path}: corpus: true needs `python`; what `match` says holds for each document by itself")
    if head.get("options"):
        raise RuleError(f"{path}: options need `python`; nothing in `match` reads them")
    puts = sorted({"replace", "variants"} & head["match"].keys())
    if puts and "fix" not in head:
        raise RuleError(
            f"{path}: the key 'fix' is missing: safe, unsafe, manual or none, for what match.{puts[0]} says"
        )
    if not puts and "engine" not in head["match"] and head.get("fix", "none") != "none":
        raise RuleError(
            f"{path}: fix is {head['fix']}, but no match.replace says what to write; add it, or leave fix out"
        )


def _options(path: str, table: Any) -> None:
    if not isinstance(table, dict):
        raise RuleError(f"{path}: options must be a mapping")
    for name, spec in table.items():
        _option(path, name, spec)


def _option(path: str, name: str, spec: Any) -> None:
    where = f"{path}: option {name!r}"
    if not isinstance(spec, dict) or spec.get("type") not in OPTION_TYPES or "default" not in spec:
        raise RuleError(f"{where} needs a type ({', '.join(OPTION_TYPES)}) and a default")
    check_keys(where, spec, {"type", "default", "help", "minimum", "maximum", "choices"})
    if not isinstance(spec.get("help", ""), str):
        raise RuleError(f"{where}: help must be text, not {spec['help']!r:.60}")
    choices = spec.get("choices", [])
    if not _is_texts(choices) or (spec["type"] == "choice") != bool(choices):
        raise RuleError(f"{where}: choices must be a list of texts, for an option of type choice and for no other")
    try:
        option(name, spec)
    except RuleError as error:
        raise RuleError(f"{path}: {error}") from None
    except (TypeError, ValueError):
        raise RuleError(f"{where}: default, minimum and maximum must be numbers, as its type says") from None


def _accuracy(path: str, rows: Any) -> None:
    if not isinstance(rows, list):
        raise RuleError(f"{path}: accuracy must be a list")
    for row in rows:
        try:
            check_keys(path, row, {"on", "precision", "recall", "judged", "command"})
            accuracy(row)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise RuleError(f"{path}: accuracy needs rows of on, precision, recall, judged, command") from None
