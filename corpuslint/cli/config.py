"""`corpuslint config`: the settings that hold, where each comes from, their schema, and a file to begin with."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence

from corpuslint import config
from corpuslint.errors import UsageError

FILE = "corpuslint.toml"


def main(argv: Sequence[str]) -> int:
    """Run `config show`, `config schema` or `config init`."""
    arguments = _parser().parse_args(argv)
    if arguments.action == "schema":
        print(json.dumps(config.schema(), indent=2))
    elif arguments.action == "init":
        _init()
    else:
        _show(arguments)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="corpuslint config", description="Show or start a configuration.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="show|schema|init")
    show = actions.add_parser("show", help="the settings that hold for a path, and where each comes from")
    show.add_argument("path", nargs="?", default=".", metavar="PATH")
    show.add_argument("--config", metavar="FILE|KEY=VALUE", action="append", default=[])
    show.add_argument("--isolated", action="store_true", help="ignore all configuration files")
    actions.add_parser("schema", help="the JSON Schema of the configuration")
    actions.add_parser("init", help=f"write a {FILE} in which every setting is explained")
    return parser


def _show(arguments: argparse.Namespace) -> None:
    if not os.path.exists(arguments.path):
        raise UsageError(f"{arguments.path}: there is no such file or folder")
    folder = arguments.path if os.path.isdir(arguments.path) else os.path.dirname(arguments.path) or "."
    file, inline = config.split_arguments(arguments.config)
    settings = config.resolve(folder, isolated=arguments.isolated, explicit_file=file, inline=inline)
    print(config.show(settings), end="")
    from corpuslint.cli.reading import told

    for line in told(arguments.path, settings):
        print(f"# {line}")


def _init() -> None:
    from corpuslint.writing.write import write_new

    if os.path.lexists(FILE):
        raise UsageError(f"{FILE} exists already; edit it, or move it away first")
    write_new(FILE, config.init_text().encode())
    print(f"Wrote {FILE}; `corpuslint config show` prints what holds.")
