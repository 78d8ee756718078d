"""Names as they stand in running text: capitalised runs, cut into tokens at their exact places.

One pass per document. The text of every mention is `text[start : start + len(token)]`, up to the
shape of apostrophes and hyphens. What a run says by itself is in `runs`; here it is where it stands.
"""

from __future__ import annotations

import re

from corpuslint.text.names.runs import (
    FROM_ADDRESS,
    HEADLINE,
    INITIAL,
    LINKED,
    LONGEST,
    RUN,
    TO_ADDRESS,
    Token,
    article_at,
    cut,
)
from corpuslint.text.names.words import BREAKS, PARTICLES

MOST = 50_000
"""Distinct tokens noted of one document; a list of more names than that is no article."""

_BLANK = " \u00a0\t"
_OPENING = frozenset(".!?:;…\n\r\t•|*–—\"“”‘([»«>'")
_ADDRESS = frozenset("@#/\\=%&+~$")
_AFTER = frozenset("@.")
_LOWER = re.compile(r" [a-z]\S\S\S")
"""Most lower-case words of a line, and nothing else."""
_LONGEST_HEADLINE = 220
_FEWEST_RAISED = 4
_FLAGS = HEADLINE - 1
_UNTOLD = -1


class Mentions:
    """The mentions of one document in the order of the text, as parallel lists.

    `table` holds each token once; `tokens` are indices into it, `starts` code points, `flags` the
    sums of INITIAL, LINKED, PART and the article (see `article`).
    """

    __slots__ = ("flags", "starts", "table", "tokens")

    def __init__(self, words: list[str], starts: list[int], flags: bytes) -> None:
        """Number the tokens; where there are more than MOST distinct ones, the others are left out."""
        self.table: dict[str, int] = {}
        number = self.table.setdefault
        self.tokens = [number(word, len(self.table)) for word in words]
        self.starts = starts
        self.flags = flags
        if len(self.table) > MOST:
            self._cut()

    def _cut(self) -> None:
        kept = [place for place, token in enumerate(self.tokens) if token < MOST]
        self.table = {word: token for word, token in self.table.items() if token < MOST}
        self.tokens = [self.tokens[place] for place in kept]
        self.starts = [self.starts[place] for place in kept]
        self.flags = bytes([self.flags[place] for place in kept])


def mentions(text: str) -> Mentions:
    """Every capitalised name in a text, with its place. Linear in the length of the text."""
    reader = _Reader(text)
    reader.read(0, len(text))
    return Mentions(reader.words, reader.starts, bytes(reader.flags))


class _Reader:
    """Collects what the runs of a text say. Noting the names of a corpus costs what this costs."""

    def __init__(self, text: str) -> None:
        self.text = text + "\n"
        self.words: list[str] = []
        self.starts: list[int] = []
        self.flags = bytearray()

    def read(self, at: int, stop: int, headline: int = 0) -> None:
        """Take in the runs of a part, which is a single line if it is a headline."""
        text, words, starts, flags = self.text, self.words, self.starts, self.flags
        line_end, taken, raised = -1, 0, 0
        for run in RUN.findall(text, at, stop):
            start = text.index(run, at)  # no capital stands between two runs
            at = start + len(run)
            if start > line_end:
                if raised >= _FEWEST_RAISED:
                    self._read_headline(line_end, taken, raised)
                line_end, taken, raised = text.index("\n", at), len(words), 0
            raised += 1
            plain = run.isalpha() and run.isascii()
            if plain and run in BREAKS:  # every The and In
                continue
            place = _PLACES.get(text[start - 2 : start], _UNTOLD)
            if place == _UNTOLD:
                place = _place(text, start)
            if text[at] in _AFTER and _before_address(text, at):
                place |= TO_ADDRESS
            if plain and place < HEADLINE and len(run) <= LONGEST:
                words.append(run)
                starts.append(start)
                flags.append(place | headline & INITIAL)
            else:
                raised += self._read_run(run, start, place | headline)
        if raised >= _FEWEST_RAISED and not headline:
            self._read_headline(line_end, taken, raised)

    def _read_run(self, run: str, at: int, place: int) -> int:
        """Take in the words of a run that begins here; how many more than one they are."""
        add_word, add_start, add_flags = self.words.append, self.starts.append, self.flags.append
        words, articled = run.replace("\u00a0", " ").split(" "), "l " in run
        initial = INITIAL if place & HEADLINE else 0
        more, link = len(words) - 1, 0 if initial and len(words) > 3 else LINKED
        before, linked, dropped = place & _FLAGS | initial, 0, place & FROM_ADDRESS
        if place & TO_ADDRESS:
            words.pop()
        for word in words:
            if dropped or word in BREAKS:
                dropped = linked = 0
            elif word.isalpha() and word.isascii() and len(word) <= LONGEST and word not in PARTICLES:
                add_word(word)
                add_start(at)
                add_flags(linked | before)
                linked = link
            else:
                linked = self._read_compound(word, at, linked, before) and link
            at += len(word) + 1
            before = initial
            if articled and self.text[at - 2 : at] == "l ":  # al Qaeda
                before |= article_at(self.text, at)
        return more

    def _read_compound(self, word: str, at: int, linked: int, before: int) -> int:
        """Take in a particle, or what a word consists of; LINKED if the name may go on."""
        tokens: tuple[Token, ...] = ((word, 0, 0),)
        if word in PARTICLES:
            breaks, before = not linked, before & ~INITIAL
        else:
            tokens, breaks = cut(word)
        for token, shift, inner in tokens:
            self.words.append(token)
            self.starts.append(at + shift)
            self.flags.append(linked | inner | (before & INITIAL if shift or inner else before))
        return 0 if breaks else LINKED

    def _read_headline(self, end: int, taken: int, raised: int) -> None:
        """Take in the line that ends here again if it is a headline, in place of what was taken from it."""
        start = self.text.rfind("\n", 0, end) + 1
        if end - start < _LONGEST_HEADLINE and _is_headline(self.text[start:end], raised):
            for found in (self.words, self.starts, self.flags):
                del found[taken:]
            self.read(start, end, HEADLINE | INITIAL)


def _is_headline(line: str, most: int) -> bool:
    """Whether capitals say nothing in this line, of at most so many: set in title case or in capitals."""
    if most < 1.5 * len(_LOWER.findall(line)):
        return False
    words = " ".join(RUN.findall(line)).split()
    raised = len([word for word in words if len(word) > 2 and word[0].isupper()])
    lower = len([word for word in line.split() if len(word) > 3 and word[0].islower()])
    return raised >= max(_FEWEST_RAISED, 1.5 * lower)


def _place(text: str, start: int) -> int:
    """What stands before a run: INITIAL, FROM_ADDRESS, an article."""
    initial = _opens_sentence(text, start)
    return initial | (FROM_ADDRESS if _in_address(text, start) else article_at(text, start))


def _opens_sentence(line: str, start: int) -> int:
    """INITIAL where a sentence may begin, else 0."""
    before = start - 1
    while before >= 0 and line[before] in _BLANK:
        before -= 1
    return INITIAL if before < 0 or line[before] in _OPENING else 0


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


_ANY = "".join(map(chr, range(33, 127))) + "“”’—"
_PLACES = {
    before: _place(before, 2)
    for before in (*(f"{c} " for c in _ANY if c != "l"), *(f"{c}\n" for c in _ANY + "\n "), *(f" {c}" for c in '"“('))
}
"""What stands before a run, by the two characters before it where they tell, as they do most often."""


def lower_words(text: str) -> list[str]:
    """The lower-case words of a text, each once: a name that is also an ordinary word is no name."""
    words = filter(str.islower, filter(str.isalpha, dict.fromkeys(text.split())))
    return [word for word in words if len(word) > 1]
