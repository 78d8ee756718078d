"""How the files of a corpus are called: by their names in it, which the index has, and by their paths in a run."""

from __future__ import annotations

import os


class Names:
    """The names in one corpus."""

    def __init__(self, root: str) -> None:
        """`root` is the folder of the corpus."""
        self.root = os.path.abspath(root)
        above = os.path.relpath(root)
        self.prefix = "" if above == os.curdir else above.replace(os.sep, "/").rstrip("/") + "/"
        """What most paths of a run have before the name."""

    def name(self, path: str) -> str:
        """A path relative to the corpus."""
        if path.startswith(self.prefix):
            return path[len(self.prefix) :]
        return os.path.relpath(os.path.abspath(path), self.root)

    def path(self, name: str) -> str:
        """What a run calls a file of the corpus."""
        return self.prefix + name
