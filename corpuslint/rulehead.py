"""The first document of a rule file, once it is checked: what it says, as a rule's description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from corpuslint.errors import RuleError
from corpuslint.model import Safety, Severity, Stage
from corpuslint.rule import Accuracy, Meta, Option

KINDS = ("regex", "words", "variants", "chars")
"""What a declarative match may be."""
OPTION_TYPES: dict[str, type] = {"bool": bool, "int": int, "float": float, "str": str, "list": list, "choice": str}

Head = Mapping[str, Any]
"""JSON values under the names of `rulefile.FIELDS`; `rulefile.read_head` has checked them."""

_WORD_EDGE = r"[0-9A-Za-z_]"


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
        options=tuple(option(name, spec) for name, spec in head.get("options", {}).items()),
        triggers=tuple(head.get("triggers") or own_pattern(head)),
        endings=tuple(head.get("endings", ())),
        accuracy=tuple(accuracy(row) for row in head.get("accuracy", [])),
        replaces_letters=head.get("replaces_letters", False),
        source=source,
        collapses=head.get("repeats", "each") == "collapse",
    )


def option(name: str, spec: Mapping[str, Any]) -> Option:
    """A setting of a rule. Raises RuleError where its default is not of its type."""
    default = float(spec["default"]) if spec["type"] == "float" else spec["default"]
    least, most = (float(spec[key]) if key in spec else None for key in ("minimum", "maximum"))
    made = Option(name, spec["type"], default, spec.get("help", ""), least, most, tuple(spec.get("choices", ())))
    check_option(f"option {name!r}", made, default)
    return made


def accuracy(row: Mapping[str, Any]) -> Accuracy:
    """A measured figure. Raises LookupError, TypeError or ValueError where a part is missing or no number."""
    precision, recall = (None if row.get(key) is None else float(row[key]) for key in ("precision", "recall"))
    return Accuracy(row["on"], precision, recall, int(row["judged"]), row["command"])


def check_option(where: str, option: Option, value: Any) -> Any:
    """The value of an option, of its type and within its limits. Raises RuleError that says what is allowed."""
    if option.type == "float" and isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            value = float(value)
        except ValueError:
            raise RuleError(f"{where}: {value!r} is not a number") from None
    if not isinstance(value, OPTION_TYPES[option.type]) or (option.type == "int" and isinstance(value, bool)):
        raise RuleError(f"{where}: {value!r:.60} is not of type {option.type}")
    items: Any = value
    if option.type == "list" and not all(isinstance(item, str) for item in items):
        raise RuleError(f"{where}: every item must be text")
    if option.choices and value not in option.choices:
        raise RuleError(f"{where}: {value!r:.60} is not one of {', '.join(option.choices)}")
    number: Any = value
    if option.minimum is not None and number < option.minimum:
        raise RuleError(f"{where}: {value!r} is below {option.minimum:g}")
    if option.maximum is not None and number > option.maximum:
        raise RuleError(f"{where}: {value!r} is above {option.maximum:g}")
    return value


def own_pattern(head: Head) -> list[str]:
    """The pattern of a declarative rule, which is its trigger unless the head names others; none for other rules."""
    match = head.get("match", {"engine": True})
    return [] if "engine" in match else [pattern_of(match)]


def pattern_of(match: Mapping[str, Any]) -> str:
    """The RE2 pattern that a declarative match comes to; it is the rule's trigger as well."""
    flag = "" if match.get("case", "words" not in match) else "(?i)"
    if "regex" in match:
        return flag + str(match["regex"])
    if "chars" in match:
        return f"[{match['chars']}]+"
    forms = match["words"] if "words" in match else list(match["variants"])
    return flag + "|".join(_whole(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _whole(form: str) -> str:
    left = r"\b" if re.match(_WORD_EDGE, form[0]) else ""
    right = r"\b" if re.match(_WORD_EDGE, form[-1]) else ""
    return left + re.escape(form).replace("\\ ", " ") + right
