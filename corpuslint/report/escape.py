"""One function for each exit: what comes from a corpus, a file name or a rule leaves through one of these."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from json import JSONEncoder

_CATEGORIES_SHOWN = {"Zs"}
"""Not printable for Python, but blanks that a terminal shows as blanks."""

_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
"""Characters that show nothing although their general category says letter, mark or symbol."""

_LOG_COMMAND = r"##[\w.-]*\["
"""What build logs obey anywhere in a line: `##[error]` (GitHub), `##vso[...]` (Azure), `##teamcity[...]`."""

_UNSEEN_CHARACTER = f"[{_UNSEEN}]"
_FORMULA = frozenset("'=+-@＝＋－＠")
_SURROGATE = "[\ud800-\udfff]"
_MAX_DEPTH = 32


def terminal(text: str, *, unicode: bool = True) -> str:
    """The text as one line that a terminal or a build log can only show.

    A line feed becomes ⏎, other C0 controls their control picture, bytes that could not be decoded
    (surrogate escapes) `<FF>`, and all else that is unseen or has no meaning of its own (C1, bidi,
    zero-width and other format characters, unassigned, private use, surrogates) `<U+200B>`.
    Without `unicode` everything beyond ASCII is shown as `<U+2019>`.
    """
    shown = pieces(text, unicode=unicode)
    return shown if isinstance(shown, str) else "".join(shown)


def pieces(text: str, *, unicode: bool = True) -> Sequence[str]:
    """What `terminal` shows for each code point of the text: the text itself where all is shown as it is."""
    if text.isprintable() and (unicode or text.isascii()) and not _odd(text):
        return text
    shown = [character if " " <= character <= "~" else _shown(character, unicode) for character in text]
    for command in re.finditer(_LOG_COMMAND, text):
        shown[command.end() - 1] = "<U+005B>"
    return shown


def _odd(text: str) -> bool:
    """Whether a printable text has what a build log obeys, or what shows nothing."""
    if "##" in text and re.search(_LOG_COMMAND, text):
        return True
    return not text.isascii() and re.search(_UNSEEN_CHARACTER, text) is not None


@lru_cache(maxsize=4096)
def _shown(character: str, unicode: bool) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"<{code - 0xDC00:02X}>"
    if not unicode:
        return character if 0x20 <= code < 0x7F else f"<U+{code:04X}>"
    if code < 0x20:
        return "⏎" if character == "\n" else chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"<U+{code:04X}>" if _unseen(character) else character


def _unseen(character: str) -> bool:
    from unicodedata import category

    if character.isprintable() or category(character) in _CATEGORIES_SHOWN:
        return re.match(_UNSEEN_CHARACTER, character) is not None
    return True


def path(name: str, *, unicode: bool = True) -> str:
    """A file name as `terminal` shows it, never beginning with the `::` that commands GitHub logs."""
    shown = terminal(name, unicode=unicode)
    return f"./{shown}" if shown.lstrip().startswith(":") else shown


def line_start(shown: str) -> str:
    """Text that `terminal` has made safe, for a line that it begins; a leading `::` is broken up."""
    text = shown.lstrip()
    if not text.startswith("::"):
        return shown
    return f"{shown[: len(shown) - len(text)]}<U+003A>{text[1:]}"


def github_data(text: str) -> str:
    """The message of a GitHub workflow command, as `escapeData` of actions/toolkit writes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def github_property(text: str) -> str:
    """A property of a GitHub workflow command, as `escapeProperty` of actions/toolkit writes it."""
    return github_data(text).replace(":", "%3A").replace(",", "%2C")


def azure_data(text: str) -> str:
    """The message of a logging command of Azure Pipelines, as the task library of Microsoft writes it."""
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def azure_property(text: str) -> str:
    """A property of a logging command of Azure Pipelines, as the task library of Microsoft writes it."""
    return azure_data(text).replace("]", "%5D").replace(";", "%3B")


def xml(text: str) -> str:
    """The text as `terminal` shows it, for an element or an attribute of XML 1.0, which holds no control characters."""
    from html import escape

    return escape(terminal(text))


def formula_free(text: str) -> str:
    """The text as `terminal` shows it, for a cell that no spreadsheet may compute.

    Where a spreadsheet would see a formula (OWASP, CSV injection; the wide forms too), and where the text begins
    with an apostrophe itself, an apostrophe goes before it: to take one away gives the text back.
    """
    shown = terminal(text)
    return f"'{shown}" if shown.lstrip()[:1] in _FORMULA else shown


def well_formed(text: str) -> str:
    """The text with `<FF>` or `<U+D800>` for lone surrogates, which many JSON readers refuse."""
    return text if is_utf8(text) else re.sub(_SURROGATE, lambda found: _shown(found[0], True), text)


def path_bytes(name: str) -> bytes:
    """The bytes of a file name that was decoded as UTF-8 with surrogate escapes."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")


def is_utf8(name: str) -> bool:
    """Whether a text, or a file name, can be written as UTF-8: it has no lone surrogates."""
    if name.isascii():
        return True
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def uri(name: str) -> str:
    """A file name as a URI reference (RFC 3986): relative as it is, absolute with the file scheme.

    Everything but letters, digits and `-._~/` is percent-encoded, byte by byte.
    """
    from urllib.parse import quote

    slashed = name.replace(os.sep, "/")
    encoded = quote(path_bytes(slashed), safe="/")
    if not os.path.isabs(name):
        return encoded.removeprefix("./")
    return "file://" + ("" if encoded.startswith("/") else "/") + encoded


def json_value(value: object, depth: int = 0) -> object:
    """The value as one that JSON can hold everywhere: texts well-formed, numbers finite, the rest as text."""
    if isinstance(value, str):
        return well_formed(value)
    if value is None or isinstance(value, bool | int):
        return value
    if depth >= _MAX_DEPTH:
        return "…"
    if type(value) is dict or isinstance(value, Mapping):  # the first is told at once
        return {well_formed(str(key)): json_value(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item, depth + 1) for item in value]
    finite = isinstance(value, float) and value - value == 0
    return value if finite else well_formed(str(value))


def json_text(value: object, indent: int | None = None) -> str:
    """The value as JSON in printable ASCII, in which no build log can find a command."""
    return _obeyed_by_none(_encoder(indent).encode(json_value(value)))


def json_line(value: Mapping[str, object]) -> str:
    """What `json_text` says of a value that is JSON but for lone surrogates in its texts, in a third of the time."""
    written = _encoder(None).encode(value)
    return json_text(value) if "\\ud" in written else _obeyed_by_none(written)


def _obeyed_by_none(written: str) -> str:
    return written.replace("\x7f", "\\u007f").replace("##", "#\\u0023")


@lru_cache(maxsize=2)
def _encoder(indent: int | None) -> JSONEncoder:
    from json import JSONEncoder

    return JSONEncoder(indent=indent, separators=(",", ": ") if indent else (", ", ": "), allow_nan=False)
