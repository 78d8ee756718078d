"""How text output looks: colour, width, links, and which characters the terminal can show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

BOLD = "1"
DIM = "2"
RED = "31"
GREEN = "32"
YELLOW = "33"
BLUE = "34"
CYAN = "36"
BOLD_RED = "1;31"
BOLD_YELLOW = "1;33"
BOLD_BLUE = "1;34"
REMOVED = "9;31"
"""Struck through, so that a removed blank shows."""
ADDED = "4;32"
"""Underlined, so that an added blank shows."""

DEFAULT_WIDTH = 100
"""Columns where there is no terminal to ask."""
NARROWEST = 40
"""Columns below which an excerpt says nothing."""


class Style(NamedTuple):
    """What a text report may use.

    `width` is in terminal columns. With `hyperlinks`, places become OSC 8 links to files below `root`
    (an absolute folder); set it on terminals only. Without `unicode`, everything written is ASCII.
    Without `summary`, text reports end after the findings.
    """

    colour: bool = False
    width: int = DEFAULT_WIDTH
    hyperlinks: bool = False
    unicode: bool = True
    summary: bool = True
    root: str = ""

    @property
    def dots(self) -> str:
        """What stands for text left out."""
        return "…" if self.unicode else "..."

    @property
    def times(self) -> str:
        """The multiplication sign in front of a count."""
        return "×" if self.unicode else "x"

    @property
    def dash(self) -> str:
        """What stands between the ends of a range."""
        return "–" if self.unicode else "-"

    def paint(self, text: str, sgr: str) -> str:
        """The text in these SGR attributes ("1;31"), or as it is where there is no colour."""
        return f"\x1b[{sgr}m{text}\x1b[0m" if self.colour and text else text

    def link(self, shown: str, path: str) -> str:
        """The text as a link to a file, or as it is where there are no links."""
        if not self.hyperlinks:
            return shown
        from corpuslint.report.escape import uri

        target = uri(os.path.join(self.root, path))
        return f"\x1b]8;;{target}\x1b\\{shown}\x1b]8;;\x1b\\"


def colour_wanted(flag: str, env: Mapping[str, str], is_tty: bool) -> bool:
    """Whether to write colour.

    `flag` is always, never or auto. In order: the flag, NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb,
    whether the stream is a terminal. A variable that is empty counts as unset, and so does CLICOLOR_FORCE=0.
    """
    if flag in {"always", "never"}:
        return flag == "always"
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR") or env.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    return is_tty and env.get("TERM") != "dumb"


def style_of(stream: TextIO, flag: str, env: Mapping[str, str], *, summary: bool = True) -> Style:
    """The style for a stream: colour as `colour_wanted` says, width and links if it is a terminal."""
    is_tty = stream.isatty()
    return Style(
        colour=colour_wanted(flag, env, is_tty),
        width=_width(stream, env) if is_tty else DEFAULT_WIDTH,
        hyperlinks=is_tty and env.get("TERM") != "dumb" and colour_wanted(flag, env, is_tty),
        unicode=_encodes(stream, "…×⏎␛–"),
        summary=summary,
        root=os.getcwd() if is_tty else "",
    )


def _width(stream: TextIO, env: Mapping[str, str]) -> int:
    columns = env.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return max(int(columns), NARROWEST)
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return DEFAULT_WIDTH
    return max(found, NARROWEST) if found else DEFAULT_WIDTH


def _encodes(stream: TextIO, sample: str) -> bool:
    try:
        sample.encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
