"""One run from files to results: the work is spread, the corpus is judged, fixes are made, and all is put in order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

from corpuslint import corpus
from corpuslint.bench import Bench
from corpuslint.containers.base import Record
from corpuslint.corpus import Library, Verdict
from corpuslint.fixing import FixingScanner, Sink, Tally
from corpuslint.locate import Located, fingerprinted, order
from corpuslint.model import DocKey, Finding, Safety
from corpuslint.registry import Entry
from corpuslint.result import Result, Trouble
from corpuslint.run import Job, Runner, Task, grouped, sources
from corpuslint.scan import Part, Source, read_record

MAX_ROUNDS = 3
"""Times that fixes of corpus rules are applied before what is left is only reported."""


class Everything:
    """A container of all documents."""

    def __contains__(self, key: object) -> bool:
        """Always."""
        return True


@dataclass
class Request:
    """What a run is to do."""

    job: Job
    tasks: Sequence[Task]
    runner: Runner
    wanted: Container[DocKey] = field(default_factory=Everything)
    """The documents at which findings are wanted."""
    sink: Sink | None = None
    """Where fixed files go; None: nothing is fixed."""
    least: Safety = Safety.SAFE
    progress: Callable[[int], None] | None = None
    """Called with the number of files done."""


@dataclass
class Response:
    """What came of a run, in order."""

    results: list[Result]
    troubles: list[Trouble]
    files: int
    documents: int
    size: int
    tally: Tally


def run(request: Request) -> Response:
    """Check, and fix where a sink is given."""
    tally = Tally()
    part = _documents(request, tally)
    verdict = _corpus(request, part, tally) if request.job.corpus else Verdict()
    results = fingerprinted(sorted(part.results + verdict.results, key=order))
    troubles = sorted(
        set(part.troubles + verdict.troubles), key=lambda one: (one.path, one.line, one.code, one.message)
    )
    return Response(results, troubles, part.files, part.documents, part.size, tally)


def _documents(request: Request, tally: Tally) -> Part:
    total = Part()
    parts: Iterable[Part] = (
        (_fixed(request, group, tally) for group in grouped(request.tasks))
        if request.sink is not None
        else request.runner.run(request.job, grouped(request.tasks))
    )
    for part in parts:
        total.add(part)
        if request.progress is not None:
            request.progress(total.files)
    return total


def _fixed(request: Request, tasks: Sequence[Task], tally: Tally) -> Part:
    """What the job does, with fixes; in this process, for files and journal are written in order."""
    part = Part()
    witnesses = [task for task in tasks if not task.judged]
    if witnesses:
        part.add(request.job(witnesses))
    for index in sorted({task.settings for task in tasks if task.judged}):
        bench = request.job.bench(index)
        scanner = _fixing_scanner(request, bench, tally)
        mine = (task.path for task in tasks if task.settings == index and task.judged)
        part.add(scanner.scan(sources(bench, mine, scanner)))
    return part


def _fixing_scanner(request: Request, bench: Bench, tally: Tally) -> FixingScanner:
    plain = request.job.scanner(bench)
    scanner = FixingScanner(plain.checker, bench.entries, plain.mapper, bench.silenced)
    if request.sink is None:
        raise ValueError("a run without a sink fixes nothing")
    return scanner.fixing(request.least, request.sink, tally)


@dataclass
class _Shelf:
    """Where every document of a run is found again."""

    request: Request
    addresses: dict[DocKey, tuple[int, int, int]]

    def __post_init__(self) -> None:
        self._settings = {task.path: task.settings for task in self.request.tasks}

    def bench(self, path: str) -> Bench:
        return self.request.job.bench(self._settings.get(path, 0))

    def source(self, path: str) -> Source:
        return self.bench(path).source(path)

    def read(self, key: DocKey) -> tuple[Record, Located]:
        source = self.source(key.path)
        record = read_record(source, key, self.addresses.get(key))
        return record, Located(key, record, source.container, source.fields)


def _corpus(request: Request, part: Part, tally: Tally) -> Verdict:
    """What the rules across files say; their fixes are applied and judged again."""
    entries = request.job.bench(0).corpus_entries
    verdict = Verdict()
    for _ in range(MAX_ROUNDS):
        shelf = _Shelf(request, part.facts.addresses)
        verdict = _judged(request, entries, part, shelf)
        changed = _apply(request, shelf, verdict.findings, tally) if request.sink is not None else []
        if not changed:
            break
        _retake(request, part, changed)
    return verdict


def _judged(request: Request, entries: Sequence[Entry], part: Part, shelf: _Shelf) -> Verdict:
    library = Library(request.wanted, shelf.read, request.job.bench(0).repairer)
    verdict = corpus.report(entries, part.facts, library)
    kept = [
        (finding, result)
        for finding, result in zip(verdict.findings, verdict.results, strict=True)
        if finding.rule not in shelf.bench(finding.doc.path).ignored(finding.doc.path)
        and finding.rule not in shelf.bench(finding.doc.path).silenced(library.document(finding.doc))
    ]
    return Verdict([finding for finding, _ in kept], [result for _, result in kept], verdict.troubles)


def _apply(request: Request, shelf: _Shelf, findings: Sequence[Finding], tally: Tally) -> list[str]:
    """Fix what corpus rules would; the paths of files that changed."""
    by_path: dict[str, dict[int, list[Finding]]] = {}
    for finding in findings:
        if finding.fix is not None and finding.fix.safety >= request.least and finding.fix.edits:
            by_path.setdefault(finding.doc.path, {}).setdefault(finding.doc.record, []).append(finding)
    changed = []
    for path in sorted(by_path):
        scanner = _fixing_scanner(request, shelf.bench(path), tally)
        if scanner.apply(shelf.source(path), by_path[path]):
            changed.append(path)
    return changed


def _retake(request: Request, part: Part, paths: Sequence[str]) -> None:
    """Take results and facts of changed files anew."""
    gone = set(paths)
    part.results = [result for result in part.results if result.location.path not in gone]
    for rows in part.facts.groups.values():
        rows[:] = [row for row in rows if row.key.path not in gone]
    fresh = request.job([task for task in request.tasks if task.path in gone])
    part.results += fresh.results
    part.troubles += fresh.troubles
    part.facts.add(fresh.facts)
