"""Damage of each kind that the ENC, CHR and MUP rules know, put into clean texts, which are the right repair."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from corpuslint.text.encoding.damage import damaged_text

LONG_WORD = re.compile(r"(?<![\w\u2019'])[a-z]{8,}(?![\w\u2019'])")
_BETWEEN = re.compile(r"(?<=[a-z]{4}) (?=[a-z]{4})")
_FI = re.compile(r"(?<=[a-z])f[il](?=[a-z])")
_ACCENTED = re.compile(r"(?<=[a-z])[\u00e0-\u00f6\u00f8-\u00ff](?=[a-z])")
_HIGH = re.compile(r"[^\x00-\x7f]")
_CURLY = re.compile(r"[\u2018\u2019\u201c\u201d\u2013]")
_POSSESSIVE = re.compile(r"(?<=[a-z])[\u2019'](?=s )")
_QUOTED = re.compile(r"\u201c[^\u201c\u201d\n]{3,200}\u201d")
_DOUBLES = str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441")
_ENTITIES = {"\u2019": "&rsquo;", "\u201c": "&ldquo;", "\u201d": "&#8221;", "\u2018": "&#x2018;", "\u2013": "&ndash;"}


class Damage(NamedTuple):
    """A text with one defect for a rule, between two code points, and the text as it was."""

    rule: str
    text: str
    start: int
    end: int
    whole: str


Edit = Callable[[re.Match[str]], str]


def damages(text: str, chance: random.Random) -> Iterator[Damage]:
    """One damage of each kind that the text has a place for."""
    for rule, pattern, edit in KINDS:
        places = list(pattern.finditer(text))
        if places:
            match = chance.choice(places)
            put = edit(match)
            start = match.start()
            yield Damage(rule, text[:start] + put + text[match.end() :], start, start + len(put), text)


def _middle(mark: str) -> Edit:
    def edit(match: re.Match[str]) -> str:
        half = len(match[0]) // 2
        return match[0][:half] + mark + match[0][half:]

    return edit


def _line(codec: str) -> Edit:
    return lambda match: damaged_text(match[0], codec)


def _lossy(match: re.Match[str]) -> str:
    return damaged_text(match[0][:-1], "cp1252") + "\u00e2\u20ac?"


def _double(match: re.Match[str]) -> str:
    at = next((i for i, c in enumerate(match[0]) if c in "aeopc"), 0)
    return match[0][:at] + match[0][at].translate(_DOUBLES) + match[0][at + 1 :]


def _quoted_printable(match: re.Match[str]) -> str:
    return "".join(f"={byte:02X}" for byte in match[0].encode())


KINDS: tuple[tuple[str, re.Pattern[str], Edit], ...] = (
    ("CHR001", LONG_WORD, _middle("\x02")),
    ("CHR001", LONG_WORD, lambda m: f"\x1b[1m{m[0]}\x1b[0m"),
    ("CHR002", LONG_WORD, _middle("\u200b")),
    ("CHR002", _BETWEEN, lambda m: f" \ufeff{m[0][1:]}"),
    ("CHR004", _BETWEEN, lambda _: "\u00a0"),
    ("CHR005", LONG_WORD, _middle("\u200e")),
    ("CHR006", LONG_WORD, _double),
    ("CHR007", _FI, lambda m: "\ufb01" if m[0] == "fi" else "\ufb02"),
    ("CHR008", _ACCENTED, lambda m: unicodedata.normalize("NFD", m[0])),
    ("CHR009", _BETWEEN, lambda _: " \uf09a "),
    ("ENC017", _BETWEEN, lambda _: " \ud83d "),
    ("CHR010", re.compile(r"(?<=[.!?])\n(?=\w)"), lambda _: "\u2028"),
    ("ENC010", re.compile(r"[^\n]*[^\x00-\x7f][^\n]*"), _line("cp1252")),
    ("ENC010", re.compile(r"[^\n]*[^\x00-\x7f][^\n]*"), _line("cp1251")),
    ("ENC010", _HIGH, _line("cp1252")),
    ("ENC011", _QUOTED, _lossy),
    ("ENC012", _CURLY, lambda m: m[0].encode("cp1252").decode("latin-1")),
    ("ENC013", _ACCENTED, lambda _: "\ufffd"),
    (
        "ENC014",
        re.compile(r"(?<=[a-z]{3})[\u00e1\u00e9\u00f6\u00fc](?=[a-z])"),
        lambda m: m[0].encode("cp1252").decode("cp1253"),
    ),
    ("ENC016", _POSSESSIVE, lambda _: "?"),
    ("MUP001", _CURLY, lambda m: _ENTITIES.get(m[0], "&mdash;")),
    ("MUP001", _ACCENTED, lambda m: f"&amp;#{ord(m[0])};"),
    ("MUP002", LONG_WORD, lambda m: f"<strong>{m[0]}</strong>"),
    ("MUP003", re.compile(r"(?<=\n)(?=\w)"), lambda _: "window.dataLayer = window.dataLayer || [];\n"),
    ("MUP004", _CURLY, lambda m: f"\\u{ord(m[0]):04x}"),
    ("MUP005", _CURLY, _quoted_printable),
)
"""Rule, where damage can be put, and what then stands there."""


class FileDamage(NamedTuple):
    """Bytes with one defect for a rule, and what its fixes should make of them; None where there is no fix."""

    rule: str
    raw: bytes
    right: bytes | None


def file_damages(text: str, chance: random.Random) -> Iterator[FileDamage]:
    """A clean text as files that are no plain UTF-8."""
    raw = text.encode()
    yield FileDamage("ENC002", b"\xef\xbb\xbf" + raw, raw)
    codec = chance.choice(("utf-16-le", "utf-16-be", "utf-32-le"))
    yield FileDamage("ENC003", ("\ufeff" + text).encode(codec), raw)
    yield FileDamage("ENC003", text.encode(codec), raw)
    at = chance.choice([m.start() for m in _HIGH.finditer(text)])
    yield FileDamage("ENC005", text[: at + 1].encode()[:-1], None)
    blank = chance.choice([m.start() for m in re.finditer(" ", text)])
    yield FileDamage("ENC006", (text[:blank] + "\0" + text[blank:]).encode(), raw)
    for legacy in ("cp1252", "mac-roman"):
        try:
            yield FileDamage("ENC001", text.encode(legacy), raw)
            yield FileDamage("ENC004", raw + b"\n" + text.encode(legacy), raw + b"\n" + raw)
        except UnicodeEncodeError:
            continue
