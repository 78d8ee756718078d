"""What is asked of texts once more when a rule reports: they are read again, and may be gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpuslint.errors import ReadError
from corpuslint.model import DocKey, Span
from corpuslint.text.duplicates import plain

if TYPE_CHECKING:
    from corpuslint.rule import Corpus
    from corpuslint.text.duplicates.judgement import Relation

_FIRST_LINE = re.compile(r"[^\s\ufeff][^\n\r]{0,199}")


def texts_of(corpus: Corpus, key: DocKey, other: DocKey) -> tuple[str, str] | None:
    """The texts of two documents; None if one of them cannot be read again."""
    try:
        return corpus.document(key).text, corpus.document(other).text
    except ReadError:
        return None


def first_line(corpus: Corpus, key: DocKey) -> Span:
    """Where the first line stands that is not blank, or its first 200 code points; else the document's beginning."""
    try:
        found = _FIRST_LINE.search(corpus.document(key).text)
    except ReadError:
        found = None
    return Span(*found.span()) if found else Span(0, 0)


def same_words(corpus: Corpus, key: DocKey, other: DocKey) -> bool:
    """Whether documents whose digests are equal are so too, for texts can be made up with one digest; where read."""
    texts = texts_of(corpus, key, other)
    return texts is None or plain.same_words(*texts)


def says_otherwise(corpus: Corpus, relation: Relation) -> bool:
    """Whether a word of the document may be a number or a name in place of another, though it looks like neither."""
    if not relation.replaced:
        return False
    from corpuslint.text.duplicates import otherwise

    texts = texts_of(corpus, relation.doc, relation.other)
    return texts is None or otherwise.says_otherwise(*texts)
