"""Corpus files replaced, created, kept and put back; nothing else in the project changes one.

`write` puts a whole new file in the place of the old one, on `spool` and `attributes`; `journal` keeps what a run
replaces, in the folder that `ledger` knows, in lines that `seal` seals, and `undo` puts it back. `quarantine` moves
documents out of a corpus.
"""
