"""Patterns over paths, as .gitignore writes them (gitignore(5)), in time linear in patterns and path.

One difference to git: `?` and `[...]` stand for one character, where git counts bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~",
    "space": r" \t\n\r\f\v",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_WILD = frozenset("*?[\\")


class _Glob:
    """One pattern taken apart: `text` without `!` and end slashes; `whole` if it is about the whole path."""

    __slots__ = ("folders_only", "negated", "text", "whole")  # a dataclass costs every start a millisecond

    def __init__(self, text: str, negated: bool, folders_only: bool, whole: bool) -> None:
        self.text = text
        self.negated = negated
        self.folders_only = folders_only
        self.whole = whole


class _Group:
    """Neighbouring patterns of the same sign, for names of one kind (files or folders)."""

    __slots__ = ("matches_name", "matches_path", "names", "negated", "on_name", "on_path", "paths")

    def __init__(self, negated: bool) -> None:
        self.negated = negated
        self.names: set[str] = set()
        self.paths: set[str] = set()
        self.on_name: list[str] = []
        self.on_path: list[str] = []
        self.matches_name: Callable[[str], object] | None = None
        self.matches_path: Callable[[str], object] | None = None


class Globs:
    """A list of patterns; as in git, the last one that matches decides, and `!` takes back."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take patterns in their order; one that git would never match counts for nothing."""
        self._globs = [glob for glob in map(_take_apart, patterns) if glob is not None]
        self._files: list[_Group] | None = None
        self._folders: list[_Group] | None = None

    def __bool__(self) -> bool:
        """Whether any pattern counts."""
        return bool(self._globs)

    def verdict(self, path: str, name: str, *, folder: bool = False) -> bool | None:
        """True: matched; False: taken back; None: no pattern is about it. `path` is relative, with `/`."""
        for group in self._groups_for(folder=folder):
            if (
                name in group.names
                or path in group.paths
                or (group.matches_name is not None and group.matches_name(name))
                or (group.matches_path is not None and group.matches_path(path))
            ):
                return not group.negated
        return None

    def unmatched(self, folder: str, names: Iterable[str]) -> list[str]:
        """The names of files for which `verdict` does not say True; `folder` is what stands before each in its path."""
        groups = self._groups_for(folder=False)
        if len(groups) != 1 or groups[0].negated or groups[0].matches_path:
            return [name for name in names if not self.verdict(folder + name, name)]
        plain, paths, matches = groups[0].names, groups[0].paths, groups[0].matches_name  # the common case, in one go
        if any(path.startswith(folder) for path in paths):
            names = [name for name in names if folder + name not in paths]
        return [name for name in names if name not in plain and not (matches and matches(name))]

    def covers(self, path: str) -> bool:
        """Whether a file is matched, or a folder that it lies in (which no later pattern can take back)."""
        at = path.find("/")
        while at >= 0:
            above = path[:at]
            if self.verdict(above, above.rpartition("/")[2], folder=True):
                return True
            at = path.find("/", at + 1)
        return bool(self.verdict(path, path.rpartition("/")[2]))

    def _groups_for(self, *, folder: bool) -> list[_Group]:
        groups = self._folders if folder else self._files
        if groups is None:
            groups = _grouped(glob for glob in self._globs if folder or not glob.folders_only)
            if folder:
                self._folders = groups
            else:
                self._files = groups
        return groups


def lines(text: str) -> Iterator[str]:
    """The patterns of an ignore file: comments, blank lines, a byte order mark and line ends left out."""
    for line in text.removeprefix("\ufeff").split("\n"):
        if line.strip("\r") and not line.startswith("#"):
            yield line.removesuffix("\r")


def quoted(path: str) -> str:
    """A path as a pattern that matches nothing but it."""
    return "".join(f"\\{char}" if char in "*?[\\ !#" else char for char in path)


def _take_apart(pattern: str) -> _Glob | None:
    text = _without_end_blanks(pattern)
    negated = text.startswith("!")
    text = text[negated:]
    folders_only = text.endswith("/")
    text = text.removesuffix("/")
    whole = "/" in text
    text = text.removeprefix("/")
    if not text or (_WILD.intersection(text) and _translated(text, whole) is None):
        return None
    return _Glob(text, negated, folders_only, whole)


def _without_end_blanks(pattern: str) -> str:
    bare = pattern.rstrip(" ")
    escaped = (len(bare) - len(bare.rstrip("\\"))) % 2
    return bare + " " if escaped and len(bare) < len(pattern) else bare


def _grouped(globs: Iterable[_Glob]) -> list[_Group]:
    """Groups in the order in which they are asked: the last patterns first."""
    groups: list[_Group] = []
    for glob in globs:
        if not groups or groups[-1].negated != glob.negated:
            groups.append(_Group(glob.negated))
        group = groups[-1]
        if not _WILD.intersection(glob.text):
            (group.paths if glob.whole else group.names).add(glob.text)
        else:
            (group.on_path if glob.whole else group.on_name).append(_translated(glob.text, glob.whole) or "")
    for group in groups:
        group.matches_name = _compiled(group.on_name)
        group.matches_path = _compiled(group.on_path)
    return groups[::-1]


def _compiled(translated: list[str]) -> Callable[[str], object] | None:
    return re.compile("|".join(translated), re.DOTALL).fullmatch if translated else None


def _translated(glob: str, whole: bool) -> str | None:
    """The pattern as a regular expression for fullmatch; None where git would never match it.

    A star takes the first place at which what follows it fits, and never looks back (an atomic group):
    that is enough for patterns of this kind, and keeps hostile ones linear.
    """
    components = _components(glob)
    if components is None:
        return None
    if not whole:
        return _component(components[0] or ["", ""])
    everything_in_it = components[-1] is None
    runs: list[list[str]] = [[]]
    for pieces in components[:-1] if everything_in_it else components:
        if pieces is None:
            runs.append([])
        else:
            runs[-1].append(_component(pieces))
    if everything_in_it:
        runs[-1].append(".+")
    return _joined(runs)


def _joined(runs: list[list[str]]) -> str:
    """Runs of components with `**` between them."""
    if len(runs) == 1:
        return "/".join(runs[0])
    *first, last = runs
    pieces = ["".join(f"{component}/" for component in first[0])]
    pieces += [f"(?>(?:[^/]+/)*?{'/'.join(run)}/)" for run in first[1:] if run]
    return "".join(pieces) + "(?:[^/]+/)*?" + "/".join(last)


def _component(pieces: list[str]) -> str:
    """The part of a path between two slashes, from the expressions of what stands between its stars."""
    if len(pieces) == 1:
        return pieces[0]
    first, *middle, last = pieces
    return "(?>" + first + "".join(f"(?>[^/]*?{piece})" for piece in middle) + f"[^/]*{last}(?=/|\\Z))"


def _components(glob: str) -> list[list[str] | None] | None:
    """Expressions between slashes and stars; None among them for `**`, None alone for what never matches."""
    found: list[list[str] | None] = []
    pieces, start, at = [""], 0, 0
    while at < len(glob):
        char, before = glob[at], at
        at += 1
        if char == "/":
            found.append(None if glob[start:before] == "**" else pieces)
            pieces, start = [""], at
        elif char == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append("")
        else:
            one = _one_character(glob, before)
            if one is None:
                return None
            pieces[-1] += one[0]
            at = one[1]
    found.append(None if glob[start:] == "**" else pieces)
    return found


def _one_character(glob: str, at: int) -> tuple[str, int] | None:
    """What stands for one character, and the place behind it."""
    char = glob[at]
    if char == "?":
        return "[^/]", at + 1
    if char == "[":
        return _bracket(glob, at + 1)
    if char == "\\":
        at += 1
    return (re.escape(glob[at]), at + 1) if at < len(glob) else None


def _bracket(glob: str, at: int) -> tuple[str, int] | None:
    """A set of characters from behind its `[`: its expression and the place behind its `]`.

    Read as git's wildmatch.c reads it: a range in the wrong order still holds its first end (`[z-a]` is z).
    """
    negated = glob[at : at + 1] in {"!", "^"}
    at += negated
    first, members, before = at, "", ""
    while at == first or glob[at : at + 1] != "]":
        if at >= len(glob):
            return None
        named = _named_class(glob, at) if glob.startswith("[:", at) else ("", at)
        if named is None:
            return None
        if named[0]:
            before, (more, at) = "", named
        elif glob[at] == "-" and before and glob[at + 1 : at + 2] not in {"]", ""}:
            char, at = _member(glob, at + 1)
            more = f"{re.escape(before)}-{re.escape(char)}" if before <= char else ""
            before = ""
        else:
            before, at = _member(glob, at)
            more = re.escape(before)
        members += more
    return f"(?!/)[{'^' if negated else ''}{members}]", at + 1


def _named_class(glob: str, at: int) -> tuple[str, int] | None:
    """`[:alpha:]` and its like: characters and the place behind; "" if it is none; None if it spoils all."""
    end = glob.find("]", at + 2)
    if end < 0:
        return None
    if glob[end - 1] != ":" or end - 1 < at + 2:
        return "", at
    name = glob[at + 2 : end - 1]
    return (_CLASSES[name], end + 1) if name in _CLASSES else None


def _member(glob: str, at: int) -> tuple[str, int]:
    if glob[at] == "\\":
        at += 1
    return glob[at : at + 1], at + 1
