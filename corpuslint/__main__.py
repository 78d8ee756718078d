"""`python -m corpuslint`, and the console script."""

import atexit
import os
import sys

WAIT_FOR_THE_END = frozenset({"cProfile", "coverage", "pdb", "profile", "trace"})
"""Modules that run a program and have something to say when it is over."""


def run() -> int:
    """Run the command line; a folder of a corpus is never a place to import from."""
    from corpuslint.starting import collect_late  # not above, where the current folder may still be on the path

    collect_late()  # before the imports, which make most of the objects of a short run
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads that nobody here has work for
    from corpuslint.cli import main

    code = main(sys.argv[1:])
    _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process at once where nothing waits for its end.

    To take every object apart costs a run on a few files a fifth of its time, and the system takes all back anyway.
    """
    at_exit = getattr(atexit, "_ncallbacks", None)
    if at_exit is None or at_exit() or sys.flags.inspect or not WAIT_FOR_THE_END.isdisjoint(sys.modules):
        return
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # the usual end tells the shell
        return
    os._exit(code)


if __name__ == "__main__":
    if sys.path and not sys.flags.safe_path and sys.path[0] != os.path.dirname(os.path.dirname(__file__)):
        del sys.path[0]  # the current folder, unless this very package lies in it: workers must find that too
    raise SystemExit(run())
