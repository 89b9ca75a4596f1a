"""What stands out in a coverage's pulse, in figures that can be said in a sentence."""

from collections.abc import Iterable

import msgspec

from livefeed.model.entry import Entry, Why
from livefeed.model.times import HOUR, MINUTE

__all__ = ["HOT", "Burst", "take_burst"]

HOT = 2.0
"""A burst goes on while a minute has so many times the usual."""

_NOT_ITS_OWN: frozenset[Why] = frozenset(["boost", "quote", "repost", "cross-post", "same"])
"""Copies that do not stand for another person who saw it."""

_PRESS = "feed"


class Burst(msgspec.Struct, frozen=True, kw_only=True):
    """The highest peak of a board. Times in milliseconds since 1970 UTC."""

    at: int
    """The minute of the peak."""
    posts: int
    """Posts of that minute."""
    times: float | None
    """How many times the usual that is; None where nothing is usual."""
    accounts: int
    """Who said something of their own while it lasted: shares and the same person elsewhere are not counted."""
    networks: int
    """On how many networks."""
    lead: int | None
    """Milliseconds from its first post to the first entry of a feed; None where no feed came, or one was first."""


def take_burst(entries: Iterable[Entry], first_minute: int, bars: tuple[int, ...], peak: int, usual: float) -> Burst:
    """Tell of the burst around a peak.

    Args:
        entries: of the board, in any order.
        first_minute: when the first bar begins.
        bars: posts a minute.
        peak: which bar is the highest.
        usual: posts of a usual minute.
    """
    begin = end = peak
    while begin > 0 and bars[begin - 1] >= max(1, usual * HOT):
        begin -= 1
    while end + 1 < len(bars) and bars[end + 1] >= max(1, usual * HOT):
        end += 1
    since, until = first_minute + begin * MINUTE, first_minute + (end + 1) * MINUTE
    accounts: set[str] = set()
    networks: set[str] = set()
    reported: list[int] = []
    press: list[int] = []
    for entry in entries:
        if entry.post.network == _PRESS and entry.at >= since - HOUR:
            press.append(entry.at)
        if since <= entry.at < until and entry.post.network != _PRESS:
            accounts.add(entry.post.author.handle)
            networks.add(entry.post.network)
            reported.append(entry.at)
        for copy in entry.copies:
            if since <= copy.at < until and copy.network != _PRESS:
                networks.add(copy.network)
                if copy.why not in _NOT_ITS_OWN:
                    accounts.add(copy.author)
    ahead = min(press) - min(reported) if press and reported else 0
    return Burst(
        at=first_minute + peak * MINUTE,
        posts=bars[peak],
        times=bars[peak] / usual if usual else None,
        accounts=len(accounts),
        networks=len(networks),
        lead=ahead if ahead >= MINUTE else None,
    )
