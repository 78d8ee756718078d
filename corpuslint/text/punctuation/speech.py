"""What the words of an English text say about the marks beside them.

Whether a stretch reads like speech or like the narration around it, and whether a quotation may
end between two words.

The weights are natural logarithms of how much more often a sign stands outside quotation marks
than inside, counted over 138,000 stretches of news between marks.
"""

from __future__ import annotations

import re

LIMIT = 600
"""How many code points of a stretch are looked at, from each of its ends."""
STRONGEST = 3.5
"""No stretch says more than this, whatever its signs, unless it says who spoke."""

_VERBS = (
    "said|says|say|added|adds|told|tells|explained|explains|wrote|writes|asked|asks|insisted|insists|argued|argues"
    "|claimed|claims|warned|warns|admitted|noted|notes|continued|replied|recalled|recalls|commented|declared"
    "|stated|states|tweeted|posted|concluded|concludes|announced|joked|stressed|emphasi[sz]ed|acknowledged"
)
_PERSON = r"[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,3}"
_NAME = rf"(?:he|she|they|it|who|[Tt]he \w+(?: \w+)?|{_PERSON})"
_TOLD = rf"(?:{_NAME} (?:{_VERBS})\b|(?:{_VERBS}) (?:the\b|[A-Z]))"
_ATTRIBUTION = re.compile(rf"(?<=[,?!.])['\u2019]?(?= (?:{_TOLD}|(?<=,.)(?:said|says|added|adds) |one said\b))")
_TELLING = re.compile(rf"^[,.]? ?(?:{_NAME} (?:also |then |later )?)?(?:{_VERBS})\b|[,?!] {_TOLD}")
TELLING = 3.0
_SPOKEN = re.compile(
    rf"[,?!]['\u2019]? (?:(?:[Hh]e|[Ss]he|{_PERSON}) (?:{_VERBS})"
    r"(?=[.,;:]|$| (?:of|in|at|on|during|when|after|as|while)\b)"
    rf"|(?:said|says|added|explained) (?:[Hh]e|[Ss]he|the|an?|{_PERSON})\b)"
)
SPOKEN = 6.5
"""Weight of saying who spoke, after a comma: it is no part of a speech, whatever else stands beside it."""
_SIGNS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(rf"\b(?:[Hh]e|[Ss]he|Mr|Mrs|Ms|Dr|[A-Z][a-z]+) (?:{_VERBS})\b"), 2.5),
    (re.compile(rf"\b(?:{_VERBS})\b[^.!?]{{0,40}}[,:] ?$"), 2.0),
    (re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b"), 1.2),
    (re.compile(r"\b(?:I|I['\u2019][a-z]+|[Mm]y|me)\b"), -2.0),
    (re.compile(r"\b(?:[Ww]e|[Ww]e['\u2019][a-z]+|[Oo]ur|us)\b"), -2.0),
    (re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ou['\u2019][a-z]+)\b"), -1.0),
    (re.compile(r"\b(?:[Ii]t|[Tt]hat|[Tt]here|[Tt]hey)['\u2019](?:s|re|ve|ll|d)\b|n['\u2019]t\b"), -0.8),
)

_LEADING = re.compile(
    r"\b(?:a|an|and|are|as|at|be|but|by|for|from|has|he|his|i|in|is|its|my|no|not|of|or|our|she|than|that|the|their"
    r"|there|they|this|to|very|was|we|were|who|will|with|your)$",
    re.IGNORECASE,
)
"""Words that lead on to the next: a quotation hardly ever ends after one."""
_FOLLOWING = re.compile(
    r" (?:about|after|against|and|as|at|because|before|between|but|by|during|for|from|had|has|if|in|into|is|it|of"
    r"|on|or|over|said|says|since|that|the|to|was|were|when|where|which|while|who|with|would)\b"
)
"""Words that go on after a quotation that ended without a stop or a comma."""
_WORD_AFTER = re.compile(r" [a-z]")


def narration(stretch: str) -> float:
    """How much more likely the stretch is outside quotation marks than inside, as a logarithm."""
    if len(stretch) > 2 * LIMIT:
        stretch = stretch[:LIMIT] + " \u2026 " + stretch[-LIMIT:]
    stretch = stretch.replace("\n", " ")
    weight = sum(worth for sign, worth in _SIGNS if sign.search(stretch))
    if _SPOKEN.search(stretch):
        return SPOKEN
    if _TELLING.search(stretch):
        weight = max(weight, TELLING)
    return max(-STRONGEST, min(STRONGEST, weight))


def attribution(stretch: str) -> int | None:
    """Where a stretch goes over from speech to saying who spoke, in code points; None if it does not."""
    found = _ATTRIBUTION.search(stretch[: 2 * LIMIT].replace("\n", " "))
    return found.end() if found else None


def unending(before: str, after: str) -> float:
    """What the words beside a mark say against a quotation that ends there, as a logarithm.

    `before` ends, and `after` begins, beside the mark.
    """
    weight = 3.0 if _LEADING.search(before) else 0.0
    return weight + (1.0 if _WORD_AFTER.match(after) and not _FOLLOWING.match(after) else 0.0)
