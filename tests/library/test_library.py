"""The library: documents and files in, findings and fixed texts out."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpuslint
from corpuslint.findings import COLUMNS
from corpuslint.model import DocKey

DEFAULTS: dict[str, Any] = {}
PUNCTUATION = {"lint": {"select": ["PUN001", "PUN010"]}}
LEFT, RIGHT = "She left the harbour , and came back.", "She left the harbour, and came back."


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_document_is_enough() -> None:
    (found,) = corpuslint.lint({"text": LEFT, "id": 7}, PUNCTUATION)
    place = found.location
    assert (found.code, place.path, place.record, place.record_id) == ("PUN001", "", 1, "7")
    assert (place.line, place.column, place.start, place.end) == (1, 21, 20, 22)


@pytest.mark.parametrize("empty", [[], (), iter([])])
def test_nothing_is_found_in_nothing(empty: list[str]) -> None:
    Path("bad.txt").write_text(f"{LEFT}\n", "utf-8")  # the current folder is not meant
    findings = corpuslint.lint(empty)
    assert (len(findings), findings.run.documents) == (0, 0)
    assert corpuslint.fix(empty).documents == []


def test_documents_may_stream() -> None:
    def stream() -> Iterator[dict[str, str]]:
        for number in range(500):
            bad = f" They left harbour {number * 7919} , and came back." if number % 100 == 1 else ""
            yield {"id": str(number), "text": f"Text number {number} ends here.{bad}"}

    findings = corpuslint.lint(stream(), PUNCTUATION)
    assert [one.location.record_id for one in findings] == ["1", "101", "201", "301", "401"]
    assert findings.run.documents == 500


def test_rules_across_documents_compare_those_of_a_call() -> None:
    text = "The council met on Monday to discuss the harbour, and the mayor said that work would begin in May. " * 5
    same = [{"id": "a", "text": text}, {"id": "b", "text": "Another story."}, {"id": "c", "text": text, "source": "X"}]
    findings = corpuslint.lint(same, {"lint": {"select": ["DUP"]}})
    (found,) = (one for one in findings if one.code == "DUP001")
    assert {found.location.record_id, found.related[0].location.record_id} == {"a", "c"}
    assert {found.location.path, found.related[0].location.path} == {""}
    (row,) = (one for one in findings.rows() if one["code"] == "DUP001")
    assert [row[name] for name in ("id", "other_id", "other_record", "other_path", "source")] == ["c", "a", 1, "", "X"]
    assert len(list(corpuslint.lint(same[:1], {"lint": {"select": ["DUP001"]}}))) == 0


@pytest.mark.parametrize("kept", [True, False], ids=["of a file", "of documents"])
def test_what_is_known_of_documents_is_kept_for_files_alone(
    kept: bool, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    Path("a.jsonl").write_text(json.dumps({"text": RIGHT}) + "\n", "utf-8")
    assert len(corpuslint.lint("a.jsonl" if kept else [{"text": RIGHT}], {"lint": {"select": ["DUP"]}})) == 0
    assert (cache / "corpuslint/engine").is_dir()
    assert len(list((cache / "corpuslint").glob("verdicts/*"))) == kept


@pytest.mark.parametrize("temporary", ["here", "elsewhere"])
def test_documents_are_named_by_their_numbers(
    temporary: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path if temporary == "here" else tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    text = "The council met on Monday to discuss the harbour, and the mayor said that work would begin in May. " * 5
    twice = [{"id": "a", "text": text}, {"id": "a", "text": text}, {"id": "b", "text": LEFT}]
    findings = corpuslint.lint(twice, {"lint": {"select": ["DUP", "PUN"]}})
    messages = {one.code: one.message for one in findings}
    assert messages["DUP001"].startswith("same words as document 1;")
    assert messages["DUP007"] == "id `a` is also that of document 1"
    assert "documents.jsonl" not in repr(list(findings))


def test_a_finding_that_speaks_for_many_documents_names_them_by_their_numbers() -> None:
    line = "The paper comes on Monday , as it does."
    many = [{"text": f"Ferry {number} stays in port tonight.\n{line}"} for number in range(6)]
    (found,) = corpuslint.lint(many, PUNCTUATION)
    assert found.speaks_for == {DocKey("", number) for number in range(1, 7)}
    assert "documents.jsonl" not in repr(found)


def test_copies_come_back_and_are_told() -> None:
    same = [{"text": "The council met on Monday, and work will begin in May. " * 9}] * 2
    done = corpuslint.fix(same, {"lint": {"select": ["DUP001"]}}, unsafe=True)
    assert (done.documents, [one.code for one in done.findings]) == (same, ["DUP001"])
    assert list(done.findings.troubles) == []


def test_a_document_without_a_text_is_told_and_the_others_are_checked() -> None:
    nothing = float("nan")
    given: list[dict[str, Any]] = [
        {"text": None, "id": "a"},
        {"text": LEFT, "id": nothing},
        {"text": nothing, "id": "c"},
    ]
    done = corpuslint.fix(given, {"lint": {"select": ["PUN", "DOC"]}})
    assert [one["text"] for one in done.documents] == [None, RIGHT, nothing]
    assert [(one.code, one.location.record) for one in done.findings] == [("DOC002", 1), ("DOC002", 3)]
    assert [one.code for one in done.findings.troubles] == ["RUN002"]


def test_a_text_may_be_a_list_of_paragraphs() -> None:
    given = {"text": ["The mayor spoke.", LEFT], "n": 1}
    (found,) = corpuslint.lint(given, PUNCTUATION)
    joined = "\n\n".join(given["text"])  # type: ignore[arg-type]
    assert joined[found.location.start : found.location.end] == found.text == " ,"
    assert corpuslint.fix(given, PUNCTUATION).documents == [{"text": ["The mayor spoke.", RIGHT], "n": 1}]


def test_what_was_not_read_is_seen_at_once() -> None:
    assert repr(corpuslint.lint("She left the harbour , and came back.")) == "<0 findings in 0 documents, 1 trouble>"
    assert repr(corpuslint.lint({"text": LEFT}, PUNCTUATION)) == "<1 finding in 1 document>"


def test_a_fixed_document_keeps_everything_else() -> None:
    given: list[dict[str, Any]] = [{"text": LEFT, "tags": ["x"], "id": 1.10}, {"text": "\ud83d\ude00 fine", "id": None}]
    before = json.dumps(given)
    done = corpuslint.fix(given, PUNCTUATION)
    assert done.documents == [{"text": RIGHT, "tags": ["x"], "id": 1.10}, given[1]]
    assert json.dumps(given) == before
    assert (done.fixed, done.undo, len(done.findings)) == ({"PUN001": 1}, "", 0)


def test_unsafe_fixes_are_asked_for() -> None:
    document = {"text": "The mayor of the the harbour town stays."}
    (found,) = corpuslint.lint(document, PUNCTUATION)
    assert found.fix is not None
    assert corpuslint.fix(document, PUNCTUATION).documents == [document]
    assert corpuslint.fix(document, PUNCTUATION, unsafe=True).documents == [
        {"text": "The mayor of the harbour town stays."}
    ]


def test_fingerprints_are_the_same_in_every_call() -> None:
    documents = [{"id": "a", "text": LEFT}]
    (one,), (other,) = corpuslint.lint(documents, PUNCTUATION), corpuslint.lint(documents, PUNCTUATION)
    assert one.fingerprint == other.fingerprint


def test_files_are_fixed_in_place_and_brought_back() -> None:
    Path("a.txt").write_text(f"{LEFT}\n", "utf-8")
    Path("b.jsonl").write_text(f'{{"text": "{LEFT}", "n": 1.10}}\n', "utf-8")
    done = corpuslint.fix([Path("a.txt"), Path("b.jsonl")], PUNCTUATION)
    assert (Path("a.txt").read_text("utf-8"), done.fixed) == (f"{RIGHT}\n", {"PUN001": 2})
    assert Path("b.jsonl").read_text("utf-8") == f'{{"text": "{RIGHT}", "n": 1.10}}\n'
    subprocess.run([sys.executable, "-m", "corpuslint", "undo", done.undo], check=True, capture_output=True)
    assert Path("a.txt").read_text("utf-8") == f"{LEFT}\n"


def test_the_nearest_configuration_counts_unless_settings_are_given() -> None:
    Path("corpuslint.toml").write_text('lint.select = ["BLK"]\n', "utf-8")
    Path("other.toml").write_text('lint.select = ["PUN"]\n', "utf-8")
    document = {"text": LEFT}
    assert len(corpuslint.lint(document)) == 0
    assert len(corpuslint.lint(document, {})) == 1
    assert len(corpuslint.lint(document, "other.toml")) == 1


@pytest.mark.parametrize(
    ("what", "config", "message"),
    [
        ([{"text": "a"}, {"text": 1}], None, "document 1: it must be a mapping whose 'text' is text"),
        ([{"text": ["a", 1]}], None, "document 0: it must be a mapping whose 'text' is text"),
        ([{"text": "a"}, "b"], None, "document 1: it must be a mapping"),
        (7, None, "int is no path, no document and no iterable"),
        ("", None, "a path is empty"),
        (["a.txt", {"text": "a"}], None, "dict is no path; give paths alone, or documents alone"),
        ([{"text": "a"}], 5, "config: int is no path and no mapping"),
        ([{"text": "a"}], {"lint": {"select": "PUN"}}, "lint.select"),
        ([{"text": "a"}], "missing.toml", "missing.toml"),
        ([{"text": "a"}], {"lint": {"select": ["XYZ"]}}, "XYZ"),
    ],
)
def test_a_call_that_cannot_be_obeyed_says_why(what: Any, config: Any, message: str) -> None:
    with pytest.raises(corpuslint.CorpuslintError, match=message):
        corpuslint.lint(what, config)


def test_more_processes_find_the_same() -> None:
    for number in range(4):
        Path(f"{number}.txt").write_text(f"{LEFT}\n", "utf-8")
    one, two = (corpuslint.lint(".", PUNCTUATION, jobs=jobs) for jobs in (1, 2))
    assert one.columns() == two.columns()
    assert len(one) > 0


def test_rules_for_single_documents_alone() -> None:
    same = [{"text": "The council met on Monday, and work will begin in May. " * 9}] * 2
    assert len(corpuslint.lint(same, {"lint": {"select": ["DUP001"]}})) == 1
    assert len(corpuslint.lint(same, {"lint": {"select": ["DUP001"]}, "scope": "documents"})) == 0


def test_fields_count_for_files_too() -> None:
    Path("a.jsonl").write_text(json.dumps({"text": "All is well.", "body": LEFT, "nr": 7}) + "\n", "utf-8")
    findings = corpuslint.lint("a.jsonl", PUNCTUATION, fields={"text": "body", "id": "nr"})
    assert [(one.location.field, one.location.record_id) for one in findings] == [("body", "7")]
    assert corpuslint.fix("a.jsonl", PUNCTUATION, fields={"text": "body"}).fixed == {"PUN001": 1}
    with pytest.raises(corpuslint.CorpuslintError, match="there is no 'body'"):
        corpuslint.lint("a.jsonl", fields={"body": "text"})


def test_fields_are_checked() -> None:
    with pytest.raises(corpuslint.CorpuslintError, match="there is no 'body'"):
        corpuslint.lint([{"text": "a"}], fields={"body": "text"})
    with pytest.raises(corpuslint.CorpuslintError, match="`to` is for files"):
        corpuslint.fix([{"text": "a"}], to="x")


def test_the_table_has_one_row_for_each_finding() -> None:
    findings = corpuslint.lint({"text": f"{LEFT} \ud800 {LEFT}"}, DEFAULTS)
    table = findings.columns()
    assert list(table) == list(COLUMNS)
    assert {len(column) for column in table.values()} == {len(findings)}
    assert [type(value) for value in next(findings.rows()).values()] == [
        int if name in {"record", "line", "column", "text_line", "text_column", "start", "end", "other_record"} else str
        for name in COLUMNS
    ]


def test_tables_of_other_libraries() -> None:
    pandas, arrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    findings = corpuslint.lint([{"text": f"{LEFT} \ud800"}, {"text": "Fine."}], DEFAULTS)
    frame, table = findings.to_pandas(), findings.to_arrow()
    assert isinstance(frame, pandas.DataFrame)
    assert frame["start"].tolist() == table["start"].to_pylist() == findings.columns()["start"]
    assert arrow.table(findings).equals(table)
    nothing = corpuslint.lint({"text": "Fine."}, DEFAULTS)
    assert nothing.to_arrow().schema == table.schema
    assert dict(nothing.to_pandas().dtypes) == dict(frame.dtypes)


def test_tables_are_documents_by_their_rows() -> None:
    pandas, arrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    columns = {"text": [LEFT, "Fine."], "id": ["a", None], "n": [1, 2]}
    for table in (pandas.DataFrame(columns), arrow.table(columns), arrow.table(columns).to_batches()[0].to_pylist()):
        (found,) = corpuslint.lint(table, PUNCTUATION)
        assert found.location.record_id == "a"
        done = corpuslint.fix(table, PUNCTUATION).documents
        assert [(one["text"], one["n"]) for one in done] == [(RIGHT, 1), ("Fine.", 2)]
    missing = pandas.DataFrame({"text": [LEFT, None], "id": [None, "b"]}).astype("string")
    findings = corpuslint.lint(missing, {"lint": {"select": ["PUN", "DOC"]}})
    assert [(one.code, one.location.record_id) for one in findings] == [("PUN001", ""), ("DOC002", "")]


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys, corpuslint; assert corpuslint.__version__\n"
        "print(sorted(name for name in sys.modules if name.startswith('corpuslint')))\n"
        "corpuslint.lint; import json\n"
        "print([name for name in ('numpy', 'pandas', 'pyarrow', 'yaml', 'ftfy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['corpuslint']", "[]"]


@settings(max_examples=20)
@given(st.lists(st.text('ab ,."“”\n\x00é\ud800\U0001f600', max_size=30), max_size=4))
def test_any_text_can_be_given(texts: list[str]) -> None:
    documents = [{"text": text} for text in texts]
    done = corpuslint.fix(documents, DEFAULTS)
    assert [type(one["text"]) for one in done.documents] == [str] * len(texts)
    for one in corpuslint.lint(documents, DEFAULTS):
        text = texts[one.location.record - 1]
        assert text[one.location.start : one.location.end].startswith(one.text[:200])


def test_a_fix_holds_the_file_and_not_its_records() -> None:
    line = json.dumps({"text": "It rained on the town, and nobody went out. " * 20}) + "\n"
    Path("a.jsonl").write_text(json.dumps({"text": LEFT}) + "\n" + line * 5_000, "utf-8")
    only = {"lint": {"select": ["PUN001"]}, "scope": "documents"}
    corpuslint.lint("a.jsonl", only)  # loads what is needed
    tracemalloc.start()
    done = corpuslint.fix("a.jsonl", only)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (done.fixed, done.findings.run.documents) == ({"PUN001": 1}, 5_001)
    assert peak < 5 * Path("a.jsonl").stat().st_size


def test_a_text_in_the_place_of_a_path_is_told_how_to_give_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    messages = [one.message for one in corpuslint.lint(["He came , and left.", "a.txt"]).troubles]

    assert messages == [
        "there is no such file or folder; check the path; a text is given as {'text': ...}",
        "there is no such file or folder; check the path",
    ]
