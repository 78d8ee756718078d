"""Links, and folders and files that are strange, unreadable, or change while they are looked at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint.discover.found import Found
from corpuslint.settings import Settings
from tests.discover.searching import SUFFIXES, discover, found, told, troubles, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class TestLinks:
    def test_a_linked_file_is_checked_once_by_its_own_name(self, place: Path) -> None:
        write(place / "z.txt")
        (place / "a.txt").symlink_to("z.txt")
        (place / "b.txt").symlink_to("a.txt")
        assert found() == ["z.txt"]
        assert found(["a.txt"]) == ["a.txt"]
        assert found(["a.txt", "."]) == ["a.txt"]
        assert found(["a.txt", "z.txt"]) == ["z.txt"]

    def test_a_link_to_a_file_that_is_left_out_otherwise_counts_once(self, place: Path) -> None:
        """git-annex keeps all files so."""
        write(place / ".git/annex/objects/1")
        (place / "a.txt").symlink_to(".git/annex/objects/1")
        (place / "b.txt").symlink_to(".git/annex/objects/1")
        assert found() == ["a.txt"]

    def test_a_link_out_of_the_folders_is_not_followed_unless_named(self, place: Path, tmp_path: Path) -> None:
        secret = write(tmp_path / "secret.txt")
        (place / "a.txt").symlink_to(secret)
        assert found() == []
        assert told() == {"a.txt": "it is a link out of the folders to check; name it to check it"}
        assert troubles() == []
        assert found(["a.txt"]) == ["a.txt"]
        assert found([".", str(tmp_path)]) == [str(secret)]

    def test_linked_folders_are_not_followed_unless_named(self, place: Path, tmp_path: Path) -> None:
        write(tmp_path / "other/a.txt")
        (place / "in").symlink_to(tmp_path / "other")
        (place / "round").symlink_to(".")
        (place / "folder.txt").symlink_to(tmp_path / "other")
        assert found() == []
        assert told() == {"folder.txt": "it is a link to a folder; name it to search it"}
        assert found(["in"]) == ["in/a.txt"]

    def test_links_to_nowhere_are_told(self, place: Path) -> None:
        (place / "a.txt").symlink_to("nowhere")
        (place / "b.txt").symlink_to("b.txt")
        (place / "c.md").symlink_to("nowhere")
        assert troubles() == ["a.txt", "b.txt"]
        assert "does not exist" in told()["a.txt"]
        assert "back to itself" in told()["b.txt"]


class TestHazards:
    def test_pipes_sockets_and_devices_are_skipped_when_found_and_refused_when_named(
        self, place: Path, tmp_path: Path
    ) -> None:
        os.mkfifo(place / "pipe.txt")
        with socket.socket(socket.AF_UNIX) as server:
            folder = os.open(place, os.O_RDONLY)
            server.bind(f"/proc/self/fd/{folder}/socket.txt")
            os.close(folder)
            (place / "zero.txt").symlink_to("/dev/zero")
            write(place / "a.txt")
            assert found() == ["a.txt"]
            assert troubles() == []
            if not (place / ".git").exists():  # git does not list them
                assert told()["pipe.txt"] == told()["socket.txt"] == "it is no regular file"
            assert told()["zero.txt"] == "it is a link to something that is no regular file"
            named = ["pipe.txt", "socket.txt", "zero.txt", "/dev/null", "a.txt"]
            assert found(named) == ["a.txt"]
            assert sorted(troubles(named)) == ["/dev/null", "pipe.txt", "socket.txt", "zero.txt"]
        assert tmp_path

    @pytest.fixture
    def deep(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
        """Makes folders in one another with a file in the last one; they are too deep for pytest to remove."""

        monkeypatch.chdir(tmp_path)

        def make(depth: int) -> None:
            for _ in range(depth):
                os.mkdir("d")
                os.chdir("d")
            os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY))
            os.chdir(tmp_path)

        yield make
        subprocess.run(["rm", "-rf", "d"], check=True, cwd=tmp_path)

    def test_three_thousand_nested_folders(self, tmp_path: Path, deep: Callable[[int], None]) -> None:
        write(tmp_path / "a.txt")
        deep(3000)
        assert found() == ["a.txt"]
        assert troubles() == []
        ((path, reason),) = told().items()
        assert "too long" in reason
        assert len(path) > 4000

    def test_a_thousand_nested_folders_are_searched(self, deep: Callable[[int], None]) -> None:
        deep(1000)
        assert found() == ["d/" * 1000 + "deep.txt"]

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs to drop root")
    def test_a_folder_that_may_not_be_read_is_told(self, place: Path) -> None:
        write(place / "a.txt")
        write(place / "closed/b.txt")
        (place / "closed").chmod(0)
        code = (
            "import os, select, sys\n"
            "os.chdir(sys.argv[1])\n"
            "from corpuslint.discover import discover, one_by_one\n"
            "from corpuslint.settings import Settings\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "for each in one_by_one(discover(['.'], Settings(os.getcwd()), suffixes={'.txt'})):\n"
            "    print(each.path, getattr(each, 'message', getattr(each, 'reason', '')))\n"
        )
        for above in (place, *place.parents):
            if str(above).startswith("/tmp/"):
                above.chmod(0o755)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        done = subprocess.run(
            [sys.executable, "-c", code, str(place)], check=True, capture_output=True, text=True, env=environment
        )
        assert "a.txt \n" in done.stdout
        assert "closed not checked: Permission denied\n" in done.stdout

    def test_what_vanishes_meanwhile_is_no_error(self, place: Path) -> None:
        for name in ("a/1.txt", "b/2.txt", "c.txt"):
            write(place / name)
        found = discover(["."], Settings(str(place)), suffixes=SUFFIXES)
        first = next(found)
        assert first.path == "a/1.txt"
        subprocess.run(["rm", "-rf", "b", "c.txt"], check=True)
        rest = [each.path for each in found if not isinstance(each, Found)]
        assert rest == []

    def test_memory_does_not_grow_with_the_number_of_files(self, tmp_path: Path) -> None:
        code = (
            "import os, resource, sys\n"
            "os.chdir(sys.argv[1])\n"
            "from corpuslint.discover import discover, one_by_one\n"
            "from corpuslint.settings import Settings\n"
            "for _ in one_by_one(discover(['d000'], Settings(os.getcwd()), suffixes={'.txt'})): pass\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "count = sum(1 for _ in one_by_one(discover(['.'], Settings(os.getcwd()), suffixes={'.txt'})))\n"
            "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
        )
        for number in range(30):
            folder = tmp_path / f"corpus/d{number:03}"
            folder.mkdir(parents=True)
            for file in range(100):
                os.mknod(folder / f"an_article_of_some_name_{file:05}.txt")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-c", code, str(tmp_path / "corpus")]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        count, grown = map(int, done.stdout.split())
        assert count == 3000
        assert grown < 300  # KB; all of them as a list take three times as much
