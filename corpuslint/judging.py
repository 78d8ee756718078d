"""The corpus part of a run: facts become findings at their places, and fixes of them are applied and judged again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint import corpus
from corpuslint.bench import Bench
from corpuslint.check import Exceptions
from corpuslint.containers.base import Record
from corpuslint.corpus import Library, Reader, Verdict
from corpuslint.errors import NoRoom, ReadError, TextElsewhere
from corpuslint.facts import Addresses, CorpusFacts
from corpuslint.mapping import Mapper
from corpuslint.model import DocKey, Finding
from corpuslint.part import Part
from corpuslint.registry import Entry
from corpuslint.result import Trouble
from corpuslint.run import Job
from corpuslint.session import Request, documents
from corpuslint.source import Source, read_record

if TYPE_CHECKING:
    from corpuslint.aside import Gone
    from corpuslint.locate import Located
    from corpuslint.rewrites import Tally

NONE = Exceptions()
MAX_ROUNDS = 3
"""Times that fixes of corpus rules are applied before what is left is only reported."""


class _Shelf:
    """Where every document of a run is found again."""

    def __init__(self, request: Request, addresses: Addresses) -> None:
        self.request = request
        self.addresses = addresses

    @cached_property
    def _settings(self) -> dict[str, int]:
        return {task.path: task.settings for task in self.request.tasks}

    def __contains__(self, key: object) -> bool:
        """Whether a document is wanted, and its text is here: that of an archive is not."""
        return isinstance(key, DocKey) and self._is_here(self._file(key.path)) and key in self.request.wanted

    def bench(self, path: str) -> Bench:
        return self.request.job.bench(self._settings.get(self._file(path), 0))

    def source(self, path: str) -> Source:
        bench, file = self.bench(path), self._file(path)
        member = bench.files.member(file, path[len(file) + 1 :]) if file != path else None
        return self.request.job.placed(member or bench.files.source(path))

    @cached_property
    def _judged(self) -> frozenset[str]:
        return frozenset(task.path for task in self.request.tasks if task.judged)

    def is_copied(self, key: DocKey) -> bool:
        """Whether a document lies in a copy that was made, or in a file of the corpus of which none was wanted.

        A file that could be read in part has none.
        """
        file = self._file(key.path)
        return file not in self._judged or file in self.request.job.places

    def _file(self, path: str) -> str:
        """The file that a path leads to: for a member of an archive that archive."""
        file = path
        while file and not self._is_here(file):
            file = file.rpartition("/")[0]
        return file or path

    def _is_here(self, file: str) -> bool:
        """Whether the text of a file can be read: it is one of the run, or of its corpus."""
        index = self.request.corpus_index
        return file in self._settings or (index is not None and index.lies_here(file))

    def read(self, key: DocKey) -> tuple[Record, Located]:
        if not self._is_here(self._file(key.path)):
            raise TextElsewhere(f"{key}: only what was noted of it is here, not its text")
        source = self.source(key.path)
        from corpuslint.locate import Located

        try:
            record = read_record(source, key, self.addresses.get(key))
        except OSError as error:
            raise ReadError(f"{key}: cannot be read again ({error.strerror or error}); run again") from error
        return record, Located(key, record, source.container, source.fields, read_only=bool(source.read_only))


def judge(request: Request, part: Part, tally: Tally | None) -> Verdict:
    """What the rules across files say; their fixes are applied and judged again."""
    entries = request.job.bench(0).corpus_entries
    take_waiting(request.job, part)
    if request.judges is not None:
        entries = list(filter(request.judges, entries))
    troubles: list[Trouble] = []
    left = MAX_ROUNDS
    while True:
        shelf = _Shelf(request, request.corpus_index or part.facts.addressed())
        read = shelf.read if tally is None else steady(shelf.read)
        verdict = _judged(request, entries, part, shelf, read)
        if tally is None or not left:
            break
        from corpuslint import aside

        left -= 1
        changed, refused = _apply(request, shelf, verdict, tally)
        done = aside.Gone([], changed, [])
        if not done.cut:
            done = _take_out(request, shelf, read, verdict, tally)
        troubles += refused + done.troubles
        if not (done.cut or done.files) or not (request.sink and request.sink.lasting):
            break
        _retake(request, part, done.cut, done.files)
    verdict.troubles.extend(troubles)
    return verdict


def _take_out(request: Request, shelf: _Shelf, read: Reader, verdict: Verdict, tally: Tally) -> Gone:
    """Take copies out of the corpus, where unsafe fixes are wanted."""
    from corpuslint import aside

    going = aside.chosen(verdict, request.least, request.spared, request.root)
    if not going or request.sink is None:
        return aside.Gone([], [], [])
    if request.sink.copies:
        going = [finding for finding in going if all(map(shelf.is_copied, _both(finding)))]
    return aside.take_out(going, shelf.source, read, request.sink, tally)


def _both(finding: Finding) -> Iterator[DocKey]:
    """A copy, and what it is a copy of."""
    yield finding.doc
    if finding.fix and finding.fix.copy_of:
        yield finding.fix.copy_of


def facts(request: Request) -> tuple[CorpusFacts, list[Trouble]]:
    """What the rules across files noted of all documents of a request, and what could not be read."""
    part = documents(request, None)
    take_waiting(request.job, part)
    return part.facts, part.troubles


def library(request: Request, addresses: Addresses) -> Library:
    """The documents of a request, as corpus rules see them."""
    return Library(request.wanted, _Shelf(request, addresses).read, request.job.bench(0).repairer)


def take_waiting(job: Job, part: Part) -> None:
    """Take the facts of documents for which that was put off."""
    waiting, part.facts.waiting = part.facts.waiting, []
    if waiting:
        mapper = Mapper(job.bench(0).corpus_entries)
        part.facts.add(mapper.take(waiting))
        part.troubles += mapper.troubles


def steady(read: Reader) -> Reader:
    """Reads documents each of which must stay what it was when it was read first, else ReadError is raised."""
    from corpuslint.cachedir import digest

    seen: dict[DocKey, str] = {}

    def again(key: DocKey) -> tuple[Record, Located]:
        record, located = read(key)
        found = digest(record.text.encode("utf-8", "surrogatepass"))
        if seen.setdefault(key, found) != found:
            raise ReadError(f"{key}: changed since it was read; run again")
        return record, located

    return again


def _judged(request: Request, entries: Sequence[Entry], part: Part, shelf: _Shelf, read: Reader) -> Verdict:
    wanted = shelf if request.corpus_index and request.corpus_index.against else request.wanted
    last = request.sink is None and request.corpus_index is None
    library = Library(wanted, read, request.job.bench(0).repairer, last=last)
    try:
        verdict = corpus.report(entries, request.corpus_index or part.facts, library)
    except NoRoom as error:
        return Verdict([], [], [Trouble("RUN902", f"{error}; the rules across files were left out")])
    findings, results = [], []
    for finding, result in zip(verdict.findings, verdict.results, strict=True):
        bench = shelf.bench(finding.doc.path)
        exceptions = bench.exceptions(library.document(finding.doc)) if bench.settings.overrides else NONE
        if finding.rule not in bench.ignored(finding.doc.path) and finding.rule not in exceptions.silenced:
            findings.append(finding)
            results.append(result._replace(severity=exceptions.severity.get(finding.rule, result.severity)))
    return Verdict(findings, results, verdict.troubles)


def _apply(request: Request, shelf: _Shelf, verdict: Verdict, tally: Tally) -> tuple[list[str], list[Trouble]]:
    """Fix what corpus rules would and nobody knows; the paths of files that changed, and what was refused."""
    from corpuslint.locate import is_known
    from corpuslint.proposing import FixingJob

    by_path: dict[str, dict[int, list[Finding]]] = {}
    for finding, result in zip(verdict.findings, verdict.results, strict=True):
        if finding.fix is None or finding.fix.safety < request.least or not finding.fix.edits:
            continue
        if not is_known(result, request.spared, request.root):
            by_path.setdefault(finding.doc.path, {}).setdefault(finding.doc.record, []).append(finding)
    changed, refused = [], []
    job = FixingJob(request, tally)
    for path in sorted(by_path):
        scanner = job.fixing_scanner(shelf.bench(path))
        if scanner.apply(shelf.source(path), by_path[path]):
            changed.append(path)
        refused += scanner.part.troubles
    return changed, refused


def _retake(request: Request, part: Part, changed: Sequence[str], gone: Sequence[str]) -> None:
    """Take results and facts of changed files anew, and drop those of files that are gone."""
    again, old = set(changed), {*changed, *gone}
    part.results = [result for result in part.results if result.location.path not in old]
    part.facts.drop(old)
    fresh = request.job([task for task in request.tasks if task.path in again])
    if request.corpus_index is not None:
        request.corpus_index.retake(old, fresh)
    part.results += fresh.results
    part.troubles += fresh.troubles
    part.facts.add(fresh.facts)
    take_waiting(request.job, part)
