"""What a rule hands over is looked at before anybody builds on it: rules are written by others."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from corpuslint.model import DocKey, Edit, Finding, Fix, Place, Safety, Span


def vet(found: object, code: str, key: DocKey | None = None) -> Finding:
    """A finding of the rule `code` whose parts are what they should be, at the document `key` if one is named.

    Raises TypeError that says what is wrong. Whether it lies in its text is for `within` to say.
    """
    if not isinstance(found, Finding) or not _is_span(found.span):
        raise _wrong("a finding without a place in the text", found)
    if found.rule != code:
        raise _wrong(f"a finding of another rule than {code}", found.rule)
    if not isinstance(found.doc, DocKey) or (key is not None and found.doc != key):
        raise _wrong("a finding at another document", found.doc)
    if not isinstance(found.message, str):
        raise _wrong("a message that is no text", found.message)
    if found.identity is not None and not isinstance(found.identity, str):
        raise _wrong("an identity that is no text", found.identity)
    if not isinstance(found.data, Mapping):
        raise _wrong("data that is no mapping", found.data)
    if found.related and not (isinstance(found.related, tuple) and all(map(_is_place, found.related))):
        raise _wrong("related places that are no tuple of Place", found.related)
    if found.fix is not None:
        _vet_fix(found.fix)
    return found


def within(found: Finding, length: int) -> Finding:
    """The same finding, which lies with its fix in a text of so many code points. Raises TypeError."""
    if not _inside(found.span, length):
        raise _wrong(f"a finding without a place in the text, which has {length:,} code points", found)
    fix = found.fix
    if fix is None or not fix.edits:
        return found
    spans = sorted([edit.span for edit in fix.edits])
    if not (_inside(fix.basis, length) and all(_inside(span, length) for span in spans)):
        raise _wrong(f"a fix that reaches beyond the text, which has {length:,} code points", fix)
    if len(spans) > 1 and any(right.start < left.end for left, right in pairwise(spans)):
        raise _wrong("a fix whose edits overlap", fix)
    return found


def _vet_fix(fix: object) -> None:
    if not isinstance(fix, Fix):
        raise _wrong("a fix that is no Fix", fix)
    if not (isinstance(fix.edits, tuple) and all(map(_is_edit, fix.edits))):
        raise _wrong("a fix whose edits are no tuple of Edit", fix.edits)
    if not isinstance(fix.safety, Safety):
        raise _wrong("a fix whose safety is no Safety", fix.safety)
    if not isinstance(fix.title, str):
        raise _wrong("a fix whose title is no text", fix.title)
    if not _is_span(fix.basis):
        raise _wrong("a fix whose basis is no Span", fix.basis)


def _is_span(span: object) -> bool:
    return isinstance(span, Span) and type(span.start) is int and type(span.end) is int


def _is_place(place: object) -> bool:
    return (
        isinstance(place, Place)
        and isinstance(place.doc, DocKey)
        and _is_span(place.span)
        and isinstance(place.note, str)
    )


def _is_edit(edit: object) -> bool:
    return isinstance(edit, Edit) and _is_span(edit.span) and isinstance(edit.text, str)


def _inside(span: Span, length: int) -> bool:
    return 0 <= span.start <= span.end <= length


def _wrong(what: str, value: object) -> TypeError:
    return TypeError(f"{what}: {value!r:.200}")
