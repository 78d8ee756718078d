"""A progress bar on a terminal; rich is imported only there."""

from __future__ import annotations

import atexit
from collections.abc import Callable


def bar(total: int) -> Callable[[int], None]:
    """A bar over this many files; the function it returns takes the number of files done."""
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("checking", total=total)
    progress.start()
    atexit.register(progress.stop)

    def done(count: int) -> None:
        progress.update(task, completed=count)
        if count >= total:
            progress.stop()

    return done
