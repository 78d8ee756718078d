"""Which files are found, in which order, and what is said of those that are not."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint import discover as search
from corpuslint.config import Resolver
from corpuslint.discover import one_by_one, read_list
from corpuslint.errors import UsageError
from corpuslint.found import Found, Skipped
from corpuslint.result import Trouble
from corpuslint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


def discover(*given: Any, **options: Any) -> Iterator[Found | Skipped | Trouble]:
    return one_by_one(search.discover(*given, **options))


SUFFIXES = {".txt", ".text", ".jsonl", ".ndjson", ".jsonl.gz"}


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def seen(paths: Iterable[str] = (".",), **options: object) -> list[Found | Skipped | Trouble]:
    settings = Settings(os.getcwd(), **options.pop("settings", {}))  # type: ignore[arg-type]
    return list(discover(paths, settings, suffixes=SUFFIXES, **options))


def found(paths: Iterable[str] = (".",), **options: object) -> list[str]:
    return [each.path for each in seen(paths, **options) if isinstance(each, Found)]


def told(paths: Iterable[str] = (".",), **options: object) -> dict[str, str]:
    all_seen = seen(paths, **options)
    skipped = {each.path: each.reason for each in all_seen if isinstance(each, Skipped)}
    return skipped | {each.path: each.message for each in all_seen if isinstance(each, Trouble)}


def troubles(paths: Iterable[str] = (".",), **options: object) -> list[str]:
    return [each.path for each in seen(paths, **options) if isinstance(each, Trouble)]


@pytest.fixture(params=["walk", "git"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty corpus, the working directory; in a repository and outside of any."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    if request.param == "git":
        subprocess.run(["git", "init", "-q", corpus], check=True)
    monkeypatch.chdir(corpus)
    return corpus


class TestFolders:
    def test_files_of_known_formats_in_order_of_their_paths(self, place: Path) -> None:
        for name in (
            "b.txt", "a/b.txt", "a.txt", "a-b.jsonl", "a/c/d.NDJSON", "x.jsonl.gz", "x.gz", "NOTES", "a.md", ".txt",
            "weird.txt.bak", "ä.text",
        ):  # fmt: skip
            write(place / name)
        expected = ["a-b.jsonl", "a.txt", "a/b.txt", "a/c/d.NDJSON", "b.txt", "x.jsonl.gz", "ä.text"]
        assert found() == expected
        assert found(["a"]) == ["a/b.txt", "a/c/d.NDJSON"]
        assert found([str(place)]) == expected
        assert found(["./a/", "a", str(place / "a")]) == ["a/b.txt", "a/c/d.NDJSON"]
        assert told() == {}

    def test_what_is_no_article_is_left_out(self, place: Path) -> None:
        for name in (
            ".hidden/a.txt", "node_modules/a.txt", "requirements.txt", "requirements-dev.txt", "LICENSE.txt",
            "CMakeLists.txt", "robots.txt", "._a.txt", "sub/__pycache__/a.txt", ".corpuslint_cache/journal/a.jsonl",
            "corpuslint-baseline.jsonl", "sub/corpuslint-accepted.jsonl", ".a.txt.x1.corpuslint", "good.txt",
        ):  # fmt: skip
            write(place / name)
        assert found() == ["good.txt"]
        assert found(settings={"exclude": ()}) == [
            "._a.txt", ".hidden/a.txt", "CMakeLists.txt", "LICENSE.txt", "good.txt", "node_modules/a.txt",
            "requirements-dev.txt", "requirements.txt", "robots.txt", "sub/__pycache__/a.txt",
        ]  # fmt: skip

    def test_files_of_ours_by_whatever_name_are_left_out(self, place: Path) -> None:
        for name in ("known [1].jsonl", "sub/ok.jsonl", "cache/x.txt", "a.txt", "sub/known [1].jsonl"):
            write(place / name)
        settings = {
            "baseline": "known [1].jsonl", "accepted": str(place / "sub/ok.jsonl"), "cache_dir": "cache", "exclude": (),
        }  # fmt: skip
        assert found(settings=settings) == ["a.txt", "sub/known [1].jsonl"]

    def test_patterns_are_about_the_root_of_the_settings(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("a/raw/1.txt", "raw/2.txt", "a/3.txt", "b/4.txt"):
            write(place / name)
        settings = Settings(str(place), extend_exclude=("a/raw/", "/b"))
        monkeypatch.chdir(place / "a")
        paths = [
            each.path for each in discover([".", "..", "../b"], settings, suffixes=SUFFIXES) if isinstance(each, Found)
        ]
        assert sorted(paths) == ["../b/4.txt", "../raw/2.txt", "3.txt"]

    def test_include_chooses_instead_of_the_format(self, place: Path) -> None:
        for name in ("a/1.story", "a/2.txt", "b/3.txt", "b/deep/4.x", "requirements.txt"):
            write(place / name)
        assert found(settings={"include": ("*.story", "b/**", "!b/3.txt", "*.txt")}) == [
            "a/1.story", "a/2.txt", "b/3.txt", "b/deep/4.x",
        ]  # fmt: skip
        assert found(settings={"include": ("b/",)}) == ["b/3.txt", "b/deep/4.x"]

    def test_files_that_documents_gives_a_format_are_found(self, place: Path) -> None:
        for name in ("1.story", "2.txt", "3.x"):
            write(place / name)
        documents = {"*.story": {"format": "plain"}, "*.x": {"text": "body"}}
        assert found(settings={"documents": documents}) == ["1.story", "2.txt"]

    def test_what_a_file_is_relative_to_the_root(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(place / "a/b/1.txt")
        monkeypatch.chdir(place / "a")
        (one,) = discover(["b"], Settings(str(place)), suffixes=SUFFIXES)
        assert isinstance(one, Found)
        assert (one.path, one.inner, one.named) == ("b/1.txt", "a/b/1.txt", False)
        (other,) = discover(["b/1.txt"], Settings("/elsewhere"), suffixes=SUFFIXES)
        assert isinstance(other, Found)
        assert (other.path, other.inner, other.named) == ("b/1.txt", f"{place}/a/b/1.txt".lstrip("/"), True)

    def test_names_of_any_bytes(self, place: Path) -> None:
        names = [
            b"\xff\xfe.txt",
            b"new\nline.txt",
            b"esc\x1b[31m.txt",
            b"-f.txt",
            b"a" * 251 + b".txt",
            "\u202e.txt".encode(),
        ]
        for name in names:
            with open(os.path.join(os.fsencode(place), name), "wb"):
                pass
        assert {os.fsencode(path) for path in found()} == set(names)

    def test_nothing_at_all(self, place: Path) -> None:
        assert seen([str(place)]) == []


class TestIgnoreFiles:
    def test_gitignore_holds_in_and_outside_of_repositories(self, place: Path) -> None:
        for name in ("a.txt", "keep/a.txt", "keep/b.txt", "out/x.txt", "deep/tmp/y.txt", "deep/z.txt"):
            write(place / name)
        write(place / ".gitignore", "a.txt\nout/\n/deep/tmp\n")
        write(place / "keep/.gitignore", "!a.txt\nb.txt\n")
        assert found() == ["deep/z.txt", "keep/a.txt"]
        assert found(settings={"respect_gitignore": False}) == [
            "a.txt", "deep/tmp/y.txt", "deep/z.txt", "keep/a.txt", "keep/b.txt", "out/x.txt",
        ]  # fmt: skip

    def test_corpuslintignore_holds_everywhere_and_goes_last(self, place: Path) -> None:
        for name in ("a.txt", "b.txt", "sub/a.txt", "sub/c.txt", "raw/x.txt"):
            write(place / name)
        write(place / ".corpuslintignore", "# ours\na.txt\nraw/\n")
        write(place / "sub/.corpuslintignore", "!a.txt\n")
        assert found() == ["b.txt", "sub/a.txt", "sub/c.txt"]
        assert found(settings={"respect_gitignore": False}) == ["b.txt", "sub/a.txt", "sub/c.txt"]
        assert found(["sub"]) == ["sub/a.txt", "sub/c.txt"]
        (place / "sub/.corpuslintignore").unlink()
        assert found(["sub"]) == ["sub/c.txt"]

    def test_a_folder_that_git_ignores_can_be_named(self, place: Path) -> None:
        for name in ("data/a.txt", "data/tmp/b.txt", "c.txt"):
            write(place / name)
        write(place / ".gitignore", "data/*\n")
        write(place / "data/.gitignore", "tmp\n")
        assert found() == ["c.txt"]
        if (place / ".git").exists():
            assert found(["data"]) == ["data/a.txt"]

    def test_ignore_files_that_are_no_files_stop_nothing(self, place: Path) -> None:
        write(place / "a.txt")
        os.mkfifo(place / ".corpuslintignore")
        assert found() == ["a.txt"]
        assert "not obeyed" in told()[".corpuslintignore"]

    def test_ignore_files_in_other_encodings_are_read(self, place: Path) -> None:
        write(place / "a.txt")
        with open(os.path.join(os.fsencode(place), b"\xe9.txt"), "wb"):
            pass
        (place / ".corpuslintignore").write_bytes(b"\xef\xbb\xbf\xe9.txt\r\n")
        assert found() == ["a.txt"]


class TestNamed:
    def test_a_named_file_is_checked_whatever_it_is_called_and_excluded(self, place: Path) -> None:
        for name in ("NOTES", "raw/a.txt", "requirements.txt"):
            write(place / name)
        write(place / ".corpuslintignore", "raw/\n")
        named = ["NOTES", "raw/a.txt", "requirements.txt"]
        assert found(named) == named
        assert all(each.named for each in seen(named) if isinstance(each, Found))

    def test_force_exclude_leaves_out_what_is_excluded_by_any_folder_above(self, place: Path) -> None:
        named = [
            "NOTES",
            "raw/deep/a.txt",
            "requirements.txt",
            "b.txt",
            "c/b.txt",
            "corpuslint-baseline.jsonl",
            "x/y.txt",
        ]
        for name in named:
            write(place / name)
        write(place / ".corpuslintignore", "raw/\n")
        write(place / "c/.corpuslintignore", "b.txt\n")
        settings = {"extend_exclude": ("x",)}
        assert found(named, force_exclude=True, settings=settings) == ["NOTES", "b.txt"]
        assert found(["b.txt", "x/y.txt"], force_exclude=True, settings={"include": ("x/**",)}) == ["x/y.txt"]

    def test_a_named_folder_is_searched_although_it_is_excluded(self, place: Path) -> None:
        for name in ("node_modules/a.txt", "node_modules/.h/a.txt", "node_modules/node_modules/a.txt"):
            write(place / name)
        assert found(["node_modules"]) == ["node_modules/a.txt"]

    def test_missing_paths_are_told_and_the_rest_is_checked(self, place: Path) -> None:
        write(place / "a.txt")
        (place / "dangling.txt").symlink_to("nowhere")
        (place / "loop.txt").symlink_to("loop.txt")
        paths = ["missing.txt", "a.txt", "a.txt/below", "dangling.txt", "loop.txt", "nul\0.txt", "x" * 5000]
        assert found(paths) == ["a.txt"]
        messages = told(paths)
        assert messages["missing.txt"] == "there is no such file or folder; check the path"
        assert "link to a file that does not exist" in messages["dangling.txt"]
        assert "Not a directory" in messages["a.txt/below"]
        assert "levels of symbolic links" in messages["loop.txt"]
        assert "such a character" in messages["nul\0.txt"]
        assert "too long" in messages["x" * 5000]
        assert troubles(paths) == sorted(set(paths) - {"a.txt"})

    def test_files_are_checked_once_however_often_and_wherever_they_are_named(self, place: Path) -> None:
        for name in ("a.txt", "sub/b.txt", "sub/c.txt"):
            write(place / name)
        (place / "link.txt").symlink_to("a.txt")
        (place / "linked").symlink_to("sub")
        paths = [
            ".", "sub", "./sub/", "a.txt", "./a.txt", str(place / "a.txt"), "link.txt", "linked", "linked/c.txt",
            "sub/c.txt",
        ]  # fmt: skip
        expected = found(paths)
        assert expected == ["a.txt", "linked/c.txt", "sub/b.txt"]
        for seed in range(len(paths)):
            paths = paths[seed:] + paths[:seed]
            assert found(paths) == expected

    def test_a_folder_in_a_folder_is_searched_once(self, place: Path) -> None:
        for name in ("a.txt", "x/b.txt", "x/y/c.txt", "x/y/z/d.txt", "x-y/e.txt"):
            write(place / name)
        assert found([".", "x/y"]) == found(["x/y", ".", "x"])
        assert sorted(found([".", "x/y"])) == ["a.txt", "x-y/e.txt", "x/b.txt", "x/y/c.txt", "x/y/z/d.txt"]

    def test_names_of_one_file_by_hard_links_are_files(self, place: Path) -> None:
        write(place / "a.txt")
        os.link(place / "a.txt", place / "b.txt")
        assert found() == found(["a.txt", "b.txt"]) == ["a.txt", "b.txt"]

    @pytest.mark.usefixtures("place")
    def test_paths_above_and_elsewhere(self, tmp_path: Path) -> None:
        write(tmp_path / "other/a.txt")
        assert found(["../other"]) == ["../other/a.txt"]
        assert found([str(tmp_path / "other")]) == [f"{tmp_path}/other/a.txt"]
        assert found(["../other/a.txt"]) == ["../other/a.txt"]


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


class TestConfigurations:
    def test_the_nearest_configuration_holds_for_each_file(self, place: Path) -> None:
        write(place / "corpuslint.toml", "extend-exclude = ['x.txt']\njobs = 1")
        write(place / "sub/corpuslint.toml", "extend-exclude = ['y.txt']\njobs = 2")
        write(place / "sub/deep/pyproject.toml", "[tool.corpuslint]\ninclude = ['*.story']\njobs = 3")
        write(place / "sub/other/pyproject.toml", "[project]\nname = 'corpuslint-data'")
        for name in (
            "x.txt",
            "y.txt",
            "sub/x.txt",
            "sub/y.txt",
            "sub/deep/x.txt",
            "sub/deep/z.story",
            "sub/other/x.txt",
        ):
            write(place / name)
        resolver = Resolver()
        options = {"suffixes": SUFFIXES, "resolver": resolver}
        files = [each for each in discover(["."], resolver.at("."), **options) if isinstance(each, Found)]
        assert [(each.path, each.inner, each.settings.jobs) for each in files] == [
            ("sub/deep/z.story", "z.story", 3),
            ("sub/other/x.txt", "other/x.txt", 2),
            ("sub/x.txt", "x.txt", 2),
            ("y.txt", "y.txt", 1),
        ]
        assert files[1].settings is files[2].settings
        named = ["sub/x.txt", "sub/deep/x.txt", "y.txt", "x.txt"]
        files = [each for each in discover(named, resolver.at("."), **options) if isinstance(each, Found)]
        assert [(each.path, each.settings.jobs) for each in files] == [
            ("sub/deep/x.txt", 3), ("sub/x.txt", 2), ("x.txt", 1), ("y.txt", 1),
        ]  # fmt: skip
        forced = discover(named, resolver.at("."), force_exclude=True, **options)
        assert [each.path for each in forced] == ["sub/x.txt", "y.txt"]

    def test_a_wrong_configuration_costs_its_folder_only_and_is_told_once(self, place: Path) -> None:
        write(place / "bad/corpuslint.toml", "selct = 1\njobs = 'x'")
        for name in ("a.txt", "bad/b.txt", "bad/sub/c.txt", "good/d.txt"):
            write(place / name)
        resolver = Resolver()
        for paths in (["."], ["a.txt", "bad/b.txt", "bad/sub/c.txt", "good/d.txt"]):
            everything = list(discover(paths, resolver.at("."), suffixes=SUFFIXES, resolver=resolver))
            assert [each.path for each in everything if isinstance(each, Found)] == ["a.txt", "good/d.txt"]
            (trouble,) = [each for each in everything if isinstance(each, Trouble)]
            assert trouble.path == "bad"
            assert "bad/corpuslint.toml:1: unknown key `selct`" in trouble.message
            assert "bad/corpuslint.toml:2: `jobs` must be" in trouble.message
            assert "\n" not in trouble.message


class TestRepositories:
    @pytest.fixture
    def repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path / "repo"
        subprocess.run(["git", "init", "-q", folder], check=True)
        monkeypatch.chdir(folder)
        return folder

    def test_force_exclude_leaves_out_what_git_ignores_and_does_not_know(self, repository: Path) -> None:
        write(repository / ".gitignore", "*.txt\n")
        for name in ("known.txt", "other.txt"):
            write(repository / name)
        subprocess.run(["git", "add", "-f", "known.txt"], check=True)
        named = ["known.txt", "other.txt"]
        assert found(named) == named
        assert found(named, force_exclude=True) == ["known.txt"]
        assert found(named, force_exclude=True, settings={"respect_gitignore": False}) == named

    def test_tracked_files_count_also_where_git_would_ignore_them(self, repository: Path) -> None:
        for name in ("a.txt", "b.txt"):
            write(repository / name)
        write(repository / ".gitignore", "*.txt\n")
        subprocess.run(["git", "add", "-f", "a.txt"], check=True)
        assert found() == ["a.txt"]

    def test_files_that_git_does_not_know_can_be_left_out(self, repository: Path) -> None:
        write(repository / "a.txt")
        assert found(untracked=False) == []
        subprocess.run(["git", "add", "a.txt"], check=True)
        write(repository / "b.txt")
        assert found(untracked=False) == ["a.txt"]

    def test_repositories_inside_are_searched_by_their_own_rules(self, repository: Path) -> None:
        for name in ("inner/a.txt", "inner/ignored.txt", "inner/deep/b.txt", "z.txt", "node_modules/own/c.txt"):
            write(repository / name)
        for name in ("inner", "inner/deep", "node_modules/own"):
            subprocess.run(["git", "init", "-q", name], check=True)
        write(repository / "inner/.gitignore", "ignored.txt\n")
        assert found() == ["inner/a.txt", "inner/deep/b.txt", "z.txt"]

    def test_many_repositories_in_one_another(self, repository: Path) -> None:
        folder = repository
        for _ in range(40):
            folder = folder / "r"
            folder.mkdir()
            (folder / ".git").mkdir()
            (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
            (folder / ".git/objects").mkdir()
            (folder / ".git/refs").mkdir()
        write(folder / "a.txt")
        assert found() == ["r/" * 40 + "a.txt"]

    def test_a_folder_that_became_a_link_is_not_followed(self, repository: Path, tmp_path: Path) -> None:
        write(repository / "sub/a.txt")
        subprocess.run(["git", "add", "."], check=True)
        (repository / "sub").rename(tmp_path / "elsewhere")
        (repository / "sub").symlink_to(tmp_path / "elsewhere")
        assert found() == []

    def test_a_submodule_that_is_not_checked_out_is_empty(self, repository: Path) -> None:
        write(repository / "a.txt")
        subprocess.run(["git", "add", "a.txt"], check=True)
        subprocess.run(["git", "update-index", "--add", "--cacheinfo", "160000," + "1" * 40 + ",module"], check=True)
        (repository / "module").mkdir()
        assert found() == ["a.txt"]

    def test_without_git_the_folder_is_walked_and_that_is_told(
        self, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(repository / "a.txt")
        write(repository / "b.txt")
        write(repository / ".gitignore", "b.txt\n")
        monkeypatch.setenv("PATH", "/nonexistent")
        assert found() == ["a.txt"]
        assert told() == {".": "searched without git: git cannot be run: No such file or directory"}

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
    def test_a_repository_of_somebody_else_is_walked(self, repository: Path) -> None:
        write(repository / "a.txt")
        for path in (repository, repository / ".git"):
            os.chown(path, 12345, 12345)
        assert found() == ["a.txt"]
        assert "safe.directory" in told()["."]


class TestLists:
    def test_paths_of_a_list(self, tmp_path: Path) -> None:
        (tmp_path / "list").write_bytes(b"a.txt\n\nb b.txt\r\n\xff.txt\nlast")
        assert list(read_list(str(tmp_path / "list"))) == ["a.txt", "b b.txt", "\udcff.txt", "last"]

    def test_paths_ended_by_nul(self, tmp_path: Path) -> None:
        (tmp_path / "list").write_bytes(b"a\nb.txt\0c.txt\r\0\0d")
        assert list(read_list(str(tmp_path / "list"), null=True)) == ["a\nb.txt", "c.txt\r", "d"]

    def test_a_long_list(self, tmp_path: Path) -> None:
        names = [f"{'x' * (number % 300)}{number}.txt" for number in range(2000)]
        (tmp_path / "list").write_text("\n".join(names))
        assert list(read_list(str(tmp_path / "list"))) == names

    def test_a_list_that_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"--files-from .*missing: No such file"):
            list(read_list(str(tmp_path / "missing")))

    def test_the_standard_input(self) -> None:
        code = "from corpuslint.discover import read_list; print(list(read_list('-', null=True)))"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        done = subprocess.run(
            [sys.executable, "-c", code], input=b"a\0b", check=True, capture_output=True, env=environment
        )
        assert done.stdout.strip() == b"['a', 'b']"


def test_a_search_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    write(tmp_path / "repo/a.txt")
    write(tmp_path / "repo/.corpuslintignore", "*.x\n")
    subprocess.run(["git", "init", "-q", tmp_path / "repo"], check=True)
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); os.chdir(sys.argv[1])\n"
        "from corpuslint.config import Resolver; from corpuslint.discover import discover, one_by_one\n"
        "resolver = Resolver()\n"
        "print(len(list(one_by_one(discover(['.'], resolver.at('.'), suffixes={'.txt'}, resolver=resolver)))))\n"
        "print({'pathlib', 'tomllib', 'difflib', 'pathspec', 'json', 'subprocess', 'fnmatch'} & set(sys.modules))\n"
    )
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    command = [sys.executable, "-I", "-S", "-c", code, str(tmp_path / "repo"), checkout]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "1\nset()\n"
