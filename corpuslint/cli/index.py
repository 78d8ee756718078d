"""`corpuslint index`: what is kept of every document so that rules across files need not read the corpus again."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpuslint.cli import CLEAN, FAILED
from corpuslint.cli.reports import printed
from corpuslint.errors import UsageError, WriteRefused
from corpuslint.report.escape import path as shown
from corpuslint.report.escape import terminal
from corpuslint.report.summary import count

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.index.refresh import Index


def main(argv: Sequence[str]) -> int:
    """Run one of the commands; 2 where something could not be read, kept or relied on."""
    arguments, rest = _parser().parse_known_args(argv)
    from corpuslint.cli import command

    call = command.read(["--scope", "corpus", "--changed", "all", "--trust-index", *rest])
    if call.arguments.paths:
        raise UsageError("the index is of the whole corpus; name no paths, but the options that a check has")
    if call.arguments.no_cache:
        raise UsageError("--no-cache and an index do not go together")
    run: Callable[[Command, argparse.Namespace], int] = arguments.run
    return run(call, arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="corpuslint index",
        description="The index of a corpus: what rules across files noted of each document, and no text.",
        epilog="Options of a check that say which rules and files there are (--select, --config, --exclude, -j and "
        "others) go with build and export. A check with --scope corpus keeps the index by itself.",
        allow_abbrev=False,
    )
    actions = parser.add_subparsers(required=True, metavar="build|stats|export|verify|clean")
    for name, run, text in (
        ("build", _build, "bring the index in step with the corpus"),
        ("stats", _stats, "what is kept, and how large it is"),
        ("verify", _verify, "read all of it, and say what is damaged"),
        ("clean", _clean, "remove it"),
    ):
        actions.add_parser(name, help=text, description=text, allow_abbrev=False).set_defaults(run=run)
    text = "write the index as a Parquet file, to compare texts with it elsewhere (--against)"
    export = actions.add_parser("export", help=text, description=text, allow_abbrev=False)
    export.add_argument("file", metavar="FILE", help="the Parquet file; one of that name is replaced")
    export.set_defaults(run=_export)
    return parser


def _refreshed(call: Command) -> tuple[Index, int]:
    """The index in step with the corpus, and the exit code so far. Raises UsageError where no rule needs one."""
    from corpuslint import session
    from corpuslint.cli import check, scope, trusting
    from corpuslint.index.refresh import Index
    from corpuslint.run import Job

    chosen = scope.choose(call)
    job = Job(chosen.settings, call.tools, documents=False)
    if not job.bench(0).corpus_entries:
        raise UsageError("none of the selected rules compares documents, so there is nothing to keep")
    index = Index(job, chosen.root, call.settings.place("cache-dir"))
    index.look = trusting.look(call, chosen)
    request = session.Request(
        job, chosen.tasks, check.runner(call), root=call.root, progress=check.progress(call, chosen), corpus_index=index
    )
    part = session.documents(request, None)
    if part.interrupted:
        index.look = None
        index.finish()  # what was read is not lost
        raise KeyboardInterrupt
    troubles = (*call.plugins.troubles, *chosen.troubles, *part.troubles)
    printed(troubles)
    return index, FAILED if troubles else CLEAN


def _build(call: Command, _: argparse.Namespace) -> int:
    index, code = _refreshed(call)
    if index.problem:
        raise WriteRefused(f"the index could not be kept: {index.problem}")
    documents, files = index.size()
    print(f"The index has {count(documents, 'document')} in {count(files, 'file')}; {index.read:,} read.")
    return code


def _export(call: Command, arguments: argparse.Namespace) -> int:
    from corpuslint.index import archive

    archive.library()  # missing, it is missed before the corpus is read
    index, code = _refreshed(call)
    number = index.export(arguments.file)
    print(f"{shown(arguments.file)}: {count(number, 'document')}.")
    return code


def _folders(call: Command) -> list[str]:
    from corpuslint.index.refresh import FOLDER
    from corpuslint.index.store import indexes

    return indexes(os.path.join(call.settings.place("cache-dir"), FOLDER))


def _stats(call: Command, _: argparse.Namespace) -> int:
    from corpuslint.index.store import Store

    folders = _folders(call)
    if not folders:
        print("There is no index; `corpuslint index build` makes one.")
    for folder in folders:
        store = Store(folder)
        documents = sum(segment.documents for segment in store.segments)
        files = sum(segment.files for segment in store.segments)
        print(f"{shown(os.path.relpath(folder))}")
        print(f"  {count(documents, 'document')} in {count(files, 'file')}, {count(len(store.segments), 'part')}")
        sizes: dict[str, int] = {}
        for segment in store.segments:
            for name, size in segment.columns.sizes():
                label = name.partition("/")[0]
                sizes[label] = sizes.get(label, 0) + size
        sizes["of the whole corpus"] = sum(map(os.path.getsize, store.summaries()))
        for name, size in sorted(sizes.items(), key=lambda row: -row[1]):
            print(f"  {size:>13,} bytes  {terminal(name)}")
        for one in store.damaged:
            print(f"  damaged: {terminal(one)}")
    return CLEAN


def _verify(call: Command, _: argparse.Namespace) -> int:
    from corpuslint.index.store import Store

    parts, damaged = 0, 0
    for folder in _folders(call):
        store = Store(folder)
        parts += len(store.segments) + len(store.damaged) + len(store.summaries())
        unsound = [f"{segment.label}: {why}" for segment, why in store.unsound()]
        unsound += [f"{os.path.basename(path)}: {why}" for path, why in store.unsound_summaries()]
        for one in (*store.damaged, *unsound):
            damaged += 1
            print(f"{shown(os.path.relpath(folder))}: {terminal(one)}", file=sys.stderr)
    if damaged:
        print(
            "corpuslint: what is damaged is left out and taken anew; `corpuslint index clean` removes it",
            file=sys.stderr,
        )
        return FAILED
    print(f"{count(parts, 'part')} checked, none is damaged.")
    return CLEAN


def _clean(call: Command, _: argparse.Namespace) -> int:
    from corpuslint.index.store import remove

    freed = sum(remove(folder) for folder in _folders(call))
    print(f"{freed:,} bytes removed.")
    return CLEAN
