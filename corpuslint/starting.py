"""How processes are started: forked where that is whole, else as a new Python that imports nothing of a corpus.

None of them hears Ctrl-C, which a terminal sends to all: the first process hears it, and ends the others.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

COLLECT_AFTER = 100_000
"""Objects made before the garbage collector looks for cycles; a run makes many that live and few cycles."""


def collect_late() -> None:
    """Let the garbage collector of this process look for cycles seldom."""
    gc.set_threshold(COLLECT_AFTER)


def is_alone() -> bool:
    """Whether this process has one thread, so that a fork of it is whole; that of an allocator knows of forks."""
    try:
        names = [_content(f"/proc/self/task/{number}/comm") for number in os.listdir("/proc/self/task")]
    except OSError:
        return False
    return len(names) - names.count(b"jemalloc_bg_thd\n") == 1


def _content(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


@contextmanager
def starting(seed: str = "random") -> Iterator[None]:
    """Around the start of a new Python: what it must never do is import from the current folder, a corpus.

    It does not run the main module of a program again, never hears Ctrl-C, and hashes texts by this seed.
    """
    more = {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", seed)}
    before = {name: os.environ.get(name) for name in more}
    main = sys.modules["__main__"]
    os.environ.update(more)
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        with deaf(tracked=True):
            yield
    finally:
        sys.modules["__main__"] = main
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def deaf(*, tracked: bool = False) -> Iterator[None]:
    """No worker ever hears Ctrl-C, which a terminal sends to all."""
    if sys.platform == "win32":
        yield
        return
    if tracked:
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # where it runs already it leaves the mask of signals alone
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """End this process with the one that started it, which it would wait for otherwise."""
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return
    fall_with_parent()

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def fall_with_parent() -> bool:
    """Let Linux kill this process when the thread ends that started it; False where it cannot.

    A pattern of `re` that never ends keeps every thread of its process from running, one that watches the parent too.
    """
    from multiprocessing import parent_process

    from corpuslint.kernel import signal_with_parent

    parent = parent_process()
    if not signal_with_parent(signal.SIGKILL):
        return False
    if parent is not None and os.getppid() != parent.pid:  # it had ended before
        os._exit(1)
    return True
