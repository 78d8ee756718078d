"""The cases of a rule file: its tests and its documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from corpuslint import strict_yaml
from corpuslint.errors import RuleError
from corpuslint.rulefile import check_keys

CASE_FIELDS = {
    "text", "docs", "hex", "codec", "finds", "fixed", "safe", "options", "language", "meta", "expected_failure", "why",
}  # fmt: skip


class Case(NamedTuple):
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


def cases(path: str, text: str) -> list[Case]:
    """The cases of a rule file. Raises RuleError naming the case that has the wrong shape."""
    found = []
    for document in list(strict_yaml.documents(text, path))[1:]:
        if not isinstance(document, dict):
            raise RuleError(f"{path}: the second document maps the name of each case to its text")
        found += [_case(f"{path}: case {name!r}", name, spec) for name, spec in document.items()]
    return found


def _case(where: str, name: str, spec: Any) -> Case:
    if not isinstance(spec, dict) or sum(key in spec for key in ("text", "docs", "hex")) != 1:
        raise RuleError(f"{where} needs one of text, docs, hex")
    check_keys(where, spec, CASE_FIELDS)
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


def _case_bytes(spec: Mapping[str, Any]) -> Mapping[str, bytes]:
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
    check_keys("finds", item, {"text", "line", "column", "message"})
    return dict(item)
