"""`livefeed serve`: coverages on their pages, following their streams."""

import asyncio
import contextlib
import sys
import threading
from itertools import chain
from pathlib import Path

import click

from livefeed.cli.follow import following_feeder, pinging_feeder
from livefeed.cli.serving import Feeder, run_until_stopped, serving_options
from livefeed.cli.units import read_address, read_size, read_span
from livefeed.config.coverage_file import load_coverage
from livefeed.model.errors import ConfigError
from livefeed.model.frame import Frame
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.tape import Tape
from livefeed.runtime.tape_keeper import TapeKeeper

__all__ = ["serve"]


@click.command()
@click.argument("coverages", metavar="COVERAGE.toml…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the journals; made when missing.",
)
@click.option(
    "--stdin", "from_stdin", is_flag=True, help="Take frames (docs/tape.md) from standard input as they come."
)
@click.option(
    "--public-url",
    metavar="URL",
    help="Address under which the world reaches this server; lets feeds' hubs push, and stands on the wall.",
)
@click.option(
    "--hub",
    metavar="URL",
    help="WebSub hub that feeds name, and that is told when they change; needs --public-url.",
)
@click.option("--no-media", is_flag=True, help="Fetch no avatars and pictures: they are described in words.")
@click.option(
    "--record",
    "tapes",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Record what comes to DIR/<slug>/, in files named by the time; what is deleted later leaves them.",
)
@click.option(
    "--rotate-size", default="64M", show_default=True, callback=read_size, help="Begin a new file at this size."
)
@click.option(
    "--rotate-every",
    default="1h",
    show_default=True,
    callback=read_span,
    help="Begin a new file after so long, and take out of the others what was deleted.",
)
@click.option("--offline", is_flag=True, help="Ask nobody for anything: show what the journals hold.")
@serving_options
def serve(  # noqa: PLR0913, PLR0917 - one argument an option
    coverages: tuple[Path, ...],
    data: Path,
    from_stdin: bool,  # noqa: FBT001 - a flag of the command line
    no_media: bool,  # noqa: FBT001 - as above
    offline: bool,  # noqa: FBT001 - as above
    public_url: str | None,
    hub: str | None,
    tapes: Path | None,
    rotate_size: int,
    rotate_every: int,
    host: str,
    port: int,
) -> None:
    """Follow the streams of one or more coverages, and serve their pages.

    With --stdin frames come from another program instead: each goes to all coverages, which take what matches their
    rules.

    \b
    Example: my-collector | livefeed serve coverage.toml --data ./data --stdin
    Example: livefeed serve coverage.toml --data ./data --record ./tapes
    """
    _check_addresses(public_url, hub)
    loaded = [load_coverage(path) for path in coverages]
    slugs = [coverage.slug for coverage in loaded]
    for path, slug in zip(coverages, slugs, strict=True):
        if slugs.count(slug) > 1:
            raise ConfigError(
                file=str(path),
                line=None,
                key="slug",
                problem=f'"{slug}" is the slug of two files',
                remedy="Give each its own.",
            )
    running = [RunningCoverage.open(coverage, data, SystemClock()) for coverage in loaded]
    if not no_media and not offline:
        for coverage in running:
            coverage.fetch_media(data)
    feeders: list[Feeder] = []
    if tapes is not None:
        feeders += [_recording_feeder(coverage, tapes, rotate_size, rotate_every) for coverage in running]
    if from_stdin:
        feeders.append(_stdin_feeder(running))
    elif not offline:
        feeders += [following_feeder(coverage, public_url) for coverage in running]
        if not any(coverage.streams for coverage in loaded):
            click.echo("No stream is set up: pages show what the journals hold, and what the inbox brings.", err=True)
    if hub is not None and public_url is not None and not offline:
        feeders += [pinging_feeder(coverage, hub, public_url) for coverage in running]
    run_until_stopped(running, feeders, host=host, port=port, public_url=public_url, hub=hub)


def _check_addresses(public_url: str | None, hub: str | None) -> None:
    for name, address in (("--public-url", public_url), ("--hub", hub)):
        read_address(name, address)
    if hub is not None and public_url is None:
        raise click.BadParameter("a hub fetches feeds from the address that --public-url says", param_hint="--hub")


def _recording_feeder(running: RunningCoverage, tapes: Path, most_bytes: int, longest: int) -> Feeder:
    """Record what a coverage takes in from now on."""
    coverage = running.coverage
    header: dict[str, object] = {"coverage": coverage.slug, "title": next(iter(coverage.title.values()))}
    keeper = TapeKeeper(tapes / coverage.slug, header, running.clock, most_bytes=most_bytes, longest=longest)
    running.record = keeper.record
    running.recording = keeper.facts

    async def feed() -> None:
        try:
            await keeper.run()
        finally:
            await keeper.close()

    return feed


def _stdin_feeder(running: list[RunningCoverage]) -> Feeder:
    async def feed() -> None:
        frames: asyncio.Queue[Frame | None] = asyncio.Queue(1)
        loop = asyncio.get_running_loop()
        # Nothing ends a read of a pipe that is silent, so nothing waits for this thread at the end. It has a reader of
        # its own: Python itself waits for that of sys.stdin.
        threading.Thread(target=_read_stdin, args=(loop, frames), daemon=True, name="stdin").start()
        while (frame := await frames.get()) is not None:
            for coverage in running:
                if coverage.record is not None:
                    coverage.record(frame)
                await coverage.take(frame)

    return feed


def _read_stdin(loop: asyncio.AbstractEventLoop, frames: "asyncio.Queue[Frame | None]") -> None:
    """Hand over frame by frame as there is room, then None."""
    with open(sys.stdin.fileno(), "rb", closefd=False) as pipe, contextlib.suppress(RuntimeError):  # the loop is closed
        for frame in chain(Tape(pipe, sort=False), [None]):
            asyncio.run_coroutine_threadsafe(frames.put(frame), loop).result()
