"""What is decided about names, layer upon layer: packs, styles, the lock, the configuration, the options of a rule."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from corpuslint.errors import ConfigError
from corpuslint.text.names import lock as locks
from corpuslint.text.names.house import House, Wish
from corpuslint.text.names.packs import Group, Pack, exceptions, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


_OF_STYLES = frozenset({"en", ""})
"""The shipped styles are those of English houses."""


@dataclass
class Decisions:
    """Everything that is decided: groups of forms that are one name, pairs that are two, and what is preferred."""

    pack: Pack
    house: House
    lock: locks.Lock
    parted: tuple[tuple[str, str, str], ...] = ()
    """The layer that says so, and two forms that are two names."""

    def is_distinct(self, a: str, b: str) -> bool:
        """Whether two names are known to be two."""
        return self.house.is_distinct(a, b) or self.pack.is_distinct(a, b)


@dataclass
class _Layers:
    """Layers as they are laid upon one another; a later wish for a form takes the place of an earlier one."""

    groups: dict[str, Group]
    wishes: dict[tuple[str, frozenset[str]], Wish] = field(default_factory=dict)
    spoken: set[frozenset[str]] = field(default_factory=set)
    """The languages that some wish is for: few, while there may be many wishes."""
    distinct: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, wishes: Iterable[Wish]) -> None:
        for wish in list(wishes):
            gone = {wish.form} if wish.sources else {wish.form, wish.into}
            met = [languages for languages in self.spoken if _meet(languages, wish.languages)]
            for one in product(gone, met):
                self.wishes.pop(one, None)
            if wish.sources or wish.form != wish.into:
                self.wishes[wish.form, wish.languages] = wish
                self.spoken.add(wish.languages)

    def settled(self) -> Iterator[Wish]:
        """The wishes, none for a form that is itself unwanted: a later layer may unwish what one before it wants."""
        for wish in self.wishes.values():
            into, seen = wish.into, {wish.form}
            while (then := self._of(into, wish.languages)) and not (wish.sources or then.sources or into in seen):
                seen.add(into)
                into = then.into
            yield wish._replace(into=into)

    def _of(self, form: str, languages: frozenset[str]) -> Wish | None:
        """The wish for a form wherever one for these languages holds."""
        return self.wishes.get((form, languages)) or self.wishes.get((form, frozenset()))

    def prefer(self, layer: str, decision: str) -> Iterator[Wish]:
        """The wishes of a decision such as `Kyiv`, a form of a group, or `Koran: Quran, Qoran`."""
        into, colon, told = (part.strip() for part in decision.partition(":"))
        others = [form.strip() for form in told.split(",") if form.strip()]
        if not into or (colon and not {*others} - {into}):
            raise ConfigError(f"{layer}: {decision!r} replaces nothing by something; write `Kyiv: Kiev, Kiew`")
        if colon:
            unless = exceptions(self.groups.values(), {into, *others})
            return (Wish(form, into, layer, unless) for form in others)
        group = next((group for group in reversed(self.groups.values()) if into in group.forms), None)
        if group is None:
            raise ConfigError(
                f"{layer}: no group of names has the form {into!r}; "
                f"write `{into}: form, other form` to say what it replaces"
            )
        return of_group(group, into, layer)


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a later wish for some languages, or all, takes the place of one for others."""
    return not others or bool(some & others)


def of_group(group: Group, into: str, layer: str) -> Iterator[Wish]:
    """A wish for each other form of a group; one that may be another name only beside its given names.

    It does not hold in the languages where the form is the usual one, and the wanted form is not.
    """
    for form in group.forms:
        beside = group.given if form in group.ambiguous else frozenset[str]()
        if form != into and (beside or form not in group.ambiguous):
            but = group.usual.get(form, frozenset()) - group.usual.get(into, frozenset())
            yield Wish(form, into, layer, group.exceptions, beside, but=but)


def two(told: str) -> tuple[str, str]:
    """The names of a text such as `Petterson / Patterson`. Raises ConfigError for any other."""
    a, _, b = (name.strip() for name in told.partition("/"))
    if not a or not b or "/" in b:
        raise ConfigError(f"option distinct: {told!r} is no pair of two names; write `Petterson / Patterson`")
    return a, b


def load_decisions(
    folder: str,
    more: Iterable[str],
    read_yaml: Callable[[str], Any],
    table: Mapping[str, Any],
    prefer: Iterable[str] = (),
) -> Decisions:
    """What the packs of a folder and of files `more`, its `styles`, and a table of decisions come to."""

    def style(name: str) -> Any:
        styles = os.path.join(folder, "styles")
        known = sorted(file.removesuffix(".yaml") for file in os.listdir(styles))
        if name not in known:
            raise ConfigError(f"names.style: there is no style {name!r}; known are {', '.join(known)}")
        return read_yaml(os.path.join(styles, f"{name}.yaml"))

    return decisions(table, load(folder, more, read_yaml), style, prefer)


def decisions(
    table: Mapping[str, Any],
    pack: Pack,
    style: Callable[[str], Any] = lambda _name: {},
    prefer: Iterable[str] = (),
) -> Decisions:
    """All layers as one, the later ones stronger: packs, styles, lock, configuration, and `prefer`, a rule's option.

    `table` is what configuration and lock say (see `naming.table`). Raises ConfigError for what cannot be obeyed.
    """
    layers = _Layers({group.id: group for group in pack.groups})
    for origin, spec in table.get("groups", ()):
        layers.groups[_id(spec)] = _group(spec, origin)
    for origin, name in table.get("style", ()):
        for into in _style(style(name), name):
            wishes = layers.prefer(f"style {name} ({origin})", into)
            layers.add(wish._replace(languages=_OF_STYLES) for wish in wishes)
    locked = _locked(table, layers)
    for origin, spec in table.get("groups", ()):
        if "prefer" in spec:
            layers.add(of_group(layers.groups[_id(spec)], spec["prefer"], origin))
    for origin, decision in (*table.get("prefer", ()), *(("option prefer", one) for one in prefer)):
        layers.add(layers.prefer(origin, decision))
    layers.distinct += [(origin, a, b) for origin, (a, b) in table.get("distinct", ())]
    _agree(layers)
    house = House(layers.settled(), [pair[1:] for pair in layers.distinct])
    return Decisions(Pack(tuple(layers.groups.values()), pack.distinct), house, locked, tuple(layers.distinct))


def _locked(table: Mapping[str, Any], layers: _Layers) -> locks.Lock:
    if "lock" not in table:
        return locks.Lock()
    path, document = table["lock"]
    found = locks.read(document, path)
    for one in found.names:
        layers.add(wishes_of(one, path))
    layers.distinct += [(path, *pair) for pair in found.distinct]
    return found


def wishes_of(one: locks.Decided, layer: str) -> Iterator[Wish]:
    """The wishes of an entry of a lock: also against its preferred form, where a source has another one."""
    for form in one.forms if one.sources else one.instead_of:
        told = frozenset([one.language] if one.language else ())
        yield Wish(form, one.prefer, layer, one.unless, frozenset(one.beside), one.sources, told)


def _id(spec: Mapping[str, Any]) -> str:
    return str(spec.get("id") or spec.get("prefer") or spec["forms"][0])


def _group(spec: Mapping[str, Any], origin: str) -> Group:
    first = [spec["prefer"]] if "prefer" in spec else []
    forms = tuple(dict.fromkeys((*first, *spec.get("forms", ()))))
    ambiguous = frozenset(spec.get("ambiguous", ()))
    if not ambiguous <= set(forms):
        raise ConfigError(f"{origin}: names.groups: the ambiguous forms of {forms[0]!r} must be among its forms")
    return Group(_id(spec), "house", forms, frozenset(spec.get("given", ())), tuple(spec.get("except", ())), ambiguous)


def _style(document: Any, name: str) -> list[str]:
    found = document.get("prefer") if isinstance(document, dict) else None
    if not isinstance(found, list) or not all(isinstance(form, str) for form in found):
        raise ConfigError(f"style {name}: must be a mapping with a list `prefer` of forms")
    return found


def _agree(layers: _Layers) -> None:
    """Nothing may be one name and two."""
    wishes = list(layers.settled())
    for origin, a, b in layers.distinct:
        layer = joining(wishes, a, b)
        if layer:
            raise ConfigError(
                f"{origin} says that {a!r} and {b!r} are two names, {layer} that they are one; take one of them back"
            )


def joining(wishes: Iterable[Wish], a: str, b: str) -> str:
    """The layer of the wish by which two names are one, however they are capitalised; empty where there is none."""
    known, both = list(wishes), {a.casefold(), b.casefold()}
    languages = frozenset({""}).union(*{wish.languages for wish in known})
    known = [wish for wish in known if wish.form.casefold() in both]
    for language in sorted(languages):
        layer = _joining([wish for wish in known if not wish.languages or language in wish.languages], a, b)
        if layer:
            return layer
    return ""


def _joining(wishes: Iterable[Wish], a: str, b: str) -> str:
    by_form = {wish.form.casefold(): wish for wish in wishes}
    of_both = [by_form.get(name.casefold()) for name in (a, b)]
    ends = {(wish.into if wish else name).casefold() for name, wish in zip((a, b), of_both, strict=True)}
    return next((wish.layer for wish in of_both if wish), "") if len(ends) == 1 else ""
