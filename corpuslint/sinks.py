"""Where fixed files go: in their place with a journal, into another folder, or onto the screen as a diff."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field

from corpuslint.errors import WriteRefused
from corpuslint.fixing import Rewrite
from corpuslint.journal import Journal
from corpuslint.read import read
from corpuslint.write import replace, sweep, write_new


@dataclass
class InPlace:
    """Replaces each file; what it was goes into the journal first."""

    begin: Callable[[], Journal] | None
    """Opens the journal when the first file is written; None: no journal."""
    fsync: bool = False
    break_hardlinks: bool = False
    """Whether a file with several names may be replaced under one of them."""
    all_files: bool = False
    copies: bool = False
    kept: list[str] = field(default_factory=list)
    """Old temporary files that hold a text which is neither an old nor a new one of ours."""
    _journal: Journal | None = None
    _swept: set[str] = field(default_factory=set)

    @property
    def run_id(self) -> str:
        """The run that `corpuslint undo` takes back; "" where nothing was written."""
        return os.path.basename(self._journal.folder) if self._journal else ""

    def put(self, rewrite: Rewrite) -> None:
        """Replace one file. Raises WriteRefused or ReadError; the file is as it was then."""
        snapshot = read(rewrite.source.file, rewrite.source.limit)
        new = _packed(rewrite, snapshot.data)
        if self.begin is not None:
            if self._journal is None:
                self._journal = self.begin()
            self._journal.record(snapshot, new, rewrite.codes)
        self._sweep(os.path.dirname(snapshot.real))
        replace(snapshot, new, fsync=self.fsync, break_hardlinks=self.break_hardlinks)
        if self._journal is not None:
            self._journal.done(snapshot.real)

    def _sweep(self, folder: str) -> None:
        """Remove what a killed run left in a folder that is written to."""
        if folder not in self._swept:
            self._swept.add(folder)
            self.kept += sweep(folder)


def _packed(rewrite: Rewrite, data: bytes) -> bytes:
    """What the file is to hold, whose bytes are `data`. Raises WriteRefused where they are not those that were read."""
    packing = rewrite.source.packing
    content = data
    if packing:
        from corpuslint.containers import packing as compressed

        content = compressed.unpacked(data, packing)
    if content != rewrite.old:
        raise WriteRefused(f"{rewrite.source.path}: changed since it was read; run again")
    if rewrite.new == rewrite.old:
        return data
    return compressed.packed(rewrite.new, data, packing) if packing else rewrite.new


@dataclass
class Copies:
    """Writes every file that was checked below another folder, fixed or as it was."""

    folder: str
    root: str
    all_files: bool = True
    copies: bool = True

    def put(self, rewrite: Rewrite) -> None:
        """Write one copy. Raises WriteRefused where it exists already or would lie outside the folder."""
        inner = os.path.relpath(os.path.abspath(rewrite.source.file), self.root)
        if inner.startswith(os.pardir) or os.path.isabs(inner):
            inner = os.path.basename(inner)
        snapshot = read(rewrite.source.file, rewrite.source.limit)
        new = _packed(rewrite, snapshot.data)
        write_new(os.path.join(self.folder, inner), new, mode=stat.S_IMODE(snapshot.stat.st_mode))


@dataclass
class Differences:
    """Keeps what would change."""

    copies: bool = False
    rewrites: list[Rewrite] = field(default_factory=list)
    all_files: bool = False

    def put(self, rewrite: Rewrite) -> None:
        """Keep one file's records with their change."""
        self.rewrites.append(rewrite)
