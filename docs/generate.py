"""Writes the pages that come from the code: one for each rule, their list, the settings, and output in the README.

python docs/generate.py [--check]    --check writes nothing and exits 1 where a page is not fresh.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from corpuslint import catalog, config, rulecases, rulepage
from corpuslint.keys import SETTINGS
from corpuslint.registry import Entry

DOCS = Path(__file__).parent
FAMILIES = {
    "ENC": "Encoding of files and text",
    "CHR": "Invisible, control and look-alike characters",
    "PUN": "Punctuation and quotation marks",
    "BLK": "Blank lines, white space, line ends",
    "DUP": "Duplicates",
    "NAM": "Names",
    "MUP": "Markup residue",
    "BPL": "Boilerplate",
    "DOC": "Document and record structure",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page with its text."""
    entries = sorted(catalog.entries(catalog.shipped()), key=lambda entry: entry.meta.code)
    for entry in entries:
        text = Path(entry.meta.source).read_text("utf-8")
        page = rulepage.markdown(entry, rulecases.cases(entry.meta.source, text))
        yield DOCS / "rules" / f"{entry.meta.code}.md", page
    yield DOCS / "rules" / "README.md", _index(entries)
    yield DOCS / "configuration.md", _configuration()
    yield DOCS.parent / "README.md", _readme()
    schema = json.dumps(config.schema(), indent=2, ensure_ascii=False)
    yield DOCS / "schemas" / "config.schema.json", schema + "\n"


def _index(entries: list[Entry]) -> str:
    lines = ["# Rules", "", "Made from the rule files; `corpuslint rule CODE` prints the same pages.", ""]
    told = [f"- `{name}`: {words}" for name, words in rulepage.DEFAULTS.items() if words != name]
    lines += ["What stands under default:", "", *told, ""]
    for family, title in FAMILIES.items():
        mine = [entry for entry in entries if entry.meta.family == family]
        if not mine:
            continue
        lines += [
            f"## {family}: {title}",
            "",
            "| code | name | what it finds | fix | default |",
            "|---|---|---|---|---|",
        ]
        for entry in mine:
            meta = entry.meta
            fix = "–" if meta.fix is None else meta.fix.name.lower()
            lines.append(f"| [{meta.code}]({meta.code}.md) | {meta.name} | {meta.summary} | {fix} | {meta.default} |")
        lines.append("")
    return "\n".join(lines)


def _configuration() -> str:
    lines = [
        "# Configuration",
        "",
        "A `corpuslint.toml`, or the table `[tool.corpuslint]` in `pyproject.toml`. The nearest file above a text",
        "holds for it; one that is to build on another says so with `extend`. `corpuslint config show` prints what",
        "holds and where it comes from, `corpuslint config init` writes a file to begin with. Unknown keys are errors.",
        "",
        "Options of the command line go before variables of the environment, and both before any file.",
        "",
        "| key | what it says | option |",
        "|---|---|---|",
    ]
    for setting in SETTINGS:
        flag = ", ".join(f"`{one}`" for one in (setting.flag, setting.variable) if one) or "–"
        lines.append(f"| `{setting.key}` | {setting.help} | {flag} |")
    return "\n".join(
        [*lines, "", "## A file with every setting", "", "```toml", config.init_text().rstrip(), "```", ""]
    )


def _readme() -> str:
    """The README with what its commands print."""
    text = (DOCS.parent / "README.md").read_text("utf-8")

    def block(match: re.Match[str]) -> str:
        return f"{match[1]}\n```text\n{_printed(match[2].split())}```\n"

    return re.sub(r"(<!-- output: ([^>]*) -->)\n```text\n.*?```\n", block, text, flags=re.DOTALL)


def _printed(arguments: list[str]) -> str:
    command = [sys.executable, "-m", "corpuslint", "--isolated", "--no-cache", *arguments]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=DOCS.parent, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


def main() -> int:
    """Write the pages, or say which are not fresh."""
    check = sys.argv[1:] == ["--check"]
    stale = [path for path, text in pages() if not path.is_file() or path.read_text("utf-8") != text]
    wanted = {path for path, _ in pages()}
    gone = [path for path in (DOCS / "rules").glob("*.md") if path not in wanted]
    if check:
        for path in [*stale, *gone]:
            print(f"{path.relative_to(DOCS.parent)} is not fresh; run python docs/generate.py")
        return 1 if stale or gone else 0
    for path, text in pages():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(wanted)} pages, {len(stale)} of them new or changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
