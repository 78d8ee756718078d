"""The documentation as a site: sphinx-build -W --keep-going -q -c docs . site

The repository is the source, so that links are the same here and there; what leads nowhere is a warning, and -W makes
it an error.
"""

project = "corpuslint"
author = "the corpuslint authors"
html_title = "corpuslint"
html_theme = "furo"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "docs/*.md", "docs/rules/*.md", "README.md", "CONTRIBUTING.md", "SECURITY.md",
    "CHANGELOG.md", "benchmarks/README.md", "seeds/README.md",
]  # fmt: skip
exclude_patterns = [".*", "tests"]  # not looked through
myst_heading_anchors = 4
html_copy_source = False
html_show_sphinx = False
html_extra_path = ["start"]
highlight_language = "text"
nitpicky = True
suppress_warnings = ["toc.not_included"]  # a page that no section names is found by links and by search
