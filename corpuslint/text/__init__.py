"""Algorithms on text that rules share; `corpuslint.api` offers them."""
