"""`corpuslint test`: the cases of rule files, shipped or anybody's."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence

from corpuslint import catalog, config
from corpuslint.cachedir import UserCache
from corpuslint.errors import RuleError, UsageError
from corpuslint.registry import Registry


def main(argv: Sequence[str]) -> int:
    """Run the cases and print what did not come out as its file says; 1 if there is any.

    Raises RuleError, when all others are run, for files that cannot be used.
    """
    arguments = _parser().parse_args(argv)
    from corpuslint import testing
    from corpuslint.report.escape import terminal

    counts: Counter[str] = Counter()
    bad = 0
    folders = _folders(arguments.folder)
    failed = _taken(folders)
    for folder in folders:
        for case in testing.run(folder, failed):
            counts[case.verdict] += 1
            bad += not case.good
            if not case.good or arguments.verbose:
                note = " (expected failure)" if case.expected_failure else ""
                print(terminal(f"{case.verdict:9} {case.code} {case.rule}: {case.case}{note}"))
                if case.detail:
                    print("          " + terminal(case.detail))
    if counts:
        told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in testing.Verdict if counts[verdict])
        print(f"{sum(counts.values())} {'case' if sum(counts.values()) == 1 else 'cases'}: {told}")
    if failed:
        raise RuleError("\n".join(dict.fromkeys(map(str, failed))))
    if not counts:
        raise UsageError("no rule files were found; a rule file ends in .yaml")
    return 1 if bad else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="corpuslint test",
        description="Run the cases of rule files: what each must find, and what its fix must come to.",
        epilog="A case is validated (silent as it should be), reported (found and fixed as it should be), or wrong, "
        "missing, noisy. Python beside the rule files is run.",
    )
    parser.add_argument(
        "folder", nargs="*", metavar="DIR", help="folders of rule files (default: the shipped one, rule-folders)"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="name every case")
    return parser


def _folders(named: Sequence[str]) -> list[catalog.Folder]:
    if not named:
        return [*catalog.shipped(), *catalog.configured(config.resolve(os.curdir))]
    for path in named:
        if not os.path.isdir(path):
            raise UsageError(f"{path}: not a folder")
    return [_folder(path) for path in named]


def _taken(folders: Sequence[catalog.Folder]) -> list[RuleError]:
    """Why a check could not use some of these rules beside the shipped ones: their code or name is taken."""
    cache = UserCache("engine", os.getcwd())
    found, _ = catalog.usable([*catalog.shipped(), *folders], cache)
    failed: list[RuleError] = []
    Registry({os.path.realpath(entry.meta.source): entry for entry in found}.values(), failed)
    return failed


def _folder(path: str) -> catalog.Folder:
    """A folder inside the shipped rules keeps its import name."""
    for shipped in catalog.shipped():
        inner = os.path.relpath(os.path.realpath(path), os.path.realpath(shipped.path))
        if not inner.startswith(os.pardir):
            package = shipped.package if inner == "." else f"{shipped.package}.{inner.replace(os.sep, '.')}"
            return catalog.Folder(path, package, python=True)
    return catalog.Folder(path, None, python=True)
