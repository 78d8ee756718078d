"""Which elements of a kind of markup are documents, text and metadata: data files, and what a configuration adds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from corpuslint.containers.base import Fields, Unfit
from corpuslint.containers.markup.gathering import White
from corpuslint.containers.markup.paths import Automaton, Path, parse
from corpuslint.settings import METADATA

_BLOCKS = """
ab abstract address article aside block blockquote body bq byline caption cell closer copyrite dateline dd details
dialogue div div1 div2 div3 div4 dl dt epigraph fieldset figcaption figdesc figure fn footer form h1 h2 h3 h4 h5 h6
head header headline hedline hl1 hl2 hr item legend lg li list main media media-caption nav ol opener p para paragraph
pre row salute section signed sp speaker subheadline summary table tagline tbody td tfoot th thead tr trailer ul
"""
BLOCKS = frozenset(_BLOCKS.split())
"""Elements that are paragraphs of their own in the formats of news: text before and behind one does not join it."""


class Role(NamedTuple):
    """What a path is for; `rank` is 0 for its best alternative, `attribute` set where its value is one."""

    field: str
    rank: int
    attribute: str


class Mapped(NamedTuple):
    """A mapping ready to be followed.

    `records` and `record_names`: the elements that are documents; `field` is what the text is called in reports;
    `frame` are characters that are no text at its ends.
    """

    automaton: Automaton
    roles: tuple[Role, ...]
    records: Automaton
    record_names: frozenset[str]
    white: White
    field: str
    frame: str = ""
    blocks: frozenset[str] = BLOCKS
    first: bool = False
    """Whether of several ways to the text the first that leads to some counts, and not all of them."""
    foreign: frozenset[str] = frozenset()
    """Prefixes of namespaces whose elements are none of those that paths mean."""
    around: Mapped | None = None
    """What is said of all documents by what stands before the first of them."""

    def called(self, name: str) -> str:
        """The name by which paths know an element of XML: without its prefix, unless that is foreign."""
        prefix, _, last = name.rpartition(":")
        return name if prefix in self.foreign else last


def mapped(root: str, fields: Fields, *, fold: bool = False) -> Mapped:
    """How a file whose outermost element has this local name is read: what `fields` says, else what is known of it.

    `fold`: names are in any case. Raises Unfit where neither says what the text is, ConfigError for a bad path.
    """
    kind = known(root, fold=fold)
    if not kind and not fields.text:
        raise Unfit(
            f"<{root[:40]}> is of no known kind (known are {', '.join(_kinds())}); say which elements hold the text, "
            'such as documents = {xml = {records = "article", text = "body/p"}}'
        )
    return _mapped(kind, fields, fold)


def described(kind: str, fields: Fields) -> Fields:
    """The fields with what is known of a kind of markup in place of those that nobody named."""
    base = _kinds().get(kind, {})
    return Fields(*(given or base.get(name, "") for name, given in zip(Fields._fields, fields, strict=True)))


@cache
def _mapped(kind: str, fields: Fields, fold: bool) -> Mapped:
    return _made(_kinds().get(kind, {}), fields, fold=fold)


def _made(base: Mapping[str, Any], fields: Fields, *, fold: bool) -> Mapped:
    paths: list[Path] = []
    roles: list[Role] = []
    for field in ("skip", "html", "text", *METADATA):
        chosen = getattr(fields, field, "") or base.get(field, "")
        for rank, path in enumerate(parse(chosen, fold=fold) if chosen else ()):
            paths.append(path)
            roles.append(Role(field, rank, path.attribute))
    records = parse(fields.records or base.get("records", "/*"), fold=fold)
    return Mapped(
        Automaton(paths),
        tuple(roles),
        Automaton(records),
        frozenset(path.steps[-1].name for path in records),
        White(base.get("white", White.LAYOUT)),
        fields.text or "text",
        base.get("frame", ""),
        first=base.get("first", False),
        foreign=frozenset(base.get("foreign", "").split()),
        around=_made(base["around"], Fields(), fold=fold) if "around" in base else None,
    )


def known(root: str, *, fold: bool) -> str:
    """The kind of markup that has this outermost element; "" where none is known."""
    name = root.casefold() if fold else root
    for kind, table in _kinds().items():
        if name in (root.casefold() if fold else root for root in table["roots"]):
            return kind
    return ""


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    """The data files by their names."""
    import tomllib

    folder = files("corpuslint.containers.markup") / "mappings"
    return {
        one.name.removesuffix(".toml"): tomllib.loads(one.read_text("utf-8"))
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".toml")
    }
