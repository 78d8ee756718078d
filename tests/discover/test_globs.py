"""Patterns: against git itself, and on hostile ones."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuslint.globs import Globs, lines

if TYPE_CHECKING:
    from pathlib import Path

TREE = [
    "a", "b.txt", "ab", "a b", "#a", "!a", "-", "[a]", "a\\b", "x/a", "x/b.txt", "x/ab.txt", "x/y/a",
    "x/y/b.txt", "x/y/z/a.txt", "x/y/z/ab", "y/a", "y/x/b.txt", "aa/aa/aa.txt", "ab.d/b", "deep/x/y/z/a",
    "B.TXT", "a ", "]",
]  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("globs")
    subprocess.run(["git", "init", "-q", root], check=True)
    for name in TREE:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def left_by_git(root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--others", "--exclude-from=.patterns"],
        check=True,
        capture_output=True,
    )
    return sorted(name for name in os.fsdecode(listed.stdout).split("\0") if name and name != ".patterns")


def left_by_us(patterns: str) -> list[str]:
    globs = Globs(lines(patterns))
    return sorted(name for name in TREE if not globs.covers(name))


PIECE = st.sampled_from(
    ["a", "b", "x", "y", "z", "ab", "*", "**", "?", "/", "/", ".txt", "[ab]", "[!a]", "[^b]", "[a-z]", "[]]",
     "[!]a]", "[[:alpha:]]", "[[:upper:]_]", "[z-a]", "[", "\\", "\\*", "\\a", "!", "#", " ", "\\ ", "-", "]",
     "[a-]", "[\\]]", "[[:nope:]]", "[a", ".", "\r", "\t", "[-a]", "[--a]", "[a/]"]
)  # fmt: skip
PATTERN = st.lists(PIECE, min_size=1, max_size=6).map("".join)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(patterns=st.lists(PATTERN, min_size=1, max_size=5))
def test_every_pattern_means_what_it_means_to_git(tree: Path, patterns: list[str]) -> None:
    text = "\n".join(patterns) + "\n"
    (tree / ".patterns").write_bytes(text.encode())
    assert left_by_us(text) == left_by_git(tree)


def test_patterns_of_a_config_keep_what_a_comment_would_be() -> None:
    assert Globs(["#a"]).covers("#a")
    assert not Globs(lines("#a\n")).covers("#a")


def test_an_ignore_file_may_have_any_line_ends_and_a_mark() -> None:
    assert list(lines("\ufeffa\r\n\r\nb\n# c\nd")) == ["a", "b", "d"]


def test_stars_match_names_that_are_no_utf8_and_names_with_line_feeds() -> None:
    globs = Globs(["raw/*.txt", "*\n*"])
    assert globs.covers("raw/\udcff\udcfe.txt")
    assert globs.covers("one\ntwo")
    assert not globs.covers("other/\udcff.txt")


def test_no_pattern_is_false() -> None:
    assert not Globs([])
    assert not Globs(["", "/", "   ", "[", "a\\"])
    assert Globs(["a"])


HOSTILE = [
    ("*a" * 60 + "b", "a" * 250),
    ("**/a/" * 60 + "b", "a/" * 2000 + "a"),
    ("**/*a*a*a*a*b/" * 30 + "c", "aaaaaaaaaaaaaaaaaaaaaaa/" * 150 + "a"),
    ("*?" * 100 + "b", "a" * 250),
]


@pytest.mark.parametrize(("pattern", "path"), HOSTILE)
def test_hostile_patterns_are_answered(pattern: str, path: str) -> None:
    assert not Globs([pattern]).covers(path)
