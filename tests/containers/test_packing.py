"""Compressed files: their content whatever it is made of, damage told, and packing that loses nothing."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers import load
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.packing import packed
from corpuslint.containers.spooling import Shelf, spooled
from corpuslint.containers.unpacking import HARMLESS, reader, unpacked
from corpuslint.errors import FixError, ReadError
from corpuslint.model import DocKey
from corpuslint.source import Source, read_record
from tests.conftest import Process

zstandard = pytest.importorskip("zstandard")

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "bzip2": bz2.compress,
    "gzip": gzip.compress,
    "xz": lzma.compress,
    "zstandard": zstandard.ZstdCompressor(write_checksum=True).compress,
}
TEXT = b"".join(b"%d: It rained on the town.\n" % n for n in range(40_000))
each = pytest.mark.parametrize("kind", PACKERS)


def drained(stream: BinaryIO) -> tuple[bytes, str]:
    """What a stream gives, and what it says at its end."""
    seen = []
    try:
        while chunk := stream.read1(1 << 20):  # type: ignore[attr-defined]
            seen.append(chunk)
    except ReadError as error:
        return b"".join(seen), str(error)
    return b"".join(seen), ""


@each
@given(parts=st.lists(st.binary(max_size=300), max_size=4))
def test_content_is_all_streams_of_a_file(kind: str, parts: list[bytes]) -> None:
    data = b"".join(map(PACKERS[kind], parts)) or PACKERS[kind](b"")
    assert unpacked(data, kind) == b"".join(parts)
    assert unpacked(packed(b"".join(parts), data, kind), kind) == b"".join(parts)


@each
def test_long_content_is_read_in_pieces(kind: str) -> None:
    with reader(io.BytesIO(PACKERS[kind](TEXT)), kind) as stream:
        assert b"".join(iter(lambda: stream.read(10_000), b"")) == TEXT


@each
@pytest.mark.parametrize("cut", [0, 1, 9, -1, -9])
def test_what_is_cut_off_is_told_after_what_there_is(kind: str, cut: int) -> None:
    seen, error = drained(reader(io.BytesIO(PACKERS[kind](TEXT)[:cut]), kind))
    assert error.endswith(f"where the {kind} data is cut off; fetch the file again")
    assert TEXT.startswith(seen)


@each
def test_damage_is_told(kind: str) -> None:
    data = bytearray(PACKERS[kind](TEXT))
    data[len(data) // 2] ^= 0x55
    with pytest.raises(ReadError, match=r"is (damaged|cut off)"):
        unpacked(bytes(data), kind)
    with pytest.raises(ReadError):
        unpacked(PACKERS[kind](TEXT) + b"garbage", kind)
    with pytest.raises(ReadError):
        unpacked(b"no such thing at all", kind)


@pytest.mark.parametrize("kind", ["gzip", "xz"])
def test_zeros_behind_the_data_are_padding(kind: str) -> None:
    assert unpacked(PACKERS[kind](b"x") + b"\0" * 512, kind) == b"x"


@each
def test_a_bomb_stops_early(kind: str) -> None:
    bomb = PACKERS[kind](b"\0" * (HARMLESS * 2))
    seen, error = drained(reader(io.BytesIO(bomb), kind))
    assert "more than 250 times the bytes of the file" in error
    assert len(seen) <= HARMLESS + (128 << 20)


@each
def test_content_beyond_the_limit_is_refused(kind: str) -> None:
    with pytest.raises(ReadError, match=r"more than max-file-size \(1,000\)"):
        reader(io.BytesIO(PACKERS[kind](TEXT)), kind, 1_000).read()


def test_gzip_keeps_its_header() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("old name.jsonl", "wb", 9, out, mtime=12345) as file:
        file.write(b"old")
    new = packed(b"new", out.getvalue(), "gzip")
    assert new[:25] == out.getvalue()[:25]
    assert b"old name.jsonl\0" in new
    assert gzip.decompress(new) == b"new"


def test_blocks_of_gzip_stay_blocks() -> None:
    old = _block(b"old") + _block(b"")
    new = packed(TEXT, old, "gzip")
    sizes = []
    at = 0
    while at < len(new):
        assert new[at + 12 : at + 16] == b"BC\x02\0"
        size = struct.unpack("<H", new[at + 16 : at + 18])[0] + 1
        sizes.append(size)
        at += size
    assert (at, sizes[-1], len(sizes) > 2) == (len(new), 28, True)
    assert gzip.decompress(new) == TEXT


def _block(content: bytes) -> bytes:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(content) + deflate.flush()
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + struct.pack("<H", len(body) + 25)
    return head + body + struct.pack("<II", zlib.crc32(content), len(content))


def test_settings_that_can_be_seen_stay() -> None:
    assert packed(b"new", bz2.compress(b"old", 3), "bzip2")[:4] == b"BZh3"
    old = lzma.compress(b"old", check=lzma.CHECK_SHA256)
    assert packed(b"new", old, "xz")[7] == old[7]
    for checksum in (True, False):
        old = zstandard.ZstdCompressor(write_checksum=checksum).compress(b"old")
        new = zstandard.get_frame_parameters(packed(b"new", old, "zstandard"))
        assert (new.has_checksum, new.content_size) == (checksum, 3)


def test_frames_that_are_no_content_are_read_over_and_refused_to_be_lost() -> None:
    skipped = b"\x50\x2a\x4d\x18" + struct.pack("<I", 5) + b"table"
    old = skipped + PACKERS["zstandard"](b"old")
    assert unpacked(old, "zstandard") == b"old"
    with pytest.raises(FixError, match="frames that are no content"):
        packed(b"new", old, "zstandard")


def test_content_can_be_sought_where_it_is_kept() -> None:
    opened = 0

    def make() -> io.BytesIO:
        nonlocal opened
        opened += 1
        return io.BytesIO(TEXT * 6)

    shelf = Shelf()
    for _ in range(3):
        content = shelf.take("a", make)
        content.seek(len(TEXT))
        assert content.read(2) == b"0:"
    assert opened == 1
    shelf.take("b", make)
    assert opened == 2
    shelf.clear()


def test_contents_asked_for_in_turn_are_unpacked_once_while_there_is_room() -> None:
    opened: list[str] = []

    def make(name: str) -> io.BytesIO:
        opened.append(name)
        return io.BytesIO(TEXT)

    def read(shelf: Shelf, names: str) -> str:
        opened.clear()
        assert all(shelf.take(name, partial(make, name)).read() == TEXT for name in names)
        shelf.clear()
        return "".join(opened)

    assert read(Shelf(), "ababcacb") == "abc"
    assert read(Shelf(room=2 * len(TEXT)), "abacabcb") == "abcbc"
    assert read(Shelf(room=1), "aabba") == "aba"
    assert read(Shelf(most=2), "abacab") == "abcb"


def test_a_file_in_the_place_of_another_is_unpacked_anew(tmp_path: Path) -> None:
    file, other = tmp_path / "a.jsonl.gz", tmp_path / "b"
    source = Source("a.jsonl.gz", str(file), load("jsonl")(), Fields("text"), packing="gzip")
    said = []
    for text in (b"one", b"two"):  # of one length, and written within one tick of the clock
        other.write_bytes(gzip.compress(b'{"text": "%s"}\n' % text, 0, mtime=0))
        os.utime(other, ns=(10**18, 10**18))
        os.link(other, tmp_path / f"{text.decode()}")  # so that its number is not given away again
        os.replace(other, file)
        said.append(read_record(source, DocKey("a.jsonl.gz", 1), None).text)
    assert said == ["one", "two"]


def test_content_that_breaks_off_is_as_much_as_there_is() -> None:
    with spooled(lambda: reader(io.BytesIO(gzip.compress(TEXT)[:-9]), "gzip")) as cut:
        assert TEXT.startswith(cut.read()[:1000])


def test_no_room_for_content_names_the_folder_and_the_remedy(process: Process, tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", TEXT)
    process.write({"a.zip.gz": gzip.compress(made.getvalue())})
    limit = ("bash", "-c", 'ulimit -f 20; exec "$@"', "bash")

    environment = {"TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}  # compiled modules would be cut short, too
    child = process.start("--no-cache", before=limit, environment=environment)
    _, err = child.communicate(timeout=60)

    assert child.returncode == 2
    assert f"a.zip.gz: RUN001 not checked: {tmp_path}: File too large; make room there, or name" in err.decode()


DOCUMENTS = [{"id": f"r{n}", "text": f"The river rose by {n} feet overnight."} for n in range(5)]
FILES: dict[str, bytes] = {
    "csv": b"id,text\n" + b"".join(f"{one['id']},{one['text']}\n".encode() for one in DOCUMENTS),
    "json": json.dumps(DOCUMENTS).encode(),
    "jsonl": b"".join(json.dumps(one).encode() + b"\n" for one in DOCUMENTS),
    "sgml": b"".join(f"<REUTERS NEWID={one['id']}><BODY>{one['text']}</BODY></REUTERS>".encode() for one in DOCUMENTS),
}


@each
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["garbage", "cut"])
def test_documents_before_the_damage_are_read(kind: str, name: str, damage: str) -> None:
    data = PACKERS[kind](FILES[name])
    data += b"garbage" if damage == "garbage" else PACKERS[kind](b"\n" * 99)[:-9]
    records = load(name)().records(reader(io.BytesIO(data), kind), Fields())

    assert [cast("Record", record).text for record in islice(records, 5)] == [one["text"] for one in DOCUMENTS]
    with pytest.raises(ReadError, match=r"^all after byte [\d,]+ of its content, where the .* data is"):
        next(records)


@each
def test_one_document_is_not_read_in_parts(kind: str) -> None:
    stream = reader(io.BytesIO(PACKERS[kind](TEXT) + b"garbage"), kind)
    with pytest.raises(ReadError, match=r"^its content, where the"):
        list(load("plain")().records(stream, Fields()))


@each
def test_no_way_of_reading_takes_the_damage_for_the_end(kind: str) -> None:
    data = PACKERS[kind](b"It rained.\nIt snowed.\n") + b"garbage"
    room = bytearray(99)
    ways: list[Callable[[BinaryIO], object]] = [
        lambda stream: stream.read(99),
        lambda stream: stream.read1(99),  # type: ignore[attr-defined]
        lambda stream: stream.readline(),
        lambda stream: stream.readline(5),
        lambda stream: stream.readinto(room),  # type: ignore[attr-defined]
        next,
    ]
    for way in ways:
        stream = reader(io.BytesIO(data), kind)
        with pytest.raises(ReadError, match=r"^all after byte 22 of its content"):
            list(islice(iter(partial(way, stream), b""), 99))
