"""What is wrong with a JSON record, where, and what to do: the same words under every Python version."""

from __future__ import annotations

from json import JSONDecodeError

LFS = "version https://git-lfs.github.com/spec/"
_PYTHON = ("True", "False", "None")


def explain(text: str, error: JSONDecodeError) -> tuple[int, str]:
    """The offset (code points) of the mistake in the text and a message with the remedy."""
    at = min(error.pos, len(text))
    before = text[:at].rstrip(" \t\r\n")
    if text[at : at + 1] == "," and text[at + 1 :].lstrip()[:1] in {"}", "]"}:
        return at, _TRAILING_COMMA
    if before.endswith(",") and text[at:].lstrip()[:1] in {"}", "]"}:
        return len(before) - 1, _TRAILING_COMMA
    if error.msg.startswith("Invalid \\"):
        return max(0, text.rfind("\\", 0, at + 1)), _BAD_ESCAPE
    return at, _message(text, at, error.msg)


_TRAILING_COMMA = "invalid JSON: a comma before the closing bracket; remove it"
_BAD_ESCAPE = "invalid JSON: a backslash in a string that begins no escape; write it as \\\\"


def _message(text: str, at: int, reason: str) -> str:
    if reason.startswith("Unterminated string"):
        return (
            "invalid JSON: the string that begins here has no end; "
            "the record was cut, or a line break in it is not written as \\n"
        )
    if reason.startswith("Invalid control character"):
        return f"invalid JSON: U+{ord(text[at]):04X} inside a string must be escaped (\\n, \\t or \\u00xx)"
    if reason.startswith("Extra data"):
        return _after_value(text, at)
    return _instead_of_value(text, at, reason)


def _after_value(text: str, at: int) -> str:
    if text[at] in "{[":
        return "invalid JSON: a second record on the line; give each a line of its own"
    if text[at] == ",":
        return "invalid JSON: a comma after the record; in JSON Lines records are separated by line ends alone"
    return "invalid JSON: more text after the record; remove it"


def _instead_of_value(text: str, at: int, reason: str) -> str:
    if at >= len(text.rstrip()):
        return "invalid JSON: the line ends inside the record; it was cut, or the record spans several lines"
    if text.startswith("'", at):
        return "invalid JSON: strings and names stand in double quotes, not single ones"
    if text.startswith(_PYTHON, at):
        return "invalid JSON: True, False and None are written true, false and null"
    if text.startswith("\ufeff", at):
        return "invalid JSON: a byte order mark before the record; remove it"
    if text.startswith(LFS):
        return "a Git LFS pointer, not the data itself; run `git lfs pull`"
    wanted = {
        "Expecting ',' delimiter": "a comma",
        "Expecting ':' delimiter": "a colon",
        "Expecting value": "a value",
    }
    expected = wanted.get(reason, "a name in double quotes")
    return f"invalid JSON: expected {expected} here"


def kind(value: object) -> str:
    """What a JSON value is called, with its article."""
    from corpuslint.containers.json_text import Number  # only records that are wrong need it

    if isinstance(value, Number):
        return "a number"
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return names.get(type(value), "null")
