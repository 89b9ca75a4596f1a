"""Who is connected to the process, over whatever wire: how many may be, and how they are told that it stops."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from aiohttp import web

__all__ = ["CONNECTED", "DRAINING", "READERS", "Connected", "Draining", "admit", "drain"]

READERS = 15_000
"""Readers at once; past it one is told to come back (503, Retry-After)."""
ARRIVALS = 2_000
"""Readers a second; past it likewise, so that a storm of them leaves room for pages."""

Goodbye = Callable[[float], Awaitable[None]]
"""Tells a reader after how many seconds to come back, and lets it go."""


class Connected(set[Goodbye]):
    """How to take leave of each reader; and how fast they come."""

    def __init__(self) -> None:
        super().__init__()
        self._second = 0
        self._arrived = 0

    def arrives(self, now: float) -> bool:
        """Tell whether one more may come at a time in seconds."""
        if int(now) != self._second:
            self._second, self._arrived = int(now), 0
        self._arrived += 1
        return self._arrived <= ARRIVALS and len(self) < READERS


class Draining:
    """Whether the process is about to stop."""

    def __init__(self) -> None:
        self.begun = False


CONNECTED = web.AppKey("connected", Connected)
DRAINING = web.AppKey("draining", Draining)


def admit(request: web.Request) -> None:
    """Let a reader in.

    Raises:
        web.HTTPServiceUnavailable: there is no room, or the process stops; `Retry-After` is another one for each.
    """
    if request.app[DRAINING].begun or not request.app[CONNECTED].arrives(asyncio.get_running_loop().time()):
        raise web.HTTPServiceUnavailable(headers={"Retry-After": str(random.randint(1, 10))})  # noqa: S311 - spreads load


async def drain(app: web.Application) -> None:
    """Say goodbye to every reader, each with a delay of its own, so that they do not come back all at once."""
    app[DRAINING].begun = True
    connected = app[CONNECTED]
    goodbyes = list(connected)
    spread = min(15.0, 1.0 + len(goodbyes) / 500)
    delays = [round(random.uniform(0.2, spread), 2) for _ in goodbyes]  # noqa: S311 - spreads load, guards nothing
    await asyncio.gather(*(goodbye(delay) for goodbye, delay in zip(goodbyes, delays, strict=True)))
