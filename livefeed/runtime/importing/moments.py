"""Times as tables have them: numbers, ISO 8601, Twitter's, days first, and in words, in French too."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from livefeed.sources.dates import parse_date

__all__ = ["moment"]

_LONGEST = 100
_TWITTER = "%a %b %d %H:%M:%S %z %Y"
_IN_NUMBERS = re.compile(
    r"(?:(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"|(?P<year2>\d{4})(?P<sign2>[/.-])(?P<month2>\d{1,2})(?P=sign2)(?P<day2>\d{1,2}))"
    r"(?:(?:T|,? (?:à )?)(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2}))?| ?h(?: ?(?P<minute2>\d{2}))?))?\Z",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{9,16}(?:\.\d+)?\Z", re.ASCII)
_MILLISECONDS = 10**11


def moment(written: str, zone: str = "UTC") -> int | None:
    """Read a time as tables have them, milliseconds since 1970 UTC; None where it is none.

    ISO 8601, RFC 822, Twitter's (`Wed Oct 02 13:04:05 +0000 2026`), days first (`02/10/2026 13:04:05`, as TAGS has),
    as people write French (`2 octobre 2026 à 14 h 05`, `02/10/2026 14h05`), or seconds or milliseconds since 1970.

    Args:
        written: the time.
        zone: of a time that does not say its own.
    """
    written = " ".join(written.split())
    if not written or len(written) > _LONGEST:
        return None
    if _NUMBER.match(written):
        whole = int(written.partition(".")[0])
        return whole if whole >= _MILLISECONDS else int(float(written) * 1_000)
    try:
        return int(datetime.strptime(written, _TWITTER).timestamp() * 1_000)  # noqa: DTZ007 - it has %z
    except (ValueError, OverflowError):
        return parse_date(_rewritten(written), ZoneInfo(zone))


def _rewritten(written: str) -> str:
    """Write a date of numbers as ISO 8601 does; what is none stays."""
    found = _IN_NUMBERS.match(written)
    if found is None:
        return written
    year, month, day = (found[part] or found[f"{part}2"] for part in ("year", "month", "day"))
    date = f"{year}-{month:0>2}-{day:0>2}"
    if found["hour"] is None:
        return date
    return f"{date}T{found['hour']:0>2}:{found['minute'] or found['minute2'] or '00'}:{found['second'] or '00'}"
