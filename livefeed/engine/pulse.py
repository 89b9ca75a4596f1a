"""The pulse of a coverage: how many posts and voices, how many a minute, and what is usual."""

from collections import Counter
from collections.abc import Collection, Mapping
from statistics import median

import msgspec

from livefeed.engine.board import Board
from livefeed.engine.burst import Burst, take_burst
from livefeed.model.entry import Entry
from livefeed.model.times import MINUTE

__all__ = ["PEAK_ABOVE_USUAL", "PEAK_AT_LEAST", "Pulse", "take_past_pulse", "take_pulse"]

_MINUTES = 96
_RATE_OVER = 5
PEAK_ABOVE_USUAL = 3.0
PEAK_AT_LEAST = 10


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a board at one time; times in milliseconds since 1970 UTC."""

    posts: int
    """Posts, copies counted."""
    voices: int | None
    """People, each network's account by itself; None where only posts were counted."""
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
    first, bars = _bars(minutes, now // MINUTE)
    usual, peak, stands_out = _judged(bars)
    return Pulse(
        posts=posts,
        voices=len(voices),
        per_minute=_mean(bars[-_RATE_OVER - 1 : -1] or bars),
        first_minute=first * MINUTE,
        bars=bars,
        usual=usual,
        peak=peak if stands_out else None,
        burst=take_burst(entries, first * MINUTE, bars, peak, usual) if stands_out else None,
    )


def take_past_pulse(volume: Mapping[int, Mapping[str, int]], now: int) -> Pulse:
    """Count what had come in by a time (milliseconds), up to the last minute that was whole.

    Args:
        volume: posts received, by the time at which a minute begins, and by network.
        now: the time.
    """
    last = now // MINUTE - 1
    minutes = Counter({start // MINUTE: sum(counts.values()) for start, counts in volume.items()})
    first, bars = _bars(minutes, last)
    usual, peak, stands_out = _judged(bars)
    return Pulse(
        posts=sum(count for minute, count in minutes.items() if minute <= last),
        voices=None,
        per_minute=_mean(bars[-_RATE_OVER:]),
        first_minute=first * MINUTE,
        bars=bars,
        usual=usual,
        peak=peak if stands_out else None,
    )


def _bars(minutes: Counter[int], last: int) -> tuple[int, tuple[int, ...]]:
    """Give the first minute that is shown, and the posts of each up to the last one."""
    first = max(last - _MINUTES + 1, min(min(minutes, default=last), last))
    return first, tuple(minutes[minute] for minute in range(first, last + 1))


def _judged(bars: tuple[int, ...]) -> tuple[float, int, bool]:
    """Tell what is usual, which bar is the highest, and whether it stands out."""
    usual = float(median(bars))
    peak = max(range(len(bars)), key=lambda i: bars[i])
    return usual, peak, bars[peak] >= max(PEAK_AT_LEAST, PEAK_ABOVE_USUAL * usual)


def _mean(bars: tuple[int, ...]) -> float:
    return sum(bars) / len(bars)
