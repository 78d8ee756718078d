"""Who made a picture that is not there: lines that say it, and brackets behind captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete

LONGEST = 160
"""Code points of the longest line, or bracket, that is nothing but a credit."""
MOST_WORDS = 14
FEW = 5
"""Words that a name behind a label has at most, where no mark parts several names."""
SHORT = 40
"""Code points of a name in a script without capitals."""

_STOCK = frozenset(
    {"getty", "getty images", "shutterstock", "istock", "istockphoto", "alamy", "alamy stock photo", "nurphoto"}
    | {"picture alliance", "picture-alliance", "ap photo", "ap images", "afp photo", "reuters photo", "scanpix"}
    | {"epa-efe", "ritzau scanpix", "lehtikuva", "unsplash", "pixabay", "depositphotos"}
)
"""Those whose trade is pictures: their name alone is a credit, in lower case."""
_WIRES = frozenset(
    {"ap", "associated press", "the associated press", "aap", "aap image", "afp", "agence france-presse", "reuters"}
    | {"pa", "pa wire", "pa media", "pa images", "epa", "efe", "dpa", "xinhua", "tass", "тасс", "риа новости"}
    | {"bloomberg", "anadolu", "anadolu agency", "imago", "imago images", "zuma", "zuma press", "zuma wire", "sipa"}
    | {"sipa usa", "abaca", "lapresse", "ansa", "pap", "čtk", "tt", "ntb", "anp", "belga", "keystone", "apa", "kyodo"}
    | {"yonhap", "antara", "rex features", "nasa", "wikimedia commons", "flickr", "mti", "lusa", "sputnik"}
)
AGENCIES = _STOCK | _WIRES
"""All of them; the triggers of the rule know each."""
_FIRST = _WIRES - {"pa", "tt", "apa", "imago"}
"""Those that stand before a name, too, and are no other words or short forms of jobs there."""
_HANDED = frozenset({"handout", "pool", "file", "stringer", "getty", "archive", "contributor"})
_SMALL = frozenset(
    {"via", "for", "of", "the", "and", "by", "from", "on", "in", "at", "courtesy", "photo", "file", "archive", "images"}
    | {"image", "archives", "und", "von", "der", "den", "für", "archiv", "dpa", "imago", "epa", "et", "de", "des", "du"}
    | {"la", "le", "y", "e", "i", "da", "di", "do", "del", "della", "van", "och", "og", "ja", "и", "та", "bin", "al"}
)
"""Words with a small letter that a credit may have beside names."""

_ENGLISH = (
    r"(?:file |handout )?(?:photo(?:s|graphs?|graphers?)?|images?|pictures?|pic|illustration)"
    r"(?: (?:credits?|copyright|source|courtesy|illustration))?"
)
_LABELS = (
    rf"(?:{_ENGLISH}|credit|(?:archiv|symbol)?(?:fotos?|bild(?:er)?)|bildquelle|bildnachweis|fotoquelle|beeld|kuvat?|fotó"
    r"|crédits?(?: photos?)?|crédito(?: da (?:foto|imagem)| de (?:la foto|foto))?|fotograf[ií]a|imagen|imagem|immagine"
    r"|zdjęcie|zdroj(?: foto)?|sursa foto|fotoğraf|ảnh|фото|источник фото|джерело фото|φωτογραφία|φωτό|صورة|تصوير"
    r"|写真|撮影|画像|图片来源|图源|圖片來源|사진(?: ?제공| ?출처)?)"
)
_LABEL = re.compile(
    rf"(?:{_LABELS}[ \xa0]?[:：=][ \xa0]?|fot\. )|{_LABELS}[ \xa0](?=©)"
    r"|(?:photo(?:s|graphs?)?|image|pictures?|foto) (?:by|di|von|de|par|courtesy of|credit) "
    r"|image (?:source|copyright),? ?",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:photos|pictures|images|fotos|bilder|kuvat)[ \xa0]?:[ \xa0]?", re.IGNORECASE)
_CAPTION = re.compile(r"(?:image|media) caption,?", re.IGNORECASE)
_PARTS = re.compile(r" ?[/|] ?| via ", re.IGNORECASE)
_OLD = re.compile(r"[,/.]? ?\bfile(?: photo)?\.?$|\.$", re.IGNORECASE)
_GAPS = re.compile(r"[\s/|&,+•·:;–—-]+|\(\d\)")
_WORD = re.compile(r"[©@(\"“„]*(?:[^\W\d_]|\d{4}\b|\d+(?=[A-Za-z]))")
_BRACKETS = re.compile(r"[ \xa0]?[(\[]{1,2}[ \xa0]?(?P<inside>[^()\[\]\n]{2,160})[)\]]{1,2}")
_TAIL = re.compile(r"[.!?…\"”’)][ \xa0]{1,2}(?=[^.!?…]{4,100}\Z)")
_AGENCY = re.compile(
    r"/ ?(?:Getty Images|AFP|AP|Reuters|REUTERS|EPA(?:-EFE)?|Shutterstock|Alamy|Anadolu|NurPhoto|Bloomberg|PA)"
    r"(?:/(?:Getty Images|File|AFP|AP|Reuters|Shutterstock))?(?! (?:Agency|via|Photo|Images?)\b)"
    r"(?=[ \xa0]+[A-Z\"'\u201c\u2018(]|\s*\Z)"
)
_ENDED = re.compile(r"(?:(?<![ .(/][A-Z])[.!?…]|[\"”’)])[ \xa0]+")
"""The end of a sentence, not of an initial."""
_LEAD = " \t\xa0*>+|#=•·»►▶→–—-"

_KNOWN_BY = (
    *("photo", "foto", "fotó", "fot.", "imag", "immagine", "pic", "illustration", "credit", "crédit", "bild", "beeld"),
    *("zdjęcie", "zdroj", "kuva", "ảnh", "фото", "φωτ", "صورة", "تصوير", "写真", "撮影", "画像", "图片来源", "图源"),
    *("圖片來源", "사진", "getty", "stock", "alamy", "alliance", "scanpix", "epa-efe", "unsplash"),
    *("pixabay", "caption", "/", "|", " via "),
)
"""What no credit is without: one of these, in lower case."""


def is_credit(text: str) -> bool:
    """Whether a line or the inside of a bracket does nothing but say whose picture it was."""
    text = text.strip(_LEAD)
    label = _LABEL.match(text)
    if label:
        return _is_source(text[label.end() :], many=_PLURAL.fullmatch(label[0]) is not None)
    parts = [part.strip().lower() for part in _PARTS.split(_OLD.sub("", text))]
    if parts[-1] in _STOCK or parts[0] in _STOCK:
        return len(parts) == 1 or _are_names(text)
    if len(parts) == 1 or not (parts[-1] in _WIRES or parts[0] in _FIRST):
        return False
    rest = parts[:-1] if parts[-1] in _WIRES else parts[1:]
    return _are_names(text) and (len(rest) > 1 or " " in rest[0] or rest[0] in _HANDED)


def _is_source(text: str, *, many: bool) -> bool:
    """Whether what stands behind a label is a name; behind one for many pictures it may be the title of a gallery."""
    if text.strip(" .").lower() in AGENCIES:
        return True
    agency = _PARTS.split(text.strip(" ."))[-1].rpartition(", ")[2].lower() in AGENCIES
    parted = re.search(r"[/|©]" if many else r"[/|,©]", text) is not None
    return _are_names(text) and (agency or parted or (not many and len(text.split()) <= FEW))


def _are_names(text: str) -> bool:
    """Whether a text is nothing but names, and what stands between them in a credit."""
    words = [word for word in _GAPS.split(text.strip()) if word]
    if not 0 < len(words) <= MOST_WORDS or not all(_WORD.match(word) or word == "©" for word in words):
        return False
    if text.lower() == text.upper():  # letters without capitals tell no name
        return len(words) <= FEW and len(text) <= SHORT
    small = [word for word in words if word[0].islower()]
    return len(small) < len(words) and all(word.lower().rstrip(".,") in _SMALL for word in small)


def found_in(text: str) -> Iterator[Span]:
    """Each line that is a credit, with its end, and each credit in brackets or behind the last sentence of a line."""
    at = 0
    for line in _lines(text):
        start, at = at, at + len(line)
        low = line.lower()
        if not any(known in low for known in _KNOWN_BY):
            continue
        if len(line) <= LONGEST and _is_whole(line):
            yield Span(start, at)
        else:
            yield from _within(line, start)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, parted at line feeds alone."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def _is_whole(line: str) -> bool:
    bare = line.strip(_LEAD + "\r\n")
    inside = _BRACKETS.fullmatch(bare)
    return is_credit(inside["inside"] if inside else bare) or _CAPTION.fullmatch(bare) is not None


def _within(line: str, start: int) -> Iterator[Span]:
    """What is a credit in a line that says more."""
    for credit in _between(line):
        yield Span(start + credit.start, start + credit.end)
    found = False
    for bracket in _BRACKETS.finditer(line):
        if is_credit(bracket["inside"]):
            found = True
            yield Span(start + bracket.start(), start + bracket.end())
    rest = line.rstrip()
    last = None if found else _TAIL.search(rest, max(0, len(rest) - LONGEST))
    if last and _LABEL.match(rest, last.end()) and is_credit(rest[last.end() :]):
        yield Span(start + last.start() + 1, start + len(rest))


def _between(line: str) -> Iterator[Span]:
    """Names and agencies between two sentences, where the lines of a page were joined."""
    at = 0
    for agency in _AGENCY.finditer(line):
        first = max(at, agency.start() - LONGEST // 2)
        ends = [end.start() + 1 for end in _ENDED.finditer(line, first, agency.start())]
        start = ends[-1] if ends else first
        credit = line[start : agency.end()]
        if (ends or not first) and not {"(", "["} & set(credit) and is_credit(credit):
            at = agency.end()
            yield Span(start, at)


class PhotoCredit(Rule):
    """Lines and brackets that name who took a picture."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a credit; the fix removes it, a line with its end."""
        for span in found_in(doc.text):
            fix = delete(span, Safety.UNSAFE, "Remove the credit")
            yield self.finding(doc, span, "A credit of a picture that is not part of the text", fix=fix)
