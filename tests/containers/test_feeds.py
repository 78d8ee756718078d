"""Feeds: RSS and Atom, whose text is HTML that is itself text of the file, escaped or in CDATA."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import Address, BadRecord, Fields, Record, Unfit
from corpuslint.containers.splicing import edited
from corpuslint.containers.xml import Xml
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span
from tests.containers.splicing_law import apart, expect_found_again, good

FIELDS = Fields()
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Harbour Post &amp;#8211; News</title><description>All news</description><language>en-GB</language>
<image><title>no</title></image>
<item><title>Mayor &amp;#8216;stays&amp;#8217;</title><link>https://x.example/1</link><guid>1</guid>
<pubDate>Mon, 06 Sep 2021 00:01:00 +0000</pubDate><description><![CDATA[<p>The teaser [&#8230;]</p>]]></description>
<media:content url="x.jpg"><media:description>A caption</media:description></media:content>
<content:encoded><![CDATA[<p class="a">Sie  ließ den <a href="u">Hafen</a> ,
und AT&amp;T sagt &#8220;no&#8221;.</p><script>var a = " , ";</script>
<p>It went on&nbsp;and on<br />for days.</p><!-- no -->]]></content:encoded></item>
<item><title>Second</title><link>https://x.example/2</link><source url="y">Herald</source>
<content:encoded> </content:encoded>
<description>&lt;p&gt;She left the &#x201C;harbour&#x201D; , &lt;b title="a &amp;gt; b"&gt;AT&amp;amp;T&lt;/b&gt;&#13;
said &amp;#8220;no&amp;#8221;.&lt;/p&gt;&lt;p&gt;Twice: &amp;lt;em&amp;gt;&lt;/p&gt;</description></item>
<item><guid>3</guid><description>Plain text &amp; 3 &lt; 4 <![CDATA[<b>and]]><![CDATA[ more</b>]]></description></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Blatt &amp;amp; Co</title><id>urn:f</id>
<entry><title type="html">Der &lt;b&gt;Hafen&lt;/b&gt;</title><id>urn:1</id><published>2021-09-06T00:01:00Z</published>
<summary>Kurz</summary><content type="html">&lt;p&gt;Er ging , sagte sie.&lt;/p&gt;</content></entry>
<entry xml:lang="en"><title>Two</title><id>urn:2</id><updated>2021-09-07T00:01:00Z</updated>
<source><title>Herald</title></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>He <b>left</b>.</p><p>So.</p></div></content></entry>
<entry><id>urn:3</id><content src="x"/><summary>Ein &lt;b> ist &amp;amp;.</summary></entry>
</feed>
"""
RDF = """<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="r" xmlns:dc="d"><channel rdf:about="c">
<title>Cable</title><dc:language>fr</dc:language></channel><item rdf:about="u1"><title>T</title><link>u1</link>
<description>Il est parti.</description><dc:date>2021-09-06</dc:date></item></rdf:RDF>
"""
PAPER = {"source": "Blatt & Co", "language": "de"}
NEWS = {"source": "Harbour Post – News", "language": "en-GB"}
READ = [
    ("Sie ließ den Hafen , und AT&T sagt “no”.\n\nIt went on\xa0and on\nfor days.",
     {"title": "Mayor ‘stays’", "id": "1", "date": "Mon, 06 Sep 2021 00:01:00 +0000", **NEWS}),
    ("She left the “harbour” , AT&T said “no”.\n\nTwice: <em>",
     {"title": "Second", "id": "https://x.example/2", **NEWS, "source": "Herald"}),
    ("Plain text & 3 < 4 and more", {"id": "3", **NEWS}),
]  # fmt: skip


def read(content: str | bytes, fields: Fields = FIELDS) -> list[Record]:
    return good(Xml(), content if isinstance(content, bytes) else content.encode(), fields)


def said(content: str | bytes, fields: Fields = FIELDS) -> list[tuple[str, object]]:
    return [(one.text, one.meta) for one in read(content, fields)]


def test_items_of_rss() -> None:
    assert said(RSS) == READ
    assert [(one.number, one.line, one.column) for one in read(RSS)] == [(1, 5, 1), (2, 11, 1), (3, 15, 1)]


def test_entries_of_atom_are_what_their_types_say() -> None:
    assert said(ATOM) == [
        ("Er ging , sagte sie.",
         {"title": "Der Hafen", "id": "urn:1", "date": "2021-09-06T00:01:00Z", **PAPER}),
        ("He left.\n\nSo.",
         {"title": "Two", "id": "urn:2", "date": "2021-09-07T00:01:00Z", "source": "Herald", "language": "en"}),
        ("Ein <b> ist &amp;.", {"id": "urn:3", **PAPER}),
    ]  # fmt: skip


def test_items_of_rdf_lie_beside_their_channel() -> None:
    meta = {"title": "T", "id": "u1", "date": "2021-09-06", "source": "Cable", "language": "fr"}
    assert said(RDF) == [("Il est parti.", meta)]


@pytest.mark.parametrize("content", [RSS, ATOM, RDF])
def test_an_item_is_found_again_with_what_its_channel_says(content: str) -> None:
    expect_found_again(Xml(), content.encode(), FIELDS, read(content))


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<media:description>b</media:description><description>a</description>", "a"),
        ("<description>&lt;p&gt;a</description><full-text>b</full-text>", "b"),
        ("<description>a <p>b &lt;i&gt;</p> &lt;i&gt;c</description>", "a\n\nb <i>\n\nc"),
        ("<description>&lt;![CDATA[a &lt;b&gt;]]&gt; c</description>", "a <b> c"),
        ("<description>a&#10;&#9; b&#160;c\r\n&lt;br&gt;d</description>", "a b\xa0c\nd"),
        ("<description><![CDATA[a <]]>b<![CDATA[>c</b> d]]></description>", "a c d"),
        ("<description><![CDATA[a ]]]]><![CDATA[> b]]></description>", "a ]]> b"),
        ("<description>&lt;img src='x' alt='> a'&gt;</description>", ""),
        (
            "<description>One.\n \r\n<![CDATA[Two]]>\n\n<![CDATA[ <b>words</b>\nhere.]]>\n</description>",
            "One.\n\nTwo\n\nwords here.",
        ),
        (
            "<description>&lt;p&gt;One.&lt;/p&gt;\n\n&lt;p&gt;&lt;br&gt;Two&lt;br&gt;\n\nwords.</description>",
            "One.\n\nTwo\nwords.",
        ),
        ("<encoded>a</encoded><excerpt:encoded>b</excerpt:encoded>", "a"),
        ("<description/>", ""),
        ("", ""),
    ],
)
def test_the_text_of_an_item(item: str, text: str) -> None:
    assert [one.text for one in read(f"<rss><channel><item>{item}</item></channel></rss>")] == [text]


@pytest.mark.parametrize("content", [RSS, ATOM, RDF.replace("<rdf:RDF", "<?xml version='1.0'?><rdf:RDF", 1)])
def test_blank_lines_before_the_declaration_are_told_and_the_items_read(content: str) -> None:
    raw = f"\r\n \n{content}".encode()
    first, *others = Xml().records(io.BytesIO(raw), FIELDS)
    assert isinstance(first, BadRecord)
    assert (first.line, first.fatal) == (1, False)
    plain = read(content)
    found = [one for one in others if isinstance(one, Record)]
    assert [(one.text, one.meta, one.raw, one.line) for one in found] == [
        (one.text, one.meta, one.raw, one.line + 2) for one in plain
    ]
    assert all(raw[one.offset :].startswith(one.raw) for one in found)
    expect_found_again(Xml(), raw, FIELDS, found)
    again = Xml().again(found[0], found[0].raw, FIELDS)
    assert isinstance(again, Record)
    assert again.text == found[0].text
    assert Xml().detect(io.BytesIO(raw), FIELDS) == Xml().detect(io.BytesIO(content.encode()), FIELDS)


def test_a_document_that_is_its_file_may_have_blank_lines_before_it() -> None:
    raw = b"\n\n<?xml version='1.0'?>\n<nitf><body><body.content><p>One , two</p></body.content></body></nitf>"
    bad, found = Xml().records(io.BytesIO(raw), FIELDS)
    assert isinstance(bad, BadRecord)
    assert isinstance(found, Record)
    fixed = Xml().splice(found, FIELDS, [Edit(Span(3, 4), "")])
    assert fixed == raw.replace(b" ,", b",")
    again = Xml().again(found, fixed, FIELDS)
    assert isinstance(again, Record)
    assert again.text == "One, two"
    once_more = Xml().find(io.BytesIO(raw), FIELDS, Address(1))
    assert isinstance(once_more, Record)
    assert (once_more.raw, once_more.text) == (raw, found.text)
    *_, stopped = Xml().records(io.BytesIO(raw.replace(b"</p>", b"</q>")), FIELDS)
    assert isinstance(stopped, BadRecord)
    assert (stopped.line, stopped.column, stopped.fatal) == (4, 41, True)


def test_a_feed_without_items_is_none_the_worse() -> None:
    assert read("<rss><channel><title>News</title></channel></rss>") == []
    with pytest.raises(Unfit, match="no element in it is a document"):
        read("<rdf:RDF><Ontology/></rdf:RDF>")


def test_every_single_character_can_be_changed_alone() -> None:
    container = Xml()
    for found in [*read(RSS), *read(ATOM)]:
        assert container.splice(found, FIELDS, []) == found.raw
        for at, char in enumerate(found.text):
            edit = Edit(Span(at, at + 1), "’ü<&>")
            start, end = container.locate(found, FIELDS, edit.span)
            try:
                result = container.splice(found, FIELDS, [edit])
            except FixError:
                assert char == "\n"
                continue
            again = container.again(found, result, FIELDS)
            assert isinstance(again, Record)
            assert again.text == edited(found.text, [edit])
            assert again.meta == found.meta
            assert result.startswith(found.raw[:start])
            assert result.endswith(found.raw[end:])


@pytest.mark.parametrize(
    ("before", "span", "new", "after"),
    [
        ("&lt;b&gt;a&lt;/b&gt; , c", (1, 2), "", "&lt;b&gt;a&lt;/b&gt;, c"),
        ("&lt;b&gt;a&lt;/b&gt; c", (2, 3), "<&", "&lt;b&gt;a&lt;/b&gt; &amp;lt;&amp;amp;"),
        ("<![CDATA[<b>a</b> c]]>", (2, 3), "<&", "<![CDATA[<b>a</b> &lt;&amp;]]>"),
        ("&amp;nbsp;a &amp;amp; b", (0, 1), "", "a &amp;amp; b"),
        ("a &amp;amp; b", (2, 3), "–", "a – b"),
        ("<![CDATA[a\r\n , b]]>", (1, 2), "", "<![CDATA[a, b]]>"),
        ("<![CDATA[a&#8217;b]]>", (1, 2), "'", "<![CDATA[a'b]]>"),
    ],
)
def test_a_fix_is_written_as_its_place_wants_it(before: str, span: tuple[int, int], new: str, after: str) -> None:
    feed = "<rss><channel><item><description>{}</description></item></channel></rss>"
    (found,) = read(feed.format(before))
    wanted = feed.format(after).encode()
    result = Xml().splice(found, FIELDS, [Edit(Span(*span), new)])
    assert Xml().assemble(feed.format(before).encode(), [(found, found._replace(raw=result))], copy=False) == wanted


def test_what_the_encoding_of_a_feed_lacks_becomes_a_reference_of_html() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><description>'
    tail = "</description></item></channel></rss>"
    for before, after in (
        ('<![CDATA[<p>é "x</p>]]>', "<![CDATA[<p>é &#8220;x</p>]]>"),
        ('&lt;p&gt;é "x', "&lt;p&gt;é &#8220;x"),
    ):
        (found,) = read((head + before + tail).encode("latin-1"))
        assert Xml().splice(found, FIELDS, [Edit(Span(2, 3), "“")]) in (head + after + tail).encode("latin-1")


def test_a_configuration_names_what_holds_html() -> None:
    content = (
        "<wire><story lang='en'><body>&lt;p&gt;One.&lt;/p&gt;&lt;aside&gt;no&lt;/aside&gt;Two.</body></story></wire>"
    )
    fields = Fields(records="story", text="body", html="body", skip="aside", language="story/@lang")
    assert said(content, fields) == [("One.\n\nTwo.", {"language": "en"})]


WORDS = st.text("ab ,\né“<&>;'\"]\U0001f600", max_size=8)
NODES = st.one_of(
    WORDS,
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    st.sampled_from(
        ["&#8217;", "&nbsp;", "<br>", "<p class='x'>", "</p>", "<b>", "</b>", "<!-- a > b -->", "\r\n", "  "]
    ),
)
HTML = st.lists(NODES, max_size=8).map("".join)
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.text("xé’<&]> \n;", max_size=3)), max_size=3)


@given(HTML, st.booleans(), EDITS, st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_an_edit_reads_back_and_keeps_everything_else_or_is_refused(
    html: str, cdata: bool, edits: list[tuple[int, int, str]], codec: str
) -> None:
    inner = html.encode(codec, "xmlcharrefreplace").decode(codec)
    escaped = inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    inner = f"<![CDATA[{inner.replace(']', '')}]]>" if cdata else escaped
    head = f"<?xml version='1.0' encoding='{codec.replace('latin', 'iso-8859')}'?>"
    raw = f"{head}<rss><item><title>x</title><description>{inner}</description></item></rss>".encode(codec)
    (found,) = read(raw)
    wanted = apart(found.text, edits)
    places = [Xml().locate(found, FIELDS, edit.span) for edit in wanted]
    assert places == sorted(places)
    try:
        result = Xml().splice(found, FIELDS, wanted)
    except FixError:
        return
    if places:
        assert result.startswith(found.raw[: places[0][0]])
        assert result.endswith(found.raw[places[-1][1] :])
    else:
        assert result == found.raw


@pytest.mark.parametrize(
    "broken", ["&lt;b", "&lt;!--", "&lt;p&gt;", "&amp;", "&lt;", "a&amp;lt;", "&lt;/b&gt;", "é ", "&#10;"]
)
def test_hostile_feeds_take_no_longer_than_others(broken: str) -> None:
    (found,) = read(f"<rss><item><description>{broken * 20_000}</description></item></rss>")
    assert len(found.text) <= 20_000 * len(broken)


def test_a_crowd_of_references_in_html_is_not_held() -> None:
    (found,) = Xml().records(io.BytesIO(b"<rss><item><title>" + b"&lt;" * 1_000_001 + b"</title></item></rss>"), FIELDS)
    assert isinstance(found, BadRecord)
    assert "more than 1,000,000 references and tags" in found.message
