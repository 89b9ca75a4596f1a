"""Times as people write them when they search: `14:00`, `14h30`, `2026-10-02`, `2026-10-02T16:00`."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from livefeed.model.times import DAY

__all__ = ["DayTime", "read_daytime"]

_WRITTEN = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)(?:[tT ]|$))?"
    r"(?:(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?|[hH](?P<minutes>\d\d)?)"
    r"\s?(?P<zone>[zZ]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_MILLISECONDS = re.compile(r"\d{9,14}", re.ASCII)
_LAST = 4_500_000_000_000
"""Milliseconds: the year 2112, up to which places on a page reach."""


class DayTime:
    """A moment, or a time of day of which the day is still to be found."""

    def __init__(self, at: int, *, is_of_any_day: bool) -> None:
        self._at = at
        self._is_of_any_day = is_of_any_day

    def last_before(self, moment: int) -> int:
        """Give the moment itself, or the last time of that day's name up to another moment."""
        return self._at - DAY if self._is_of_any_day and self._at > moment else self._at

    def first_after(self, moment: int) -> int:
        """Give the moment itself, or the first time of that day's name after another moment."""
        if not self._is_of_any_day or self._at > moment:
            return self._at
        return self._at + DAY * ((moment - self._at) // DAY + 1)

    @property
    def of_the_day(self) -> int:
        """The moment itself, or the time on the day by which it was read."""
        return self._at


def read_daytime(written: str, zone: tzinfo, day: int) -> DayTime | None:
    """Read a time; None where it is none.

    Args:
        written: ISO 8601 in whole or in part, hours also with `h`, or milliseconds since 1970.
        zone: of what is written without one.
        day: a moment (milliseconds) of the day that is meant where none is written.
    """
    written = written.strip()
    if _MILLISECONDS.fullmatch(written):
        return _bounded(int(written), is_of_any_day=False)
    found = _WRITTEN.fullmatch(written)
    if not written or found is None:
        return None
    date, hour = found["date"], found["hour"]
    try:
        today = datetime.fromtimestamp(day / 1_000, UTC).astimezone(zone)
        base = datetime.fromisoformat(date) if date else datetime(today.year, today.month, today.day)  # noqa: DTZ001 - zoned below
        moment = base + _since_midnight(
            int(hour or 0), int(found["minute"] or found["minutes"] or 0), int(found["second"] or 0)
        )
        named = found["zone"]
        moment = moment.replace(tzinfo=_offset(named) if named else zone)
        at = round(moment.timestamp() * 1_000)
    except (ValueError, OverflowError):
        return None
    return _bounded(at, is_of_any_day=not date)


def _bounded(at: int, *, is_of_any_day: bool) -> DayTime | None:
    return DayTime(at, is_of_any_day=is_of_any_day) if 0 <= at < _LAST else None


def _since_midnight(hours: int, minutes: int, seconds: int) -> timedelta:
    """Give the time of day; 24:00 is the end of the day.

    Raises:
        ValueError: there is no such time.
    """
    time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if hours > 24 or minutes > 59 or seconds > 60 or time > timedelta(days=1):
        raise ValueError("no time of day")
    return time


def _offset(named: str) -> tzinfo:
    return datetime.fromisoformat(f"2000-01-01T00:00:00{named.upper()}").tzinfo or UTC
