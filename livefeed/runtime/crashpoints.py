"""Named places between any two steps of what must survive a crash; each does nothing, unless a test arms it.

`tests/runtime/test_crashes.py` kills a real process at each of them and lets an oracle look at what is left.
"""

from collections.abc import Callable

__all__ = ["POINTS", "TAPE_POINTS", "arm", "reached"]

POINTS = (
    "frame.taken",
    "commit.begun",
    "commit.written",
    "commit.durable",
    "published",
    "checkpoint.begun",
    "checkpoint.copied",
    "checkpoint.emptied",
)
"""In the order in which a change with a deletion passes them."""

TAPE_POINTS = ("tape.written", "tape.replaced")
"""While a tape is written anew without what was deleted."""

_armed: Callable[[str], None] | None = None


def arm(then: Callable[[str], None]) -> None:
    """Call this with the name of each point that is reached from now on; for tests."""
    global _armed  # noqa: PLW0603 - one process, one crash
    _armed = then


def reached(point: str) -> None:
    """Say that a point is reached."""
    if _armed is not None:
        _armed(point)
