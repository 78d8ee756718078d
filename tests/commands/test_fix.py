"""What is written, what is shown, and what can be taken back."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest

from corpuslint import rewrites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.commands.conftest import Call
    from tests.conftest import Process

FILES = {
    "blank.txt": "\n\nRain fell on the town!!\n",
    "clean.txt": "The mayor thanked the firemen.\n",
    "records.jsonl": '{"id":"x", "text":"Snow\\u2019s due tonight!!  \\nMore\\/less."}\r\n{"text": "Fog."}',
    "wrong.txt": "Xyzzy was seen at the pier.\n",
}
SAFE = {
    "blank.txt": "Rain fell on the town!!\n",
    "records.jsonl": '{"id":"x", "text":"Snow\\u2019s due tonight!!\\nMore\\/less."}\r\n{"text": "Fog."}',
}
UNSAFE = {
    "blank.txt": "Rain fell on the town!\n",
    "records.jsonl": '{"id":"x", "text":"Snow\\u2019s due tonight!\\nMore\\/less."}\r\n{"text": "Fog."}',
}

DIFF = """\
--- blank.txt
+++ blank.txt
@@ -1,3 +1 @@
-
-
 Rain fell on the town!!
--- records.jsonl:1
+++ records.jsonl:1
@@ -1,2 +1,2 @@
-Snow’s due tonight!![-  -]
+Snow’s due tonight!!
 More/less.
"""

WRITES = [
    ("", {}),
    ("--unsafe-fixes", {}),
    ("--diff", {}),
    ("--diff --unsafe-fixes", {}),
    ("--fix-to copies", {}),
    ("--fix", SAFE),
    ("--fix-only", SAFE),
    ("--fix --unsafe-fixes", UNSAFE),
    ("--fix-only --unsafe-fixes", UNSAFE),
    ("--fix --no-journal", SAFE),
    ("--fix --fsync", SAFE),
    ("--fix --no-cache", SAFE),
    ("--fix -j 4", SAFE),
    ("--fix --unfixable BLK001", {"records.jsonl": SAFE["records.jsonl"]}),
    ("--fix --unfixable blank-line-run,BLK001,trailing-white-space", {}),
    ("--fix --unfixable BLK", {}),
    ("--fix --fixable BLK001", {"blank.txt": SAFE["blank.txt"]}),
    ("--fix --fixable X101", {}),
    ("--fix --fixable X101 --unsafe-fixes", {
        "blank.txt": "\n\nRain fell on the town!\n",
        "records.jsonl": FILES["records.jsonl"].replace("!!", "!"),
    }),
    ("--fix --select BLK004", {"records.jsonl": SAFE["records.jsonl"]}),
    ("--fix --ignore BLK004", {"blank.txt": SAFE["blank.txt"]}),
    ("--fix --per-file-ignores *.jsonl:BLK004", {"blank.txt": SAFE["blank.txt"]}),
    ("--fix blank.txt", {"blank.txt": SAFE["blank.txt"]}),
    ("--fix --exclude blank.txt", {"records.jsonl": SAFE["records.jsonl"]}),
    ("--fix --config lint.extend-safe-fixes=['X101']", UNSAFE),
    ("--fix --unsafe-fixes --config lint.extend-unsafe-fixes=['BLK']", UNSAFE),
    ("--fix --config lint.extend-unsafe-fixes=['BLK001']", {"records.jsonl": SAFE["records.jsonl"]}),
    ("--fix --fail-on error", SAFE),
    ("--fix --severity BLK=info", SAFE),
    ("--fix --silent", SAFE),
    ("--fix --no-document-rules", {}),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "changed"), WRITES)
def test_what_is_written(process: Process, call: Call, rules: str, arguments: str, changed: Mapping[str, str]) -> None:
    process.write(FILES)

    done = call("--rules", rules, *arguments.split())

    assert {name: process.read(name) for name in FILES} == {
        name: (changed.get(name) or text).encode() for name, text in FILES.items()
    }
    assert done.err == ""


@pytest.mark.parametrize("how", [("--fix",), ("--fix", "-j2"), ("--fix-to", "copies"), ("--fix-to", "copies", "-j2")])
def test_where_texts_are_only_compared_none_is_fixed_for_itself(process: Process, how: tuple[str, ...]) -> None:
    files = {f"{n:03}.txt": f"\n\nOn day {n} the cafÃ© was closed .\n" for n in range(4)}
    process.write({**files, "a.html": "<p>It rained , they said.</p>", "b.jsonl": "no record\n"})

    done = process(*how, "--no-document-rules", "--select", "ENC,PUN,BLK,DOC", "--show-fixes")

    folder = "copies/" if "copies" in how else ""
    assert {name: process.read(folder + name).decode() for name in files} == files
    assert (done.code, done.err) == (2, "b.jsonl: RUN002 1 record was not checked; DOC002 says why\n")
    assert ": no findings." in done.out


def test_a_second_run_changes_nothing(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    call("--rules", rules, "--fix", "--unsafe-fixes")
    before = {name: process.read(name) for name in FILES}

    again = call("--rules", rules, "--fix", "--unsafe-fixes")

    assert {name: process.read(name) for name in FILES} == before
    assert again.out.endswith("Checked 5 documents in 4 files (158 B): 1 finding (1 error).\n")


def test_diff(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)

    done = call("--rules", rules, "--diff")

    assert (done.code, done.out) == (1, DIFF)


def test_an_empty_diff_says_what_is_left(process: Process, call: Call) -> None:
    process.write({"a.txt": "The mayor spoke of the harbour and left .\n"})
    said = "Checked 1 document in 1 file (42 B): 1 finding (1 warning), 1 fixable with --unsafe-fixes.\n"

    assert (call("--diff").code, call("--diff").out, call("--diff", "-q").out) == (1, said, "")
    assert call("--diff", "--unsafe-fixes").out.startswith("--- a.txt\n")


def test_a_diff_into_a_file(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    shown = call("--rules", rules, "--diff")

    for quiet in ([], ["-s"]):
        done = call("--rules", rules, "--diff", "-o", "../changes.diff", *quiet)
        assert (done.code, done.out, process.read("../changes.diff")) == (1, "", shown.raw)


FRENCH = (
    "Le maire a été élu à la majorité, dès le premier tour, après une campagne très animée.\n"
    "L'église et le château seront réparés l'été prochain, a déclaré la mairie.\n"
)


def test_a_diff_shows_texts_that_get_other_bytes(process: Process, call: Call) -> None:
    """Not one letter of it changes, and all of it is written anew."""
    process.write({
        "a.txt": FRENCH.encode("cp1252"),
        "b.txt": ("\n\n" + FRENCH).encode("cp1252"),
        "c.txt": "Rain fell.\n".encode("utf-16"),
    })  # fmt: skip

    done = call("--diff")

    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    assert lines[:4] == [
        "--- a.txt (iso8859-1)",
        "+++ a.txt (utf-8)",
        "@@ the same text in other bytes @@",
        "--- b.txt (iso8859-1)",
    ]
    assert lines[4] == "+++ b.txt (utf-8)"
    assert lines[-3:] == ["--- c.txt (utf-16-le)", "+++ c.txt (utf-8)", "@@ the same text in other bytes @@"]


def test_a_diff_of_long_lines_shows_the_places_that_change(process: Process, call: Call, rules: str) -> None:
    process.write({"long.txt": f"{'before ' * 9_000}then!! {'after ' * 9_000}end.\n"})

    done = call("--rules", rules, "--diff", "--unsafe-fixes")

    old, new = done.out.splitlines()[-2:]
    assert done.code == 1
    assert (old[0], new[0], "before then!! after" in old, "before then! after" in new) == ("-", "+", True, True)
    assert max(map(len, done.out.splitlines())) < 220


def test_copies(process: Process, call: Call, rules: str) -> None:
    process.write({**FILES, "sub/deep.txt": "\n\nThe pier is closed.\n"})

    done = call("--rules", rules, "--fix-to", "copies", "--unsafe-fixes")

    copies = process.folder / "copies"
    written = {str(path.relative_to(copies)): path.read_bytes() for path in copies.rglob("*") if path.is_file()}
    assert written == {name: text.encode() for name, text in {**FILES, **UNSAFE}.items()} | {
        os.path.join("sub", "deep.txt"): b"The pier is closed.\n"
    }
    assert (done.code, done.err) == (1, "")
    assert not (process.folder / ".corpuslint_cache").exists()


def test_copies_replace_nothing_and_are_not_part_of_the_corpus(process: Process, call: Call) -> None:
    process.write({"blank.txt": FILES["blank.txt"], "copies/blank.txt": "mine\n"})

    done = call("--fix-to", "copies")

    assert (done.code, process.read("copies/blank.txt")) == (2, b"mine\n")
    assert done.err == (
        "blank.txt: RUN003 not fixed: copies/blank.txt: something of this name exists already; "
        "nothing was written; move it away or write elsewhere\n"
    )
    assert "Checked 1 document in 1 file" in done.out


@pytest.mark.parametrize(
    ("where", "paths", "copies"),
    [
        ("", ["in"], ["in/x/a.txt", "in/y/a.txt"]),
        ("", ["in/x", "in/y"], ["in/x/a.txt", "in/y/a.txt"]),
        ("else", ["../in"], ["in/x/a.txt", "in/y/a.txt"]),
        ("else", ["../in/x", "../in/y"], ["x/a.txt", "y/a.txt"]),
        ("else", ["../in/x/a.txt"], ["a.txt"]),
        ("else", ["../in/x", "b.txt"], ["b.txt", "x/a.txt"]),
        ("in/x", [".."], ["in/x/a.txt", "in/y/a.txt"]),
    ],
)
def test_copies_lie_as_their_originals_do(process: Process, where: str, paths: list[str], copies: list[str]) -> None:
    process.write(dict.fromkeys(("in/x/a.txt", "in/y/a.txt", "else/b.txt"), "One , two.\n"))
    top = process.folder
    process.folder = top / where

    done = process(*paths, "--fix-to", str(top / "copies"))

    assert (done.code, done.err) == (0, "")
    found = {path.relative_to(top / "copies").as_posix(): path for path in (top / "copies").rglob("*.txt")}
    assert sorted(found) == copies
    assert {path.read_bytes() for path in found.values()} == {b"One, two.\n"}


@pytest.mark.parametrize("arguments", ["--diff", "--fix-to copies", "--fix", "--fix --no-journal"])
@pytest.mark.parametrize("packed", [False, True])
def test_documents_behind_one_that_is_fixed_are_compared_too(
    process: Process, call: Call, arguments: str, packed: bool
) -> None:
    """Rules across files read documents again: where nothing is fixed in place, as they lie there."""
    story = "The engineer{} said the council, replied that the gate had passed each and every test that year."
    rows = [story.format(" ,"), story.format(","), "Fog."]
    shard = "".join(json.dumps({"id": f"r{n}", "text": text}) + "\n" for n, text in enumerate(rows)).encode()
    process.write({"s.jsonl.gz" if packed else "s.jsonl": gzip.compress(shard) if packed else shard})

    done = call(*arguments.split(), "--output", "json:report.json")

    report = json.loads(process.read("report.json"))
    assert (done.code, done.err) == (1, "")
    assert [(one["code"], one["location"]["record"]) for one in report["findings"]] == [("DUP001", 2)]


def test_what_is_left_stands_at_the_lines_of_the_fixed_file(process: Process, call: Call) -> None:
    """A table in which a fix takes lines out of one row, and a finding is left in the next."""
    process.write({"a.csv": 'id,text\na,"The engineer came\n\n\n\n\nand left."\nb,"He said , so."\n'})
    options = ("--unfixable", "PUN", "--output-format", "concise", "-q")

    before, fixed, after = (call(*words, *options).out.splitlines() for words in ((), ("--fix",), ()))

    assert [line.split(": ")[0] for line in before] == ["a.csv:3:1", "a.csv:8:11"]
    assert [line.split(": ")[0] for line in fixed] == ["a.csv:5:11"]
    assert fixed == after


def test_show_fixes_and_the_summary(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)

    done = call("--rules", rules, "--fix", "--show-fixes", "--output-format", "concise")

    lines = done.out.splitlines()
    assert lines[:-1] == [
        "blank.txt:1:22: warning X101 [?] Two exclamation marks: `!!`",
        "records.jsonl:1:43: warning X101 [?] Two exclamation marks: `!!` (record \"x\", text 1:19)",
        "wrong.txt:1:1: error X102 The word `Xyzzy` stands here",
        "Fixed in blank.txt: BLK001 ×1",
        "Fixed in records.jsonl: BLK004 ×1",
    ]  # fmt: skip
    summary = "Fixed 2 findings in 2 files (BLK001 ×1, BLK004 ×1); 3 remain, 2 fixable with --unsafe-fixes."
    assert lines[-1].startswith(f"{summary} Undo: corpuslint undo 2")


def test_fix_only_reports_nothing_of_what_is_left(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)

    done = call("--rules", rules, "--fix-only")

    assert (done.code, len(done.out.splitlines())) == (0, 1)
    summary = "Fixed 2 findings in 2 files (BLK001 ×1, BLK004 ×1); 3 remain, 2 fixable with --unsafe-fixes. Undo: "
    assert done.out.startswith(summary)


def test_undo_restores_byte_for_byte(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    call("--rules", rules, "--fix")
    fixed = {name: process.read(name) for name in FILES}
    call("--rules", rules, "--fix", "--unsafe-fixes")

    listed = call("undo", "--list").out.splitlines()
    once = call("undo")
    assert {name: process.read(name) for name in FILES} == fixed
    twice = call("undo")

    assert {name: process.read(name) for name in FILES} == {name: text.encode() for name, text in FILES.items()}
    assert (once.code, twice.code) == (0, 0)
    assert [line.split("  ", 1)[1] for line in listed] == [
        "2 files, 0 undone  BLK001 ×1, BLK004 ×1",
        "2 files, 0 undone  X101 ×2",
    ]
    assert once.out.splitlines()[-1] == "2 restored"
    assert "all runs were undone" in call("undo").err
    assert process.folder.joinpath(".corpuslint_cache", ".gitignore").read_text().endswith("*\n")


def test_files_that_are_not_utf8_become_it_by_the_codec_that_is_named(process: Process) -> None:
    line, table = "The caf\u00e9 was closed.\n", "id,text\n1,The caf\u00e9 was closed.\n"
    process.write({"old.txt": line.encode("cp1252"), "new.txt": line.encode(), "new.csv": table.encode()})
    process.write({"picture.txt": b"\x89PNG\r\n\x1a\n\0\0"})  # no codec of that is to be named
    process.write({"corpuslint.toml": '[encoding]\n"*" = "utf-8, windows-1252"\n'})
    guessed = process("--isolated", "--fix")
    assert "No text rule looked at 1 document whose encoding is not sure (ENC001, ENC004); name it with" in guessed.out
    (process.folder / "picture.txt").unlink()

    done = process("--fix")
    assert (done.code, done.err) == (0, "")
    assert "Fixed 1 finding in 1 file (ENC001" in done.out
    assert [process.read(name).decode() for name in ("old.txt", "new.txt", "new.csv")] == [line, line, table]


def test_what_is_utf8_is_checked_as_if_no_codec_were_named(process: Process) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    process.write({"a.txt": pointer, "b.txt": "\ufeffThe caf\u00e9 , closed.\n", "c.txt": b"A \0.\n"})

    plain, named = process("--isolated"), process("--isolated", "--encoding", "utf-8, cp1252")

    assert plain.code == 1
    assert (named.code, named.out, named.err) == (plain.code, plain.out, plain.err)


def test_undo_of_many_files_names_those_that_it_refused(process: Process, call: Call) -> None:
    files = {f"{n:02}.txt": "She said no , and left.\n" for n in range(30)}
    process.write(files)
    call("--fix")
    process.write({"29.txt": "Written by hand.\n"})

    done = call("undo")
    assert (done.code, done.out.count("restored: "), done.out.splitlines()[-1]) == (2, 20, "1 refused, 29 restored")
    assert done.err.startswith("refused: 29.txt: it was changed after the fix")
    assert [process.read(name) for name in files if name != "29.txt"] == [b"She said no , and left.\n"] * 29


def test_undo_leaves_alone_what_was_changed_since(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    call("--rules", rules, "--fix")
    process.write({"blank.txt": "Written by hand.\n"})

    done = call("undo")

    assert (done.code, process.read("blank.txt")) == (2, b"Written by hand.\n")
    assert process.read("records.jsonl") == FILES["records.jsonl"].encode()
    assert "refused: blank.txt: it was changed after the fix" in done.err


def test_undo_finds_the_journal_from_a_folder_below(
    process: Process, call: Call, rules: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.write({**FILES, "corpuslint.toml": "", "sub/deep.txt": "Deep.\n"})
    call("--rules", rules, "--fix")

    monkeypatch.chdir(process.folder / "sub")
    done = call("undo")

    assert (done.code, process.read("blank.txt")) == (0, FILES["blank.txt"].encode())


def test_without_a_journal_there_is_nothing_to_undo(process: Process, call: Call) -> None:
    process.write(FILES)

    done = call("--fix", "--no-journal")

    assert "Undo" not in done.out
    assert call("undo").code == 2
    assert sorted(os.listdir(process.folder)) == sorted(FILES)


PLACES = [
    "A reporter waited outside {} until midnight.\n",
    "The president received the governors at {} on Monday.\n",
    "Nobody was let near the gates of {} for two days.\n",
    "From {} the delegation drove on to the airport.\n",
    "The talks in {} ended without a communique.\n",
    "Snow lay on the road between the capital and {} all week.\n",
    "Ministers were summoned to {} at short notice.\n",
    "A new wing of the residence at {} was opened in spring.\n",
    "Guards at {} turned the photographers away.\n",
    "He had not been seen in {} since the summer.\n",
    "Two cooks of {} have written down their recipes.\n",
    "The lift at {} stood still for an hour.\n",
]
NAMES = {
    f"{number}.txt": text.format("Novo-Ogaryovo" if number else "Novo Ogaryovo") for number, text in enumerate(PLACES)
}
"""One of them writes the name otherwise."""


def test_a_name_is_fixed_across_files_and_taken_back(process: Process, call: Call) -> None:
    process.write(NAMES)

    found = call("--output-format", "json")
    assert [one["code"] for one in json.loads(found.out)["findings"]] == ["NAM002"]
    done = call("--fix", "--unsafe-fixes")

    assert (done.code, process.read("0.txt")) == (0, PLACES[0].format("Novo-Ogaryovo").encode())
    assert call("undo").code == 0
    assert process.read("0.txt") == NAMES["0.txt"].encode()


def test_a_name_that_cannot_be_fixed_is_told(process: Process) -> None:
    process.write(NAMES)
    (process.folder / "0.txt").chmod(0o444)

    done = process("--fix", "--unsafe-fixes", "--output-format", "concise")

    assert (done.code, process.read("0.txt")) == (2, NAMES["0.txt"].encode())
    assert done.err == "0.txt: RUN003 not fixed: it is read-only; it stays as it was; make it writable for you\n"
    assert "NAM002" in done.out


def test_a_name_on_a_page_stays_and_is_noted(process: Process) -> None:
    page = f"<html><body><article><p>{NAMES['0.txt']}</p></article></body></html>\n"
    process.write({**{name: text for name, text in NAMES.items() if name != "0.txt"}, "0.html": page})

    done = process("--fix", "--unsafe-fixes", "--output-format", "concise")

    assert (done.code, done.err, process.read("0.html")) == (1, "", page.encode())
    assert "NAM002" in done.out
    assert "note: Not fixed: 1 file, such as 0.html: HTML is only read" in done.out


LOOPS = """\
code: X901
name: tick
summary: A tick
why: Its fix brings back what the fix of the other removes.
fix: safe
replaces_letters: true
match: {regex: 'tick', replace: 'tock'}
"""


def looping(code: str, name: str, old: str, new: str) -> str:
    """A rule that writes one word for another."""
    head = LOOPS.replace("X901", code).replace("name: tick", f"name: {name}")
    return head.replace("'tick', replace: 'tock'", f"'{old}', replace: '{new}'")


@pytest.mark.parametrize("word", ["tick", "start"])
def test_fixes_that_undo_each_other_leave_the_file_alone(process: Process, call: Call, word: str) -> None:
    rules = {
        "r/a.yaml": LOOPS,
        "r/b.yaml": looping("X902", "tock", "tock", "tick"),
        "r/c.yaml": looping("X903", "start", "start", "tick"),
    }
    process.write(rules | {"a.txt": f"{word}\n", "b.txt": "\n\nRain.\n"})

    done = call("--rules", "r", "--fix")

    assert (done.code, process.read("a.txt"), process.read("b.txt")) == (2, f"{word}\n".encode(), b"Rain.\n")
    assert done.err == "a.txt: RUN003 not fixed: fixes of X902 undo each other; leave one out with --unfixable\n"


def test_fixes_that_do_not_come_to_an_end_leave_the_file_alone(process: Process, call: Call) -> None:
    process.write({"r/a.yaml": looping("X901", "grow", "tick", "tick tick"), "a.txt": "tick\n"})

    done = call("--rules", "r", "--fix")

    assert (done.code, process.read("a.txt")) == (2, b"tick\n")
    told = "not fixed: still changing after 10 passes (X901); leave one out with --unfixable"
    assert done.err == f"a.txt: RUN003 {told}\n"


def test_a_text_too_large_to_be_fixed_is_checked_and_stays(
    process: Process, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewrites, "LARGEST", 1_000)
    large = "\n\n" + "Rain fell on the hills.\n" * 50
    process.write({"a.txt": large, "b.txt": "\n\nRain.\n", "c.txt": large.lstrip()})

    done = call("--select", "BLK001", "--fix", "--output-format", "concise")

    assert (done.code, process.read("a.txt"), process.read("b.txt")) == (2, large.encode(), b"Rain.\n")
    assert done.err == "a.txt: RUN003 not fixed: more than 1,000 bytes are not fixed at once; split the file\n"
    assert done.out.startswith("a.txt:1:1: warning BLK001 ")
