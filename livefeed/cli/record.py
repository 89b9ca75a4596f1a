"""`livefeed record`: what streams bring, onto a tape."""

from pathlib import Path

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from livefeed.cli.trying import follow_for
from livefeed.cli.units import read_size, read_span
from livefeed.config.coverage_file import load_coverage
from livefeed.model.times import MINUTE
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.following import Following
from livefeed.runtime.health import in_words
from livefeed.runtime.recorder import FLUSH, Recorder, dated_names, numbered_names
from livefeed.runtime.running import RunningCoverage

__all__ = ["record"]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="NAME.ndjson.zst, or NAME.ndjson, which must not be there yet; or a folder, for files named by the time.",
)
@click.option(
    "--for", "duration", callback=read_span, metavar="TIME", help="Stop after 90s, 15m, 2h, 1d; else at Ctrl-C."
)
@click.option(
    "--rotate-size", default="256M", show_default=True, callback=read_size, help="Begin a new file at this size."
)
@click.option(
    "--rotate-every", default="1d", show_default=True, callback=read_span, help="Begin a new file after so long."
)
def record(coverage: Path, output: Path, duration: int | None, rotate_size: int, rotate_every: int) -> None:
    """Follow the streams of a coverage and record what they bring, exactly as it comes.

    \b
    Example: livefeed record coverage.toml -o day.ndjson.zst
    The tape can be played again: livefeed replay day.ndjson.zst --coverage coverage.toml
    To record while pages are served: livefeed serve coverage.toml --data ./data --record ./tapes
    """
    followed = load_coverage(coverage)
    if output.is_dir():
        names = dated_names(output, SystemClock())
    elif output.suffixes[-2:] == [".ndjson", ".zst"] or output.suffix == ".ndjson":
        names = numbered_names(output)
    else:
        raise click.BadParameter(f"{output} must end in .ndjson.zst or .ndjson, or be a folder", param_hint="-o")
    recorder = Recorder(
        names,
        {"coverage": followed.slug, "title": next(iter(followed.title.values()))},
        clock=SystemClock(),
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
                await running.clock.sleep_until(running.clock.now() + FLUSH)
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
