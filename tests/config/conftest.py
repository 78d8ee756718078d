"""As in the tests of discovery, every test has a home of its own."""

from tests.discover.conftest import home

__all__ = ["home"]
