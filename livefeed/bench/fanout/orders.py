"""The orders that servers under measurement take on standard input, the same for all (sender.c has them in C).

`go TIMES EVERY TOGETHER`: publish TOGETHER changes, TIMES times, EVERY milliseconds apart; then print `done`.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

__all__ = ["SIZE", "mark", "obey"]

SIZE = 600
"""Bytes of a message with one change, as a reader gets it."""


def mark(number: int) -> str:
    """Write what readers.c looks for in a change: its number, and what time it is."""
    return f"~~{number}|{time.monotonic_ns()}~~"


async def obey(publish: Callable[[int], Awaitable[None]]) -> None:
    """Take orders until there are no more; `publish` is called with how many changes are to go together."""
    loop = asyncio.get_running_loop()
    while order := (await asyncio.to_thread(sys.stdin.readline)).split():
        times, every, together = map(int, order[1:])
        due = loop.time()
        for _ in range(times):
            await asyncio.sleep(due - loop.time())
            await publish(together)
            due += every / 1_000
        sys.stdout.write("done\n")
        sys.stdout.flush()
