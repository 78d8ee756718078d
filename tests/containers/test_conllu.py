"""CoNLL-U: documents of a treebank, where their sentences lie, and that they are never written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from corpuslint.containers.base import BadRecord, Fields, Record
from corpuslint.containers.conllu import Conllu
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span
from tests.containers.splicing_law import expect_found_again, good

if TYPE_CHECKING:
    from tests.conftest import Process

FIELDS = Fields()
HARBOUR = {"id": "harbour-1", "title": "The harbour"}
TREES = """# global.columns = ID FORM
# newdoc id = harbour-1
# meta::title = The harbour
# newpar
# sent_id = 1
# text = Sie sagte: „Nein ,
1\tSie\t_\t_\t_\t_\t0\troot\t_\t_

# sent_id = 2
#text=und ging.“
1\tund\t_\t_\t_\t_\t0\troot\t_\t_

# newpar id = p2
# text = Später # text = kam sie.\x20
1\tSpäter\t_\t_\t_\t_\t0\troot\t_\t_

# newdoc
# text = Zwei.
1\tZwei\t_\t_\t_\t_\t0\troot\t_\t_

"""


def read(content: str | bytes, fields: Fields = FIELDS, longest: int = 1 << 20) -> list[Record | BadRecord]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(Conllu(longest).records(io.BytesIO(raw), fields))


@pytest.mark.parametrize("change", [lambda text: text, lambda text: text.replace("\n", "\r\n")])
def test_documents_and_their_paragraphs(change: type[str]) -> None:
    trees = change(TREES)
    found = good(Conllu(), trees.encode(), Fields(title="meta::title"))
    assert [(one.text, one.meta, one.number, one.line) for one in found] == [
        ("Sie sagte: „Nein , und ging.“\n\nSpäter # text = kam sie.", HARBOUR, 1, 2),
        ("Zwei.", {}, 2, 17),
    ]  # fmt: skip
    for one in found:
        for words in one.text.replace("\n\n", " ").split():
            start = one.text.index(words)
            begin, end = Conllu().locate(one, FIELDS, Span(start, start + len(words)))
            assert one.raw[begin:end].decode() == words
        assert trees.encode()[one.offset :].startswith(one.raw)
    expect_found_again(Conllu(), trees.encode(), Fields(title="meta::title"), found)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("# text = One.\n1\tOne\n\n# text = Two.\n1\tTwo\n", ["One.\n\nTwo."]),
        ("\ufeff# newdoc\n# text = One.\n1\tOne\n\n# text = Two.\n1\tTwo", ["One. Two."]),
        ("# newdocument = x\n# text = One.\n1\tOne\n", ["One."]),
        ("\n\n# newdoc\n# text = One.\n1\tOne\n\n# newdoc\n# text = Two.\n1\tTwo\n", ["One.", "Two."]),
        ("# text_en = One.\n# text = Eins.\n1\tEins\n", ["Eins."]),
        ("# a comment\n\n", []),
        ("", []),
    ],
)
def test_what_is_a_document(content: str, texts: list[str]) -> None:
    assert [one.text for one in read(content) if isinstance(one, Record)] == texts
    assert len(read(content)) == len(texts)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"# newdoc\n# text = A.\n1\tA\n\n# newdoc\n1\tA\n", 5, "no sentence of it has its text in a comment"),
        (b"# newdoc\n# text = A.\n1\tA\n\n# newdoc\n# text = caf\xe9\n1\tA\n", 6, "byte 0xE9 is not UTF-8"),
        (b"# newdoc\n# text = A.\n1\tA\n\n# newdoc\n# text = " + b"a" * 99 + b"\n1\tA\n", 5, "longer than 90 bytes"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_read(content: bytes, line: int, message: str) -> None:
    one, bad, last = read(content + b"\n# newdoc\n# text = B.\n1\tB\n", longest=90)
    assert isinstance(bad, BadRecord)
    assert message in bad.message
    assert (bad.number, bad.line, bad.fatal) == (2, line, True)
    assert [found.text for found in (one, last) if isinstance(found, Record)] == ["A.", "B."]


def test_the_configuration_names_the_comment_of_the_text() -> None:
    (found,) = read("# text_en = One.\n# text = Eins.\n1\tEins\n", Fields(text="text_en"))
    assert isinstance(found, Record)
    assert (found.text, found.field) == ("One.", "text_en")


@pytest.mark.parametrize(
    "broken", ["#" + " " * 300_000 + "x\n", "# newdoc\n" * 50_000, "# text = a" + " b" * 200_000, "#=" * 99_999]
)
def test_hostile_files_take_no_longer_than_others(broken: str) -> None:
    assert [type(one) for one in read(broken + "\n1\tx\n")][-1:] == [Record if "text" in broken else BadRecord]


def test_a_treebank_is_checked_and_never_written(process: Process) -> None:
    process.write({"a.conllu": TREES})
    done = process("--isolated", "--select", "PUN001", "--output-format", "concise")
    assert done.out.splitlines()[0].startswith('a.conllu:6:26: warning PUN001 Blank before `,` (record "harbour-1"')
    left = process("a.conllu", "--fix", "--isolated", "--select", "PUN001")
    assert (left.code, left.err) == (1, "")
    assert "CoNLL-U is only read: tokens below a sentence would not follow" in left.out
    assert process.read("a.conllu").decode() == TREES
    (found, _) = good(Conllu(), TREES.encode(), FIELDS)
    with pytest.raises(FixError, match="CoNLL-U is only read"):
        Conllu().splice(found, FIELDS, [Edit(Span(0, 1), "x")])
