"""Text as a place in a file of markup wants it written."""

from __future__ import annotations

from corpuslint.containers.markup.runs import Style
from corpuslint.errors import FixError


def written(text: str, style: Style, codec: str) -> bytes:
    """The bytes of a text in a run of that style; what the codec lacks becomes a reference where there may be one.

    Raises FixError where there may be none.
    """
    if style & Style.HTML:
        text = _escaped(text)
    if not style & Style.CDATA:
        text = _escaped(text).replace("\r", "&#13;")
    try:
        return text.encode(codec, "strict" if style == Style.CDATA else "xmlcharrefreplace")
    except UnicodeEncodeError as error:
        raise FixError(f"{codec} has no U+{ord(text[error.start]):04X}; convert the file to UTF-8 first") from error


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
