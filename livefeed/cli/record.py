"""`livefeed record`: what streams bring, onto a tape."""

import re
from pathlib import Path

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from livefeed.cli.trying import follow_for
from livefeed.config.coverage_file import load_coverage
from livefeed.model.times import HOUR, MINUTE, SECOND
from livefeed.runtime.following import Following
from livefeed.runtime.health import in_words
from livefeed.runtime.recorder import Recorder
from livefeed.runtime.running import RunningCoverage

__all__ = ["record"]

_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": 24 * HOUR}
_SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def _span(_context: click.Context, parameter: click.Parameter, written: str | None) -> int | None:
    """Read `90s`, `15m`, `2h` or `1d` as milliseconds."""
    if written is None:
        return None
    found = re.fullmatch(r"(\d{1,6})([smhd])", written)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{written!r} is no time; write 90s, 15m, 2h or 1d", param=parameter)
    return int(found[1]) * _UNITS[found[2]]


def _size(_context: click.Context, parameter: click.Parameter, written: str) -> int:
    """Read `500K`, `64M` or `2G` as bytes."""
    found = re.fullmatch(r"(\d{1,6})([KMG])", written)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{written!r} is no size; write 500K, 64M or 2G", param=parameter)
    return int(found[1]) * _SIZES[found[2]]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="NAME.ndjson.zst, or NAME.ndjson; must not be there yet.",
)
@click.option("--for", "duration", callback=_span, metavar="TIME", help="Stop after 90s, 15m, 2h, 1d; else at Ctrl-C.")
@click.option("--rotate-size", default="256M", show_default=True, callback=_size, help="Begin a new file at this size.")
@click.option("--rotate-every", default="1d", show_default=True, callback=_span, help="Begin a new file after so long.")
def record(coverage: Path, output: Path, duration: int | None, rotate_size: int, rotate_every: int) -> None:
    """Follow the streams of a coverage and record what they bring, exactly as it comes.

    \b
    Example: livefeed record coverage.toml -o day.ndjson.zst
    The tape can be played again: livefeed replay day.ndjson.zst --coverage coverage.toml
    """
    followed = load_coverage(coverage)
    if output.suffixes[-2:] != [".ndjson", ".zst"] and output.suffix != ".ndjson":
        raise click.BadParameter(f"{output} must end in .ndjson.zst or .ndjson", param_hint="-o")
    recorder = Recorder(
        output,
        {"coverage": followed.slug, "title": next(iter(followed.title.values()))},
        most_bytes=rotate_size,
        longest=rotate_every,
        tell=lambda path: click.echo(f"recording {path}", err=True),
    )

    async def watch(running: RunningCoverage, following: Following) -> None:
        running.record = recorder.write
        began = running.clock.now()
        console = Console(stderr=True)
        with Live(console=console, auto_refresh=False, transient=True) as live:
            while duration is None or running.clock.now() - began < duration:
                if console.is_terminal:
                    live.update(_display(running, following, running.clock.now() - began), refresh=True)
                await running.clock.sleep_until(running.clock.now() + SECOND)
                recorder.flush()

    try:
        follow_for(followed, watch)
    finally:
        recorder.close()
    click.echo(f"frames: {recorder.frames}", err=True)


def _display(running: RunningCoverage, following: Following, elapsed: int) -> Table:
    table = Table("stream", "way", "a minute", "all", "how it is")
    minutes = max(1.0, elapsed / MINUTE)
    for way in following.health:
        words = in_words(way, running.clock.now())
        table.add_row(way.stream, way.way, f"{way.payloads / minutes:.1f}", str(way.payloads), words)
    return table
