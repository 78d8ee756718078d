"""All findings of a look, by file: which are still open, and which stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from corpuslint import baseline
from corpuslint.locate import order
from corpuslint.review.items import Item, Matter, Stale, item, named, place
from corpuslint.review.naming import forms

if TYPE_CHECKING:
    from corpuslint.result import Result
    from corpuslint.session import Response


class Tray:
    """The findings of one look; paths in their fingerprints are relative to `root`.

    `touched` are the files in which something has changed since somebody emptied it.
    """

    def __init__(self, response: Response, root: str, known: AbstractSet[str]) -> None:
        """`known`: fingerprints of the baseline and of accepted findings."""
        self.root = root
        self.touched: set[str] = set()
        self._known = set(known)
        self._files: dict[str, list[Item]] = {}
        if response.apart is not None:
            judged = {(one.rule, one.doc, one.span): one for one in response.apart.judged}
            for result in sorted(response.apart.results, key=order):
                one = item(result, judged.get(place(result)), root)
                self._files.setdefault(one.path, []).append(one)
        every = list(self.items())
        named(every, root)
        single = {one.result.fingerprint for one in every}
        self._shared = {one.fingerprint: one for one in response.results if one.fingerprint not in single}
        self._groups: dict[str, list[Item]] = {}
        self._join(every)
        self._mark(every)

    @property
    def paths(self) -> list[str]:
        """The files in which something was found."""
        return sorted(self._files)

    def items(self) -> Iterator[Item]:
        """All findings, known ones too."""
        return (one for items in self._files.values() for one in items)

    def at(self, path: str) -> list[Item]:
        """The findings of a file in order of place."""
        return self._files.get(path, [])

    def replace(self, path: str, items: list[Item]) -> None:
        """Put other findings of a file, in order of place, for those that are there; what is not among them is gone."""
        before, after = set(self.at(path)), set(items)
        for one in before - after:
            one.gone = True
        self._files[path] = items
        named(items, self.root)
        self._join(one for one in items if one not in before)
        self._mark(items)
        self.touched.add(path)

    def rename(self) -> None:
        """Give all findings their fingerprints anew, where a file has other documents than before."""
        named(list(self.items()), self.root)
        self.touched.update(self._files)

    def remove(self, items: Iterable[Item]) -> None:
        """Let findings go."""
        for one in items:
            one.gone = True
            self.touched.add(one.path)

    def settle(self, names: set[str]) -> None:
        """Let the findings go that are about nothing but these forms of a name."""
        self.remove([one for one in self.items() if (found := forms(one.result)) and names.issuperset(found)])

    def drop(self, path: str) -> None:
        """Forget a file that is not there any more, and what was said to be a copy of it."""
        self.remove([one for one in self.items() if path in (one.path, one.copied)])

    def know(self, fingerprints: Iterable[str]) -> None:
        """These are accepted from now on."""
        self._known.update(fingerprints)
        self._mark(self.items())

    def _mark(self, items: Iterable[Item]) -> None:
        for one in items:
            known = any(name in self._known for name in baseline.names(one.result))
            if known is not one.known:
                one.known = known
                self.touched.add(one.path)

    def _join(self, items: Iterable[Item]) -> None:
        for one in items:
            if name := self._speaker(one):
                self._groups.setdefault(name, []).append(one)

    def _speaker(self, item: Item) -> str:
        """The fingerprint of the finding that speaks for this one and others; "" where none does."""
        return next((name for name in baseline.names(item.result)[1:] if name in self._shared), "")

    def matters(self, among: Iterable[str] | None = None) -> list[Matter]:
        """What there is to decide in these files, or in all, in order of place."""
        made: dict[str, Matter] = {}
        for path in self._files if among is None else among:
            for one in self.at(path):
                name = self._speaker(one) if one.open else ""
                if one.open and name not in made:
                    made[name or one.result.fingerprint] = self.matter_of(one)
        return sorted(made.values(), key=lambda matter: order(matter.result))

    def matter_of(self, item: Item) -> Matter:
        """What a finding is decided as: alone, or with all that are the same elsewhere."""
        name = self._speaker(item)
        items = [one for one in self._groups.get(name, ()) if one.open]
        return Matter(item.result, [item]) if len(items) < 2 else Matter(_told(self._shared[name], items), items)

    def matter(self, fingerprint: str) -> Matter:
        """What has this fingerprint. Raises Stale where it is not there any more."""
        alone = (one for one in self.items() if one.result.fingerprint == fingerprint)
        for one in self._groups.get(fingerprint, alone):
            matter = self.matter_of(one)
            if one.open and matter.result.fingerprint == fingerprint:
                return matter
        raise Stale(f"{fingerprint}: this finding is not there any more; look at what is found now")


def _told(shared: Result, items: Sequence[Item]) -> Result:
    """A finding that speaks for others, at the first place that is left."""
    first = items[0].result
    data = {**shared.data, "count": len(items), "documents": len({one.place[1] for one in items})}
    return shared._replace(location=first.location, text=first.text, excerpt=first.excerpt, fix=first.fix, data=data)
