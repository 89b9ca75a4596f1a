"""Group commit: many writes, one transaction, off the loop; published only when they are durable."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from livefeed.engine.state import Step
from livefeed.model.change import Change
from livefeed.runtime.crashpoints import reached
from livefeed.runtime.journal import Journal, Write

__all__ = ["JournalWriter"]

QUEUE = 1_000
"""Writes that may wait; whoever brings more waits with them."""

_TIDY_AGAIN = 0.1
"""Seconds until what a reader kept from being tidied up is tried again, where nothing is written meanwhile."""


class JournalWriter:
    """Takes writes from the loop, commits what has gathered, and publishes it.

    While one transaction is on its way to the disk the next gathers, so under load a commit carries many writes.
    """

    def __init__(
        self,
        journal: Journal,
        publish: Callable[[Sequence[tuple[int, Change]]], None],
        durable: Callable[[Iterable[Step]], None],
    ) -> None:
        self._journal = journal
        self._publish = publish
        self._durable = durable
        self._queue: asyncio.Queue[Write | asyncio.Future[None]] = asyncio.Queue(QUEUE)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

    async def write(self, write: Write) -> None:
        """Hand over a write; waits while the queue is full."""
        await self._queue.put(write)

    async def durable(self) -> None:
        """Wait until what was handed over before this call is durable and published.

        What it deleted is then off the disk too, unless somebody reads the journal just then: soon after.
        """
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put(reached)
        await reached

    async def settled(self) -> None:
        """Wait until all that was handed over is durable and published."""
        await self._queue.join()

    async def run(self) -> None:
        """Commit until cancelled.

        Raises:
            JournalError: a commit failed; what was not published is not shown, and nothing more is taken.
        """
        loop = asyncio.get_running_loop()
        try:
            while True:
                batch = [await self._next()]
                while not self._queue.empty():
                    batch.append(self._queue.get_nowait())
                writes = [one for one in batch if isinstance(one, Write)]
                if writes:
                    changes = await loop.run_in_executor(self._thread, self._journal.commit, writes)
                    self._durable(step for write in writes for step in write.steps)
                    self._publish(changes)
                    reached("published")
                    await self._tidy()
                for one in batch:
                    if isinstance(one, asyncio.Future) and not one.done():
                        one.set_result(None)
                for _ in batch:
                    self._queue.task_done()
        finally:
            self._thread.shutdown(wait=True)

    async def _next(self) -> Write | asyncio.Future[None]:
        """Wait for something to do; meanwhile tidy up what could not be tidied before."""
        while self._journal.untidy:
            try:
                async with asyncio.timeout(_TIDY_AGAIN):
                    return await self._queue.get()
            except TimeoutError:
                await self._tidy()
        return await self._queue.get()

    async def _tidy(self) -> None:
        if self._journal.untidy:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._journal.tidy)
