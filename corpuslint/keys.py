"""Every key of a configuration.

One table feeds the check of configurations, their schema, `config show`, `config init` and the documentation.
"""

from __future__ import annotations

from corpuslint.settings import DEFAULTS, LEVELS, attribute


class Setting:
    """One key of the configuration.

    `key` has the table before it ("lint.select"); `kind` is how its value is checked, a name in
    `config.values.CHECKS`; `flag` and `variable` are what sets it on the command line and in the environment.
    """

    def __init__(  # noqa: PLR0913 - a row of a table
        self,
        key: str,
        kind: str,
        text: str,
        flag: str = "",
        variable: str = "",
        choices: tuple[str, ...] = (),
    ) -> None:
        """A row of the table; `text` is the explanation for people."""
        self.key = key
        self.kind = kind
        self.help = text
        self.flag = flag
        self.variable = variable
        self.choices = choices

    @property
    def attribute(self) -> str:
        """Its name in `Settings`."""
        return attribute(self.key)

    @property
    def default(self) -> object:
        """What holds where it is not set."""
        return getattr(DEFAULTS, self.attribute)


SETTINGS = (
    Setting("include", "globs", "Files to look for in folders; empty: all of a known format.", "--include"),
    Setting("exclude", "globs", "Files and folders that a search leaves out.", "--exclude"),
    Setting("extend-exclude", "globs", "More to leave out, beside `exclude`.", "--extend-exclude"),
    Setting("extend", "files", "Other files of settings that this one builds on."),
    Setting("respect-gitignore", "bool", "Leave out what git ignores.", "--no-respect-gitignore"),
    Setting("preview", "bool", "Use rules that are in preview.", "--preview"),
    Setting("fail-on", "choice", "The least severity that makes the exit status 1.", "--fail-on",
            choices=LEVELS),
    Setting("baseline", "place",
            "File of findings that are known already; empty: corpuslint-baseline.jsonl, where there is one.",
            "--baseline"),
    Setting("accepted", "place", "File of findings accepted with a reason."),
    Setting("cache-dir", "place", "Folder for what a later run need not do again.",
            "--cache-dir", "CORPUSLINT_CACHE_DIR"),
    Setting("output-format", "word", "How findings are printed.",
            "--output-format", "CORPUSLINT_OUTPUT_FORMAT"),
    Setting("jobs", "jobs", 'Processes to work with; 0 or "auto": one for each processor where there is much to read.',
            "--jobs"),
    Setting("worker-timeout", "seconds",
            "Seconds a worker process may go without a sign of life before its file is given up; 0: for ever."),
    Setting("scope", "choice",
            "What rules across files compare: the files of the run (files, auto), the whole corpus (corpus), "
            "or nothing (documents).",
            "--scope", choices=("auto", "documents", "files", "corpus")),
    Setting("changed", "changed",
            "With the scope corpus, where findings are told: all, staged, commits A..B, or auto: at what is named, "
            "in a hook at what is staged or pushed, else at all.",
            "--changed"),
    Setting("index-budget", "seconds",
            "Seconds to read files that are not in the corpus index yet; 0: as many as it takes.", "--index-budget"),
    Setting("max-file-size", "size", 'The largest file or record read as one text: bytes, or text such as "64 MiB".'),
    Setting("encoding", "codecs",
            "The codec of the files that match a pattern, the last that does; auto: find it out; "
            "utf-8, cp1252: windows-1252 where a file is not UTF-8.",
            "--encoding"),
    Setting("documents", "documents",
            "Which fields of records hold what, by format or by pattern; `format` says how files are read, "
            "`records` which elements or list the documents are, `skip` which elements hold no text, "
            "`html` which ones hold HTML as text; "
            "`table` is a file that tells of texts and pages, `file` its column of their names."),
    Setting("rule-folders", "places", "Folders of YAML rules of your own."),
    Setting("lint.select", "codes", "Rules to use: codes, families, names or ALL; empty: those that are on.",
            "--select"),
    Setting("lint.extend-select", "codes", "More rules to use, beside `select`.", "--extend-select"),
    Setting("lint.ignore", "codes", "Rules not to use.", "--ignore"),
    Setting("lint.fixable", "codes", "Rules whose fixes may be applied; empty: all.", "--fixable"),
    Setting("lint.unfixable", "codes", "Rules whose fixes are only shown.", "--unfixable"),
    Setting("lint.extend-safe-fixes", "codes", "Rules whose unsafe fixes count as safe."),
    Setting("lint.extend-unsafe-fixes", "codes", "Rules whose safe fixes count as unsafe."),
    Setting("lint.severity", "levels", "The severity of rules: error, warning or info.", "--severity"),
    Setting("lint.per-file-ignores", "codes by glob", "Rules not to use on the files that match a pattern.",
            "--per-file-ignores"),
    Setting("lint.overrides", "overrides",
            "Other rules by metadata: `when`, and select, extend-select, ignore or severity beside it."),
    Setting("rules", "options", "Options of rules: a table for each, by code or name."),
    Setting("names", "names",
            "The house style of names: what is preferred, what is one name, what is two, and the lock file."),
)  # fmt: skip
"""In the order in which they are shown."""
BY_KEY = {setting.key: setting for setting in SETTINGS}
