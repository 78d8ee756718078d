"""The review as people meet it: a real browser, a real server, and what lies on the disk afterwards."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.chromium import looked_at
from tests.conftest import Process
from tests.review.serving import Served, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    Look = Callable[..., AbstractContextManager[Page]]

COMMAS = "It was , he said ,, fine.\nAnd , so on ,, it went.\n"
COPY = "".join(f"Line {n} of the report on the harbour of Harnsey, number {n * 7}, was read.\n" for n in range(12))
NAMES = "The mayor, Ingmar Halvorsen, spoke in the town hall. Ingmar Halvorsen thanked the guests. {}\n"
HOSTILE = "<img src=x onerror=alert(1)> , </script><script>alert(2)</script> , \u202eevil\u202c , done.\n"


@pytest.fixture
def look(chromium: Browser) -> Look:
    """Open the page of a review in a window of its own."""

    def opened(served: Served, *, errors: int = 0) -> AbstractContextManager[Page]:
        return looked_at(chromium, served.url, errors=errors)

    return opened


def findings(page: Page, search: str = "") -> None:
    """Go to the list of findings."""
    page.wait_for_selector("#views a")
    page.evaluate("search => { location.hash = `#findings${search}`; }", search)
    page.wait_for_selector("#view-findings .decide")


def done(page: Page, text: str = "Done") -> str:
    """Wait until the page says so."""
    page.wait_for_function("text => document.querySelector('#decided').textContent.includes(text)", arg=text)
    return page.inner_text("#decided")


def test_a_fix_by_key_is_on_the_disk_when_the_page_says_so(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process)
    with look(served) as page:
        findings(page)
        assert page.evaluate("location.href") == f"http://{served.host}/#findings", "the token is gone from the address"
        assert page.inner_text("#figures") == "4 findings to decide"
        page.keyboard.press("n")
        page.keyboard.press("y")
        done(page)
        assert process.read("a.txt") == COMMAS.replace("said ,,", "said,", 1).encode()
        assert page.inner_text("#figures") == "3 findings to decide"
        assert page.inner_text("#views [data-view=findings] .badge") == "3"
        assert page.inner_text("#view-findings .told") == "3 findings"
        assert page.inner_text("#view-findings article h2").startswith("warning PUN001"), "the next one is shown"
        page.reload()
        findings(page)
        assert page.inner_text("#figures") == "3 findings to decide", "the window is still let in"


def test_a_key_that_is_held_decides_once(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    with look(serve(process)) as page:
        findings(page)
        for _ in range(3):  # the second and the third come as from a key that is held
            page.keyboard.down("y")
            done(page)
        page.keyboard.up("y")
        assert page.inner_text("#figures") == "3 findings to decide"
    assert process.read("a.txt") == COMMAS.replace("was ,", "was,").encode()


def test_a_tab_and_a_server_that_die_lose_nothing(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process)
    with look(served, errors=2) as page:
        findings(page)
        page.keyboard.press("y")
        done(page)
        served.die()
        page.set_viewport_size({"width": 1000, "height": 400})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.keyboard.press("y")
        assert "does not answer" in done(page, "answer")
        top = page.evaluate("document.querySelector('#decided').getBoundingClientRect().top")
        assert 0 <= top < page.evaluate("innerHeight / 2"), "it is seen where the page was scrolled too"
    assert process.read("a.txt") == COMMAS.replace("was ,", "was,").encode()
    assert process("undo").code == 0
    assert process.read("a.txt") == COMMAS.encode()


def test_editing_in_the_page(process: Process, look: Look) -> None:
    process.write({"a.txt": "Before.\nIt was , he said.\nAfter.\n"})
    with look(serve(process)) as page:
        findings(page)
        page.keyboard.press("e")
        assert page.input_value("dialog textarea") == "It was, he said."
        page.fill("dialog textarea", "It was so — he said.")
        page.get_by_role("button", name="Write").click()
        done(page)
    assert process.read("a.txt") == "Before.\nIt was so — he said.\nAfter.\n".encode()


def test_a_group_and_what_is_meant(process: Process, look: Look) -> None:
    process.write({f"{n}.txt": COMMAS.replace("fine", f"fine {n}") for n in range(3)})
    with look(serve(process, "--select", "PUN")) as page:
        findings(page, "?code=PUN003")
        page.get_by_role("button", name="Make all 6 fixes shown").click()
        page.get_by_role("button", name="Make them").click()
        done(page, "Done at 6 places")
        assert process.read("2.txt") == b"It was , he said, fine 2.\nAnd , so on, it went.\n"
        findings(page)
        page.keyboard.press("m")
        page.fill("dialog input", "a house of commas")
        page.keyboard.press("Enter")
        done(page, "Accepted 1 finding")
        page.get_by_role("button", name="All 5 shown are meant").click()
        page.get_by_role("button", name="Cancel").click()
        assert page.inner_text("#figures") == "5 findings to decide"
    accepted = [json.loads(line) for line in process.read("corpuslint-accepted.jsonl").splitlines()]
    assert [one["reason"] for one in accepted] == ["a house of commas"]
    assert process("--select", "PUN", "--output-format", "concise").out.count("PUN001") == 5


def test_a_file_that_changed_meanwhile(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    with look(serve(process)) as page:
        findings(page)
        process.write({"a.txt": "New: It was , he said.\n"})
        page.keyboard.press("y")
        assert "changed since it was checked" in done(page, "Not done")
        page.wait_for_function("() => document.querySelector('#figures').textContent.startsWith('1 finding ')")
        page.keyboard.press("y")
        done(page, "Done at 1 place")
    assert process.read("a.txt") == b"New: It was, he said.\n"


@contextmanager
def names(process: Process, look: Look) -> Iterator[Page]:
    """The view of names, of a corpus that writes one in two forms."""
    process.write({f"{n}.txt": NAMES.format(f"That was on day {n}.") for n in range(12)})
    process.write({"z.txt": NAMES.replace("Halvorsen", "Halvorson").format("It rained.")})
    with look(serve(process, "--select", "NAM")) as page:
        page.click("nav a[data-view=names]")
        yield page


def test_names_and_checking_again(process: Process, look: Look) -> None:
    with names(process, look) as page:
        page.get_by_role("button", name="Write Halvorsen").click()
        done(page, "Halvorsen is right from now on")
        assert b"prefer: Halvorsen" in process.read("corpuslint-names.yaml")
        assert page.is_visible("text=check again to see")
        with page.expect_navigation():
            page.get_by_role("button", name="Check again").click()
        findings(page)
        assert "NAM003" in page.inner_text("#view-findings article h2")
        page.keyboard.press("y")
        done(page)
    assert b"Halvorson" not in process.read("z.txt")


def test_two_names_in_the_page(process: Process, look: Look) -> None:
    with names(process, look) as page:
        page.get_by_role("button", name="Two names").click()
        done(page, "are two names")
        assert page.locator("#view-names .decide").count() == 0
    assert b"distinct:\n  - [Halvorsen, Halvorson]" in process.read("corpuslint-names.yaml")


def test_the_copy_that_stays_is_chosen_by_looking(process: Process, look: Look) -> None:
    process.write({"a.txt": COPY, "b.txt": COPY.replace("read", "heard"), "c.txt": COPY.upper()})
    with look(serve(process, "--select", "DUP")) as page:
        page.click("nav a[data-view=duplicates]")
        page.get_by_role("button", name="Keep b.txt").click()
        page.get_by_role("button", name="Keep it").click()
        done(page, "Done")
        assert page.is_visible("text=Decided: b.txt stays.")
    assert sorted(path.name for path in process.folder.glob("*.txt")) == ["b.txt"]
    assert process("undo").code == 0
    assert process.read("c.txt") == COPY.upper().encode()


def test_the_keyboard_alone(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    with look(serve(process)) as page:
        findings(page)
        page.get_by_role("button", name="Make this fix").focus()
        page.keyboard.press("Enter")
        done(page)
        page.wait_for_function("() => document.activeElement.getAttribute('role') === 'listbox'")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("e")
        page.wait_for_selector("dialog")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        page.keyboard.press("y")
        page.wait_for_function("() => document.querySelector('#figures').textContent.startsWith('2 ')")
    assert process.read("a.txt").count(b" ,") == 2


def test_hostile_text_is_only_shown(process: Process, look: Look) -> None:
    process.write({"a.txt": HOSTILE, "<b onclick=alert(3)>.txt": "It was , he said.\n"})
    with look(serve(process)) as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        findings(page)
        for _ in range(page.locator("[role=option]").count()):
            page.keyboard.press("n")
        assert page.locator("main img, main script, main b[onclick]").count() == 0
        page.keyboard.press("e")
        page.wait_for_selector("dialog")
        page.keyboard.press("Escape")
        assert page.locator("dialog").count() == 0


def test_the_end_in_the_page(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process)
    with look(served) as page:
        findings(page)
        page.get_by_role("button", name="End", exact=True).click()
        page.locator("dialog").get_by_role("button", name="End").click()
        page.wait_for_selector("text=The review is over")
    assert served.child.wait(20) == 1
    served.die()


EVIL = """<!doctype html><title>evil</title><body><iframe src="TARGET"></iframe><iframe name=t></iframe>
<form id=f method=post enctype="text/plain" action="TARGET/api/fix" target=t><input name='BODY' value=''></form>
<script>
f.submit();
const headers = { "Content-Type": "application/json", Authorization: "Bearer x" };
const ask = (path, options) => fetch(`TARGET${path}`, options).then((answer) => answer.type, () => "refused");
Promise.all([
  ask("/api/fix", { method: "POST", mode: "no-cors", credentials: "include", body: 'BODY' }),
  ask("/api/fix", { method: "POST", credentials: "include", headers, body: 'BODY' }),
  ask("/"),
]).then((all) => { document.title = JSON.stringify(all); });
</script>"""


@contextmanager
def _elsewhere(page: str) -> Iterator[str]:
    """A page on another port of this machine, which browsers hold to be of the same site."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_page_of_another_origin_can_neither_act_nor_read(process: Process, look: Look) -> None:
    process.write({"a.txt": COMMAS})
    served = serve(process)
    with look(served) as ours:
        findings(ours)
        name = ours.evaluate("review.page.report.value(0, 'fingerprint')")
        evil = EVIL.replace("TARGET", f"http://{served.host}").replace("BODY", json.dumps({"fingerprints": [name]}))
        with _elsewhere(evil) as address:
            page = ours.context.new_page()
            page.goto(address)
            page.wait_for_function("() => document.title.startsWith('[')")
            told = json.loads(page.title())
            page.close()
        assert told == ["refused", "refused", "refused"]
        assert process.read("a.txt") == COMMAS.encode()
        assert ours.evaluate("document.cookie") == ""
        ours.keyboard.press("y")
        done(ours)
