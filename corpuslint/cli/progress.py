"""A progress bar on a terminal; rich is imported only there."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable

OFTEN = 0.1
"""Seconds between two looks of the bar."""


def bar(total: int) -> Callable[[int], None]:
    """A bar over this many files; the function it returns takes the number of files done.

    It is drawn when it is called: a thread that does so by itself would keep workers from being forked.
    """
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
    task = progress.add_task("checking", total=total)
    progress.start()
    atexit.register(progress.stop)
    drawn = 0.0

    def done(count: int) -> None:
        nonlocal drawn
        due = time.monotonic() - drawn > OFTEN
        progress.update(task, completed=count, refresh=due)
        drawn = time.monotonic() if due else drawn
        if count >= total:
            progress.stop()

    return done
