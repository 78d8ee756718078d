"""Damage to bytes and characters: which codec bytes are in, mojibake and its repair, odd characters.

The names load their modules when they are first used, so that a clean file never pays for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslint.text.encoding.alignment import Kind
    from corpuslint.text.encoding.c1 import SHARED as SHARED_C1
    from corpuslint.text.encoding.c1 import as_marks
    from corpuslint.text.encoding.c1 import fit as controls_fit
    from corpuslint.text.encoding.decoding import CESU, PRESCRIBED, REFUSED, UNSAFE, decide
    from corpuslint.text.encoding.lookalikes import LookAlike
    from corpuslint.text.encoding.lookalikes import lookalikes as find_lookalikes
    from corpuslint.text.encoding.plausible import script
    from corpuslint.text.encoding.repair import Change, changes, damaged
    from corpuslint.text.encoding.resolve import SURE
    from corpuslint.text.encoding.single_byte import Misread, by_line, misread
    from corpuslint.text.encoding.utf8 import joined as surrogates_joined
    from corpuslint.text.encoding.wide import is_clean
    from corpuslint.text.encoding.witnesses import Form, Softened, Torn, Words, note, softened, torn

_HOME = {
    "CESU": ("decoding", "CESU"),
    "Change": ("repair", "Change"),
    "Kind": ("alignment", "Kind"),
    "LookAlike": ("lookalikes", "LookAlike"),
    "Misread": ("single_byte", "Misread"),
    "PRESCRIBED": ("decoding", "PRESCRIBED"),
    "REFUSED": ("decoding", "REFUSED"),
    "SHARED_C1": ("c1", "SHARED"),
    "SURE": ("resolve", "SURE"),
    "UNSAFE": ("decoding", "UNSAFE"),
    "as_marks": ("c1", "as_marks"),
    "by_line": ("single_byte", "by_line"),
    "controls_fit": ("c1", "fit"),
    "changes": ("repair", "changes"),
    "damaged": ("repair", "damaged"),
    "decide": ("decoding", "decide"),
    "is_clean": ("wide", "is_clean"),
    "find_lookalikes": ("lookalikes", "lookalikes"),
    "script": ("plausible", "script"),
    "misread": ("single_byte", "misread"),
    "Form": ("witnesses", "Form"),
    "Softened": ("witnesses", "Softened"),
    "Torn": ("witnesses", "Torn"),
    "Words": ("witnesses", "Words"),
    "note": ("witnesses", "note"),
    "surrogates_joined": ("utf8", "joined"),
    "softened": ("witnesses", "softened"),
    "torn": ("witnesses", "torn"),
}

__all__ = [
    "CESU",
    "PRESCRIBED",
    "REFUSED",
    "SHARED_C1",
    "SURE",
    "UNSAFE",
    "Change",
    "Form",
    "Kind",
    "LookAlike",
    "Misread",
    "Softened",
    "Torn",
    "Words",
    "as_marks",
    "by_line",
    "changes",
    "controls_fit",
    "damaged",
    "decide",
    "find_lookalikes",
    "is_clean",
    "misread",
    "note",
    "script",
    "softened",
    "surrogates_joined",
    "torn",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        module, own = _HOME[name]
        globals()[name] = found = getattr(import_module(f"{__name__}.{module}"), own)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
