"""XML: what is text and which bytes it is, edits that change those alone, and what is refused."""

from __future__ import annotations

import io
import re
import tomllib
import tracemalloc
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import Address, BadRecord, Fields, Record, Unfit
from corpuslint.containers.markup.paths import parse
from corpuslint.containers.splicing import edited
from corpuslint.containers.xml import Xml
from corpuslint.errors import ConfigError, FixError
from corpuslint.model import Edit, Span
from tests.containers.splicing_law import apart

FIELDS = Fields()
ARTICLE = Fields(text="p", records="doc")

NITF = """<?xml version='1.0' encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd" [<!ENTITY co "Corp&#46;">]>
<?audit keep="me"?>
<nitf  change.date='2025-01-21'   version="3.5" xml:lang="en"><head><title>Rise &amp; fall &#8212; a story</title>
<docdata><doc-id id-string="x1"/><date.issue norm="20250121"/></docdata></head>
<body><body.head><hedline><hl1>A <em>rise</em></hl1></hedline></body.head>
<body.content><p>He said "dear friend" ".<br/></p><!-- no text --><p><![CDATA[Half of them < "others"]]></p><p a="1"
   b='2'>café &co; na&#xEF;ve “so”
      and on\r
   &nbsp;x <em class=">">yes</em>\U0001f600</p ></body.content></body></nitf>
<!-- tail -->
""".encode()


def read(raw: bytes, fields: Fields = FIELDS, longest: int = 1 << 23) -> list[Record | BadRecord]:
    return list(Xml(longest).records(io.BytesIO(raw), fields))


def record(raw: bytes, fields: Fields = FIELDS) -> Record:
    (found,) = read(raw, fields)
    assert isinstance(found, Record), found
    return found


def bad(raw: bytes, fields: Fields = FIELDS) -> BadRecord:
    (found,) = read(raw, fields)
    assert isinstance(found, BadRecord), found
    return found


def doc(inner: str, head: str = "", codec: str = "utf-8") -> bytes:
    return f"{head}<doc>{inner}</doc>".encode(codec)


def splice(raw: bytes, *edits: tuple[int, int, str], fields: Fields = ARTICLE) -> bytes:
    """The bytes after edits, which must read back as what was asked for."""
    container = Xml()
    found = record(raw, fields)
    wanted = [Edit(Span(a, b), new) for a, b, new in edits]
    result = container.splice(found, fields, wanted)
    again = container.again(found, result, fields)
    assert isinstance(again, Record)
    assert again.text == edited(found.text, wanted)
    return result


def test_text_and_metadata_of_nitf() -> None:
    found = record(NITF)
    assert found.text == (
        'He said "dear friend" ".\n\nHalf of them < "others"\n\ncafé Corp. naïve “so” and on \xa0x yes\U0001f600'
    )
    assert found.meta == {"language": "en", "id": "x1", "date": "20250121", "title": "A rise"}
    assert (found.number, found.offset, found.line, found.raw, found.field) == (1, 0, 1, NITF, "text")


def test_every_single_character_can_be_changed_alone() -> None:
    container = Xml()
    found = record(NITF)
    assert container.splice(found, FIELDS, []) == NITF
    changed = 0
    for at in range(len(found.text)):
        edit = Edit(Span(at, at + 1), "’ü<&>")
        start, end = container.locate(found, FIELDS, edit.span)
        try:
            result = container.splice(found, FIELDS, [edit])
        except FixError:
            assert found.text[at] == "\n" or NITF[start:end] == b"&co;"
            continue
        again = container.again(found, result, FIELDS)
        assert isinstance(again, Record)
        assert again.text == edited(found.text, [edit])
        assert result[:start] == NITF[:start]
        assert result[len(result) - (len(NITF) - end) :] == NITF[end:]
        changed += 1
    assert changed == len(found.text) - len("\n\n\n\n") - len("Corp.")


@pytest.mark.parametrize(
    ("inner", "edit", "result"),
    [
        ("<p>a &amp; b</p>", (2, 3, "+"), "<p>a + b</p>"),
        ("<p>a , b</p>", (1, 3, ","), "<p>a, b</p>"),
        ("<p>a &#8220;b&#x201D;</p>", (3, 4, "c"), "<p>a &#8220;c&#x201D;</p>"),
        ("<p>a &#8220;b&#x201D;</p>", (2, 5, "“c”"), "<p>a &#8220;c&#x201D;</p>"),
        ("<p>ab</p>", (1, 1, "<&>\r"), "<p>a&lt;&amp;&gt;&#13;b</p>"),
        ("<p><![CDATA[a<b]]></p>", (1, 2, "<&>"), "<p><![CDATA[a<&>b]]></p>"),
        ("<p>xa<!-- c -->b</p>", (1, 3, ""), "<p>x<!-- c --></p>"),
        ("<p>one <b>\"two\"</b> \".</p>", (9, 11, ""), "<p>one <b>\"two\"</b>.</p>"),
        ("<p>one <b>two</b>\n  \" three</p>", (7, 9, ""), "<p>one <b>two</b> three</p>"),
        ("<p>x<b>yz</b></p>", (3, 3, "!"), "<p>x<b>yz!</b></p>"),
        ("<p>x</p><p>yz</p>", (3, 3, "!"), "<p>x</p><p>!yz</p>"),
        ("<p>a\r\n   b</p>", (1, 2, "-"), "<p>a-b</p>"),
        ("<p>\n  a  b\n</p>", (1, 3, " "), "<p>\n  a b\n</p>"),
        ("<p t='a>b'>a\tb</p>", (1, 2, " "), "<p t='a>b'>a b</p>"),
        ("<p>a</p>\n<p>b <b>c</b></p>", (1, 6, ""), "<p>a</p>\n<p><b></b></p>"),
        ("<p>ab</p><p>c</p>", (1, 5, ""), "<p>a</p><p></p>"),
        ("<p>a</p><p>bc</p>", (0, 4, ""), "<p></p><p>c</p>"),
        ("<p>a</p><p>b</p><p>c</p>", (1, 4, ""), "<p>a</p><p></p><p>c</p>"),
    ],
)  # fmt: skip
def test_an_edit_changes_its_run_only(inner: str, edit: tuple[int, int, str], result: str) -> None:
    assert splice(doc(inner), edit) == doc(result)


@pytest.mark.parametrize(
    ("inner", "edit", "message"),
    [
        ("<p>a</p><p>b</p>", (1, 3, ""), "join two paragraphs"),
        ("<p>a</p><p>b</p>", (1, 2, ""), "join two paragraphs"),
        ("<p>a</p>\n<p>b</p>", (0, 4, "c"), "join two paragraphs"),
        ("<p>a</p><p>b</p><p>c</p>", (1, 6, ""), "join two paragraphs"),
        ("<p>a <b>b</b> c</p>", (0, 5, "xyz"), "both sides of a tag"),
        ("<p>a<!-- c -->b</p>", (0, 2, "xy"), "both sides of a tag"),
        ("<p><![CDATA[a]]>b</p>", (0, 2, "xy"), "both sides of a tag"),
        ("<p>a</p>", (1, 1, "\x02"), "cannot hold U\\+0002"),
        ("<p>a</p>", (1, 1, "\ufffe"), "cannot hold U\\+FFFE"),
        ("<p> </p>", (0, 0, "x"), "no text to put it beside"),
    ],
)
def test_what_would_change_the_structure_is_refused(inner: str, edit: tuple[int, int, str], message: str) -> None:
    with pytest.raises(FixError, match=message):
        splice(doc(inner), edit)


THREE = doc("<p>a</p>\n<p>b<i>c</i></p><p>d</p>")
"""Its text is a, bc and d, with two line breaks between them: 8 code points."""


@pytest.mark.parametrize(
    ("taken", "fitted"),
    [
        ((3, 6), (3, 7)), ((2, 5), (3, 7)), ((2, 6), (3, 7)), ((3, 5), (3, 7)), ((1, 5), (3, 7)), ((3, 7), (3, 7)),
        ((0, 1), (0, 3)), ((0, 2), (0, 3)), ((0, 6), (0, 7)), ((7, 8), (5, 8)), ((6, 8), (5, 8)), ((2, 8), (1, 8)),
        ((1, 7), (1, 7)), ((3, 4), (3, 4)), ((4, 6), (4, 6)), ((1, 3), (1, 3)), ((1, 2), (1, 2)), ((0, 8), (0, 8)),
    ],
)  # fmt: skip
def test_what_takes_out_a_paragraph_takes_one_border_of_it(taken: tuple[int, int], fitted: tuple[int, int]) -> None:
    assert Xml().fitted(record(THREE, ARTICLE), [Edit(Span(*taken), "")]) == [Edit(Span(*fitted), "")]
    if fitted != taken:
        splice(THREE, (*fitted, ""))


def test_edits_that_would_meet_in_a_border_stay_as_they_are() -> None:
    edits = [Edit(Span(3, 5), ""), Edit(Span(6, 8), "")]
    assert Xml().fitted(record(THREE, ARTICLE), edits) == edits
    assert Xml().fitted(record(THREE, ARTICLE), [Edit(Span(0, 2), ""), Edit(Span(3, 6), "")]) == [
        Edit(Span(0, 3), ""),
        Edit(Span(3, 7), ""),
    ]


def test_an_entity_is_changed_as_a_whole_or_not_at_all() -> None:
    as_long = doc("<p>the &firm; said</p>", '<!DOCTYPE doc [<!ENTITY firm "a corp">]>')
    with pytest.raises(FixError, match="a part of what an entity stands for"):
        splice(as_long, (6, 8, "C"))
    raw = doc("<p>the &co; said</p>", '<!DOCTYPE doc [<!ENTITY co "Big Corp.">]>')
    assert record(raw, ARTICLE).text == "the Big Corp. said"
    assert splice(raw, (4, 13, "firm")) == raw.replace(b"&co;", b"firm")
    assert splice(raw, (14, 18, "says")) == raw.replace(b"said", b"says")
    with pytest.raises(FixError, match="a part of what an entity stands for"):
        splice(raw, (4, 7, "Old"))


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>\n   one\n   two </p>\n<p>three</p>", "one two\n\nthree"),
        ("<p>a<b> b\n</b>\n <i>c</i></p>", "a b c"),
        ("<p>a  b</p>", "a  b"),
        ("<p>a<br/>b<lb/> c</p>", "a\nb c"),
        ("<p>exam<lb break='no'/>ple of <title>a book</title> <quote>quoted</quote></p>", "example of a book quoted"),
        ("<p>a&#10;b</p>", "a\nb"),
        ("<p>a<!-- - -->b<?x y?>c</p>", "abc"),
        ("<p>a <![CDATA[b]]></p><x>no</x><p/>", "a b"),
        ("<x:p xmlns:x='u'>namespaced</x:p>", "namespaced"),
        ("<p>a <q><p>inner</p></q> b</p>", "a\n\ninner\n\nb"),
        ("", ""),
    ],
)
def test_layout_is_no_text(inner: str, text: str) -> None:
    assert record(doc(inner), ARTICLE).text == text


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"), ("cp1254", "windows-1254"), ("iso8859-9", "iso-8859-9"),
    ],
)  # fmt: skip
def test_a_file_stays_in_its_encoding(codec: str, declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>\n'
    before, after = doc("<p>ça , là</p><p>x</p>", head, codec), doc("<p>ça, là</p><p>x</p>", head, codec)
    assert record(before, ARTICLE).text == "ça , là\n\nx"
    assert splice(before, (2, 3, "")) == after


def test_what_an_encoding_lacks_becomes_a_reference() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    raw = doc('<p>é "x"</p>', head, "latin-1")
    assert splice(raw, (2, 3, "“")) == raw.replace(b'"x', b"&#8220;x")
    inside = doc('<p><![CDATA[é "x"]]></p>', head, "latin-1")
    with pytest.raises(FixError, match=r"iso8859-1 has no U\+201C"):
        splice(inside, (2, 3, "“"))


class Drops(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size != 0 else 0)


CORPUS = """<?xml version="1.0" encoding="windows-1252"?>
<!DOCTYPE corpus [<!ENTITY mark "“">]>
<corpus lang="en">
  <item id="a"><text>First &mark;café” , here</text></item><item
     id="b"><text>Second</text><!-- </item> --></item>
  <other><text>none</text></other>
  <item id="c"/>
</corpus>
""".encode("cp1252")
ITEMS = Fields(records="corpus/item", text="text", id="item/@id")


@pytest.mark.parametrize("stream", [io.BytesIO, Drops])
def test_many_documents_stream(stream: type[io.BytesIO]) -> None:
    found = list(Xml().records(stream(CORPUS), ITEMS))
    assert [(r.number, r.text, r.meta, r.line, r.column) for r in found if isinstance(r, Record)] == [
        (1, "First “café” , here", {"id": "a"}, 4, 3),
        (2, "Second", {"id": "b"}, 4, 59 + 1),
        (3, "", {"id": "c"}, 7, 3),
    ]
    for one in found:
        assert isinstance(one, Record)
        assert CORPUS[one.offset : one.offset + len(one.raw)] == one.raw
        assert one.raw.startswith(b"<item")
        assert one.raw.endswith((b"</item>", b"/>"))


def test_one_of_many_is_edited_and_found_alone() -> None:
    container = Xml()
    first, *_ = read(CORPUS, ITEMS)
    assert isinstance(first, Record)
    raw = container.splice(first, ITEMS, [Edit(Span(12, 13), ""), Edit(Span(19, 19), "’")])
    assert raw == '<item id="a"><text>First &mark;café”, here’</text></item>'.encode("cp1252")
    again = container.again(first, raw, ITEMS)
    assert isinstance(again, Record)
    assert (again.text, again.meta, again.raw) == ("First “café”, here’", {"id": "a"}, raw)
    before, after = (text.encode("cp1252") for text in ("” , here", "”, here’"))
    assert container.assemble(CORPUS, [(first, again)], copy=False) == CORPUS.replace(before, after)
    found = container.find(io.BytesIO(CORPUS), ITEMS, Address(1, first.offset, len(first.raw), first.line))
    assert isinstance(found, Record)
    assert (found.text, found.meta, found.raw) == (first.text, first.meta, first.raw)
    whole = container.find(io.BytesIO(NITF), FIELDS, Address(1, 0, len(NITF), 1))
    assert isinstance(whole, Record)
    assert whole.raw == NITF


def test_memory_does_not_grow_with_the_file() -> None:
    chunks = chain([b"<corpus>"], repeat(b"<item><text>word</text></item>" * 100, 198), [b"</corpus>"])

    class Tape(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return next(chunks, b"")

    tracemalloc.start()
    count = sum(1 for _ in Xml().records(Tape(), ITEMS))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 19_800
    assert peak < 500_000


LAUGHS = "<!DOCTYPE doc [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (doc("<p>&i;</p>", LAUGHS + "]>"), 1, "the entity &i; is long, or holds tags or entities"),
        (doc("<p a='&i;'>x</p>", LAUGHS + "]>"), 1, "grow without measure"),
        (doc("<p>&x;</p>", f"<!DOCTYPE doc [<!ENTITY x '{'y' * 20_000}'>]>"), 1, "the entity &x; is long"),
        (doc("<p>&x;</p>", '<!DOCTYPE doc [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 1, "another file (file:///etc"),
        (doc("<p>&x;</p>", '<!DOCTYPE doc [<!ENTITY x "&x;">]>'), 1, "tags or entities"),
        (doc("<p>&b;</p>", '<!DOCTYPE doc [<!ENTITY b "<b>x</b>">]>'), 1, "tags or entities"),
        (doc("<p>a</p>\n<p>b</q>"), 2, "does not belong to the element"),
        (doc("<p>a & b</p>"), 1, "write &amp;"),
        (doc("<p>AT&T and b</p>"), 1, "write &amp;"),
        (doc("<p>a &\U0001f600 <\U0001f600 b</p>"), 1, "write &amp;"),
        (doc("<p><a href='x?a=1&b=2'>b</a></p>"), 1, "write &amp;"),
        (doc("<p>a < b</p>"), 1, "write &lt;"),
        (doc("<p>a&nbsp;b</p>"), 1, "not declared"),
        (doc("<p>a\x01b</p>"), 1, "U+0001 may not stand in XML"),
        (doc("<p>\n a&#2;b</p>"), 2, "names no character that XML allows"),
        (doc("<p a='1' a='2'/>"), 1, "stands twice"),
        (b"<doc><p>a", 1, "was cut"),
        (b"<doc><p>a</p", 1, "was cut"),
        (b"<doc><p>caf\xe9</p></doc>", 1, "byte 0xE9 is not UTF-8"),
        (doc("<p>a</p>", '<?xml version="1.0" encoding="shift_jis"?>'), 1, "convert the file to UTF-8"),
        (doc("<p>a</p>", '<?xml version="1.0" encoding="martian"?>'), 1, "convert the file to UTF-8"),
        (b"<doc><p>a</p></doc><doc/>", 1, "put all documents into one element"),
        (b" <?xml version='1.0'?><doc/>", 1, "very first thing"),
        (b"plain words", 1, "not well-formed"),
        (b"", 1, "was cut, or it is empty"),
        (b"<other><p>a</p></other>", 1, "no element in it is a document"),
        (doc("<b>" * 10_001), 1, "more than 10,000 elements lie in one another"),
        (b"<!DOCTYPE d [" + b" " * 1_200_000, 1, "no element in the first 1,048,576 bytes"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_remedy(raw: bytes, line: int, message: str) -> None:
    found = [one for one in read(raw, ARTICLE) if isinstance(one, BadRecord)]
    assert len(found) == 1
    assert message in found[0].message
    assert (found[0].line, found[0].fatal) == (line, True)


def test_a_crowd_of_references_is_not_held() -> None:
    found = bad(doc("<p>" + "&lt;" * 1_000_001 + "</p>"), ARTICLE)
    assert "more than 1,000,000 references and tags" in found.message


def test_documents_before_a_mistake_are_read() -> None:
    found = read(b"<c><doc><p>one</p></doc><doc><p>two</p></doc>\n<doc><p>thr<ee</p></doc></c>", ARTICLE)
    assert [one.text if isinstance(one, Record) else (one.number, one.line) for one in found] == ["one", "two", (3, 2)]


def test_a_document_before_a_mistake_is_found_again() -> None:
    raw = CORPUS.replace(b"<other>", b"<other")
    first, *_ = read(raw, ITEMS)
    assert isinstance(first, Record)
    found = Xml().find(io.BytesIO(raw), ITEMS, Address(1, first.offset, len(first.raw), first.line))
    assert isinstance(found, Record)
    assert found.text == first.text


def test_a_document_too_long_is_passed_over() -> None:
    long = b"<doc><p>" + b"<b>x</b> " * 40_000 + b"</p></doc>"
    found = read(b"<c><doc><p>one</p></doc>" + long + b"<doc><p>two</p></doc></c>", ARTICLE, longest=100_000)
    assert [one.text if isinstance(one, Record) else one.message for one in found] == [
        "one", "a document longer than 100,000 bytes was not read", "two",
    ]  # fmt: skip
    assert [one.number for one in found] == [1, 2, 3]


def test_a_file_of_an_unknown_kind_is_unfit() -> None:
    with pytest.raises(Unfit, match="<project> is of no known kind"):
        read(b"<project><a>x</a></project>")


@pytest.mark.parametrize("path", ["", "a b", "p[", "p[@a=1]", "a///b", "a/", "@x/y"])
def test_a_path_that_is_none_is_a_mistake_of_the_configuration(path: str) -> None:
    with pytest.raises(ConfigError, match="is no path to an element"):
        read(doc("<p>a</p>"), Fields(text=path or "|", records="doc"))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("p", "a b c d"),
        ("body/p", "a b"),
        ("/doc/body//p", "a b c"),
        ("/doc/p", "d"),
        ("//sec/p", "c"),
        ("body/*/p", "c"),
        ("p[@k='1']", "a"),
        ("p[@k='1'] | sec/p", "a c"),
        ("p[@k~='y']", "b"),
        ("*[@id='s']/p", "c"),
    ],
)
def test_paths(path: str, found: str) -> None:
    raw = doc("<body><p k='1'>a</p><p k='x y'>b</p><sec id='s'><p>c</p></sec></body><p>d</p>")
    assert record(raw, Fields(text=path, records="/doc")).text.split() == found.split()


TEI = b"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="t1" xml:lang="de">
<teiHeader><fileDesc><titleStmt><title>Ein  Titel</title></titleStmt>
<publicationStmt><date when="1923-05-01"/></publicationStmt></fileDesc></teiHeader>
<text><body><head>Kopf</head><p>Er sagte:<note>Anm.</note>
<choice><sic>nien</sic><corr>nein</corr></choice>.</p></body>
</text></TEI>"""
NEWSML = b"""<newsMessage><header><sent>x</sent></header><itemSet>
<newsItem guid="urn:1"><itemMeta><provider literal="wire"/><versionCreated>2025-01-02</versionCreated></itemMeta>
<contentMeta><headline>Head</headline><language tag="en-GB"/></contentMeta>
<contentSet><inlineXML><nitf><head><title>no</title></head><body><body.head><hedline><hl1>no</hl1></hedline></body.head>
<body.content><p>One.</p><p>Two.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
<newsItem guid="urn:2">
<contentSet><inlineData>Plain words.</inlineData></contentSet></newsItem></itemSet></newsMessage>"""


@pytest.mark.parametrize(
    ("raw", "text", "meta"),
    [
        (
            """<NewsML><NewsEnvelope/><NewsItem xml:lang="fr"><Identification><NewsIdentifier><ProviderId>wire.example
</ProviderId><DateId>20050102</DateId><NewsItemId>7</NewsItemId></NewsIdentifier></Identification><NewsComponent>
<NewsLines><HeadLine>Titre</HeadLine></NewsLines><ContentItem><DataContent><nitf><head><title>no</title></head><body>
<body.head><hedline><hl1>no</hl1></hedline></body.head><body.content><p>Un.</p><bq>Deux.</bq></body.content></body>
</nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>""",
            "Un.\n\nDeux.",
            {"language": "fr", "id": "7", "title": "Titre", "date": "20050102", "source": "wire.example"},
        ),
        (
            """<newsitem itemid="2286" id="root" date="1996-08-20" xml:lang="en"><title>no</title><headline>H</headline>
<text><p>One.</p><p>Two.</p></text><copyright>no</copyright></newsitem>""",
            "One.\n\nTwo.",
            {"id": "2286", "title": "H", "date": "1996-08-20", "language": "en"},
        ),
        (
            """<nitf><head><pubdata date.publication="19870101T000000"/></head><body><body.content>
<block class="lead_paragraph"><p>One.</p></block><block class="full_text"><p>One.</p><p>Two.</p></block>
</body.content></body></nitf>""",
            "One.\n\nTwo.",
            {"date": "19870101T000000"},
        ),
    ],
)
def test_more_kinds(raw: str, text: str, meta: dict[str, str]) -> None:
    found = record(raw.encode())
    assert (found.text, found.meta) == (text, meta)


def test_known_kinds_are_told_by_their_outermost_element() -> None:
    tei = record(TEI)
    assert tei.text == "Kopf\n\nEr sagte: nein."
    assert tei.meta == {"id": "t1", "title": "Ein Titel", "date": "1923-05-01", "language": "de"}
    corpus = read(b"<teiCorpus><teiHeader/>" + TEI + TEI + b"</teiCorpus>")
    assert [one.number for one in corpus if isinstance(one, Record) and one.text == tei.text] == [1, 2]
    one, two = read(NEWSML)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.text, two.text) == ("One.\n\nTwo.", "Plain words.")
    assert one.meta == {"id": "urn:1", "title": "Head", "date": "2025-01-02", "source": "wire", "language": "en-GB"}
    assert two.meta == {"id": "urn:2"}


def test_the_page_of_markup_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "markup.md").read_text("utf-8")
    table = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert len(table) == 7
    assert all(parse(path.replace("\\|", "|")) for path in table)
    example, _ = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    fields = Fields(**tomllib.loads(example)["documents"]["press/*.xml"])
    raw = b"""<issue><article nr='1' xml:lang='en'><headline>H</headline><story><para>a <note>b</note>c</para></story>
<aside>d</aside></article></issue>"""
    found = record(raw, fields)
    assert (found.text, found.meta) == ("a c", {"id": "1", "title": "H", "language": "en"})


CODECS = {"utf-8": "utf-8", "utf-16": "utf-16", "latin-1": "iso-8859-1", "cp1252": "windows-1252"}
WORDS = st.text("ab \n\té“<&>'\"]\U0001f600", max_size=8)
NODES = st.one_of(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
    WORDS.map(lambda text: f"<![CDATA[{text.replace(']', '')}]]>"),
    st.sampled_from(
        ["&#8217;", "&#x41;", "&quot;", "<!-- a > b -->", "<?p i?>", "<br/>", "</i><i x='1'>", "\r\n", "  "]
    ),
)
PARAGRAPHS = st.lists(
    st.lists(NODES, max_size=6).map(lambda nodes: f"<p a='b'><i>{''.join(nodes)}</i></p>"), max_size=3
)
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.text("xé’<&]> \n", max_size=3)), max_size=3)


def tags(raw: bytes, codec: str) -> list[str]:
    """Everything of a file but text: tags, comments, instructions, the borders of sections."""
    pattern = r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[|\]\]>|</?[a-z]+(?: [a-z]+='[^']*')* ?/?>"
    return re.findall(pattern, raw.decode(codec), re.DOTALL)


@given(PARAGRAPHS, EDITS, st.sampled_from(sorted(CODECS)))
def test_an_edit_reads_back_and_keeps_everything_else_or_is_refused(
    paragraphs: list[str], edits: list[tuple[int, int, str]], codec: str
) -> None:
    inner = "\n".join(paragraphs).encode(codec, "xmlcharrefreplace").decode(codec)
    raw = doc(inner, f"<?xml version='1.0' encoding='{CODECS[codec]}'?>", codec)
    container = Xml()
    found = record(raw, ARTICLE)
    assert container.splice(found, ARTICLE, []) == raw
    wanted = apart(found.text, edits)
    try:
        result = container.splice(found, ARTICLE, wanted)
    except FixError:
        return
    places = [container.locate(found, ARTICLE, edit.span) for edit in wanted]
    if places:
        assert result.startswith(raw[: places[0][0]])
        assert result.endswith(raw[places[-1][1] :])
    again = container.again(found, result, ARTICLE)
    if isinstance(again, Record) and again.text == edited(found.text, wanted):
        assert tags(result, codec) == tags(raw, codec)
