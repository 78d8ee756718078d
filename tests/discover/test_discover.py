"""Which files are found, in which order, and what is said of those that are not."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint.config import Resolver
from corpuslint.discover import read_list
from corpuslint.discover.found import Found
from corpuslint.errors import UsageError
from corpuslint.result import Trouble
from corpuslint.settings import Settings
from tests.discover.searching import SUFFIXES, discover, found, seen, told, troubles, write

if TYPE_CHECKING:
    from pathlib import Path


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
