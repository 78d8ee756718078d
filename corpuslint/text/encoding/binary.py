"""Whether bytes are no text at all."""

from __future__ import annotations

from corpuslint.text.encoding import utf8

MAGIC = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"\x1f\x8b\x08", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"(\xb5/\xfd", "zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office document"),
    (b"\x7fELF", "ELF program"),
    (b"MZ", "Windows program"),
    (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg audio"),
    (b"RIFF", "RIFF media"),
    (b"PAR1", "Parquet table"),
    (b"SQLite format 3\x00", "SQLite database"),
)
"""How files of well-known formats begin. Never enough on its own: a text may begin "MZ"."""

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b\x0e\x0f") + b"\x7f"
"""Controls that text does not have; escape and shift bytes are part of ISO-2022."""
_FEW = 20
"""A text has at most one such control in this many bytes."""
_HANDFUL = 5
"""So many of them prove nothing in a short text that is otherwise UTF-8, if two in three bytes are none."""


def controls(raw: bytes) -> int:
    """How many bytes are controls that text does not have, NUL among them."""
    return len(raw) - len(raw.translate(None, _CONTROLS))


def binary_kind(raw: bytes) -> str:
    """What a file without a text in it is ("PNG image", "binary data"); "" for a possible text.

    A magic number counts only where there are controls as well: "BMW" and "MZ" begin articles too.
    """
    count = controls(raw)
    if not count or (count <= min(_HANDFUL, (len(raw) + 1) // 3) and utf8.strict(raw) is not None):
        return ""
    known = next((kind for magic, kind in MAGIC if raw.startswith(magic)), "")
    if known and count * _FEW * 10 > len(raw):
        return known
    return "binary data" if count * _FEW > len(raw) else ""
