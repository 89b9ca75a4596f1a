"""How much came when: counts of posts made into a histogram, and where they stand out."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from livefeed.engine.burst import HOT
from livefeed.engine.pulse import PEAK_ABOVE_USUAL, PEAK_AT_LEAST
from livefeed.model.times import DAY, HOUR, MINUTE

__all__ = ["BUCKETS", "Histogram", "Peak", "find_peaks", "take_histogram"]

BUCKETS = 400
"""Of a histogram, at most."""

_STEPS = (
    *(minutes * MINUTE for minutes in (1, 2, 5, 10, 15, 20, 30)),
    *(hours * HOUR for hours in (1, 2, 3, 4, 6, 8, 12)),
    *(days * DAY for days in (1, 2, 4, 7)),
)
"""Lengths of time that people count in."""

Volume = Mapping[int, Mapping[str, int]]
"""Posts received, by the time (milliseconds) at which a stretch begins, and by network."""


class Histogram(msgspec.Struct, frozen=True, kw_only=True):
    """Posts by time and network. Times in milliseconds."""

    begins: int
    step: int
    networks: tuple[str, ...]
    """Those with most posts first."""
    counts: tuple[tuple[int, ...], ...]
    """For each step one count a network."""


class Peak(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch in which far more came than usual."""

    at: int
    rate: float
    """Posts a minute."""


def take_histogram(volume: Volume, begins: int, ends: int) -> Histogram:
    """Count posts between two times in steps that are as short as the number of buckets lets them be."""
    begins, ends = min([begins, *volume]), max([ends, *volume])
    step = next((step for step in _STEPS if ends // step - begins // step < BUCKETS), None)
    if step is None:
        weeks = -(-(ends - begins + 1) // (BUCKETS - 1) // _STEPS[-1]) + 1
        step = weeks * _STEPS[-1]
    totals: Counter[str] = Counter()
    for counts in volume.values():
        totals.update(counts)
    networks = tuple(sorted(totals, key=lambda network: (-totals[network], network)))
    first = begins // step
    rows = [[0] * len(networks) for _ in range(ends // step - first + 1)]
    for start, counts in volume.items():
        row = rows[start // step - first]
        for column, network in enumerate(networks):
            row[column] += counts.get(network, 0)
    return Histogram(begins=first * step, step=step, networks=networks, counts=tuple(map(tuple, rows)))


def find_peaks(volume: Volume, step: int, most: int) -> list[Peak]:
    """Find where a volume stands out as the peak of a pulse does; the highest of each, in order of time.

    Args:
        volume: counts of stretches; those without posts may be missing.
        step: how long a stretch is, milliseconds.
        most: how many to give, the highest.
    """
    left = {start: sum(counts.values()) for start, counts in volume.items()}
    if not left:
        return []
    usual = _median(sorted(left.values()), (max(left) - min(left)) // step + 1)
    found: list[Peak] = []
    for start, posts in sorted(left.items(), key=lambda one: (-one[1], one[0])):
        if len(found) == most or posts < max(PEAK_AT_LEAST, PEAK_ABOVE_USUAL * usual):
            break
        if start in left:
            found.append(Peak(at=start, rate=posts * MINUTE / step))
            _take_out(left, start, step, max(1.0, usual * HOT))
    return sorted(found, key=lambda peak: peak.at)


def _median(counts: Sequence[int], stretches: int) -> float:
    """Give the median of so many stretches, of which those that are missing have no posts."""
    empty = stretches - len(counts)
    middle = (stretches - 1) // 2 - empty, stretches // 2 - empty
    return sum(counts[at] for at in middle if at >= 0) / 2


def _take_out(left: dict[int, int], peak: int, step: int, hot: float) -> None:
    """Let the stretches around a peak that are part of its burst be no peaks of their own."""
    del left[peak]
    for way in (-step, step):
        at = peak + way
        while left.get(at, 0) >= hot:
            del left[at]
            at += way
