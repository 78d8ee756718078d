"""`corpuslint server`: the language server for editors, on standard input and output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from corpuslint.cli import options
from corpuslint.errors import UsageError


def main(argv: Sequence[str]) -> int:
    """Talk to an editor until it ends."""
    _, rest = _parser().parse_known_args(argv)
    arguments = options.parser(start=False).read(["--progress", "never", *rest])
    if arguments.paths:
        raise UsageError("the server takes no paths: an editor says which files are open")
    try:
        from corpuslint.server import features, protocol
    except ImportError:
        raise UsageError("the server needs pygls; pip install 'corpuslint[server]'") from None
    stdin, stdout = _streams()
    code = protocol.serve(features.service(arguments), stdin, stdout)
    sys.stderr.flush()
    os._exit(code)  # a check that somebody has begun is not waited for


def _parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog="corpuslint server",
        usage="%(prog)s [OPTIONS]",
        description="Speak the language server protocol on standard input and output, for editors.",
        epilog="Options of a check that say which rules and settings there are (--config, --select, --isolated and "
        "others) may be given; most belong into a configuration file, which the server obeys as soon as it is saved.",
        allow_abbrev=False,
    )


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the protocol alone: what others print goes to standard error."""
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stdin, stdout
