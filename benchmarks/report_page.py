"""The html report of many findings in a real browser: its size, when it is seen, and how fast it answers.

python benchmarks/report_page.py [FINDINGS]    50,000 unless told; needs playwright and Chromium
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import articles

DAMAGE = (" ,", "â€™s", "&amp;", "\u200b", "\ufffd", '" ".')
"""What is put into clean sentences, one finding each."""
IN_ONE = 6
"""Findings in a document."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def records(number: int) -> Iterator[str]:
    """Records with about as many findings in all, from five sources and seven years."""
    chance = random.Random(number)
    for at in range(number // IN_ONE):
        words = articles.article(at).split(" ")
        for place in sorted(chance.sample(range(5, len(words) - 5), IN_ONE), reverse=True):
            words[place] += chance.choice(DAMAGE)
        date = f"{2019 + at % 7}-{1 + at % 12:02}-{1 + at % 28:02}"
        record = {"id": str(at), "source": f"Paper {at % 5}", "date": date, "text": " ".join(words)}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def page(folder: Path, number: int) -> Path:
    """The report of a corpus with so many findings."""
    with (folder / "news.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(records(number))
    made = folder / "report.html"
    command = [
        sys.executable,
        "-m",
        "corpuslint",
        "--scope",
        "documents",
        "--output",
        f"html:{made}",
        "-s",
        "--exit-zero",
    ]
    subprocess.run(command, cwd=folder, check=True)
    return made


def looked_at(made: Path) -> Iterator[tuple[str, float]]:
    """What is seen when, in seconds, by the clock of the browser for the paint and by ours for the rest."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CORPUSLINT_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        view = browser.new_page()
        begun = time.perf_counter()
        view.goto(made.as_uri(), wait_until="commit")
        view.wait_for_selector("#view-overview")
        shown = time.perf_counter() - begun
        yield "first paint", view.evaluate("performance.getEntriesByType('paint')[0].startTime") / 1000
        yield "overview with its plots", shown
        begun = time.perf_counter()
        view.click("nav a[data-view=findings]")
        view.wait_for_selector("[role=option]")
        yield "list of findings", time.perf_counter() - begun
        begun = time.perf_counter()
        view.fill("#search", "harbour vote")
        view.wait_for_selector(".told:has-text(' of ')")
        yield "search", time.perf_counter() - begun
        browser.close()


def main() -> None:
    """Print the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    try:
        import playwright.sync_api  # noqa: F401 - whether it is there, before the work begins
    except ImportError:
        sys.exit("playwright is not installed: pip install 'corpuslint[browser]'")
    with tempfile.TemporaryDirectory() as folder:
        made = page(Path(folder), number)
        size = made.stat().st_size
        print(f"about {number:,} findings, {size / 1e6:.1f} MB")
        for name, seconds in looked_at(made):
            print(f"{name:26}{seconds:8.2f} s")


if __name__ == "__main__":
    main()
