"""Do in a process of its own what a library may take its time over, or die of.

One process, started when there is something to do, with a limit of memory. Work that takes too long costs the process
its life, and the next work gets a new one. Pages and streams go on meanwhile.
"""

import asyncio
import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, TypeVarTuple

from livefeed.model.errors import LimitError

__all__ = ["MEMORY", "LimitedProcess"]

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space of such a process."""

_Given = TypeVarTuple("_Given")
_Got = TypeVar("_Got")


class LimitedProcess:
    """Does one thing after the other.

    Args:
        seconds: time for one, in real time; waiting for those before it does not count.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pool: ProcessPoolExecutor | None = None
        self._turn = asyncio.Lock()

    async def run(self, work: Callable[[*_Given], _Got], *given: *_Given) -> _Got:
        """Call a function of a module over there.

        Raises:
            LimitError: it took too long, or more memory than there is.
            Exception: whatever the function raises.
        """
        loop = asyncio.get_running_loop()
        async with self._turn:
            try:
                async with asyncio.timeout(self.seconds):
                    return await loop.run_in_executor(self._running(), work, *given)
            except TimeoutError as error:
                self.end()
                raise LimitError(f"takes longer than {self.seconds:g} seconds to read") from error
            except (BrokenProcessPool, MemoryError) as error:
                self.end()
                raise LimitError("cannot be read within the limits of memory") from error
            except asyncio.CancelledError:
                self.end()  # or the next would wait for work that nobody wants any more
                raise

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Neither threads nor open journals may be copied into the process: it begins from nothing.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
        return self._pool

    def end(self) -> None:
        """End the process, whatever it is doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way before Python 3.14
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Set the limits, and end with the parent, however it ends; Ctrl-C is the parent's to handle."""
    import signal  # noqa: PLC0415 - only over there

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _end_with_parent() -> None:
    """A parent that was killed tells its pool nothing: who waits for work from it would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
