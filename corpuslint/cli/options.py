"""The options of `corpuslint [check]`, and the start page of --help."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from itertools import takewhile
from typing import NoReturn

from corpuslint.hints import as_option, did_you_mean
from corpuslint.settings import FIELDS

START = """\
corpuslint finds and fixes damage in text corpora: encoding, punctuation, blank lines,
near-duplicates, name spellings.

Usage: corpuslint [PATHS]... [OPTIONS]        check files and folders (default: this folder)
       corpuslint COMMAND [ARGS]...

Examples:
  corpuslint                                  check every text below this folder
  corpuslint corpus/ --diff                   show what --fix would change
  corpuslint corpus/ --fix                    apply safe fixes; `corpuslint undo` takes them back
  corpuslint --select PUN,ENC a.txt b.jsonl   only some families
  corpuslint rule PUN101                      what a rule finds, why, and how surely
  corpuslint --write-baseline                 accept what is there; only new findings count

Commands:
  check       check files (the default)       rule        explain a rule; --all lists them
  config      show, schema, init              test        run the cases of rule files
  accept      accept findings for good        undo        take back the last --fix
  names       spellings found and decided     report      a page with plots, from a run
  index       what is known of the corpus     completion  for bash, zsh, fish
  review      decide in a browser             server      for editors (LSP)
  map, merge  one run in many jobs            version     version, engines and plugins

The options used most (all: corpuslint check --help):
  --fix, --unsafe-fixes, --diff               fix, fix more, only show
  --select, --ignore CODES                    rules by code, family or name
  --output-format FORMAT                      full, concise, grouped, json, github, sarif and others
  --fail-on LEVEL                             error, warning (default) or info
  --statistics                                counts by rule

Exit status: 0 clean or all fixed, 1 findings left, 2 something could not be checked.
"""


_LISTS = ("select", "ignore", "extend_select", "scope", "config")
_FLAGS = ("preview", "isolated", "no_plugins")
HANDED_ON = (*_LISTS, *_FLAGS)
"""What commands take that check by themselves, by its destination."""


class _Start(argparse.Action):
    """Prints the start page, which fits a screen; the whole list of options has a command of its own."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(START, end="")
        parser.exit()


class Parser(argparse.ArgumentParser):
    """A parser whose errors name the option that was meant, and send nothing raw to a terminal."""

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """What arguments say; paths may stand before, between and after options.

        A hook and a shell's `*` give names of files that a stranger may have chosen: one that is an option too
        (`--rules=x.txt`, which runs code) is refused.
        """
        for word in takewhile("--".__ne__, words):
            if word.startswith("-") and word != "-" and os.path.lexists(word):
                self.error(f"{word} is an option, and a file has that name: rename it, or write ./{word} for the file")
        arguments, rest = self.parse_known_args(words)
        return self.parse_intermixed_args(words) if rest else arguments

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        from corpuslint.report.escape import terminal

        head, _, unknown = message.partition("unrecognized arguments: ")
        hint = did_you_mean(unknown.split(" ")[0].split("=")[0], self._option_string_actions) if not head else ""
        super().error(terminal(f"{message}.{hint}" if hint else message))


def _page(prog: str) -> argparse.HelpFormatter:
    """Help for a page of 100 columns; to ask for the terminal's width costs every start an import."""
    return argparse.HelpFormatter(prog, max_help_position=34, width=100)


def parser(*, start: bool) -> Parser:
    """The parser of the check; `start` says whether --help shows the start page or all options."""
    made = Parser(
        prog="corpuslint" if start else "corpuslint check",
        usage="%(prog)s [PATHS]... [OPTIONS]",
        description="Check files, folders and shards; fix them with --fix.",
        epilog="Exit status: 0 clean or all fixed, 1 findings left, 2 something could not be checked.",
        add_help=not start,
        allow_abbrev=False,
        formatter_class=_page,
    )
    if start:
        made.add_argument("-h", "--help", nargs=0, action=_Start, help=argparse.SUPPRESS)
    made.add_argument("paths", nargs="*", metavar="PATHS", help="files and folders (default: the current folder)")
    _fixing(made.add_argument_group("fix"))
    _rules(made.add_argument_group("rules"))
    _scope(made.add_argument_group("scope"))
    _baseline(made.add_argument_group("baseline"))
    _output(made.add_argument_group("output"))
    _run(made.add_argument_group("run"))
    return made


def _fixing(group: argparse._ArgumentGroup) -> None:
    flag(group, "--fix", "apply safe fixes")
    flag(group, "--unsafe-fixes", "apply (with --fix) or show unsafe fixes too")
    flag(group, "--review", "with --fix: ask about every fix in this terminal; what is decided is written at once")
    flag(group, "--fix-only", "fix, and report nothing of what is left")
    flag(group, "--diff", "print what would change (to be read, no patch), write nothing; exit 1 if anything would")
    group.add_argument(
        "--fix-to",
        metavar="DIR",
        help="write fixed copies below DIR and leave the originals alone (with --unsafe-fixes without duplicates)",
    )
    flag(group, "--show-fixes", "list the fixes that were applied, by file")
    flag(group, "--no-journal", "keep nothing for `corpuslint undo`")
    flag(group, "--break-hardlinks", "fix files with several names too; the other names keep the old text")
    flag(group, "--fsync", "wait until every fixed file is on the disk")


def _rules(group: argparse._ArgumentGroup) -> None:
    for name, text in (
        ("select", "check these rules (codes, families, names or ALL; comma-separated)"),
        ("ignore", "leave these rules out"),
        ("extend-select", "check these rules too"),
        ("fixable", "fix these rules only"),
        ("unfixable", "never fix these rules"),
    ):
        group.add_argument(f"--{name}", metavar="CODES", type=codes, action="extend", help=text)
    flag(group, "--preview", "include rules in preview")
    group.add_argument(
        "--per-file-ignores", metavar="GLOB:CODES", action="append", help="leave rules out in some files"
    )
    group.add_argument(
        "--fail-on", choices=("error", "warning", "info"), help="least severity that fails (default: warning)"
    )
    group.add_argument("--severity", metavar="CODE=LEVEL", action="append", help="severity of a rule")
    group.add_argument(
        "--rules",
        metavar="DIR",
        action="append",
        default=[],
        help="another folder of rule files; its Python is run",
    )


def _scope(group: argparse._ArgumentGroup) -> None:
    _compared(group)
    _taken(group)


def _compared(group: argparse._ArgumentGroup) -> None:
    """What rules across files are about."""
    group.add_argument(
        "--scope",
        choices=("auto", "documents", "files", "corpus"),
        help="what cross-file rules compare: the files of the run (files, auto), the whole corpus, or nothing "
        "(documents)",
    )
    flag(group, "--no-document-rules", "only rules that compare documents")
    group.add_argument(
        "--changed",
        metavar="auto|staged|A..B|all",
        help="with --scope corpus: report only at these documents",
    )
    group.add_argument(
        "--against",
        metavar="FILE",
        action="append",
        default=[],
        help="compare with the documents of an exported index too (corpuslint index export)",
    )
    group.add_argument(
        "--index-budget",
        metavar="SECONDS",
        type=float,
        help="with --scope corpus: how long to read files that are not in the index yet",
    )
    flag(group, "--trust-index", "with --scope corpus: look at changed files alone; others are as the index has them")
    flag(group, "--error-on-budget", "exit 2 where that was not enough, and rules across files were left out")


def _taken(group: argparse._ArgumentGroup) -> None:
    """Which files there are, and how they are read."""
    group.add_argument(
        "--exclude",
        metavar="GLOB",
        action="append",
        help="leave these paths out, in place of the configured ones",
    )
    group.add_argument("--extend-exclude", metavar="GLOB", action="append", help="leave these paths out too")
    group.add_argument("--include", metavar="GLOB", action="append", help="check these paths of a folder")
    flag(group, "--force-exclude", "leave excluded paths, and records without a text, out even where they are named")
    flag(group, "--no-respect-gitignore", "check what git ignores too")
    group.add_argument(
        "--encoding",
        metavar="CODEC",
        help="codec of all plain files (default: auto); 'utf-8, cp1252': of those that are not UTF-8",
    )
    for name in FIELDS:
        group.add_argument(f"--{name}-field", metavar="NAME", help=f"field of a record that holds its {name}")
    group.add_argument("--stdin-filename", metavar="PATH", help="name of the text on standard input (path -)")
    group.add_argument(
        "--files-from",
        metavar="FILE",
        help="check the paths listed in FILE, one a line (- for standard input)",
    )
    group.add_argument("-0", "--null", action="store_true", help="paths in --files-from end in NUL")


def _baseline(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--baseline", metavar="FILE", help="known findings, not reported again")
    flag(group, "--write-baseline", "make the findings of this run the known ones")
    flag(group, "--prune-baseline", "drop from the baseline what is no longer found")
    flag(group, "--no-baseline", "report known findings too")


def _output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--output-format",
        metavar="FORMAT",
        help="full (default), concise, grouped; azure, checkstyle, csv, github, gitlab, html, json, json-lines, "
        "junit, markdown, parquet, pylint, rdjson, rdjsonl, sarif",
    )
    group.add_argument("-o", "--output-file", metavar="FILE", help="write the report to FILE")
    group.add_argument(
        "--output",
        metavar="FORMAT:PATH",
        action="append",
        default=[],
        help="write another report; repeatable",
    )
    flag(group, "--show-diff", "show what copies have in place of the words of the document that is kept")
    flag(group, "--statistics", "counts by rule in place of findings")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    group.add_argument(
        "--progress", choices=("auto", "never"), default="auto", help="progress on a terminal (default: auto)"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="no summary")
    group.add_argument("-s", "--silent", action="store_true", help="no report; the exit status tells")
    group.add_argument("-v", "--verbose", action="store_true", help="say which files, rules and settings are used")
    flag(group, "--watch", "check again what changes, until Ctrl-C (needs corpuslint[watch])")
    flag(group, "--show-files", "list the files that would be checked, and stop")


def _run(group: argparse._ArgumentGroup) -> None:
    group.add_argument("-j", "--jobs", metavar="N", help="worker processes, or auto (default)")
    group.add_argument("--engine", metavar="NAME", default="local", help="how work is spread; plugins add engines")
    group.add_argument("--cache-dir", metavar="DIR", help="where undo information lies (default: .corpuslint_cache)")
    group.add_argument("-n", "--no-cache", action="store_true", help="use no cache")
    group.add_argument(
        "--config",
        metavar="FILE|KEY=VALUE",
        action="append",
        default=[],
        help="a configuration file or one setting",
    )
    flag(group, "--isolated", "ignore all configuration files")
    flag(group, "--no-plugins", "load no plugins")
    flag(group, "--trace-plugins", "print every call of a plugin hook")
    flag(group, "--exit-zero", "exit 0 where findings are left (2 stays 2)")
    flag(group, "--exit-non-zero-on-fix", "exit 1 where anything was fixed")
    flag(group, "--error-on-empty", "exit 2 where there is no file to check")


def flag(group: argparse._ActionsContainer, name: str, text: str) -> None:
    """An option without a value."""
    group.add_argument(name, action="store_true", help=text)


def handed_on(made: argparse.ArgumentParser) -> None:
    """Options that another command takes for a check of its own; `command.passed(arguments, *HANDED_ON)` are they."""
    for name in _LISTS:
        made.add_argument(as_option(name), action="append", default=[], help="as for the check")
    for name in _FLAGS:
        flag(made, as_option(name), "as for the check")


def codes(text: str) -> list[str]:
    """Codes as they are listed on the command line."""
    return [code.strip() for code in text.split(",") if code.strip()]
