"""What all commands that serve share: options, start, and a clean stop."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import click
from aiohttp import web

from livefeed.assets import Assets
from livefeed.model.errors import LivefeedError
from livefeed.runtime.memory import run_long
from livefeed.runtime.running import RunningCoverage
from livefeed.server.app import make_app
from livefeed.server.quiet import LOG

__all__ = ["Feeder", "run_until_stopped", "serving_options"]

Feeder = Callable[[], Awaitable[None]]
"""Brings a coverage its frames; returns when there are no more."""

_KEEP_ALIVE = 15.0
_SETTLE_WITHIN = 5.0
_BACKLOG = 1024


def serving_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--host` and `--port` to a command."""
    command = click.option(
        "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0 for any free one."
    )(command)
    return click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")(command)


def run_until_stopped(  # noqa: PLR0913 - what is served, and under which addresses
    coverages: Sequence[RunningCoverage],
    feeders: Sequence[Feeder],
    *,
    host: str,
    port: int,
    public_url: str | None = None,
    hub: str | None = None,
) -> None:
    """Serve coverages until Ctrl-C or SIGTERM.

    Raises:
        LivefeedError: the address is taken, or a journal failed.
    """
    run_long()
    try:
        _run(_serve(make_app(coverages, Assets(), public_url=public_url, hub=hub), coverages, feeders, host, port))
    except* LivefeedError as group:
        raise _first(group) from None
    finally:
        for coverage in coverages:
            coverage.close()


def _first(group: BaseExceptionGroup[LivefeedError]) -> LivefeedError:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, LivefeedError) else LivefeedError(str(error))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where it is to be had."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


async def _serve(
    app: web.Application, coverages: Sequence[RunningCoverage], feeders: Sequence[Feeder], host: str, port: int
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(app, access_log=None, logger=LOG, keepalive_timeout=_KEEP_ALIVE, shutdown_timeout=2.0)
    await runner.setup()
    try:
        # What stands by now stays: a full collection with thousands of readers would stop the process for 0.3 s.
        gc.collect()
        gc.freeze()
        await _listen(runner, host, port)
        async with asyncio.TaskGroup() as tasks:
            writers = [tasks.create_task(coverage.writer.run()) for coverage in coverages]
            feeding = [tasks.create_task(_feed(feeder, coverages)) for feeder in feeders]
            feeding += [tasks.create_task(coverage.keep_time()) for coverage in coverages]
            feeding += [tasks.create_task(coverage.check()) for coverage in coverages]
            await stop.wait()
            for coverage in coverages:
                coverage.give_up()
            for task in feeding:
                task.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_SETTLE_WITHIN):
                    await asyncio.gather(*(coverage.writer.settled() for coverage in coverages))
            for task in writers:
                task.cancel()
    finally:
        await runner.cleanup()
    click.echo("Stopped.", err=True)


async def _feed(feeder: Feeder, coverages: Sequence[RunningCoverage]) -> None:
    for coverage in coverages:
        await coverage.ready()
    await feeder()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        site = web.TCPSite(runner, host, port, backlog=_BACKLOG)
        await site.start()
    except OSError as error:
        raise LivefeedError(
            f"cannot listen on {host}:{port}: {error.strerror or error}\n  Choose another --port, or 0 for any."
        ) from error
    actual = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Listening on http://{shown}:{actual}/")
    sys.stdout.flush()
