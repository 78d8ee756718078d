"""The corpus index: what corpus rules noted of every document, on disk, so that only changed files are read again.

`columns` is one file that is written once, `segment` the documents in it, `store` the folder of them; `recipe` says
what facts depend on, `taking` takes them where documents are read, `refresh` keeps the index in step with the files
of a run, and `view` is what rules see of it. Nothing here is ever needed to be right: a run without it says the same.
"""
