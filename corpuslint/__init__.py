"""Finds and fixes damage in text corpora."""

__version__ = "0.1.0"
