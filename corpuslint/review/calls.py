"""What a page may ask for: each call is one decision, written before it is answered, or a look."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from threading import RLock
from typing import TYPE_CHECKING, Any

from corpuslint.errors import UsageError
from corpuslint.report.summary import count
from corpuslint.review import naming
from corpuslint.review.passages import passage, rewritten
from corpuslint.review.shown import Shown

if TYPE_CHECKING:
    from corpuslint.review.desk import Desk, Outcome
    from corpuslint.review.items import Item, Matter

Body = Mapping[str, Any]
Answer = dict[str, Any]
MOST_TOLD = 50
"""Refused findings of which an answer gives the reason."""


class Calls:
    """Calls by name; one is done at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown = Shown(desk)
        self._lock = RLock()
        self._decisions: Mapping[str, Callable[[Body], Answer]] = {
            "fix": self.fix,
            "accept": self.accept,
            "keep": self.keep,
            "prefer": self.prefer,
            "distinct": self.distinct,
            "refresh": lambda _body: {},
        }
        self._looks: Mapping[str, Callable[[Body], Answer]] = {
            "run": lambda _body: self._shown.whole(),
            "passage": self.passage,
            "look": self.look,
        }

    def __call__(self, name: str, body: Body) -> Answer:
        """The answer to a call. Raises CorpuslintError for what is not done, LookupError for an unknown name."""
        with self._lock:
            if name in self._looks:
                return self._looks[name](body)
            decide = self._decisions[name]
            try:
                made = decide(body)
            finally:
                self._shown.update()
            return made | self._shown.since(body.get("look"), body.get("changes"))

    def fix(self, body: Body) -> Answer:
        """Fix findings; `edited` is what a person made of the passage of the only one."""
        matters = self._matters(body)
        items = [one for matter in matters for one in matter.items]
        if len(matters) > 1:
            items = [one for one in items if one.by_machine]
        if "edited" not in body:
            return self._told(self._desk.fix(items))
        text, before = _text(body, "edited"), _text(body, "before")
        found = passage(self._desk, items[0])
        if len(matters) != 1 or found.before != before:
            raise UsageError("the passage is not what it was when it was shown; look at it again")
        made = rewritten(found, text)
        if made is None:
            raise UsageError("that is what stands there; nothing was changed")
        return self._told(self._desk.fix(items[:1], made))

    def accept(self, body: Body) -> Answer:
        """Findings that are meant, with the reason."""
        new = self._desk.accept(self._matters(body), _text(body, "reason"))
        place = os.path.relpath(self._desk.command.accepted)
        return {"told": f"Accepted {count(new, 'finding')} in {place}.", "refused": []}

    def keep(self, body: Body) -> Answer:
        """Of copies, the one that stays; the others are moved to the quarantine."""
        items = [one for matter in self._matters(body) for one in matter.items]
        return self._told(self._desk.keep(items, _text(body, "kept")))

    def prefer(self, body: Body) -> Answer:
        """The form of a name that is right from now on."""
        form = _text(body, "form")
        return {"told": naming.prefer(self._desk, form, tuple(_texts(body, "others"))), "refused": []}

    def distinct(self, body: Body) -> Answer:
        """Two forms that are two names."""
        pair = _texts(body, "pair")
        if len(pair) != 2:
            raise UsageError("name two forms")
        return {"told": naming.distinct(self._desk, pair[0], pair[1]), "refused": []}

    def passage(self, body: Body) -> Answer:
        """The lines that a fix touches, before and after it."""
        found = passage(self._desk, self._desk.tray.matter(_text(body, "fingerprint")).items[0])
        return {"before": found.before, "after": found.after}

    def look(self, _body: Body) -> Answer:
        """Check everything again."""
        self._desk.look()
        self._shown.begin()
        return {"reload": True}

    def _matters(self, body: Body) -> list[Matter]:
        names = list(dict.fromkeys(_texts(body, "fingerprints")))
        if not names:
            raise UsageError("name at least one finding")
        if len(names) == 1:
            return [self._desk.tray.matter(names[0])]
        wanted = set(names)
        return [one for one in self._desk.tray.matters() if one.result.fingerprint in wanted]

    def _told(self, outcome: Outcome) -> Answer:
        told = f"Done at {count(len(outcome.done), 'place')}." if outcome.done else "Nothing was changed."
        refused = [_refused(item, reason) for item, reason in outcome.refused[:MOST_TOLD]]
        return {"told": told, "done": len(outcome.done), "refused": refused, "refusals": len(outcome.refused)}


def _refused(item: Item, reason: str) -> Answer:
    return {"fingerprint": item.result.fingerprint, "path": item.path, "reason": reason}


def _text(body: Body, key: str) -> str:
    value = body.get(key)
    if not _is_text(value):
        raise UsageError(f"{key} must be text")
    return str(value)


def _is_text(value: object) -> bool:
    """Whether a value is text that a file can hold: half a character (a lone surrogate) is none."""
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


def _texts(body: Body, key: str) -> list[str]:
    value = body.get(key)
    if not isinstance(value, list) or not all(map(_is_text, value)):
        raise UsageError(f"{key} must be a list of texts")
    return value
