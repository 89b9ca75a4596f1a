"""Dates of feeds as people write them: RFC 3339, RFC 822 with named zones, French and other month names.

feedparser takes named zones for UTC and knows no French; dates therefore come from the raw text, here.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from livefeed.model.times import parse_iso

__all__ = ["parse_date"]

_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "IST": 60, "CET": 60, "MET": 60, "CEST": 120,
    "MEST": 120, "MESZ": 120, "MEZ": 60, "EET": 120, "EEST": 180, "MSK": 180, "AST": -240, "ADT": -180, "NST": -210,
    "NDT": -150, "EST": -300, "EDT": -240, "HNE": -300, "HAE": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "CAT": 120, "EAT": 180, "WAT": 60, "SAST": 120,
}  # fmt: skip
"""Minutes east of UTC. Ambiguous names have the meaning of most feeds: IST is Irish, CST American."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier janv januar enero ene gennaio",
            "feb february février fevrier févr fev fév februar febrero",
            "mar march mars märz maerz marzo",
            "apr april avril avr abril abr",
            "may mai mayo",
            "jun june juin juni junio",
            "jul july juillet juil juli julio",
            "aug august août aout agosto ago",
            "sep sept september septembre septiembre",
            "oct october octobre oktober okt octubre",
            "nov november novembre noviembre",
            "dec december décembre decembre déc dez dezember diciembre dic",
        ),
        1,
    )
    for name in names.split()
}

_RFC822 = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})(?:er)?[\s-]+(?:de\s+)?(?P<month>[^\W\d]+)\.?[\s-]+(?:de\s+)?(?P<year>\d{2,4})"
    r"(?:,?\s+(?:à\s+)?(?P<hour>\d{1,2})\s?(?:[:h]\s?(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?|h(?!\s?\d|[a-z])))?"
    r"\s*(?P<zone>[+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?\s*(?:\([^)]*\))?\Z"
)
_LONGEST = 100


def parse_date(written: str, zone: tzinfo = UTC) -> int | None:
    """Read a date, milliseconds since 1970 UTC; None where it is none.

    Args:
        written: the date.
        zone: of a date that does not say its own.
    """
    written = " ".join(written.split())
    if not written or len(written) > _LONGEST:
        return None
    try:
        return _at(datetime.fromisoformat(written.replace(" UTC", "Z")), zone)
    except ValueError:
        pass
    found = _RFC822.match(written)
    month = _MONTHS.get(found["month"].lower()) if found else None
    if found is None or month is None:
        return None
    return _compose(found, month, zone)


def _compose(found: re.Match[str], month: int, zone: tzinfo) -> int | None:
    year = int(found["year"])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    over, hour = divmod(hour, 24)
    try:
        own = timezone(timedelta(minutes=_offset(found["zone"]))) if found["zone"] else None
        moment = datetime(year, month, int(found["day"]), hour, minute, min(second, 59), tzinfo=own)
        return _at(moment + timedelta(days=over), zone)
    except (ValueError, OverflowError):
        return None


def _at(moment: datetime, zone: tzinfo) -> int:
    return parse_iso(moment.replace(tzinfo=moment.tzinfo or zone).isoformat())


def _offset(zone: str) -> int:
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        return (1 if zone[0] == "+" else -1) * (int(digits[:2]) * 60 + int(digits[2:]))
    return _ZONES.get(zone.upper(), 0)
