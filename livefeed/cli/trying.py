"""Follow a coverage for a while without serving it: for `check --connect` and `record`."""

import asyncio
import contextlib
import os
import signal
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from livefeed.model.addresses import Allowed
from livefeed.model.coverage import Coverage
from livefeed.model.errors import LivefeedError
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.following import Following
from livefeed.runtime.network import Network
from livefeed.runtime.plans import plan_streams
from livefeed.runtime.running import RunningCoverage

__all__ = ["Watch", "follow_for"]

Watch = Callable[[RunningCoverage, Following], Awaitable[None]]
"""Looks on while streams are followed; following ends when it returns."""


def follow_for(coverage: Coverage, watch: Watch, data: Path | None = None) -> None:
    """Follow a coverage's streams until `watch` returns, or Ctrl-C.

    Args:
        coverage: what to follow.
        watch: looks on.
        data: folder of a journal to go on from; without one, what is taken in is forgotten.

    Raises:
        LivefeedError: what was taken in could not be kept.
    """
    planned = plan_streams(coverage, os.environ)
    for words in planned.missing:
        click.echo(words, err=True)
    with tempfile.TemporaryDirectory(prefix="livefeed-") as scratch:
        running = RunningCoverage.open(coverage, data or Path(scratch), SystemClock())

        async def work() -> None:
            network = Network(running.clock, Allowed(coverage.allow))
            following = Following(planned.plans, network, running, running.clock)
            running.health = lambda: following.health
            try:
                await _until_watched(running, following, watch)
            finally:
                await network.close()

        try:
            asyncio.run(work())
        except* LivefeedError as group:
            raise group.exceptions[0] from None
        finally:
            running.close()


async def _until_watched(running: RunningCoverage, following: Following, watch: Watch) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(name, stopped.set)
    await running.ready()
    async with asyncio.TaskGroup() as tasks:
        going = [tasks.create_task(work) for work in (running.writer.run(), running.keep_time(), following.run())]
        looking = [tasks.create_task(_look(watch, running, following)), tasks.create_task(_wait(stopped))]
        await asyncio.wait(looking, return_when=asyncio.FIRST_COMPLETED)
        for task in (*looking, *going[1:]):
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await running.writer.settled()
        going[0].cancel()


async def _look(watch: Watch, running: RunningCoverage, following: Following) -> None:
    await watch(running, following)


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
