"""Tags of HTML and code of pages that a scraper left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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
_BREAKING = re.compile(r"(?:p|br|div|h[1-6]|li|tr|ul|ol|table|blockquote|hr|section|article)", re.IGNORECASE)
_GOES_ON = re.compile(r"[^\S\r\n]{0,9}\S")
_MARKUP_FILES = (".html", ".htm", ".xhtml", ".xml", ".sgml", ".sgm", ".rss", ".atom", ".md", ".svg")
_SHOWN = 40
_CODE = re.compile(
    r"\bfunction\s{0,3}\w{0,60}\s{0,3}\([^()\n]{0,200}\)\s{0,3}\{|\bvar\s{1,3}\w{1,60}\s{0,3}=[^=\n]{1,300};"
    r"|(?<![-/\w])window\.(?:location|onload|open\(|_\w|\w{1,40}\s{0,3}=[^=])|\bdocument\.(?:write|getElement)|\$\(\s{0,3}(?:document|window|['\"])|\bjQuery\("
    r"|\bgoogletag\b|_gaq\.push|\bdataLayer\b|\.push\(\{|\baddEventListener\("
    r"|@media\b[^\n{]{0,200}\{|@import\s+url|<!\[CDATA\[|\]\]>|\"@context\"\s{0,3}:|\{\"@type\""
    r"|[.#][\w-]{1,60}[\w\s.,>#-]{0,100}\{[^{}\n]{0,200}[\w-]\s{0,3}:[^{};\n]{1,200}[;}]",
)


class HtmlTag(Rule):
    """A tag, or a comment of HTML."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each; those of paragraphs and line breaks become line breaks."""
        if doc.key.path.lower().endswith(_MARKUP_FILES):
            return
        page = _PAGE.search(doc.text) is not None
        tags = (match for match in _TAG.finditer(doc.text) if page or not match[0].isupper())
        for match, breaks in _breaking(doc.text, tags):
            span = Span(*match.span())
            name = match["name"]
            new = "\n" if breaks else ""
            title = "Write a line break" if new else "Remove it"
            shown = match[0] if len(match[0]) <= _SHOWN else match[0][: _SHOWN - 1] + "…"
            fix = replace(span, new, Safety.UNSAFE, title)
            yield self.finding(doc, span, f"HTML {'tag' if name else 'comment'} `{shown}`", fix=fix)


def _breaking(text: str, tags: Iterable[re.Match[str]]) -> Iterator[tuple[re.Match[str], bool]]:
    """The tags, and whether a line break belongs in the place of one.

    It does at the first tag of a paragraph of those that stand side by side between two texts of one line.
    """
    run: list[re.Match[str]] = []
    for tag in tags:
        if run and tag.start() != run[-1].end():
            yield from _broken_once(text, run)
            run = []
        run.append(tag)
    yield from _broken_once(text, run)


def _broken_once(text: str, run: Sequence[re.Match[str]]) -> Iterator[tuple[re.Match[str], bool]]:
    inside = bool(run) and _inside(text, run[0].start(), run[-1].end())
    for tag in run:
        breaks = inside and bool(tag["name"] and _BREAKING.fullmatch(tag["name"]))
        yield tag, breaks
        inside = inside and not breaks


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
