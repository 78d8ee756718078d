"""A codec that somebody names is obeyed, and so is one for what is not UTF-8."""

from __future__ import annotations

import codecs
import encodings.aliases
import pkgutil

import pytest

from corpuslint.model import Reading
from corpuslint.text.encoding import REFUSED, decide
from tests.encoding.test_decoding import ENGLISH


@pytest.mark.parametrize(
    ("raw", "codec", "text"),
    [
        (b"caf\x8e", "mac-roman", "café"),
        (b"\xff\xfea\x00", "utf-16", "a"),
        (b"\xef\xbb\xbfa", "utf-8-sig", "\ufeffa"),
    ],
)
def test_prescribed_codec_is_obeyed(raw: bytes, codec: str, text: str) -> None:
    found = decide(raw, codec)
    assert (found.text, found.trusted, found.bijective) == (text, True, True)


@pytest.mark.parametrize(
    ("raw", "reading", "text", "trusted"),
    [
        ("café".encode(), Reading.UTF8, "café", True),
        (b"caf\xe9", Reading.LEGACY, "café", True),
        (b"\xef\xbb\xbfcaf\xc3\xa9", Reading.UTF8, "café", True),
        ("café".encode("utf-16"), Reading.UTF16, "café", True),
        (b"caf\xe9 \x81", Reading.LEGACY, "caf\udce9 \udc81", False),
    ],
)
def test_codec_of_what_is_not_utf8(raw: bytes, reading: Reading, text: str, trusted: bool) -> None:
    found = decide(raw, fallback="cp1252")
    assert (found.reading, found.text.removeprefix("\ufeff"), found.trusted) == (reading, text, trusted)
    assert found.prescribed is False


def test_prescribed_codec_that_cannot_read_the_bytes_is_named() -> None:
    found = decide(b"caf\x81", "cp1252")
    assert not found.trusted
    assert "cp1252" in found.note


@pytest.mark.parametrize(
    ("raw", "codec", "read"),
    [("naïve".encode(), "ascii", "utf-8"), ("naïve".encode("utf-16"), "cp1255", "utf-16-le")],
)
def test_text_that_is_not_in_the_prescribed_codec_is_named_with_the_codec_it_is_in(
    raw: bytes, codec: str, read: str
) -> None:
    found = decide(raw, codec)
    assert (found.reading, found.trusted, found.candidates[0].codec) == (Reading.LEGACY, False, read)
    assert found.note.startswith(f"{REFUSED} {codec}")


def test_unknown_codec_is_the_configurations_business() -> None:
    with pytest.raises(LookupError):
        decide(b"a", "no-such-codec")


CODECS = sorted(set(encodings.aliases.aliases.values()) | {m.name for m in pkgutil.iter_modules(encodings.__path__)})


def known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


@pytest.mark.parametrize("codec", [c for c in CODECS if known(c)])
def test_every_codec_python_knows_can_be_prescribed(codec: str) -> None:
    for raw in (b"", b"plain", ENGLISH.encode("cp1252"), bytes(range(256)), b"\xff\xfe\x00"):
        assert isinstance(decide(raw, codec).text, str)
