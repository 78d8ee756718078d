"""A power cut, played with a file system in an image: what its disk holds at one moment is mounted again."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from corpuslint.read import read
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = b"teh quick brown fox\n" * 200
NEW = OLD.replace(b"teh", b"the!")


def _run(*command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"needs root, loop devices and ext4: {command[0]} failed")


@contextmanager
def _mounted(image: Path) -> Iterator[Path]:
    place = image.with_suffix(".mounted")
    place.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", image, place)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("fsync", [False, True])
def test_ext4_has_the_old_or_the_new_text(tmp_path: Path, fsync: bool) -> None:
    """The names reach the disk with the next commit of the journal; the text must be there by then.

    Names that are exchanged, unlike a name that is replaced, do not make ext4 write the text first: without
    `kernel.write_out` the file is empty or full of zeros here, and the old text is gone.
    """
    if not shutil.which("mkfs.ext4"):
        pytest.skip("needs mkfs.ext4")
    image, copy = tmp_path / "disk", tmp_path / "copy"
    with image.open("wb") as disk:
        disk.truncate(32 << 20)
    _run("mkfs.ext4", "-q", "-F", image)
    with _mounted(image) as place:
        (place / "a.txt").write_bytes(OLD)
        os.sync()
        replace(read(str(place / "a.txt")), NEW, fsync=fsync)
        with (place / "other").open("wb") as other:  # commits what happened to names, not our text
            other.write(b"x")
            os.fsync(other.fileno())
        shutil.copyfile(image, copy)
    with _mounted(copy) as place:
        assert (place / "a.txt").read_bytes() in ({NEW} if fsync else {OLD, NEW})
