"""Take turns: so many at once, fewer to one host, and a line that does not grow for ever."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

__all__ = ["Turns"]


class Turns:
    """Who asks servers for something, and who waits to.

    Args:
        at_once: turns at the same time.
        per_host: of these, to one host.
        most: turns and waits together.
        most_per_host: of these, for one host: who is slow fills its own line, not everybody's.
    """

    def __init__(self, *, at_once: int, per_host: int, most: int, most_per_host: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._per_host = per_host
        self._most = most
        self._most_per_host = most_per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._asked: Counter[str] = Counter()

    def claim(self, host: str) -> bool:
        """Get in line, if there is room; who does must have the turn in the end."""
        room = self._asked.total() < self._most and self._asked[host] < self._most_per_host
        if room:
            self._asked[host] += 1
        return room

    @contextlib.asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the turn that was claimed, and have it."""
        own = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        try:
            async with own, self._all:
                yield
        finally:
            self._asked[host] -= 1
            if not self._asked[host]:
                del self._asked[host], self._hosts[host]
