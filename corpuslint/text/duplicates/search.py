"""From notes to a judgement with numpy: candidates, comparison, verdicts and groups of copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from corpuslint.errors import ReadError, TextElsewhere
from corpuslint.kernel import give_back
from corpuslint.model import DocKey
from corpuslint.rule import Corpus
from corpuslint.text.duplicates.alignment import Overlaps
from corpuslint.text.duplicates.clusters import components, grouped
from corpuslint.text.duplicates.comparison import compare, much_in_common
from corpuslint.text.duplicates.decision import MUTUAL, Verdict, decide, mutual
from corpuslint.text.duplicates.inverted import Candidates, distinct, selected
from corpuslint.text.duplicates.judgement import Judgement
from corpuslint.text.duplicates.keeping import Keeping
from corpuslint.text.duplicates.layout import beginning
from corpuslint.text.duplicates.part import Part
from corpuslint.text.duplicates.prints import Fingerprints
from corpuslint.text.duplicates.rarity import Rarity
from corpuslint.text.duplicates.table import Table
from corpuslint.text.duplicates.telling import Findings, told
from corpuslint.text.duplicates.unread import estimated
from corpuslint.text.duplicates.words import Flags, Ints

MANY = 20_000
"""Documents from which on freed memory is handed back between the steps."""
ROUNDS = 4
"""How often the share of rare fingerprints is counted anew with the groups found so far."""


def searched(
    part: Part, keeping: Keeping, kept: Mapping[DocKey, DocKey], identical: Mapping[DocKey, DocKey]
) -> Judgement:
    """The judgement on documents, of which some have the same words as others, see `part.by_words`."""
    known, wanted = part.table(kept), keeping.corpus.wanted
    copied = {same for copy, same in identical.items() if copy in wanted}
    found = related(known, keeping.corpus, lambda key: key in wanted or key in copied)
    if found is None:
        return Judgement(identical, groups=part.groups({}, identical))
    return told(part, keeping, known, found, identical)


def related(known: Table, corpus: Corpus, wanted: Callable[[DocKey], bool] | None = None) -> Findings | None:
    """Every pair of documents that may be related and the verdict on it; None where there is no such pair.

    With `wanted`, only pairs that hang together with a document of which it is true; their verdicts and groups
    come out the same.
    """
    pairs = known.marks.candidates()
    if wanted is not None:
        chosen = np.zeros(len(known.keys), dtype=bool)
        chosen[pairs.a] = chosen[pairs.b] = True
        numbers = np.flatnonzero(chosen)
        chosen[numbers] = [wanted(known.keys[number]) for number in numbers.tolist()]
        if not chosen[pairs.a].all():
            pairs = concerning(pairs, chosen)
    if not len(pairs.a):
        return None
    _pause(known)
    fetch = _Reader(known, corpus)
    compared = compare(pairs.a, pairs.b, known.words, fetch)
    if fetch.elsewhere:
        compared = estimated(compared, pairs, known, fetch, fetch.elsewhere)
    _pause(known)
    verdicts, groups = _verdicts(known.marks, pairs, compared.overlaps, fetch.of_one_source(pairs))
    return Findings(pairs, compared, verdicts, groups, fetch)


def _pause(known: Table) -> None:
    """Between two steps on a large corpus: each needs little memory, but other pieces of what was freed."""
    if len(known.keys) > MANY:
        give_back()


class _Reader:
    """Reads documents by number, and keeps what their records say of their source.

    `elsewhere` are those that were asked for and whose texts are not here.
    """

    def __init__(self, known: Table, corpus: Corpus) -> None:
        self._known, self._corpus = known, corpus
        self.elsewhere: set[int] = set()
        self._sources: dict[int, str] = {}

    def __call__(self, number: int) -> bytes:
        try:
            doc = self._corpus.document(self._known.keys[number])
            if doc.meta and (source := doc.meta.get("source")):
                self._sources[number] = source
            return beginning(doc.text.encode("utf-8", "surrogatepass"))
        except TextElsewhere:
            self.elsewhere.add(number)
        except ReadError:  # it is gone or has changed since its facts were taken: nothing can be said of it
            pass
        return b""

    def of_one_source(self, pairs: Candidates) -> Flags:
        """Pairs of which both documents were read and name the same source."""
        numbers: dict[str, int] = {}
        source = np.zeros(len(self._known.keys), dtype=np.int64)
        for document, name in self._sources.items():
            source[document] = numbers.setdefault(name, len(numbers) + 1)
        same: Flags = (source[pairs.a] == source[pairs.b]) & (source[pairs.a] > 0)
        return same


def concerning(pairs: Candidates, wanted: Flags) -> Candidates:
    """The pairs that hang together with a wanted document, so that its groups come out as in a full run."""
    label = components(pairs.a, pairs.b, len(wanted))
    reached = np.zeros(len(wanted), dtype=bool)
    reached[label[wanted]] = True
    return selected(pairs, reached[label[pairs.a]])


def _verdicts(marks: Fingerprints, pairs: Candidates, overlaps: Overlaps, one_source: Flags) -> tuple[Ints, Ints]:
    """The verdict on every pair and the group of every document; `one_source` as for `decide`.

    What the copies of one story share is rare though they be many, and only the groups tell: so verdicts
    and groups are found in turns. The share of rare fingerprints only grows by that, hence it ends.
    """
    rare = pairs.rare / np.maximum(1, pairs.shared)
    verdicts = decide(overlaps, pairs, rare, one_source)
    groups = _groups(pairs, overlaps, verdicts)
    common = np.flatnonzero((verdicts == Verdict.COMMON) & much_in_common(overlaps))
    touched = _touched(pairs, common, groups)
    if not len(touched):
        return verdicts, groups
    looked_up = np.zeros(0, dtype=np.int64)
    for _ in range(ROUNDS):
        every = distinct(np.concatenate((looked_up, touched)))
        if len(every) > len(looked_up):
            looked_up = every
            rarity = Rarity(marks, pairs.a[looked_up], pairs.b[looked_up])
        rare[touched] = rarity.share(groups)[np.searchsorted(looked_up, touched)]
        before, verdicts = verdicts, decide(overlaps, pairs, rare, one_source)
        if (verdicts == before).all():
            break
        known, groups = groups, _groups(pairs, overlaps, verdicts)
        if (groups == known).all():
            break
        touched = _touched(pairs, common, groups)
    return verdicts, groups


def _touched(pairs: Candidates, chosen: Ints, groups: Ints) -> Ints:
    """Those of the chosen pairs that have a document with copies: for all others every fingerprint counts as it did."""
    several = np.bincount(groups, minlength=len(groups))[groups] > 1
    return chosen[several[pairs.a[chosen]] | several[pairs.b[chosen]]]


def _groups(pairs: Candidates, overlaps: Overlaps, verdicts: Ints) -> Ints:
    both = mutual(overlaps)
    copies = np.flatnonzero((verdicts == Verdict.NEAR) & (both >= MUTUAL))
    copies = copies[np.lexsort((pairs.b[copies], pairs.a[copies], -both[copies]))]
    against = np.flatnonzero(verdicts == Verdict.TEMPLATE)
    return grouped((pairs.a[copies], pairs.b[copies]), (pairs.a[against], pairs.b[against]), len(pairs.sizes))
