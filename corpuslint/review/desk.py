"""The findings of a corpus on a desk: looked at, decided, and followed while their files change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import baseline, session
from corpuslint.cli import check, known, scope
from corpuslint.errors import CorpuslintError, FixError
from corpuslint.fixing import Tally, assemble
from corpuslint.locate import order
from corpuslint.model import Edit, Finding, Fix, Safety, Span
from corpuslint.result import Result, RuleFacts
from corpuslint.review.copies import documents, going, take_out
from corpuslint.review.items import Item, Matter, item, named, place
from corpuslint.review.mending import Chosen, Mended, Sheet, Stamp, looked, mended, opened, records
from corpuslint.review.naming import forms
from corpuslint.review.renewing import Lens, renewed
from corpuslint.run import Job
from corpuslint.scan import Scanner, Source
from corpuslint.sinks import InPlace

if TYPE_CHECKING:
    from corpuslint.bench import Bench
    from corpuslint.cli.command import Command
    from corpuslint.review.following import Passes

WAITS = "another fix here has changed what it rests on; decide on what is found now"
CHANGED = "changed since it was checked; it was looked at again, decide on what is found now"
"""Why a decision on a finding of another text is not done."""


class Stale(CorpuslintError):  # noqa: N818 - a state of things
    """A finding that is not there any more, or not as it was shown."""


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
        self.sink = InPlace(check.journal(command), fsync=True, break_hardlinks=command.arguments.break_hardlinks)
        self.tally = Tally()
        self.loose = False
        """Whether decisions may have changed what rules across files say elsewhere."""
        self._files: dict[str, list[Item]] = {}
        self._shared: dict[str, Result] = {}
        self._groups: dict[str, list[Item]] = {}

    def look(self) -> None:
        """Check everything, with what is decided and accepted by now."""
        self.loose = False
        self.scope = scope.choose(self.command)
        self.job = Job(self.scope.settings, self.command.tools, self.scope.corpus)
        self._stamps = {task.path: stamp for task in self.scope.tasks if (stamp := _stamp(task.path))}
        self._settings = {task.path: task.settings for task in self.scope.tasks}
        self._known = known.fingerprints(self.command)
        self.request = session.Request(
            self.job, self.scope.tasks, check.runner(self.command), self.scope.wanted, root=self.root, apart=True
        )
        self.response = session.run(self.request)
        self._take(self.response)

    def _take(self, response: session.Response) -> None:
        apart = response.apart or session.Apart([], [])
        judged = {(one.rule, one.doc, one.span): one for one in apart.judged}
        self._files = {}
        for result in sorted(apart.results, key=order):
            one = item(result, judged.get(place(result)), self.root)
            self._files.setdefault(one.path, []).append(one)
        every = [one for items in self._files.values() for one in items]
        named(every, self.root)
        self._mark(every)
        single = {one.result.fingerprint for one in every}
        self._shared = {one.fingerprint: one for one in response.results if one.fingerprint not in single}
        self._groups = {}
        self._join(every)

    def _join(self, items: Iterable[Item]) -> None:
        for one in items:
            if name := self._speaker(one):
                self._groups.setdefault(name, []).append(one)

    def _mark(self, items: Iterable[Item]) -> None:
        for one in items:
            one.known = any(name in self._known for name in baseline.names(one.result))

    def matters(self) -> list[Matter]:
        """What there is to decide, in order of place."""
        made: dict[str, Matter] = {}
        for one in self.items():
            if one.open:
                name = self._speaker(one)
                if not name or name not in made:
                    made[name or one.result.fingerprint] = self.matter_of(one)
        return sorted(made.values(), key=lambda matter: order(matter.result))

    def _speaker(self, item: Item) -> str:
        """The fingerprint of the finding that speaks for this one and others; "" where none does."""
        return next((name for name in baseline.names(item.result)[1:] if name in self._shared), "")

    def matter_of(self, item: Item) -> Matter:
        """What a finding is decided as: alone, or with all that are the same elsewhere."""
        name = self._speaker(item)
        items = [one for one in self._groups.get(name, ()) if one.open]
        if len(items) < 2:
            return Matter(item.result, [item])
        first, shared = items[0].result, self._shared[name]
        data = {**shared.data, "count": len(items), "documents": len({one.place[1] for one in items})}
        told = shared._replace(
            location=first.location, text=first.text, excerpt=first.excerpt, fix=first.fix, data=data
        )
        return Matter(told, items)

    def matter(self, fingerprint: str) -> Matter:
        """What has this fingerprint. Raises Stale where it is not there any more."""
        for one in self._groups.get(fingerprint, ()) if fingerprint in self._shared else self.items():
            matter = self.matter_of(one)
            if one.open and matter.result.fingerprint == fingerprint:
                return matter
        raise Stale(f"{fingerprint}: this finding is not there any more; look at what is found now")

    def accept(self, matters: Iterable[Matter], reason: str) -> int:
        """Findings that are meant, for good; how many are new among the accepted ones."""
        results = [known.rooted(matter.result, self.root) for matter in matters]
        place = self.command.settings.place("accepted")
        new = baseline.accept(place, [one.fingerprint for one in results], reason, results=results, fsync=True)
        self._known |= {one.fingerprint for one in results}
        self._mark(self.items())
        return len(new)

    @property
    def paths(self) -> list[str]:
        """The files in which something was found."""
        return sorted(self._files)

    def items_in(self, path: str) -> list[Item]:
        """The findings of a file in order of place."""
        return self._files.get(path, [])

    def facts(self) -> Mapping[str, RuleFacts]:
        """What reports say about the rules."""
        return check.rule_facts(self.job)

    def source(self, path: str) -> Source:
        """How a file is read. Raises Stale for one that is not of this review."""
        return self._bench(path).source(path)

    def _bench(self, path: str) -> Bench:
        if path not in self._settings:
            raise FixError("members of archives are only read; unpack it, and fix the files")
        return self.job.bench(self._settings[path])

    def scanner(self, path: str) -> Scanner:
        """The rules that hold for a file."""
        bench = self._bench(path)
        return Scanner(bench.checker, bench.entries, None, bench.exceptions if bench.settings.overrides else None)

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
                reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
                outcome.refused.extend((one, reason.removeprefix(f"{path}: ")) for one in some)
        return outcome

    def _fix_file(self, path: str, items: Sequence[Item], edited: Edit | None, outcome: Outcome) -> None:
        copies = {one: one.judged for one in items if one.judged and one.judged.fix and one.judged.fix.copy_of}
        if copies:
            refused = take_out(self, copies.values())
            self._told(copies, refused, outcome)
            items = [one for one in items if one not in copies]
        if items:
            self._mend_file(path, items, edited, outcome)

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
        for one in outcome.done:
            one.gone = True
        return outcome

    def items(self) -> Iterator[Item]:
        """All findings, known ones too."""
        return (one for items in self._files.values() for one in items)

    def settle(self, names: set[str]) -> None:
        """Let the findings go that are about nothing but these forms of a name."""
        self.loose = True
        for one in self.items():
            found = forms(one.result)
            one.gone |= bool(found) and names.issuperset(found)

    def drop(self, path: str) -> None:
        """Forget a file that is not there any more, and what was said to be a copy of it."""
        self.loose = True
        for one in self.items():
            about = one.judged.related[0].doc.path if one.judged and "duplicate" in one.judged.data else ""
            one.gone |= path in (one.path, about)

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
            self._follow(sheet, done)
        used = [chosen.item for one in done for chosen in one.used]
        outcome.done.extend(used)
        outcome.refused.extend((one, WAITS) for one in items if one not in used)

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
        path, scanner = sheet.source.path, self.scanner(sheet.source.path)
        before = [one for one in self._files.get(path, []) if not one.gone]
        after: list[Item] = []
        lens = Lens(sheet.source, scanner, self.root)
        seen: set[int] = set()
        for record in records(sheet, scanner, None if everywhere else passes):
            seen.add(record.number)
            mine = [one for one in before if one.record == record.number]
            made = None if passes is None else passes.get(record.number, [])
            after += renewed(lens, record, mine, made)
        after += (one for one in before if not everywhere and one.record not in seen)
        after.sort(key=lambda one: order(one.result))
        for one in before:
            one.gone = one not in after
        self._files[path] = after
        named(after, self.root)
        self._mark(after)
        self._join(one for one in after if one not in before)
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
