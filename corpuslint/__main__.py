"""`python -m corpuslint`, and the console script."""

import os
import sys


def run() -> int:
    """Run the command line; a folder of a corpus is never a place to import from."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads that nobody here has work for
    from corpuslint.cli import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    if sys.path and not sys.flags.safe_path and sys.path[0] != os.path.dirname(os.path.dirname(__file__)):
        del sys.path[0]  # the current folder, unless this very package lies in it: workers must find that too
    raise SystemExit(run())
