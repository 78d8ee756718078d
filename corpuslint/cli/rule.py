"""`corpuslint rule`: what a rule finds and why, from its own file."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from corpuslint import catalog, config, plugins, rulecases, rulepage
from corpuslint.errors import UsageError
from corpuslint.registry import Entry, Registry
from corpuslint.report.escape import terminal


def main(argv: Sequence[str]) -> int:
    """Print the page of a rule, or a list of those of a family or of all."""
    arguments = _parser().parse_args(argv)
    loaded = plugins.load(wanted=not arguments.no_plugins)
    for path in arguments.rules:
        if not os.path.isdir(path):
            raise UsageError(f"--rules {path}: not a folder")
    named = [catalog.Folder(path, python=True) for path in arguments.rules]
    folders = [*loaded.folders, *named, *catalog.configured(config.resolve(os.curdir))]
    registry = Registry(catalog.entries(folders))
    if arguments.all == bool(arguments.rule):
        raise UsageError("name a rule (corpuslint rule PUN101), or list them with --all")
    families = {word: registry.family(word) for word in arguments.rule or ["ALL"]}
    chosen = [entry for word, family in families.items() for entry in family or [registry.find(word)]]
    if arguments.output_format == "json":
        print(json.dumps([rulepage.as_json(entry) for entry in chosen], indent=2))
    elif all(families.values()):
        _list(chosen)
    else:
        print("\n".join(_shown(rulepage.markdown(entry, _cases(entry))) for entry in chosen), end="")
    for trouble in loaded.troubles:
        print(f"{trouble.code} {terminal(trouble.message)}", file=sys.stderr)
    return 2 if loaded.troubles else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corpuslint rule", description="Explain a rule from its file.")
    parser.add_argument("rule", nargs="*", metavar="CODE|NAME|FAMILY", help="rules to explain, or families to list")
    parser.add_argument("--all", action="store_true", help="list all rules")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    parser.add_argument("--rules", metavar="DIR", action="append", default=[], help="another folder of rule files")
    parser.add_argument("--no-plugins", action="store_true", help="load no plugins")
    return parser


def _cases(entry: Entry) -> list[rulecases.Case]:
    with open(entry.meta.source, encoding="utf-8") as stream:
        return rulecases.cases(entry.meta.source, stream.read())


def _shown(page: str) -> str:
    """The page of a rule that may be anybody's: nothing in it commands a terminal or a build log."""
    lines = (terminal(line) for line in page.split("\n"))
    return "\n".join(f"\\{line}" if line.lstrip().startswith("::") else line for line in lines)


def _list(entries: Sequence[Entry]) -> None:
    for entry in entries:
        meta = entry.meta
        fix = "-" if meta.fix is None else meta.fix.name.lower()
        row = (meta.code, meta.name, meta.severity.name.lower(), fix, meta.default)
        print("{:7} {:32} {:8} {:7} {:8} {}".format(*row, rulepage.visible(meta.summary)).rstrip())
