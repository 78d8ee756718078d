"""Which rules there are, which of them a run uses, and how each is set."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from corpuslint import rulehead
from corpuslint.errors import RuleError, UsageError
from corpuslint.model import NOTHING, Safety, Severity
from corpuslint.rule import CorpusRule, Meta, Rule, Value


class Entry:
    """A rule as it is registered: described, and brought to life when it is first needed.

    `module` is the package of the Python files beside the rule; None: a folder that is no package.
    """

    def __init__(  # noqa: PLR0913 - what is known of a rule
        self,
        meta: Meta,
        head: rulehead.Head,
        module: str | None = None,
        settings: Mapping[str, Value] = NOTHING,
        cache: Any = None,
        name_lists: tuple[str, ...] = (),
        names: Mapping[str, Any] = NOTHING,
    ) -> None:
        self.meta = meta
        self.head = head
        self.module = module
        self.settings = settings
        self.cache = cache
        self.name_lists = name_lists
        self.names = names
        self._failure: RuleError | None = None

    def but(self, **changes: Any) -> Entry:
        """The same rule, not yet brought to life, with some of this changed."""
        known = {
            name: getattr(self, name) for name in ("meta", "head", "module", "settings", "cache", "name_lists", "names")
        }
        return Entry(**known | changes)

    @cached_property
    def rule(self) -> Rule:
        """The rule itself. Raises RuleError where its Python cannot be loaded, which is tried once."""
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        try:
            made = self._declared() if "match" in self.head else self._load()
        except RuleError as error:
            self._failure = error
            raise
        made.meta, made.cache, made.name_lists, made.names = self.meta, self.cache, self.name_lists, self.names
        made.options = {option.name: option.default for option in self.meta.options} | dict(self.settings)
        return made

    @property
    def by_engine(self) -> bool:
        """Whether the engine itself finds what the rule describes (an invalid record)."""
        return "engine" in self.head.get("match", {})

    def _declared(self) -> Rule:
        from corpuslint.declared import Declared

        return Declared(self.meta, self.head["match"])

    def _load(self) -> Rule:
        file, _, name = self.head["python"].partition(":")
        where = f"{self.meta.source}: {self.head['python']}"
        try:
            module = self._module(file)
            made = getattr(module, name)() if hasattr(module, name) else None
        except (Exception, SystemExit) as error:
            from corpuslint.blame import told

            raise RuleError(f"{where}: {told(error, os.path.dirname(self.meta.source))}") from error
        if made is None:
            raise RuleError(f"{where}: there is no {name} in {file}")
        if not isinstance(made, Rule) or isinstance(made, CorpusRule) != self.meta.corpus:
            wanted = (
                "CorpusRule, for `corpus: true`" if self.meta.corpus else "Rule; one of CorpusRule needs `corpus: true`"
            )
            raise RuleError(f"{where}: {name} must be a subclass of {wanted}")
        return made

    def _module(self, file: str) -> Any:
        if self.module is not None:
            return importlib.import_module(f"{self.module}.{file[:-3]}")
        path = os.path.join(os.path.dirname(self.meta.source), file)
        name = "corpuslint_rule_" + re.sub(r"\W", "_", os.path.abspath(path))
        if name in sys.modules:
            return sys.modules[name]
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise RuleError(f"{path}: not a Python file")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        vars(module)["print"] = _print_aside
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]  # half a module must not pass for a whole one
            raise
        return module


def _print_aside(*values: object, **how: Any) -> None:
    """The `print` of rules in a folder: what they print must not stand in a report."""
    print(*values, **{"file": sys.stderr, **how})


class Choice(NamedTuple):
    """What selects rules: lists of codes, families, names or ALL, as on the command line."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    severity: Mapping[str, str] = NOTHING
    preview: bool = False
    options: Mapping[str, Mapping[str, Any]] = NOTHING


class Registry:
    """All known rules by code."""

    def __init__(self, entries: Iterable[Entry], failed: list[RuleError] | None = None) -> None:
        """A rule whose code or name is taken goes to `failed`; raises RuleError where there is no such list."""
        self.entries: dict[str, Entry] = {}
        self._codes_by_name: dict[str, str] = {}
        for entry in entries:
            try:
                self._add(entry)
            except RuleError as error:
                if failed is None:
                    raise
                failed.append(error)

    def _add(self, entry: Entry) -> None:
        code, name = entry.meta.code, entry.meta.name
        for other in (self.entries.get(code), self.entries.get(self._codes_by_name.get(name, ""))):
            if other is not None:
                raise RuleError(f"{entry.meta.source}: {code} {name} is taken by {other.meta.source}")
        self.entries[code] = entry
        self._codes_by_name[name] = code

    def find(self, word: str) -> Entry:
        """The rule of a code or name. Raises UsageError with the nearest known one."""
        code = word if word in self.entries else self._codes_by_name.get(word, word.upper())
        if code not in self.entries:
            raise UsageError(f"there is no rule {word!r}{self._hint(word)}")
        return self.entries[code]

    def family(self, word: str) -> list[Entry]:
        """The rules of a family, or of ALL, in order of code; none where it is no family."""
        wanted = word.upper()
        return [entry for code, entry in sorted(self.entries.items()) if wanted in {entry.meta.family, "ALL"}]

    def codes(self, selector: str) -> list[str]:
        """The codes that a code, a prefix of one, a name or ALL stands for. Raises UsageError where there are none."""
        if selector == "ALL":
            return list(self.entries)
        if selector in self._codes_by_name:
            return [self._codes_by_name[selector]]
        found = [code for code in self.entries if code.startswith(selector)]
        if not found or not re.fullmatch(r"[A-Z]+[0-9]*", selector):
            raise UsageError(f"no rule, family or name is {selector!r}{self._hint(selector)}")
        return found

    def _hint(self, word: str) -> str:
        from difflib import get_close_matches

        known = [*self.entries, *self._codes_by_name, *{entry.meta.family for entry in self.entries.values()}]
        near = get_close_matches(word, known, 1, 0.5) or get_close_matches(word.upper(), known, 1, 0.5)
        return f"; did you mean {near[0]}?" if near else "; `corpuslint rule --all` lists them"

    def select(self, choice: Choice) -> list[Entry]:
        """The rules of a run in order of code, each with its severity, options and fixes as chosen.

        As in ruff, the more exact selector decides between --select and --ignore, and a rule in preview needs
        --preview even where its family is selected. Raises UsageError or RuleError on what does not exist.
        """
        weight = self._weights(choice)
        chosen = [entry for code, entry in self.entries.items() if weight.get(code, 0) > 0]
        return [self._set(entry, choice) for entry in sorted(chosen, key=lambda entry: entry.meta.code)]

    def _weights(self, choice: Choice) -> dict[str, int]:
        """Positive: selected, negative: ignored; the size grows with how exactly the rule was named."""
        weight: dict[str, int] = {}
        if not choice.select:
            usual = {"on", "preview"} if choice.preview else {"on"}
            weight = {code: 1 for code, entry in self.entries.items() if entry.meta.default in usual}
        for selector in (*choice.select, *choice.extend_select):
            exact = self._exactness(selector)
            for code in self.codes(selector):
                if self._may(self.entries[code].meta, exact, choice.preview):
                    weight[code] = max(weight.get(code, 0), exact)
        for selector in choice.ignore:
            exact = self._exactness(selector)
            for code in self.codes(selector):
                if exact >= abs(weight.get(code, 0)):
                    weight[code] = -exact
        return weight

    def _exactness(self, selector: str) -> int:
        if selector == "ALL":
            return 1
        return 8 if selector in self._codes_by_name or selector in self.entries else 1 + len(selector)

    @staticmethod
    def _may(meta: Meta, exact: int, preview: bool) -> bool:
        if meta.default == "preview":
            return preview
        return meta.default == "on" or exact == 8

    def _set(self, entry: Entry, choice: Choice) -> Entry:
        meta = entry.meta
        for selector, level in choice.severity.items():
            if meta.code in self.codes(selector):
                meta = meta._replace(severity=Severity[level.upper()])
        fix = self._fix_class(meta, choice)
        settings = self._settings(meta, choice)
        if meta is entry.meta and fix == meta.fix and not settings:
            return entry
        return entry.but(meta=meta._replace(fix=fix), settings=settings)

    def _fix_class(self, meta: Meta, choice: Choice) -> Safety | None:
        if meta.fix is None:
            return None
        if (choice.fixable and not self._named(meta, choice.fixable)) or self._named(meta, choice.unfixable):
            return Safety.MANUAL
        return meta.fix

    def _named(self, meta: Meta, selectors: Iterable[str]) -> bool:
        return any(meta.code in self.codes(selector) for selector in selectors)

    def _settings(self, meta: Meta, choice: Choice) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for word, table in choice.options.items():
            if self.find(word).meta.code == meta.code:
                found |= self.options(word, table)
        return found

    def options(self, word: str, table: Mapping[str, Any]) -> dict[str, Value]:
        """What a rule, by code or name, is set to, checked. Raises UsageError or RuleError for what does not exist."""
        meta = self.find(word).meta
        known = {option.name: option for option in meta.options}
        for name in table:
            if name not in known:
                told = ", ".join(known) or "none"
                raise RuleError(f"{meta.code} {meta.name} has no option {name!r}; it has: {told}")
        return {
            name: rulehead.check_option(f"option {name} of {meta.code}", known[name], value)
            for name, value in table.items()
        }


def entries_of(
    folder: str, heads: Sequence[tuple[str, rulehead.Head]], package: str | None, cache: Any = None
) -> list[Entry]:
    """Entries for the rule files of one folder; `package` is the import name of the folder, if it has one."""
    modules: dict[str, str | None] = {}
    made = []
    for path, head in heads:
        lies_in = os.path.dirname(path)
        if lies_in not in modules:
            inner = os.path.relpath(lies_in, folder).replace(os.sep, ".")
            modules[lies_in] = package if package is None or inner == "." else f"{package}.{inner}"
        made.append(Entry(rulehead.meta(head, path), head, modules[lies_in], cache=cache))
    return made
