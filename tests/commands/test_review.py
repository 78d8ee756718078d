"""What a careful reader of the first version found: each stays mended."""

import os
import stat

import pytest

from tests.conftest import Process

TEXT = "The man said , that it is so.\n"


def test_a_report_is_never_written_over_a_text(process: Process) -> None:
    process.write({"p.txt": TEXT})
    for options in (["-o", "p.txt"], ["--output", "json:p.txt"]):
        done = process("p.txt", *options)
        assert done.code == 2
        assert "one of the texts to check" in done.err
        assert (process.folder / "p.txt").read_text() == TEXT


@pytest.mark.parametrize("listed", ["", "\n\n"])
def test_an_empty_list_of_files_is_not_the_current_folder(process: Process, listed: str) -> None:
    process.write({"p.txt": TEXT, "list": listed})
    done = process("--files-from", "list", "--fix")
    assert done.code == 0
    assert "no file to check" in done.out
    assert (process.folder / "p.txt").read_text() == TEXT


def test_more_fixes_than_a_report_shows_are_all_made(process: Process) -> None:
    process.write({"many.txt": TEXT * 12_000})
    done = process("many.txt", "--fix")
    assert done.code == 0
    assert "Fixed 12,000 findings" in done.out
    assert (process.folder / "many.txt").read_text() == "The man said, that it is so.\n" * 12_000


def test_a_baseline_holds_without_being_named(process: Process) -> None:
    process.write({"c.txt": TEXT})
    assert process("--write-baseline").code == 0
    assert process().code == 0
    assert process("--no-baseline").code == 1
    assert process("--prune-baseline").code == 0


@pytest.mark.parametrize("folder", [".", ".."])
def test_copies_do_not_lie_among_their_originals(process: Process, folder: str) -> None:
    process.write({"c.txt": TEXT})
    done = process("c.txt", "--fix-to", folder)
    assert done.code == 2
    assert "a folder of its own" in done.err


def test_a_copy_is_as_private_as_its_original(process: Process) -> None:
    process.write({"c.txt": TEXT})
    os.chmod(process.folder / "c.txt", 0o600)
    process("c.txt", "--fix-to", "out")
    assert stat.S_IMODE((process.folder / "out" / "c.txt").stat().st_mode) == 0o600


def test_what_was_not_judged_is_told(process: Process) -> None:
    process.write({"mixed.txt": b"The caf\xc3\xa9 is red , he said.\nThe caf\xe9 is open , she said.\n"})
    assert "whose encoding is not sure" in process("mixed.txt").out


def test_a_fix_that_waits_for_a_doubtful_conversion_is_not_called_safe(process: Process) -> None:
    process.write({"guess.txt": b"The caf\x81\x8d na\xefve , he said.\n"})
    done = process("guess.txt", "--output-format", "concise")
    assert "[*]" not in done.out
    assert "[?]" in done.out


@pytest.mark.parametrize("template", [r"\9", r"\g<nope>"])
def test_a_replacement_names_groups_that_exist(process: Process, template: str) -> None:
    rule = f"code: X001\nname: a\nsummary: a\nwhy: a\nfix: unsafe\nmatch:\n  regex: '(a)b'\n  replace: '{template}'\n"
    process.write({"rules/a.yaml": rule, "p.txt": "ab"})
    done = process("--rules", "rules", "p.txt")
    assert done.code == 2
    assert "which the pattern does not have" in done.err


def test_version_as_an_option(process: Process) -> None:
    assert process("--version").out.startswith("corpuslint ")


def test_bytes_that_are_text_in_no_codec_are_not_converted_as_safe(process: Process) -> None:
    raw = b"\xc0\xaf\xe0\x80\xaf Sun\n"
    process.write({"a.txt": raw})
    done = process("a.txt", "--fix")
    assert done.code == 1
    assert (process.folder / "a.txt").read_bytes() == raw


def test_a_baseline_of_a_corpus_covers_one_document_of_it(process: Process) -> None:
    line = "The story of the Harbour , told by all.\n"
    process.write({f"{number}.txt": f"Pier {number} is open.\n{line}" for number in range(6)})
    told = process()
    assert "1 finding at 6 places (1 warning), 6 fixable with --fix" in told.out
    assert process("--write-baseline").code == 0
    assert process("3.txt").code == 0
    assert process("3.txt", "--prune-baseline").code == 0
    assert process().code == 0
    process.write({"3.txt": "Pier 3 is open.\nThe story of the Harbour , and more.\n"})
    assert process("3.txt").code == 1
