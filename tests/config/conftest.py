"""As in the tests of discovery, every test has a home of its own."""

from __future__ import annotations

from pathlib import Path

from tests.discover.conftest import home

__all__ = ["home", "write"]


def write(path: Path, text: str | bytes) -> Path:
    """Write a file, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
