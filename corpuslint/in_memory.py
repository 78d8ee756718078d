"""Findings in documents that are in memory: a run over a file of them, told as one over the documents."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping

from corpuslint.result import Location, Result, Run

SPOOL = "documents.jsonl"
"""The name of that file."""


def in_documents(run: Run, file: str) -> Run:
    """The run with places in the documents themselves: the file that they were written to for it is gone."""
    shown = "|".join(re.escape(name.replace(os.sep, "/")) for name in (file, os.path.relpath(file)))
    named = re.compile(rf"(?:{shown}):(?=\d)")

    def say(text: str) -> str:
        """What is said, with the number of a document where the file is named."""
        return named.sub("document ", text)

    troubles = (
        one._replace(path="" if os.path.basename(one.path) == SPOOL else one.path, message=say(one.message))
        for one in run.troubles
    )
    return run._replace(results=tuple(_placed(one, say) for one in run.results), troubles=tuple(troubles))


def _placed(result: Result, say: Callable[[str], str]) -> Result:
    fix = result.fix
    if fix is not None:
        changes = tuple(one._replace(location=one.location and _in_text(one.location)) for one in fix.changes)
        fix = fix._replace(title=say(fix.title), changes=changes)
    related = tuple(one._replace(location=_in_text(one.location)) for one in result.related)
    return result._replace(
        message=say(result.message), fix=fix, location=_in_text(result.location), related=related,
        data={key: _said(value, say) for key, value in result.data.items()},
        speaks_for=frozenset(key._replace(path="") for key in result.speaks_for),
    )  # fmt: skip


def _said(value: object, say: Callable[[str], str]) -> object:
    """A value of JSON with all texts in it as `say` has them."""
    if isinstance(value, str):
        return say(value)
    if isinstance(value, Mapping):
        return {key: _said(one, say) for key, one in value.items()}
    return [_said(one, say) for one in value] if isinstance(value, (list, tuple)) else value


def _in_text(place: Location) -> Location:
    return place._replace(path="", line=place.text_line, column=place.text_column)
