from __future__ import annotations

import os
import random
import subprocess
import sys
import tracemalloc
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from corpuslint.model import DocKey
from corpuslint.text import names
from corpuslint.text.language import detect
from corpuslint.text.names.extract import MOST, lower_words, mentions
from corpuslint.text.names.record import language_of, lower_of, note, unpack

TEXT = "Anna Holm met Zoé Lefèvre’s friends.\n" * 30 + "Later Holm left for Novo Ogaryovo, and nobody spoke."


@given(st.text(max_size=400) | st.sampled_from([TEXT, TEXT * 40, ""]), st.sampled_from(["", "en", "pt"]))
def test_a_record_comes_back(text: str, language: str) -> None:
    value = note(text, language)
    found, record = mentions(text), unpack(value)
    assert language_of(value) == record.language == language
    assert record.table == list(found.table)
    assert list(record.tokens) == found.tokens
    assert record.starts == found.starts
    assert record.flags == found.flags
    assert lower_of(value) == lower_words(text)


def test_a_list_of_names_is_noted_in_part() -> None:
    text = " of ".join(
        f"Q{number:x}q".translate(str.maketrans("0123456789", "ghijklmnop")) for number in range(MOST + 9)
    )
    record = unpack(note(f"{text} of Qgq", ""))
    assert len(record.table) == MOST
    assert record.table[record.tokens[-1]] == "Qgq"


def test_english_titles_in_a_long_text_do_not_make_it_english() -> None:
    words = " ".join("".join(pair) for pair in product("bdfgklmnprst", "aeiouäöü"))
    german = f"{'Die Fähre bleibt im Hafen und ist für die Stadt nicht neu. ' * 20}{words}"
    assert language_of(note(f"{german} Exchange of the ships and that port", "", detect)) == "de"


def test_lone_surrogates_are_kept() -> None:
    value = note("the Holm\ud800 and \udcffword", "")
    assert unpack(value).table
    assert lower_of(value)


def test_a_record_is_the_same_in_every_process() -> None:
    script = (
        "import sys; from corpuslint.text.names.record import note; sys.stdout.write(note(sys.argv[1], 'en').hex())"
    )
    records = {
        subprocess.run(
            [sys.executable, "-c", script, TEXT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert records == {note(TEXT, "en").hex()}


def test_what_texts_say_is_held_once_and_packed() -> None:
    chance = random.Random(4)  # noqa: S311 - texts, not secrets
    words = ["".join(chance.choices("bcdfghjklmnpr", k=7)) for _ in range(3_000)]
    noted = {}
    for number in range(300):
        lines = (f"{word.capitalize()} {' '.join(chance.sample(words, 9))}.\n" for word in chance.sample(words, 15))
        noted[DocKey("news.jsonl", number)] = names.Noted(note("".join(lines), ""), {})
    names.Part(dict([noted.popitem()])).names()  # loads what is needed
    tracemalloc.start()
    known = names.Part(noted).names()
    firsts = [known.first[doc] for doc in range(len(noted))]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert firsts == list(range(len(noted))), "documents in no known language are judged, and none is a copy"
    assert held < 600 * len(noted)
