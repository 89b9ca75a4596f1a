"""Where a post stands in time.

An entry stands at its event time, `min(what the author's clock claims, when it was first seen)`: by its network, where
that says so by a clock of its own, or by us. So what comes hours later, after a cut or a search, stands where it would
have stood. Clocks that lie are clamped to the time when it was first seen, and marked. Nothing is held back for stragglers: what belongs further down is put
there when it arrives, and marked late.
"""

from typing import NamedTuple

from livefeed.model.entry import Clock
from livefeed.model.times import DAY, MINUTE

__all__ = ["ARCHIVED_AFTER", "FUTURE_TOLERANCE", "LATE_AFTER", "Placed", "is_late", "place"]

FUTURE_TOLERANCE = 2 * MINUTE
"""A clock may run this far ahead before the entry says so (Bluesky's own rule for skew)."""

ARCHIVED_AFTER = DAY
"""Claimed longer ago than this: an old post pulled in, not a late one."""

LATE_AFTER = MINUTE
"""Behind the newest entry and behind its own receipt by this much: late."""

_EARLIEST_BELIEVABLE = 946_684_800_000  # 2000-01-01: a clock before that was never set


class Placed(NamedTuple):
    """Event time in milliseconds, and what we think of the clock that claimed it."""

    at: int
    clock: Clock


def place(claimed: int, received_at: int, network_at: int | None = None) -> Placed:
    """Place a post by its author's claim, our time of receipt, and its network's where there is one; milliseconds."""
    seen_at = received_at
    if network_at is not None and _EARLIEST_BELIEVABLE <= network_at < received_at:
        seen_at = network_at
    at = min(claimed, seen_at)
    if claimed < _EARLIEST_BELIEVABLE:
        return Placed(seen_at, "behind")
    if at < received_at - ARCHIVED_AFTER:
        return Placed(at, "archived")
    return Placed(at, "ahead" if claimed > seen_at + FUTURE_TOLERANCE else "ok")


def is_late(at: int, received_at: int, newest: int) -> bool:
    """Tell whether an arrival belongs further down than the newest entries."""
    return at + LATE_AFTER <= min(received_at, newest)
