"""Times as whole milliseconds since 1970 UTC, and their one written form.

Milliseconds are what the wire carries, so what is kept and what is sent are the same number.
A frame's time of receipt is in microseconds (the tape's unit); `from_micros` brings it here.
"""

from datetime import UTC, datetime, timedelta

__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "from_micros", "iso", "parse_iso"]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIRST = -62_135_596_800_000  # 0001-01-01
_LAST = 253_402_300_799_999  # 9999-12-31


def from_micros(micros: int) -> int:
    """Turn microseconds into milliseconds, rounding down."""
    return micros // 1_000


def iso(at: int) -> str:
    """Write milliseconds as `2026-10-02T13:04:05.678Z` (RFC 3339); times outside years 1 to 9999 are clamped."""
    moment = _EPOCH + timedelta(milliseconds=min(max(at, _FIRST), _LAST))
    return (
        f"{moment.strftime('%Y').rjust(4, '0')}{moment.strftime('-%m-%dT%H:%M:%S')}.{moment.microsecond // 1000:03d}Z"
    )


def parse_iso(text: str) -> int:
    """Read an RFC 3339 / ISO 8601 time; one without an offset counts as UTC.

    Raises:
        ValueError: the text is no time.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return (moment - _EPOCH) // _MILLISECOND
    except OverflowError as error:
        raise ValueError(text) from error
