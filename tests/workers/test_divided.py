"""When all shares of a file are back, and when one process has to read it after all."""

from __future__ import annotations

import pytest

from corpuslint.containers.base import Share
from corpuslint.containers.identity import Noted
from corpuslint.dividing import _Divided
from corpuslint.result import Trouble
from corpuslint.run import Task
from corpuslint.scan import Part

SHARES = (Share(0, 10), Share(10, 25, 3, 4))


def part(share: Share, *, seed: int = 1, code: str = "") -> Part:
    noted = Noted("a.jsonl", share)
    noted.seed = seed
    made = Part([Trouble(code, "something")] if code else [])
    made.noted.append(noted)
    return made


CASES = {
    "all is well": ((part(SHARES[0]), part(SHARES[1])), False),
    "a share that cannot be read": ((part(SHARES[0]), part(SHARES[1], code="RUN001")), True),
    "a record that was lost": ((part(SHARES[0]), part(SHARES[1], code="RUN903")), False),
    "ids that were hashed in two ways": ((part(SHARES[0]), part(SHARES[1], seed=2)), True),
}


@pytest.mark.parametrize(("parts", "failed"), CASES.values(), ids=list(CASES))
def test_a_divided_file(parts: tuple[Part, Part], *, failed: bool) -> None:
    divided = _Divided(Task("a.jsonl"))

    assert divided.add(SHARES[1], parts[1]) is False
    divided.size = 25
    assert divided.add(SHARES[0], parts[0]) is True
    assert divided.failed is failed
