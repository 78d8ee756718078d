"""The engine `spark`: the work of a run spread over a cluster by PySpark, behind the hook for runners.

Per-document rules are a map over Arrow batches. Facts of rules across files stay with the engine, which brings them
together by key with its own shuffle; documents that have something in common are compared where the run was started.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.run import Runner


def corpuslint_runners() -> Sequence[Runner]:
    """The engine; nothing of it is loaded before it has work."""
    from corpuslint.spark.runner import Spark

    return [Spark()]
