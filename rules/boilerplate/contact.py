"""Lines that say how to reach the author of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete

LONGEST = 400
"""A longer line is more than a contact."""

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽΆ-ΏΑ-ΫЀ-Я"
_AUTHOR = r"(?:author|writer|reporter|columnist|journalist)s?"
_BODY = (
    r"(?:Police|Department|Office|Centre|Center|Hotline|Helpline|Council|Agency|Shelter|School|Hospital|Church|University|"
    r"College|Library|Team|Desk|Services?|Association|Society|Foundation|Club|Committee|Museum|Company|Group)"
)
_NAME = (
    rf"(?!The |Any|Our |For )(?![^\n@]{{0,60}}\b{_BODY} (?:can|may))"
    rf"[{_UPPER}][\w.'’-]*(?: [{_UPPER}][\w.'’-]*){{1,4}}"
)
_ADDRESS = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_NET = r"(?:twitter|x|facebook|instagram|linkedin|threads|bluesky|mastodon|tiktok)"
_WHOM = rf"(?:the {_AUTHOR}|him|her|them|me)"
_WAYS = (
    rf"(?:He|She|They|The {_AUTHOR}) (?:can|may) be (?:reached|contacted|e-?mailed|followed) [^\n@]{{0,50}}@\w"
    rf"|(?i:(?:you can )?(?:e-?mail|contact|reach|write to|follow|tweet) {_WHOM}) ?[^\n@]{{0,40}}@\w"
    rf"|(?i:follow {_WHOM} on ?{_NET})\b"
    rf"|(?i:(?:story |news )?(?:tips|ideas)(?: and(?: ideas)?)? (?:can|may) be sent to ?){_ADDRESS}"
    rf"|(?i:(?:you can )?(?:send|e-?mail) (?:us )?(?:your )?(?:story |news )?(?:tips|ideas) to:? ?){_ADDRESS}"
)

_ASKING = (rf"follow {_WHOM} on", rf"contact the {_AUTHOR}", rf"e-?mail the {_AUTHOR}")
ANCHOR = re.compile(
    "|".join((r"@\w", *(f"{c}(?i:{words[1:]})" for words in _ASKING for c in (words[0], words[0].upper()))))
)
"""What no such line is without. Each branch begins with a letter in one case: so `re` skips to those letters."""
_LEAD = re.compile(r"[\s\[(*>+|#=•·»►▶→✉–—-]{0,8}(?:(?:Have|Got|Do you have|Is there)\b[^?\n]{0,90}\? )?")
_AT_START = re.compile(
    rf"{_WAYS}|{_NAME}(?:,? [^\n@]{{1,60}}?)? (?:can|may) be (?:reached|contacted|e-?mailed|followed) [^\n@]{{0,50}}@\w"
    rf"|(?:Write to|E-?mail) (?!(?:Det|Officer|Sgt|Sergeant|Lt|Capt|Chief)\w*\.? ){_NAME} at {_ADDRESS}"
)
_LATER = re.compile(rf"[.!?…)]['\"”’]? ?(?:{_WAYS})")
_WHO = re.compile(
    rf"[{_UPPER}][\w.'’-]*(?: [{_UPPER}][\w.'’-]*){{0,4}}(?:,[^\n@]{{1,60}},)? "
    r"(?:is|was|has|writes|covers|reports|works|serves|currently|joined|edits|contributed|(?:\w+ )?book)\b"
)
_WHOLE = re.compile(
    rf"(?i:(?:e-?mail|contact) the {_AUTHOR})[:!.]?"
    r"|(?i:(?:e-?mail|mail|contact|kontakt|correo(?: electrónico)?|courriel|twitter) ?[:：] ?)"
    rf"(?:{_ADDRESS}|@\w{{3,30}})"
    rf"|(?:(?:By |Von |Par |Por )?{_NAME}[ ,|:–—-]+|(?:[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]+[ ,|:–—-]+){{1,4}})?"
    rf"[(<]?{_ADDRESS}[)>]?(?:[ ,|]*\(?[+\d][\d() .-]{{5,20}})?(?:[ ,|]*@\w+)?"
)


def is_contact(line: str) -> bool:
    """Whether a line (without its end) does nothing but name an author and a way to reach them."""
    if len(line) > LONGEST:
        return False
    line = line.strip()
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    if _AT_START.match(rest) or _WHOLE.fullmatch(rest):
        return True
    return _WHO.match(rest) is not None and _LATER.search(rest) is not None


class AuthorContactLine(Rule):
    """Lines with an address or a handle that serve no other end."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a line; the fix removes the line with its end."""
        text, at = doc.text, 0
        while anchor := ANCHOR.search(text, at):
            start = text.rfind("\n", at, anchor.start()) + 1 or at
            end = text.find("\n", anchor.end())
            at = len(text) if end < 0 else end + 1
            if is_contact(text[start : at if end < 0 else end]):
                span = Span(start, at)
                yield self.finding(
                    doc,
                    span,
                    "A line that says how to reach the author",
                    fix=delete(span, Safety.UNSAFE, "Remove the line"),
                )
