"""What the words of an English text say about the marks beside them.

Whether a stretch reads like speech or like the narration around it, and whether a quotation may
end between two words.

The weights are natural logarithms of how much more often a sign stands outside quotation marks
than inside, counted over 138,000 stretches of news between marks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpuslint import regex

LIMIT = 600
"""How many code points of a stretch are looked at, from each of its ends."""
STRONGEST = 3.5
"""No stretch says more than this, whatever its signs, unless it says who spoke."""
TELLING = 3.0
SPOKEN = 6.5
"""Weight of saying who spoke, after a comma: it is no part of a speech, whatever else stands beside it."""

_VERBS = (
    "said|says|say|added|adds|told|tells|explained|explains|wrote|writes|asked|asks|insisted|insists|argued|argues"
    "|claimed|claims|warned|warns|admitted|noted|notes|continued|replied|recalled|recalls|commented|declared"
    "|stated|states|tweeted|posted|concluded|concludes|announced|joked|stressed|emphasi[sz]ed|acknowledged"
)
_LETTER = r"\w\x{c0}-\x{24f}"
_QUOTE = r"['\x{2019}]"
_PART = rf"[A-Z][{_LETTER}.'\x{{2019}}-]+"
_PERSON = rf"{_PART}(?: {_PART}){{0,3}}"
_NOUN = rf"(?:[Tt]he|an?|one|another) [{_LETTER}-]+(?: [{_LETTER}-]+){{0,2}}"
_NAME = rf"(?:he|she|they|it|who|{_NOUN}|{_PERSON})"
_MEANWHILE = r" (?:of|in|at|on|during|when|after|as|while)\b"
_TOLD = rf"(?:{_NAME} (?:{_VERBS})\b|(?:{_VERBS}) (?:the\b|[A-Z]))"
_ATTRIBUTION = (
    rf"[,?!.]{_QUOTE}?(?P<told> )(?:{_TOLD}|one said\b)"
    r"|,(?P<added> )(?:said|says|added|adds) "
)
"""Where speech goes over to saying who spoke."""
LEADING = rf"(?::|\b(?:{_VERBS}),)\s+(?=[A-Z])"
"""What leads over to speech."""
_SPEAKING = frozenset(
    {"I", "We", "You", "It", "They", "Nobody", "Everybody", "Somebody", "Anybody", "Everyone", "Someone", "No-one"}
    | {"People", "This", "That", "What", "Who", "One", "Some", "Many", "Most"}
)
"""Words with a capital that are no name of a speaker, but go on with the speech."""
_SIGNS: tuple[tuple[str, float], ...] = (
    (rf"\b(?:[Hh]e|[Ss]he|Mr|Mrs|Ms|Dr|[A-Z][a-z]+) (?:{_VERBS})\b", 2.5),
    (rf"\b(?:{_VERBS})\b[^.!?]{{0,40}}[,:] ?\x1e", 2.0),
    (r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b", 1.2),
    (r"\b(?:I|[Mm]y|me)\b", -2.0),
    (r"\b(?:[Ww]e|[Oo]ur|us)\b", -2.0),
    (r"\b(?:[Yy]ou|[Yy]our)\b", -1.0),
    (rf"\b(?:[Ii]t|[Tt]hat|[Tt]here|[Tt]hey){_QUOTE}(?:s|re|ve|ll|d)\b|n{_QUOTE}t\b", -0.8),
)
"""Patterns of the dialect for a stretch between U+001E, and what each says once."""
_SAYING = (
    rf"\x1e[,.]? ?(?:{_NAME} (?:also |then |later )?)?(?:{_VERBS})\b",
    rf"[,?!] {_TOLD}",
)
_SPEAKER = rf"(?:[Hh]e|[Ss]he|{_NOUN}|{_PERSON})"
_INVERTED = "said|says|added|explained|asked|wrote|replied|recalled|admitted|warned|insisted"
WHO_SPOKE = (
    rf"[,?!]{_QUOTE}? {_SPEAKER} (?:(?:{_VERBS})(?:[.,;:\x1e]|{_MEANWHILE})|told (?:the\b|reporters\b|[A-Z]))",
    rf"[,?!]{_QUOTE}? (?:{_INVERTED}) (?:[Hh]e|[Ss]he|the|an?|{_PART})\b",
)
_PATTERNS = (*(sign for sign, _ in _SIGNS), *_SAYING, *WHO_SPOKE)
_FIRST_SAYING, _FIRST_SPOKEN = len(_SIGNS), len(_SIGNS) + len(_SAYING)
_seen = lru_cache(2)(regex.compile_framed)
"""Compiled when first asked for: most runs never do."""


def _framed(stretch: str) -> bytes:
    """A stretch as patterns take it: on one line, between its edges."""
    return b"\x1e%b\x1e" % stretch.replace("\n", " ").encode("utf-8", "replace")


_LEADING = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "he", "his", "i", "in", "is"}
    | {"its", "my", "no", "not", "of", "or", "our", "she", "than", "that", "the", "their", "there", "they", "this"}
    | {"to", "very", "was", "we", "were", "who", "will", "with", "your"}
)
"""Words that lead on to the next: a quotation hardly ever ends after one."""
_FOLLOWING = frozenset(
    {"about", "after", "against", "and", "as", "at", "because", "before", "between", "but", "by", "during", "for"}
    | {"from", "had", "has", "if", "in", "into", "is", "it", "of", "on", "or", "over", "said", "says", "since"}
    | {"that", "the", "to", "was", "were", "when", "where", "which", "while", "who", "with", "would"}
)
"""Words that go on after a quotation that ended without a stop or a comma."""
_WORD_AFTER = r" ([a-z]\w*)"
_WORD_BEFORE = r"\w*$"


def narration(stretch: str) -> float:
    """How much more likely the stretch is outside quotation marks than inside, as a logarithm."""
    if len(stretch) > 2 * LIMIT:
        stretch = stretch[:LIMIT] + " \u2026 " + stretch[-LIMIT:]
    weight, least = 0.0, -STRONGEST
    for index in _seen(_PATTERNS)(_framed(stretch)):
        if index >= _FIRST_SPOKEN:
            return SPOKEN
        if index >= _FIRST_SAYING:
            least = TELLING
        else:
            weight += _SIGNS[index][1]
    return max(least, min(STRONGEST, weight))


def attribution(stretch: str) -> int | None:
    """Where a stretch goes over from speech to saying who spoke, in code points; None if it does not."""
    if not told(stretch):
        return None
    text = stretch[: 2 * LIMIT].replace("\n", " ")
    for found in regex.compile(_ATTRIBUTION).finditer(text):
        at = max(found.start(group) for group in (1, 2))
        if text[at:].split(maxsplit=1)[0] not in _SPEAKING:
            return at
    return None


def told(stretch: str) -> bool:
    """Whether a stretch goes over from speech to saying who spoke."""
    return bool(_seen((_ATTRIBUTION,))(_framed(stretch[: 2 * LIMIT])))


def unending(before: str, after: str) -> float:
    """What the words beside a mark say against a quotation that ends there, as a logarithm.

    `before` ends, and `after` begins, beside the mark.
    """
    last = re.search(_WORD_BEFORE, before.rpartition(" ")[2])
    following = re.match(_WORD_AFTER, after)
    weight = 3.0 if last and last[0].lower() in _LEADING else 0.0
    return weight + (1.0 if following and following[1] not in _FOLLOWING else 0.0)
