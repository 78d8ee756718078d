"""Escapes of strings, addresses and e-mail that were not resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace

_UNICODE = re.compile(r"(?:\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})")
_BYTES = re.compile(r"(?:\\x[89a-fA-F][0-9a-fA-F]){2,4}")
_BREAK = re.compile(
    r"(?<=[a-zа-яё.!?,;:\"'”’)»])(?:\\r)?(?:\\n)+(?=[A-ZА-Я\"“«'‘(\s]|\\|$)|(?:\\r)?(?:\\n){2,}", re.MULTILINE
)
_QUOTE = re.compile(r"\\([\"'])(?=[\w.,;:!?\s]|$)|(?<=[\w.,;:!?\s(])\\([\"'])")
_PERCENT = re.compile(r"(?<!\w)\w+(?:%20\w+)+(?!\w)")
_ADDRESS = re.compile(r"[/%=&#:?]|www\.")
_LONGEST = 2_000
"""Characters of an address that are looked at."""
_QUOTED = re.compile(r"(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F]){1,3})+")
_SOFT_BREAK = re.compile(r"=\r?\n(?=\S)")
_EQUALS = re.compile(r"=3D")


class LiteralEscape(Rule):
    """Escapes of program strings and web addresses."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each escape, or for a word with several."""
        for pattern, read in _ESCAPES:
            for match in pattern.finditer(doc.text):
                new = read(match)
                if new is not None:
                    span = Span(*match.span())
                    shown = new.replace("\n", "a line break")
                    fix = replace(span, new, Safety.UNSAFE, f"Write {shown}" if "\n" in new else f"Write `{shown}`")
                    yield self.finding(doc, span, f"escape `{match[0]}` was not resolved", fix=fix)


def _unicode(match: re.Match[str]) -> str | None:
    units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in match[0].split("\\u")[1:])
    try:
        char = units.decode("utf-16-be")
    except UnicodeDecodeError:
        return None
    return char if char.isprintable() or char in "\n\t\xa0" else None


def _bytes(match: re.Match[str]) -> str | None:
    return _utf8(bytes.fromhex(match[0].replace("\\x", "")))


def _utf8(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(c.isprintable() or c == "\xa0" for c in text) else None


def _break(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\\n")


def _quote(match: re.Match[str]) -> str:
    return match[1] or match[2]


def _blank(match: re.Match[str]) -> str | None:
    """The words with blanks, unless they are part of an address."""
    text = match.string
    start = max(text.rfind(blank, max(0, match.start() - _LONGEST), match.start()) for blank in " \t\n")
    before = text[max(start + 1, match.start() - _LONGEST) : match.start()]
    after = text[match.end() : match.end() + 1]
    return None if _ADDRESS.search(before) or after in ("/", "=", "&", "%") else match[0].replace("%20", " ")


_ESCAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_UNICODE, _unicode),
    (_BYTES, _bytes),
    (_BREAK, _break),
    (_QUOTE, _quote),
    (_PERCENT, _blank),
)


class QuotedPrintable(Rule):
    """Characters and line breaks as e-mail writes them."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each, in a text that has at least one whole character in this form."""
        found = [(m, text) for m in _QUOTED.finditer(doc.text) if (text := _decoded(m[0])) is not None]
        if not found:
            return
        for match, text in found:
            yield self._finding(doc, match, text)
        for pattern, text in ((_SOFT_BREAK, ""), (_EQUALS, "=")):
            for match in pattern.finditer(doc.text):
                yield self._finding(doc, match, text)

    def _finding(self, doc: Document, match: re.Match[str], text: str) -> Finding:
        span = Span(*match.span())
        if not text:
            return self.finding(
                doc, span, "a line that e-mail broke", fix=replace(span, "", Safety.UNSAFE, "Join the lines")
            )
        fix = replace(span, text, Safety.UNSAFE, f"Write `{text}`")
        return self.finding(doc, span, f"quoted-printable `{match[0]}` for `{text}`", fix=fix)


def _decoded(found: str) -> str | None:
    return _utf8(bytes.fromhex(found.replace("=", "")))
