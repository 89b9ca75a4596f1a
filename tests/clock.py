"""A clock that tests move by hand."""

import asyncio
import heapq

__all__ = ["ManualClock"]


class ManualClock:
    """Stands still until `advance`; wakes sleepers in order and lets tasks run."""

    speed = 1.0

    def __init__(self, now: int) -> None:
        self._now = now
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> int:
        """Tell the time, milliseconds."""
        return self._now

    async def sleep_until(self, at: int) -> None:
        """Wait until the clock was moved there."""
        if at <= self._now:
            return
        self._count += 1
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (at, self._count, future))
        await future

    async def advance(self, milliseconds: int) -> None:
        """Let time pass."""
        end = self._now + milliseconds
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, future = heapq.heappop(self._sleepers)
            self._now = max(self._now, at)
            if not future.done():
                future.set_result(None)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        self._now = end
        await asyncio.sleep(0)
