"""`python -m corpuslint`, and the console script."""

import sys


def run() -> int:
    """Run the command line; a folder of a corpus is never a place to import from."""
    from corpuslint.cli import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    if sys.path and not sys.flags.safe_path:
        del sys.path[0]
    raise SystemExit(run())
