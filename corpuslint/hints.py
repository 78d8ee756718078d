"""How messages speak of what a user wrote: quoted safely, and with the word that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ELSEWHERE = {
    "--dry-run": "--diff", "--in-place": "--fix", "--json": "--output-format json", "--list-rules": "rule --all",
    "--summary": "--statistics", "--threads": "--jobs", "--workers": "--jobs", "--write": "--fix",
}  # fmt: skip
"""How options are called here that other tools have."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " Did you mean `x`?" where one of the known words is like this one, or is called so elsewhere; else ""."""
    if word in _ELSEWHERE:
        return f" Did you mean `{_ELSEWHERE[word]}`?"
    from difflib import get_close_matches  # only for errors

    near = get_close_matches(word.lower().replace("_", "-"), list(known), 1)
    return f" Did you mean `{near[0]}`?" if near else ""


def as_option(attribute: str) -> str:
    """How an option is written, by the name of the attribute that parsed arguments have for it."""
    return f"--{attribute.replace('_', '-')}"


def visible(text: str) -> str:
    """The text with everything escaped that is not printable: safe in a message of one line."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def shown(value: object) -> str:
    """A value as a message shows it: at most 60 characters of it."""
    text = visible(f'"{value}"' if isinstance(value, str) else str(value))
    return text if len(text) <= 60 else text[:59] + "…"
