"""Any bytes whatever give findings and no exception, and safe fixes write what reads as they meant."""

from __future__ import annotations

import codecs
import encodings.aliases
import pkgutil
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.check import Checker
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.errors import FixError
from corpuslint.model import Safety
from corpuslint.settle import settle
from corpuslint.source import Source, document, reread
from corpuslint.text.encoding import decide
from tests.encoding.rules import entries

SOURCE = Source("a.txt", "a.txt", Plain(), Fields(), batched=True)
TEXT = (
    "The minister said it was “a matter of trust” – and that the £300 fee wouldn’t rise.\n"
    "Президент заявил, что переговоры начнутся «на следующей неделе».\n"
    "Die Bürgermeisterin sagte: „Schön ist das nicht.“\n"
    "総統は火曜日に述べた。 Ο υπουργός δήλωσε. قال الوزير. השר אמר. รัฐมนตรีกล่าว 🙂\n"
)
NAMES = sorted(set(encodings.aliases.aliases.values()) | {m.name for m in pkgutil.iter_modules(encodings.__path__)})


@lru_cache
def checker() -> Checker:
    return Checker([entry for entry in entries() if not entry.meta.corpus])


def judged(raw: bytes) -> None:
    """Checks and fixes one file; fails on any trouble, and where what was written reads as another text."""
    record = next(reread(SOURCE, raw))
    assert isinstance(record, Record)
    outcome = checker().check(document(SOURCE, record))
    assert not outcome.troubles, outcome.troubles
    try:
        after = settle(SOURCE, record, checker().check, Safety.SAFE).record
    except FixError:
        return  # nothing is written, and the user is told
    assert decide(after.raw).text == after.text


def encoded(name: str) -> bytes | None:
    """What of the text the codec has, in its bytes; None for what is no codec of texts."""
    try:
        raw = TEXT.encode(name, "ignore")
    except (LookupError, UnicodeError, ValueError, TypeError, AttributeError):
        return None
    return raw if isinstance(raw, bytes) else None


@pytest.mark.parametrize("name", [name for name in NAMES if encoded(name)])
def test_text_in_every_codec_that_python_knows(name: str) -> None:
    raw = encoded(name)
    assert raw is not None
    for part in (raw, raw[:50], raw[1:77], raw + "é".encode(), codecs.BOM_UTF8 + raw):
        judged(part)


@given(st.binary(max_size=300))
def test_random_bytes(raw: bytes) -> None:
    judged(raw)


@given(
    st.lists(st.sampled_from(range(256)), max_size=40).map(bytes),
    st.sampled_from(["utf-8", "cp1252", "utf-16-le", "euc_jp"]),
)
def test_random_bytes_within_a_text(raw: bytes, codec: str) -> None:
    text = TEXT.encode(codec, "ignore")
    judged(text[:60] + raw + text[60:120])
