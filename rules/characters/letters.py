"""Letters that are not what they seem: doubles of other scripts, ligatures, split accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, encoding, replace

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LONG_S = re.compile("\u017f")
_WIDE = re.compile("[\uff01-\uff5e]+")
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3100-\u312f\u3400-\u9fff\uac00-\ud7af]")
_SPLIT = re.compile("[^\\W\\d_][\u0300-\u036f]{1,30}(?![\u0300-\u036f])")


class Homoglyph(Rule):
    """A word with a letter of another script that looks like one of its own."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a word; safe where a letter of the word shows which script it is."""
        damaged = encoding.damaged(doc.text)
        for found in encoding.find_lookalikes(doc.text):
            if found.span in damaged:
                continue
            word = doc.text[found.span.start : found.span.end]
            odd = "".join(dict.fromkeys(found.letters))
            message = f"`{word}` is {found.script.title()} but for `{odd}` of another script"
            safety = Safety.SAFE if found.sure else Safety.UNSAFE
            fix = replace(found.span, found.right, safety, f"Write it with letters of one script: `{found.right}`")
            yield self.finding(doc, found.span, message, fix=fix)


class Ligature(Rule):
    """Letters that are a matter of type: ligatures, long s, full-width Latin."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each ligature, long s or run of full-width letters."""
        for match in _LIGATURE.finditer(doc.text):
            yield self._finding(doc, Span(*match.span()), "ligature", Safety.SAFE)
        for match in _LONG_S.finditer(doc.text):
            yield self._finding(doc, Span(*match.span()), "long s", Safety.UNSAFE)
        if not _EAST_ASIAN.search(doc.text):
            for match in _WIDE.finditer(doc.text):
                yield self._finding(doc, Span(*match.span()), "full-width text", Safety.UNSAFE)

    def _finding(self, doc: Document, span: Span, what: str, safety: Safety) -> Finding:
        found = doc.text[span.start : span.end]
        plain = unicodedata.normalize("NFKC", found)
        fix = replace(span, plain, safety, f"Write `{plain}`")
        return self.finding(doc, span, f"{what} `{found}` for `{plain}`", fix=fix)


class NotNfc(Rule):
    """A letter and an accent where one character is both."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each letter that is one character in normal form C."""
        for match in _SPLIT.finditer(doc.text):
            whole = unicodedata.normalize("NFC", match[0])
            if whole != match[0]:
                span = Span(*match.span())
                fix = replace(span, whole, Safety.SAFE, f"Write `{whole}` as one character")
                parts = " ".join(f"U+{ord(c):04X}" for c in match[0][:4])
                yield self.finding(doc, span, f"`{whole}` is written as {parts}", fix=fix)
