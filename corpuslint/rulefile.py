"""Rule files: one YAML document that says what a rule is, one that shows what it does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from corpuslint import declared, regex
from corpuslint.errors import RuleError
from corpuslint.model import Safety, Severity, Stage
from corpuslint.rule import Accuracy, Meta, Option

FORMAT = 1
"""Raise it when the shape of a checked head changes, so that kept ones are read anew."""
MAX_BYTES = 4_000_000
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
)
FIELDS = {*TEXTS, "corpus", "languages", "options", "match", "triggers", "accuracy", "replaces_letters"}
CASE_FIELDS = {
    "text", "docs", "hex", "codec", "finds", "fixed", "safe", "options", "language", "meta", "expected_failure", "why",
}  # fmt: skip
CODE = re.compile(r"[A-Z]{3}[0-9]{3}|X[0-9]{3}")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OPTION_TYPES: dict[str, type] = {"bool": bool, "int": int, "float": float, "str": str, "list": list, "choice": str}

Head = Mapping[str, Any]
"""The first document of a rule file, checked: JSON values under the names of `FIELDS`."""


@dataclass(frozen=True, slots=True)
class Case:
    """One example of a rule: a text or several, what is found, and what it becomes."""

    name: str
    docs: Mapping[str, bytes]
    finds: Mapping[str, tuple[Mapping[str, Any], ...]]
    fixed: Mapping[str, str]
    safe: Mapping[str, str]
    """Texts after safe fixes alone, where a case tells them apart."""
    options: Mapping[str, Any]
    meta: Mapping[str, str]
    expected_failure: bool
    why: str


def files(folder: str) -> Iterator[str]:
    """The rule files below a folder, in order of their paths; data that rules read lies in folders named `data`."""
    for root, folders, names in sorted(os.walk(folder)):
        folders[:] = sorted(f for f in folders if f != "data" and not f.startswith((".", "__")))
        if "data" in root[len(folder) :].split(os.sep):
            continue
        for name in sorted(names):
            if name.endswith((".yaml", ".yml")):
                yield os.path.join(root, name)


def read_head(path: str, text: str) -> Head:
    """Parse and check the first document of a rule file. Raises RuleError naming the file and the remedy."""
    from corpuslint import strict_yaml  # a run that finds its rules in the cache never needs YAML

    head = next(strict_yaml.documents(text, path), None)
    if not isinstance(head, dict):
        raise RuleError(f"{path}: a rule file begins with a mapping (code, name, summary, why, ...)")
    _check_keys(path, head, FIELDS)
    for field in REQUIRED:
        if field not in head:
            raise RuleError(f"{path}: the key {field!r} is missing")
    for field in TEXTS:
        if field in head and not isinstance(head[field], str):
            raise RuleError(f"{path}: {field} must be text, not {head[field]!r}")
    _check_values(path, head)
    return head


def _check_keys(path: str, found: Mapping[str, Any], known: set[str]) -> None:
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
    _choice(path, head, "default", ("on", "off", "preview"))
    _choice(path, head, "stage", ("bytes", "repair", "text"))
    _check_shapes(path, head)
    if ("match" in head) == ("python" in head):
        raise RuleError(f"{path}: a rule has either `match` or `python`")
    if "match" in head:
        _check_match(path, head["match"])
    for pattern in [*head.get("triggers", []), *_own_pattern(head)]:
        try:
            regex.compile(pattern)
        except RuleError as error:
            raise RuleError(f"{path}: {error}: {pattern[:80]!r}") from None
    _options(path, head.get("options", {}))
    _accuracy(path, head.get("accuracy", []))


def _check_shapes(path: str, head: Head) -> None:
    for field in ("corpus", "replaces_letters"):
        if not isinstance(head.get(field, False), bool):
            raise RuleError(f"{path}: {field} must be true or false")
    for field in ("languages", "triggers"):
        if not _is_texts(head.get(field, [])):
            raise RuleError(f"{path}: {field} must be a list of texts")


def _choice(path: str, head: Head, field: str, allowed: tuple[str, ...]) -> None:
    if field in head and head[field] not in allowed:
        raise RuleError(f"{path}: {field} must be one of {', '.join(allowed)}, not {head[field]!r}")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _check_match(path: str, match: Any) -> None:
    if not isinstance(match, dict):
        raise RuleError(f"{path}: match must be a mapping with one of {', '.join(declared.KINDS)}")
    _check_keys(path, match, {*declared.KINDS, "replace", "message", "case", "engine"})
    kinds = [kind for kind in (*declared.KINDS, "engine") if kind in match]
    if len(kinds) != 1:
        raise RuleError(f"{path}: match needs exactly one of {', '.join(declared.KINDS)}")
    value = match[kinds[0]]
    good = {
        "regex": isinstance(value, str),
        "chars": isinstance(value, str),
        "words": _is_texts(value) and value and all(value),
        "variants": isinstance(value, dict) and value and all(isinstance(v, str) and k for k, v in value.items()),
        "engine": value is True,
    }
    if not good[kinds[0]]:
        raise RuleError(f"{path}: match.{kinds[0]} has the wrong shape")
    for field in ("replace", "message"):
        if field in match and not isinstance(match[field], str):
            raise RuleError(f"{path}: match.{field} must be text")


def _own_pattern(head: Head) -> list[str]:
    match = head.get("match", {"engine": True})
    return [] if "engine" in match else [declared.pattern_of(match)]


def _options(path: str, table: Any) -> tuple[Option, ...]:
    if not isinstance(table, dict):
        raise RuleError(f"{path}: options must be a mapping")
    return tuple(_option(path, name, spec) for name, spec in table.items())


def _option(path: str, name: str, spec: Any) -> Option:
    where = f"{path}: option {name!r}"
    if not isinstance(spec, dict) or spec.get("type") not in OPTION_TYPES or "default" not in spec:
        raise RuleError(f"{where} needs a type ({', '.join(OPTION_TYPES)}) and a default")
    _check_keys(where, spec, {"type", "default", "help", "minimum", "maximum", "choices"})
    default = float(spec["default"]) if spec["type"] == "float" else spec["default"]
    least, most = (float(spec[key]) if key in spec else None for key in ("minimum", "maximum"))
    option = Option(name, spec["type"], default, spec.get("help", ""), least, most, tuple(spec.get("choices", ())))
    check_option(where, option, default)
    return option


def check_option(where: str, option: Option, value: Any) -> Any:
    """The value of an option, of its type and within its limits. Raises RuleError that says what is allowed."""
    if option.type == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, OPTION_TYPES[option.type]) or (option.type == "int" and isinstance(value, bool)):
        raise RuleError(f"{where}: {value!r} is not of type {option.type}")
    if option.type == "list" and not _is_texts(value):
        raise RuleError(f"{where}: every item must be text")
    if option.choices and value not in option.choices:
        raise RuleError(f"{where}: {value!r} is not one of {', '.join(option.choices)}")
    number: Any = value
    if option.minimum is not None and number < option.minimum:
        raise RuleError(f"{where}: {value!r} is below {option.minimum:g}")
    if option.maximum is not None and number > option.maximum:
        raise RuleError(f"{where}: {value!r} is above {option.maximum:g}")
    return value


def _accuracy(path: str, rows: Any) -> tuple[Accuracy, ...]:
    if not isinstance(rows, list):
        raise RuleError(f"{path}: accuracy must be a list")
    return tuple(_accuracy_row(path, row) for row in rows)


def _accuracy_row(path: str, row: Any) -> Accuracy:
    try:
        _check_keys(path, row, {"on", "precision", "recall", "judged", "command"})
        precision, recall = (None if row.get(key) is None else float(row[key]) for key in ("precision", "recall"))
        return Accuracy(row["on"], precision, recall, int(row["judged"]), row["command"])
    except (TypeError, ValueError, KeyError, AttributeError):
        raise RuleError(f"{path}: accuracy needs rows of on, precision, recall, judged, command") from None


def meta(head: Head, source: str) -> Meta:
    """The description of a rule from the checked first document of its file."""
    fix = head.get("fix", "none")
    return Meta(
        code=head["code"],
        name=head["name"],
        summary=head["summary"],
        why=head["why"].strip(),
        severity=Severity[head.get("severity", "warning").upper()],
        fix=None if fix == "none" else Safety[fix.upper()],
        stage=Stage[head.get("stage", "text").upper()],
        corpus=head.get("corpus", False),
        default=head.get("default", "on"),
        not_reported=head.get("not_reported", "").strip(),
        fix_safety=head.get("fix_safety", "").strip(),
        languages=tuple(head.get("languages", ())),
        options=_options(source, head.get("options", {})),
        triggers=(*head.get("triggers", ()), *_own_pattern(head)),
        accuracy=_accuracy(source, head.get("accuracy", [])),
        replaces_letters=head.get("replaces_letters", False),
        source=source,
    )


def cases(path: str, text: str) -> list[Case]:
    """The cases of a rule file. Raises RuleError naming the case that has the wrong shape."""
    from corpuslint import strict_yaml

    found = []
    for document in list(strict_yaml.documents(text, path))[1:]:
        if not isinstance(document, dict):
            raise RuleError(f"{path}: the second document maps the name of each case to its text")
        found += [_case(f"{path}: case {name!r}", name, spec) for name, spec in document.items()]
    return found


def _case(where: str, name: str, spec: Any) -> Case:
    if not isinstance(spec, dict) or sum(key in spec for key in ("text", "docs", "hex")) != 1:
        raise RuleError(f"{where} needs one of text, docs, hex")
    _check_keys(where, spec, CASE_FIELDS)
    many = "docs" in spec
    try:
        return Case(
            name,
            _case_bytes(spec),
            {
                key: tuple(_expectation(item) for item in items)
                for key, items in _by_doc(spec.get("finds", {} if many else []), many)
            },
            dict(_by_doc(spec["fixed"], many)) if "fixed" in spec else {},
            dict(_by_doc(spec["safe"], many)) if "safe" in spec else {},
            spec.get("options", {}),
            {**spec.get("meta", {}), **({"language": spec["language"]} if "language" in spec else {})},
            spec.get("expected_failure", False),
            spec.get("why", ""),
        )
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise RuleError(f"{where} has the wrong shape: {error}") from None


def _case_bytes(spec: Head) -> Mapping[str, bytes]:
    if "hex" in spec:
        return {"case": bytes.fromhex(spec["hex"])}
    codec = spec.get("codec", "utf-8")
    texts = spec["docs"] if "docs" in spec else {"case": spec["text"]}
    return {key: text.encode(codec, "surrogatepass" if codec == "utf-8" else "strict") for key, text in texts.items()}


def _by_doc(value: Any, many: bool) -> list[tuple[str, Any]]:
    return list(value.items()) if many else [("case", value)]


def _expectation(item: Any) -> Mapping[str, Any]:
    if isinstance(item, str):
        return {"text": item}
    _check_keys("finds", item, {"text", "line", "column", "message"})
    return dict(item)
