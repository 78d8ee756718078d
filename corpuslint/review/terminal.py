"""`corpuslint --fix --review`: every fix is shown as a difference, and a line from the terminal decides on it.

Lines, not keys: that works over any connection, with any terminal, and for those whom a program reads the screen to.
A decision is written before the next question is asked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from corpuslint.errors import CorpuslintError, UsageError
from corpuslint.hints import as_option
from corpuslint.report import Style, style_of, summary
from corpuslint.report.escape import terminal
from corpuslint.report.full import block
from corpuslint.report.style import BOLD, GREEN, YELLOW
from corpuslint.review.closing import close
from corpuslint.review.desk import Desk
from corpuslint.review.naming import distinct, forms, prefer
from corpuslint.review.passages import edit, passage, rewritten

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.review.desk import Outcome
    from corpuslint.review.items import Item, Matter

HELP: Mapping[str, str] = {
    "y": "make this fix",
    "n": "leave this as it is; the next review asks again",
    "a": "make this fix and all others of this rule in this file, manual ones excepted",
    "A": "make this fix and all others of this rule in all files, manual ones excepted",
    "d": "leave the rest of this file as it is",
    "D": "leave all others of this rule as they are",
    "e": "edit the text as it would be after the fix, in $EDITOR",
    "m": "it is meant: never report it again; asks for the reason",
    "k": "keep this copy and move the other one away",
    "p": "from now on write this form of the name, and not the others",
    "2": "two names: these forms are never one name",
    "q": "stop; what was decided until now stays",
    "?": "this list",
}
_NOT_WITH = (
    "diff", "fix_to", "no_journal", "output", "output_file", "statistics", "silent", "write_baseline", "prune_baseline",
)  # fmt: skip


def main(command: Command) -> int:
    """Ask about every fix and return the exit code. Raises UsageError where nobody can answer."""
    _expect_terminal(command)
    desk = Desk(command)
    desk.look()
    style = style_of(sys.stdout, command.arguments.color, os.environ, summary=not command.arguments.quiet)
    interrupted = desk.response.interrupted
    try:
        if not interrupted:
            Dialogue(desk, style).run()
    except KeyboardInterrupt:
        print()
        interrupted = True
    return close(desk, style, interrupted=interrupted)


def _expect_terminal(command: Command) -> None:
    arguments = command.arguments
    if not arguments.fix:
        raise UsageError("--review asks about fixes; use --fix --review")
    for name in _NOT_WITH:
        if getattr(arguments, name):
            raise UsageError(f"{as_option(name)} does not go with --review")
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if not stream.isatty():
            raise UsageError(
                f"--review asks questions, and standard {name} is no terminal; leave it out to fix without questions, "
                "or use `corpuslint review` to decide in a browser"
            )


class Dialogue:
    """Questions and answers."""

    def __init__(self, desk: Desk, style: Style) -> None:
        self.desk = desk
        self.style = style
        self._left: set[Item] = set()
        self._rules: dict[str, bool] = {}
        """Rules that are decided for all files: whether to fix."""

    def run(self) -> None:
        """Ask until everything is decided or somebody stops; what decisions have changed is looked at again."""
        if not any(self._offered(one) for one in self.desk.tray.items() if one.open):
            print("There is nothing to decide: no finding has a fix.")
        while self._round() and self.desk.loose:
            print("Checking again, for copies and names are judged by all that there is ...")
            skipped = {one.result.fingerprint for one in self._left}
            self.desk.look()
            self._left = {one for one in self.desk.tray.items() if one.result.fingerprint in skipped}

    def _round(self) -> bool:
        """Ask about everything that is there; whether nobody stopped."""
        asked, all_of = 0, sum(1 for one in self.desk.tray.items() if one.open and self._offered(one))
        for path in self.desk.tray.paths:
            while item := self._next(path):
                matter = self.desk.tray.matter_of(item)
                whole = self._rules.get(item.result.code)
                if whole is not None:
                    self._whole(matter, fix=whole)
                    continue
                asked += len(matter.items)
                if not self._ask(matter, f"{min(asked, all_of):,}/{all_of:,}"):
                    return False
        return True

    def _next(self, path: str) -> Item | None:
        """The next finding of a file that is to be decided: what is about the whole of it comes first."""
        offered = (one for one in self._open(path) if self._offered(one))
        return min(offered, key=lambda one: bool(one.result.fix and one.result.fix.changes), default=None)

    def _open(self, path: str) -> Iterator[Item]:
        return (one for one in self.desk.tray.at(path) if one.open and one not in self._left)

    def _offered(self, item: Item) -> bool:
        """Whether there is a fix to decide on, in a file that may be written."""
        return item.result.fix is not None and self.desk.writable(item.path)

    def _whole(self, matter: Matter, *, fix: bool) -> None:
        """What was decided for a rule as a whole; a fix that is made by hand is left to a person."""
        if fix and matter.items[0].by_machine:
            self._fix([matter.items[0]])
        else:
            self._leave(matter.items[:1])

    def _leave(self, items: Sequence[Item]) -> None:
        """These stay as they are; where that is the encoding of a file, all else in it has to wait for it."""
        self._left.update(items)
        for one in items:
            fix = one.result.fix
            if fix is not None and not fix.changes and one.judged is None:
                self._left.update(self._open(one.path))

    def _ask(self, matter: Matter, number: str) -> bool:
        """Show something and do what is decided; whether to go on."""
        print()
        for line in block(matter.result, self.style):
            print(line)
        keys = [*"ynaAdD", *self._more(matter), "q", "?"]
        places = f" at {len(matter.items):,} places" if len(matter.items) > 1 else ""
        while True:
            question = self.style.paint(f"({number}) Make this fix{places} [{','.join(keys)}]? ", BOLD)
            answer = _answer(question)
            if answer is None or answer == "q":
                return False
            if answer not in keys or answer == "?":
                self._explain(keys)
                continue
            try:
                if self._decide(answer, matter):
                    return True
            except CorpuslintError as error:
                self._warn(str(error))
                if any(not item.open for item in matter.items):
                    return True

    def _more(self, matter: Matter) -> Iterator[str]:
        """Keys that go with some findings only, and `m` between them."""
        if matter.result.fix and matter.result.fix.changes:
            yield "e"
        yield "m"
        if "duplicate" in matter.result.data:
            yield "k"
        if len(forms(matter.result)) > 1:
            yield from "p2"

    def _explain(self, keys: list[str]) -> None:
        for key in keys:
            print(f"  {key}  {HELP[key]}")

    def _decide(self, answer: str, matter: Matter) -> bool:
        """Do what an answer says; whether that decides the matter."""
        first, code = matter.items[0], matter.result.code
        if answer == "y":
            self._fix(matter.items)
        elif answer == "n":
            self._leave(matter.items)
        elif answer == "a":
            self._fix([first, *(one for one in self._alike(first.path, code) if one is not first)])
        elif answer == "d":
            self._left.update(self._open(first.path))
        elif answer in "AD":
            self._rules[code] = answer == "A"
            if answer == "A":
                self._fix(matter.items)
        elif answer == "m":
            return self._meant(matter)
        elif answer == "e":
            return self._edit(first)
        else:
            return self._group(answer, matter)
        return True

    def _alike(self, path: str, code: str) -> list[Item]:
        """The other findings of a rule in a file that a machine may fix."""
        able = (one for one in self._open(path) if one.result.code == code and self._offered(one))
        return [one for one in able if one.by_machine]

    def _fix(self, items: Sequence[Item]) -> None:
        self._told(self.desk.fix(items))

    def _told(self, outcome: Outcome) -> None:
        """Say what was refused; what is still as it was is not asked again."""
        for item, reason in outcome.refused:
            self._warn(f"{item.path}: not done: {reason}")
            self._left.add(item)
        if outcome.done:
            print(self.style.paint(f"Done at {summary.count(len(outcome.done), 'place')}.", GREEN))

    def _meant(self, matter: Matter) -> bool:
        reason = _answer("Why is it meant (kept beside it)? ", keep=True)
        if not reason:
            return False
        self.desk.accept([matter], reason)
        print(self.style.paint("Accepted.", GREEN))
        return True

    def _edit(self, item: Item) -> bool:
        found = passage(self.desk, item)
        made = rewritten(found, edit(found.after))
        if made is None:
            print("That is what stands there; nothing was changed.")
            return False
        self._told(self.desk.fix([item], made))
        return True

    def _group(self, answer: str, matter: Matter) -> bool:
        """Decisions on copies and names."""
        if answer == "k":
            first = matter.items[0].place[1]
            self._told(self.desk.keep(matter.items, str(first)))
            return True
        some = forms(matter.result)
        if answer == "2":
            told = distinct(self.desk, some[0], some[1])
        else:
            right = self._choice(some)
            if not right:
                return False
            told = prefer(self.desk, right, some)
        print(self.style.paint(terminal(told, unicode=self.style.unicode), GREEN))
        return True

    def _choice(self, some: tuple[str, ...]) -> str:
        """The form that is right, chosen by its number; "" where none was."""
        for number, form in enumerate(some, 1):
            print(f"  {number}  {terminal(form, unicode=self.style.unicode)}")
        answer = _answer("Which one is right? ") or ""
        return some[int(answer) - 1] if answer.isdecimal() and 1 <= int(answer) <= len(some) else ""

    def _warn(self, text: str) -> None:
        print(self.style.paint(terminal(text, unicode=self.style.unicode), YELLOW))


def _answer(question: str, *, keep: bool = False) -> str | None:
    """One line from the terminal, or (without `keep`) the first character of it; None at its end."""
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        print()
        return None
    text = line.decode("utf-8", "replace").strip()
    return text if keep else text[:1]
