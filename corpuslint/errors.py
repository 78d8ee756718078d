"""What can go wrong, each with a message that names the place and the remedy.

CorpuslintError
├── UsageError      a wrong command line, option or path
├── ConfigError     a configuration that cannot be obeyed
├── RuleError       a rule file that cannot be used
├── ReadError       a file that cannot be read or is not what it claims to be
├── FixError        fixes that fight, loop or would lose text
├── WriteRefused    a file that must not be replaced
└── NoRoom          what does not fit into memory has no place on the disk either
"""

from __future__ import annotations


class CorpuslintError(Exception):
    """Base of all errors that a user can mend; printed without a traceback, exit code 2."""


class UsageError(CorpuslintError):
    """A wrong command line, option or path."""


class ConfigError(CorpuslintError):
    """A configuration that cannot be obeyed."""


class TableError(ConfigError):
    """A table of metadata that cannot be used, which is no matter of each file that it tells of."""


class RuleError(CorpuslintError):
    """A rule file that cannot be used."""


class ReadError(CorpuslintError):
    """A file that cannot be read or is not what it claims to be."""


class TextElsewhere(ReadError):  # noqa: N818 - a state of things
    """A document of a corpus that is not here: what was noted of it is known, its text is not."""


class FixError(CorpuslintError):
    """Fixes that fight, loop or would lose text; the file stays as it was."""


class NoRoom(CorpuslintError):  # noqa: N818 - a state of things
    """What does not fit into memory has no place on the disk either."""


class WriteRefused(CorpuslintError):  # noqa: N818 - what happened, not what went wrong
    """A file that must not be replaced; it stays as it was."""


class ChangedSince(WriteRefused):
    """A file that is not what was read any more; a change of what it holds now may go well."""


def reason(error: Exception) -> str:
    """What an error says: our own all of it, one of the system no more than what went wrong."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
