"""What values of settings may be, and what they become. Nothing here opens a file or looks at the clock.

A check takes a value as TOML gives it and returns it as `Settings` holds it, or raises SettingError.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpuslint.git import is_range
from corpuslint.hints import did_you_mean, shown, visible
from corpuslint.settings import DOCUMENTS, LEVELS, METADATA, Override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from corpuslint.keys import Setting

_NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
"""Codecs of Python that are text encodings by name only."""


class SettingError(ValueError):
    """A value that cannot be; the message goes behind the file and the key."""


def check(setting: Setting, value: object) -> object:
    """The value as `Settings` holds it. Raises SettingError."""
    if setting.choices:
        return one_of(value, setting.choices)
    return CHECKS[setting.kind](value)


def one_of(value: object, choices: Iterable[str]) -> str:
    """One of a few words."""
    if not isinstance(value, str) or value not in choices:
        words = ", ".join(f'"{choice}"' for choice in choices)
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise SettingError(f"must be one of {words}, not {shown(value)}.{hint}")
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise SettingError(f"must be true or false, not {shown(value)}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise SettingError(f'must be text in quotes, not {shown(value)}: write "{visible(str(value))[:40]}"')
    if not value.strip() or "\0" in value:
        raise SettingError("must not be empty" if not value.strip() else "must not contain NUL")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        raise SettingError(f"must be a list of texts: write [{shown(value)}]")
    if not isinstance(value, (list, tuple)):
        raise SettingError(f"must be a list of texts, not {shown(value)}")
    return tuple(_text(item) for item in value)


def _word(value: object) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", _text(value)):
        raise SettingError(f"must be a word of letters, digits and hyphens, not {shown(value)}")
    return str(value)


def _codes(value: object) -> tuple[str, ...]:
    for code in _texts(value):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*", code):
            raise SettingError(f"{shown(code)} is no code, family or name of a rule (such as PUN001, PUN, mojibake)")
    return _texts(value)


def _place(value: object) -> str:
    path = _text(value)
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\", "~")) or path[1:2] == ":" or ".." in parts:
        raise SettingError(
            f"{shown(path)} must lie below the folder of the configuration; "
            "other places can only be given on the command line"
        )
    return path


def _places(value: object) -> tuple[str, ...]:
    return tuple(_place(path) for path in _texts(value))


def _files(value: object) -> tuple[str, ...]:
    return (_text(value),) if isinstance(value, str) else _texts(value)


def _jobs(value: object) -> int:
    if value == "auto":
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 4096:
        raise SettingError(f'must be "auto" or a number from 0 to 4096, not {shown(value)}')
    return value


def _size(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    text = value.strip() if isinstance(value, str) else ""
    found = re.fullmatch(r"([0-9]{1,15})\s*(B|[KMGT]i?B?)?", text, re.IGNORECASE)
    if found is None or not int(found[1]):
        raise SettingError(f'must be a number of bytes or text such as "64 MiB", not {shown(value)}')
    unit = (found[2] or "B").upper()
    base = 1024 if "I" in unit or len(unit) == 1 else 1000
    return int(found[1]) * int(base ** "BKMGT".index(unit[0]))


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise SettingError(f"must be a number of seconds, 0 or more, not {shown(value)}")
    return float(value)


def _changed(value: object) -> str:
    text = _text(value)
    if text in {"auto", "all", "staged"} or is_range(text):
        return text
    raise SettingError(f'must be "auto", "all", "staged" or a range of commits such as "main..HEAD", not {shown(text)}')


def _table(value: object, of: str = "a table") -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise SettingError(f"must be {of}, not {shown(value)}")
    return value


def _each(value: object, check_one: Callable[[object], object], of: str) -> dict[str, object]:
    """A table whose values all pass one check; a failure names the key."""
    found = {}
    for key, item in _table(value, of).items():
        try:
            found[key] = check_one(item)
        except SettingError as bad:
            raise SettingError(f"`{visible(key)}`: {bad}") from None
    return found


def _codec(value: object) -> str:
    """A codec, "auto", or "utf-8,CODEC" for files that are in one of these two."""
    name = _text(value)
    if name == "auto":
        return name
    first, both, second = name.partition(",")
    if not both:
        return _charset(name)
    if _charset(first.strip()) != "utf-8":
        raise SettingError(f'{shown(name)}: of two codecs the first is utf-8: write "utf-8, cp1252"')
    return f"utf-8,{_charset(second.strip())}"


def _charset(name: str) -> str:
    import codecs

    try:
        found = codecs.lookup(name).name
        b"a".decode(name, "replace")
    except UnicodeError:  # of one letter: whatever it is, it is no codec of files
        raise SettingError(f"{shown(name)} is no encoding of files") from None
    except (LookupError, ValueError):
        raise SettingError(f"there is no codec {shown(name)}.{did_you_mean(name, _COMMON_CODECS)}") from None
    if found.replace("_", "-") in _NO_CHARSETS:
        raise SettingError(f"{shown(name)} is no encoding of files")
    return found


_COMMON_CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-32", "ascii", "latin-1", "iso-8859-15", "cp1250", "cp1251", "cp1252",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8-r", "mac-roman", "gb18030", "big5",
    "shift_jis", "euc-jp", "euc-kr",
)  # fmt: skip


def _codecs(value: object) -> dict[str, object]:
    return _each(value, _codec, 'a table of patterns and codecs: {"old/**" = "cp1252"}')


def _levels(value: object) -> dict[str, object]:
    return _each(value, lambda level: one_of(level, LEVELS), 'a table of rules and levels: {PUN101 = "error"}')


def _codes_by_glob(value: object) -> dict[str, object]:
    return _each(value, _codes, 'a table of patterns and rules: {"raw/**" = ["PUN"]}')


def known_keys(table: Mapping[str, object], known: Iterable[str]) -> None:
    """Raise SettingError at the first key that does not exist."""
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known) or f" Known are {', '.join(known)}."
            raise SettingError(f"unknown key `{visible(key)}`.{hint}")


def _document(value: object) -> dict[str, object]:
    entry = _table(value, 'a table of fields: {text = "body"}')
    known_keys(entry, DOCUMENTS)
    places = {key: path for key, path in entry.items() if key == "table"}
    return _each(entry, _text, "") | _each(places, _place, "")


def _documents(value: object) -> dict[str, object]:
    return _each(value, _document, 'a table of formats or patterns: {jsonl = {text = "body"}}')


def _overrides(value: object) -> tuple[Override, ...]:
    if not isinstance(value, (list, tuple)):
        raise SettingError("must be a list of tables: write [[lint.overrides]]")
    found = []
    for number, item in enumerate(value, 1):
        try:
            found.append(item if isinstance(item, Override) else _override(item))
        except SettingError as bad:
            raise SettingError(f"number {number}: {bad}") from None
    return tuple(found)


def _override(value: object) -> Override:
    entry = _table(value)
    known_keys(entry, ("when", "select", "extend-select", "ignore", "severity"))
    when = _table(entry.get("when", {}), 'a table `when`, such as when = {language = "fr"}')
    known_keys(when, METADATA)
    if not when or len(entry) == 1:
        raise SettingError("needs `when` with a field, and select, extend-select, ignore or severity beside it")
    patterns = {name: _files(pattern) for name, pattern in when.items()}
    codes = {key.replace("-", "_"): _codes(entry[key]) for key in entry if key not in {"when", "severity"}}
    severity = {key: one_of(level, LEVELS) for key, level in _table(entry.get("severity", {})).items()}
    return Override(patterns, severity=severity, **codes)


def _options(value: object) -> dict[str, object]:
    return _each(value, _option_table, "a table for each rule: [rules.PUN101]")


def _option_table(value: object) -> dict[str, object]:
    return _each(value, _plain, "a table of options: {minimum = 2}")


def _plain(value: object) -> object:
    if isinstance(value, (bool, int, float, str)):
        return value
    if not isinstance(value, list):
        raise SettingError(f"must be true or false, a number, text or a list of texts, not {shown(value)}")
    return list(_texts(value))


def _names(value: object) -> dict[str, object]:
    from corpuslint.config import names

    return names.check(value)


CHECKS: Mapping[str, Callable[[object], object]] = {
    "bool": _bool,
    "changed": _changed,
    "codecs": _codecs,
    "codes": _codes,
    "codes by glob": _codes_by_glob,
    "documents": _documents,
    "files": _files,
    "globs": _texts,
    "jobs": _jobs,
    "levels": _levels,
    "names": _names,
    "options": _options,
    "overrides": _overrides,
    "place": _place,
    "places": _places,
    "seconds": _seconds,
    "size": _size,
    "word": _word,
}
"""Kinds of settings; `choice` is checked by its choices."""
