"""The rules come along however corpuslint is installed, and nothing else does."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, Environment, build

ARTICLE = """\


The harbour master called the wreck “a danger to every ferry” ”. Divers went down on Monday ,
and the pier stays closed until the hull is raised.



The mayor said nothing.
"""


def rule_files(root: Path) -> list[str]:
    """The rule files below a folder, apart from the data that rules read."""
    found = (path.relative_to(root) for path in root.rglob("*.yaml"))
    return sorted(path.as_posix() for path in found if "data" not in path.parts)


def codes(listing: str) -> list[str]:
    """The codes that `rule --all` prints."""
    return [line.split()[0] for line in listing.splitlines()]


def test_the_wheel_holds_the_package_with_its_rules_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = [path for path in (ROOT / "rules").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    package = [path for path in (ROOT / "corpuslint").rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    assert {name.split("/")[0] for name in names} == {"corpuslint", "corpuslint-0.1.0.dist-info"}
    assert sorted(name for name in names if name.startswith("corpuslint/")) == sorted([
        *(f"corpuslint/rules/{path.relative_to(ROOT / 'rules').as_posix()}" for path in rules),
        *(f"corpuslint/{path.relative_to(ROOT / 'corpuslint').as_posix()}" for path in package),
    ])  # fmt: skip
    assert "corpuslint/py.typed" in names
    assert "corpuslint-0.1.0.dist-info/licenses/LICENSE" in names


def test_the_wheel_works_outside_the_checkout(installed: Environment, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")

    listed = installed.lint("rule", "--all", folder=tmp_path)
    found = installed.lint("--output-format", "concise", "-q", folder=tmp_path, codes=[1])
    installed.lint("--fix", folder=tmp_path)

    assert len(codes(listed)) == len(rule_files(ROOT / "rules")) > 40
    assert [line.split()[2] for line in found.splitlines()] == ["BLK001", "PUN101", "PUN001", "BLK003"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == (
        "The harbour master called the wreck “a danger to every ferry”. Divers went down on Monday,\n"
        "and the pier stays closed until the hull is raised.\n\nThe mayor said nothing.\n"
    )


def test_nothing_of_the_installed_command_comes_from_the_checkout(installed: Environment, tmp_path: Path) -> None:
    code = "import corpuslint, corpuslint.rules; print(corpuslint.__file__, *corpuslint.rules.__path__)"

    places = installed.run(installed.python, "-c", code, folder=tmp_path).stdout.decode().split()

    assert all(Path(place).is_relative_to(installed.packages) for place in places), places


def test_cases_run_from_the_installed_rules(installed: Environment, tmp_path: Path) -> None:
    folder = installed.packages / "corpuslint" / "rules" / "blanks"

    told = installed.lint("test", str(folder), folder=tmp_path)

    assert int(told.split()[0]) > 40


def test_workers_of_the_installed_command(installed: Environment, tmp_path: Path) -> None:
    for number in range(600):
        (tmp_path / f"{number}.txt").write_text(f"\n\nRain number {number}.\n", encoding="utf-8")

    found = installed.lint("-j", "2", "--select", "BLK", "--statistics", folder=tmp_path, codes=[1])

    assert found.startswith("600 in 600 documents  BLK001")


def test_the_wheel_of_the_sdist_is_the_same(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tree,) = (path for path in tmp_path.iterdir() if path.name.startswith("corpuslint-"))

    again = build("wheel", tree, tmp_path / "wheel")

    assert contents(again) == contents(wheel)
    assert {"README.md", "LICENSE", "pyproject.toml", "tests", "seeds", ".pre-commit-hooks.yaml"} <= {
        path.name for path in tree.iterdir()
    }


def contents(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what an installation needs of the checkout."""
    folder = tmp_path / "checkout"
    for name in ("corpuslint", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


NEW = "code: X001\nname: new-rule\nsummary: New\nwhy: For the test.\nmatch: {words: [frog]}\n"


def test_an_editable_installation_sees_a_new_rule_at_once(checkout: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "v")
    environment.install("--editable", str(checkout))
    before = codes(environment.lint("rule", "--all", folder=tmp_path))

    (checkout / "rules" / "blanks" / "new.yaml").write_text(NEW, encoding="utf-8")

    assert len(before) == len(rule_files(ROOT / "rules"))
    assert codes(environment.lint("rule", "--all", folder=tmp_path)) == [*before, "X001"]


@pytest.mark.parametrize("inside", [True, False])
def test_a_checkout_that_is_not_installed(checkout: Path, tmp_path: Path, inside: bool) -> None:
    environment = Environment(tmp_path / "v")
    texts = checkout / "texts"
    texts.mkdir()
    for number in range(600):
        (texts / f"{number}.txt").write_text(f"\n\nRain number {number}.\n", encoding="utf-8")
    variables = {} if inside else {"PYTHONPATH": str(checkout)}
    command = [environment.python, "-m", "corpuslint"]

    listed = environment.run(*command, "rule", "--all", folder=checkout if inside else texts, variables=variables)
    found = environment.run(
        *command, str(texts), "-j", "2", "--select", "BLK", "--statistics",
        folder=checkout if inside else texts, codes=[1], variables=variables,
    )  # fmt: skip

    assert len(codes(listed.stdout.decode())) == len(rule_files(ROOT / "rules"))
    assert (found.stdout[:28], found.stderr) == (b"600 in 600 documents  BLK001", b"")


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_from_a_git_url(checkout: Path, tmp_path: Path) -> None:
    """As pre-commit installs a hook repository."""
    git = ["git", "-C", str(checkout), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "All"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    environment = Environment(tmp_path / "v")

    environment.install(f"git+{checkout.as_uri()}")

    assert len(codes(environment.lint("rule", "--all", folder=tmp_path))) == len(rule_files(ROOT / "rules"))
