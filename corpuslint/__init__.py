"""Finds and fixes damage in text corpora.

As a library: `corpuslint.lint` and `corpuslint.fix`; see docs/python.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from corpuslint.errors import CorpuslintError as CorpuslintError
    from corpuslint.findings import Findings as Findings
    from corpuslint.library import Fixed as Fixed
    from corpuslint.library import fix as fix
    from corpuslint.library import lint as lint

__all__ = ["CorpuslintError", "Findings", "Fixed", "__version__", "fix", "lint"]
_HOMES = {"CorpuslintError": "errors", "Findings": "findings", "Fixed": "library", "fix": "library", "lint": "library"}


def __getattr__(name: str) -> object:
    """Names of the library load when they are first used: the command line needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'corpuslint' has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = found = getattr(import_module(f"corpuslint.{_HOMES[name]}"), name)
    return found
