"""A search of a test's folder, and what came of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from corpuslint import discover as search
from corpuslint.discover import one_by_one
from corpuslint.discover.found import Found, Skipped
from corpuslint.result import Trouble
from corpuslint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def discover(*given: Any, **options: Any) -> Iterator[Found | Skipped | Trouble]:
    return one_by_one(search.discover(*given, **options))


SUFFIXES = {".txt", ".text", ".jsonl", ".ndjson", ".jsonl.gz"}


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def seen(paths: Iterable[str] = (".",), **options: object) -> list[Found | Skipped | Trouble]:
    settings = Settings(os.getcwd(), **options.pop("settings", {}))  # type: ignore[arg-type]
    return list(discover(paths, settings, suffixes=SUFFIXES, **options))


def found(paths: Iterable[str] = (".",), **options: object) -> list[str]:
    return [each.path for each in seen(paths, **options) if isinstance(each, Found)]


def told(paths: Iterable[str] = (".",), **options: object) -> dict[str, str]:
    all_seen = seen(paths, **options)
    skipped = {each.path: each.reason for each in all_seen if isinstance(each, Skipped)}
    return skipped | {each.path: each.message for each in all_seen if isinstance(each, Trouble)}


def troubles(paths: Iterable[str] = (".",), **options: object) -> list[str]:
    return [each.path for each in seen(paths, **options) if isinstance(each, Trouble)]
