"""Code of others that fails: what went wrong in it, and where."""

from __future__ import annotations

import os


def told(error: BaseException, folder: str) -> str:
    """The error in words, with the file and the line of the code below `folder` that it came from, if it did.

    Where several calls lie there, it is the innermost, which is where somebody begins to look.
    """
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    below = os.path.join(os.path.abspath(folder), "")
    place = ""
    trace = error.__traceback__
    while trace is not None:
        path = os.path.abspath(trace.tb_frame.f_code.co_filename)
        if path.startswith(below):
            place = f" ({os.path.relpath(path, below)}:{trace.tb_lineno})"
        trace = trace.tb_next
    return said + place
