"""Quotation marks and spacing: what is wrong with the punctuation of a text.

`quotation_defects` reads all quotation marks of a text at once; the rules pick what is theirs.
`plain` and `not_plain` are the cheap test that lets most texts pass without that, and without loading it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from corpuslint.text.punctuation.regular import not_plain, plain_language
from corpuslint.text.punctuation.regular import plain_once as plain

if TYPE_CHECKING:
    from corpuslint.text.punctuation.analysis import Analysis, quotation_defects
    from corpuslint.text.punctuation.defects import Defect, Kind
    from corpuslint.text.punctuation.repairs import Repair

_HOMES = {
    "Analysis": "analysis",
    "quotation_defects": "analysis",
    "Defect": "defects",
    "Kind": "defects",
    "Repair": "repairs",
}

__all__ = ["Analysis", "Defect", "Kind", "Repair", "not_plain", "plain", "plain_language", "quotation_defects"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    globals()[name] = found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
