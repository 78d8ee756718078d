"""Mojibake undone by ftfy, which looks at one segment at a time."""

from __future__ import annotations

from corpuslint.text.encoding.badness import is_bad


def undo_by_line(text: str) -> str:
    """Every line that looks damaged, as ftfy would write it."""
    # str.splitlines would also break at U+0085, which is part of many sequences
    return "\n".join(undo_whole(line) if is_bad(line) else line for line in text.split("\n"))


def undo_whole(text: str) -> str:
    """The text as ftfy's encoding step writes it, taken as one segment; its other steps change clean text."""
    import ftfy

    return ftfy.fix_encoding(text)
