"""One run from files to results: the work is spread, the corpus is judged, fixes are made, and all is put in order."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.model import DocKey, Safety
from corpuslint.part import Part
from corpuslint.result import Result, Trouble
from corpuslint.run import Job, Runner, Serial, Task, grouped

if TYPE_CHECKING:
    from corpuslint.index.refresh import Index
    from corpuslint.model import Finding
    from corpuslint.registry import Entry
    from corpuslint.rewrites import Sink, Tally


LITTLE = 32
"""Files that are read together where time is short."""


class Everything:
    """A container of all documents."""

    def __contains__(self, key: object) -> bool:
        """Always."""
        return True


EVERYTHING = Everything()


MANY = 20_000
"""Documents from which on the memory of reading them is handed back before they are compared."""


class Request(NamedTuple):
    """What a run is to do."""

    job: Job
    tasks: Sequence[Task]
    runner: Runner
    wanted: Container[DocKey] = EVERYTHING
    """The documents at which findings are wanted."""
    sink: Sink | None = None
    """Where fixed files go; None: nothing is fixed."""
    least: Safety = Safety.SAFE
    root: str = ""
    """The folder that paths in fingerprints are relative to; "" is the current one."""
    progress: Callable[[int], None] | None = None
    """Called with the number of files done."""
    corpus_index: Index | None = None
    """Where facts of corpus rules are kept between runs; while fixing, those of judged files must be `unsaved`."""
    spared: AbstractSet[str] = frozenset()
    """Fingerprints of known findings, which are not fixed."""
    judges: Callable[[Entry], bool] | None = None
    """Which of the rules across files judge, where not all do; facts are taken for all."""
    apart: bool = False
    """Whether every single finding is wanted beside those that speak for many documents."""
    done: Part | None = None
    """What came of a run that was stopped before all its files were found; nothing more is done then."""
    lasting: bool = True
    """Whether the files are there after the run, so that what is found out about them may be worth keeping."""


class Apart(NamedTuple):
    """Findings one by one, as a review needs them."""

    results: list[Result]
    """In any order, each with its evidence in place of the fingerprint."""
    judged: list[Finding]
    """What the rules across files said, for these are not asked again."""


class Response(NamedTuple):
    """What came of a run, in order."""

    results: list[Result]
    troubles: list[Trouble]
    files: int
    documents: int
    size: int
    fixed: Mapping[str, Mapping[str, int]]
    """Findings fixed, by path and code."""
    unsure: int = 0
    """Documents whose encoding is not sure, so that nothing but their bytes was judged."""
    interrupted: bool = False
    apart: Apart | None = None


def run(request: Request) -> Response:
    """Check, and fix where a sink is given. Raises Outdated where an index was taken at its word that is not true."""
    tally = _tally() if request.sink is not None else None
    if request.corpus_index is None:
        return _run(request, tally)
    from corpuslint.index.columns import Damaged, Outdated

    try:
        return _run(request, tally)
    except Outdated:
        raise
    except Damaged:  # found only now; without the index the outcome is the same
        request.corpus_index.heal()
        request.job.known = None
        return _run(request._replace(corpus_index=None), tally)


def _run(request: Request, tally: Tally | None) -> Response:
    if request.sink is not None:
        request.job.places = request.sink.places
    part = documents(request, tally)
    results, troubles = part.results, part.troubles
    judged: list[Finding] = []
    waiting = request.corpus_index is not None and request.corpus_index.waiting
    if request.job.corpus and not waiting and not part.interrupted:
        try:
            found, failed, judged = _corpus(request, part, tally)
            results, troubles = part.results + found, part.troubles + failed
        except KeyboardInterrupt:  # what single documents have is known by now
            part.interrupted = True
    apart = Apart(results, judged) if request.apart else None
    if results:
        from corpuslint.locate import in_order

        results = in_order(_collapsed(request, part, results), request.root)
    troubles = sorted(set(troubles), key=lambda one: (one.path, one.line, one.code, one.message))
    fixed = tally.files if tally is not None else {}
    return Response(
        results, troubles, part.files, part.documents, part.size, fixed, part.unsure, part.interrupted, apart
    )


def _collapsed(request: Request, part: Part, results: list[Result]) -> list[Result]:
    """Results with what is the same in many documents told once."""
    from corpuslint import collapse

    return collapse.repeats(collapse.habits(results, part.quoting, request.root), request.job.collapsing)


def _corpus(request: Request, part: Part, tally: Tally | None) -> tuple[list[Result], list[Trouble], list[Finding]]:
    """What the rules across files say; of a small corpus it may be known that they have nothing to say."""
    kept = ""
    alone = request.wanted is EVERYTHING and tally is None and request.corpus_index is None and request.judges is None
    if request.job.tools.cache is not None and alone and request.lasting:
        from corpuslint import verdicts

        kept = verdicts.key(request.job.bench(0), part.facts)
        if kept and verdicts.known(kept):
            return [], [], []
    from corpuslint import judging

    if part.documents >= MANY:
        from corpuslint.kernel import give_back

        give_back()
    before = len(part.troubles)
    verdict = judging.judge(request, part, tally)
    if kept and not verdict.findings and not verdict.troubles and len(part.troubles) == before:
        verdicts.keep(kept)
    return verdict.results, verdict.troubles, verdict.findings


def _tally() -> Tally:
    from corpuslint.rewrites import Tally

    return Tally()


def documents(request: Request, tally: Tally | None) -> Part:
    """What comes of all documents, fixed where there is a sink."""
    if request.done is not None:
        return request.done
    total = Part()
    try:
        for part in _parts(request, tally):
            if request.corpus_index is not None and not part.interrupted:
                request.corpus_index.take(part)
            total.add(part)
            if total.interrupted:
                return total
            if request.progress is not None:
                request.progress(total.files)
    except KeyboardInterrupt:  # while others worked
        total.interrupted = True
        return total
    if request.corpus_index is not None:
        total.add(request.corpus_index.finish())
        if request.progress is not None:
            request.progress(total.files)
    return total


def _parts(request: Request, tally: Tally | None) -> Iterator[Part]:
    """What comes of the files, bit by bit."""
    job, index = request.job, request.corpus_index
    tasks = request.tasks
    if index is not None:
        job.known = index.known
        tasks = index.begin(tasks)
    if tally is not None:
        yield from _fixed(request, tasks, tally)
    elif index is None:
        yield from request.runner.run(job, grouped(tasks))
    else:
        first = [task for task in tasks if task.judged or not index.budget]
        yield from request.runner.run(job, grouped(first))
        rest = [task for task in tasks if index.budget and not task.judged]
        for part in request.runner.run(job, grouped(rest, LITTLE)):
            yield part
            if index.stop():
                break


def _fixed(request: Request, tasks: Sequence[Task], tally: Tally) -> Iterator[Part]:
    """What comes of the files with fixes; engines of others do not write, so this machine does that work."""
    from corpuslint.proposing import FixingJob
    from corpuslint.workers.local import Local

    job = FixingJob(request, tally)
    runner = request.runner if isinstance(request.runner, Local) else Serial()
    for part in runner.run(job, grouped(tasks)):
        yield from job.written(part)
