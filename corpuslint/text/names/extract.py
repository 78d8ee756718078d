"""Names as they stand in running text: capitalised runs, cut into tokens at their exact places.

One pass per document. The text of every mention is `text[start : start + len(token)]`, up to the
shape of apostrophes and hyphens: possessives, Arabic articles and the rest of compounds such as
`Kremlin-backed` are left outside.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS
from corpuslint.text.names.words import BREAKS, FUNCTIONAL, MODIFIERS, PARTICLES

INITIAL = 1
"""The capital may be due to the place: first in a sentence, or in a headline."""
LINKED = 2
"""Follows the mention before it in the same run of words."""
PART = 4
"""Lies inside the mention before it (a part of a hyphen compound)."""

ARTICLE = 3
"""Bits of the flags below the number of the article that stands before the mention (see ARTICLES)."""

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƏ"
_INNER = r"\w\u0300-\u036f"
_JOINTS = re.escape(APOSTROPHES + HYPHENS)
_WORD = rf"[{_UPPER}](?:\.(?:[{_UPPER}]\.)*|[{_INNER}]*(?:[{_JOINTS}][{_INNER}]+)*)"
_LOWER_ARTICLES = "al|el|ad|an|as|ash|ar|at|az|ul"
_BEFORE = rf"(?:(?:{_LOWER_ARTICLES})[{re.escape(HYPHENS)}]|[dl][{re.escape(APOSTROPHES)}])?"
_RUN = re.compile(rf"{_WORD}(?:[ \u00a0](?:(?:{'|'.join(sorted(PARTICLES))})[ \u00a0]){{0,3}}{_BEFORE}{_WORD})*")
_ARTICLE = re.compile(rf"(?:(?:{_LOWER_ARTICLES}|{_LOWER_ARTICLES.title()})-|[dl]')(?=[{_UPPER}])")
_POSSESSIVE = re.compile(rf"[{re.escape(APOSTROPHES)}][sS]$|(?<=s)[{re.escape(APOSTROPHES)}]$")
_SHAPES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
ARTICLES = (
    "", "al ", "el ", "d'", "l'", "al-", "el-", "ad-", "an-", "as-", "ash-", "ar-", "at-", "az-", "ul-",
    "Al-", "El-", "Ad-", "An-", "As-", "Ash-", "Ar-", "At-", "Az-", "Ul-",
)  # fmt: skip
"""What a name may have before it that is no part of it, and that houses use, change and drop."""
_NUMBERS = {article: number << ARTICLE for number, article in enumerate(ARTICLES)}
_NO_NAME = re.compile(r"[\d_]")

MOST = 50_000
"""Distinct tokens noted of one document; a list of more names than that is no article."""

_BLANK = " \u00a0\t"
_OPENING = frozenset(".!?:;…\n\r\t•|*–—\"“”‘([»«>'")
_ADDRESS = frozenset("@#/\\=%&+~$")
_AFTER = frozenset("@.")
_JOINED = frozenset(APOSTROPHES + HYPHENS)
_LONGEST_HEADLINE = 220
_LONGEST_NAME = 60


class Piece(NamedTuple):
    """A token cut from a word: where it begins in the word, and what it is."""

    shift: int
    token: str
    part: bool


class Cut(NamedTuple):
    """What a word of a run gives: its pieces, and whether the name ends before or after it."""

    pieces: tuple[Piece, ...]
    breaks: bool


_NOTHING = Cut((), True)


@lru_cache(1 << 16)
def cut(word: str) -> Cut:
    """The tokens of one word of a run; none for titles, calendar words and words with digits."""
    if len(word) > _LONGEST_NAME or _NO_NAME.search(word):
        return _NOTHING
    name = _POSSESSIVE.sub("", word).translate(_SHAPES)
    breaks = len(name) < len(word)
    article = _ARTICLE.match(name) if "-" in name or "'" in name else None
    shift = article.end() if article else 0
    name = name[shift:]
    if not name or name in BREAKS or name.partition("'")[0] in FUNCTIONAL:  # They've
        return _NOTHING
    if "-" in name:
        return _cut_compound(name, shift, breaks)
    return Cut((Piece(shift, name, False),), breaks)


def _cut_compound(name: str, shift: int, breaks: bool) -> Cut:
    parts = name.split("-")
    while len(parts) > 1 and parts[-1] in ("U", "S"):  # Russia-U.S.
        parts.pop()
    if len(parts) == 2 and parts[1].islower() and _is_modifier(parts[1]):  # Kremlin-backed
        return Cut((Piece(shift, parts[0], False),), True)
    pieces = [Piece(shift, "-".join(parts), False)]
    if sum(part[:1].isupper() for part in parts) > 1:
        start = shift
        for part in parts:
            if len(part) > 3 and part[0].isupper():
                pieces.append(Piece(start, part, True))
            start += len(part) + 1
    return Cut(tuple(pieces), breaks)


def _is_modifier(part: str) -> bool:
    """Whether the lower-case end of a compound is a word of its own, and no part of the name (Geun-hye)."""
    return part in MODIFIERS or part.endswith("ed") or len(part) > 6 or (len(part) > 5 and part.endswith("ing"))


class Mentions:
    """The mentions of one document in the order of the text, as parallel lists.

    `table` holds each token once; `tokens` are indices into it, `starts` code points, `flags` the
    sums of INITIAL, LINKED, PART and the article (see `article`).
    """

    __slots__ = ("flags", "starts", "table", "tokens")

    def __init__(self, words: list[str], starts: list[int], flags: list[int]) -> None:
        """Number the tokens; where there are more than MOST distinct ones, the others are left out."""
        self.table = {word: number for number, word in enumerate(dict.fromkeys(words))}
        self.tokens = list(map(self.table.__getitem__, words))
        self.starts = starts
        self.flags = flags
        if len(self.table) > MOST:
            self._cut()

    def _cut(self) -> None:
        kept = [place for place, token in enumerate(self.tokens) if token < MOST]
        self.table = {word: token for word, token in self.table.items() if token < MOST}
        self.tokens = [self.tokens[place] for place in kept]
        self.starts = [self.starts[place] for place in kept]
        self.flags = [self.flags[place] for place in kept]


def mentions(text: str) -> Mentions:
    """Every capitalised name in a text, with its place. Linear in the length of the text."""
    reader = _Reader()
    for line in text.split("\n"):
        runs = list(_RUN.finditer(line))
        if runs:
            reader.read(line, runs)
        reader.base += len(line) + 1
    return Mentions(reader.words, reader.starts, reader.flags)


class _Reader:
    """Reads line after line; `base` is where the line begins in the text."""

    def __init__(self) -> None:
        self.base = 0
        self.words: list[str] = []
        self.starts: list[int] = []
        self.flags: list[int] = []

    def read(self, line: str, runs: list[re.Match[str]]) -> None:
        headline = INITIAL if len(line) < _LONGEST_HEADLINE and _is_headline(line, runs) else 0
        for run in runs:
            word = run[0]
            start, end = run.span()
            if " " in word or "\u00a0" in word:
                self._run(line, word.replace("\u00a0", " ").split(" "), start, end, headline)
            elif word not in BREAKS:  # most are one word, and most of those no name
                pieces = cut(word)[0]
                if pieces and not _is_in_address(line, start, end):
                    self._add(line, pieces, start, headline or _opens_sentence(line, start))

    def _run(self, line: str, words: list[str], start: int, end: int, headline: int) -> None:
        loose = headline and len(words) > 3
        initial, linked, first = headline or _opens_sentence(line, start), 0, start
        for word in words:
            if word in PARTICLES:
                self._add(line, (Piece(0, word, False),), start, linked)
            elif (start == first and _starts_in_address(line, start)) or (
                start + len(word) == end and _ends_in_address(line, end)
            ):
                linked = 0
            else:
                pieces, breaks = cut(word)
                linked = linked if pieces else 0
                self._add(line, pieces, start, initial | linked)
                linked = 0 if breaks or loose else LINKED
            initial = headline
            start += len(word) + 1

    def _add(self, line: str, pieces: tuple[Piece, ...], start: int, flags: int) -> None:
        base = self.base
        for shift, token, part in pieces:
            at = start + shift
            self.words.append(token)
            self.starts.append(base + at)
            if part:
                self.flags.append(flags | PART)
            elif line[at - 1 : at] in _JOINED or line[at - 2 : at] == "l ":
                self.flags.append(flags | _article(line, at))
            else:
                self.flags.append(flags)


def _is_headline(line: str, runs: list[re.Match[str]]) -> bool:
    """Whether capitals say nothing in this line: set in title case or in capitals."""
    words = " ".join([run.group() for run in runs]).split()
    raised = len([word for word in words if len(word) > 2 and word[0].isupper()]) if len(words) > 3 else 0
    if raised < 4:
        return False
    return raised >= 1.5 * len([word for word in line.split() if len(word) > 3 and word[0].islower()])


def article(flags: int) -> str:
    """The article before a mention; in lower case where any word takes a capital."""
    found = ARTICLES[flags >> ARTICLE]
    return found.lower() if flags & INITIAL else found


def _article(line: str, at: int) -> int:
    """The bits of the article that stands right before a name."""
    mark = line[at - 1 : at]
    if mark == " ":
        number = _NUMBERS.get(line[at - 3 : at], 0) if at > 2 else 0
        return number if at == 3 or not line[at - 4 : at - 3].isalnum() else 0
    if not mark or mark.isalnum():
        return 0
    joint = "-" if mark in HYPHENS else "'" if mark in APOSTROPHES else mark
    for first in (at - 2, at - 3, at - 4):
        number = _NUMBERS.get(line[max(0, first) : at - 1] + joint, 0)
        if number and first >= 0 and not line[max(0, first - 1) : first].isalnum():
            return number
    return 0


def _opens_sentence(line: str, start: int) -> int:
    """INITIAL where a sentence may begin, else 0."""
    before = start - 1
    while before >= 0 and line[before] in _BLANK:
        before -= 1
    return INITIAL if before < 0 or line[before] in _OPENING else 0


def _is_in_address(line: str, start: int, end: int) -> bool:
    """Whether a word is a part of an address or a file name."""
    return _starts_in_address(line, start) or _ends_in_address(line, end)


def _ends_in_address(line: str, end: int) -> bool:
    return line[end : end + 1] in _AFTER and _before_address(line, end)


def _starts_in_address(line: str, start: int) -> bool:
    return start > 0 and line[start - 1] not in _BLANK and _in_address(line, start)


def _in_address(line: str, start: int) -> bool:
    """Whether the word that starts here goes on something that is no word: `bbc.co.uk/News`, `eBay`."""
    before = line[start - 1] if start else " "
    if before in _BLANK:
        return False
    if before.isalnum() or before == "_" or before in _ADDRESS:
        return True
    return before in ".-" and _looks_like_address(line[max(0, start - 100) : start])


def _looks_like_address(before: str) -> bool:
    chunk = "" if before[-1:].isspace() else before.rsplit(None, 1)[-1]
    return "/" in chunk or "@" in chunk or chunk.startswith("www.")


def _before_address(line: str, end: int) -> bool:
    """Whether the word that ends here goes on as an address or a file name: `Amazon.com`."""
    after = line[end : end + 1]
    return after == "@" or (after == "." and line[end + 1 : end + 2].islower())


def lower_words(text: str) -> list[str]:
    """The lower-case words of a text, each once: a name that is also an ordinary word is no name."""
    words = filter(str.islower, filter(str.isalpha, dict.fromkeys(text.split())))
    return [word for word in words if len(word) > 1]
