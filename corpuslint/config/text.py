"""Settings as people read them: what holds and where it comes from, and a file to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from corpuslint.hints import visible
from corpuslint.keys import SETTINGS
from corpuslint.settings import Override

if TYPE_CHECKING:
    from corpuslint.keys import Setting
    from corpuslint.settings import Settings

_EXAMPLES = {
    "include": '["corpus/**/*.txt", "shards/*.jsonl"]',
    "extend-exclude": '["raw/"]',
    "extend": '"../corpuslint.toml"',
    "baseline": '"corpuslint-baseline.jsonl"',
    "max-file-size": '"64 MiB"',
    "encoding": '{"old/**" = "cp1252"}',
    "documents": '{jsonl = {text = "body", date = "published"}}',
    "rule-folders": '["house-rules"]',
    "lint.select": '["ENC", "CHR", "PUN"]',
    "lint.extend-select": '["BLK006"]',
    "lint.ignore": '["BLK"]',
    "lint.fixable": '["ENC", "BLK"]',
    "lint.unfixable": '["NAM"]',
    "lint.severity": '{DUP = "info"}',
    "lint.per-file-ignores": '{"ocr/**" = ["CHR", "BLK"]}',
    "lint.overrides": '[{when = {language = "fr"}, ignore = ["PUN"]}]',
    "rules": "{near-duplicate = {}}",
    "names": '{style = "ap", prefer = ["Kyiv", "Koran: Quran, Qoran"], distinct = [["Petterson", "Patterson"]]}',
}
"""What `init_text` shows where the default would say little."""


def show(settings: Settings) -> str:
    """All settings as TOML that `load` would read, each with its origin in a comment."""
    lines = [f"# for {visible(settings.root)}", f"# read: {visible(', '.join(settings.files)) or 'no file'}"]
    for head, name, setting in _by_table():
        lines += head
        value = getattr(settings, setting.attribute)
        origin = visible(settings.origins.get(setting.key, "default"))
        unset = value == "" or setting.key == "extend"
        lines.append(f"{'# ' if unset else ''}{name} = {toml(value)}  # {origin}")
    return "\n".join(lines) + "\n"


def init_text() -> str:
    """Every setting with its explanation, commented out, so that nothing changes until somebody says so."""
    lines = [
        "# Settings of corpuslint; `corpuslint config show` prints those that hold, and their origins.",
        "# Take the mark away from a line to set it. Patterns are written as in .gitignore.",
    ]
    for head, name, setting in _by_table():
        lines += head
        lines += ["", f"# {setting.help}", f"# {name} = {_example(setting)}"]
    return "\n".join(lines) + "\n"


def _by_table() -> Iterator[tuple[list[str], str, Setting]]:
    """Every setting with its name in its table, and before the first of a table the lines that open it."""
    table = ""
    for setting in sorted(SETTINGS, key=lambda setting: setting.key.rpartition(".")[0]):
        inside, _, name = setting.key.rpartition(".")
        yield ["", f"[{inside}]"] if inside != table else [], name, setting
        table = inside


def _example(setting: Setting) -> str:
    return _EXAMPLES.get(setting.key) or toml(setting.default)


def toml(value: object) -> str:
    """A value of `Settings` on one line of TOML; what is not printable is escaped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Override):
        return toml(_as_table(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    return str(value)


def _as_table(override: Override) -> dict[str, object]:
    table: dict[str, object] = {"when": override.when}
    for name in ("select", "extend_select", "ignore", "severity"):
        if getattr(override, name):
            table[name.replace("_", "-")] = getattr(override, name)
    return table


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain else _quoted(key)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else _escaped(char) for char in escaped) + '"'


def _escaped(char: str) -> str:
    point = ord(char)
    if 0xD800 <= point <= 0xDFFF:  # no TOML file can hold it; a file name can
        return "\\uFFFD"
    return f"\\u{point:04X}" if point <= 0xFFFF else f"\\U{point:08X}"
