"""Where fixed files go: in their place with a journal, or into another folder."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from corpuslint.errors import CorpuslintError, FixError, ReadError, WriteRefused
from corpuslint.model import Finding
from corpuslint.read import Snapshot, read
from corpuslint.rewrites import Removal, Rewrite, Written
from corpuslint.settings import below
from corpuslint.writing.journal import Journal
from corpuslint.writing.quarantine import Quarantine
from corpuslint.writing.write import is_writable, remove_new, renew, replace, sweep, write_new


@dataclass
class InPlace:
    """Replaces each file; what it was goes into the journal first."""

    begin: Callable[[], Journal] | None
    """Opens the journal when the first file is written; None: no journal."""
    fsync: bool = False
    break_hardlinks: bool = False
    """Whether a file with several names may be replaced under one of them."""
    all_files: bool = False
    lasting: bool = True
    copies: bool = False
    shows: bool = False
    places: Mapping[str, str] = field(default_factory=dict)
    _journal: Journal | None = None
    _swept: set[str] = field(default_factory=set)
    _kept: list[str] = field(default_factory=list)
    _quarantine: Quarantine | None = None
    _moved: bool = False
    """Whether anything went to the quarantine."""

    @property
    def written(self) -> Written:
        """What was done until now."""
        run_id = os.path.basename(self._journal.folder) if self._journal else ""
        return Written(run_id, self._kept, self._quarantine.folder if self._quarantine and self._moved else "")

    def put(self, rewrite: Rewrite) -> None:
        """Replace one file. Raises WriteRefused or ReadError; the file is as it was then."""
        snapshot = read(rewrite.source.file, rewrite.source.limit)
        new = packed(rewrite, snapshot.data)
        if self.begin is not None:
            if self._journal is None:
                self._journal = self.begin()
            self._journal.record(snapshot, new, rewrite.codes)
        self._sweep(os.path.dirname(snapshot.real))
        try:
            replace(snapshot, new, fsync=self.fsync, break_hardlinks=self.break_hardlinks)
        except WriteRefused:
            if self._journal is not None and not (self.fsync and _holds(snapshot.real, new, rewrite.source.limit)):
                self._journal.refused(snapshot.real)
            raise
        if self._journal is not None:
            self._journal.done(snapshot.real)

    def take_out(self, removal: Removal) -> bool:
        """Move a file, or its records, to the quarantine. Raises as `put`; the file is as it was then."""
        source = removal.source
        snapshot = read(source.file, source.limit)
        packing = "" if removal.new is None else source.packing
        if _content(snapshot.data, packing) != removal.old:
            raise WriteRefused(f"{source.path}: changed since it was read; run again")
        if os.path.islink(source.file):
            raise WriteRefused(f"{source.path}: it is a link; remove the link, or move what it leads to")
        if not is_writable(snapshot.real, snapshot.stat.st_mode):
            raise WriteRefused(f"{source.path}: it is read-only; it stays where it is; make it writable for you")
        if self.begin is None:
            raise WriteRefused(f"{source.path}: nothing is moved without a journal; leave --no-journal out")
        journal = self._journal = self._journal or self.begin()
        quarantine = self._quarantine = self._quarantine or Quarantine(journal.root, journal.run)
        place = quarantine.place(os.path.splitext(snapshot.real)[0] if packing else snapshot.real)
        codes = Counter(taken.finding.rule for taken in removal.taken)
        for taken in removal.taken:
            quarantine.note(_told(taken.finding, place))
        try:
            if removal.new is None:
                _move(journal, quarantine, snapshot, place, codes)
            else:
                quarantine.keep(place, b"".join(taken.raw for taken in removal.taken))
                self.put(Rewrite(source, removal.old, removal.new, codes))
        except (FixError, WriteRefused) as error:
            with suppress(WriteRefused):
                quarantine.note({"stays": [str(taken.finding.doc) for taken in removal.taken], "why": str(error)})
            raise
        self._moved = True
        return True

    def _sweep(self, folder: str) -> None:
        """Remove what a killed run left in a folder that is written to."""
        if folder not in self._swept:
            self._swept.add(folder)
            self._kept += sweep(folder)


def _holds(path: str, new: bytes, limit: int) -> bool:
    """Whether a file was replaced and only its folder not waited for; also where that cannot be told."""
    try:
        return read(path, limit).data == new
    except ReadError:
        return True


def _move(journal: Journal, quarantine: Quarantine, snapshot: Snapshot, place: str, codes: Mapping[str, int]) -> None:
    journal.record_move(snapshot, place, codes)
    try:
        quarantine.move(snapshot, place)
    except WriteRefused:
        journal.refused(snapshot.real)
        raise
    journal.done(snapshot.real)


def _told(finding: Finding, place: str) -> dict[str, object]:
    """A document in the quarantine: which one it was, why it went, where it lies, and which one stayed."""
    kept = str(finding.fix.copy_of) if finding.fix else ""
    return {"document": str(finding.doc), "rule": finding.rule, "why": finding.message, "kept": kept, "moved_to": place}


def packed(rewrite: Rewrite, data: bytes) -> bytes:
    """What the file is to hold, whose bytes are `data`. Raises WriteRefused where they are not those that were read."""
    if rewrite.new == rewrite.old:
        return data
    packing = rewrite.source.packing
    if _content(data, packing) != rewrite.old:
        raise WriteRefused(f"{rewrite.source.path}: changed since it was read; run again")
    if not packing:
        return rewrite.new
    from corpuslint.containers import packing as compressed

    return compressed.packed(rewrite.new, data, packing)


def _content(data: bytes, packing: str) -> bytes:
    """What is in a file with these bytes. Raises ReadError where it is damaged."""
    if not packing:
        return data
    from corpuslint.containers.unpacking import unpacked

    return unpacked(data, packing)


@dataclass
class Copies:
    """Writes every file that was checked below another folder, fixed or as it was; what is fixed later is that copy."""

    folder: str
    roots: tuple[str, ...]
    """Folders below which paths are kept, the first one that holds a file; a file of no such folder keeps its name."""
    all_files: bool = True
    copies: bool = True
    lasting: bool = True
    shows: bool = False
    places: dict[str, str] = field(default_factory=dict)
    _left_out: int = 0
    _whole: bool = True
    """Whether all files could be copied, so that what stays of equal documents is among them."""

    @property
    def written(self) -> Written:
        """What was done until now."""
        return Written(left_out=self._left_out)

    def put(self, rewrite: Rewrite) -> None:
        """Write one copy. Raises WriteRefused where something else has its name."""
        try:
            self._copy(rewrite)
        except (CorpuslintError, OSError):
            self._whole = False
            raise

    def _copy(self, rewrite: Rewrite) -> None:
        file = rewrite.source.file
        snapshot = read(file, rewrite.source.limit)
        new = packed(rewrite, snapshot.data)
        mode = stat.S_IMODE(snapshot.stat.st_mode)
        if self.places.get(rewrite.source.path) == file:
            if new != snapshot.data:
                renew(file, new, mode=mode)
            return
        target = self._place(file)
        write_new(target, new, mode=mode)
        self.places[file] = target

    def _place(self, file: str) -> str:
        whole = os.path.abspath(file)
        root = next((root for root in self.roots if below(whole, root)), os.path.dirname(whole))
        return os.path.join(self.folder, os.path.relpath(whole, root))

    def take_out(self, removal: Removal) -> bool:
        """Leave documents out of a copy; never where a file could not be copied, for which `put` gave the reason."""
        if not self._whole:
            return False
        if removal.new is None:
            remove_new(removal.source.file)
        else:
            self.put(Rewrite(removal.source, removal.old, removal.new, {}))
        self._left_out += len(removal.taken)
        return True
