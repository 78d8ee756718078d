from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from corpuslint.text.names.extract import MOST, lower_words, mentions
from corpuslint.text.names.record import language_of, note, unpack

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
    assert record.lower == lower_words(text)
    assert unpack(value, lower=False).lower == []


def test_a_list_of_names_is_noted_in_part() -> None:
    text = " of ".join(
        f"Q{number:x}q".translate(str.maketrans("0123456789", "ghijklmnop")) for number in range(MOST + 9)
    )
    record = unpack(note(f"{text} of Qgq", ""))
    assert len(record.table) == MOST
    assert record.table[record.tokens[-1]] == "Qgq"


def test_lone_surrogates_are_kept() -> None:
    assert unpack(note("the Holm\ud800 and \udcffword", "")).table


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
