"""A program with a crew: what it says of each item goes to standard output as JSON.

python labour.py fork|spawn|apart|few|none ITEM...    an item is a word of `WORK`, or any other that is only given back

With few or none the system gives so many processes and no more; with apart it ends none with the one that started it.
"""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from importlib import import_module

from corpuslint import kernel
from corpuslint.errors import UsageError
from corpuslint.workers.crew import Crew, Terms


def kill() -> None:
    """As the system does where memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    """As a library does that gives up."""
    os._exit(3)


def fail() -> None:
    """As a rule with a bug does."""
    raise ValueError("a bug")


def wait() -> None:
    """As a rule does that never ends."""
    os.write(2, b"begun\n")
    time.sleep(600)


def seize() -> None:
    """As a rule does whose pattern never ends: no other thread of its process runs meanwhile."""
    os.write(2, b"begun\n")
    re.match("(a+)+$", "a" * 60 + "b")


def eat() -> None:
    """As a rule does that takes all there is."""
    held = []
    while True:
        held.append(b"x" * (16 << 20))


def refuse() -> None:
    """As settings do that cannot be obeyed."""
    raise UsageError("this cannot be obeyed")


WORK = {"kill": kill, "leave": leave, "fail": fail, "wait": wait, "seize": seize, "eat": eat, "refuse": refuse}


def work(items: Sequence[str], alive: Callable[[], None]) -> list[str]:
    """The items, in capital letters."""
    for item in items:
        alive()
        for word in item.split("+"):
            if word in WORK:
                WORK[word]()
        if item.startswith("slow"):
            for _ in range(4):
                alive()
                time.sleep(0.6)
    return [item.upper() for item in items]


def halves(item: str) -> Sequence[str]:
    """A word with signs of addition is the sum of its parts."""
    return item.split("+")


def crowd(left: int) -> None:
    """Let the system have room for so many more processes."""
    fork, places = os.fork, iter(range(left))

    def full() -> int:
        if next(places, None) is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    os.fork = full


def main() -> None:
    """Do it, three items in a batch."""
    start, *items = sys.argv[1:]
    if start == "spawn":  # a second thread, so that no fork would be whole
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    if start in {"few", "none"}:
        crowd(1 if start == "few" else 0)
    if start == "apart":
        kernel.signal_with_parent = lambda number: not number
    crew: Crew[str, list[str]] = Crew(work, 2, Terms(timeout=2, memory=1 << 28), divide=halves)
    said: dict[str, list[str]] = {"done": [], "lost": []}
    for asked, value, reason in crew.answers(items[at : at + 3] for at in range(0, len(items), 3)):
        if value is None:
            said["lost"].append(f"{asked[0]}: {reason}")
        else:
            said["done"] += value
    print(json.dumps(said))


if __name__ == "__main__":  # by its own name, so that a worker that does not run this program again finds it
    import_module("labour").main()
