"""Other tools on the same items; those that are not installed are left out."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec


def codec_guessers() -> dict[str, Callable[[bytes], str | None]]:
    """Functions from bytes to text, or to None where a tool finds no codec or cannot read the bytes in it."""
    found: dict[str, Callable[[bytes], str | None]] = {"chardet": _chardet}
    if find_spec("charset_normalizer"):
        found["charset-normalizer"] = _charset_normalizer
    return found


def repairers() -> dict[str, Callable[[str], str]]:
    """Functions from a damaged text to a repaired one."""
    found: dict[str, Callable[[str], str]] = {"ftfy by line": _ftfy_by_line, "ftfy whole": _ftfy_whole}
    if find_spec("plsfix"):
        found["plsfix"] = _plsfix
    return found


def _chardet(raw: bytes) -> str | None:
    import chardet

    return _read(raw, chardet.detect(raw)["encoding"])


def _charset_normalizer(raw: bytes) -> str | None:
    import charset_normalizer

    best = charset_normalizer.from_bytes(raw).best()
    return _read(raw, best.encoding if best else None)


def _read(raw: bytes, codec: str | None) -> str | None:
    try:
        return raw.decode(codec) if codec else None
    except (UnicodeError, LookupError):
        return None


def _ftfy_by_line(text: str) -> str:
    import ftfy

    return "".join(ftfy.fix_encoding(line) for line in text.splitlines(keepends=True))


def _ftfy_whole(text: str) -> str:
    import ftfy

    return ftfy.fix_encoding(text)


def _plsfix(text: str) -> str:
    """With all of its defaults, for it has no others: callers compare what it makes of the right text."""
    import plsfix

    return str(plsfix.fix_text(text))
