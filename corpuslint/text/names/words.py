"""Capitalised words that are not names of their own: functional, titles, calendar, generic, particles.

English first; a word missing here costs little, because a name must also be seen inside sentences
and rarely in lower case.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    Mr Mrs Ms Miss Dr Sir Dame Lord Lady Prof Professor President Presidents Vice Prime Minister
    Ministers Premier Chancellor King Queen Prince Princess Sheikh Sheik Shaikh Ayatollah Imam
    Mullah Senator Senators Sen Sens Rep Reps Representative Representatives Congressman
    Congresswoman Gov Governor Mayor General Gen Colonel Col Major Maj Captain Capt Lieutenant Lt
    Sgt Sergeant Admiral Adm Commander Cmdr Secretary Chief Justice Judge Chairman Chairwoman CEO
    Director Spokesman Spokeswoman Spokesperson Ambassador Pope Cardinal Archbishop Bishop Father
    Rev Reverend Rabbi Coach Manager Former Ex Leader Deputy Attorney Inspector Detective Officer
    Speaker MP MPs Brig Brigadier Cpl Corporal Pvt Private Emperor Tsar
    """
)
"""Words before a person's name; they end a run of names."""

GENERIC = _words(
    """
    Foreign Defence Defense Interior Finance Health Economy Treasury Supreme High Crown Saint St
    Fort San Santa Democratic Democrat Democrats Republican Republicans Labour Conservative
    Conservatives Tory Tories Party Union Court Courts University Council Committee Commission
    Department Ministry Bank Group Company Corp Inc Ltd Co Plc Television Radio News Times Post
    Street Road Avenue Park River Lake Sea Ocean Mount Island Islands Valley County City Town
    Airport Hospital School College Church Club League Cup World National International State States
    North South East West Northern Southern Eastern Western Central New Upper Lower Great Middle
    Federal Royal Red Black White Green Blue Air Force Army Navy Police Security Act Bill House
    Office Service Agency Center Centre Institute Association Federation Democracy Republic Kingdom
    Nations United American
    """
)
"""Words of institutions and places; next to a name they say nothing about who it is."""

CALENDAR = _words(
    """
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov
    Dec
    """
)

FUNCTIONAL = _words(
    """
    The A An And Or But If In On At To Of For From By With As Is Was Are Were Be Been It Its This
    That These Those He She They We I You His Her Their Our My Your Not No So What When Where Who
    Why How Which There Here Then Than After Before While Since Until During Over Under About Into
    Also Said Says Say More Most One Two Three Four Five Six Seven Eight Nine Ten Some Many Both All
    Each Every Another Other Such Only Even Just Still Yet Now Once Because Although Though However
    Meanwhile According Despite Through Between Among Against Without Within Like Unlike Can Could
    Will Would Should Might Must Has Have Had Do Does Did Let Him Them Us Me
    """
)
"""Words that are capitalised only by their place in the sentence; they end a run of names."""

PARTICLES = _words(
    """
    sans sur des au aux al el ul ibn bin bint ben de del della der den da das do dos di du van von zu zur ter ten la le
    y af av
    """
)
"""Lower-case words that may stand inside a name."""

MODIFIERS = _words("led born style like era wide run owned made type free only held size loving speaking wing")
"""Lower-case words behind the hyphen of a compound with a name: the name ends before them."""

PREFIXES = _words(
    """
    El Al De Del Della Van Von Der Den Bin Ben Ibn Abu Abd Abdel Abdul La Le Les Los Las Di Da Dos
    Du San Santa St Saint Mc Ter Ten Umm Um Bint Mar Bar Har
    """
)
"""First parts of compound names; sharing one is no evidence."""

BREAKS = TITLES | CALENDAR | FUNCTIONAL
NO_ANCHOR = GENERIC | PREFIXES
