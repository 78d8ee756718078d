"""The html report as people meet it: in a real browser, from the disk, with a keyboard, light and dark, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint.report.html.page import SCRIPTS
from corpuslint.result import Trend
from tests.chromium import looked_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, Page

    from corpuslint.result import Run
    from tests.conftest import Process

    Look = Callable[..., AbstractContextManager[Page]]
    Show = Callable[..., AbstractContextManager[Page]]

VIEWS = ("overview", "findings", "documents", "duplicates", "names")


@pytest.fixture
def look(chromium: Browser) -> Look:
    """Open a page from the disk."""

    def opened(path: Path, view: str = "", **options: Any) -> AbstractContextManager[Page]:
        return looked_at(chromium, f"{path.as_uri()}{f'#{view}' if view else ''}", **options)

    return opened


@pytest.fixture
def show(look: Look, write: Callable[..., str], tmp_path: Path) -> Show:
    """Open the page of a run."""

    def opened(run: Run, view: str = "", **options: Any) -> AbstractContextManager[Page]:
        path = tmp_path / "report.html"
        path.write_text(write(run, "html"), encoding="utf-8")
        return look(path, view, **options)

    return opened


def go(page: Page, view: str) -> None:
    page.click(f"nav a[data-view={view}]")
    page.wait_for_selector(f"#view-{view}")


def told(page: Page) -> str:
    return page.inner_text("main .told")


def rows(page: Page) -> list[str]:
    return page.locator("[role=option]").all_inner_texts()


def test_the_state_at_a_glance(troubled: Run, show: Show) -> None:
    with show(troubled) as page:
        assert page.title() == "Overview – corpuslint"
        cards = [text.split("\n") for text in page.locator(".card").all_inner_texts()]
        assert ["4", "findings", "200 in 1,000 documents"] in cards
        assert ["1", "errors"] in cards
        assert ["3", "known", "accepted before"] in cards
        assert ["2", "fixed", "in 2 files"] in cards
        notices = page.locator(".notice").all_inner_texts()
        assert any("c d.jsonl:3: RUN101 the record is no JSON: line 3 column 7" in text for text in notices)
        assert "Rules across files compared 3 files only." in notices
        table = page.locator("table", has=page.locator("caption", has_text="By rule"))
        assert table.locator("tbody tr").all_inner_texts()[0].split("\t")[0] == "BLK001 leading-blank-lines"
        assert [text.split("\t")[-1] for text in table.locator("tbody tr").all_inner_texts()] == [
            "0.99", "0.80", "0.96", "–",
        ]  # fmt: skip


def test_what_is_new_known_and_gone(run: Run, show: Show) -> None:
    trend = Trend({"PUN101": 1}, {"PUN101": 20, "BLK001": 3}, {"BLK001": 1_000})
    with show(run._replace(results=run.results[:1], trend=trend)) as page:
        cards = [text.split("\n")[:2] for text in page.locator(".card").all_inner_texts()]
        assert cards[-3:] == [["1", "new"], ["23", "known"], ["1,000", "gone"]]
        table = page.locator("table", has=page.locator("caption", has_text="By rule"))
        assert [text.split("\t")[-4:] for text in table.locator("tr").all_inner_texts()] == [
            ["precision", "new", "known", "gone"],
            ["0.96", "1", "20", "0"],
            ["0.99", "0", "3", "1,000"],
        ]


def test_all_views_load_nothing_and_fail_nowhere(troubled: Run, show: Show) -> None:
    with show(troubled) as page:
        for view in VIEWS:
            go(page, view)
            assert page.get_attribute(f"nav a[data-view={view}]", "aria-current") == "page"


def test_a_finding_in_full_with_what_its_fix_does(run: Run, show: Show) -> None:
    with show(run, "findings") as page:
        page.click("[role=option]:has-text('PUN101')")
        detail = page.locator(".pane")
        assert detail.locator("h2").inner_text() == "error PUN101 doubled-closing-quote"
        assert detail.locator(".where").inner_text() == "a.txt:2:98"
        assert detail.locator("mark").inner_text() == " ”"
        assert detail.locator("del").inner_text() == " ”"
        assert detail.locator("h3").first.inner_text() == "Fix: Remove ` ”` (safe: applied with --fix)"
        assert "Measured precision: 0.96" in detail.inner_text()
        assert "Readers stumble." in detail.inner_text()
        page.click("[role=option]:has-text('NAM101')")
        assert "c d.jsonl:17:45 (a17, 1:42)" in detail.locator(".where").inner_text()
        assert detail.locator(".related").first.inner_text().split("\n")[0] == "majority b.txt:12:5"


@pytest.mark.parametrize(
    ("label", "option", "codes"),
    [
        ("Severity", "warning", ["BLK001", "PUN102"]),
        ("Rule", "PUN101", ["PUN101"]),
        ("Fix", "unsafe", ["NAM101"]),
        ("Fix", "none", ["PUN102"]),
        ("Source", "wire/", ["PUN102"]),
    ],
)
def test_filters(run: Run, show: Show, label: str, option: str, codes: list[str]) -> None:
    stray = run.results[3]
    there = stray._replace(location=stray.location._replace(path="wire/日本.txt"))
    with show(run._replace(results=(*run.results[:3], there)), "findings") as page:
        page.get_by_role("combobox", name=label).select_option(option)
        page.wait_for_selector(f".told:has-text('{len(codes)} of 4 findings')")
        assert [text.split()[1] for text in rows(page)] == codes
        page.click(".chip")
        page.wait_for_selector(".told:text('4 findings')")


def test_search_asks_for_all_words_anywhere(run: Run, show: Show) -> None:
    with show(run, "findings") as page:
        page.keyboard.press("/")
        page.keyboard.type("havelik A17")
        page.wait_for_selector(".told:has-text('1 of 4')")
        assert "NAM101" in rows(page)[0]
        page.get_by_role("searchbox", name="Search").fill("nothing like that")
        page.wait_for_selector(".told:has-text('0 of 4')")
        assert page.inner_text(".pane") == "No finding passes."


def test_a_view_with_its_filter_can_be_linked_to(run: Run, show: Show) -> None:
    with show(run, "findings?severity=error&query=quotation") as page:
        assert told(page) == "1 of 4 findings"
        assert page.input_value("#by-severity") == "error"
        assert page.input_value("#search") == "quotation"


def test_with_the_keyboard_alone(run: Run, show: Show) -> None:
    with show(run, "findings") as page:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
                break
        current = page.locator("[role=option][aria-selected=true]")
        assert current.get_attribute("aria-posinset") == "1"
        assert current.get_attribute("aria-setsize") == "4"
        for key, position in (("ArrowDown", "2"), ("End", "4"), ("ArrowDown", "4"), ("k", "3"), ("Home", "1")):
            page.keyboard.press(key)
            assert current.get_attribute("aria-posinset") == position, key
            assert page.get_attribute("[role=listbox]", "aria-activedescendant") == current.get_attribute("id")
        assert "PUN101" in page.inner_text(".pane h2")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "The finding in full"


def test_fifty_thousand_findings(run: Run, show: Show) -> None:
    many = [
        run.results[number % 4]._replace(fingerprint=f"{number:08x}", message=f"finding number {number}")
        for number in range(50_000)
    ]
    with show(run._replace(results=tuple(many)), "findings") as page:
        assert told(page) == "50,000 findings"
        assert len(rows(page)) < 40, "only what is in sight is in the page"
        page.focus("[role=listbox]")
        page.keyboard.press("End")
        page.wait_for_selector("[aria-posinset='50000'][aria-selected=true]")
        assert "finding number 49999" in page.inner_text(".pane")
        assert len(rows(page)) < 40
        page.get_by_role("searchbox", name="Search").fill("number 31234")
        page.wait_for_selector(".told:has-text('1 of 50,000')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_is_that_of_the_system_until_it_is_chosen(run: Run, show: Show, scheme: str) -> None:
    def ground(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    colours = {"light": "rgb(251, 251, 250)", "dark": "rgb(20, 22, 26)"}
    with show(run, color_scheme=scheme) as page:
        assert ground(page) == colours.pop(scheme)
        page.click("#theme")
        assert ground(page) == next(iter(colours.values()))


def test_on_a_phone_nothing_is_wider_than_the_screen(run: Run, show: Show) -> None:
    with show(run, viewport={"width": 360, "height": 740}) as page:
        for view in VIEWS:
            go(page, view)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
        lines = page.evaluate("[...document.querySelectorAll('nav a')].map((link) => link.getClientRects()[0].height)")
        assert max(lines) < 45, "the name of a view stands in one line"


def test_blanks_are_seen_in_the_list(run: Run, with_text: Callable[[Run, str], Run], show: Show) -> None:
    with show(with_text(run, "two  blanks  "), "findings") as page:
        assert "two  blanks  " in page.locator("[role=option] .line").first.inner_text()


def test_on_paper_stands_what_lists_show_in_part(run: Run, show: Show) -> None:
    with show(run) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#print .row").count() == 4
        assert page.locator("#print .row").first.is_visible()
        assert not page.locator("nav").is_visible()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("#print .row").count() == 0
        assert page.pdf().startswith(b"%PDF")


HOSTILE = (
    "</script><script>window.hacked=1</script><!--<script>",
    '"><img src=x onerror="window.hacked=1">',
    "<svg/onload=window.hacked=1>&lt;b&gt;",
    "\u202eevil\u2066\u200b\x00\x1b[31m\ufeff\udcff\ud800",
    "{{constructor.constructor('window.hacked=1')()}} ${window.hacked=1} javascript:window.hacked=1",
    "\u2028\u2029</style><style>*{display:none}</style>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(troubled: Run, with_text: Callable[[Run, str], Run], show: Show, text: str) -> None:
    with show(with_text(troubled, text)) as page:
        scripts, styles = page.locator("script").count(), page.locator("style").count()
        assert (scripts, styles) == (len(SCRIPTS) + 1, 1)
        for view in VIEWS:
            go(page, view)
            assert page.evaluate("window.hacked") is None
            assert page.locator("main").locator("script, style, img, iframe, [onerror], [onload]").count() == 0
            assert set(page.inner_text("main")) & set("\u202e\u2066\u200b\u2028\x00\x1b\ufeff") == set()


ATTEMPTS = (
    "document.body.innerHTML = '<b>x</b>'",
    "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked = 1'}))",
    "document.body.setAttribute('onclick', 'window.hacked = 1')",
)


def test_the_policy_holds_in_the_browser(run: Run, show: Show) -> None:
    with show(run, errors=20) as page:
        for attempt in ATTEMPTS:
            told = page.evaluate(
                f"() => {{ try {{ {attempt}; return 'done' }} catch (error) {{ return error.name }} }}"
            )
            assert told == "TypeError", attempt
        assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
        assert page.evaluate("window.hacked") is None


def test_what_cannot_be_seen_is_spelled_out(run: Run, with_text: Callable[[Run, str], Run], show: Show) -> None:
    with show(with_text(run, "a\u202eb\x1b\n\u200b"), "findings") as page:
        assert page.inner_text(".pane .message") == "aU+202Eb␛⏎U+200B"
        assert page.locator(".pane .message .unseen").count() == 4
        assert page.locator(".pane .message bdi").get_attribute("dir") == "auto"


def test_nothing_found(run: Run, show: Show) -> None:
    with show(run._replace(results=(), rules={})) as page:
        assert page.inner_text(".clean") == "No findings."
        for view in VIEWS:
            go(page, view)
        go(page, "findings")
        assert told(page) == "0 findings"


@pytest.mark.parametrize("results", [0, 4])
def test_a_run_that_stopped_half_way(run: Run, show: Show, results: int) -> None:
    with show(run._replace(interrupted=True, results=run.results[:results])) as page:
        assert page.inner_text(".notice.error") == "The run was interrupted: this is not all there is to find."
        assert page.locator(".clean").count() == (0 if results else 1)


STORY = (
    "The ferry to the island of Lissa will stay in port until Friday evening, the harbour office of Marentz said on "
    "Monday. A crack was found in the housing of the rudder during the yearly inspection, and the spare part has to "
    "come from a yard in Kolberg.\n\nAbout 340 people live on the island. Supplies will be brought by two fishing "
    "boats that the district has hired for {} crowns a day, said Marta Oldin, who heads the harbour office.\n"
)


def test_copies_stand_side_by_side(process: Process, look: Look) -> None:
    process.write({
        "a.txt": f"Ferry to the island stays in port\n\n{STORY.format('4,800')}",
        "b.txt": f"Islanders wait\n\n{STORY.format('4,900')}",
    })  # fmt: skip
    done = process("report", "--dup")
    assert (done.code, done.out) == (0, "corpuslint-report.html: 1 finding\n")
    with look(process.folder / "corpuslint-report.html") as page:
        assert page.locator("nav a").all_inner_texts() == ["Near-duplicates1", "Findings1"]
        table = page.locator("table.sides")
        assert table.locator("thead th").all_inner_texts() == ["b.txt", "a.txt"]
        kinds = [row.get_attribute("class") for row in table.locator("tbody tr").all()]
        assert kinds == ["apart", "both", "both"]
        assert table.locator("tr.apart td").all_inner_texts() == [
            "1",
            "Islanders wait",
            "1",
            "Ferry to the island stays in port",
        ]
        last = table.locator("tbody tr").last
        assert last.locator("mark").all_inner_texts() == ["900", "800"]
        assert last.locator("td").nth(0).inner_text() == "5"
        page.click("a:text('The finding')")
        page.wait_for_selector("#view-findings .told:has-text('1 finding')")
        assert "DUP002" in page.inner_text(".pane h2")


def test_on_paper_it_says_how_many_groups_are_left_out(process: Process, look: Look) -> None:
    process.write({"a.txt": STORY.format("4,800"), "b.txt": STORY.format("4,900")})
    assert process("report", "-o", "r.html").code == 0
    with look(process.folder / "r.html") as page:
        page.evaluate("""() => {
          const run = JSON.parse(document.getElementById("payload").textContent);
          new Page(new Report({ ...run, clusters: Array(51).fill(run.clusters[0]) })).print();
        }""")
        section = page.locator("#print section", has_text="Near-duplicates")
        assert section.locator("article").count() == 50
        assert section.locator("> p").all_text_contents() == ["and 1 more"]


def test_documents_with_the_same_words_show_how_they_begin(process: Process, look: Look) -> None:
    text = STORY.format("4,800")
    process.write({"a.txt": text, "b.txt": text.upper()})
    assert process("report", "-o", "r.html").code == 0
    with look(process.folder / "r.html", "duplicates") as page:
        assert "The same words in both." in page.inner_text(".pane")
        assert [text[:10] for text in page.locator(".pane .related mark").all_inner_texts()] == [
            "THE FERRY ",
            "The ferry ",
        ]


def test_names_with_their_sources(process: Process, look: Look) -> None:
    lines = [
        f'{{"id": "{number}", "source": "{source}", "text": "The plan of Mayor Taras {name} was read out."}}'
        for number, (source, name) in enumerate(
            [("Mercury", "Dovhalenko")] * 6 + [("Post", "Dovhalenko")] * 5 + [("Post", "Dovgalenko")]
        )
    ]
    process.write({"news.jsonl": "\n".join(lines) + "\n"})
    assert process("report", "--config", 'lint.select=["NAM"]', "-o", "r.html").code == 0
    with look(process.folder / "r.html", "names") as page:
        assert page.inner_text(".pane h2") == "Dovhalenko / Dovgalenko"
        cells = [row.split("\t") for row in page.locator(".pane table tr").all_inner_texts()]
        assert cells[0][0] == "form"
        assert {cell.strip() for cell in cells[0][2:]} == {"Mercury", "Post"}
        assert [(row[0], row[1]) for row in cells[1:]] == [("Dovhalenko", "11"), ("Dovgalenko", "1")]
        assert {"Dovhalenko", "Dovgalenko"} == set(page.locator(".pane .related mark").all_inner_texts())
