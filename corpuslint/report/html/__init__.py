"""The run as one page for a browser: it loads nothing, and what it shows of a corpus can only be read.

`payload.py` says what the page knows, `page.py` puts it together; the views are the .js files beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.report.html.page import page
from corpuslint.report.html.payload import VIEWS, payload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.report.style import Style
    from corpuslint.result import Run

__all__ = ["VIEWS", "Html", "page", "payload"]


class Html:
    """One page with all its styles, scripts and data."""

    name = "html"

    def __init__(self, views: Sequence[str] = VIEWS) -> None:
        self._views = views

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - the reader chooses light or dark
        """Write the page."""
        out.writelines(page(payload(run, self._views)))
