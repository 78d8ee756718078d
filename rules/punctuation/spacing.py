"""Blanks, words and marks that are counted rather than parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, Span, replace

MOST = 10_000
"""Places of one finding that are counted and mended."""

_ABBREVIATIONS = frozenset(
    {"mrs", "prof", "capt", "sgt", "gov", "sen", "rep", "gen", "col", "rev", "hon", "messrs", "inc", "corp", "ltd"}
    | {"etc", "www", "lt", "cmdr"}
)
_DOMAINS = frozenset(
    {"com", "org", "net", "gov", "edu", "info", "io", "co", "uk", "tv", "js", "html", "php", "pdf", "biz"}
    | {"ru", "рф", "ua", "kz", "bg", "pl", "cz", "hu"}
)
_INSIDE_WORD = str.maketrans("'\u2019-", "   ")
_STOP = r"[.!?][\"\u201d\u2019)]?(?=[^\W\d_])"
_WORD_BEFORE = r"(?<![^\s(\[\"\u201c\u2018\u2014\u2013])[^\W\d_](?:[^\W\d_]|['\u2019-])+$"
_WORD_AFTER = r"[^\W\d_]+(?=[\s,'\u2019;:]|\Z)"
LONGEST_WORD = 60
"""Code points before a stop that are looked at."""
_WORD_TWICE = r"(?<![\w'\u2019-])([^\W\d_]{2,40})(?P<here>[ \n]\1)(?![\w'\u2019-])"
_ON_PURPOSE = frozenset(
    {"had", "that", "very", "no", "so", "many", "really", "bye", "ha", "blah", "yeah", "knock", "her", "is", "do"}
    | {"more", "far", "long", "now", "there", "well", "again", "tut", "oh", "hey", "ho", "la", "nous", "vous", "die"}
)
_INCHES = r"\d[\"\u201d]"
_TAG = r"</?[A-Za-z][^<>]{0,1000}>"


def _tight(text: str) -> Iterator[tuple[int, int]]:
    """Stops and closing marks between a small letter and a capital, as code points."""
    for found in re.finditer(_STOP, text):
        start, end = found.span()
        if text[end].isupper() and text[max(0, start - 2) : start].islower():
            yield start, end


def _glued(text: str) -> Iterator[tuple[int, int]]:
    """Where a sentence ends and the next begins without a blank: the code points of its stop and closing marks."""
    for start, end in _tight(text):
        word = re.search(_WORD_BEFORE, text[max(0, start - LONGEST_WORD) : start])
        following = re.compile(_WORD_AFTER).match(text, end)
        if word and following and _are_sentences(word[0], following[0]):
            yield start, end


def _are_sentences(last: str, first: str) -> bool:
    """Whether a sentence may end with one word and the next begin with the other, rather than both be one name."""
    abbreviated = last.lower().translate(_INSIDE_WORD).rpartition(" ")[2] in _ABBREVIATIONS
    return first[1:].islower() and not abbreviated and first.lower() not in _DOMAINS


class GluedSentence(Rule):
    """Sentences without a blank between them, counted over the document."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """At most one finding, at the first place."""
        least = int(str(self.options["minimum"]))
        if sum(1 for _ in islice(_tight(doc.text), least)) < least:  # before words are looked at
            return
        places = list(islice(_glued(doc.text), MOST))
        if not places or len(places) < least:
            return
        number = "Two" if len(places) == 1 else f"{len(places):,}"
        start, end = places[0]
        edits = tuple(Edit(Span(after, after), " ") for _, after in places)
        fix = Fix(edits, Safety.UNSAFE, "Put a blank between them", Span(start, places[-1][1]))
        message = f"{number} sentences run together without a blank between them"
        yield self.finding(doc, Span(start, end), message, fix=fix, data={"places": len(places)})


class DoubledWord(Rule):
    """A word that stands twice in a row."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a pair."""
        for found in re.finditer(_WORD_TWICE, doc.text):
            word = found[1]
            if word.islower() and word not in _ON_PURPOSE:
                fix = replace(Span(*found.span("here")), "", Safety.UNSAFE, "Remove the second", Span(*found.span()))
                yield self.finding(doc, Span(*found.span()), f"`{word}` stands twice", fix=fix)


class MixedQuotes(Rule):
    """Straight and curly quotation marks in one document."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """At most one finding, at the first mark of the rarer kind."""
        none = {found.end() - 1 for found in re.finditer(_INCHES, doc.text)}
        none.update(tag.start() + at for tag in re.finditer(_TAG, doc.text) for at in _places(tag[0], '"'))
        straight = [at for at in _places(doc.text, '"') if at not in none]
        curly = _places(doc.text, "\u201c\u201d")
        rarer, other = sorted((straight, curly), key=lambda places: (len(places), places is curly))
        if len(rarer) < int(str(self.options["minimum"])) or not other:
            return
        kind, rest = ("straight", "curly") if rarer is straight else ("curly", "straight")
        message = f"{len(rarer):,} {kind} quotation marks among {len(other):,} {rest} ones"
        yield self.finding(doc, Span(rarer[0], rarer[0] + 1), message)


def _places(text: str, marks: str) -> list[int]:
    return [found.start() for found in re.finditer(f"[{marks}]", text)]
