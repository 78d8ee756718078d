"""What was found out of a file is kept for the next question about it, as far as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.containers.detection import Remembered

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_found_of_several_files_is_kept_as_far_as_there_is_room(tmp_path: Path) -> None:
    asked: list[str] = []

    def of(name: str) -> str:
        def find() -> str:
            asked.append(name)
            return stream.read().decode()

        with (tmp_path / name).open("rb") as stream:
            return known.of(stream, "text", find)

    known = Remembered[str](len, room=6)
    for name, text in {"one": "1st", "two": "2nd", "large": "much too large"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = [of(name) for name in ("one", "two", "one", "two", "large", "large", "one")]

    assert found == ["1st", "2nd", "1st", "2nd", "much too large", "much too large", "1st"]
    assert asked == ["one", "two", "large", "one"]
