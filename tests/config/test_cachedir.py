"""Caches: whole or missing, never somebody else's, never a reason to fail."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint import cachedir
from corpuslint.cachedir import UserCache, prepare
from corpuslint.errors import WriteRefused
from tests.disks import small

if TYPE_CHECKING:
    from pathlib import Path


def test_an_entry_comes_back_as_it_was_put() -> None:
    cache = UserCache("things")
    cache.put("a", b"\x00one\n")
    cache.put("a", b"two")
    assert UserCache("things").get("a") == b"two"
    assert UserCache("things").get("b") is None
    assert UserCache("others").get("a") is None


def test_every_flipped_or_lost_byte_makes_an_entry_missing() -> None:
    cache = UserCache("things")
    cache.put("a", b"entry")
    path = os.path.join(cache.folder, "a")
    with open(path, "rb") as stream:
        whole = stream.read()
    for at in range(len(whole)):
        for damaged in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at]):
            with open(path, "wb") as stream:
                stream.write(damaged)
            assert cache.get("a") is None


def test_an_entry_that_is_a_link_or_a_folder_or_a_pipe_is_missing() -> None:
    cache = UserCache("things")
    cache.put("a", b"entry")
    os.symlink(os.path.join(cache.folder, "a"), os.path.join(cache.folder, "link"))
    os.mkdir(os.path.join(cache.folder, "folder"))
    os.mkfifo(os.path.join(cache.folder, "pipe"))
    assert [cache.get(name) for name in ("a", "link", "folder", "pipe")] == [b"entry", None, None, None]


def test_nothing_is_written_through_a_linked_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    cache = UserCache("things")
    os.makedirs(os.path.dirname(cache.folder))
    os.symlink(tmp_path / "elsewhere", cache.folder)
    cache.put("a", b"entry")
    assert os.listdir(tmp_path / "elsewhere") == []


def test_what_cannot_be_kept_is_not_kept(home: Path) -> None:
    (home / ".cache").write_text("in the way")
    cache = UserCache("things")
    cache.put("a", b"entry")
    assert cache.get("a") is None
    assert (home / ".cache").read_text() == "in the way"


def test_the_cache_follows_the_environment(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cachedir.user_folder() == str(home / ".cache" / "corpuslint")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cachedir.user_folder() == str(tmp_path / "x" / "corpuslint")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cachedir.user_folder() == str(home / ".cache" / "corpuslint")


def test_a_cache_that_lies_in_the_corpus_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "link").symlink_to(corpus)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "link" / "cache"))
    cache = UserCache("things", outside=str(corpus))
    cache.put("a", b"entry")
    assert cache.get("a") is None
    assert os.listdir(corpus) == []


def test_a_corpus_that_is_the_whole_home_may_use_the_cache(home: Path) -> None:
    cache = UserCache("things", outside=str(home))
    cache.put("a", b"entry")
    assert cache.get("a") == b"entry"


def test_old_entries_go_when_there_are_too_many() -> None:
    cache = UserCache("things")
    for number in range(cachedir.ENTRIES + 1):
        cache.put(str(number), b"entry")
        path = os.path.join(cache.folder, str(number))
        if os.path.exists(path):
            os.utime(path, ns=(number, number))
    kept = {int(name) for name in os.listdir(cache.folder)}
    assert len(kept) == cachedir.ENTRIES - (cachedir.ENTRIES + 1) // 2 + 1
    assert cachedir.ENTRIES in kept
    assert 0 not in kept


def test_processes_that_write_one_entry_at_once_leave_a_whole_one(pytestconfig: pytest.Config) -> None:
    code = (
        "from corpuslint.cachedir import UserCache\n"
        "import sys\n"
        "cache = UserCache('things')\n"
        "for _ in range(50):\n"
        "    cache.put('a', sys.argv[1].encode() * 5000)\n"
        "    assert cache.get('a') in (b'x' * 5000, b'y' * 5000)\n"
    )
    root = pytestconfig.rootpath
    running = [subprocess.Popen([sys.executable, "-c", code, letter], cwd=root) for letter in "xy"]
    assert [process.wait() for process in running] == [0, 0]
    assert os.listdir(UserCache("things").folder) == ["a"]


def test_the_cache_folder_of_a_corpus_hides_itself_from_git_and_backups(tmp_path: Path) -> None:
    path = prepare(str(tmp_path / "deep" / ".corpuslint_cache"))
    assert path == str(tmp_path / "deep" / ".corpuslint_cache")
    assert (tmp_path / "deep/.corpuslint_cache/.gitignore").read_text().endswith("\n*\n")
    tag = (tmp_path / "deep/.corpuslint_cache/CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_files_that_are_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("!mine\n")
    prepare(str(tmp_path))
    assert (tmp_path / ".gitignore").read_text() == "!mine\n"


def test_a_full_disk_does_not_leave_it_open_to_git_for_ever(tmp_path: Path) -> None:
    """Old texts lie in it, which nobody means to commit."""
    with small(tmp_path, "16k"):
        fill = tmp_path / "fill"
        with pytest.raises(OSError, match="No space left"):
            fill.write_bytes(bytes(1 << 20))
        with pytest.raises(WriteRefused, match="No space left"):
            prepare(str(tmp_path / "cache"))
        fill.unlink()
        prepare(str(tmp_path / "cache"))
        assert (tmp_path / "cache/.gitignore").read_text().endswith("\n*\n")


def test_what_was_cut_to_nothing_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").touch()
    (tmp_path / "CACHEDIR.TAG").touch()
    prepare(str(tmp_path))
    assert (tmp_path / ".gitignore").read_text().endswith("\n*\n")
    assert (tmp_path / "CACHEDIR.TAG").stat().st_size > 0


def test_a_linked_cache_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WriteRefused, match="not a link"):
        prepare(str(tmp_path / "cache"))
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_linked_gitignore_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / ".gitignore").symlink_to(tmp_path / "victim")
    prepare(str(tmp_path / "cache"))
    assert not (tmp_path / "victim").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    with pytest.raises(WriteRefused, match="cache-dir"):
        prepare(str(tmp_path / "cache"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    os.chown(tmp_path / "cache", 12345, 12345)
    with pytest.raises(WriteRefused, match="another user"):
        prepare(str(tmp_path / "cache"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file away")
def test_an_entry_of_somebody_else_is_missing() -> None:
    cache = UserCache("things")
    cache.put("a", b"entry")
    os.chown(os.path.join(cache.folder, "a"), 12345, 12345)
    assert cache.get("a") is None
