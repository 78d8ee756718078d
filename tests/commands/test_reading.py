"""`config show` says how files are read, and which fields were found out."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

ARTICLE = {"guid": "7", "headline": "Rain", "content": "It rained.", "pub_date": "2021-05-04"}


def lines(process: Process, *arguments: str) -> list[str]:
    done = process("config", "show", *arguments)
    assert done.code == 0, done.err
    return done.out.partition("# How files are read; * marks what was found out:\n")[2].splitlines()


def test_it_tells_each_kind_of_file_once(process: Process) -> None:
    line = json.dumps(ARTICLE) + "\n"
    process.write(
        {
            "a.jsonl": line,
            "b.jsonl": line,
            "c.jsonl.gz": gzip.compress(line.encode()),
            "d.json": json.dumps({"status": "ok", "articles": [ARTICLE]}),
            "e.csv": "id,body\n1,It rained.\n",
            "f.txt": "It rained.\n",
            "package.json": '{"name": "x"}',
        }
    )

    found = 'text = "content" *, id = "guid" *, title = "headline" *, date = "pub_date" *'
    *told, last = lines(process)
    assert last.startswith("# package.json: not read: no field looks like a text (there is `name`); say where")
    assert told == [
        f"# a.jsonl (and 1 more): jsonl; {found}",
        f"# c.jsonl.gz: jsonl, gzip; {found}",
        f'# d.json: json; {found}, records = "articles" *',
        '# e.csv: csv; text = "body" *, id = "id" *',
        "# f.txt: plain",
    ]


def test_many_files_of_one_kind_hide_no_others(process: Process) -> None:
    process.write({**{f"1990/{n:04}.txt": "It rained.\n" for n in range(2_003)}, "meta.csv": "id,body\n1,It rained.\n"})

    assert lines(process) == [
        "# 1990/0000.txt (and 1,999 more): plain",
        '# meta.csv: csv; text = "body" *, id = "id" *',
        "# 3 more .txt files were not looked at",
    ]


def test_what_the_configuration_names_is_not_marked(process: Process) -> None:
    process.write(
        {
            "corpuslint.toml": '[documents."wire/*"]\ntext = "headline"\n',
            "wire/a.jsonl": json.dumps(ARTICLE) + "\n",
            "b.jsonl": json.dumps(ARTICLE) + "\n",
        }
    )

    first, second = lines(process, "wire/a.jsonl"), lines(process, "b.jsonl")
    assert first == [
        '# wire/a.jsonl: jsonl; text = "headline", id = "guid" *, title = "headline" *, date = "pub_date" *'
    ]
    assert second[0].startswith('# b.jsonl: jsonl; text = "content" *, ')


def test_files_without_a_text_are_left_alone_unless_named(process: Process) -> None:
    process.write({"a.txt": "It rained.\n", "package.json": '{"name": "x", "version": "1"}'})

    found, named = process("--isolated"), process("--isolated", "package.json")

    assert found.code == 0
    assert "Left alone: 1 file in which no text was found, such as package.json" in found.out + found.err
    assert named.code == 2
    assert "RUN005 not checked: no field looks like a text (there is `name`, `version`)" in named.err

    of_a_hook = process("--isolated", "--force-exclude", "package.json", "a.txt")

    assert (of_a_hook.code, of_a_hook.err) == (0, "")
    assert "Left alone: 1 file in which no text was found, such as package.json; name one" in of_a_hook.out


def test_where_no_text_was_found_at_all_the_reason_is_told(process: Process) -> None:
    process.write({f"{number}.xml": "<paper><story>It rained.</story></paper>" for number in range(3)})

    done = process("--isolated")

    assert (done.code, done.err) == (0, "")
    assert "Left alone: 3 files in which no text was found, such as 0.xml: <paper> is of no known kind (" in done.out
    assert 'say which elements hold the text, such as documents = {xml = {records = "article", ' in done.out


@pytest.mark.parametrize(("name", "meant"), [("jsnl", "jsonl"), ("ndjson", "jsonl"), ("txt", "plain")])
def test_fields_of_a_format_that_there_is_not_are_an_error(process: Process, name: str, meant: str) -> None:
    process.write({"corpuslint.toml": f'[documents.{name}]\ntext = "body"\n', "a.txt": "It rained.\n"})

    done = process()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        f"corpuslint: error: corpuslint.toml: documents: there is no format `{name}`; known are "
    )
    assert done.err.endswith(f". Did you mean `{meant}`?\n")
