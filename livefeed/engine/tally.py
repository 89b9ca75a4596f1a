"""How many entries a search finds, and in which hours."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo

import msgspec

from livefeed.model.times import MINUTE, SECOND

__all__ = ["PART", "Tally"]

PART = 15 * MINUTE
"""Of time; every zone's hours begin with one."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A count, newest first: where it is not whole, what is older was not counted."""

    parts: Mapping[int, int]
    """By the number of the `PART` since 1970: entries that happened in it. None are left out."""
    is_whole: bool = True

    @classmethod
    def of(cls, times: Iterable[int]) -> "Tally":
        """Count entries by when they happened (milliseconds)."""
        return cls(parts=Counter(at // PART for at in times))

    @property
    def total(self) -> int:
        """All that were counted."""
        return sum(self.parts.values())

    def hours(self, zone: tzinfo) -> list[tuple[int, int]]:
        """Give the hours in which there are any, as a zone has them: beginning (milliseconds) and count, in order."""
        counts: Counter[int] = Counter()
        for part, count in self.parts.items():
            counts[_hour(part * PART, zone)] += count
        return sorted(counts.items())


def _hour(at: int, zone: tzinfo) -> int:
    moment = datetime.fromtimestamp(at / 1_000, UTC).astimezone(zone)
    return at - (moment.minute * MINUTE + moment.second * SECOND)
