"""XML read by expat, which tells the byte on which each thing begins; nothing outside the file is ever read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import BinaryIO
from xml.parsers import expat

from corpuslint.containers.base import BadRecord, Fields, Record, Unfit
from corpuslint.containers.markup.entities import meant
from corpuslint.containers.markup.expat_errors import BEFORE, explain
from corpuslint.containers.markup.head import BLANK, CHUNK, HEAD, before_declaration
from corpuslint.containers.markup.listener import Listener
from corpuslint.containers.markup.mapping import Mapped, mapped
from corpuslint.containers.markup.opened import Context, Opened, Refused, limit
from corpuslint.containers.markup.paths import Automaton, local
from corpuslint.containers.markup.runs import PLAIN, Kind, Piece, Runs, Style
from corpuslint.model import NOTHING

SHOWN = 1000
"""Bytes of a bad record that are kept."""
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


class Reading:
    """One pass over a file, or over one record as if it stood in its file alone (`like`: what is known of it)."""

    def __init__(self, fields: Fields, longest: int, like: Context | None = None) -> None:
        self._fields = fields
        self._longest = longest
        self._known = like is not None
        self._alone = like is not None and not like.whole
        self._head = like.head if like else b""
        self._codec = like.codec if like else ""
        self._mapped = like.mapped if like else None
        self._held = bytearray()
        self._base = 0
        """Offset of the first byte that is held."""
        self._shift = self._lines = 0
        """Bytes and lines before the XML declaration, where none may be; the parser does not see them."""
        self._outer = [Automaton.START]
        self._entities: dict[str, str | None] = {}
        self._text: tuple[int, str] | None = None
        self._entity_text = False
        self._cdata = False
        self._open: Opened | None = None
        self._outside: Listener | None = None
        """Hears what stands before the first document, where that says something of all."""
        self._around = like.around if like else NOTHING
        self._over = False
        self._number = 0
        self._ready: list[Record | BadRecord] = []
        self._parser = self._made()

    def records(self, stream: BinaryIO) -> Iterator[Record | BadRecord]:
        """The documents in order; where the file is not well-formed, reading it ends with a bad record.

        Raises Unfit where nobody knows what is the text in such a file, and where it has no documents after all.
        """
        try:
            if self._alone:
                self._feed(self._head)
            while chunk := stream.read(CHUNK):
                self._feed(chunk)
                yield from self._take()
            self._parser.Parse(b"", True)
            self._finish(self._base + len(self._held))
            if not self._number:
                self._expect_documents()
        except (expat.ExpatError, Refused, LookupError) as error:
            self._stop(error)
        except ValueError as error:  # a codec that expat cannot use
            self._stop(error)
        yield from self._take()

    def context(self, stream: BinaryIO) -> Context | None:
        """What the documents of a file share; None where its outermost element cannot be read."""
        with suppress(expat.ExpatError, Refused, LookupError, ValueError):  # of what comes behind the head
            while (self._mapped is None or self._outside) and (chunk := stream.read(CHUNK)):
                self._feed(chunk)
        if self._mapped is None:
            return None
        return Context(self._head, self._codec, self._mapped, False, Runs((), self._codec), self._around)

    def _expect_documents(self) -> None:
        """Say that there is none, but in a file that is of this kind beyond doubt: a feed without news."""
        if self._outside is not None and self._outside.found().meta:
            return
        reason = "no element in it is a document, by what is known of such files"
        if not (self._fields.records or self._fields.text):
            raise Unfit(f'{reason}; say which ones are, such as documents = {{xml = {{records = "article"}}}}')
        self._complain(reason)

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = False
        parser.XmlDeclHandler = self._declared
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        parser.SkippedEntityHandler = self._reference
        parser.StartElementHandler = self._opens
        parser.EndElementHandler = self._closes
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = lambda: self._section(begins=True)
        parser.EndCdataSectionHandler = lambda: self._section(begins=False)
        parser.DefaultHandler = lambda _: self._flush()  # with one, expat hands entities over instead of expanding them
        return parser

    def _feed(self, chunk: bytes) -> None:
        begins = not self._base + len(self._held)
        self._held += chunk
        if not self._codec:
            self._codec = next((codec for mark, codec in _MARKS if chunk.startswith(mark)), "utf-8")
        if begins:
            blank = before_declaration(chunk)
            self._shift, self._lines = len(blank), blank.count(b"\n")
            if blank and not self._known:
                self._ready.append(BadRecord(1, 1, 1, BLANK, b"", fatal=False))
            chunk = chunk[self._shift :]
        self._parser.Parse(chunk, False)
        if self._mapped is None and len(self._held) > HEAD:
            raise Refused(f"there is no element in the first {HEAD:,} bytes; is it XML?")
        opened = self._open
        if opened and opened.listener and self._base + len(self._held) - opened.begin > self._longest:
            opened.listener = None
            self._complain(f"a document longer than {self._longest:,} bytes was not read", opened.line, opened.column)
        self._forget()

    def _forget(self) -> None:
        """Let go of bytes that no record needs."""
        if self._mapped is None:
            return
        opened = self._open
        done = opened.begin if opened and opened.listener else self._parser.CurrentByteIndex + self._shift
        if done > self._base:
            del self._held[: done - self._base]
            self._base = done

    def _take(self) -> list[Record | BadRecord]:
        ready, self._ready = self._ready, []
        return ready

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and self._codec == "utf-8":
            self._codec = codecs.lookup(encoding).name

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_rest: object) -> None:
        if not is_parameter:
            self._entities.setdefault(name, value)

    def _external(self, _context: str, _base: str | None, system: str | None, _public: str | None) -> int:
        raise Refused(f"an entity of it lies in another file ({system}), which is not read; put its text in place")

    def _reference(self, name: str, _is_parameter: bool) -> None:
        self._flush()
        if self._hears():
            self._text = (self._parser.CurrentByteIndex + self._shift, meant(name, self._entities))
            self._entity_text = True

    def _hears(self) -> bool:
        listener = self._open.listener if self._open else self._outside
        return listener is not None and listener.listening

    def _section(self, *, begins: bool) -> None:
        self._flush()
        self._cdata = begins

    def _characters(self, data: str) -> None:
        self._flush()
        if self._hears():
            self._text = (self._parser.CurrentByteIndex + self._shift, data)
            self._entity_text = False

    def _flush(self) -> None:
        """Something begins here: what came before is over."""
        if self._text is None and not self._over:
            return
        at = self._parser.CurrentByteIndex + self._shift
        self._say(at)
        if self._over and not self._is_whole():
            self._finish(at)

    def _say(self, end: int) -> None:
        """Hand on the text that ends here."""
        text, self._text = self._text, None
        listener = self._open.listener if self._open else self._outside
        if text is None or listener is None:
            return
        start, data = text
        begin = self._open.begin if self._open else 0
        style = Style.CDATA if self._cdata else PLAIN
        listener.hear(Piece(data, start - begin, end - begin, self._kind(data, start, end), style))

    def _kind(self, data: str, start: int, end: int) -> Kind:
        """What text is that the parser made of these bytes."""
        if self._entity_text:
            return Kind.WHOLE
        if end - start > 1 and end - start == len(data):  # only what stands for itself is as long as its meaning
            return Kind.TEXT
        written = self._held[start - self._base : end - self._base].decode(self._codec, "replace")
        if written == data:
            return Kind.TEXT
        return Kind.LINE if written in {"\r\n", "\r"} else Kind.WHOLE

    def _is_whole(self) -> bool:
        """Whether the document that is open is the file."""
        return not self._alone and len(self._outer) == 2

    def _opens(self, name: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        at = self._parser.CurrentByteIndex + self._shift
        if self._mapped is None:
            self._head = bytes(self._held[:at])
            self._mapped = mapped(local(name), self._fields)
            self._outside = Listener(self._mapped.around, self._codec) if self._mapped.around else None
        name = self._mapped.called(name)
        if self._open is None and self._is_document(self._mapped, name, attributes):
            self._number += 1
            if self._outside is not None:
                self._around, self._outside = self._outside.found().meta, None
            self._open = Opened(Listener(self._mapped, self._codec), *self._place(at))
        if self._open is not None:
            self._open.enter(name, attributes, at)
        elif self._outside is not None:
            self._outside.open(name, attributes, at)

    def _place(self, at: int) -> tuple[int, int, int]:
        """Where the document begins whose first tag is here: offset, line and column."""
        if self._is_whole():
            return 0, 1, 1
        if self._alone:
            return at, 1, 1
        return at, self._parser.CurrentLineNumber + self._lines, self._parser.CurrentColumnNumber + 1

    def _is_document(self, how: Mapped, name: str, attributes: Mapping[str, str]) -> bool:
        if self._alone:
            return True
        self._outer.append(how.records.step(self._outer[-1], name, attributes))
        limit(len(self._outer))
        return bool(how.records.matches(self._outer[-1]))

    def _closes(self, _name: str) -> None:
        self._flush()
        if self._open is None:
            self._outer.pop()
            if self._outside is not None:
                self._outside.close(self._parser.CurrentByteIndex + self._shift)
        else:
            self._over = self._open.leave(self._parser.CurrentByteIndex + self._shift)

    def _finish(self, end: int) -> None:
        """The document that was open ends here."""
        opened, self._open, self._over = self._open, None, False
        if opened is None or self._mapped is None:
            return
        found = opened.listener.found() if opened.listener else None
        if found is not None and found.refusal:
            self._complain(found.refusal, opened.line, opened.column)
        elif found is not None:
            raw = bytes(self._held[opened.begin - self._base : end - self._base])
            context = Context(self._head, self._codec, self._mapped, self._is_whole(), found.runs, self._around)
            meta = {**self._around, **found.meta} if self._around else found.meta
            record = Record(self._number, found.runs.text, raw, opened.begin, opened.line, meta)
            self._ready.append(record._replace(field=self._mapped.field, context=context, column=opened.column))
        if not self._alone:
            self._outer.pop()

    def _stop(self, error: Exception) -> None:
        """Say why reading ends here."""
        line, column = self._parser.CurrentLineNumber + self._lines, self._parser.CurrentColumnNumber + 1
        if isinstance(error, expat.ExpatError):
            at = max(0, self._parser.ErrorByteIndex + self._shift - self._base)
            before, bad = bytes(self._held[max(0, at - BEFORE) : at]), bytes(self._held[at : at + 1])
            message = explain(error.code, before, bad, self._codec)
            line, column = error.lineno + self._lines, error.offset + 1
        elif isinstance(error, Refused):
            message = str(error)
        else:
            message = f"its encoding cannot be read ({error}); convert the file to UTF-8"
        self._number += self._open is None
        self._complain(message, line, column)

    def _complain(self, message: str, line: int = 1, column: int = 1) -> None:
        begin = self._open.begin - self._base if self._open else 0
        raw = bytes(self._held[max(0, begin) : begin + SHOWN])
        self._ready.append(BadRecord(max(1, self._number), line, column, message, raw))
