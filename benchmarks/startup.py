"""What one run on four clean files costs beside a Python that does nothing.

python benchmarks/startup.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import articles
import timing


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(articles.unrelated(4)):
            (Path(folder) / f"{number}.txt").write_text(text, "utf-8")
        cli = [sys.executable, "-m", "corpuslint"]
        bare = timing.costs({"python -c pass": [sys.executable, "-c", "pass"]}, 9)["python -c pass"].cpu
        found = timing.costs(
            {
                "all rules": [*cli, folder],
                "rules for single documents": [*cli, "--scope", "documents", folder],
                "no cache": [*cli, "--no-cache", folder],
            },
            9,
        )
    print(f"{'run on four clean files':32} {'CPU ms':>8} {'over bare Python':>18}")
    print(f"{'python -c pass':32} {bare * 1000:8.1f}")
    for name, cost in found.items():
        print(f"{name:32} {cost.cpu * 1000:8.1f} {(cost.cpu - bare) * 1000:15.1f} ms")


if __name__ == "__main__":
    main()
