"""When the entries happened that a search found: bars of hours, or of days where there are many hours."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from livefeed.engine.tally import Tally
from livefeed.model.times import HOUR

__all__ = ["BARS", "Bar", "Histogram", "histogram"]

BARS = 48
"""At most; of more days the last are shown."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour or a day. Times in milliseconds since 1970 UTC."""

    start: int
    end: int
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars without a gap between them."""

    bars: list[Bar]
    of_days: bool

    @property
    def most(self) -> Bar:
        """The highest bar; of equal ones the first."""
        return max(self.bars, key=lambda bar: bar.count)


def histogram(tally: Tally, zone: tzinfo) -> Histogram | None:
    """Draw a tally; None where there is nothing to draw."""
    hours = tally.hours(zone)
    if not hours:
        return None
    first, last = hours[0][0], hours[-1][0]
    if (last - first) // HOUR < BARS:
        counts = dict(hours)
        return Histogram([Bar(at, at + HOUR, counts.get(at, 0)) for at in range(first, last + 1, HOUR)], of_days=False)
    days: Counter[int] = Counter()
    for at, count in hours:
        days[_midnight(at, zone)] += count
    return Histogram([Bar(at, end, days[at]) for at, end in _days(min(days), max(days), zone)][-BARS:], of_days=True)


def _days(first: int, last: int, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """Walk from midnight to midnight, over the last days that there is room for."""
    at = max(first, _midnight(last - BARS * 24 * HOUR, zone))
    while at <= last:
        end = _midnight(at + 36 * HOUR, zone)  # noon of the next day, whatever the clocks do in between
        yield at, end
        at = end


def _midnight(at: int, zone: tzinfo) -> int:
    local = datetime.fromtimestamp(at / 1_000, UTC).astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return (midnight.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
