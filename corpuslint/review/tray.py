"""All findings of a look, by file: which are still open, and which stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from corpuslint import baseline
from corpuslint.collapse import LEAST, documents, joined, repeated
from corpuslint.locate import order, shared_fingerprint
from corpuslint.model import DocKey
from corpuslint.review.items import Item, Matter, Naming, Stale, item, named, place
from corpuslint.review.naming import forms

if TYPE_CHECKING:
    from corpuslint.session import Response


class Tray:
    """The findings of one look.

    `touched` are the files in which something has changed since somebody emptied it.
    """

    def __init__(self, response: Response, naming: Naming, known: AbstractSet[str]) -> None:
        """`known`: fingerprints of the baseline and of accepted findings."""
        self.naming = naming
        self._alike: dict[tuple[object, ...], dict[DocKey, Item]] = {}
        self.touched: set[str] = set()
        self._known = set(known)
        self._files: dict[str, list[Item]] = {}
        if response.apart is not None:
            judged = {(one.rule, one.doc, one.span): one for one in response.apart.judged}
            for result in sorted(response.apart.results, key=order):
                one = item(result, judged.get(place(result)), naming)
                self._files.setdefault(one.path, []).append(one)
        every = list(self.items())
        named(every, naming.root)
        single = {one.result.fingerprint for one in every}
        self._shared = {one.fingerprint: one for one in response.results if one.fingerprint not in single}
        self._groups: dict[str, dict[Item, None]] = {}
        self._mark(every)
        self._join(every)

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
        named(items, self.naming.root)
        self._mark(items)
        self._join(items)
        self.touched.add(path)

    def rename(self) -> None:
        """Give all findings their fingerprints anew, where a file has other documents than before."""
        named(list(self.items()), self.naming.root)
        self.touched.update(self._files)

    def remove(self, items: Iterable[Item]) -> None:
        """Let findings go."""
        for one in items:
            one.gone = True
            self.touched.add(one.path)

    def settle(self, names: set[str], codes: AbstractSet[str] | None = None) -> None:
        """Let the findings go that are about nothing but these forms of a name: those of some rules, or all."""
        asked = (one for one in self.items() if codes is None or one.result.code in codes)
        self.remove([one for one in asked if (found := forms(one.result)) and names.issuperset(found)])

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
                self._groups.setdefault(name, {})[one] = None
            elif one.open and one.result.code in self.naming.collapsing:
                self._gather(one)

    def _gather(self, item: Item) -> None:
        """Where enough documents have the same words around a finding, one speaks for all, as in a run."""
        result = item.result
        alike = self._alike.setdefault((result.code, result.severity, result.message, item.evidence), {})
        alike[item.place[1]] = item
        some = [one for one in alike.values() if one.open and one.evidence == item.evidence]
        if len(some) < LEAST:
            return
        name = shared_fingerprint(result.code, item.evidence)
        self._shared[name] = result._replace(fingerprint=name)
        every = (one for path in {one.path for one in some} for one in self.at(path))
        self._groups[name] = {one: None for one in every if one.open and self._speaker(one) == name}
        self.touched.update(one.path for one in some)

    def _speaker(self, item: Item) -> str:
        """The fingerprint of the finding that speaks for this one and others; "" where none does."""
        return next((name for name in baseline.names(item.result)[1:] if name in self._shared), "")

    def matters(self, among: Iterable[str] | None = None) -> list[Matter]:
        """What there is to decide in these files, or in all, in order of place."""
        spoken: dict[str, Matter | None] = {}
        made: list[Matter] = []
        for one in (one for path in (self._files if among is None else among) for one in self.at(path) if one.open):
            name = self._speaker(one)
            if name and name not in spoken:
                spoken[name] = self._spoken(name)
                made.extend(filter(None, [spoken[name]]))
            if not spoken.get(name):
                made.append(Matter(one.result, [one]))
        return sorted(made, key=lambda matter: order(matter.result))

    def _spoken(self, name: str) -> Matter | None:
        """The findings that one speaks for, if they are still enough documents."""
        items = [one for one in self._groups.get(name, ()) if one.open and self._speaker(one) == name]
        number = documents(one.result for one in items)
        habit = "habit" in self._shared[name].data
        if number < (2 if habit else LEAST):
            return None
        message = self._shared[name].message if habit else repeated(items[0].result.message, number)
        told = joined([one.result for one in items], message, "")
        return Matter(told._replace(fingerprint=name), sorted(items, key=lambda one: order(one.result)))

    def matter_of(self, item: Item) -> Matter:
        """What a finding is decided as: alone, or with all that are the same elsewhere."""
        name = self._speaker(item)
        return (self._spoken(name) if name else None) or Matter(item.result, [item])

    def matter(self, fingerprint: str) -> Matter:
        """What has this fingerprint. Raises Stale where it is not there any more."""
        alone = (one for one in self.items() if one.result.fingerprint == fingerprint)
        for one in self._groups.get(fingerprint, alone):
            matter = self.matter_of(one)
            if one.open and matter.result.fingerprint == fingerprint:
                return matter
        raise Stale(f"{fingerprint}: this finding is not there any more; look at what is found now")
