"""Settings for every test."""

import os

import pytest
from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("night", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the cache and the configuration of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name, value in (
        ("XDG_CACHE_HOME", home / "cache"),
        ("XDG_CONFIG_HOME", home / "config"),
        ("HOME", home),
    ):
        monkeypatch.setenv(name, str(value))
    for name in (
        "PRE_COMMIT",
        "GITHUB_ACTIONS",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "CORPUSLINT_PLUGINS",
    ):
        monkeypatch.delenv(name, raising=False)
