"""Work in a process of its own, one piece at a time, so that whoever waits for input is never kept from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from corpuslint.starting import end_with_parent, starting

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")


class Background:
    """One process beside this one, started when there is work; it ends with this one."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def begin(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Let the process do something; function, arguments and result are sent to it and back.

        The future raises what the function raises, and BrokenProcessPool where the process died.
        """
        from concurrent.futures.process import BrokenProcessPool

        with starting():
            try:
                return self._process().submit(work, *args, **kwargs)
            except BrokenProcessPool:  # it died over an earlier piece of work
                self._pool = None
                return self._process().submit(work, *args, **kwargs)

    def _process(self) -> ProcessPoolExecutor:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _modest)
        return self._pool

    def end(self) -> None:
        """End the process, whatever it does."""
        import multiprocessing

        if self._pool is None:
            return
        for child in multiprocessing.active_children():
            child.terminate()
        self._pool.shutdown(cancel_futures=True)  # at once, as there is nobody to wait for
        self._pool = None


def _modest() -> None:
    """Give way to the process that somebody looks at."""
    end_with_parent()
    with suppress(OSError, AttributeError):  # where there is no such thing, or it is not allowed
        os.nice(5)
