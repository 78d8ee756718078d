from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint import catalog, mapping
from corpuslint.errors import ConfigError, ReadError
from corpuslint.facts import Facts
from corpuslint.model import DocKey, Document, Finding, Safety
from corpuslint.registry import Choice, Registry
from corpuslint.rule import CorpusRule

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

RULES = os.path.join(os.path.dirname(__file__), "..", "..", "rules", "names")
MANY = {f"{n:02}.txt": f"On day {n} the envoy Andriy Havrylyukenko spoke to the Ardenian press." for n in range(12)}
WORDS = [
    f"{a}{b}{c}"
    for a in "bdgklmnprst"
    for b in ("al", "en", "or", "ust", "ing", "ell")
    for c in "abdefghiklmnoprstuvwz"
]
"""Enough ordinary words that a corpus knows its language."""
FEW = {"x.txt": 'Later Andriy Havryliukenko left. "So Havryliukenko left," they said.'}


class Shelf:
    """The documents of a test as a corpus rule may ask for them."""

    def __init__(
        self, texts: Mapping[str, str], wanted: Container[DocKey] | None = None, *, gone: bool = False
    ) -> None:
        self.texts = {DocKey(path): text for path, text in texts.items()}
        self.wanted: Container[DocKey] = self.texts if wanted is None else wanted
        self.gone = gone

    def document(self, key: DocKey) -> Document:
        if self.gone:
            raise ReadError(f"{key} is gone")
        return Document(key, self.texts[key])


def rule(code: str, **options: Any) -> CorpusRule[Any]:
    registry = Registry(catalog.entries([catalog.Folder(os.path.abspath(RULES), None, True)]))
    choice = Choice(select=(code,), preview=True, options={code: options})
    return mapping.corpus_rule(registry.select(choice)[0])


def report(made: CorpusRule[Any], shelf: Shelf, **meta: str) -> list[Finding]:
    facts = [Facts(key, made.map(Document(key, text, meta)), meta) for key, text in shelf.texts.items()]
    return list(made.report(made.collect(facts), shelf))


def test_a_clear_majority_gives_an_unsafe_fix_outside_quotations() -> None:
    (finding,) = report(rule("NAM001", probability=0.5), Shelf(MANY | FEW))
    assert finding.doc == DocKey("x.txt")
    assert finding.fix is not None
    expected = Safety.UNSAFE if finding.data["probability"] >= 0.98 else Safety.MANUAL  # type: ignore[operator]
    assert finding.fix.safety is expected
    assert finding.data["mentions"] == [[13, 26], [37, 50]]
    assert finding.data["documents"] == {"Havryliukenko": 1, "Havrylyukenko": 12}
    assert [(place.doc.path, place.note) for place in finding.related] == [
        ("00.txt", "`Havrylyukenko`"),
        ("01.txt", "`Havrylyukenko`"),
        ("x.txt", "`Havryliukenko`"),
    ]
    assert re.fullmatch(
        r"`Havryliukenko` is `Havrylyukenko` elsewhere in this corpus \(1 document against 12\); "
        r"same given name Andriy in all; probability 0\.9\d",
        finding.message,
    )
    assert finding.identity == "Havrylyukenko|Havryliukenko"


def test_documents_are_counted_by_source() -> None:
    made = rule("NAM001", probability=0.5)
    texts = {DocKey(path): text for path, text in (MANY | FEW).items()}
    facts = [
        Facts(key, made.map(Document(key, text)), {"source": "north" if key.path < "04" else "south"})
        for key, text in texts.items()
    ]
    (finding,) = made.report(made.collect(facts), Shelf(MANY | FEW))
    assert finding.data["sources"] == {"Havryliukenko": {"south": 1}, "Havrylyukenko": {"south": 8, "north": 4}}


def test_a_name_of_a_pack_is_told_once() -> None:
    texts = {f"{n}.txt": f"On day {n} Kim Jong Un met the press." for n in range(6)} | {"a.txt": "So Kim Jong-un left."}
    shelf = Shelf(texts)
    first, second = rule("NAM001"), rule("NAM002")
    total = first.collect([Facts(key, first.map(Document(key, text)), {}) for key, text in shelf.texts.items()])
    assert [finding.data["form"] for finding in first.report(total, shelf)] == ["Kim Jong-un"]
    assert list(second.report(total, shelf)) == []
    assert [finding.data["form"] for finding in report(second, shelf)] == ["Jong-un"]


def test_short_texts_with_case_endings_are_left_out() -> None:
    english = {f"{n}.txt": f"On day {n} the envoy and his wife {word} by the sea." for n, word in enumerate(WORDS)}
    polish = {"p.txt": "Rozmowa z Andriyem Havryliukenko trwa", "q.txt": "Zdaniem Havryliukenka plan jest dobry"}
    assert [f.doc.path for f in report(rule("NAM001", probability=0.5), Shelf(MANY | english | polish))] == []
    assert len(report(rule("NAM001", probability=0.5), Shelf(MANY | english | {"p.txt": FEW["x.txt"]}))) == 1


def test_an_identity_names_no_path() -> None:
    here = report(rule("NAM001", probability=0.5), Shelf(MANY | FEW))
    there = report(
        rule("NAM001", probability=0.5), Shelf({f"moved/{path}": text for path, text in (MANY | FEW).items()})
    )
    assert [finding.identity for finding in here] == [finding.identity for finding in there]


def test_a_joiner_is_fixed_ten_to_one() -> None:
    texts = {f"{n:02}.txt": f"On day {n} Jacob Haddon-Pryce spoke." for n in range(10)} | {
        "x.txt": "Jacob Haddon Pryce left."
    }
    (finding,) = report(rule("NAM002"), Shelf(texts))
    assert finding.fix is not None
    assert finding.fix.safety is Safety.UNSAFE
    assert [edit.text for edit in finding.fix.edits] == ["Haddon-Pryce"]
    (again,) = report(rule("NAM002"), Shelf(texts, gone=True))
    assert again.fix is not None
    assert again.fix.safety is Safety.MANUAL


def test_findings_only_where_wanted() -> None:
    assert report(rule("NAM001", probability=0.5), Shelf(MANY | FEW, {DocKey("00.txt")})) == []


@pytest.mark.parametrize("language", ["tr", "pl", "cs", "ru", "fi", "sv"])
def test_silent_where_case_endings_would_fool_it(language: str) -> None:
    assert report(rule("NAM001", probability=0.5), Shelf(MANY | FEW), language=language) == []


@pytest.mark.parametrize("language", ["en", "pt", "es", "fr", "it", "de", "nl", ""])
def test_judged_languages(language: str) -> None:
    assert len(report(rule("NAM001", probability=0.5), Shelf(MANY | FEW), language=language)) == 1


def test_all_rules_share_one_map() -> None:
    groups = {
        mapping.group(entry)
        for entry in catalog.entries([catalog.Folder(os.path.abspath(RULES), None, True)])
        if entry.meta.corpus
    }
    assert groups == {"names.4"}


def test_collect_is_a_homomorphism() -> None:
    made = rule("NAM001", probability=0.5)
    shelf = Shelf(MANY | FEW)
    facts = [Facts(key, made.map(Document(key, text)), {}) for key, text in shelf.texts.items()]
    whole = list(made.report(made.collect(facts), shelf))
    for cut in range(0, len(facts) + 1, 4):
        parts = made.merge(made.collect(facts[cut:]), made.collect(facts[:cut]))
        assert list(made.report(parts, shelf)) == whole


def test_one_place_is_reported_once() -> None:
    texts = {
        "a.txt": "So Volodymyr Zelensky left.",
        "b.txt": "So Volodymyr Zelenskyy left.",
        "c.txt": "And Volodymyr Zelenskyy came.",
    }
    findings = report(rule("NAM001"), Shelf(texts))
    assert [(finding.doc.path, finding.data["form"]) for finding in findings] == [("a.txt", "Zelensky")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "\ud800 Holm \udfff",
        "\ufeffHolm",
        "HOLM " * 5_000,
        "Holm " * 5_000,
        "Ho\u0301lm\u0301 " * 5_000,
        "Holm-" * 5_000,
        "’" * 5_000,
    ],
)
def test_no_text_breaks_a_rule(text: str) -> None:
    for code in ("NAM001", "NAM002", "NAM004", "NAM005", "NAM006", "NAM007"):
        assert len(report(rule(code), Shelf({"a.txt": text, "b.txt": text[::-1]}))) <= 4


def test_names_that_crowd_are_compared_within_bounds() -> None:
    names = [f"Zel{a}{b}{c}sky" for a in "aeiou" for b in "bdglmnrst" for c in "aeiou"]
    texts = {f"{n}.txt": f"They met {name} there." for n, name in enumerate(names)}
    assert len(report(rule("NAM001"), Shelf(texts))) < len(names)


def test_a_small_run_needs_no_heavy_module(tmp_path: Path) -> None:
    for path, text in {**dict(list(MANY.items())[:3]), **FEW}.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    script = (
        "import atexit, json, sys\n"
        "from corpuslint.__main__ import run\n"
        "heavy = ('numpy', 'sklearn', 'rapidfuzz')\n"
        "atexit.register(lambda: json.dump([m for m in heavy if m in sys.modules], sys.stderr))\n"
        "sys.argv = ['corpuslint', '.', '--select', 'NAM', '--exit-zero', '-q']\n"
        "run()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert json.loads(done.stderr.splitlines()[-1]) == []
    assert done.returncode == 0


def test_the_same_in_every_process(tmp_path: Path) -> None:
    for path, text in (MANY | FEW).items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "corpuslint",
        ".",
        "--select",
        "NAM",
        "--preview",
        "--output-format",
        "json",
        "--exit-zero",
    ]
    outputs = [
        subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "77")
    ]
    assert b"Havryliukenko" in outputs[0]
    assert all(one == other for one, other in pairwise(outputs))


@pytest.mark.parametrize("pair", ["Petterson", "Petterson /", "a / b / c"])
def test_a_pair_that_is_none_is_told(pair: str) -> None:
    with pytest.raises(ConfigError, match="write `Petterson / Patterson`"):
        report(rule("NAM001", distinct=[pair]), Shelf({"a": "So Andriy Havrylyuk left."}))
