"""The rules shipped with corpuslint: this folder in a wheel, the top-level rules/ in a checkout."""

from pathlib import Path

_checkout = Path(__file__).parents[2]
if (_checkout / "rules").is_dir() and (_checkout / "pyproject.toml").is_file():
    _head = (_checkout / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
    if '\nname = "corpuslint"\n' in _head:
        __path__ = [str(_checkout / "rules")]
