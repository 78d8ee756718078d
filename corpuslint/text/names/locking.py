"""A lock and a change of it: what was found joins it, a form is preferred, two names are parted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.text.names.lock import Decided, Lock, Open

if TYPE_CHECKING:
    from collections.abc import Iterable


def merged(lock: Lock, new: Iterable[Decided | Open]) -> Lock:
    """A lock with what was found beside what it says already, which stays."""
    names, left = list(lock.names), list(lock.open)
    for entry in new:
        if isinstance(entry, Open):
            left.append(entry)
            continue
        alike = [(n, one) for n, one in enumerate(names) if not one.beside and one.is_of(entry.language)]
        place = next((n for n, one in alike if entry.prefer in one.forms and one.language == entry.language), None)
        taken = {form for _, one in alike for form in one.forms}
        others = tuple(form for form in entry.instead_of if form not in taken)
        if not others:
            continue
        if place is None:
            sources = {source: form for source, form in entry.sources.items() if form in (entry.prefer, *others)}
            names.append(entry._replace(instead_of=others, sources=sources))
        else:
            names[place] = names[place]._replace(instead_of=names[place].instead_of + others)
    return lock._replace(names=tuple(names), open=tuple(dict.fromkeys(left)))


def preferred(lock: Lock, entry: Decided) -> Lock:
    """A lock with an entry, which takes its forms from all others.

    The rest of a name whose preferred form is taken, or one of whose forms is preferred now, comes along, but for
    what is distinct; so do exceptions.
    """
    names: list[Decided] = []
    for one in lock.names:
        if one.beside != entry.beside or set(entry.forms).isdisjoint(one.forms) or not one.is_of(entry.language):
            names.append(one)
            continue
        entry = entry._replace(unless=tuple(dict.fromkeys((*entry.unless, *one.unless))))
        rest = tuple(form for form in one.forms if form not in entry.forms)
        if one.prefer in entry.forms or entry.prefer in one.forms:
            free = tuple(form for form in rest if not any(lock.parts(form, other) for other in entry.forms))
            entry = entry._replace(instead_of=entry.instead_of + free)
        elif rest[1:]:
            sources = {source: form for source, form in one.sources.items() if form in rest}
            names.append(one._replace(instead_of=rest[1:], sources=sources))
    forms = set(entry.forms)
    left = [one for one in lock.open if forms.isdisjoint(one.forms) or not one.is_of(entry.language)]
    distinct = [pair for pair in lock.distinct if not set(pair) <= forms]
    return Lock((*names, entry), tuple(left), tuple(distinct))


def parted(lock: Lock, a: str, b: str) -> Lock:
    """A lock in which two names are two, and no decision joins them, however they are capitalised."""
    known = {form.casefold(): form for one in lock.names for form in one.forms}
    a, b = known.get(a.casefold(), a), known.get(b.casefold(), b)
    names = []
    for one in lock.names:
        if not {a, b} <= set(one.forms):
            names.append(one)
            continue
        gone = b if one.prefer == a else a
        kept = tuple(form for form in one.instead_of if form != gone)
        if kept:
            sources = {source: form for source, form in one.sources.items() if form != gone}
            names.append(one._replace(instead_of=kept, sources=sources))
    left = [one for one in lock.open if not {a, b} <= set(one.forms)]
    return Lock(tuple(names), tuple(left), (*lock.distinct, (a, b)))
