"""`corpuslint review`: findings decided in a browser, by a server that only this machine reaches."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpuslint.cli import INTERRUPTED
from corpuslint.errors import UsageError

if TYPE_CHECKING:
    from corpuslint.cli.options import Parser
    from corpuslint.review.server import Server


def main(argv: Sequence[str]) -> int:
    """Check, serve what was found until the review is over, and return the exit code of what is left."""
    from corpuslint.cli import command
    from corpuslint.report import style_of
    from corpuslint.review.calls import Calls
    from corpuslint.review.closing import close
    from corpuslint.review.desk import Desk
    from corpuslint.review.server import Server

    arguments = _parser().read(argv)
    call = command.read(_check(arguments))
    desk = Desk(call)
    desk.look()
    if desk.response.interrupted:
        return INTERRUPTED
    with Server(arguments.port, Calls(desk)) as server:
        _serve(server, browser=not arguments.no_browser)
    return close(desk, style_of(sys.stdout, "auto", os.environ), interrupted=False)


def _serve(server: Server, *, browser: bool) -> None:
    """Answer until the page, or Ctrl-C, ends the review."""
    try:
        print(f"Review: {server.gate.address}", flush=True)
        print("The address is good for one window; Enter shows another one, Ctrl-C ends the review.", flush=True)
        if browser and _has_screen():
            import webbrowser

            webbrowser.open(server.gate.address)
        if sys.stdin.isatty():
            threading.Thread(target=_again, args=(server,), daemon=True).start()
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        print()


def _has_screen() -> bool:
    """Whether a browser would have a window: one in this terminal would take it away from us."""
    if "SSH_CONNECTION" in os.environ:
        return False
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _again(server: Server) -> None:
    """Show a fresh address for each line from the terminal.

    Read from the descriptor: a thread that waits in a buffered reader would break the end of the interpreter.
    """
    while os.read(sys.stdin.fileno(), 4096):
        print(f"Review: {server.gate.address}", flush=True)


def _check(arguments: argparse.Namespace) -> list[str]:
    """The arguments of the check that is reviewed."""
    from corpuslint.cli.command import passed
    from corpuslint.cli.options import HANDED_ON

    return [*passed(arguments, *HANDED_ON), "--output-format", "html", "--", *arguments.paths]


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 16):
        raise UsageError(f"--port {text}: a port is a number from 1 to 65535, or 0 for any that is free")
    return int(text)


def _parser() -> Parser:
    from corpuslint.cli.options import Parser, handed_on

    parser = Parser(
        prog="corpuslint review",
        usage="%(prog)s [PATHS]... [OPTIONS]",
        description="Decide on findings in a browser: make fixes, accept what is meant, choose the form of a name and "
        "the copy that stays. Every decision is written at once; `corpuslint undo` takes fixes back.",
        epilog="The server answers to this machine alone. From another one: ssh -L PORT:127.0.0.1:PORT HOST, and the "
        "address it shows.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files and folders (default: the current folder)")
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="port of the server (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="show the address, and open no browser")
    handed_on(parser)
    return parser
