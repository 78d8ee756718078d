"""The findings of a corpus on a desk: looked at, decided, and followed while their files change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import baseline, session
from corpuslint.cli import check, fixing, known, outcome, scope
from corpuslint.errors import CorpuslintError, FixError, reason
from corpuslint.locate import order
from corpuslint.model import Edit, Finding, Fix, Safety, Span
from corpuslint.result import RuleFacts
from corpuslint.review.copies import documents, going, take_out
from corpuslint.review.items import Item, Matter, Naming, Stale, place
from corpuslint.review.mending import Chosen, Mended, Sheet, Stamp, looked, mended, opened, records
from corpuslint.review.renewing import Lens, renewed
from corpuslint.review.tray import Tray
from corpuslint.rewrites import Tally, assemble
from corpuslint.run import Job
from corpuslint.scan import Scanner
from corpuslint.sinks import InPlace
from corpuslint.source import Source

if TYPE_CHECKING:
    from corpuslint.bench import Bench
    from corpuslint.cli.command import Command
    from corpuslint.review.following import Passes
    from corpuslint.settings import Settings

WAITS = "another fix here has changed what it rests on; decide on what is found now"
CHANGED = "changed since it was checked; it was looked at again, decide on what is found now"
"""Why a decision on a finding of another text is not done."""


class Outcome(NamedTuple):
    """What a decision came to."""

    done: list[Item]
    refused: list[tuple[Item, str]]
    """Each with the reason."""


class Desk:
    """All findings of a call, and what is done about them; not to be used by two threads at once."""

    def __init__(self, command: Command) -> None:
        """Nothing is read yet, see `look`."""
        self.command = command
        self.root = command.root
        self.sink = InPlace(fixing.journal(command), fsync=True, break_hardlinks=command.arguments.break_hardlinks)
        self.tally = Tally()
        self.loose = False
        """Whether decisions may have changed what rules across files say elsewhere."""
        self._rules: dict[tuple[str, ...], set[str]] = {}
        """The rules of the first look, by configuration."""
        self._kept: set[str] = set()
        """Those that a decision on a name has turned off since, but not for this review."""
        self._named: list[set[str]] = []
        """Forms of names that were decided on."""

    def look(self) -> None:
        """Check everything, with what is decided and accepted by now."""
        chosen = scope.choose(self.command)
        stamps = {task.path: stamp for task in chosen.tasks if (stamp := _stamp(task.path))}
        job = self._chosen_job(chosen)
        self.request = session.Request(
            job, chosen.tasks, check.runner(self.command), chosen.wanted, root=self.root, apart=True,
            progress=check.progress(self.command, chosen),
        )  # fmt: skip
        self.response = session.run(self.request)
        self.scope, self.job, self._stamps, self.loose = chosen, job, stamps, False
        self._settings = {task.path: task.settings for task in chosen.tasks}
        self.tray = Tray(self.response, Naming(self.root, job.collapsing), known.fingerprints(self.command))
        for names in self._named:
            self.tray.settle(names, self._kept)

    def settle(self, names: set[str]) -> None:
        """Let the findings go that are about nothing but forms of a name that was decided on."""
        self.loose = True
        self._named.append(names)
        self.tray.settle(names)

    def _chosen_job(self, chosen: scope.Scope) -> Job:
        """The work of a look, with the rules of the first one.

        The first decision on a name makes a lock, and with a lock nothing else is looked up; but what else was found
        is not decided yet.
        """
        job = Job(chosen.settings, self.command.tools, chosen.corpus)
        used = {task.settings for task in chosen.tasks}
        kept = tuple(self._as_begun(job.bench(n)) if n in used else one for n, one in enumerate(chosen.settings))
        return job if kept == chosen.settings else Job(kept, self.command.tools, chosen.corpus)

    def _as_begun(self, bench: Bench) -> Settings:
        codes = {entry.meta.code for entry in bench.entries}
        lost = (self._rules.setdefault(bench.settings.files, codes) - codes) & bench.registry.entries.keys()
        self._kept |= lost
        kept = copy(bench.settings)
        kept.extend_select = (*kept.extend_select, *sorted(lost))
        return kept

    def accept(self, matters: Iterable[Matter], reason: str) -> int:
        """Findings that are meant, for good; how many are new among the accepted ones."""
        results = [known.rooted(matter.result, self.root) for matter in matters]
        place = self.command.accepted
        names = [one.fingerprint for one in results]
        new = baseline.accept(place, names, reason, results=results, fsync=True)
        self.tray.know(names)
        return len(new)

    def facts(self) -> Mapping[str, RuleFacts]:
        """What reports say about the rules."""
        return outcome.rule_facts(self.job)

    def source(self, path: str) -> Source:
        """How a file is read. Raises Stale for one that is not of this review."""
        return self._bench(path).files.source(path)

    def _bench(self, path: str) -> Bench:
        if path not in self._settings:
            raise FixError("members of archives are only read; unpack it, and fix the files")
        return self.job.bench(self._settings[path])

    def scanner(self, path: str) -> Scanner:
        """The rules that hold for a file."""
        return Scanner(self._bench(path))

    def writable(self, path: str) -> bool:
        """Whether a file may be written at all."""
        return path in self._settings and not self.source(path).read_only

    def sheet(self, path: str) -> Sheet:
        """A file as it was when it was checked. Raises Stale where it is not, and looks at it again."""
        sheet = opened(self.source(path))
        if sheet.stamp != self._stamps.get(path):
            self.again(sheet)
            raise Stale(CHANGED)
        return sheet

    def fix(self, items: Sequence[Item], edited: Edit | None = None) -> Outcome:
        """Fix findings, file by file; each file is on the disk when this returns.

        `edited` is what a person wrote in place of the fix of the one finding.
        """
        outcome = Outcome([], [])
        by_path: dict[str, list[Item]] = {}
        for one in items:
            by_path.setdefault(one.path, []).append(one)
        for path, some in sorted(by_path.items()):
            try:
                self._fix_file(path, some, edited, outcome)
            except (CorpuslintError, OSError) as error:
                why = reason(error).removeprefix(f"{path}: ")
                outcome.refused.extend((one, why) for one in some)
        return outcome

    def _fix_file(self, path: str, items: Sequence[Item], edited: Edit | None, outcome: Outcome) -> None:
        if any(one.gone for one in items):
            raise Stale(CHANGED)
        able = items if edited is None else ()
        copies = {one: one.judged for one in able if one.judged and one.judged.fix and one.judged.fix.copy_of}
        if copies:
            self._take_out(copies, outcome)
        if others := [one for one in items if one not in copies]:
            self._mend_file(path, others, edited, outcome)

    def _take_out(self, copies: Mapping[Item, Finding], outcome: Outcome) -> None:
        """Take copies out of the corpus, but none whose original goes with them."""
        going = {finding.doc for finding in copies.values()}
        able = {one: found for one, found in copies.items() if found.fix and found.fix.copy_of not in going}
        outcome.refused.extend((one, WAITS) for one in copies if one not in able)
        self._told(able, take_out(self, able.values()), outcome)

    def _told(self, items: Iterable[Item], refused: Mapping[str, str], outcome: Outcome) -> None:
        for one in items:
            reason = next((refused[doc.path] for doc in documents(one) if doc.path in refused), "")
            if reason:
                outcome.refused.append((one, reason))
            else:
                outcome.done.append(one)

    def keep(self, items: Sequence[Item], kept: str) -> Outcome:
        """Take every document of these groups of copies out of the corpus but one ("a.txt" or "a.jsonl:7").

        Raises FixError where it is none of them.
        """
        outcome = Outcome([], [])
        docs = {str(doc): doc for one in items if one.judged for doc in documents(one)}
        if kept not in docs:
            raise FixError(f"{kept} is none of these documents; choose one that stands in the finding")
        self._told(items, take_out(self, going(items, docs[kept])), outcome)
        self.tray.remove(outcome.done)
        return outcome

    def drop(self, path: str) -> None:
        """Forget a file that is not there any more, and what was said to be a copy of it."""
        self.loose = True
        self.tray.drop(path)

    def read_again(self, path: str) -> None:
        """Find the findings of a file again whose documents are all as they were, though not where they were."""
        self.again(opened(self.source(path)), {})

    def _mend_file(self, path: str, items: Sequence[Item], edited: Edit | None, outcome: Outcome) -> None:
        sheet, scanner = self.sheet(path), self.scanner(path)
        done = mended(sheet, scanner, self._chosen(sheet, scanner, items, edited))
        changes = [(one.old, one.new, [used.finding for used in one.used]) for one in done]
        rewrite = assemble(sheet.source, sheet.data, changes)
        if rewrite.new != sheet.data:
            self.sink.put(rewrite)
            self.tally.add(path, rewrite.codes)
            try:
                self._follow(sheet, done)
            except (CorpuslintError, OSError):  # it is written; what became of it since is not known
                self.drop(path)
        used = [chosen.item for one in done for chosen in one.used]
        outcome.done.extend(used)
        left = set(items).difference(used)
        outcome.refused.extend((one, WAITS) for one in items if one in left)

    def _chosen(
        self, sheet: Sheet, scanner: Scanner, items: Sequence[Item], edited: Edit | None
    ) -> dict[int, list[Chosen]]:
        """The findings of items by record, with the fix that is to be made. Raises Stale where one is not found."""
        chosen: dict[int, list[Chosen]] = {one.record: [] for one in items}
        for record in records(sheet, scanner, chosen):
            found = {place(result): finding for finding, result in looked(sheet.source, scanner, record)}
            for one in items:
                if one.record == record.number:
                    finding = one.judged or found.get(one.place)
                    if finding is None or one.gone:
                        raise Stale(CHANGED)
                    chosen[one.record].append(Chosen(one, _as_wanted(finding, edited)))
        return chosen

    def _follow(self, sheet: Sheet, done: Sequence[Mended]) -> None:
        """After a file was written: find its findings again."""
        now = opened(sheet.source)
        lines = sum(one.new.raw.count(b"\n") - one.old.raw.count(b"\n") for one in done)
        passes = {one.old.number: one.passes for one in done}
        self.again(now, passes, everywhere=lines != 0)

    def again(self, sheet: Sheet, passes: Mapping[int, Passes] | None = None, *, everywhere: bool = True) -> None:
        """Look at a file again: at the records that were changed (with the edits made there), or at all of them.

        Where nobody knows what was changed, what rules across files said of it is dropped.
        """
        path = sheet.source.path
        lens = Lens(sheet.source, self.scanner(path), self.tray.naming)
        before: dict[int, list[Item]] = {}
        for one in self.tray.at(path):
            if not one.gone:
                before.setdefault(one.record, []).append(one)
        after: list[Item] = []
        for record in records(sheet, lens.scanner, None if everywhere else passes):
            made = None if passes is None else passes.get(record.number, [])
            after += renewed(lens, record, before.pop(record.number, []), made)
        if passes is not None:  # records that were not looked at, or hold no document, are as they were
            after += (one for items in before.values() for one in items)
        self.loose |= passes is None
        self.tray.replace(path, sorted(after, key=lambda one: order(one.result)))
        self._stamps[path] = sheet.stamp


def _as_wanted(finding: Finding, edited: Edit | None) -> Finding:
    """A finding with the fix that a person wrote, where there is one."""
    if edited is None:
        return finding
    basis = finding.fix.basis if finding.fix else finding.span
    whole = Span(min(basis.start, edited.span.start), max(basis.end, edited.span.end))
    return finding._replace(fix=Fix((edited,), Safety.UNSAFE, "as edited", whole))


def _stamp(path: str) -> Stamp | None:
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
