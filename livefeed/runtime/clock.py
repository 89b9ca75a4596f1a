"""The only module that knows what time it is.

A replay runs on a scaled clock, live coverage on the system's; whoever waits or stamps asks the clock it was given.
"""

import asyncio
import time
from typing import Protocol

from livefeed.model.times import SECOND

__all__ = ["Clock", "ScaledClock", "SystemClock"]

_NAP = 0.25
"""Longest sleep in one go, in seconds: a clock that is set while we wait is noticed."""


class Clock(Protocol):
    """What time it is for a coverage, and waiting for it. Milliseconds since 1970 UTC."""

    @property
    def speed(self) -> float:
        """How many seconds pass in one second of ours."""
        ...

    def now(self) -> int:
        """Tell the time."""
        ...

    async def sleep_until(self, at: int) -> None:
        """Wait; returns at once when the time is past."""
        ...


class SystemClock:
    """The machine's clock."""

    @property
    def speed(self) -> float:
        """One second a second."""
        return 1.0

    def now(self) -> int:
        """Tell the time."""
        return time.time_ns() // 1_000_000

    async def sleep_until(self, at: int) -> None:
        """Wait; returns at once when the time is past."""
        while (rest := at - self.now()) > 0:  # noqa: ASYNC110 - time is not an object that can call us
            await asyncio.sleep(min(rest / SECOND, _NAP))


class ScaledClock:
    """Starts at a time of a tape's and runs `speed` times as fast as ours, on the monotonic clock.

    Args:
        start: the time at which it starts, milliseconds.
        speed: above zero.
    """

    def __init__(self, start: int, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._began = time.monotonic()

    @property
    def speed(self) -> float:
        """How many seconds pass in one second of ours."""
        return self._speed

    def now(self) -> int:
        """Tell the time."""
        return self._start + int((time.monotonic() - self._began) * self._speed * SECOND)

    def set(self, start: int) -> None:
        """Let it be this time now, milliseconds."""
        self._start = start
        self._began = time.monotonic()

    async def sleep_until(self, at: int) -> None:
        """Wait; returns at once when the time is past."""
        while (rest := at - self.now()) > 0:  # noqa: ASYNC110 - time is not an object that can call us
            await asyncio.sleep(min(rest / SECOND / self._speed, _NAP))
