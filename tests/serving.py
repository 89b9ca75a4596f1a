"""A coverage at work in a test: its journal is written, and its pages are served on a free port of loopback."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from livefeed.runtime.running import RunningCoverage

__all__ = ["listening", "writing"]


@contextlib.asynccontextmanager
async def writing(running: RunningCoverage) -> AsyncIterator[None]:
    """Read what the engine remembers, let the journal be written, and close it in the end."""
    await running.ready()
    task = asyncio.create_task(running.writer.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        running.close()


@contextlib.asynccontextmanager
async def listening(app: web.Application, port: int = 0) -> AsyncIterator[int]:
    """Serve; gives the port."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
