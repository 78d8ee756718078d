"""All names of a corpus that stand in several forms, and what a file of decisions would say of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from corpuslint.text.names.deviations import Ways, chooser
from corpuslint.text.names.joiners import joiner_ways
from corpuslint.text.names.known import known_ways
from corpuslint.text.names.lock import Decided, Open
from corpuslint.text.names.spelled import scored_pairs, spelled_ways
from corpuslint.text.names.spelling import unshared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.decisions import Decisions


def survey(names: Names, decisions: Decisions, least: float) -> list[Ways]:
    """Names in several forms: by the model from a probability up, by the packs, and by how their parts are joined.

    Each is told once, with all its forms; forms that are known to be two names are none.
    """
    found = [
        *spelled_ways(names, scored_pairs(names, least, decisions.is_distinct)),
        *known_ways(names, decisions.pack),
        *joiner_ways(names),
    ]
    told: dict[int, Ways] = {}
    held: dict[tuple[str, str], list[Ways]] = {}
    for at, ways in sorted(enumerate(found), key=lambda item: -len(item[1].docs)):
        core = sorted(unshared(list(ways.docs)))
        again = any(other.docs.keys() >= {*core} for other in held.get((ways.language, core[0]), ()))
        if again or all(decisions.is_distinct(a, b) for a, b in combinations(core, 2)):
            continue
        told[at] = ways
        for form in () if ways.beside else ways.docs:
            held.setdefault((ways.language, form), []).append(ways)
    return [told[at] for at in sorted(told)]


def undecided(names: Names, decisions: Decisions, found: Iterable[Ways]) -> list[tuple[Ways, Decided | Open]]:
    """What a lock should say of names, with where they stand, as far as no layer decides or knows it."""
    left = []
    for ways in found:
        for entry in entries(names, ways, decisions):
            new = _left(entry, decisions, ways.language)
            if new:
                left.append((ways, new))
    return left


def _left(entry: Decided | Open, decisions: Decisions, language: str) -> Decided | Open | None:
    """The part of an entry about which nothing is decided in a language; None where there is none."""
    house, lock = decisions.house.speaking(language), decisions.lock
    if isinstance(entry, Open):
        known = house.choice(entry.forms, "") or lock.knows(*entry.forms[:2], language=language)
        return None if known or decisions.is_distinct(*entry.forms[:2]) else entry
    others = [
        form
        for form in entry.instead_of
        if not (house.settles(form, entry.prefer) or house.settles(entry.prefer, form))
        and not (lock.knows(form, entry.prefer, language=language) or decisions.is_distinct(form, entry.prefer))
    ]
    if not others:
        return None
    sources = {source: form for source, form in entry.sources.items() if form in (entry.prefer, *others)}
    return entry._replace(instead_of=tuple(others), sources=sources)


def entries(names: Names, ways: Ways, decisions: Decisions) -> Iterator[Decided | Open]:
    """What the majority comes to: one entry, or one for each neighbour beside which the forms are one name."""
    choose = chooser(names, ways, decisions.house)
    ranked = sorted(ways.docs, key=lambda form: (-choose("").counts[form], form))
    best = choose("").form
    sources = {names.source(doc) for docs in ways.docs.values() for doc in docs}
    own = {source: choose(source) for source in sorted(sources) if source}
    for at in range(len(ways.phrases(ranked[0]))):
        named = {form: ways.phrases(form)[at] for form in ranked}
        if best is None:
            yield Open(tuple(named.values()), note(names, ways, ranked, decisions), ways.told_of)
            continue
        others = tuple(named[form] for form in ranked if form != best)
        settled = {s: named[c.form] for s, c in own.items() if c.by == "source" and c.form and c.form != best}
        told = note(names, ways, [best, *(form for form in ranked if form != best)], decisions)
        yield Decided(named[best], others, settled, unless=ways.unless, note=told, language=ways.told_of)


def note(names: Names, ways: Ways, forms: list[str], decisions: Decisions) -> str:
    """Why forms are one name, and in how many documents each stands."""
    ground = ways.ground(forms[-1], forms[0])
    counts = chooser(names, ways, decisions.house)("").counts
    told = ", ".join(f"{form} in {counts[form]:,}" for form in forms)
    return f"{ground.reason}; documents: {told}; probability {ground.probability:.2f}"
