"""The three hooks, run by the real pre-commit in a real repository."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.hooks.conftest import AUTHOR, HOOKS, ROOT, local
from tests.stories import AGAIN, HARBOUR

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process
    from tests.hooks.conftest import Repository

DAMAGED = "\n\nThe harbour master called it “a danger to every ferry” ”.\n"
MENDED = "The harbour master called it “a danger to every ferry”.\n"
OTHER = "A fire in the old mill was put out within the hour. Nobody was hurt, and the mill has stood empty for years.\n"


def test_the_manifest_is_valid(repository: Repository) -> None:
    done = repository.pre_commit("validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))

    assert (done.code, [hook["id"] for hook in HOOKS]) == (0, ["corpuslint", "corpuslint-fix", "corpuslint-corpus"])
    assert [hook.get("pass_filenames", True) for hook in HOOKS] == [True, True, False]


def test_a_damaged_file_is_not_committed(repository: Repository) -> None:
    repository.use("corpuslint")
    repository.pre_commit("install", codes=[0])
    repository.stage({"news/a.txt": DAMAGED, "news/b.txt": OTHER})

    refused = repository.git("commit", "-m", "News", codes=[1])
    repository.stage({"news/a.txt": MENDED})
    repository.git("commit", "-m", "News")

    assert "BLK001" in refused.err
    assert "news/a.txt:3:55" in refused.err
    assert "news/b.txt:" not in refused.err
    assert repository.git("log", "--format=%s").out == "News\n"


def test_the_fixer_repairs_it_and_passes_then(repository: Repository) -> None:
    repository.use("corpuslint-fix")
    repository.stage({"news/a.txt": DAMAGED, "news/b.txt": OTHER})

    first = repository.pre_commit("run")
    status = repository.git("status", "--porcelain").out
    repository.git("add", "news")
    second = repository.pre_commit("run")

    assert (first.code, second.code) == (1, 0)
    assert "files were modified by this hook" in first.out
    assert repository.read("news/a.txt") == MENDED.encode()
    assert repository.read("news/b.txt") == OTHER.encode()
    assert "AM news/a.txt" in status.splitlines()
    assert "??" not in status, "what undo needs is not seen by git"


def test_the_fixer_reports_what_it_cannot_mend(repository: Repository) -> None:
    repository.use("corpuslint-fix")
    repository.stage({"a.jsonl": '{"text": "Rain.\n'})

    done = repository.pre_commit("run")

    assert (done.code, "DOC002" in done.out) == (1, True)


@pytest.mark.parametrize("name", ["a copy.txt", "z copy.txt"])
def test_a_near_duplicate_of_an_article_that_is_not_staged(repository: Repository, name: str) -> None:
    repository.use("corpuslint", "corpuslint-corpus")
    repository.commit({"news/harbour.txt": HARBOUR, "news/mill.txt": OTHER})
    repository.stage({f"news/{name}": AGAIN})

    done = repository.pre_commit("run")

    assert done.code == 1
    assert codes_at(done.out) == [("DUP002", f"news/{name}")]
    assert "news/harbour.txt" in done.out


def test_a_record_that_repeats_an_article(repository: Repository) -> None:
    repository.use("corpuslint-corpus")
    repository.commit({"news/harbour.txt": HARBOUR})
    repository.stage({"shard.jsonl": f'{{"text": {json.dumps(OTHER)}}}\n{{"id": "7", "text": {json.dumps(AGAIN)}}}\n'})

    done = repository.pre_commit("run")

    assert codes_at(done.out) == [("DUP002", "shard.jsonl")]
    assert 'record "7"' in done.out


def test_what_is_committed_already_is_not_reported_again(repository: Repository) -> None:
    repository.use("corpuslint-corpus")
    repository.commit({"news/harbour.txt": HARBOUR, "news/copy.txt": AGAIN})
    repository.stage({"news/mill.txt": OTHER})

    assert repository.pre_commit("run").code == 0


def test_what_git_does_not_know_is_no_evidence(repository: Repository) -> None:
    repository.use("corpuslint-corpus")
    repository.commit({"news/mill.txt": OTHER, ".gitignore": "drafts/\n"})
    repository.write({"untracked.txt": AGAIN, "drafts/ignored.txt": AGAIN})
    repository.stage({"news/harbour.txt": HARBOUR})

    assert repository.pre_commit("run").code == 0


def test_a_range_of_commits(repository: Repository) -> None:
    """As at a push, and as in CI."""
    repository.use("corpuslint-corpus")
    repository.commit({"news/harbour.txt": HARBOUR})
    repository.commit({"news/mill.txt": OTHER})
    repository.commit({"news/copy.txt": AGAIN})

    clean = repository.pre_commit("run", "--from-ref", "HEAD~2", "--to-ref", "HEAD~1")
    found = repository.pre_commit("run", "--from-ref", "HEAD~2", "--to-ref", "HEAD")

    assert clean.code == 0
    assert codes_at(found.out) == [("DUP002", "news/copy.txt")]


def test_a_spelling_is_judged_by_the_whole_corpus(repository: Repository) -> None:
    repository.use("corpuslint-corpus")
    places = ("at the gates of", "in the park of", "on the way to", "behind the walls of")
    repository.commit(
        {f"{n}.txt": f"On day {n} a crowd stood {place} Novo-Ogaryovo.\n" for n, place in enumerate(places)}
    )
    repository.stage({"new.txt": "The cooks of Novo Ogaryovo have written a book.\n"})

    done = repository.pre_commit("run")

    assert codes_at(done.out) == [("NAM002", "new.txt")]


def test_files_that_are_no_articles_are_left_alone(repository: Repository) -> None:
    repository.use("corpuslint", "corpuslint-fix")
    names = ("requirements-dev.txt", "LICENSE.txt", "CMakeLists.txt", "web/robots.txt", "notes.md", "a.py")
    others = {
        "package.json": '{"name": "a tool", "description": "It was built to last , they say."}\n',
        "tsconfig.json": '{"files": [], // no JSON\n}\n',
        "a.schema.json": '{"properties": {"a": {"description": "What a , is."}, "b": {"type": "object"}}}\n',
        "prices.csv": "day,price\n1,2.50\n2 , 2.60\n",
        "pom.xml": "<project><name>It was built to last , they say.</name></project>\n",
    }
    files = dict.fromkeys(names, DAMAGED) | others
    repository.stage(files)

    done = repository.pre_commit("run", "--all-files")

    assert done.code == 0, done.out
    assert all(repository.read(name) == text.encode() for name, text in files.items())


FORMATS = {
    "a.json": '[{"id": 1, "text": "\\n\\nThe mill burned."}]\n',
    "a.csv": 'id,text\n1,"\n\nThe mill burned."\n',
    "a.tsv": 'id\ttext\n1\t"\n\nThe mill burned."\n',
    "a.xml": "<TEI><text><body><p>The mill burned , they say.</p></body></text></TEI>\n",
    "a.ndjson": '{"text": "\\n\\nThe mill burned."}\n',
    "OLD/STORY.TXT": "The mill burned , they say.\n",
}


def test_records_of_every_common_format_are_mended(repository: Repository) -> None:
    repository.use("corpuslint-fix")
    repository.stage(FORMATS)
    (repository.folder / "a.jsonl.gz").write_bytes(gzip.compress(FORMATS["a.ndjson"].encode()))
    repository.git("add", "a.jsonl.gz")

    done = repository.pre_commit("run")

    assert done.code == 1
    for name, text in FORMATS.items():
        mended = text.replace("\\n\\n", "").replace('"\n\n', '"').replace(" ,", ",")
        assert repository.read(name).decode() == mended, name
    assert gzip.decompress(repository.read("a.jsonl.gz")) == b'{"text": "The mill burned."}\n'


def test_parquet_where_a_repository_asks_for_it(repository: Repository) -> None:
    """As docs/ci.md has it: other files, and the library that reads them."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    (hook,) = (local(hook) for hook in HOOKS if hook["id"] == "corpuslint")
    repository.configure([{"repo": "local", "hooks": [{**hook, "files": r"\.parquet$"}]}])
    pq.write_table(pa.table({"id": ["1"], "text": ["\n\nThe mill burned."]}), repository.folder / "a.parquet")
    repository.git("add", "a.parquet")

    done = repository.pre_commit("run")

    assert (done.code, codes_at(done.out)) == (1, [("BLK001", "a.parquet")])


def test_a_run_over_all_files_judges_the_whole_corpus(repository: Repository) -> None:
    """In CI nothing is staged, and a hook that looks at nothing would pass everything."""
    repository.use("corpuslint-corpus")
    repository.commit({"news/harbour.txt": HARBOUR, "news/copy.txt": AGAIN})
    repository.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "Nothing is staged now")

    done = repository.pre_commit("run", "--all-files")

    assert (done.code, codes_at(done.out)) == (1, [("DUP002", "news/copy.txt")])


def test_what_the_configuration_excludes_is_left_alone_even_if_it_is_staged(repository: Repository) -> None:
    repository.use("corpuslint")
    repository.stage({"raw/a.txt": DAMAGED, "corpuslint.toml": 'extend-exclude = ["raw/"]\n'})

    assert repository.pre_commit("run").code == 0


def test_batches_do_not_change_findings(repository: Repository) -> None:
    """Longer lists than a command line takes are split by pre-commit."""
    repository.use("corpuslint")
    folder = "/".join("abcdefgh" * 5 for _ in range(6))
    repository.stage({f"{folder}/{n:03}.txt": f"\n\nRain number {n} fell.\n" for n in range(900)})

    done = repository.pre_commit("run")

    assert done.out.count("Checked ") > 1, "there was more than one batch"
    assert len(re.findall(r"BLK001 .*\n --> ", done.out)) == 900


@pytest.mark.parametrize("hook", HOOKS[:2], ids=lambda hook: str(hook["id"]))
def test_any_split_of_the_files_says_the_same(process: Process, hook: dict[str, str]) -> None:
    words = [word for word in shlex.split(hook["entry"])[1:] if word != "--fix"]
    files = {f"{n}.txt": f"\n\nRain number {n} fell.\n" for n in range(8)} | {"harbour.txt": HARBOUR, "copy.txt": AGAIN}
    process.write(files)
    names = sorted(files)

    splits = [[names], [names[:5], names[5:]], [[name] for name in names]]
    told = [
        sorted(
            line
            for batch in split
            for line in process(*words, *batch, "--output-format", "concise", "-q").out.splitlines()
        )
        for split in splits
    ]

    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 8


def codes_at(text: str) -> list[tuple[str, str]]:
    """Code and path of every finding in the full format."""
    return re.findall(r"^([A-Z]{3}\d{3}) .*\n +--> (.*?):\d+:\d+", text, re.MULTILINE)


def test_installed_by_pre_commit_itself(repository: Repository, tmp_path: Path) -> None:
    """As everybody gets it: cloned, and installed with its dependencies."""
    source = tmp_path / "source"
    for name in ("corpuslint", "rules"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, source)
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run(["git", *words], cwd=source, env={**repository.variables, **AUTHOR}, check=True)
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, capture_output=True, check=True).stdout.decode()
    ids = [{"id": hook["id"]} for hook in HOOKS]
    repository.configure([{"repo": str(source), "rev": revision.strip(), "hooks": ids}])
    repository.commit({"news/harbour.txt": HARBOUR})
    repository.stage({"news/copy.txt": AGAIN, "news/a.txt": DAMAGED})

    done = repository.pre_commit("run", codes=[0, 1, 3])

    if done.code == 3 and re.search(r"No matching distribution|Connection|Temporary failure", done.out):
        pytest.skip("there is no package index")
    assert done.code == 1, done.out
    assert codes_at(done.out) == [("BLK001", "news/a.txt"), ("PUN101", "news/a.txt"), ("DUP002", "news/copy.txt")]
    assert repository.read("news/a.txt") == MENDED.encode()
