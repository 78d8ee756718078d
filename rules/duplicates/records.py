"""Records that claim to be one and the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from corpuslint.api import PAIR, Corpus, CorpusRule, DocKey, Document, Facts, Finding, Lookup, Place, Span

Part = dict[tuple[str, str, str], set[DocKey]]
"""Documents by the name of a field, its value, and where that value must be unique."""


class DuplicateRecordId(CorpusRule[Part]):
    """A record with the id of another record."""

    def map(self, doc: Document) -> bytes:
        """Whether there is anything to compare; the values themselves come with the facts."""
        return b"1" if doc.meta.get("id") or doc.meta.get("title") else b""

    def collect(self, facts: Iterable[Facts]) -> Part:
        """Documents by what must be unique."""
        part: Part = {}
        for fact in facts:
            for field in ("id", "title"):
                if value := fact.meta.get(field, "").strip():
                    part.setdefault((field, value, _scope(field, value, fact)), set()).add(fact.key)
        return part

    def merge(self, a: Part, b: Part) -> Part:
        """Documents of both."""
        for name, keys in b.items():
            a.setdefault(name, set()).update(keys)
        return a

    def postings(self, facts: Sequence[Facts]) -> array[int]:
        """What must be unique, wherever."""
        return array("Q", (key << 24 | at for at, fact in enumerate(facts) for key in _keys(fact)))

    def related(self, wanted: Sequence[int], index: Lookup) -> Iterable[int]:
        """The records with the same id or title."""
        return {other for number in wanted for key in _keys(index.facts(number)) for other in index.holding(key)}

    def report(self, total: Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each record but the first; at the first where no other is checked."""
        fields = {"id", "title"} if self.options["titles"] else {"id"}
        for (field, value, _), keys in sorted(total.items()):
            if field not in fields or len(keys) < 2:
                continue
            first, *others = sorted(keys)
            reported = [key for key in others if key in corpus.wanted]
            for key in reported:
                yield self._at(key, first, field, value)
            if not reported and first in corpus.wanted:
                yield self._at(first, others[0], field, value)

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
    for field in ("id", "title"):
        if value := fact.meta.get(field, "").strip():
            yield int.from_bytes(
                blake2b(f"{field} {value}".encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big"
            )


def _scope(field: str, value: str, fact: Facts) -> str:
    """Ids are unique within a source; a plain running number only within its file."""
    if field == "id" and value.isdigit():
        return f"file {fact.key.path}"
    return f"source {fact.meta.get('source', '')}"
