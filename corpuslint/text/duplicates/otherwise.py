"""Whether a copy says something else in words that do not look like numbers or names: "three" and "five", or a name
in a script that has no capitals. Alignment does not count them as facts; who takes copies away looks twice.
"""

from __future__ import annotations

from corpuslint.text.duplicates.differing import differences
from corpuslint.text.duplicates.plain import words

_NUMERALS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions billion billions trillion dozen dozens first second third fourth fifth sixth seventh eighth ninth tenth
    half quarter twice
    null ein eine einem einen einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig
    fünfzig sechzig siebzig achtzig neunzig hundert tausend millionen milliarden dutzend
    zéro un une deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante soixante cent
    mille millions milliards douzaine
    cero uno una dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta sesenta
    setenta ochenta noventa ciento cientos mil millones docena
    due tre quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta cento mila milioni
    um uma dois duas três quatro oito dez doze vinte trinta cem milhões
    een twee drie vijf zes zeven negen tien elf twaalf twintig honderd duizend miljoen
    bir iki üç dört beş altı yedi sekiz dokuz yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin milyon
    jeden jedna dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysięcy milionów
    один одна два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок пятьдесят сто тысяча
    тысяч миллион миллионов
"""
NUMERALS = frozenset(_NUMERALS.split())
"""Numbers in words of some languages."""


def says_otherwise(text: str, other: str) -> bool:
    """Whether a numeral or a word without capital letters stands in place of another word, on either side."""
    for found in differences(text, other):
        here, there = (_words(whole[slice(*span)]) for whole, span in ((text, found.here), (other, found.there)))
        if here and there and any(map(_may_be_fact, here ^ there)):
            return True
    return False


def _words(text: str) -> set[str]:
    return {word.decode("utf-8", "replace") for word in words(text) if word}


def _may_be_fact(word: str) -> bool:
    return word in NUMERALS or any(character.isalpha() and character.lower() == character.upper() for character in word)
