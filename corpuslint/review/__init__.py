"""Findings decided one by one or by group, in a terminal or in a browser; every decision is written as it is made."""
