"""What cannot be written stays as it was, is named, and keeps nothing else from being fixed."""

from __future__ import annotations

import os
import random
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuslint.cli import main
from corpuslint.writing.spool import temporary_name
from tests.conftest import Process
from tests.disks import small

OLD = b"\n\nRain fell on the town.\n"
NEW = b"Rain fell on the town.\n"
GOOD = {"good.txt": "\n\nSnow is due tonight.\n"}
FIXED = b"Snow is due tonight.\n"
WITHOUT_POWERS = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")
as_root = pytest.mark.skipif(
    not shutil.which("setpriv") or os.geteuid() != 0, reason="the powers of root are dropped with setpriv"
)


def fixed_all_but(process: Process, refused: str, reason: str, *options: str) -> None:
    """Run --fix: one file is refused with a reason, the other one is fixed, nothing is left behind."""
    done = process("--fix", *options)

    assert done.code == 2
    (line,) = done.err.splitlines()
    assert line.startswith(f"{refused}: RUN003 not fixed: ")
    assert reason in line
    assert process.read("good.txt") == FIXED
    assert left_behind(process.folder) == []


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".*corpuslint*") if path.name != ".corpuslint_cache")


def test_a_read_only_file(process: Process) -> None:
    process.write({"a.txt": OLD, **GOOD})
    (process.folder / "a.txt").chmod(0o444)

    fixed_all_but(process, "a.txt", "it is read-only; it stays as it was; make it writable for you")

    assert process.read("a.txt") == OLD


@as_root
def test_a_read_only_folder(process: Process) -> None:
    process.write({"sub/a.txt": OLD, **GOOD})
    (process.folder / "sub").chmod(0o555)

    child = process.start("--fix", before=WITHOUT_POWERS)
    _, err = child.communicate(timeout=60)

    assert (child.returncode, process.read("sub/a.txt"), process.read("good.txt")) == (2, OLD, FIXED)
    assert err.decode().startswith("sub/a.txt: RUN003 not fixed: there is no permission to replace it")


@as_root
def test_no_place_for_the_journal(process: Process) -> None:
    process.write({"a.txt": OLD})
    process.folder.chmod(0o555)

    child = process.start("--fix", before=WITHOUT_POWERS)
    _, err = child.communicate(timeout=60)
    process.folder.chmod(0o755)

    assert (child.returncode, process.read("a.txt")) == (2, OLD)
    assert "the cache folder cannot be made (Permission denied); set cache-dir" in err.decode()


def test_a_file_with_two_names(process: Process) -> None:
    process.write({"a.txt": OLD, **GOOD})
    os.link(process.folder / "a.txt", process.folder / "other-name.bin")

    fixed_all_but(process, "a.txt", "it has 2 names (hard links)")

    assert process.read("a.txt") == process.read("other-name.bin") == OLD
    assert process("--fix", "--break-hardlinks").code == 0
    assert (process.read("a.txt"), process.read("other-name.bin")) == (NEW, OLD)
    assert process("undo").code == 0
    assert process.read("a.txt") == OLD


def test_two_names_in_the_corpus_are_one_text(process: Process) -> None:
    process.write({"a.txt": OLD})
    os.link(process.folder / "a.txt", process.folder / "b.txt")

    done = process("--fix")

    assert (done.code, process.read("a.txt"), process.read("b.txt")) == (2, OLD, OLD)


def test_past_the_size_limit_of_the_process(process: Process) -> None:
    process.write({"a.txt": OLD * 2_000, **GOOD})
    limit = ("bash", "-c", 'ulimit -f 20; exec "$@"', "bash")

    environment = {"PYTHONDONTWRITEBYTECODE": "1"}  # compiled modules would be cut short, too
    child = process.start("--fix", "--select", "BLK001", "--no-cache", before=limit, environment=environment)
    _, err = child.communicate(timeout=60)

    assert (child.returncode, process.read("a.txt"), process.read("good.txt")) == (2, OLD * 2_000, FIXED)
    assert "a.txt: RUN003 not fixed: the new text is larger than" in err.decode()
    assert left_behind(process.folder) == []


@pytest.fixture
def full(process: Process) -> Iterator[Process]:
    """The folder on a disk of 128 KiB."""
    with small(process.folder, "128k"):
        yield process


def test_a_full_disk(full: Process, tmp_path: Path) -> None:
    text = b"\n\n" + b"Rain fell on the town. " * 3_000
    full.write({"a.txt": text, **GOOD})

    done = full("--fix", "--cache-dir", str(tmp_path / "cache"))

    assert (done.code, full.read("a.txt"), full.read("good.txt")) == (2, text, FIXED)
    assert "a.txt: RUN003 not fixed: there is no space left; it stays as it was" in done.err
    assert left_behind(full.folder) == []


def test_a_disk_without_room_for_the_journal(full: Process) -> None:
    noise = bytes(random.Random(5).choices(range(0x30, 0x7B), k=100_000))  # noqa: S311 - what cannot be compressed
    full.write({"a.txt": b"\n\n" + noise})

    done = full("--fix", "--select", "BLK001")

    assert (done.code, full.read("a.txt")) == (2, b"\n\n" + noise)
    assert "undo information cannot be kept (No space left on device); nothing was changed" in done.err


CHANGES = """\
code: X900
name: meddler
summary: Somebody else writes while we read
why: For the test.
python: meddler.py:Meddler
triggers: [Rain]
"""
MEDDLER = """\
import os, pathlib
from corpuslint.api import Rule
class Meddler(Rule):
    def check(self, doc):
        path = pathlib.Path(doc.key.path)
        what = pathlib.Path('what').read_text()
        pathlib.Path('what').write_text('')
        if what == 'append':
            with path.open('ab') as file:
                file.write(b'More rain.\\n')
        elif what == 'same size':
            path.write_bytes(path.read_bytes().replace(b'Rain', b'Snow'))
        elif what == 'replace':
            other = path.with_name('other')
            other.write_bytes(b'Another text.\\n')
            os.replace(other, path)
        elif what == 'delete':
            path.unlink()
        elif what == 'folder':
            path.unlink()
            path.mkdir()
        elif what == 'link':
            path.rename('elsewhere')
            path.symlink_to('elsewhere')
        yield from ()
"""


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ("append", OLD + b"More rain.\n"),
        ("same size", OLD.replace(b"Rain", b"Snow")),
        ("replace", b"Another text.\n"),
        ("delete", None),
        ("folder", None),
    ],
)
def test_a_file_that_changes_after_it_was_read(process: Process, what: str, left: bytes | None) -> None:
    process.write({"r/a.yaml": CHANGES, "r/meddler.py": MEDDLER, "what": what, "a.txt": OLD, **GOOD})

    done = process("--fix", "--rules", "r", "--scope", "documents")

    path = process.folder / "a.txt"
    assert done.code == 2
    assert done.err.startswith("a.txt: RUN003 not fixed: ")
    assert (path.read_bytes() if path.is_file() else None) == left
    assert process.read("good.txt") == FIXED
    assert left_behind(process.folder) == []


def test_links(process: Process, tmp_path: Path) -> None:
    """A link is kept and its target is fixed, once; what lies outside is left alone unless it is named."""
    outside = tmp_path / "outside.txt"
    outside.write_bytes(OLD)
    process.write({"data/real.txt": OLD.replace(b"Rain", b"Hail")})
    links = {"link.txt": "data/real.txt", "chain.txt": "link.txt", "out.txt": str(outside)}
    for link, target in links.items():
        (process.folder / link).symlink_to(target)

    folder = process("--fix", "--output-format", "json")
    left_alone = outside.read_bytes()
    named = process("--fix", "out.txt")

    assert (folder.code, folder.err, process.read("data/real.txt")) == (0, "", b"Hail fell on the town.\n")
    assert '"files": 1' in folder.out
    assert left_alone == OLD
    assert (named.code, named.err, outside.read_bytes()) == (0, "", NEW)
    assert {link: os.readlink(process.folder / link) for link in links} == links


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("target", ["nowhere", "dead.txt"])
def test_a_link_that_leads_nowhere(process: Process, target: str, named: bool) -> None:
    process.write(GOOD)
    (process.folder / "dead.txt").symlink_to(target)

    done = process("--fix", *(["dead.txt", "good.txt"] if named else []))

    assert (done.code, process.read("good.txt")) == (2, FIXED)
    assert done.err.startswith("dead.txt: RUN001 not checked: ")


def test_what_is_no_file_is_never_waited_for(process: Process) -> None:
    process.write(GOOD)
    os.mkfifo(process.folder / "fifo.txt")
    (process.folder / "zero.txt").symlink_to("/dev/zero")
    (process.folder / "round").symlink_to(".")
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(process.folder)
        listening.bind("socket.txt")
        os.chdir(here)

        found = process("--fix", "--error-on-empty")
        named = process("fifo.txt", "zero.txt", "socket.txt", "good.txt")

    assert (found.code, found.err, process.read("good.txt")) == (0, "", FIXED)
    assert named.code == 2
    assert [line.split(":")[0] for line in named.err.splitlines()] == ["fifo.txt", "socket.txt", "zero.txt"]
    assert "1 file" in named.out


def test_what_a_killed_run_left_is_removed_by_a_later_one(
    process: Process, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After an hour; a text that somebody saved in the instant before the kill is kept and named."""
    process.write({"sub/a.txt": OLD})
    lost = temporary_name(str(process.folder / "sub" / "lost.txt"), (OLD, NEW))
    saved = temporary_name(str(process.folder / "sub" / "saved.txt"), (OLD, NEW))
    Path(lost).write_bytes(NEW)
    Path(saved).write_bytes(b"Saved by an editor.\n")
    monkeypatch.chdir(process.folder)
    monkeypatch.setattr("corpuslint.writing.spool._STALE", -1)

    code = main(["--fix"])

    assert (code, process.read("sub/a.txt")) == (2, NEW)
    assert [path.name for path in (process.folder / "sub").iterdir() if path.suffix != ".txt"] == [Path(saved).name]
    assert "a text that another program saved" in capsys.readouterr().err
