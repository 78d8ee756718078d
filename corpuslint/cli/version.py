"""`corpuslint version`: what is running, for a bug report."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence

from corpuslint import __version__, plugins, regex


def main(argv: Sequence[str]) -> int:
    """Print the versions of corpuslint, of what it stands on, and of the plugins."""
    if list(argv) in (["--help"], ["-h"]):
        print("usage: corpuslint version\n\nPrint what is running, for a bug report.")
        return 0
    if argv:
        from corpuslint.errors import UsageError

        raise UsageError(f"version takes no arguments, not {argv[0]!r}")
    import yaml

    print(f"corpuslint {__version__}")
    print(f"Python {platform.python_version()} on {sys.platform}")
    print(f"pattern engine: {regex.backend()}")
    print(f"YAML reader: {'libyaml' if hasattr(yaml, 'CSafeLoader') else 'Python'}")
    loaded = plugins.load()
    for found in loaded.loaded:
        print(f"plugin: {found}")
    for trouble in loaded.troubles:
        print(f"{trouble.code}: {trouble.message}")
    return 2 if loaded.troubles else 0
