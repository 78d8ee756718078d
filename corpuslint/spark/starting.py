"""A session of Spark: the one that is there, or a new one; or in clear words what is missing."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from corpuslint.errors import UsageError

ATTEMPTS = 4
"""How often a task is tried in local mode, as elsewhere: without that, one lost worker would end the run."""
_LOCAL = re.compile(r"local(?:\[([0-9]+|\*)\])?")
_WORKERS = {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"}
"""For Python on workers: never import from the current folder, which may be a corpus; ids have one hash everywhere."""
_JAVA = "-XX:TieredStopAtLevel=1"
"""For the Java of the driver: most work is Python's, and to compile its own code better costs more than that gains."""
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    **{f"spark.executorEnv.{name}": value for name, value in _WORKERS.items()},
}


def session() -> Any:
    """A SparkSession. Raises UsageError where the extra or a Java runtime is missing, or Spark does not start."""
    missing = [name for name in ("pyspark", "pandas", "pyarrow") if find_spec(name) is None]
    if missing:
        raise UsageError(f"--engine spark needs {' and '.join(missing)}: pip install 'corpuslint[spark]'")
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    if not _java(os.environ):
        raise UsageError(
            "--engine spark needs a Java runtime, 17 or newer, and there is none: install one "
            "(apt-get install openjdk-17-jre-headless), or set JAVA_HOME to where it lies"
        )
    os.environ.update(_WORKERS)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_SUBMIT_OPTS", _JAVA)
    try:
        return _started(SparkSession)
    except Exception as error:  # noqa: BLE001 - errors of Java, of sockets and of settings; the message names the cause
        raise UsageError(f"--engine spark: Spark does not start: {told(error)}") from None


def _java(environment: Mapping[str, str]) -> bool:
    home = environment.get("JAVA_HOME")
    return shutil.which("java", path=os.path.join(home, "bin") if home else None) is not None


def _started(kind: Any) -> Any:
    from pyspark import SparkConf, SparkContext

    SparkContext._ensure_initialized()  # noqa: SLF001 - else settings of the installation are not known yet
    master = SparkConf().get("spark.master", "local[*]")
    builder = kind.builder.appName("corpuslint")
    local = _LOCAL.fullmatch(master)
    if local:
        builder = builder.master(f"local[{local[1] or 1},{ATTEMPTS}]")
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def told(error: BaseException) -> str:
    """The line of an error of Spark that says what happened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("at ", "...", "File ", "Traceback", "Suppressed:"))]
    causes = [line for line in said if re.match(r"(Caused by: )?[\w.]*(Error|Exception)\b", line)]
    return (causes or said or [type(error).__name__])[-1].removeprefix("Caused by:").lstrip(": ")[:300]
