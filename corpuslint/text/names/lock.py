"""The file of names that are decided: read strictly, merged with what is newly found, and written for people to review.

`names` are decisions: `prefer` is written in place of what `instead-of` lists. `open` are names in several forms
that nobody has decided yet, `distinct` pairs that are two names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
HEADER = """\
# Names of this corpus and how they are written. Made by `corpuslint names lock`; review and commit it.
# Only what stands here is looked up by check and pre-commit, and --fix writes the preferred forms.
# `names`: `prefer` replaces what `instead-of` lists. `open`: not decided; move an entry up with a `prefer`.
# `distinct`: never one name. Comments are not kept when the file is written again; a `note` is.
"""
_TOP = {"version", "names", "open", "distinct"}
_NAME = {"prefer", "instead-of", "sources", "beside", "except", "language", "note"}
_OPEN = {"forms", "language", "note"}
_NOTHING: Mapping[str, str] = {}


class Decided(NamedTuple):
    """One name: the form to write, what it replaces, and where not.

    In documents of a source in `sources` another form is the right one. A form in `instead_of` is another
    name unless it stands right behind one of `beside` (empty: always), or within a phrase of `unless`. With a
    `language`, nothing is said of documents in others.
    """

    prefer: str
    instead_of: tuple[str, ...]
    sources: Mapping[str, str] = _NOTHING
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    note: str = ""
    language: str = ""

    def is_of(self, language: str) -> bool:
        """Whether it speaks of documents in a language; "": in any."""
        return _meet(self.language, language)

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms of the name."""
        return self.prefer, *self.instead_of


class Open(NamedTuple):
    """A name in several forms of which none is preferred yet; with a `language`, in documents in that one."""

    forms: tuple[str, ...]
    note: str = ""
    language: str = ""

    def is_of(self, language: str) -> bool:
        """As of what is decided."""
        return _meet(self.language, language)


def _meet(one: str, other: str) -> bool:
    """Whether some documents are in both of two languages; "": in any."""
    return not one or not other or one == other


class Lock(NamedTuple):
    """A whole file."""

    names: tuple[Decided, ...] = ()
    open: tuple[Open, ...] = ()
    distinct: tuple[tuple[str, str], ...] = ()

    def knows(self, a: str, b: str, *, language: str = "") -> bool:
        """Whether the file says anything of two forms together, in documents of a language or any."""
        return (
            any(a in one.forms and b in one.forms and one.is_of(language) for one in self.names)
            or any(a in left.forms and b in left.forms and left.is_of(language) for left in self.open)
            or self.parts(a, b)
        )

    def parts(self, a: str, b: str) -> bool:
        """Whether the file says that two forms are two names."""
        return (a, b) in self.distinct or (b, a) in self.distinct


def read(document: Any, path: str) -> Lock:
    """A lock from its YAML document; `path` names it in errors. Raises ConfigError with the remedy."""
    if document is None:
        return Lock()
    where = f"{path}: "
    _known(where, document, _TOP)
    if document.get("version", VERSION) != VERSION:
        raise ConfigError(f"{where}version {document['version']!r} is not known here; use a newer corpuslint")
    made = Lock(
        tuple(
            _decided(f"{path}: names, number {n}: ", one) for n, one in enumerate(_list(where, document, "names"), 1)
        ),
        tuple(_open(f"{path}: open, number {n}: ", one) for n, one in enumerate(_list(where, document, "open"), 1)),
        tuple(
            _pair(f"{path}: distinct, number {n}: ", one) for n, one in enumerate(_list(where, document, "distinct"), 1)
        ),
    )
    _agree(where, made)
    return made


def _agree(where: str, lock: Lock) -> None:
    """No form may have two decisions, and no two distinct names one."""
    seen: dict[tuple[str, str], str] = {}
    for one in lock.names:
        for form in () if one.beside else one.instead_of:
            other = seen.setdefault((form, one.language), one.prefer)
            if other != one.prefer:
                raise ConfigError(
                    f"{where}{form!r} is to become both {other!r} and {one.prefer!r}; remove one of the two"
                )
        for a, b in lock.distinct:
            if a in one.forms and b in one.forms:
                raise ConfigError(f"{where}{a!r} and {b!r} are one name and distinct; remove one of the two")


def _known(where: str, table: Any, keys: set[str]) -> None:
    if not isinstance(table, dict):
        raise ConfigError(f"{where}must be a mapping with {', '.join(sorted(keys))}")
    for key in table:
        if key not in keys:
            raise ConfigError(f"{where}unknown key {key!r}; known are {', '.join(sorted(keys))}")


def _list(where: str, table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key)
    if value is not None and not isinstance(value, list):
        raise ConfigError(f"{where}{key} must be a list")
    return value or []


def _texts(where: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _list(where, table, key)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise ConfigError(f"{where}every item of {key} must be text; put numbers and true or false in quotes")
    return tuple(values)


def _note(where: str, table: Mapping[str, Any]) -> str:
    note = table.get("note", "")
    if not isinstance(note, str):
        raise ConfigError(f"{where}note must be text; put it in quotes")
    return note


def _decided(where: str, table: Any) -> Decided:
    _known(where, table, _NAME)
    prefer, sources = table.get("prefer"), table.get("sources", {})
    others = _texts(where, table, "instead-of")
    if not isinstance(prefer, str) or not prefer.strip() or not others:
        raise ConfigError(f"{where}needs `prefer` (text) and `instead-of` (a list of texts)")
    if prefer in others:
        raise ConfigError(f"{where}{prefer!r} cannot be instead of itself; take it out of `instead-of`")
    if not isinstance(sources, dict) or not all(form in (prefer, *others) for form in sources.values()):
        raise ConfigError(f"{where}sources must map the names of sources to forms of this entry")
    beside, unless = _texts(where, table, "beside"), _texts(where, table, "except")
    return Decided(prefer, others, sources, beside, unless, _note(where, table), _language(where, table))


def _language(where: str, table: Mapping[str, Any]) -> str:
    language = table.get("language", "")
    if not isinstance(language, str) or (language and not re.fullmatch("[a-z]{2,3}", language)):
        raise ConfigError(f"{where}language must be a code of two or three letters such as de")
    return language


def _open(where: str, table: Any) -> Open:
    _known(where, table, _OPEN)
    forms = _texts(where, table, "forms")
    if len(set(forms)) < 2:
        raise ConfigError(f"{where}needs two different `forms`")
    return Open(forms, _note(where, table), _language(where, table))


def _pair(where: str, value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(one, str) and one for one in value):
        raise ConfigError(f"{where}must be a list of two names")
    if value[0] == value[1]:
        raise ConfigError(f"{where}names {value[0]!r} twice")
    return value[0], value[1]


def text(lock: Lock) -> str:
    """The file as `read` understands it, in a fixed order, so that a change is a small difference."""
    return HEADER + "\n".join((f"version: {VERSION}", *_lines(lock), ""))


def _entry(one: Decided) -> Iterator[str]:
    yield f"  - prefer: {scalar(one.prefer)}"
    yield f"    instead-of: {_flow(one.instead_of)}"
    if one.sources:
        pairs = (f"{scalar(source)}: {scalar(form)}" for source, form in sorted(one.sources.items()))
        yield f"    sources: {{{', '.join(pairs)}}}"
    if one.beside:
        yield f"    beside: {_flow(one.beside)}"
    if one.unless:
        yield f"    except: {_flow(one.unless)}"
    yield from _remarks(one)


def _remarks(one: Decided | Open) -> Iterator[str]:
    if one.language:
        yield f"    language: {scalar(one.language)}"
    if one.note:
        yield f"    note: {scalar(one.note)}"


def _lines(lock: Lock) -> Iterator[str]:
    if lock.names:
        yield "names:"
    for one in sorted(lock.names, key=lambda one: (_key(one.prefer), (*one[:2], one.language))):
        yield from _entry(one)
    if lock.open:
        yield "open:"
    for left in sorted(lock.open, key=lambda left: (_key(left.forms[0]), left)):
        yield f"  - forms: {_flow(left.forms)}"
        yield from _remarks(left)
    if lock.distinct:
        yield "distinct:"
    yield from (f"  - {_flow(pair)}" for pair in sorted({tuple(sorted(pair)) for pair in lock.distinct}))


def _key(form: str) -> str:
    return form.casefold()


def _flow(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


_PLAIN = re.compile(r"[^\W\d_](?:[\w .-]*\w)?")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def scalar(value: str) -> str:
    """A text as YAML that is read as this very text: plain where that is safe, else in quotes."""
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS:
        return value
    if value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else _escaped(c) for c in value) + '"'


def _escaped(char: str) -> str:
    return f"\\{char}" if char in '"\\' else f"\\U{ord(char):08x}"
