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
    for field, value in spec.items():
        _check_shape(f"{where}: {field}", field, value, spec)
    finds = _by_doc(spec.get("finds", {} if "docs" in spec else []), spec)
    try:
        docs = _case_bytes(spec)
    except (ValueError, LookupError) as error:
        raise RuleError(f"{where}: {error}") from None
    return Case(
        name,
        docs,
        {key: tuple(_expectation(f"{where}: finds", item) for item in items) for key, items in finds.items()},
        _by_doc(spec["fixed"], spec) if "fixed" in spec else {},
        _by_doc(spec["safe"], spec) if "safe" in spec else {},
        spec.get("options", {}),
        {**spec.get("meta", {}), **({"language": spec["language"]} if "language" in spec else {})},
        spec.get("expected_failure", False),
        spec.get("why", ""),
    )


def _check_shape(where: str, field: str, value: Any, spec: Mapping[str, Any]) -> None:
    """Raise RuleError for a value that is not what its key is for."""
    many = "docs" in spec
    if field == "expected_failure":
        good, what = isinstance(value, bool), "true or false"
    elif field == "options":
        good, what = isinstance(value, dict), "a mapping of options to values"
    elif field in {"docs", "meta"}:
        good, what = _maps(value, str), "a mapping of names to texts"
    elif field in {"finds", "fixed", "safe"}:
        kind, told = (list, "a list") if field == "finds" else (str, "text")
        good, what = (_maps(value, kind), f"{told} for each document") if many else (isinstance(value, kind), told)
    else:
        good, what = isinstance(value, str), "text"
    if not good:
        raise RuleError(f"{where} must be {what}, not {value!r:.60}")
    if many and field in {"finds", "fixed", "safe"}:
        check_keys(where, value, set(spec["docs"]))


def _maps(value: object, kind: type) -> bool:
    return isinstance(value, dict) and all(isinstance(one, kind) for one in value.values())


def _case_bytes(spec: Mapping[str, Any]) -> Mapping[str, bytes]:
    if "hex" in spec:
        return {"case": bytes.fromhex(spec["hex"])}
    codec = spec.get("codec", "utf-8")
    texts = spec["docs"] if "docs" in spec else {"case": spec["text"]}
    return {key: text.encode(codec, "surrogatepass" if codec == "utf-8" else "strict") for key, text in texts.items()}


def _by_doc(value: Any, spec: Mapping[str, Any]) -> Mapping[str, Any]:
    return value if "docs" in spec else {"case": value}


def _expectation(where: str, item: Any) -> Mapping[str, Any]:
    if isinstance(item, str):
        return {"text": item}
    if not isinstance(item, dict):
        raise RuleError(f"{where}: {item!r:.60} must be the text that is found, in quotes, or a mapping")
    check_keys(where, item, {"text", "line", "column", "message"})
    return dict(item)
