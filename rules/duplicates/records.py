"""Records that claim to be one and the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from corpuslint.api import (
    PAIR,
    Corpus,
    CorpusRule,
    DocKey,
    Document,
    Facts,
    Finding,
    Lookup,
    Place,
    Span,
    Spread,
    duplicates,
)


class DuplicateRecordId(CorpusRule["duplicates.Claims"]):
    """A record with the id, the address or the title of another record."""

    version = 2

    def map(self, doc: Document) -> bytes:
        """Whether there is anything to compare; the values themselves come with the facts."""
        return b"1" if any(doc.meta.get(field) for field in ("id", "title")) else b""

    def collect(self, facts: Iterable[Facts]) -> duplicates.Claims:
        """Documents by what must be unique."""
        part: duplicates.Claims = {}
        for fact in facts:
            for claim, value in duplicates.claims(fact):
                part.setdefault(claim, {})[fact.key] = value
        return part

    def merge(self, a: duplicates.Claims, b: duplicates.Claims) -> duplicates.Claims:
        """Documents of both."""
        for claim, keys in b.items():
            a.setdefault(claim, {}).update(keys)
        return a

    def gather(self, spread: Spread) -> duplicates.Claims:
        """Those that stand several times; all others are compared where they are."""
        return duplicates.shared_claims(spread)

    def postings(self, facts: Sequence[Facts]) -> array[int]:
        """What must be unique, wherever."""
        return array("Q", (key << 24 | at for at, fact in enumerate(facts) if fact.value for key in _keys(fact)))

    def related(self, wanted: Sequence[int], index: Lookup) -> Iterable[int]:
        """The records with the same id or title."""
        return {other for number in wanted for key in _keys(index.facts(number)) for other in index.holding(key)}

    def report(self, total: duplicates.Claims, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each record but the first; at the first where no other is checked."""
        for claim, values in sorted(total.items()):
            if len(values) < 2 or (claim.field == "title" and not self.options["titles"]):
                continue
            first, *others = sorted(values)
            reported = [key for key in others if key in corpus.wanted]
            for key in reported:
                yield self._at(key, first, claim.field, values[key])
            if not reported and first in corpus.wanted:
                yield self._at(first, others[0], claim.field, values[first])

    def _at(self, key: DocKey, other: DocKey, field: str, value: str) -> Finding:
        return self.finding(
            Document(key, ""),
            Span(0, 0),
            f"{field} `{value[:80]}` is also that of {other}",
            related=(Place(other, Span(0, 0), f"the same {field}"),),
            identity=PAIR + field,
            data={"field": field, "value": value[:200]},
        )


def _keys(fact: Facts) -> Iterator[int]:
    claims = list(duplicates.claims(fact))
    if not claims:  # most files are no records, and then nobody needs what loads OpenSSL
        return
    from hashlib import blake2b

    for claim, _ in claims:
        text = f"{claim.field} {claim.value}".encode("utf-8", "surrogatepass")
        yield int.from_bytes(blake2b(text, digest_size=5).digest(), "big")
