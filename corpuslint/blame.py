"""Code of others that fails: what went wrong in it, and where."""

from __future__ import annotations

import os


def told(error: BaseException, code: str) -> str:
    """The error in words, with the file and the line of `code` that it came from, if it did.

    `code` is a folder, or one file; "": no code is known. Where several calls lie there, it is the innermost, which is
    where somebody begins to look.
    """
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if not code:
        return said
    own = os.path.abspath(code)
    folder = os.path.dirname(own) if os.path.isfile(own) else own
    place = ""
    trace = error.__traceback__
    while trace is not None:
        path = os.path.abspath(trace.tb_frame.f_code.co_filename)
        if path == own or path.startswith(os.path.join(own, "")):
            place = f" ({os.path.relpath(path, folder)}:{trace.tb_lineno})"
        trace = trace.tb_next
    return said + place
