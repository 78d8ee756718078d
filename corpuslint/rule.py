"""What a rule is: its description, and the two kinds of judgement (one document, whole corpus)."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from corpuslint.facts import Facts, Kept, Lookup, Spread
from corpuslint.model import (
    NOTHING,
    DocKey,
    Document,
    Edit,
    Finding,
    Fix,
    Place,
    Safety,
    Severity,
    Span,
    Stage,
)

if TYPE_CHECKING:
    from array import array

Value = bool | int | float | str | list[str]
"""What an option of a rule may be set to."""


class Option(NamedTuple):
    """One setting of a rule: its type, its default and its limits."""

    name: str
    type: str
    """One of bool, int, float, str, list (of str), choice."""
    default: Value
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


class Accuracy(NamedTuple):
    """A measured figure: on which set, how many were judged, and the command that prints it."""

    on: str
    precision: float | None
    recall: float | None
    judged: int
    command: str


class Meta(NamedTuple):
    """Everything a rule file says about its rule, apart from its cases."""

    code: str
    name: str
    summary: str
    why: str
    severity: Severity
    fix: Safety | None
    """The furthest that fixes of this rule may go; None where the rule never has one."""
    stage: Stage
    corpus: bool = False
    """Whether the rule judges documents against one another."""
    default: str = "on"
    """on, off (only if selected by code or name), preview (only with --preview), decided or unlocked (see `naming`)."""
    not_reported: str = ""
    fix_safety: str = ""
    languages: tuple[str, ...] = ()
    """Primary language subtags of the documents it judges; empty: all."""
    options: tuple[Option, ...] = ()
    triggers: tuple[str, ...] = ()
    """RE2 patterns; the rule sees only documents in which one of them matches."""
    endings: tuple[str, ...] = ()
    """The same, looked for in the last bytes of a document alone (`screening.LAST`), which costs next to nothing."""
    accuracy: tuple[Accuracy, ...] = ()
    replaces_letters: bool = False
    """Whether its safe fixes may change letters and digits (a repaired encoding, a house spelling)."""
    source: str = ""
    """Path of the rule file."""
    collapses: bool = False
    """Whether findings with the same words around them in many documents are told once (`repeats: collapse`)."""

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")


class Rule:
    """Judges one document at a time.

    Subclasses define `check`; they keep no state between documents.
    `meta`, `options`, `name_lists`, `names` and `cache` are set before the first call.
    """

    meta: Meta
    options: Mapping[str, Value]
    name_lists: tuple[str, ...] = ()
    """YAML files of names that plugins add."""
    names: Mapping[str, Any] = NOTHING
    """What configuration and lock decide about names (`naming.table`)."""
    cache: Any = None
    clears_as = ""
    """Rules with the same name here clear alike: one is asked for all of them."""
    clear_language = ""
    """A pattern of RE2 that matches many texts, each between two U+001E, only if `clears` clears all of them.

    Worth naming where such a pattern can be: then one pass tells it together with all triggers.
    """

    def read_yaml(self, path: str) -> Any:
        """The first YAML document of a data file. Raises RuleError naming the file and what is wrong with it."""
        from corpuslint.ruledata import read_yaml

        return read_yaml(path, self.cache)

    def clears(self, data: bytes) -> bool:  # noqa: ARG002 - for subclasses
        """Whether nothing in this UTF-8 text can be a finding.

        Called first with many documents joined by U+001E, then with single ones; it must be fast,
        and true for the whole only if it is true for every part. A rule that defines it needs no
        triggers. The default clears nothing.
        """
        return False

    def uncleared(self, texts: Sequence[bytes], data: bytes) -> Sequence[int]:
        """Which of these texts (by index) `clears` does not clear; `data` is all of them between U+001E.

        Worth defining where one look at all tells which ones they are.
        """
        if self.clears(data):
            return ()
        return [at for at, text in enumerate(texts) if not self.clears(b"\x1e%b\x1e" % text)]

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield the findings of one document, in any order.

        Called only where a trigger matches (or `clears` is false). Spans are code points of `doc.text`.
        """
        raise NotImplementedError("check")

    def finding(  # noqa: PLR0913 - the fields of a finding, all but two by name
        self,
        doc: Document,
        span: Span,
        message: str,
        *,
        fix: Fix | None = None,
        related: tuple[Place, ...] = (),
        identity: str | None = None,
        data: Mapping[str, object] | None = None,
    ) -> Finding:
        """A finding of this rule, with its code and severity filled in."""
        return Finding(self.meta.code, doc.key, span, message, self.meta.severity, fix, related, identity, data or {})


def replace(span: Span, text: str, safety: Safety, title: str, basis: Span | None = None) -> Fix:
    """A fix of one edit; its basis is the replaced text itself unless given."""
    return Fix((Edit(span, text),), safety, title, basis or span)


def delete(span: Span, safety: Safety, title: str, basis: Span | None = None) -> Fix:
    """A fix that removes one span; its basis is that span unless given."""
    return replace(span, "", safety, title, basis)


Part = TypeVar("Part")


class Corpus(Protocol):
    """What a corpus rule may ask while it reports."""

    wanted: Container[DocKey]
    """The documents at which findings are reported; evidence comes from all."""

    def document(self, key: DocKey) -> Document:
        """Read one document again. Raises ReadError if it is gone or changed."""


class CorpusRule(Rule, Generic[Part]):
    """Judges documents against one another, in three steps that any engine can spread.

    `map` runs wherever the document is, `collect` and `merge` wherever facts are, `report` once at the end.
    `merge` is associative and commutative, and `collect(a + b) == merge(collect(a), collect(b))`;
    it may change and return its first argument.
    The result depends on the set of facts alone, never on their order or grouping.
    """

    version = 1
    """Raise it when `map` notes other facts, so that stored ones are taken anew."""
    facts = ""
    """Rules with the same name here share one `map`; empty: the rule's own code."""

    def map(self, doc: Document) -> bytes:
        """The facts of one document; b"" where there are none to keep."""
        raise NotImplementedError("map")

    def map_many(self, docs: Sequence[Document]) -> list[bytes]:
        """The facts of many documents, equal to `map` of each; worth defining where a batch is cheaper."""
        return [self.map(doc) for doc in docs]

    def collect(self, facts: Iterable[Facts]) -> Part:
        """One part of the corpus, from the facts of its documents."""
        raise NotImplementedError("collect")

    def merge(self, a: Part, b: Part) -> Part:
        """Two parts as one."""
        raise NotImplementedError("merge")

    def gather(self, spread: Spread) -> Part | None:  # noqa: ARG002 - for subclasses
        """The whole corpus as one part, from facts that need not be brought together; None: they may be.

        Worth defining where a part can be made of less than all facts; `report` says the same of it as of one that
        `collect` and `merge` made.
        """
        return None

    def report(self, total: Part, corpus: Corpus) -> Iterator[Finding]:
        """The findings at wanted documents, in any order."""
        raise NotImplementedError("report")

    def keep(self, total: Part) -> Mapping[str, bytes] | None:  # noqa: ARG002 - for subclasses
        """What an index keeps of the whole corpus, as columns of bytes, so that `recall` need not collect it again.

        Called after `report`. None: nothing. As facts it holds no running text, and is the same for all rules of
        a group.
        """
        return None

    def recall(self, kept: Kept) -> Part | None:  # noqa: ARG002 - for subclasses
        """The whole corpus as it is now, from what `keep` kept; None: all facts are collected.

        What rules report by it must be the same. The wanted documents of the corpus it is reported to are few, and
        can be listed.
        """
        return None

    def postings(self, facts: Sequence[Facts]) -> "array[int] | None":  # noqa: ARG002 - for subclasses
        """What an index finds documents by: for key `k` (40 bits) of document `i` of these, `k << 24 | i`.

        In any order, as unsigned 64-bit numbers ("Q"). None: nobody looks documents up.
        """
        return None

    def related(self, wanted: Sequence[int], index: Lookup) -> Iterable[int] | None:  # noqa: ARG002 - for subclasses
        """The documents whose facts can make a difference to what is reported at the wanted ones; None: all.

        Only they are collected then, so the findings at wanted documents must be those of the whole corpus.
        """
        return None
