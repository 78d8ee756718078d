"""Files that only the engine can read: found, and fetched where a document in them is compared with another one."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from corpuslint.errors import ReadError
from corpuslint.scratch import Scratch
from corpuslint.spark.starting import told

LARGEST = (1 << 31) - 1
"""Bytes of a file that the engine hands over whole; a larger shard has to be cut, or to lie on a shared disk."""
_UNKNOWN = re.compile("ClassNotFoundException|No FileSystem for scheme")
"""What is said of a file system that nothing is there for."""
_SPECIAL = re.compile(r"([\\\[\]{}*?])")


def listed(session: Any, place: str) -> list[tuple[str, int]]:
    """The files below a URI with their sizes in bytes, in order. Raises ReadError."""
    try:
        reader = session.read.format("binaryFile").option("recursiveFileLookup", "true")
        rows = reader.load(place).select("path", "length").collect()
    except Exception as error:  # noqa: BLE001 - of whatever file system it is
        said = told(error)
        if _UNKNOWN.search(said):
            kind, _, _ = place.partition(":")
            said = f"Spark cannot read {kind}: yet; add the package that can (PYSPARK_SUBMIT_ARGS, --packages): {said}"
        raise ReadError(said) from None
    return sorted((row.path, row.length) for row in rows)


def contents(session: Any, paths: Sequence[str]) -> Any:
    """A data frame of paths and contents; a file that cannot be read has no row in it. Raises ReadError."""
    escaped = [_SPECIAL.sub(r"\\\1", path) for path in paths]
    reader = session.read.format("binaryFile").options(ignoreCorruptFiles="true", ignoreMissingFiles="true")
    try:
        return reader.load(escaped).select("path", "content")
    except Exception as error:  # noqa: BLE001 - as above
        raise ReadError(f"files that were found cannot be read any more: {told(error)}") from None


class Fetched(dict[str, str]):
    """Files as they are copied to this machine, one by one as they are asked for; the copies go with this object."""

    def __init__(self, session: Any, paths: Sequence[str]) -> None:
        super().__init__()
        self._session = session
        self._paths = frozenset(paths)
        self._scratch = Scratch()

    def get(self, path: str, default: Any = None, /) -> Any:
        """Where the copy of a file lies; the default for one that is no file of the engine. Raises ReadError."""
        if path not in self._paths:
            return default
        if path not in self:
            self[path] = self._copy(path)
        return self[path]

    def _copy(self, path: str) -> str:
        copy = os.path.join(self._scratch.folder, str(len(self)))
        try:
            rows = contents(self._session, [path]).collect()
        except ReadError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            raise ReadError(f"{path}: {told(error)}") from None
        if not rows:
            raise ReadError(f"{path}: it cannot be read any more")
        with open(copy, "wb") as file:
            file.write(rows[0].content)
        return copy
