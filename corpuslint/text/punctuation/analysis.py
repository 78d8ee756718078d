"""All defects of the quotation marks of a text, found once for all rules that ask."""

from functools import lru_cache
from typing import NamedTuple

from corpuslint.text.punctuation.angles import spaced
from corpuslint.text.punctuation.defects import Account, Defect
from corpuslint.text.punctuation.manners import looks_english, style_of
from corpuslint.text.punctuation.regions import regions
from corpuslint.text.punctuation.styles import Style, named

MOST = 1_000
"""A text with more defects than this is not news as we know it; what follows is not judged."""
MOST_STEPS = 50_000
"""Marks and ends of paragraphs that are searched in a text: more than in any news, and about two seconds of work."""
SURE = 1.0
"""Least certainty of a defect that leaves marks without partners (see `Defect.certainty`)."""


AUTO = "auto"
"""The style is found out."""


class Analysis(NamedTuple):
    """The defects of a text in order of their place; `judged` is the code point up to which it was judged."""

    defects: tuple[Defect, ...]
    judged: int


def quotation_defects(text: str, language: str = "", style: str = AUTO) -> Analysis:
    """The defects of the quotation marks of a text.

    `style` is a name in `styles.NAMED`, or "auto": the style follows from the text and its language, and a text in
    a style that is not known has no defects. `language` is a primary subtag; where it is "" the language is guessed.
    The last texts are remembered, so that several rules can ask.
    """
    return _analysis(text, language, style)


@lru_cache(maxsize=4)
def _analysis(text: str, language: str, style: str) -> Analysis:
    if style != AUTO:
        return _by_style(text, named(style))
    if language or not looks_english(text):
        return _by_style(text, style_of(text, language or _guess(text)))
    analysis = _by_style(text, style_of(text, "en"))
    if not analysis.defects:
        return analysis  # to guess the language costs more than to read a clean text
    guessed = _guess(text)
    return analysis if guessed == "en" else _by_style(text, style_of(text, guessed))


def _guess(text: str) -> str:
    from corpuslint.text import language  # most texts are read without

    return language.detect(text)


def _by_style(text: str, style: Style | None) -> Analysis:
    if style is None:
        return Analysis((), len(text))
    found: list[Defect] = []
    steps, judged = 0, len(text)
    for region in regions(text, style):
        found += (defect for defect in Account(text, style, region).defects() if _worth(defect))
        steps += len(region.steps)
        if len(found) >= MOST:
            judged = found[MOST - 1].end
        elif steps >= MOST_STEPS:
            judged = region.end
        if judged < len(text):
            break
    culprits = {defect.start for defect in found}
    blanks = [defect for defect in spaced(text, style) if defect.end <= judged and defect.start not in culprits]
    return Analysis(_ordered(found[:MOST] + blanks), judged)


def _worth(defect: Defect) -> bool:
    return not defect.unbalances or defect.certainty >= SURE


def _ordered(found: list[Defect]) -> tuple[Defect, ...]:
    return tuple(sorted(found, key=lambda defect: (defect.start, defect.end)))
