"""Entities of HTML that were not resolved."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete, replace

_ENTITY = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BARE = re.compile(
    r"#(?<![&#;]#)(?P<number>[0-9]{2,5});|(?<![&;\w])(?P<name>quot|nbsp|apos|[lr][sd]quo|[mn]dash|hellip);"
)
_BARE_END = re.compile(
    r";(?:(?<=[0-9]{2};)|(?<=(?:quot|nbsp|apos);)|(?<=[lr][sd]quo;)|(?<=[mn]dash;)|(?<=hellip;))(?<!&[a-z]{4};)"
)
"""How each of these ends, found faster: it begins with what few characters are."""
_QUOTES = frozenset({"34", "39", "8211", "8212", "8216", "8217", "8220", "8221"})
"""Numbers of marks that stand right behind a letter."""
_APOSTROPHES = frozenset({"39", "8217"})
_LONGEST = 200
"""Characters of an address that are looked at."""
_TAG = re.compile(r"</?(?:p|br|div|span|a|li|ul|td|tr|table|html|body|head|img)\b[^<>]{0,400}>", re.IGNORECASE)
_SPECIAL = "<>&"
_ADDRESS = re.compile(r"[/@]|www\.")
_LEVELS = 4


def is_markup(doc: Document) -> bool:
    """Whether entities and tags belong to this document: by its name, or because it is made of tags."""
    if doc.key.is_markup:
        return True
    return doc.text.lstrip("\ufeff \t\r\n")[:1] == "<" and len(_TAG.findall(doc.text, 0, 10_000)) > 2


class HtmlEntity(Rule):
    """`&eacute;`, `&#8217;`, `&amp;quot;`, and `#39;` that lost its ampersand."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each; safe for a printable character that is no markup in a text without tags."""
        if is_markup(doc):
            return
        tagged = _TAG.search(doc.text) is not None
        for match in _ENTITY.finditer(doc.text):
            char = _resolved(match[0])
            if char is None or (char == "¿" and doc.text[match.end() : match.end() + 1].isalpha()):
                continue
            safe = not tagged and len(char) == 1 and char not in _SPECIAL and _shows(char)
            yield self._finding(doc, Span(*match.span()), match[0], char, Safety.SAFE if safe else Safety.UNSAFE)
        for match in _BARE.finditer(doc.text) if _BARE_END.search(doc.text) else ():
            char = _resolved(f"&{match[0]}") if match["name"] or _is_meant(match) else None
            if char is not None and _shows(char):
                yield self._finding(doc, Span(*match.span()), match[0], char, Safety.UNSAFE)

    def _finding(self, doc: Document, span: Span, found: str, char: str, safety: Safety) -> Finding:
        if not char:
            fix = delete(span, safety, "Remove it")
            return self.finding(doc, span, f"HTML entity `{found}`, which stands for nothing", fix=fix)
        shown = char if _shows(char) else f"U+{ord(char[0]):04X}"
        fix = replace(span, char, safety, f"Write `{shown}`")
        return self.finding(doc, span, f"HTML entity `{found}` for `{shown}`", fix=fix)


def _is_meant(match: re.Match[str]) -> bool:
    """Whether this is rather an entity that lost its ampersand than the number of something.

    What is numbered has blanks on both sides (`jersey #39; he`), a mark has a word on one.
    """
    before = match.string[max(0, match.start() - _LONGEST) : match.start()].split("\n")[-1]
    after, number = match.string[match.end() : match.end() + 1], match["number"]
    if before[-1:].isalnum():
        return before[-1].isalpha() and number in _QUOTES and not _ADDRESS.search(before.split(" ")[-1])
    return after.isalnum() or (number in _APOSTROPHES and before.endswith("s ") and after == " ")


def _shows(char: str) -> bool:
    return char.isprintable() or char == "\xa0"


def _resolved(entity: str) -> str | None:
    """What an entity stands for, however often its ampersand was escaped; None where it stands for nothing."""
    text = entity
    for _ in range(_LEVELS):
        again = html.unescape(text)
        if again == text:
            break
        text = again
    found = text != entity and len(text) <= 2 and not any("\ud800" <= c <= "\udfff" or c in "\0\ufffd" for c in text)
    return text if found else None
