"""Text of one single-byte codec that was read in another."""

from __future__ import annotations

from collections.abc import Iterator

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, Span, encoding


class WrongSingleByteCodec(Rule):
    """Words that another codec makes words of one script."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a line."""
        suspects = encoding.misread(doc.text)
        if not suspects:
            return  # what is mojibake needs no answer then, which would cost the import of ftfy
        damaged = encoding.damaged(doc.text)
        homoglyphs = {found.span for found in encoding.find_lookalikes(doc.text)}
        words = [word for word in suspects if word.span not in homoglyphs and word.span not in damaged]
        for line in encoding.by_line(doc.text, words):
            first = line[0]
            found = doc.text[first.span.start : first.span.end]
            more = f" (and {len(line) - 1:,} more)" if len(line) > 1 else ""
            message = f"`{found}` is `{first.right}` in {first.true}, read in {first.read}{more}"
            span = Span(first.span.start, line[-1].span.end)
            edits = tuple(Edit(word.span, word.right) for word in line)
            fix = Fix(edits, Safety.UNSAFE, f"Read it in {first.true}", span)
            yield self.finding(doc, span, message, fix=fix)
