"""Known findings: what is kept, what is told of damaged files, and that nothing else is overwritten."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.baseline import Entry, accept, prune, read, split, unused, write
from corpuslint.errors import ChangedSince, ConfigError, UsageError, WriteRefused
from corpuslint.model import Severity
from corpuslint.result import Location, Result
from corpuslint.writing.write import replace

if TYPE_CHECKING:
    from pathlib import Path

    from corpuslint.read import Snapshot


def result(number: int, path: str = "a.txt", code: str = "PUN101", text: str = "x", line: int = 1) -> Result:
    place = Location(path, line, 1, line, 2, 1, 2, line, 1)
    return Result(
        code=code, name="name", summary="", severity=Severity.ERROR, message="", location=place, text=text,
        excerpt=None, fingerprint=f"{number:020x}",
    )  # fmt: skip


def always(_: Entry) -> bool:
    return True


def test_a_baseline_has_one_sorted_line_for_each_finding(tmp_path: Path) -> None:
    path = str(tmp_path / "known.jsonl")
    results = [result(3, "b.txt"), result(2, "a.txt", "PUN102"), result(9, "a.txt"), result(1, "a.txt", text="y" * 99)]
    assert write(path, results) == 4
    lines = (tmp_path / "known.jsonl").read_text().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line)["fingerprint"][-1] for line in lines] == ["1", "9", "2", "3"]
    assert json.loads(lines[0]) == {"fingerprint": f"{1:020x}", "code": "PUN101", "path": "a.txt", "text": "y" * 80}
    before = (tmp_path / "known.jsonl").read_bytes()
    assert write(path, results[::-1]) == 4
    assert (tmp_path / "known.jsonl").read_bytes() == before


def test_lines_do_not_move_a_finding(tmp_path: Path) -> None:
    path = str(tmp_path / "known.jsonl")
    write(path, [result(1, line=1)])
    left, suppressed = split([result(1, line=70), result(2)], read(path))
    assert (left, suppressed) == ([result(2)], [result(1, line=70)])


@given(
    path=st.text(st.characters(), min_size=1), text=st.text(st.characters(categories=("Cs", "Cc", "Cf", "Lu", "Zl")))
)
def test_any_text_and_name_comes_back_and_stays_ascii(
    tmp_path_factory: pytest.TempPathFactory, path: str, text: str
) -> None:
    file = tmp_path_factory.mktemp("known") / "known.jsonl"
    write(str(file), [result(1, path, text=text)])
    data = file.read_bytes()
    assert all(0x20 <= byte < 0x7F for byte in data[:-1])
    (entry,) = read(str(file)).values()
    assert json.dumps([entry.path, entry.text]) == json.dumps([path, text[:80]])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"nonsense", "known.jsonl:2: not a line of JSON"),
        (b"\xff", "known.jsonl:2: not a line of JSON"),
        (b"[" * 100_000, "known.jsonl:2: not a line of JSON"),
        (b"[1]", r"known.jsonl:2: must be a JSON object with a fingerprint, not \[1\]"),
        (b"{}", "known.jsonl:2: has no fingerprint"),
        (b'{"fingerprint": "../../x"}', "known.jsonl:2: has no fingerprint"),
        (b'{"fingerprint": 12345678}', "known.jsonl:2: fingerprint must be text, not 12345678"),
        (b'{"fingerprint": "0123456789", "resaon": "x"}', 'unknown key "resaon"; known are fingerprint, code, path'),
        (b'{"fingerprint": "0123456789", "x\\u001b": "x"}', r'unknown key "x\\x1b"'),
        (b"<<<<<<< HEAD", "known.jsonl:2: a merge left a conflict; keep the lines of both sides"),
        (b"=======", "a merge left a conflict"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_with_its_line(tmp_path: Path, line: bytes, message: str) -> None:
    (tmp_path / "known.jsonl").write_bytes(b'{"fingerprint": "0123456789"}\n' + line + b"\n")
    with pytest.raises(ConfigError, match=message) as caught:
        read(str(tmp_path / "known.jsonl"))
    assert str(caught.value).isprintable()


def test_blank_lines_windows_lines_and_repeated_lines_are_fine(tmp_path: Path) -> None:
    line = b'{"fingerprint": "0123456789", "code": "%s"}\r\n'
    (tmp_path / "known.jsonl").write_bytes(b"\n" + line % b"A" + b"\r\n" + line % b"B")
    assert read(str(tmp_path / "known.jsonl")) == {"0123456789": Entry("0123456789", "A")}


def test_a_missing_file(tmp_path: Path) -> None:
    path = str(tmp_path / "known.jsonl")
    assert read(path, missing=True) == {}
    with pytest.raises(ConfigError, match=r"does not exist.*--write-baseline"):
        read(path)
    os.symlink("nowhere", path)
    with pytest.raises(ConfigError, match="link to"):
        read(path, missing=True)
    os.unlink(path)
    os.mkfifo(path)
    with pytest.raises(ConfigError, match="named pipe"):
        read(path, missing=True)


def test_what_is_not_found_any_more_is_pruned_if_it_was_looked_at(tmp_path: Path) -> None:
    path = str(tmp_path / "known.jsonl")
    write(path, [result(1), result(2), result(3, "b.txt"), result(4, code="ENC001")])
    before = (tmp_path / "known.jsonl").read_bytes()
    assert prune(path, [result(number) for number in range(1, 5)], always) == []
    assert (tmp_path / "known.jsonl").read_bytes() == before

    def judged(entry: Entry) -> bool:
        return entry.path == "a.txt" and entry.code == "PUN101"

    assert [entry.fingerprint[-1] for entry in unused(read(path), [result(1)], judged)] == ["2"]
    assert [entry.fingerprint[-1] for entry in prune(path, [result(1)], judged)] == ["2"]
    assert [fingerprint[-1] for fingerprint in read(path)] == ["4", "1", "3"]


def test_a_file_of_something_else_is_never_overwritten(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("An article.\n")
    with pytest.raises(WriteRefused, match="something else than known findings"):
        write(str(article), [result(1)])
    assert article.read_text() == "An article.\n"
    (tmp_path / "shard.jsonl").write_text('{"text": "An article."}\n')
    with pytest.raises(WriteRefused, match="something else"):
        write(str(tmp_path / "shard.jsonl"), [])
    (tmp_path / "empty.jsonl").touch()
    assert write(str(tmp_path / "empty.jsonl"), [result(1)]) == 1
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WriteRefused, match="pipe"):
        write(str(tmp_path / "pipe"), [result(1)])


def test_a_conflict_can_be_written_over(tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text('<<<<<<< a\n{"fingerprint": "0123456789"}\n=======\n>>>>>>> b\n')
    assert write(str(path), [result(1)]) == 1
    assert list(read(str(path))) == [f"{1:020x}"]


def test_findings_that_are_accepted_at_once_are_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "accepted.jsonl")
    names = [f"{number:012x}" for number in range(3)]
    place = "corpuslint.writing.amend.replace"
    accept(path, names[:1], "the first")

    def late(old: Snapshot, data: bytes, *, fsync: bool) -> None:
        """Somebody else is faster."""
        monkeypatch.setattr(place, replace)
        accept(path, names[1:2], "theirs")
        replace(old, data, fsync=fsync)

    monkeypatch.setattr(place, late)

    assert [entry.reason for entry in accept(path, names, "ours")] == ["ours"]
    reasons = {name: entry.reason for name, entry in read(path).items()}
    assert reasons == dict(zip(names, ("the first", "theirs", "ours"), strict=True))


def test_a_file_that_others_keep_changing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it holds each time what was read: somebody writes and takes it back."""
    path = str(tmp_path / "accepted.jsonl")
    accept(path, ["0" * 12], "the first")
    tried = []

    def refused(old: Snapshot, data: bytes, *, fsync: bool) -> None:
        tried.append((data, fsync))
        raise ChangedSince(old.path)

    monkeypatch.setattr("corpuslint.writing.amend.replace", refused)

    with pytest.raises(WriteRefused, match="others keep changing it"):
        accept(path, ["1" * 12], "late")
    assert len(tried) == 20


def test_two_branches_that_add_findings_merge(tmp_path: Path) -> None:
    """With lines far enough apart git merges by itself; beside one another `merge=union` in .gitattributes does."""

    def git(*arguments: str) -> None:
        command = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        subprocess.run(command, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    path = str(tmp_path / "known.jsonl")
    (tmp_path / ".gitattributes").write_text("*.jsonl merge=union\n")
    common = [result(1, "a.txt"), result(9, "z.txt")]
    write(path, common)
    git("add", ".")
    git("commit", "-qm", "1")
    git("checkout", "-qb", "other")
    write(path, [*common, result(2, "b.txt")])
    git("commit", "-qam", "2")
    git("checkout", "-q", "main")
    write(path, [*common, result(3, "c.txt")])
    git("commit", "-qam", "3")
    git("merge", "-q", "other")
    assert sorted(read(path)) == [f"{number:020x}" for number in (1, 2, 3, 9)]


class TestAccept:
    def test_a_reason_and_the_day_are_kept(self, tmp_path: Path) -> None:
        path = str(tmp_path / "accepted.jsonl")
        first, second = f"{1:020x}", f"{2:020x}"
        new = accept(path, [first, second, first], " as printed ", date="2026-01-02", results=[result(1, text="t")])
        assert new == [
            Entry(first, "PUN101", "a.txt", "t", "as printed", "2026-01-02"),
            Entry(second, reason="as printed", date="2026-01-02"),
        ]
        assert read(path) == {entry.fingerprint: entry for entry in sorted(new, key=lambda entry: entry.path)}
        assert accept(path, [first], "another reason") == []
        assert read(path)[first].reason == "as printed"

    def test_the_day_is_today(self, tmp_path: Path) -> None:
        (entry,) = accept(str(tmp_path / "accepted.jsonl"), [f"{1:020x}"], "x")
        year, month, day = entry.date.split("-")
        assert (len(year), len(month), len(day)) == (4, 2, 2)

    @pytest.mark.parametrize("fingerprint", ["", "xyz", "0123456", "0" * 65, "0123456789ABCDEF", "../../etc", "PUN101"])
    def test_what_is_no_fingerprint_is_refused(self, tmp_path: Path, fingerprint: str) -> None:
        with pytest.raises(UsageError, match="no fingerprint of a finding"):
            accept(str(tmp_path / "accepted.jsonl"), [f"{1:020x}", fingerprint], "x")
        assert os.listdir(tmp_path) == ["home"]

    def test_a_reason_is_needed(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="needs a reason"):
            accept(str(tmp_path / "accepted.jsonl"), [f"{1:020x}"], "  ")

    def test_the_file_is_whole_after_a_failed_write(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "accepted.jsonl"
        accept(str(path), [f"{1:020x}"], "x")
        before = path.read_bytes()
        monkeypatch.setattr(os, "write", _no_space)
        with pytest.raises(WriteRefused):
            accept(str(path), [f"{2:020x}"], "x")
        monkeypatch.undo()
        assert path.read_bytes() == before
        assert sorted(os.listdir(tmp_path)) == ["accepted.jsonl", "home"]


def _no_space(*_: object) -> int:
    raise OSError(28, "No space left on device")
