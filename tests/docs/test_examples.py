"""Every configuration, lock and program that the documentation shows is read, and says what stands beside it.

Blocks of `toml` are configurations of corpuslint unless a comment above them names another program or file:
<!-- for: Helix -->, <!-- file: pyproject.toml -->.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.docs.test_commands import PAGES, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process

BLOCK = re.compile(r"(?P<marker><!-- (?:for|file): [\w. ]+ -->\n)?```toml\n(?P<body>.*?)```", re.DOTALL)
SHOWN = {
    f"{page.name} {number}": match["body"]
    for page in PAGES
    for number, match in enumerate(BLOCK.finditer(page.read_text("utf-8")), 1)
    if not match["marker"]
}


def example(page: Path, language: str) -> str:
    """The only block of this language on a page."""
    (body,) = re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return str(body)


@pytest.mark.parametrize("configuration", SHOWN.values(), ids=SHOWN)
def test_configurations_are_read(process: Process, configuration: str) -> None:
    told = tomllib.loads(configuration)
    process.write({
        "corpuslint.toml": configuration, "metadata.csv": "Datei,publisher\na.txt,Gazette\n",
        "a.txt": "It rained , she said.\n",
    })  # fmt: skip

    shown = process("config", "show", ".")
    done = process("a.txt", "--output-format", "concise")

    assert (shown.code, shown.err) == (0, "")
    assert (done.code, done.err) == (1, "")
    for key in told.keys() - {"lint"}:
        assert re.search(rf"^{key} = .*  # corpuslint.toml$", shown.out, re.MULTILINE), key


def test_the_lock_decides(process: Process) -> None:
    page = ROOT / "docs" / "names.md"
    text = "The president, Volodymyr {}, spoke to the people of the town for an hour and left by Zelensky Street.\n"
    process.write({"corpuslint-names.yaml": example(page, "yaml"), "a.txt": text.format("Zelensky")})

    done = process("a.txt", "--fix")

    assert (done.code, done.err) == (0, "")
    assert process.read("a.txt").decode() == text.format("Zelenskyy")


def test_the_program_of_the_readme(process: Process) -> None:
    pytest.importorskip("pandas")
    process.write({"corpus/a.txt": "It rained , she said.\n"})
    program = example(ROOT / "README.md", "python") + "print(len(table), documents)"

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=process.folder, env=process.environment(), capture_output=True, check=False
    )

    assert done.stderr.decode() == ""
    assert done.stdout.decode() == "1 [{'id': 'a', 'text': 'A \"dear friend\".'}]\n"
