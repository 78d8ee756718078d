"""One pattern dialect for two engines: reads a pattern into tokens and writes it for `re`.

RE2's classes are ASCII and its `$` means the end of the text, so the text given to `re` spells them out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from corpuslint.errors import RuleError

_TOKEN = re.compile(
    r"\{[0-9]+(?:,[0-9]*)?\}|\\x\{[0-9A-Fa-f]+\}|\\[pP]\{\^?\w+\}|\\[pP]\w|\\x[0-9A-Fa-f]{2}|\\.|\[\^?\]?|\[:\^?\w+:\]|\(\?[^)(\[]*?[:>)]|\(\?<?[=!]|.",
    re.DOTALL,
)
_WORD = "0-9A-Za-z_"
_CLASSES = {"w": _WORD, "d": "0-9", "s": r"\t\n\f\r "}
_BOUNDARY = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_NOT_BOUNDARY = f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_CATEGORY = re.compile(r"[LMNPSZC][a-z]?")
_FLAGS = re.compile(r"\(\?[a-zA-Z-]+\)")
_FORBIDDEN = re.compile(r"\\[1-9QECGXRKk]|\(\?(?:[=!]|<[=!]|P=|P>|>|#)")


def tokens(pattern: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a pattern, each with whether it stands inside a bracketed class."""
    inside = False
    for match in _TOKEN.finditer(pattern):
        piece = match[0]
        if not inside and piece.startswith("[") and not piece.startswith("[:"):
            inside = True
            yield piece, False
        elif inside and piece.startswith("["):
            yield from _bracket_in_class(piece)
        elif inside and piece == "]":
            inside = False
            yield piece, False
        elif inside and piece.startswith("("):
            for char in piece:  # a group opener that is only characters of a class
                if char == "]":
                    inside = False
                yield char, inside
        else:
            yield piece, inside


def _bracket_in_class(piece: str) -> Iterator[tuple[str, bool]]:
    if piece.startswith("[:"):
        raise RuleError(f"{piece} is not in the pattern dialect; write the characters")
    yield "\\[", True
    for char in piece[1:]:
        yield char, True


def check(pattern: str) -> None:
    """Refuse what only one of the engines would understand. Raises RuleError."""
    if "\b" in pattern:
        raise RuleError("the pattern holds a backspace, which \\b is in double quotes of YAML; write it in single ones")
    for place, (piece, inside) in enumerate(tokens(pattern)):
        if place and not inside and _FLAGS.fullmatch(piece):
            raise RuleError(f"{piece} stands only at the start of a pattern; write {piece[:-1]}:...) for a part of it")
        if not inside and _FORBIDDEN.match(piece):
            raise RuleError(f"{piece!r} is not in the pattern dialect (no look-around, no back-references)")
        if piece in {r"\Z", r"\u", r"\U", r"\N", r"\h", r"\H"}:
            raise RuleError(f"{piece!r} is not in the pattern dialect (ends are \\z, characters \\x{{2019}})")
        if piece[:2] in {r"\p", r"\P"} and not _CATEGORY.fullmatch(category(piece)[0]):
            raise RuleError(f"{piece} is not a general category; scripts are not in the pattern dialect")


def for_re(pattern: str) -> str:
    """The pattern for the standard library, with the meaning it has in RE2 on UTF-8."""
    multiline = any(re.match(r"\(\?\w*m", piece) for piece, inside in tokens(pattern) if not inside)
    return "".join(_piece_for_re(piece, inside, multiline) for piece, inside in tokens(pattern))


def _piece_for_re(piece: str, inside: bool, multiline: bool) -> str:
    if piece.startswith(r"\x{"):
        return re.escape(chr(int(piece[3:-1], 16)))
    if piece[:2] in {r"\p", r"\P"} and len(piece) > 2:
        return _category(piece, inside)
    if piece[0] == "\\" and piece[1:].lower() in _CLASSES:
        return _ascii_class(piece[1], inside)
    if inside:
        return "\\" + piece if piece in {"&", "~", "|", "-"} and piece != "-" else piece
    replacements = {r"\z": r"\Z", r"\b": _BOUNDARY, r"\B": _NOT_BOUNDARY, "$": "$" if multiline else r"\Z"}
    return replacements.get(piece, piece)


def _ascii_class(letter: str, inside: bool) -> str:
    chars = _CLASSES[letter.lower()]
    if letter.islower():
        return chars if inside else f"[{chars}]"
    if inside:
        raise RuleError(f"\\{letter} inside brackets is not in the pattern dialect")
    return f"[^{chars}]"


def category(piece: str) -> tuple[str, bool]:
    r"""The name of the general category of a token (`\pL`, `\P{Lu}`, `\p{^Lu}`), and whether it means all others."""
    name = piece[2:].strip("{}")
    return name.lstrip("^"), (piece[1] == "P") != name.startswith("^")


def _category(piece: str, inside: bool) -> str:
    name, negated = category(piece)
    chars = category_ranges(name)
    if inside and negated:
        raise RuleError(f"{piece} inside brackets is not in the pattern dialect")
    if inside:
        return chars
    return f"[^{chars}]" if negated else f"[{chars}]"


@lru_cache
def category_ranges(name: str) -> str:
    """The members of a general category ("L", "Lu") as the inside of a bracketed class."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)).startswith(name):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges)
