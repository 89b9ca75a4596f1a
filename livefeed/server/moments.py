"""Times of day as people write them in an address or a field, read in a coverage's zone: 14:32, 14 h 32, 2:32 p.m."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from livefeed.model.times import DAY, SECOND

__all__ = ["read_moment", "several_days", "written_moment"]

_LONGEST = 40
_TIME = re.compile(
    r"(?P<hour>\d{1,2}) *[:h] *(?:(?P<minute>\d{2}) *(?:[:m] *(?:(?P<second>\d{2}) *s?)?)?)?(?P<half>[ap]\.?m\.?)?",
    re.ASCII,
)
_DAY = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)t(?P<time>[^.z+-]+)(?P<fraction>\.\d{1,6})?(?P<zone>z|[+-]\d\d:?\d\d)?", re.ASCII
)
_LOST_PLUS = re.compile(r"(\d{4}-\d\d-\d\dt[\d:.]+) (\d\d:?\d\d)", re.ASCII)
"""A zone whose sign an address has made a space of."""
_MILLISECONDS = re.compile(r"\d{9,}", re.ASCII)
"""What is shorter is a slip of somebody who meant a time of day."""
_NOON = 12
_WHOLE = SECOND - 1
"""Milliseconds up to the end of a second."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_moment(text: str, zone: ZoneInfo, begins: int, ends: int) -> int:
    """Read a moment of something that lasted from one time to another (milliseconds since 1970 UTC, as what is given).

    A time of day is that of the first day on which it lies in between, and means its second to the end, so that what came
    within it is there. A time that lies outside becomes the nearer end.

    Raises:
        ValueError: the text is no time.
    """
    said = text[:_LONGEST].lower().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").strip()
    said = _LOST_PLUS.sub(r"\1+\2", said)
    if _MILLISECONDS.fullmatch(said):
        at = int(said)
    elif dated := _DAY.fullmatch(said):
        day = datetime.fromisoformat(dated["day"])
        within = _WHOLE if dated["fraction"] is None else int(float(dated["fraction"]) * SECOND)
        at = _at(day + _time_of_day(dated["time"]), zone, dated["zone"]) + within
    else:
        at = _first(_time_of_day(said), zone, begins, ends) + _WHOLE
    return min(max(at, begins), ends)


def written_moment(at: int, zone: ZoneInfo, begins: int, ends: int) -> str:
    """Write a moment as short as `read_moment` understands it.

    With its day where there were several, and in UTC where the clocks showed the same time before.
    """
    moment = _local(at, zone).replace(microsecond=0)
    if _at(moment.replace(tzinfo=None, fold=0), zone, None) != at - at % SECOND:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if several_days(zone, begins, ends) else "%H:%M:%S")


def several_days(zone: ZoneInfo, begins: int, ends: int) -> bool:
    """Tell whether a stretch of time, milliseconds, is of more than one day."""
    return _local(begins, zone).date() != _local(ends, zone).date()


def _time_of_day(said: str) -> timedelta:
    found = _TIME.fullmatch(said.strip().replace("min", "m"))
    if found is None:
        raise ValueError(said)
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= _NOON:
            raise ValueError(said)
        hour = hour % _NOON + (_NOON if found["half"][0] == "p" else 0)
    if hour >= 24 or minute >= 60 or second >= 60:
        raise ValueError(said)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _first(time: timedelta, zone: ZoneInfo, begins: int, ends: int) -> int:
    midnight = _local(begins, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    first = _at(midnight + time, zone, None)
    if first >= begins - begins % SECOND or first + DAY > ends:
        return first
    return _at(midnight + timedelta(days=1) + time, zone, None)


def _at(moment: datetime, zone: ZoneInfo, offset: str | None) -> int:
    if offset is None:
        placed = moment.replace(tzinfo=zone)
    else:
        placed = datetime.fromisoformat(moment.isoformat() + offset.upper())
    return (placed - _EPOCH) // timedelta(milliseconds=1)


def _local(at: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)
