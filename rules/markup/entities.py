"""Entities of HTML that were not resolved."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace

_ENTITY = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BARE = re.compile(r"#(?<![&\w#]#)([0-9]{2,5});")
_TAG = re.compile(r"</?(?:p|br|div|span|a|li|ul|td|tr|table|html|body|head|img)\b[^<>]{0,400}>", re.IGNORECASE)
_MARKUP_FILES = (".html", ".htm", ".xhtml", ".xml", ".sgml", ".sgm", ".rss", ".atom", ".md", ".svg")
_SPECIAL = "<>&"
_LEVELS = 4


def is_markup(doc: Document) -> bool:
    """Whether entities and tags belong to this document: by its name, or because it is made of tags."""
    if doc.key.path.lower().endswith(_MARKUP_FILES):
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
        for match in _BARE.finditer(doc.text):
            char = _resolved(f"&#{match[1]};")
            if char is not None and _shows(char):
                yield self._finding(doc, Span(*match.span()), match[0], char, Safety.UNSAFE)

    def _finding(self, doc: Document, span: Span, found: str, char: str, safety: Safety) -> Finding:
        fix = replace(span, char, safety, f"Write `{char}`")
        return self.finding(doc, span, f"HTML entity `{found}` for `{char}`", fix=fix)


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
