"""A real browser for tests of pages: it may load nothing but what a test opens, and no script of a page may fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def started() -> Iterator[Browser]:
    """A browser without a window; the test is skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install 'corpuslint[browser]'")
    path = os.environ.get("CORPUSLINT_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed, and CORPUSLINT_BROWSER names none")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def looked_at(browser: Browser, address: str, *, errors: int = 0, **options: Any) -> Iterator[Page]:
    """A page in a context of its own. At the end: nothing came from elsewhere, and no script failed.

    `options` are those of a context, such as `color_scheme`; `errors` says how many lines the console may complain.
    """
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(20_000)
    told: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    context.close()
    page_itself = address.partition("#")[0]
    here = page_itself if page_itself.startswith("file:") else page_itself.rpartition("/")[0]
    assert [url for url in asked if not url.startswith(here)] == []
    assert len(told) <= errors, told
