"""`livefeed record`: what streams bring, onto a tape."""

from pathlib import Path

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from livefeed.cli.amounts import rotating, span
from livefeed.cli.trying import follow_for
from livefeed.config.coverage_file import load_coverage
from livefeed.model.times import MINUTE, SECOND
from livefeed.runtime.following import Following
from livefeed.runtime.health import in_words
from livefeed.runtime.recorder import Recorder, numbered
from livefeed.runtime.running import RunningCoverage

__all__ = ["record"]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="NAME.ndjson.zst, or NAME.ndjson; must not be there yet.",
)
@click.option("--for", "duration", callback=span, metavar="TIME", help="Stop after 90s, 15m, 2h, 1d; else at Ctrl-C.")
@rotating
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
        numbered(output),
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
