"""Days out of dates as records write them: ISO 8601, or as mail and RSS do."""

from __future__ import annotations

import re

_ISO = re.compile(r"\s*(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)|\s*(\d{4})(\d{2})(\d{2})(?=\s*$|T\d)")


def day(date: str) -> str:
    """The day of a date as it is written in records: YYYY-MM-DD, YYYY-MM where it names no day, "" for no date."""
    if found := _ISO.match(date):
        year, month, day_of = found[1] or found[4], found[2] or found[5], found[3] or found[6]
        return "-".join(filter(None, (year, month, day_of))) if 1 <= int(month) <= 12 else ""
    from email.utils import parsedate  # only for dates of this kind

    try:
        parsed = parsedate(date)
    except (ValueError, IndexError, TypeError, OverflowError):
        return ""
    return "{:04}-{:02}-{:02}".format(*parsed[:3]) if parsed and 1 <= parsed[1] <= 12 else ""
