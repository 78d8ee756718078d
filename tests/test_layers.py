"""Who may import whom: downward only, rules nothing but `corpuslint.api`, and little before it is needed."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "corpuslint"

LAYERS = (
    "blame dialect errors fences gates globs hashes hints houses kernel language_names lines machine model starting",
    "cachedir facts git keys read regex result rule ruledata scratch settings strict_yaml text",
    "catalog config containers declared foreign hookspecs naming plugins registry rulecases rulefile rulehead rules",
    "discover writing",
    """aside bench check collapse corpus files fixes fixing gathered index judging locate mapping packed part proposing
    rewrites run scan screening session settle shards source spill tables testing verdicts vetting workers""",
    "baseline findings in_memory report rulepage sinks",
    "cli library review server spark __main__",
)
"""Nouns; what stands on nothing else; rules and the choice of them; the outside world; the engine; reports; commands.

A module may import what lies in its own layer or below; a folder is in one layer as a whole.
"""
FREE = {"__init__", "api"}
"""The version, which all may name; what rules import, which is held to its own test below."""

TEXT_MAY_IMPORT = {"errors", "facts", "hashes", "kernel", "model", "regex", "rule", "text"}
ALLOWED_IN_API = {"errors", "facts", "model", "rule", "text"}

WRITERS = {
    "cachedir",
    "cli",
    "index",
    "kernel",
    "library",
    "scratch",
    "shards",
    "spark",
    "spill",
    "writing.amend",
    "writing.journal",
    "writing.ledger",
    "writing.quarantine",
    "writing.seal",
    "writing.spool",
    "writing.write",
}
"""Modules that create, change or remove files: all others leave that to them."""
WRITES = {"link", "makedirs", "mkdir", "move", "remove", "rename", "renames", "replace", "rmdir", "rmtree", "symlink",
          "truncate", "unlink", "write_bytes", "write_text", "copyfile", "copytree"}  # fmt: skip
NEVER = {"pickle", "marshal", "shelve", "dill", "runpy", "code", "ctypes"}
"""What could be made to run what lies in a corpus; `kernel` alone calls the system by ctypes."""


class Import(NamedTuple):
    """One import: of what, whether when the module is loaded, and whether only for types."""

    name: str
    at_once: bool
    for_types: bool


def modules() -> dict[str, Path]:
    """Every module of the package, by its name below it (`report.sarif`)."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = path
    return found


MODULES = modules()


@cache
def tree(path: Path) -> ast.Module:
    """A file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """All calls in a file, each with what it calls as it stands there."""
    return tuple((ast.unparse(node.func), node) for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """All imports of a file, those in functions too."""
    return tuple(_imports(tree(path), at_once=True, for_types=False))


def _imports(node: ast.AST, *, at_once: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):  # no import stands in one
            continue
        lazy = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
        types = for_types or (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING")
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, at_once, for_types) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide where a module stands"
            for alias in child.names:
                whole = f"{child.module}.{alias.name}"
                known = whole.removeprefix("corpuslint.") in MODULES
                yield Import(whole if known else str(child.module), at_once, for_types)
        yield from _imports(child, at_once=at_once and not lazy, for_types=types)


def own(path: Path, *, types: bool = False) -> Iterator[Import]:
    """The imports of our own modules, by their names below the package."""
    for one in imports(path):
        if one.name.split(".")[0] == "corpuslint" and (types or not one.for_types):
            yield one._replace(name=one.name.removeprefix("corpuslint").lstrip(".") or "__init__")


def layer(name: str) -> int:
    """The layer of a module. Fails with what to do for one that has none yet."""
    top = name.split(".", maxsplit=1)[0]
    found = [number for number, names in enumerate(LAYERS) if top in names.split()]
    assert len(found) == 1, f"say in LAYERS where corpuslint/{top} stands"
    return found[0]


def test_every_layer_names_modules_that_exist() -> None:
    tops = {name.split(".")[0] for name in MODULES}

    assert {name for names in LAYERS for name in names.split()} - tops == set()


def test_the_page_of_the_architecture_has_every_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| [0-9–] ", line)]
    told = {name.split("/")[0] for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[2])}
    tops = {name.split(".")[0] for name in MODULES} - {"__init__", "__main__", "rules"}

    assert told == tops


@pytest.mark.parametrize("name", sorted(set(MODULES) - FREE))
def test_imports_go_down(name: str) -> None:
    up = [one.name for one in own(MODULES[name]) if one.name not in FREE and layer(one.name) > layer(name)]

    assert up == []
    assert [one.name for one in own(MODULES[name]) if one.name == "api"] == [], "the api is for rules"


def test_no_module_needs_itself_to_be_loaded() -> None:
    needs = {name: {one.name for one in own(path) if one.at_once} for name, path in MODULES.items()}
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, f"a circle: {' -> '.join((*above[above.index(name) :], name))}"
        if name not in done:
            for other in sorted(needs[name]):
                walk(other, (*above, name))
            done.add(name)

    for name in sorted(needs):
        walk(name, ())


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name.startswith("text.")))
def test_algorithms_know_nothing_of_the_engine(name: str) -> None:
    assert {one.name.split(".")[0] for one in own(MODULES[name], types=True)} <= TEXT_MAY_IMPORT


def test_the_api_offers_nouns_rules_and_algorithms() -> None:
    assert {one.name.split(".")[0] for one in own(MODULES["api"], types=True)} == ALLOWED_IN_API


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.py")), ids=lambda path: path.name)
def test_rules_import_the_api_alone(path: Path) -> None:
    allowed = {"corpuslint", *sys.stdlib_module_names}

    assert {one.name for one in imports(path) if one.name.split(".")[0] == "corpuslint"} <= {"corpuslint.api"}
    assert {one.name.split(".")[0] for one in imports(path)} <= allowed, "libraries are used by corpuslint.text"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_few_modules_write(name: str) -> None:
    if WRITERS & {name, name.split(".", maxsplit=1)[0]}:
        return
    made = calls(MODULES[name])
    writing = {f"{module}.{name}" for module in ("os", "shutil") for name in WRITES}
    opening = [call.args[1] for called, call in made if called in {"open", "os.fdopen"} and len(call.args) > 1]

    assert [ast.unparse(call) for called, call in made if called in writing] == []
    assert [ast.unparse(mode) for mode in opening if set(ast.unparse(mode)) & set("wax+")] == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_nothing_can_be_made_to_run_data(name: str) -> None:
    allowed = {"ctypes"} if name == "kernel" else set()

    assert {one.name.split(".")[0] for one in imports(MODULES[name])} & NEVER <= allowed
    assert {called for called, _ in calls(MODULES[name])} & {"eval", "exec"} == set()


ABSENT = {
    "chardet", "difflib", "ftfy", "multiprocessing", "numpy", "pathspec", "pluggy", "rich",
    "subprocess", "tomllib", "wcwidth", "yaml",
}  # fmt: skip
CODE = """\
import json, sys
from corpuslint.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, *sys.modules]))
"""
CLEAN = {
    "fire.txt": "A fire in the old mill was put out within the hour. Nobody was hurt, “not even the cat”.\n",
    "harbour.txt": "The harbour of Harnsey stays closed until Friday, said the harbour master.\n\nMore soon.\n",
    "vote.txt": "Le conseil municipal a voté le budget à l’unanimité, après trois heures de débat.\n",
    "storm.txt": "Im Norden fiel der Strom aus; 4.000 Haushalte saßen bis zum Morgen im Dunkeln.\n",
    "fjord.txt": "Børre Østby and his sister Åse, a painter from Tromsø, have sold the house by the fjord.\n",
    "records.jsonl": '{"id": "1", "text": "Two roads are closed."}\n{"id": "2", "text": "The school has a roof."}\n',
    "corpuslint.toml": 'exclude = ["raw/"]\n\n[lint]\nignore = ["BLK006"]\n',
}


def test_a_second_run_on_clean_files_loads_little(process: Process) -> None:
    process.write(CLEAN)

    first, second = (_loaded(process) for _ in range(2))

    assert "yaml" in first, "the first run reads the rules; the cache begins empty here"
    assert sorted(ABSENT & set(second)) == []


def _loaded(process: Process) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, "-s"],
        cwd=process.folder,
        env=process.environment() | {"XDG_CACHE_HOME": str(process.folder.parent / "cache")},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    code, *names = json.loads(done.stdout)
    assert code == 0
    return [str(name) for name in names]
