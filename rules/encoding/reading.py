"""How the bytes of a file were read: one finding a file, at the first place that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import (
    Candidate,
    Decoding,
    Document,
    Finding,
    Fix,
    Reading,
    Rule,
    Safety,
    Span,
    delete,
    encoding,
    replace,
)

_HIGH = re.compile(r"[^\x00-\x7f]")
_NULS = re.compile(r"\x00+")
_FRAMED = re.compile(r"[\u2500-\u259f](?=[^\W\d_])|[^\W\d_][\u2500-\u259f]")
"""A line of a frame right beside a letter: no text in a codec of DOS is written so, but any bytes can be read so."""
_SHIFT = "\x1b$"
"""The beginning of the escape sequences with which ISO-2022 announces its characters."""
_TITLE = "Write the file as UTF-8"


def _first(text: str) -> Span:
    """The first character above ASCII, or the beginning of the text."""
    match = _HIGH.search(text)
    at = match.start() if match else 0
    return Span(at, min(at + 1, len(text)))


def _transcode(text: str, safety: Safety) -> Fix:
    return Fix((), safety, _TITLE, Span(0, len(text)), "utf-8")


def _data(decoding: Decoding) -> dict[str, object]:
    return {
        "margin": round(decoding.margin, 3),
        "candidates": [{"codec": c.codec, "score": round(c.score, 3)} for c in decoding.candidates],
    }


class _OfReading(Rule):
    """A rule for one way of reading; silent where the configuration prescribes the codec."""

    reading: Reading

    def check(self, doc: Document) -> Iterator[Finding]:
        """The findings, if the file was read in this way."""
        found = doc.decoding
        if found is not None and found.reading is self.reading and found.note != encoding.PRESCRIBED:
            yield from self.judge(doc, found)

    def judge(self, doc: Document, found: Decoding) -> Iterator[Finding]:
        """The findings of a file that was read in this way."""
        raise NotImplementedError


class NotUtf8(_OfReading):
    """Bytes in another codec."""

    reading = Reading.LEGACY

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for a file in another codec, and for ASCII bytes that are no ASCII text."""
        found = doc.decoding
        if found is not None and found.reading is Reading.UTF8 and _SHIFT in doc.text:
            yield from self._shifted(doc, encoding.decide(doc.raw))
        yield from super().check(doc)

    def _shifted(self, doc: Document, found: Decoding) -> Iterator[Finding]:
        """ISO-2022 says in ASCII bytes, behind escape sequences, what ASCII cannot."""
        if found.reading is Reading.LEGACY and found.trusted:
            at = doc.text.index(_SHIFT)
            fix = None
            if found.bijective and encoding.is_clean(found.text):
                whole = Span(0, len(doc.text))
                fix = replace(whole, found.text, Safety.SAFE, _TITLE)
            span = Span(at, at + len(_SHIFT))
            yield self.finding(doc, span, f"the bytes are {found.codec}, not UTF-8", fix=fix, data=_data(found))

    def judge(self, doc: Document, found: Decoding) -> Iterator[Finding]:
        """One finding, with the codec if it is sure, else with the likeliest three."""
        span = _first(doc.text)
        count = len(_HIGH.findall(doc.text))
        if found.note == encoding.CESU:
            yield self._paired(doc, span, found)
            return
        if found.trusted:
            many = "1 character" if count == 1 else f"{count:,} characters"
            message = f"the bytes are {found.codec}, not UTF-8 ({many} above ASCII)"
            safe = found.bijective and encoding.is_clean(doc.text) and not _FRAMED.search(doc.text)
            fix = _transcode(doc.text, Safety.SAFE if safe else Safety.UNSAFE) if found.bijective else None
        else:
            what = found.note if found.note.startswith(encoding.REFUSED) else "not UTF-8, and no codec is certain"
            message = f"the bytes are {what}: {_choices(found.candidates)}"
            fix = self._guess(doc, found)
        yield self.finding(doc, span, message, fix=fix, data=_data(found))

    def _paired(self, doc: Document, span: Span, found: Decoding) -> Finding:
        """CESU-8: pairs of surrogates where UTF-8 has one character."""
        text, fix = encoding.surrogates_joined(doc.raw), None
        if text is not None and encoding.is_clean(text) and found.margin >= encoding.SURE:
            fix = replace(Span(0, len(doc.text)), text, Safety.SAFE, _TITLE)
        message = "the bytes are CESU-8, not UTF-8: characters beyond U+FFFF are pairs of surrogates"
        return self.finding(doc, span, message, fix=fix, data=_data(found))

    def _guess(self, doc: Document, found: Decoding) -> Fix | None:
        """The text as the best candidate reads it, if it leads at all and loses nothing."""
        if not found.candidates or found.margin < encoding.UNSAFE:
            return None
        codec = found.candidates[0].codec
        text = doc.raw.decode(codec)
        if not encoding.is_clean(text) or text.encode(codec) != doc.raw:
            return None
        whole = Span(0, len(doc.text))
        return replace(whole, text, Safety.UNSAFE, f"Read it as {codec} and write it as UTF-8")


def _choices(candidates: tuple[Candidate, ...]) -> str:
    if not candidates:
        return "none can read them all"
    return "; ".join(f"{c.codec} {f'would read `{c.sample}`' if c.sample else 'can read them'}" for c in candidates)


class ByteOrderMark(Rule):
    """A UTF-8 byte order mark."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """The mark, if the text begins with one."""
        if doc.text.startswith("\ufeff"):
            fix = delete(Span(0, 1), Safety.SAFE, "Remove the mark")
            yield self.finding(doc, Span(0, 1), "byte order mark at the beginning of UTF-8 text", fix=fix)


_WIDE = {
    "utf-16-le": "UTF-16, little end first",
    "utf-16-be": "UTF-16, big end first",
    "utf-32-le": "UTF-32, little end first",
    "utf-32-be": "UTF-32, big end first",
}


class Utf16OrUtf32(_OfReading):
    """Two or four bytes a character."""

    reading = Reading.UTF16

    def judge(self, doc: Document, found: Decoding) -> Iterator[Finding]:
        """One finding; safe to write as UTF-8 where a mark says what the bytes are."""
        how = "with a byte order mark" if found.mark else "without a byte order mark"
        safe = bool(found.mark) and encoding.is_clean(doc.text.removeprefix("\ufeff"))
        fix = _transcode(doc.text, Safety.SAFE if safe else Safety.UNSAFE) if found.bijective else None
        span = Span(0, min(1, len(doc.text)))
        yield self.finding(doc, span, f"the bytes are {_WIDE[found.codec]}, {how}", fix=fix)


class MixedEncodings(_OfReading):
    """UTF-8 with islands of another codec."""

    reading = Reading.MIXED

    def judge(self, doc: Document, found: Decoding) -> Iterator[Finding]:
        """One finding, at the first island."""
        first = found.islands[0]
        count = len(found.islands)
        many = "1 place is" if count == 1 else f"{count:,} places are"
        shown = doc.text[first.start : first.end][:20]
        message = f"UTF-8, but {many} {found.island_codec}, the first reads `{shown}`"
        fix = None
        if found.bijective and encoding.is_clean(doc.text.removeprefix("\ufeff")):
            fix = _transcode(doc.text, Safety.SAFE if found.trusted else Safety.UNSAFE)
        yield self.finding(doc, first, message, fix=fix, data={"islands": count})


class TruncatedUtf8(_OfReading):
    """A last character that was cut."""

    reading = Reading.TRUNCATED

    def judge(self, doc: Document, found: Decoding) -> Iterator[Finding]:
        """The rest of the character."""
        for rest in found.islands:
            size = rest.end - rest.start
            has = "1 byte of it is" if size == 1 else f"{size} bytes of it are"
            yield self.finding(doc, rest, f"the text ends inside a character: {has} left")


class NulOrBinary(Rule):
    """A file that is no text, or a text with NUL bytes in it."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for a binary file, else one for each run of NULs."""
        found = doc.decoding
        if found is not None and found.reading is Reading.BINARY:
            span = Span(0, min(1, len(doc.text)))
            yield self.finding(doc, span, f"not a text: {found.note}", data={"kind": found.note})
            return
        for match in _NULS.finditer(doc.text):
            span = Span(*match.span())
            many = "a NUL" if match.end() - match.start() == 1 else f"{match.end() - match.start():,} NULs"
            fix = delete(span, Safety.UNSAFE, "Remove it")
            yield self.finding(doc, span, f"{many} in the text", fix=fix)
