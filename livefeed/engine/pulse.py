"""The pulse of a coverage: how many posts and voices, how many a minute, and what is usual."""

from collections import Counter
from collections.abc import Collection
from statistics import median

import msgspec

from livefeed.engine.board import Board
from livefeed.engine.burst import Burst, take_burst
from livefeed.model.entry import Entry
from livefeed.model.times import MINUTE

__all__ = ["PEAK_ABOVE_USUAL", "PEAK_AT_LEAST", "Pulse", "take_pulse"]

_MINUTES = 96
_RATE_OVER = 5
PEAK_ABOVE_USUAL = 3.0
PEAK_AT_LEAST = 10


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a board at one time; times in milliseconds since 1970 UTC."""

    posts: int
    """Posts, copies counted."""
    voices: int
    """People, each network's account by itself."""
    per_minute: float
    """Over the last five minutes."""
    first_minute: int
    """Start of the first bar."""
    bars: tuple[int, ...]
    """Posts a minute by event time; the last bar is the current minute."""
    usual: float
    """Median of the bars."""
    peak: int | None
    """Which bar is the peak, where one stands out."""
    burst: Burst | None = None
    """What can be said of that peak."""


def take_pulse(entries: Collection[Entry] | Board, now: int) -> Pulse:
    """Count what a board shows at a time (milliseconds)."""
    posts = 0
    voices: set[str] = set()
    minutes: Counter[int] = Counter()
    for entry in entries:
        posts += 1 + entry.copy_count
        voices.add(entry.post.author.handle)
        minutes[entry.at // MINUTE] += 1
        for copy in entry.copies:
            voices.add(copy.author)
            minutes[copy.at // MINUTE] += 1
    last = now // MINUTE
    earliest = min(minutes, default=last)
    first = max(last - _MINUTES + 1, min(earliest, last))
    bars = tuple(minutes[minute] for minute in range(first, last + 1))
    recent = bars[-_RATE_OVER - 1 : -1] or bars
    usual = float(median(bars))
    peak = max(range(len(bars)), key=lambda i: bars[i])
    stands_out = bars[peak] >= max(PEAK_AT_LEAST, PEAK_ABOVE_USUAL * usual)
    return Pulse(
        posts=posts,
        voices=len(voices),
        per_minute=sum(recent) / len(recent),
        first_minute=first * MINUTE,
        bars=bars,
        usual=usual,
        peak=peak if stands_out else None,
        burst=take_burst(entries, first * MINUTE, bars, peak, usual) if stands_out else None,
    )
