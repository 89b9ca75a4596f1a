"""Who is connected to the process, over whatever wire: how many may be, and how they are told that it stops."""

import asyncio
import contextlib
import ipaddress
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

from aiohttp import web

__all__ = [
    "ARRIVALS",
    "CONNECTED",
    "DRAINING",
    "PER_ADDRESS",
    "READERS",
    "Connected",
    "Draining",
    "admit",
    "drain",
    "readiness",
]

READERS = 15_000
"""Readers at once; past it one is told to come back (503, Retry-After)."""
ARRIVALS = 2_000
"""Readers a second; past it likewise, so that a storm of them leaves room for pages."""
PER_ADDRESS = 1_000
"""Readers at once from one public address; past it likewise. Whole networks may share one, so it is generous; a proxy
in front has an address that is not public, and is not counted."""

Goodbye = Callable[[float], Awaitable[None]]
"""Tells a reader after how many seconds to come back, and lets it go."""


class Connected:
    """Who is connected: how to take leave of each, and from where and how fast they come."""

    def __init__(self) -> None:
        self.goodbyes: dict[Goodbye, str] = {}
        self._at: Counter[str] = Counter()
        self._second = 0
        self._arrived = 0

    def arrives(self, now: float, address: str) -> bool:
        """Tell whether one more may come, at a time in seconds, from an address."""
        if int(now) != self._second:
            self._second, self._arrived = int(now), 0
        self._arrived += 1
        if self._arrived > ARRIVALS or len(self.goodbyes) >= READERS:
            return False
        return self._at[address] < PER_ADDRESS or not _is_public(address)

    def full(self, now: float) -> bool:
        """Tell whether nobody more may come at a time in seconds."""
        return len(self.goodbyes) >= READERS or (int(now) == self._second and self._arrived >= ARRIVALS)

    @contextlib.contextmanager
    def stays(self, goodbye: Goodbye, address: str) -> Iterator[None]:
        """Count a reader for as long as it stays."""
        self.goodbyes[goodbye] = address
        self._at[address] += 1
        try:
            yield
        finally:
            del self.goodbyes[goodbye]
            self._at[address] -= 1
            if not self._at[address]:
                del self._at[address]


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


class Draining:
    """Whether the process is about to stop."""

    def __init__(self) -> None:
        self.begun = False


CONNECTED = web.AppKey("connected", Connected)
DRAINING = web.AppKey("draining", Draining)


def admit(request: web.Request, goodbye: Goodbye) -> contextlib.AbstractContextManager[None]:
    """Let a reader in, for as long as the block goes on.

    Raises:
        web.HTTPServiceUnavailable: there is no room, or the process stops; `Retry-After` is another one for each.
    """
    connected, address = request.app[CONNECTED], request.remote or ""
    if request.app[DRAINING].begun or not connected.arrives(asyncio.get_running_loop().time(), address):
        raise web.HTTPServiceUnavailable(headers=_later())
    return connected.stays(goodbye, address)


def readiness(request: web.Request) -> web.Response:
    """Say whether a reader would be let in; a browser whose WebSocket fails is not told why, and asks here."""
    if request.app[DRAINING].begun:
        return web.Response(status=503, text="stopping\n", headers=_later())
    if request.app[CONNECTED].full(asyncio.get_running_loop().time()):
        return web.Response(status=503, text="full\n", headers=_later())
    return web.Response(text="ready\n")


def _later() -> dict[str, str]:
    return {"Retry-After": str(random.randint(1, 10))}  # noqa: S311 - spreads load, guards nothing


async def drain(app: web.Application) -> None:
    """Say goodbye to every reader, each with a delay of its own, so that they do not come back all at once."""
    app[DRAINING].begun = True
    goodbyes = list(app[CONNECTED].goodbyes)
    spread = min(15.0, 1.0 + len(goodbyes) / 500)
    delays = [round(random.uniform(0.2, spread), 2) for _ in goodbyes]  # noqa: S311 - spreads load, guards nothing
    await asyncio.gather(*(goodbye(delay) for goodbye, delay in zip(goodbyes, delays, strict=True)))
