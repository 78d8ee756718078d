"""Damaged words that the corpus has whole elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpuslint.api import (
    Corpus,
    CorpusRule,
    DocKey,
    Document,
    Edit,
    Facts,
    Finding,
    Fix,
    Place,
    ReadError,
    Safety,
    Span,
    encoding,
)

KNOWN = 3
"""Letters left of a word, from which on one document that has it whole is enough."""
SEVERAL = 3
"""Documents that are needed where fewer letters are left."""
CLEAR = 10
"""How many times as many documents must have the first form as all others together."""
SHOWN = 3
"""Forms named where none is clear."""
_GONE = re.compile("\ufffd+|\\?+")
_SOFT = re.compile("\xad+")
_ADDRESS = re.compile(r"://|www\.|[=&/@]")
_LONGEST = 400
"""Characters of an address that are looked at."""


class _Words(CorpusRule["encoding.Words"]):
    """Rules that ask how the corpus writes a word."""

    facts = "words"

    def map(self, doc: Document) -> bytes:
        """Words that can bear witness."""
        return encoding.note(doc.text)

    def collect(self, facts: Iterable[Facts]) -> encoding.Words:
        """Words by document."""
        return encoding.Words({fact.key: fact.value for fact in facts})

    def merge(self, a: encoding.Words, b: encoding.Words) -> encoding.Words:
        """Words of both."""
        return a.merge(b)

    def sick(self, total: encoding.Words, corpus: Corpus) -> Iterator[Document]:
        """Wanted documents with words that need a witness; those that are gone are left out."""
        for key in total.sick():
            if key in corpus.wanted:
                try:
                    yield corpus.document(key)
                except ReadError:
                    continue


class LostLetter(_Words):
    """A word whose lost letters the corpus knows."""

    def report(self, total: encoding.Words, corpus: Corpus) -> Iterator[Finding]:
        """One finding a word, with the form that the corpus has, or the forms where none is clear."""
        words = [(doc, [t for t in encoding.torn(doc.text) if _may_be(doc, t)]) for doc in self.sick(total, corpus)]
        forms = total.forms({word.word for _, torn in words for word in torn})
        for doc, torn in words:
            for word in torn:
                found = _worth(word.word, forms.get(word.word, []))
                if found:
                    yield self._finding(doc, word, found, corpus)

    def _finding(self, doc: Document, torn: encoding.Torn, forms: Sequence[encoding.Form], corpus: Corpus) -> Finding:
        first = forms[0]
        if len(forms) > 1:
            named = ", ".join(f"`{form.word}` ({_many(form.witnesses)})" for form in forms[:SHOWN])
            return self.finding(doc, torn.span, f"`{torn.word}` lost letters; the corpus has {named}")
        more = _many(first.witnesses[1:], "more")
        where = f"{first.witnesses[0]} and {more}" if more else str(first.witnesses[0])
        message = f"`{torn.word}` is `{_restored(torn.word, first)}` in {where}"
        fix = Fix(tuple(_edits(torn, first)), Safety.UNSAFE, "Write the lost letters", torn.span)
        return self.finding(doc, torn.span, message, fix=fix, related=_place(corpus, first))


def _may_be(doc: Document, torn: encoding.Torn) -> bool:
    """Whether a question mark may be a lost letter: not in an address."""
    if "?" not in torn.word:
        return True
    before = doc.text[max(0, torn.span.start - _LONGEST) : torn.span.start]
    return not _ADDRESS.search(before[max(before.rfind(blank) for blank in " \t\n") + 1 :])


def _worth(word: str, forms: Sequence[encoding.Form]) -> Sequence[encoding.Form]:
    """The forms that the corpus has often enough to be named; one alone where it is clear."""
    known = sum(char.isalpha() for char in word)
    kept = [form for form in _alike(word, forms) if known >= KNOWN or len(form.witnesses) >= SEVERAL]
    if len(kept) > 1 and len(kept[0].witnesses) >= CLEAR * sum(len(form.witnesses) for form in kept[1:]):
        return kept[:1]
    return kept


def _alike(word: str, forms: Sequence[encoding.Form]) -> Iterator[encoding.Form]:
    """Forms that restore the same letters, as one: the corpus may have a word in several cases."""
    done: dict[tuple[str, ...], set[DocKey]] = {}
    first: dict[tuple[str, ...], encoding.Form] = {}
    for form in forms:
        first.setdefault(form.lost, form)
        done.setdefault(form.lost, set()).update(form.witnesses)
    for lost, form in sorted(first.items(), key=lambda item: (-len(done[item[0]]), item[1].word)):
        same = _restored(word, form) == form.word
        witnesses = (*form.witnesses, *sorted(done[lost].difference(form.witnesses)))
        yield form._replace(witnesses=witnesses if same else tuple(sorted(done[lost])))


def _restored(word: str, form: encoding.Form) -> str:
    lost = iter(form.lost)
    return _GONE.sub(lambda _: next(lost), word)


def _edits(torn: encoding.Torn, form: encoding.Form) -> Iterator[Edit]:
    start = torn.span.start
    for match, lost in zip(_GONE.finditer(torn.word), form.lost, strict=True):
        yield Edit(Span(start + match.start(), start + match.end()), lost)


def _many(witnesses: Sequence[DocKey], more: str = "") -> str:
    """How many documents, in words; "" for none."""
    if not witnesses:
        return ""
    words = ("1", more, "document") if len(witnesses) == 1 else (f"{len(witnesses):,}", more, "documents")
    return " ".join(word for word in words if word)


def _place(corpus: Corpus, form: encoding.Form) -> tuple[Place, ...]:
    """Where the first witness has the word."""
    key = form.witnesses[0]
    try:
        at = corpus.document(key).text.find(form.word)
    except ReadError:
        return ()
    return (Place(key, Span(at, at + len(form.word)), "the whole word"),) if at >= 0 else ()


class SoftHyphenInWord(_Words):
    """Soft hyphens in a word that its own text has nowhere without them."""

    def report(self, total: encoding.Words, corpus: Corpus) -> Iterator[Finding]:
        """One finding a word; safe where another document has it without them."""
        words = [(doc, list(_unknown(doc))) for doc in self.sick(total, corpus)]
        holders = total.holders({soft.word.lower() for _, found in words for soft in found})
        for doc, found in words:
            for soft in found:
                yield self._finding(doc, soft, holders.get(soft.word.lower(), []))

    def _finding(self, doc: Document, soft: encoding.Softened, holders: Sequence[DocKey]) -> Finding:
        if holders:
            more = _many(holders[1:], "more")
            who = f"{holders[0]} and {more} have" if more else f"{holders[0]} has"
            message, safety = f"a soft hyphen in `{soft.word}`, which {who} without it", Safety.SAFE
        else:
            message, safety = f"a soft hyphen in `{soft.word}`, which the corpus has nowhere without it", Safety.UNSAFE
        start, word = soft.span.start, doc.text[soft.span.start : soft.span.end]
        edits = tuple(Edit(Span(start + m.start(), start + m.end()), "") for m in _SOFT.finditer(word))
        return self.finding(doc, soft.span, message, fix=Fix(edits, safety, "Join the word", soft.span))


def _unknown(doc: Document) -> Iterator[encoding.Softened]:
    """Words with soft hyphens that are for the corpus to judge: those that the text has itself are for CHR003."""
    found = [soft for soft in encoding.softened(doc.text) if not soft.known]
    damaged = encoding.damaged(doc.text) if found else ()
    return (soft for soft in found if soft.span not in damaged)
