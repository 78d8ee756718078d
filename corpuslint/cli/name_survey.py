"""The names of a corpus that stand in several forms, with what is decided about them, ready to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint import mapping
from corpuslint.errors import ReadError, UsageError
from corpuslint.result import Trouble
from corpuslint.text import names

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.corpus import Library
    from corpuslint.model import DocKey, Span

RULE = "NAM001"
"""The rule whose facts, options and packs the commands use."""
UNDECIDED = {
    "nobody": "no majority, choose one",
    "corpus": "by majority",
    "source": "by the majority of each source",
}
"""Who says which form is right where no layer does, and how that is told."""
_PLACES = 2
_AROUND = 40
"""Code points before and after a form that are shown."""
_SOURCES = 8
"""Sources of a form that are listed."""


class Survey(NamedTuple):
    """What a run over the corpus found."""

    corpus: names.Names
    decisions: names.Decisions
    found: list[names.Ways]
    troubles: Sequence[Trouble]
    library: Library


def rule_of(call: Command) -> Any:
    """The rule for names, as the configuration of a call sets it. Raises UsageError where that ignores it."""
    from corpuslint.bench import Bench

    bench = Bench(call.settings, call.tools)
    entry = next((entry for entry in bench.corpus_entries if entry.meta.code == RULE), None)
    if entry is None:
        raise UsageError(f"{RULE} is ignored by the configuration, and `names` works with it; do not ignore it by code")
    return mapping.corpus_rule(entry)


def run(call: Command) -> Survey:
    """Look for names in several forms in the corpus of a call; of it only what the index does not have is read."""
    from corpuslint import judging, session
    from corpuslint.cli import scope
    from corpuslint.cli.check import runner
    from corpuslint.index.columns import Damaged
    from corpuslint.index.refresh import Index
    from corpuslint.run import Job

    rule = rule_of(call)
    chosen = scope.choose(call)
    job = Job(chosen.settings, call.tools, corpus=True, documents=False)
    entry = next(entry for entry in job.bench(0).corpus_entries if entry.meta.code == RULE)
    troubles = [*call.plugins.troubles, *chosen.troubles]

    def survey(cache: str) -> Survey:
        index = Index(job, scope.root(call), cache)
        request = session.Request(job, chosen.tasks, runner(call), root=call.root, corpus_index=index)
        try:
            troubles.extend(session.documents(request, None).troubles)
            part = index.whole(entry)
            known: names.Names = rule.judged(part)
            ways = names.survey(known, rule.decisions, float(rule.options["probability"]))
            index.keep(entry, part)
        except Damaged:
            index.heal()
            raise
        return Survey(known, rule.decisions, ways, sorted(set(troubles)), judging.library(request, index))

    try:
        return survey(call.settings.place("cache-dir"))
    except Damaged:
        return survey("")


def row(survey: Survey, ways: names.Ways) -> dict[str, Any]:
    """One name as JSON values: its forms with their documents, the right one, and who says so."""
    choose = names.chooser(survey.corpus, ways, survey.decisions.house)
    choice = choose("")
    sources = {survey.corpus.source(doc) for docs in ways.docs.values() for doc in docs}
    own = {source: told.form for source in sorted(sources) if (told := choose(source)).by == "source"}
    ranked = sorted(ways.docs, key=lambda form: (form != choice.form, -choice.counts[form], form))
    ground = ways.ground(ranked[-1], ranked[0])
    return {
        "preferred": choice.form,
        "decided_by": "source" if sources == own.keys() else choice.by if choice.form else "nobody",
        "by_source": own,
        "documents": {form: choice.counts[form] for form in ranked},
        "sources": {form: _sources(survey, ways.docs[form]) for form in ranked},
        "language": ways.told_of,
        "beside": [(before + after).strip() for before, after in ways.beside],
        "evidence": ground.reason,
        "probability": round(ground.probability, 3),
    }


def _sources(survey: Survey, docs: Sequence[int]) -> dict[str, int]:
    counts = Counter(survey.corpus.source(doc) for doc in docs)
    return {source: count for source, count in counts.most_common(_SOURCES) if source}


def line(told: dict[str, Any]) -> str:
    """One name on one line."""
    forms = ", ".join(f"{form} ({count:,})" for form, count in told["documents"].items())
    language = f"language {told['language']}: " if told["language"] else ""
    beside = f" beside {', '.join(told['beside'])}" if told["beside"] else ""
    by = told["decided_by"]
    judge = UNDECIDED.get(by, f"decided by {by}")
    others = ((source, form) for source, form in told["by_source"].items() if form != told["preferred"])
    own = ", ".join(f"{source} {form}" for source, form in islice(others, _SOURCES))
    judge += f" ({own})" if own else ""
    return f"{language}{forms}{beside}: {judge}; {told['evidence']}; probability {told['probability']:.2f}"


def places(survey: Survey, ways: names.Ways, form: str) -> Iterator[str]:
    """The first two places of a form, each with the words around it."""
    other = next(one for one in ways.docs if one != form)
    found = 0
    for doc in ways.docs[form]:
        spans = ways.spans(doc, form, other)
        if spans:
            found += 1
            yield _place(survey, survey.corpus.keys[doc], spans[0])
        if found == _PLACES:
            return


def _place(survey: Survey, key: DocKey, span: Span) -> str:
    try:
        text, at = survey.library.document(key).text, survey.library.location(key, span)
    except ReadError as error:
        return str(error)
    around = text[max(0, span.start - _AROUND) : span.end + _AROUND]
    return f"{at.path}:{at.line}:{at.column}: …{' '.join(around.split())}…"


def page(survey: Survey, ways: names.Ways) -> Iterator[str]:
    """One name in full: forms, counts by source, places, evidence, and who decides."""
    told = row(survey, ways)
    yield line(told)
    for form, count in told["documents"].items():
        sources = ", ".join(f"{source} {number:,}" for source, number in told["sources"][form].items())
        documents = "document" if count == 1 else "documents"
        yield f"  {form}: {count:,} {documents}{f' ({sources})' if sources else ''}"
        for place in places(survey, ways, form):
            yield f"    {place}"
