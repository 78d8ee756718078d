"""Whether what a rule tells beside its message has the shape that a view draws: rules may be anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Maybe(NamedTuple):
    """A shape, or nothing."""

    shape: Any


def fits(value: object, shape: Any) -> bool:
    """Whether a value is as described: a type; `[shape]`, any number of it; `(a, b)`; `{key: shape}`, other keys too.

    Whole numbers fit `float`, and nothing but True and False fits `bool`.
    """
    if isinstance(shape, Maybe):
        return value is None or fits(value, shape.shape)
    if isinstance(shape, type):
        return _is_of(value, shape)
    if isinstance(shape, dict):
        return isinstance(value, Mapping) and all(key in value and fits(value[key], one) for key, one in shape.items())
    if not isinstance(value, list | tuple):
        return False
    if isinstance(shape, list):
        return all(fits(one, shape[0]) for one in value)
    return len(value) == len(shape) and all(map(fits, value, shape))


def _is_of(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def counts(value: object) -> dict[str, int]:
    """A mapping of texts to whole numbers; what is none is left out."""
    if not isinstance(value, Mapping):
        return {}
    return {key: one for key, one in value.items() if isinstance(key, str) and fits(one, int)}
