"""What git ignores, and repositories in which a search begins or that lie in it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.discover.searching import found, told, write

if TYPE_CHECKING:
    from pathlib import Path


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
