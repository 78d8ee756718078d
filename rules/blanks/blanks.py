"""White space that no reader sees: blank lines, line ends, spaces before them.

A line ends with LF, CR LF or CR. A blank line is one of white space alone. What a whole document
of white space is, is for another rule to say: these stay silent on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from io import StringIO
from itertools import islice

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, Span, delete

SPACES = "\t\x0b\x0c \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""Horizontal white space; what has no width at all is no business of these rules."""
MANY = 10_000
"""Edits of one fix, beyond which they become one edit that covers them all."""

_END = r"(?>\r\n|\n|\r)"
_LINE_END = re.compile(_END)
_BLANK = re.compile(f"[{SPACES}\r\n]*")
_SPACE = re.compile(f"[{SPACES}]*")
_BEFORE_LINE_END = re.compile(f"[{SPACES}](?![^{SPACES}\r\n])(?<![{SPACES}].)[{SPACES}]*+(?![^\r\n])")
"""It begins with what few characters are, and leaves single blanks at once."""
_ENDS = re.compile(r"\r+\n?|\n")
_BREAK = re.compile(rf"(?<=[^\r\n])  ++{_END}[{SPACES}]*+[^{SPACES}\r\n]")
"""What breaks a line of Markdown inside a paragraph, and the beginning of the next."""


def _body(text: str) -> Span:
    """From the first to the last character that is no white space; empty where there is none."""
    start = 1 if text.startswith("\ufeff") else 0
    match = _BLANK.match(text, start)
    first = match.end() if match else start
    return Span(first, max(first, len(text.rstrip(SPACES + "\r\n"))))


def _lines(number: int) -> str:
    return "1 blank line" if number == 1 else f"{number:,} blank lines"


def _together(text: str, edits: Callable[[], Iterator[Edit]]) -> tuple[int, tuple[Edit, ...]]:
    """How many edits there are, and they themselves, or one that does the work of too many."""
    few = tuple(islice(edits(), MANY + 1))
    if len(few) <= MANY:
        return len(few), few
    out, number = StringIO(), 0
    start = at = few[0].span.start
    for edit in edits():
        out.write(text[at : edit.span.start])
        out.write(edit.text)
        at = edit.span.end
        number += 1
    return number, (Edit(Span(start, at), out.getvalue()),)


def _safe(edits: tuple[Edit, ...], title: str) -> Fix:
    return Fix(edits, Safety.SAFE, title, edits[0].span)


class LeadingBlankLines(Rule):
    """Blank lines before the first line of text; a byte order mark before them stays."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding, over all of the lines."""
        text, body = doc.text, _body(doc.text)
        start = 1 if text.startswith("\ufeff") else 0
        end = 1 + max(text.rfind("\n", start, body.start), text.rfind("\r", start, body.start))
        if body.start < body.end and end > start:
            span = Span(start, end)
            lines = _lines(len(_LINE_END.findall(text, start, end)))
            yield self.finding(
                doc,
                span,
                f"{lines} before the text",
                fix=delete(span, Safety.SAFE, f"Remove {lines}"),
                identity="before the text",
            )


class TrailingBlankLines(Rule):
    """Blank lines after the last line of text; the end of that line stays."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding, over all of the lines."""
        text, body = doc.text, _body(doc.text)
        line_end = _LINE_END.search(text, body.end)
        if body.start == body.end or line_end is None or line_end.end() == len(text):
            return
        span = Span(line_end.end(), len(text))
        lines = _lines(len(_LINE_END.findall(text, span.start)) + (text[-1] not in "\r\n"))
        yield self.finding(
            doc,
            span,
            f"{lines} after the text",
            fix=delete(span, Safety.SAFE, f"Remove {lines}"),
            identity="after the text",
        )


@lru_cache
def _blank_lines(least: int, most: str = "") -> re.Pattern[str]:
    return re.compile(f"(?>[{SPACES}]*{_END}){{{least},{most}}}")


class BlankLineRun(Rule):
    """Many blank lines in a row, inside the text."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for the whole document, at the first run."""
        minimum, keep = int(str(self.options["minimum"])), int(str(self.options["keep"]))
        keep = min(keep, minimum - 1)

        def runs() -> Iterator[Span]:
            return self._runs(doc.text, minimum)

        def edits() -> Iterator[Edit]:
            kept = _blank_lines(keep, str(keep))
            for run in runs():
                match = kept.match(doc.text, run.start)
                yield Edit(Span(match.end() if match else run.start, run.end), "")

        first = next(runs(), None)
        if first is None:
            return
        number, all_edits = _together(doc.text, edits)
        lines = _lines(len(_LINE_END.findall(doc.text, first.start, first.end)))
        more = f" (and {number - 1:,} more such place{'s' if number > 2 else ''})" if number > 1 else ""
        yield self.finding(
            doc,
            first,
            f"{lines} in a row{more}",
            fix=_safe(all_edits, f"Leave {keep or 'none'}"),
            identity="runs",
            data={"runs": number},
        )

    @staticmethod
    def _runs(text: str, minimum: int) -> Iterator[Span]:
        body = _body(text)
        run, at = _blank_lines(minimum), body.start
        while line_end := _LINE_END.search(text, at, body.end):
            at = line_end.end()
            match = run.match(text, at, body.end)
            if match:
                yield Span(match.start(), match.end())
                at = match.end()


class TrailingWhiteSpace(Rule):
    """White space before a line end; blank lines before and after the text are left to their own rules."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for the whole document, at the first place."""
        text, body = doc.text, _body(doc.text)
        rest = _SPACE.match(text, body.end)
        end = rest.end() if rest else body.end
        markdown = doc.key.is_markdown

        def edits() -> Iterator[Edit]:
            for match in _BEFORE_LINE_END.finditer(text, body.start, end):
                if not (markdown and _BREAK.match(text, match.start())):
                    yield Edit(Span(match.start(), match.end()), "")

        first = next(edits(), None) if body.start < body.end else None
        if first is None:
            return
        number, all_edits = _together(text, edits)
        yield self.finding(
            doc,
            first.span,
            f"white space at the end of {number:,} line{'s' if number > 1 else ''}",
            fix=_safe(all_edits, "Remove it"),
            identity="white space before line ends",
            data={"lines": number},
        )


class MixedLineEnds(Rule):
    """Line ends of more than one kind in a document, or CR alone, which few readers take for one."""

    def clears(self, data: bytes) -> bool:
        """Whether there is no CR, or every CR and LF belongs to a CR LF."""
        return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n") == data.count(b"\n")

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for the whole document, at the first line end of the smaller part."""
        text = doc.text
        kinds = Counter(match[0] for match in _ENDS.finditer(text))
        lf, crlf = kinds.pop("\n", 0), kinds.pop("\r\n", 0)
        body = _body(text)
        if body.start == body.end or not (kinds or (crlf and lf)):
            return
        doubled = sum(number for end, number in kinds.items() if end.endswith("\n"))
        lone = sum(len(end) * number for end, number in kinds.items() if not end.endswith("\n"))
        wanted = "\r\n" if crlf + doubled > lf else "\n"
        edits = partial(self._edits, text, wanted)
        first = next(edits())
        counts = [(crlf, "CR LF"), (doubled, "CR CR LF"), (lf, "LF"), (lone, "CR")]
        yield self.finding(
            doc,
            first.span,
            "line ends of more than one kind: " + ", ".join(f"{n:,} {name}" for n, name in counts if n)
            if lone != sum(n for n, _ in counts)
            else f"{lone:,} line end{'s' if lone > 1 else ''} of CR alone",
            fix=_safe(_together(text, edits)[1], "End every line with " + ("LF" if wanted == "\n" else "CR LF")),
            identity="line ends",
            data={"crlf": crlf, "lf": lf, "cr": lone},
        )

    @staticmethod
    def _edits(text: str, wanted: str) -> Iterator[Edit]:
        for match in _ENDS.finditer(text):
            end = match[0]
            new = wanted if end.endswith("\n") else wanted * len(end)
            if end != new:
                yield Edit(Span(match.start(), match.end()), new)


class MissingFinalNewline(Rule):
    """A file whose last line has no end. Records of a larger file need none."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """At most one finding, at the end of the text."""
        text, body = doc.text, _body(doc.text)
        if doc.key.record or body.start == body.end or _LINE_END.search(text, body.end):
            return
        end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
        span = Span(len(text), len(text))
        yield self.finding(
            doc,
            span,
            "the last line has no line end",
            fix=Fix((Edit(span, end),), Safety.SAFE, "Add it", span),
            identity="last line",
        )
