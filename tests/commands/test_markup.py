"""XML, SGML, HTML and WARC through the command: found at their places, fixed where they may be, refused where not."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

NITF = """<?xml version='1.0' encoding="UTF-8"?>
<nitf  version="3.5"><head><docdata><doc-id id-string="x1"/></docdata></head>
<body><body.content><p>He said "dear friend" ".<br/></p><!-- a , b -->
<p class='x , y'>She left the &#8220;harbour&#8221; , and came &amp; went<i>.</i></p></body.content></body></nitf>
"""
PAGE = "<html lang=en><title>T , x</title>\n<body><p>She left the <b>harbour</b> , and came back.</p></body></html>"
WIRE = (
    '<REUTERS NEWID="4"><TEXT>&#2;\n<BODY>She left the harbour , and\ncame back &lt;X>.\n&#3;</BODY></TEXT></REUTERS>\n'
)


@pytest.mark.parametrize(
    ("name", "content", "found", "fixed"),
    [
        (
            "a.xml", NITF, ["3:45", "4:52"],
            NITF.replace('friend" "', 'friend"').replace("8221; ,", "8221;,"),
        ),
        ("a.sgm", WIRE, ["2:27"], WIRE.replace(" ,", ",")),
    ],
)  # fmt: skip
def test_a_fix_changes_runs_of_text_alone(
    process: Process, name: str, content: str, found: list[str], fixed: str
) -> None:
    process.write({name: content})
    done = process(name, "--output-format", "concise", "--isolated", "--select", "PUN")
    assert [line.split(" ")[0] for line in done.out.splitlines() if "PUN" in line] == [f"{name}:{at}:" for at in found]
    assert process(name, "--fix", "--isolated", "--select", "PUN").code == 0
    assert process.read(name).decode() == fixed


def test_fixed_copies_of_markup(process: Process) -> None:
    process.write({"a.xml": NITF, "b.html": PAGE})
    done = process("a.xml", "b.html", "--fix-to", "out", "--isolated", "--select", "PUN")
    assert process.read("a.xml").decode() == NITF
    assert b'friend".' in process.read("out/a.xml")
    assert (done.code, "HTML is only read" in done.out, done.err) == (1, True, "")


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml"])
def test_pages_are_reported_and_never_written(process: Process, name: str) -> None:
    process.write({name: PAGE})
    done = process(name, "--output-format", "json", "--isolated", "--select", "PUN")
    (finding,) = json.loads(done.out)["findings"]
    place = finding["location"]
    assert (done.code, finding["code"], place["line"], place["column"]) == (1, "PUN001", 2, 37)
    assert (finding["fix"]["safety"], json.loads(done.out)["summary"]["fixable"]["safe"]) == ("manual", 0)
    left = process(name, "--fix", "--isolated", "--select", "PUN", "--output", "json:left.json")
    assert (left.code, left.err) == (1, "")
    assert f"note: Not fixed: 1 file, such as {name}: HTML is only read" in left.out
    assert json.loads(process.read("left.json"))["findings"] == json.loads(done.out)["findings"]
    assert process(name, "--fix", "--isolated", "--select", "PUN", "--exit-zero").code == 0
    assert process.read(name).decode() == PAGE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<!DOCTYPE TEI [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><TEI><text>&b;</text></TEI>', "the entity &b;"),
        ('<!DOCTYPE TEI [<!ENTITY a SYSTEM "/etc/passwd">]><TEI><text>&a;</text></TEI>', "another file (/etc/passwd)"),
        ("<TEI><text>a & b</text></TEI>", "write &amp;"),
        ("<project/>", "<project> is of no known kind"),
    ],
)
def test_what_is_not_read_is_told_and_the_rest_goes_on(process: Process, content: str, message: str) -> None:
    process.write({"a.xml": content, "b.xml": NITF})
    done = process("a.xml", "b.xml", "--isolated", "--select", "PUN", "--output-format", "concise")
    assert done.code == 2
    assert message in done.err
    assert "b.xml:3:45: error PUN101" in done.out


def test_the_configuration_maps_elements(process: Process) -> None:
    process.write(
        {
            "corpuslint.toml": (
                '[documents."press/*.xml"]\nrecords = "article"\ntext = "story"\nid = "article/@nr"\nskip = "aside"\n'
            ),
            "press/a.xml": (
                "<issue><article nr='1'><head>no , no</head><story><aside>no , no</aside><para>"
                "She left the harbour , and so on.</para>"
                "</story></article>\n<article nr='2'><story><para>Fine.</para></story></article></issue>"
            ),
        }
    )
    done = process("--select", "PUN", "--output-format", "json")
    out = json.loads(done.out)
    (finding,) = out["findings"]
    assert (out["summary"]["documents"], finding["location"]["record_id"]) == (2, "1")
    assert (finding["location"]["line"], finding["location"]["column"]) == (1, 99)


def test_tags_of_a_feed_are_no_findings_unless_they_are_escaped_once_too_often(process: Process) -> None:
    items = "".join(
        f"<item><guid>{number}</guid><description>{text}</description></item>\n"
        for number, text in enumerate((
            "&lt;p&gt;Fish &amp;amp; chips &amp;#8220;here&amp;#8221;.&lt;/p&gt;",
            "<![CDATA[<p>Fish &amp; chips &#8220;here&#8221;.</p>]]>",
            "&lt;p&gt;It is &amp;lt;b&amp;gt;her&amp;lt;/b&amp;gt; caf&amp;amp;eacute;.&lt;/p&gt;",
        ))
    )  # fmt: skip
    process.write({"a.rss": f"<rss><channel>\n{items}</channel></rss>"})
    done = process("a.rss", "--isolated", "--select", "MUP", "--output-format", "concise")
    assert [line.split(" ")[0] for line in done.out.splitlines() if "MUP" in line] == [
        "a.rss:4:49:",
        "a.rss:4:69:",
        "a.rss:4:91:",
    ]
    process("a.rss", "--fix", "--unsafe-fixes", "--isolated", "--select", "MUP")
    assert (
        process.read("a.rss")
        .decode()
        .splitlines()[3]
        .endswith("&lt;p&gt;It is her café.&lt;/p&gt;</description></item>")
    )


def test_a_paragraph_that_a_fix_takes_out_leaves_an_empty_element_and_the_other_fixes_hold(process: Process) -> None:
    feed = "<rss><item><description><![CDATA[<p>She left , and so on.</p>\n<p>{}</p>]]></description></item></rss>"
    process.write({"a.rss": feed.format("(Reporting by Ada Holm; Editing by <i>J. Reed</i>)")})
    done = process("a.rss", "--fix", "--unsafe-fixes", "--isolated", "--select", "PUN001,BPL007")
    assert (done.code, done.err) == (0, "")
    assert process.read("a.rss").decode() == feed.format("<i></i>").replace(" ,", ",")


@pytest.mark.parametrize(
    ("paragraphs", "left"),
    [
        (["Sign up for our newsletter", "She left , and so on."], ["", "She left, and so on."]),
        (["She left .", "Sign up for our newsletter", "Read more:", "So on."], ["She left.", "", "", "So on."]),
        (["She left .", "So on.", "Follow us on Facebook"], ["She left.", "So on.", ""]),
        (["Follow us on Facebook"], [""]),
    ],
)
@pytest.mark.parametrize(
    ("name", "frame", "border"),
    [
        ("a.xml", "<TEI><text><p>{}</p></text></TEI>", "</p>\n   <p>"),
        ("a.rss", "<rss><item><description><![CDATA[<p>{}</p>]]></description></item></rss>", "</p><p>"),
        ("a.atom", "<feed><entry><content type='html'>&lt;p>{}&lt;/p></content></entry></feed>", "&lt;/p>\n&lt;p>"),
    ],
)
def test_a_line_that_is_a_paragraph_is_taken_out_with_its_border(
    process: Process, name: str, frame: str, border: str, paragraphs: list[str], left: list[str]
) -> None:
    process.write({name: frame.format(border.join(paragraphs))})
    done = process(name, "--fix", "--unsafe-fixes", "--isolated", "--select", "PUN001,PUN002,BPL001,BPL002", "-q")
    assert done.err == ""
    assert process.read(name).decode() == frame.format(border.join(left))


def test_rules_across_documents_look_into_markup(process: Process) -> None:
    text = "The council met on Monday to discuss the harbour, and work would begin in May, said the mayor. " * 6
    items = "".join(f"<TEI xml:id='t{number}'><text><p>{text}</p></text></TEI>" for number in (1, 2))
    process.write({"a.xml": f"<teiCorpus>{items}</teiCorpus>", "b.html": f"<p>{text}</p>", "c.txt": text})
    done = process("--isolated", "--select", "DUP001", "--output-format", "json")
    found = json.loads(done.out)["findings"]
    told = {one["location"]["path"] for one in found} | {
        place["location"]["path"] for one in found for place in one["related"]
    }
    assert told == {"a.xml", "b.html", "c.txt"}


@pytest.mark.skipif(not find_spec("fastwarc"), reason="an extra: pip install 'corpuslint[warc]'")
def test_archives_of_crawls(process: Process) -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    media = "Content-Type: application/http; msgtype=response\r\n"
    process.write({"a.warc": f"{head}{media}Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n"})
    done = process("a.warc", "--isolated", "--select", "PUN", "--output-format", "concise")
    assert 'a.warc:2:37: warning PUN001 Blank before `,` (record "urn:uuid:1"' in done.out
    assert "WARC files are only read" in process("a.warc", "--fix", "--isolated", "--select", "PUN").out
