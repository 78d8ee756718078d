"""corpuslint for programs and notebooks: `lint` and `fix`, over files or over documents in memory.

A call does what the command line does with the same settings, in the same way: it is a command whose run is handed
back instead of printed.
"""

from __future__ import annotations

import json
import os
import tempfile
from argparse import Namespace
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, cast

from corpuslint import __version__, config
from corpuslint.cli import check, options
from corpuslint.cli.command import Command
from corpuslint.cli.overrides import overrides
from corpuslint.containers.json_paragraphs import told
from corpuslint.errors import UsageError
from corpuslint.findings import Findings
from corpuslint.in_memory import SPOOL, in_documents
from corpuslint.result import Run, Trouble
from corpuslint.settings import FIELDS

Path = str | os.PathLike[str]
Document = Mapping[str, Any]
Input = Path | Document | Iterable[Path] | Iterable[Document]
"""Data frames and tables are iterables too; what their rows are is found out."""
COPIES = "DUP"
"""Rules whose fixes take whole documents out."""
Config = Path | Mapping[str, Any] | None


class Fixed(NamedTuple):
    """What a call of `fix` came to."""

    findings: Findings
    """What is left."""
    documents: list[dict[str, Any]]
    """The documents as they are now, in their order; empty where paths were given."""
    fixed: Mapping[str, int]
    """Findings fixed, by code."""
    undo: str
    """What `corpuslint undo` takes to bring changed files back; "" where none was changed."""


def lint(
    what: Input, config: Config = None, *, fields: Mapping[str, str] | None = None, jobs: int | str = 1
) -> Findings:
    """Everything that is wrong with files or documents.

    `what` is a path, an iterable of paths (folders are searched), a document, or an iterable of documents: mappings
    with "text" and, where there are, "id", "title", "date", "source" and "language", or the rows of a data frame;
    `fields` names other keys for these, in files too. Documents may come from a generator; they pass through a
    temporary file, not through memory. One whose text is None is told, and the others are checked.
    `config` is the path of a configuration file, or settings as a configuration file has them, which then hold
    alone; without it the nearest file counts, as on the command line.
    `jobs` processes share the work on files; "auto" is one for each processor where there is much to read.
    What cannot be checked is among the troubles of the findings; UsageError and ConfigError are raised for a call
    that cannot be obeyed.
    """
    named = _named(fields or {})
    given = list_of(what)
    if isinstance(given, list):
        return Findings(_run(given, config, named | {"jobs": str(jobs)}))
    with tempfile.TemporaryDirectory(prefix="corpuslint-") as folder:
        file = os.path.join(folder, SPOOL)
        used = _spool(file, given, fields or {})
        return Findings(in_documents(_run([file], config, {}, folder, used), file))


def fix(  # noqa: PLR0913 - what a caller may say, by name
    what: Input,
    config: Config = None,
    *,
    unsafe: bool = False,
    to: Path | None = None,
    fields: Mapping[str, str] | None = None,
    jobs: int | str = 1,
) -> Fixed:
    """Fix files in place, or give fixed documents back; arguments as for `lint`.

    `unsafe` applies unsafe fixes too; `to` is a folder for fixed copies, so that the files stay as they are.
    As many documents come back as were given: copies of others stay, and the findings name them.
    """
    arguments = {"fix": to is None, "fix_to": os.fspath(to) if to is not None else None, "unsafe_fixes": unsafe}
    named = _named(fields or {})
    given = list_of(what)
    if isinstance(given, list):
        run = _run(given, config, arguments | named | {"jobs": str(jobs)})
        return Fixed(Findings(run), [], run.fixed, run.undo)
    if to is not None:
        raise UsageError("`to` is for files; documents are given back, and nothing is written")
    with tempfile.TemporaryDirectory(prefix="corpuslint-") as folder:
        file = os.path.join(folder, SPOOL)
        kept = list(given)
        used = _spool(file, kept, fields or {})
        run = _run([file], config, arguments | {"no_journal": True, "unfixable": [COPIES]}, folder, used)
        key = (fields or {}).get("text", "text")
        with open(file, encoding="ascii") as lines:
            new = [_renewed(old, key, json.loads(line)["text"]) for old, line in zip(kept, lines, strict=True)]
    return Fixed(Findings(in_documents(run, file)), new, run.fixed, "")


def _named(fields: Mapping[str, str]) -> dict[str, str]:
    """Names of fields as the command line takes them. Raises UsageError for one that no document has."""
    for name in fields:
        if name not in FIELDS:
            raise UsageError(f"fields: there is no {name!r}; known are {', '.join(FIELDS)}")
    return {f"{name}_field": key for name, key in fields.items()}


def _rows(what: Any) -> Iterator[Document] | None:
    """The rows of a data frame or a table of pandas, Polars or Arrow, as mappings; None for anything else."""
    if hasattr(what, "iter_rows"):
        return (row for row in what.iter_rows(named=True))
    if hasattr(what, "to_batches"):
        return (row for batch in what.to_batches() for row in batch.to_pylist())
    if hasattr(what, "itertuples") and hasattr(what, "columns"):
        names = [str(name) for name in what.columns]
        return (dict(zip(names, row, strict=True)) for row in what.itertuples(index=False, name=None))
    return None


def _is_given(value: object) -> bool:
    """Whether a cell says anything; data frames write NaN where nothing stands, or NA."""
    try:
        return value is not None and bool(value == value)  # noqa: PLR0124 - NaN alone is not itself
    except (TypeError, ValueError):  # NA is neither true nor false
        return False


def _renewed(old: Document, key: str, text: str | list[str] | None) -> dict[str, Any]:
    """A document with its text as it is now; a text that was not changed stays the very same."""
    if text is None:
        return dict(old)
    as_written = json.loads(json.dumps(old[key]))  # two lone surrogates side by side come back as one character
    return {**old, key: old[key] if text == as_written else text}


def list_of(what: Input) -> list[str] | Iterator[Document]:
    """The paths, or the documents, that a caller means. Raises UsageError for anything else."""
    if isinstance(what, (str, os.PathLike)):
        return [os.fspath(what)]
    if isinstance(what, Mapping):
        return iter([what])
    rows = _rows(what)
    if rows is not None:
        return rows
    if not isinstance(what, Iterable):
        raise UsageError(f"{type(what).__name__} is no path, no document and no iterable of these")
    rest = iter(cast("Iterable[object]", what))
    first = next(rest, None)
    if first is None:
        return iter(())
    if isinstance(first, (str, os.PathLike)):
        return [_path(one) for one in chain([first], rest)]
    return cast("Iterator[Document]", chain([first], rest))


def _path(one: object) -> str:
    if not isinstance(one, (str, os.PathLike)):
        raise UsageError(f"{type(one).__name__} is no path; give paths alone, or documents alone")
    return os.fspath(one)


def _may_be_text(document: Document, key: str) -> bool:
    """Whether a text stands there, its paragraphs, or what says that there is none."""
    if key not in document:
        return False
    value = document[key]
    return isinstance(value, str) or told(value) is not None or not (hasattr(value, "__len__") or _is_given(value))


def _spool(file: str, documents: Iterable[Document], fields: Mapping[str, str]) -> set[str]:
    """Write documents as JSON Lines; the fields of those with a text. Raises UsageError at the first that is none."""
    keys = {name: fields.get(name, name) for name in FIELDS}
    used = {"text"}
    with open(file, "x", encoding="ascii") as out:
        for number, one in enumerate(documents):
            if not isinstance(one, Mapping) or not _may_be_text(one, keys["text"]):
                raise UsageError(
                    f"document {number}: it must be a mapping whose {keys['text']!r} is text; "
                    "another key is named with fields={'text': ...}"
                )
            values = {name: one[key] for name, key in keys.items() if _is_given(one.get(key))}
            said = {
                name: value if name == "text" or isinstance(value, str) else str(value)
                for name, value in values.items()
            }
            out.write(json.dumps({"text": None, **said}) + "\n")
            used.update(values if "text" in values else ())
    return used


def _run(
    paths: list[str], settings: Config, arguments: Mapping[str, Any], folder: str = "", used: Container[str] = ()
) -> Run:
    """What the command line would come to; `folder` is where documents lie that are in memory otherwise.

    `used` are the fields that these have.
    """
    if not paths:
        return Run(__version__, (), (), {}, 0, 0, 0)
    call = options.parser(start=False).parse_args(["--progress", "never"])
    vars(call).update(arguments, paths=paths)
    command = _Call(call, settings, folder, used)
    runs: list[Run] = []
    command.receive = runs.append
    check.perform(command)
    return runs[0]._replace(troubles=tuple(map(_or_text, runs[0].troubles)))


def _or_text(trouble: Trouble) -> Trouble:
    """A missing file, whose name may be a text that somebody gave as it is."""
    if trouble.code != "RUN001" or not any(map(str.isspace, trouble.path)) or os.path.lexists(trouble.path):
        return trouble
    return trouble._replace(message=f"{trouble.message}; a text is given as {{'text': ...}}")


class _Call(Command):
    """A command that a program gives."""

    def __init__(self, arguments: Namespace, settings: Config, folder: str, used: Container[str]) -> None:
        file = None
        if isinstance(settings, Mapping):
            arguments.isolated = True
        elif settings is not None:
            if not isinstance(settings, (str, os.PathLike)):
                raise UsageError(f"config: {type(settings).__name__} is no path and no mapping of settings")
            file = os.fspath(settings)
        elif folder:
            file = config.find(os.curdir)
        arguments.config = [file] if file else []
        super().__init__(arguments)
        inline = dict(_by_key(settings)) if isinstance(settings, Mapping) else {}
        more: dict[str, object] = {}
        if folder:
            self.lasting = False
            self.root = folder  # so that fingerprints do not hold its name
            more["documents"] = {"jsonl": {name: name for name in FIELDS if name in used}}
            if "documents" not in {inline.get("scope"), self.settings.scope}:
                more["scope"] = "files"
        self.resolver = config.Resolver(
            isolated=arguments.isolated, explicit_file=file, inline=inline, overrides={**overrides(arguments), **more}
        )
        self.settings = self.resolver.at(os.curdir)


def _by_key(table: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The settings of a configuration by their keys ("lint.select")."""
    for key, value in table.items():
        if key == "lint" and isinstance(value, Mapping):
            yield from ((f"lint.{name}", inner) for name, inner in value.items())
        else:
            yield key, value
