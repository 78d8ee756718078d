"""The rules shipped with corpuslint: this folder in a wheel, the top-level rules/ in a checkout."""

import os

_checkout = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_project = os.path.join(_checkout, "pyproject.toml")
if os.path.isdir(os.path.join(_checkout, "rules")) and os.path.isfile(_project):
    with open(_project, encoding="utf-8", errors="replace") as _file:
        if '\nname = "corpuslint"\n' in _file.read():
            __path__ = [os.path.join(_checkout, "rules")]
