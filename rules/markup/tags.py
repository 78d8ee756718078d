"""Tags of HTML and code of pages that a scraper left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace

_NAMES = (
    "a|abbr|article|aside|b|blockquote|body|br|button|caption|center|cite|code|dd|div|dl|dt|em|embed|figcaption|figure"
    "|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|noscript|object|ol"
    "|option|p|param|path|picture|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|sup|svg"
    "|table|tbody|td|tfoot|th|thead|time|title|tr|u|ul|video"
)
_TAG = re.compile(
    rf"<!--.{{0,2000}}?-->|</?(?P<name>{_NAMES})(?:\s[^<>=]{{1,200}}=[^<>]{{0,2000}}|\s{{0,9}})/?>",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(rf"</(?:{_NAMES})\s{{0,9}}>|<(?:{_NAMES})\s[^<>=]{{1,200}}=|<[bh]r\s?/?>", re.IGNORECASE)
"""What no list of share prices has: tags that end, tags with attributes, line breaks."""
_BREAKING = re.compile(
    "p|br|div|h[1-6]|li|tr|ul|ol|table|blockquote|hr|section|article|aside|caption|center|d[dlt]|figcaption|figure|footer"
    "|form|header|main|nav|option|pre|title"
)
_END = re.compile(r"<(?:/(?P<name>script|style)\s{0,9}>|(?:script|style)\b)", re.IGNORECASE)
"""Where a script or a style ends; or the next one begins, so that this one has no end."""
_TITLES = {"": "Remove it", "\n": "Write a line break", " ": "Write a blank"}
_GOES_ON = re.compile(r"[^\S\r\n]{0,9}\S")
_SHOWN = 40
_CODE = re.compile(
    r"\bfunction\s{0,3}\w{0,60}\s{0,3}\([^()\n]{0,200}\)\s{0,3}\{|\bvar\s{1,3}\w{1,60}\s{0,3}=[^=\n]{1,300};"
    r"|(?<![-/\w])window\.(?:location|onload|open\(|_\w|\w{1,40}\s{0,3}=[^=])|\bdocument\.(?:write|getElement)|\$\(\s{0,3}(?:document|window|['\"])|\bjQuery\("
    r"|\bgoogletag\b|_gaq\.push|\bdataLayer\b|\.push\(\{|\baddEventListener\("
    r"|@media\b[^\n{]{0,200}\{|@import\s+url|<!\[CDATA\[|\]\]>|\"@context\"\s{0,3}:|\{\"@type\""
    r"|[.#][\w-]{1,60}[\w\s.,>#-]{0,100}\{[^{}\n]{0,200}[\w-]\s{0,3}:[^{};\n]{1,200}[;}]",
)


class _Tag(NamedTuple):
    """A tag, a comment, or an element that holds no text; `first` is the tag that it begins with."""

    start: int
    end: int
    first: str
    name: str = ""


class HtmlTag(Rule):
    """A tag, or a comment of HTML; a script or a style with what is in it."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each; those of paragraphs and line breaks become line breaks, those of cells blanks."""
        if doc.key.is_markup:
            return
        page = _PAGE.search(doc.text) is not None
        tags = (match for match in _TAG.finditer(doc.text) if page or not match[0].isupper())
        for tag, new in _parting(doc.text, _whole(doc.text, tags)):
            shown = tag.first if len(tag.first) <= _SHOWN else tag.first[: _SHOWN - 1] + "…"
            what = f"HTML {'tag' if tag.name else 'comment'} `{shown}`"
            if tag.end - tag.start > len(tag.first):
                what = f"HTML element `{shown}` with what is in it"
            span = Span(tag.start, tag.end)
            yield self.finding(doc, span, what, fix=replace(span, new, Safety.UNSAFE, _TITLES[new]))


def _whole(text: str, tags: Iterable[re.Match[str]]) -> Iterator[_Tag]:
    """The tags; a script or a style that ends is one with its end, for nothing in it is text."""
    past = 0
    for tag in tags:
        if tag.start() < past:
            continue
        past = tag.end()
        name = (tag["name"] or "").lower()
        if name in {"script", "style"} and not tag[0].startswith("</") and not tag[0].endswith("/>"):
            end = _END.search(text, past)
            if end is not None and end["name"] is not None and end["name"].lower() == name:
                past = end.end()
        yield _Tag(tag.start(), past, tag[0], name)


def _parting(text: str, tags: Iterable[_Tag]) -> Iterator[tuple[_Tag, str]]:
    """The tags, each with what belongs in its place.

    Of tags that stand side by side between two texts of one line the first of a paragraph becomes a line break,
    else the first of a cell a blank.
    """
    run: list[_Tag] = []
    for tag in tags:
        if run and tag.start != run[-1].end:
            yield from _parted_once(text, run)
            run = []
        run.append(tag)
    yield from _parted_once(text, run)


def _parted_once(text: str, run: Sequence[_Tag]) -> Iterator[tuple[_Tag, str]]:
    inside = bool(run) and _inside(text, run[0].start, run[-1].end)
    breaks = [tag for tag in run if inside and _BREAKING.fullmatch(tag.name)]
    cells = [tag for tag in run if inside and not breaks and tag.name in {"td", "th"}]
    for tag in run:
        yield tag, "\n" if tag in breaks[:1] else " " if tag in cells[:1] else ""


def _inside(text: str, start: int, end: int) -> bool:
    """Whether text stands on both sides, in the same line; behind a blank too."""
    return bool(text[max(0, start - 1) : start].strip()) and _GOES_ON.match(text, end) is not None


class ScriptResidue(Rule):
    """A line of JavaScript, CSS or page data."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a line."""
        done = -1
        for match in _CODE.finditer(doc.text):
            if match.start() < done:
                continue
            start = doc.text.rfind("\n", 0, match.start()) + 1
            end = doc.text.find("\n", match.start())
            done = len(doc.text) if end < 0 else end
            line = doc.text[start:done].strip()
            shown = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
            yield self.finding(doc, Span(start, done), f"code of a web page: `{shown}`")
