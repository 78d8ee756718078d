"""What is wrong with an XML file and what to do, in words."""

from __future__ import annotations

import re
from xml.parsers.expat import ErrorString, errors

_WORDS = {
    errors.XML_ERROR_NO_ELEMENTS: "the file ends before its outermost element does; it was cut, or it is empty",
    errors.XML_ERROR_UNCLOSED_TOKEN: "the file ends inside a tag, comment or section; it was cut",
    errors.XML_ERROR_PARTIAL_CHAR: "the file ends inside a character; it was cut",
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "the file ends inside a CDATA section; it was cut",
    errors.XML_ERROR_TAG_MISMATCH: "this end tag does not belong to the element that was opened last",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an attribute stands twice in this tag",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something follows the outermost element; a file holds one, so put all "
    "documents into one element, or into files of their own",
    errors.XML_ERROR_UNDEFINED_ENTITY: "this entity is not declared; write the character itself, or &amp; for `&`",
    errors.XML_ERROR_RECURSIVE_ENTITY_REF: "this entity contains itself",
    errors.XML_ERROR_UNKNOWN_ENCODING: "the encoding that the file declares is not known; convert the file to UTF-8",
    errors.XML_ERROR_INCORRECT_ENCODING: "the file is not in the encoding that it declares; correct the declaration",
    errors.XML_ERROR_MISPLACED_XML_PI: "the XML declaration must be the very first thing in the file; remove what is "
    "before it",
    errors.XML_ERROR_BAD_CHAR_REF: "this reference names no character that XML allows; remove it",
}
BEFORE = 64
"""Bytes before a mistake by which it is explained."""
_OPEN = re.compile(rb"&#?\w*\Z")
_BREACH = "limit on input amplification"


def explain(code: int, before: bytes, bad: bytes, codec: str) -> str:
    """A message with the remedy; `bad` is the byte that is the mistake, `before` are up to BEFORE bytes before it."""
    reason = ErrorString(code) or "an unknown mistake"
    if _BREACH in reason:
        return "its entities grow without measure; this is an attack or a mistake, and the file is not read"
    if reason == errors.XML_ERROR_INVALID_TOKEN:
        return f"not well-formed XML: {_token(before, bad, codec)}"
    return f"not well-formed XML: {_WORDS.get(reason, reason)}"


def _token(before: bytes, bad: bytes, codec: str) -> str:
    if bad == b"&" or _OPEN.search(before):
        return "`&` begins a reference; write &amp; for the sign itself"
    if bad == b"<" or before.endswith(b"<"):
        return "`<` begins a tag; write &lt; for the sign itself"
    if bad >= b"\x80" and codec == "utf-8":
        return (
            f"byte 0x{bad.hex().upper()} is not UTF-8; convert the file, or declare its encoding in the first line "
            '(such as <?xml version="1.0" encoding="windows-1252"?>)'
        )
    if bad and bad < b" ":
        return f"U+{bad[0]:04X} may not stand in XML; remove it"
    return "no tag, reference or text can be read here"
