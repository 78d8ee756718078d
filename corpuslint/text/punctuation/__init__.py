"""Quotation marks and spacing: what is wrong with the punctuation of a text.

`quotation_defects` reads all quotation marks of a text at once; the rules pick what is theirs.
`plain` is the cheap test that lets most texts pass without that.
"""

from __future__ import annotations

from corpuslint.text.punctuation.analysis import Analysis, quotation_defects
from corpuslint.text.punctuation.defects import Defect, Kind
from corpuslint.text.punctuation.plain import plain_once as plain
from corpuslint.text.punctuation.repairs import Repair

__all__ = ["Analysis", "Defect", "Kind", "Repair", "plain", "quotation_defects"]
