"""The rules on duplicates as a run uses them: where findings stand, what they say, and their identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from corpuslint import catalog, corpus, judging, testing
from corpuslint.bench import Toolset
from corpuslint.check import Checker
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.corpus import total
from corpuslint.errors import ReadError
from corpuslint.facts import Facts
from corpuslint.locate import Located
from corpuslint.mapping import Mapper, corpus_rule
from corpuslint.model import DocKey, Document, Finding
from corpuslint.registry import Choice, Registry
from corpuslint.run import Job, Serial, Task
from corpuslint.session import Request
from corpuslint.settings import Settings

RULES = Path(__file__).parents[2] / "rules" / "duplicates"
Report = Callable[..., list[Finding]]


@pytest.fixture(scope="module")
def report(corpora: Any) -> Report:
    """The findings of one rule on documents; `wanted` are names of files."""
    registry = Registry(catalog.entries([catalog.Folder(str(RULES), python=True)]))

    def run(
        name: str, docs: Iterable[Document], wanted: Iterable[str] | None = None, **options: object
    ) -> list[Finding]:
        (entry,) = registry.select(Choice(select=(name,), preview=True, options={name: options} if options else {}))
        rule, docs = corpus_rule(entry), list(docs)
        facts = [Facts(doc.key, note, doc.meta) for doc, note in zip(docs, rule.map_many(docs), strict=True) if note]
        keys = None if wanted is None else {key for doc in docs for key in [doc.key] if key.path in set(wanted)}
        return sorted(
            rule.report(total(rule, facts), corpora.memory(docs, keys)), key=lambda found: (found.doc, found.span)
        )

    return run


def docs(texts: Mapping[str, str]) -> list[Document]:
    return [Document(DocKey(name), text) for name, text in texts.items()]


@pytest.fixture(scope="module")
def three(make: Callable[..., str]) -> list[Document]:
    """A story, a shorter copy of it and a shorter one still."""
    story = make(1, 300)
    return docs(
        {
            "a.txt": story,
            "b.txt": story[: story.index(" ", 1_700)],
            "c.txt": story[story.index(" ", 100) + 1 : story.index(" ", 1_500)],
            "d.txt": make(2, 300),
        }
    )


def test_every_case_of_every_rule() -> None:
    results = list(testing.run(catalog.Folder(str(RULES), python=True)))
    assert len(results) > 40
    assert [result for result in results if not result.good] == []


def test_one_finding_for_each_copy(report: Report, three: list[Document]) -> None:
    found = report("near-duplicate", three)
    assert [(finding.doc.path, finding.related[0].doc.path) for finding in found] == [
        ("b.txt", "a.txt"),
        ("c.txt", "a.txt"),
    ]
    for finding in found:
        assert finding.message.startswith("near-duplicate of a.txt: 100 % of its ")
        data = finding.data["duplicate"]
        assert isinstance(data, dict)
        assert data["kept"] == "a.txt"
        assert data["copies"] == ["b.txt", "c.txt"]
        assert data["size"] == 3
        assert data["covered"] == 1.0


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["a.txt"], [("a.txt", "b.txt", "the copy")]),
        (["b.txt"], [("b.txt", "a.txt", "kept")]),
        (["a.txt", "c.txt"], [("a.txt", "b.txt", "the copy"), ("c.txt", "a.txt", "kept")]),
        (["d.txt"], []),
        ([], []),
    ],
)
def test_a_finding_stands_where_one_is_wanted(
    report: Report, three: list[Document], wanted: list[str], expected: list[tuple[str, str, str]]
) -> None:
    found = report("near-duplicate", three, wanted)
    assert [(f.doc.path, f.related[0].doc.path, f.related[0].note) for f in found] == expected


def test_nothing_is_kept_of_what_shares_a_part(report: Report, make: Callable[..., str]) -> None:
    texts = docs({"a.txt": make(1, 300) + make(2, 300), "b.txt": make(1, 300) + make(3, 900)})
    (found,) = report("partial-reuse", texts)
    assert (found.doc.path, [place.note for place in found.related]) == ("a.txt", ["stands here too"])


def test_a_pair_has_one_identity_from_both_sides(report: Report, make: Callable[..., str]) -> None:
    pair = docs({"a.txt": make(1, 300), "b.txt": make(1, 300)[:1_500]})
    (from_copy,), (from_kept,) = (report("near-duplicate", pair, [name]) for name in ("b.txt", "a.txt"))
    assert from_copy.identity == from_kept.identity
    assert from_copy.doc != from_kept.doc


def test_identical_documents_where_one_is_wanted(report: Report, make: Callable[..., str]) -> None:
    same = docs({"a.txt": "\n" + make(1, 30), "b.txt": make(1, 30).upper(), "c.txt": make(1, 30)})
    for wanted, expected in (
        (None, [("b.txt", "a.txt"), ("c.txt", "a.txt")]),
        (["a.txt"], [("a.txt", "b.txt")]),
        (["a.txt", "c.txt"], [("c.txt", "a.txt")]),
    ):
        found = report("identical-document", same, wanted)
        assert [(finding.doc.path, finding.related[0].doc.path) for finding in found] == expected
    assert report("identical-document", same, ["a.txt"])[0].span.start == 1


def test_a_great_group_is_listed_in_part(report: Report, make: Callable[..., str]) -> None:
    found = report("identical-document", docs({f"{at:03}.txt": make(1, 30) for at in range(120)}))
    assert len(found) == 119
    data = found[0].data["duplicate"]
    assert isinstance(data, dict)
    assert data["size"] == 120
    assert len(data["copies"]) == 50


def test_coverage_and_words_limit_what_is_reported(report: Report, three: list[Document]) -> None:
    assert [finding.doc.path for finding in report("near-duplicate", three, coverage=80)] == ["b.txt"]
    assert report("near-duplicate", three, words=250) == []


def test_all_but_everything_is_99_percent(report: Report, make: Callable[..., str]) -> None:
    story = make(1, 900)
    (finding,) = report("near-duplicate", docs({"a.txt": story, "b.txt": "unheard " + story[: story.rindex(" ")]}))
    assert "99 % of its" in finding.message


def record(path: str, number: int, **meta: str) -> Document:
    return Document(DocKey(path, number), "text", meta)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([record("a", 1, id="x"), record("a", 2, id="x"), record("b", 1, id="x")], ["a:2", "b:1"]),
        ([record("a", 1, id="x"), record("a", 2, id=" x ")], ["a:2"]),
        ([record("a", 1, id="x", source="s"), record("a", 2, id="x", source="t")], []),
        ([record("a", 1, id="7"), record("b", 1, id="7")], []),
        ([record("a", 1, id="7"), record("a", 9, id="7")], ["a:9"]),
        ([record("a", 1, id="x", title="T"), record("a", 2, id="y", title="T")], []),
        ([record("a", 1), record("a", 2)], []),
        ([record("a", 1, id="https://www.x.org/f/?utm_a=b"), record("b", 1, id="http://X.org/f#c")], ["b:1"]),
        ([record("a", 1, id="https://x.org/f?p=1&q=2"), record("b", 1, id="http://x.org/f?q=2&p=1")], ["b:1"]),
        ([record("a", 1, id="https://x.org/f?p=1"), record("b", 1, id="https://x.org/f?p=2")], []),
        ([record("a", 1, id="https://x.org/f"), record("b", 1, id="https://x.org/F")], []),
    ],
)
def test_record_ids(report: Report, records: list[Document], expected: list[str]) -> None:
    assert [str(finding.doc) for finding in report("duplicate-record-id", records)] == expected


def test_a_record_id_where_only_the_first_is_wanted(report: Report) -> None:
    (finding,) = report("duplicate-record-id", [record("a", 1, id="x"), record("b", 2, id="x")], ["a"])
    assert str(finding.doc) == "a:1"
    assert finding.message == "id `x` is also that of b:2"


def test_a_document_that_goes_meanwhile_takes_its_own_findings_with_it_and_no_others(make: Callable[..., str]) -> None:
    registry = Registry(catalog.entries([catalog.Folder(str(RULES), python=True)]))
    (entry,) = registry.select(Choice(select=("identical-document",)))
    here = docs({"a.txt": make(1), "b.txt": make(1), "c.txt": make(2), "d.txt": make(2)})
    mapper = Mapper([entry])
    for doc in here:
        mapper.map(doc, Record(0, doc.text, doc.text.encode(), 0, 1))

    def read(key: DocKey) -> tuple[Record, Located]:
        if key.path == "b.txt":
            raise ReadError(f"{key}: gone")
        text = next(doc.text for doc in here if doc.key == key)
        record = Record(0, text, text.encode(), 0, 1)
        return record, Located(key, record, Plain(), Fields())

    verdict = corpus.report([entry], mapper.finish(), corpus.Library([doc.key for doc in here], read, Checker([])))

    assert [finding.doc.path for finding in verdict.findings] == ["d.txt"]
    assert [result.location.path for result in verdict.results] == ["d.txt"]
    assert [(one.code, one.path) for one in verdict.troubles] == [("RUN001", "b.txt")]


def test_a_file_that_is_gone_cannot_be_read_again(tmp_path: Path) -> None:
    job = Job((Settings(root=str(tmp_path)),), Toolset((catalog.Folder(str(RULES), python=True),)))
    path = str(tmp_path / "gone.txt")
    library = judging.library(Request(job, [Task(path)], Serial()), {})
    with pytest.raises(ReadError, match=r"gone\.txt: cannot be read again \(No such file"):
        library.document(DocKey(path))
