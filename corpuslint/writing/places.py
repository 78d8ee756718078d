"""Where a file that a run changed lies now: in the corpus as it lies now, and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass

from corpuslint.settings import below


@dataclass(frozen=True, slots=True)
class Change:
    """One file that was replaced: its real path, and that of the corpus then; "" if that was not noted."""

    path: str
    root: str
    before: str
    after: str
    sizes: tuple[int, int]
    codes: dict[str, int]
    moved: str = ""
    """Where the file was moved to as a whole, relative to the root; "" of one that was replaced."""


def flaw(change: Change) -> str:
    """Why the journal does not tell where the file lay; empty if it does."""
    if not change.root:
        return (
            "an earlier version fixed it and did not note where the corpus lay, so this may be a copy; "
            "undo it with that version"
        )
    if not os.path.isabs(change.path) or os.path.normpath(change.path) != change.path:
        return "the journal does not name its real path"
    return ""


def _lay_inside(change: Change) -> bool:
    return bool(change.root) and below(change.path, change.root)


def place(change: Change, root: str) -> str:
    """Where the file is looked for now that the corpus lies in `root`."""
    if not _lay_inside(change):
        return change.path
    return os.path.join(root, os.path.relpath(change.path, change.root))


def misplaced(change: Change, path: str, real: str, root: str) -> str:
    """Why the file found at `path`, and really at `real`, is not the one that was fixed; empty if it is."""
    if not _lay_inside(change) and change.root != root:
        was = f"it lies outside the corpus, which was {change.root} when this run fixed it"
        return f"{was} and is {root} now; undo it there"
    if real != path:  # so nothing leaves the corpus: `path` has no `..`, and neither it nor `root` a link
        return "a link stands in its place now"
    return ""
