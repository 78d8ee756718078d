"""A corpus is data: nothing that lies in it is run, and nothing in it leads out of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

MODULES = (
    "chardet", "concurrent", "evil", "ftfy", "google", "hashlib", "json", "multiprocessing", "numpy", "pathspec",
    "pickle", "pluggy", "re2", "rich", "selectors", "signal", "sitecustomize", "struct", "usercustomize", "wcwidth",
    "yaml",
)  # fmt: skip
TEXTS: dict[str, bytes | str] = {
    "mojibake.txt": "He said â€œyesâ€\x9d to the plan.\n",
    "codec.txt": "Un café près du château.\n".encode("cp1252"),
    "name.txt": "The talks in Novo Ogaryovo went on.\n",
    "records.jsonl": '{"text": "\\n\\nSnow."}\n',
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("command", ["module", "script"])
def test_modules_in_the_corpus_are_not_imported(process: Process, jobs: str, command: str) -> None:
    """Neither by `python -m corpuslint` nor by its worker processes; a plugin that lies there is not found."""
    process.write({f"{n}.txt": f"\n\nRain number {n}.\n" for n in range(520)})
    process.write(TEXTS)
    for module in MODULES:
        process.write({f"{module}.py": f"open('ran-{module}', 'w').close()\nraise SystemExit(99)\n"})
    process.write({
        "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
        "evil-1.0.dist-info/entry_points.txt": "[corpuslint]\nevil = evil\n",
    })  # fmt: skip

    if command == "module":
        child = process.start("-j", jobs, "--select", "ALL", "--preview", "-s")
    else:
        code = "import sys; from corpuslint.__main__ import run; sys.exit(run())"
        child = process.start("-j", jobs, "--select", "ALL", "--preview", "-s", program=("-P", "-c", code))
    out, err = child.communicate(timeout=120)

    assert [name for name in os.listdir(process.folder) if name.startswith("ran-")] == []
    assert (child.returncode, out, err) == (1, b"", b"")


CONFIGS = {
    "plugins": 'plugins = ["evil"]\n',
    "python": 'python = "evil.py"\n',
    "engine": 'engine = "evil"\n',
    "rules of the caller": 'rules = "evil"\n',
    "rules outside": 'rule-folders = ["../outside"]\n',
    "rules at an absolute place": 'rule-folders = ["OUTSIDE"]\n',
    "rules through a link": 'rule-folders = ["link"]\n',
    "rules at home": 'rule-folders = ["~"]\n',
    "a baseline outside": 'baseline = "../outside/known.jsonl"\n',
    "accepted outside": 'accepted = "OUTSIDE/accepted.jsonl"\n',
    "a cache outside": 'cache-dir = "../outside"\n',
    "a cache at an absolute place": 'cache-dir = "OUTSIDE"\n',
    "a cache through a link": 'cache-dir = "link/cache"\n',
    "another configuration outside": 'extend = "../outside/corpuslint.toml"\n',
    "a file of the system": 'extend = "/etc/passwd"\n',
    "itself": 'extend = "corpuslint.toml"\n',
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_configuration_that_names_code_or_places_outside(process: Process, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    outside.joinpath("a.yaml").write_text("code: X001\nname: a\nsummary: A\nwhy: B\nmatch: {words: [rain]}\n")
    outside.joinpath("corpuslint.toml").write_text("[lint]\nselect = ['X001']\n")
    (process.folder / "link").symlink_to(outside)
    process.write({"corpuslint.toml": CONFIGS[name].replace("OUTSIDE", str(outside)), "a.txt": "\n\nRain.\n"})
    process.write({"evil.py": "open('ran', 'w').close()\n"})

    done = process("--fix")

    assert done.code == 2
    assert "corpuslint.toml" in done.err or "link" in done.err
    assert process.read("a.txt") == b"\n\nRain.\n"
    assert sorted(path.name for path in outside.iterdir()) == ["a.yaml", "corpuslint.toml"]
    assert not (process.folder / "ran").exists()


def test_rules_of_the_corpus_have_no_python(process: Process) -> None:
    process.write({
        "corpuslint.toml": 'rule-folders = ["mine"]\n',
        "mine/evil.yaml": "code: X001\nname: evil\nsummary: A\nwhy: B\npython: evil.py:Evil\ntriggers: [Rain]\n",
        "mine/evil.py": "open('ran', 'w').close()\n",
        "a.txt": "\n\nRain.\n",
    })  # fmt: skip

    done = process("--fix")

    assert (done.code, process.read("a.txt"), (process.folder / "ran").exists()) == (2, b"Rain.\n", False)
    assert done.err == (
        f"RUN902 {process.folder / 'mine' / 'evil.yaml'}: a rule folder of a corpus holds no Python; "
        "pass it with --rules to allow it; the other rules went on\n"
    )


@pytest.mark.parametrize("verb", [(), ("check",), ("report",), ("review",)])
def test_a_file_whose_name_is_an_option(process: Process, verb: tuple[str, ...]) -> None:
    """Hooks, and a shell's `*`, give names of files among the options."""
    process.write({
        "--rules=x.txt": "Rain.\n",
        "x.txt/evil.yaml": "code: X001\nname: evil\nsummary: A\nwhy: B\npython: evil.py:Evil\ntriggers: [Rain]\n",
        "x.txt/evil.py": "open('ran', 'w').close()\n",
        "a.txt": "Rain.\n",
    })  # fmt: skip

    done = process(*verb, "--rules=x.txt", "a.txt")

    assert (done.code, done.out, (process.folder / "ran").exists()) == (2, "", False)
    assert "--rules=x.txt is an option, and a file has that name: rename it, or write ./--rules=x.txt" in done.err
    assert process("--", "--rules=x.txt", "a.txt").code == 0
    assert process("a.txt", "./--rules=x.txt").code == 0


@pytest.mark.parametrize("python", ["../evil.py:Evil", "/etc/evil.py:Evil", "os:system", "evil.py:Evil.x", "evil.py"])
def test_python_of_rules_lies_beside_them(process: Process, python: str) -> None:
    head = f"code: X001\nname: evil\nsummary: A\nwhy: B\npython: '{python}'\ntriggers: [Rain]\n"
    process.write({"mine/evil.yaml": head, "evil.py": "open('ran', 'w').close()\n", "a.txt": "Rain.\n"})

    done = process("--rules", "mine")

    assert (done.code, (process.folder / "ran").exists()) == (2, False)
    assert f"python must be file.py:ClassName, a file in the same folder, not '{python}'" in done.err


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_programs_that_a_repository_names(process: Process) -> None:
    """A file system monitor, hooks, filters, an external diff, ways to fetch and to show."""
    process.write(
        {"a.txt": "\n\nRain.\n", "b.txt": "Snow is due.\n", ".gitattributes": "*.txt diff=evil filter=evil\n"}
    )
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], cwd=process.folder, check=True, capture_output=True)
    touch = f"touch {process.folder / 'ran'}"
    process.write({"evil.sh": f"#!/bin/sh\n{touch}-$(basename $0)\n"})
    (process.folder / "evil.sh").chmod(0o755)
    hooks = process.folder / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "pre-commit", "post-checkout"):
        shutil.copy(process.folder / "evil.sh", hooks / hook)
    settings = {
        "core.fsmonitor": f"{touch}-fsmonitor #",
        "core.hooksPath": str(hooks),
        "core.pager": f"{touch}-pager",
        "core.sshCommand": f"{touch}-ssh",
        "core.editor": f"{touch}-editor",
        "diff.external": f"{touch}-external #",
        "diff.evil.command": f"{touch}-command #",
        "diff.evil.textconv": f"{touch}-textconv #",
        "filter.evil.process": f"{touch}-process",
    }
    for key, value in settings.items():
        subprocess.run(["git", "config", key, value], cwd=process.folder, check=True)
    process.write({"b.txt": "Snow is due tomorrow.\n"})

    for options in ((), ("--scope", "corpus", "--changed", "staged"), ("--scope", "corpus", "--changed", "HEAD..HEAD")):
        assert process(*options, "-s").code in {0, 1}

    assert [name for name in os.listdir(process.folder) if name.startswith("ran")] == []


@pytest.mark.parametrize("revisions", ["--output=ran..HEAD", "-O..x", "HEAD..$(touch ran)", "HEAD..HEAD --ext-diff"])
def test_a_range_is_no_way_to_pass_options_to_git(process: Process, revisions: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=process.folder, check=True)
    process.write({"a.txt": "Rain.\n"})

    done = process("--scope", "corpus", "--changed", revisions)

    assert (done.code, (process.folder / "ran").exists()) == (2, False)


def test_a_cache_folder_that_leads_elsewhere(process: Process, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    process.write({"a.txt": "\n\nRain.\n"})
    (process.folder / ".corpuslint_cache").symlink_to(elsewhere)

    done = process("--fix")

    assert (done.code, process.read("a.txt"), list(elsewhere.iterdir())) == (2, b"\n\nRain.\n", [])
    assert "link" in done.err


def test_a_journal_that_came_with_the_corpus_is_not_obeyed(process: Process, tmp_path: Path) -> None:
    """A journal of somebody else's run, whose file would be overwritten by undo."""
    theirs = tmp_path / "theirs"
    process.write({"a.txt": "\n\nRain.\n"})
    assert process("--fix", XDG_CACHE_HOME=str(theirs), HOME=str(theirs)).code == 0

    done = process("undo")

    assert (done.code, process.read("a.txt")) == (2, b"Rain.\n")
    assert "not recorded by you on this machine" in done.err


def test_copies_stay_in_their_folder(process: Process, tmp_path: Path) -> None:
    (tmp_path / "up.txt").write_text("\n\nRain.\n")
    process.write({"a.jsonl": '{"id": "../../../../escaped", "title": "/etc/escaped", "text": "\\n\\nSnow is due."}\n'})

    done = process("--fix-to", "copies", "../up.txt", "a.jsonl")

    written = sorted(str(path.relative_to(process.folder)) for path in process.folder.rglob("*") if path.is_file())
    assert (done.code, written) == (0, ["a.jsonl", os.path.join("copies", "a.jsonl"), os.path.join("copies", "up.txt")])
    assert (tmp_path / "up.txt").read_text() == "\n\nRain.\n"
