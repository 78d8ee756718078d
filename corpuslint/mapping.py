"""Facts of documents for corpus rules, taken where a document is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from corpuslint.check import rule_trouble
from corpuslint.containers.base import Record
from corpuslint.facts import CorpusFacts, Extent, Facts
from corpuslint.gathered import Gathered
from corpuslint.model import DocKey, Document
from corpuslint.registry import Entry
from corpuslint.result import Trouble
from corpuslint.rule import CorpusRule

SMALL = 256
"""Documents up to which a corpus is small, see `Mapper`."""
TOGETHER = 1024
"""Documents that are mapped in one call."""
TOGETHER_SIZE = 1 << 20
"""Code points after which a call is made all the same."""


def group(entry: Entry) -> str:
    """Rules of one group share their facts."""
    rule = corpus_rule(entry)
    return f"{rule.facts or entry.meta.code}.{rule.version}"


def corpus_rule(entry: Entry) -> CorpusRule[Any]:
    """The rule of an entry that is known to be a corpus rule."""
    rule = entry.rule
    if not isinstance(rule, CorpusRule):
        raise TypeError(f"{entry.meta.code} is no corpus rule")
    return rule


def looks_up(entry: Entry) -> bool:
    """Whether a rule can judge some documents by those that matter for them, found in an index."""
    try:
        return type(corpus_rule(entry)).related is not CorpusRule.related
    except (Exception, SystemExit):  # noqa: BLE001 - a rule of others that cannot be loaded is named where it judges
        return False


def noted(docs: Sequence[Document], values: Sequence[bytes]) -> list[Facts]:
    """The facts of documents, of those of which anything was noted; made as tuples, at half the cost of calls."""
    new = tuple.__new__
    return [new(Facts, (doc.key, value, doc.meta)) for doc, value in zip(docs, values, strict=True) if value]


class Mapper:
    """Takes the facts of documents as they pass, many at a time.

    With `lazy`, the documents of a small corpus are handed over as they are: it may turn out that nobody needs
    their facts, and then no corpus rule is loaded.
    """

    def __init__(self, entries: Iterable[Entry], *, lazy: bool = False) -> None:
        self._entries = list(entries)
        self._lazy = lazy
        self.troubles: list[Trouble] = []
        self._facts: CorpusFacts = Gathered()
        self._places: dict[DocKey, Extent] = {}
        self._waiting: list[Document] = []
        self._size = 0

    @cached_property
    def _rules(self) -> dict[str, Entry]:
        rules: dict[str, Entry] = {}
        for entry in self._entries:
            try:
                rules.setdefault(group(entry), entry)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a rule of others that cannot be loaded is named
                self.troubles.append(rule_trouble(entry, "", error))
        return rules

    def map(self, doc: Document, record: Record) -> None:
        """Take one document in."""
        if record.number:
            self._places[doc.key] = (record.offset, len(record.raw), record.line)
        self._waiting.append(Document(doc.key, doc.text, doc.meta))
        self._size += len(doc.text)
        self._lazy = self._lazy and len(self._waiting) < SMALL and self._size < TOGETHER_SIZE
        if len(self._waiting) >= TOGETHER or self._size >= TOGETHER_SIZE:
            self._take()

    def finish(self) -> CorpusFacts:
        """All facts so far; the mapper begins anew."""
        if self._lazy:
            self._facts.waiting, self._waiting = self._waiting, []
        else:
            self._take()
        self._keep({})
        facts, self._facts = self._facts, Gathered()
        return facts

    def take(self, docs: Iterable[Document]) -> CorpusFacts:
        """The facts of documents that were handed over."""
        self._lazy = False
        self._waiting = list(docs)
        return self.finish()

    def _take(self) -> None:
        docs, self._waiting, self._size = self._waiting, [], 0
        if not docs:
            return
        groups = {}
        for name, entry in self._rules.items():
            groups[name] = noted(docs, self._values(entry, docs))
        self._keep(groups)

    def _keep(self, groups: dict[str, list[Facts]]) -> None:
        fresh = CorpusFacts()
        fresh.groups, fresh.addresses, self._places = groups, self._places, {}
        self._facts.add(fresh)

    def _values(self, entry: Entry, docs: Sequence[Document]) -> list[bytes]:
        try:
            return corpus_rule(entry).map_many(docs)
        except (Exception, SystemExit):  # noqa: BLE001 - one document may be at fault: each is tried alone and the guilty one named
            return [self._value(entry, doc) for doc in docs]

    def _value(self, entry: Entry, doc: Document) -> bytes:
        try:
            return corpus_rule(entry).map(doc)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - see above
            self.troubles.append(rule_trouble(entry, str(doc.key), error))
            return b""
