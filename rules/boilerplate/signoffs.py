"""What stands behind the last sentence of an article: who reported, edited or supplied it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete

TAIL = 900
"""Code points before the end of a text that are looked at."""
MOST_STARTS = 6
"""Ends of sentences in the last line behind which a sign-off may begin: names hold full stops."""

AGENCIES = (
    *("associated press", "canadian press", "agence france-presse", "anadolu agency", "anadolu"),
    *("europa press", "bloomberg", "bloomberg news", "thomson reuters", "reuters", "reuter"),
    *("ria novosti", "agência brasil", "jiji press", "jiji", "kyodo news", "kyodo", "yonhap", "xinhua", "belga"),
    *("antara", "bernama", "adnkronos", "interfax", "aap", "afp", "agerpres", "agi", "ani", "anp", "ansa", "ap"),
    *("apa", "ats", "bta", "cna", "čtk", "dapd", "ddp", "dha", "dpa", "dpa-afx", "dpa-infocom", "efe", "epd", "hina"),
    *("ians", "iha", "i̇ha", "aa", "keystone", "keystone-sda", "kna", "leta", "lusa", "mti", "ntb", "pap", "pti"),
    *("ritzau", "sda", "sid", "sita", "sta", "stt", "tanjug", "tasr", "tass", "télam", "telam", "tt", "ttxvn", "upi"),
    *("ukrinform", "απε-μπε", "απε", "тасс", "риа новости", "интерфакс", "рейтер", "укрінформ", "унн", "бта", "танјуг"),
    *("رويترز", "أ ف ب", "فرانس برس", "ایرنا", "ایسنا", "共同", "共同通信", "時事", "時事通信", "ロイター", "新华社"),
    *("新華社", "中新社", "中新网", "中央社", "法新社", "路透社", "연합뉴스", "뉴시스", "뉴스1"),
    *("agencies", "news agencies", "agenturen", "agences", "agencias", "agências", "agenzie", "agencje", "ajanslar"),
)
"""Those that supply articles, and what stands for several of them; the triggers of the rule know each."""
_KNOWN = frozenset(AGENCIES)
_PEOPLE = frozenset(("Ani", "Leta", "Pap", "Sid", "Sita"))
"""People who sign a letter in a line of their own: agencies of these names write them in capitals or small letters."""
_BEFORE = frozenset(("the", "agencia", "agenzia", "agence"))
_SIDE = re.compile(r"(?!via\Z)[a-zà-öø-ÿąćęłńóśźż]{1,5}|[A-ZÄÖÜ]{2,4}|\d{1,2}\.\d{1,2}\.\d{2,4}")
"""What stands beside an agency: the short signs of who wrote and who edited, and the day."""
_PARTS = re.compile(
    r" ?[/,&+|;、] ?| (?:and|und|et|y|e|i|og|och|en|ve|и|та|dan|및) "
    r"|(?<=[^\W\d_])(?:[ -](?=[a-z\d]{1,4}\b)| (?=[A-Z]{2,4}\b))"
)
_LEADS = re.compile(
    r"(?:with|from|via|by|mit|von|avec(?: l['’])?|con|com|met|med|z|s|fonte|по|за)[: ] ?(?:la )?",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?:with |additional )?(?:agency )?inputs?(?: from (.+))?|with (?:reporting|material|information) (?:by|from) (.+)"
    r"|(.+) material was used in this (?:report|story)|mit (?:agentur)?material(?: (?:von|der) (.+))?"
    r"|mit (?:informationen|meldungen) (?:von|der) (.+)|con agenzie|met (?:informatie|bijdragen) van (.+)"
    r"|con (?:información|informaciones|datos|reportes) (?:de(?: las?| la agencia)?|del) (.+)"
    r"|com (?:informações|dados)(?: d[aeo]s?)? ?(.*)|по (?:материалам|данным|сообщению) (.+)"
    r"|за (?:матеріалами|даними) (.+)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?P<names>.{2,40}) (?:avec|mit|con|com|with|met) (?P<source>.{2,40})", re.IGNORECASE)
"""A newspaper and the agency that it had the article from."""
_LABEL = re.compile(
    r"(?:sources?|quellen?|fuentes?|fontes?|źródło|zdroj|kaynak|bron(?:nen)?|kilder?|källa|lähde|forrás|sursa|izvor|vir"
    r"|allikas|avots|šaltinis|источник|джерело|πηγή|sumber|nguồn|المصدر|منبع|出典|来源|來源|출처) ?[:：] ?",
    re.IGNORECASE,
)
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|de|fr|it|es|pl|tr|br|cz|info|ru|ua|nl|in|eu)(?:\.[a-z]{2})?")
_SYNDICATED = re.compile(
    r"(?:disclaimer: ?)?(?:except for the headline|only the headline|this (?:story|article|report|copy|news|is an?)\b)"
    r".{0,200}\b(?:syndicat|agency feed|wire feed|unedited).{0,200}",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"(?:(?:[Ww]ith )?(?:[Aa]dditional |[Ff]urther |[Oo]riginal |[Pp]revious )?[Rr]eporting"
    r"(?: and (?:writing|editing))?(?:(?: contributed)? by| from|:)|[Ww]ith files from) (?P<names>.+)"
)
_MADE = re.compile(
    r"(?:Written|Writing|Edited|Editing|Compiled|Translated)(?: and (?:written|edited|editing|compiled))? by "
    r"(?P<names>.+)"
)
_BRACKETED = re.compile(
    r"(?:berichte? von|redigiert von|reporte (?:adicional )?de|reportado por|información de|escrito por"
    r"|editado (?:en español )?por|traducido por|reportage |rédigé par|édité par|version française"
    r"|reportagem (?:adicional )?(?:de|por)|edição de|tradução|tradotto da|in redazione|geschreven door|bewerkt door"
    r"|opracowanie|oprac\.|autor:|记者|記者|编辑|責任編輯|责任编辑|责编).{2,300}",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"(?P<names>.+?) contributed(?: (?:additional )?reporting)?"
    r"(?: (?:to|for) (?:this|the) (?:report|reporting|story|article|piece|dispatch|update))?(?: (?:from|in) .+)?"
)
_NOTE = re.compile(
    r"this (?:breaking )?(?:story|article|report|headline|is a (?:breaking|developing))[^.]{0,30}"
    r"\b(?:updated?|updating|developing)\b[^.]{0,60}\.?",
    re.IGNORECASE,
)
"""A note that stands before or behind a sign-off, and is none by itself."""
_RIGHTS = r"(?:copyright ?)?(?:©|\(c\)|copyright) ?(?:copyright )?"
_YEAR = r"(?:19|20)\d\d"
"""How what says whose a text is begins, and of what year it is."""
_COPYRIGHT = re.compile(
    rf"{_RIGHTS}(?:{_YEAR})?,? ?(?:by )?(?P<whose>[^.,\d]{{2,24}})(?:,? {_YEAR})?"
    r"(?:[.,]? ?(?:all rights|this material|tous droits|alle rechte|todos [lo]os) .{0,200})?",
    re.IGNORECASE,
)
_NOTICE = re.compile(rf"\s*{_RIGHTS}{_YEAR}", re.IGNORECASE)
"""How a line begins that another rule takes for a notice of the site."""
_NET = "(?:x|twitter|facebook|instagram|linkedin|telegram|whatsapp|bluesky)"
_PAGE = re.compile(
    rf"{_RIGHTS}{_YEAR}\b"
    r"(?:.{2,90}\ball rights reserved\b.{0,80}|[^.]{2,60}\.?)"
    r"|advertisement|live coverage begins here|most (?:read|popular)|topics?:?|on our radar|(?:show|view|load) more"
    r"|comments|what do you want bbc verify to investigate\?|related(?: (?:stories|articles|topics|news))?:?"
    rf"|(?:follow|like|join|find|visit) .{{2,50}} on {_NET}\b.{{0,120}}"
    r"|(?:send|e-?mail|share) (?:us )?your (?:story|stories|questions|comments|tips)\b.{0,120}"
    r"|(?:sign up|subscribe) (?:for|to|now|here)\b.{0,160}|(?:click|tap) here\b.{0,120}"
    r"|go to \S+\.(?:com|org|net|co)\b.{0,120}"
    r"|(?:read|listen|watch|see|hear) (?:more|also|next|our|to the|the full)\b.{0,160}"
    r"|(?:lesen sie|lire|leia|leggi|lees|lee|czytaj|читайте|čtěte|läs) (?:auch|mehr|aussi|também|mais|anche|ook|también"
    r"|más|też|także|więcej|также|ещё|také|více|också|mer)\b.{0,160}",
    re.IGNORECASE,
)
"""What a page says behind an article and its sign-off, and is none by itself."""
_DPA = re.compile(r"© ?dpa(?:-infocom)?, ?dpa:\d{6}-[\d-]+/\d+")
_PAP = re.compile(r"PAP ?[-–—] ?Nauka w Polsce(?:, .{3,80})?")
_AGERPRES = re.compile(r"AGERPRES ?/? ?\(.{3,160}\)")
_SIGNS = re.compile(
    r"(?!(?:s?he|they|er|sie)/)"  # pronouns of an author
    r"(?:[a-zżźćńółęąś]{2,4}(?:-[a-z]{2,4})?(?:/ ?[a-zżźćńółęąś]{2,4})+/?|(?:[a-zżźćńółęąś]{2,4}/ ?){1,4})"
)
_ENDS = re.compile(r"ENDS?|完|了|終|끝")
_BRACKETS = re.compile(r"(?:\(([^()\n]+)\)|\[([^\[\]\n]+)\]|（([^（）\n]+)）|【([^【】\n]+)】)[.。]?\Z")
_STOPS = re.compile(
    r"(?:(?<![ .(][A-Z])(?<!\b(?:St|Dr|Mr|Ms))[.!?…][\"'”’»)\]]*[ \xa0]+"
    r"|[。！？][」』”）]*[ \u3000]*|다\.[\"”]? ?)(?=\S)"
)
"""The end of a sentence, not of an initial."""
_CLOSING = tuple('.!?…。！？:"”’»」』')
_DASH = re.compile(r"[*_/|–—-]{1,2} ?")
_WORD = re.compile(r"[^\W\d_][\w.'’‘-]*")
_SMALL = frozenset(
    (
        *("a", "across", "al", "also", "an", "and", "at", "bin", "by", "da", "de", "del", "den", "der", "di", "dos"),
        *("du", "e", "el", "en", "et", "for", "from", "ibn", "in", "la", "le", "of", "on", "our", "over", "the", "to"),
        *("und", "van", "von", "with", "y", "additional", "agency", "all", "bureau", "contributor", "correspondent"),
        *("correspondents", "desk", "edited", "editing", "editor", "editors", "freelance", "freelancer", "graphics"),
        *("journalist", "journalists", "local", "news", "newsroom", "photographer", "photographers", "political"),
        *("producer", "producers", "reporter", "reporters", "reporting", "researcher", "senior", "special", "staff"),
        *("team", "teams", "video", "visual", "writer", "writers", "writing"),
        *("rédaction", "redacción", "redação", "redaktion", "redazione"),
    )
)
"""Words with a small letter that stand among names."""


class _Piece(NamedTuple):
    start: int
    signs: bool
    """Whether it tells who wrote or supplied the text; a note that it was brought up to date does not."""


def found_at_end(text: str) -> Span | None:
    """Where the sign-off at the end of an article begins and ends; None without one, or with nothing before it."""
    end = len(text.rstrip())
    begin = len(text) - len(text.lstrip())
    low = max(0, end - TAIL)
    start, signed = end, False
    while piece := _last_piece(text[low:start].rstrip()):
        if low + piece.start <= begin:
            break
        start, signed = low + piece.start, signed or piece.signs
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Span(start, end) if signed else None


def _last_piece(text: str) -> _Piece | None:
    """The last bracket, line or sentence of a text where it does nothing but tell of its making."""
    bracket = _BRACKETS.search(text)
    if bracket and (_is_closed(before := text[: bracket.start()]) or before.endswith("\n")):
        inside = next(filter(None, bracket.groups())).strip()
        if _BRACKETED.fullmatch(inside) or _speaks_of_making(inside) or _is_short_sign(inside):
            return _Piece(bracket.start(), signs=True)
    line = text.rfind("\n") + 1
    if text[line:].strip() in _PEOPLE:
        return None
    starts = [line, *[stop.end() for stop in _STOPS.finditer(text, line)][-MOST_STARTS:]]
    for start in reversed(starts):
        if _is_of_page(text, start, whole=start == line):
            return _Piece(start, signs=False)
        dash = _DASH.match(text, start)
        rest = text[dash.end() if dash else start :].rstrip("*_/ –—-")
        if _speaks_of_making(rest) or (_is_short_sign(rest) and _is_closed(text[:start])):
            return _Piece(start, signs=True)
    return _Piece(line, signs=True) if line and _is_agency(text[line:].strip().removesuffix("...")) else None


def _is_of_page(text: str, start: int, *, whole: bool) -> bool:
    """Whether what stands from there on tells nothing of an article and may follow its sign-off."""
    if whole and _NOTICE.match(text, start):
        return True
    rest = text[start:].strip(" \xa0•*|>")
    return _NOTE.fullmatch(rest) is not None or _PAGE.fullmatch(rest) is not None


def _is_closed(text: str) -> bool:
    """Whether a text ends with the end of a sentence or of a paragraph."""
    bare = text.rstrip()
    return text.count("\n", len(bare)) > 1 or bare.rstrip(")]）").endswith(_CLOSING)


def _speaks_of_making(text: str) -> bool:
    """Whether a text says in so many words who reported it, where it is from, or whose it is."""
    text = _plain(text)
    label = _LABEL.match(text)
    if label:
        return _is_source(text[label.end() :]) or _SITE.fullmatch(text, label.end()) is not None
    if any(form.fullmatch(text) for form in (_DPA, _PAP, _AGERPRES, _SYNDICATED)):
        return True
    rights = _COPYRIGHT.fullmatch(text)
    if rights:
        return _is_agency(rights["whose"])
    using = _WITH.fullmatch(text)
    if using:
        return all(_is_source(source) or _are_names(source) for source in using.groups() if source)
    credit = _REPORTING.fullmatch(text) or _CONTRIBUTED.fullmatch(text)
    return credit is not None and _are_names(credit["names"])


def _is_short_sign(text: str) -> bool:
    """Whether a text is what only its place behind a sentence makes a sign-off: an agency, signs of writers, `ENDS`."""
    made = _MADE.fullmatch(text)
    if made:
        return _are_names(made["names"])
    joint = _JOINT.fullmatch(_plain(text))
    if joint and _is_source(joint["source"]):
        return joint["names"][0].isupper() and _are_names(joint["names"].rstrip("0123456789 "))
    return _is_source(_plain(text)) or any(form.fullmatch(text) for form in (_SIGNS, _ENDS))


def _plain(text: str) -> str:
    """A text with ordinary spaces and without its full stop; three of them stay."""
    text = text.replace("\xa0", " ").strip("* ")
    return text[:-1].rstrip() if text.endswith((".", "。")) and not text.endswith("..") else text


def _is_source(text: str) -> bool:
    """Whether a text names agencies, the signs of their writers, and nothing else."""
    lead = _LEADS.match(text)
    text = text[lead.end() :] if lead else text
    if _is_agency(text):
        return True
    parts = [part for part in map(str.strip, _PARTS.split(text)) if part]
    agencies = [_is_agency(part) for part in parts]
    return any(agencies) and all(agency or _SIDE.fullmatch(part) for agency, part in zip(agencies, parts, strict=True))


def _is_agency(text: str) -> bool:
    name = text.lower()
    return name in _KNOWN or (name.partition(" ")[0] in _BEFORE and name.partition(" ")[2] in _KNOWN)


def _are_names(text: str) -> bool:
    """Whether a text holds names, what people of a newspaper are called, hardly another word, and no number."""
    words = _WORD.findall(text)
    named = sum(not word[0].islower() for word in words)
    other = sum(word[0].islower() and word.rstrip(".") not in _SMALL for word in words)
    return named > 0 and 4 * other <= named and not any(sign.isdigit() for sign in text)


class SignOff(Rule):
    """The sign-off of an agency or its reporters at the end of an article."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding at most; the fix removes it with the white space before it."""
        span = found_at_end(doc.text)
        if span is not None:
            before = len(doc.text[: span.start].rstrip())
            fix = delete(Span(before, span.end), Safety.UNSAFE, "Remove the sign-off")
            yield self.finding(doc, span, "A sign-off that is not part of the article", fix=fix)
