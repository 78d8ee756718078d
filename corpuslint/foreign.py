"""What plugins register, looked at when it is registered and guarded where it is called: its author made it, not us."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from corpuslint.blame import told
from corpuslint.errors import CorpuslintError, UsageError

if TYPE_CHECKING:
    from corpuslint.containers.base import Container
    from corpuslint.report import Reporter


def containers(makers: Iterable[Callable[[], Container]]) -> list[Callable[[], Container]]:
    """Classes of containers that can be used. Raises TypeError that says what one lacks, or what its making raises."""
    return [_container(make) for make in makers]


def _container(make: Any) -> Callable[[], Container]:
    from corpuslint.containers.base import Container

    if not isinstance(make, type) or Container not in make.__mro__:
        raise TypeError(f"container {make!r:.80} is no class derived from corpuslint.containers.base.Container")
    made = make()
    name = make.__name__
    if not isinstance(getattr(made, "name", None), str):
        raise TypeError(f"container {name} has no `name`")
    endings = getattr(made, "suffixes", None)
    if not (isinstance(endings, tuple) and all(isinstance(one, str) and one[:1] == "." for one in endings)):
        raise TypeError(f"the `suffixes` of container {name} are no tuple of endings like '.abc': {endings!r:.80}")
    if not all(one == one.lower() for one in endings):
        raise TypeError(f"the `suffixes` of container {name} are not in lower case: {endings!r:.80}")
    for method in ("records", "locate", *(["splice"] if made.writable else [])):
        if getattr(make, method) is getattr(Container, method):
            raise TypeError(f"container {name} defines no `{method}`")
    return make


def reporters(found: Iterable[Any], plugin: str, code: str) -> list[Reporter]:
    """Reporters that can be called. Raises TypeError that says what one lacks."""
    return [_Reporter(_named(one, "reporter", "write"), plugin, code) for one in found]


def runners(found: Iterable[Any], plugin: str, code: str) -> list[Any]:
    """Engines that can be called. Raises TypeError that says what one lacks."""
    return [_Runner(_named(one, "runner", "run"), plugin, code) for one in found]


def _named(one: Any, what: str, method: str) -> Any:
    if isinstance(one, type):
        raise TypeError(f"{what} {one.__name__} is a class; return an object of it")
    if not isinstance(getattr(one, "name", None), str):
        raise TypeError(f"{what} {type(one).__name__} has no `name`")
    if not callable(getattr(one, method, None)):
        raise TypeError(f"{what} {type(one).__name__} has no method `{method}`")
    return one


class _Guarded:
    """An object of a plugin; what it is asked or told beside its work concerns itself."""

    name: str
    own: Any
    _plugin: str
    _code: str

    def __init__(self, own: Any, plugin: str, code: str) -> None:
        vars(self).update(name=own.name, own=own, _plugin=plugin, _code=code)

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["own"], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.own, name, value)

    def failure(self, what: str, error: BaseException) -> UsageError:
        """The error of an author as one that names the plugin, and what can be done without it."""
        cause = told(error, self._code)
        return UsageError(f"{what} `{self.name}` of plugin {self._plugin} failed: {cause}; repair it, or do without it")


class _Reporter(_Guarded):
    """A reporter of a plugin."""

    def write(self, run: Any, out: TextIO, style: Any) -> None:
        """Write the report. Raises UsageError where the plugin fails."""
        try:
            self.own.write(run, out, style)
        except (CorpuslintError, OSError):
            raise
        except (Exception, SystemExit) as error:
            raise self.failure("the reporter", error) from error


class _Runner(_Guarded):
    """An engine of a plugin."""

    def run(self, job: Any, tasks: Sequence[Any]) -> Iterator[Any]:
        """The parts of all tasks. Raises UsageError where the plugin fails, or gives nothing back."""
        some = False
        try:
            for part in self.own.run(job, tasks):
                if not hasattr(part, "results"):
                    raise TypeError(f"it yields {part!r:.80}, not what a call of the job returned")
                some = True
                yield part
        except (CorpuslintError, OSError):
            raise
        except (Exception, SystemExit) as error:
            raise self.failure("the engine", error) from error
        if tasks and not some:
            raise UsageError(
                f"the engine `{self.name}` of plugin {self._plugin} gave nothing back: no file was checked"
            )
