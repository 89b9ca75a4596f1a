"""`livefeed bench`: how fast it is on this machine."""

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from livefeed.assets import Assets
from livefeed.bench.journal import fill, measure_commits
from livefeed.bench.restart import measure_restarts
from livefeed.bench.sources import measure

__all__ = ["bench"]


@click.group()
def bench() -> None:
    """Measure speed on this machine, each figure beside its references; docs/performance.md says what was measured."""


@bench.command()
@click.option(
    "--jetstream", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Recorded messages, one a line."
)
def sources(jetstream: Path | None) -> None:
    """Payloads parsed and matched a second and core, and how fast others' posts are turned away."""
    table = Table("what", "payloads", "a second, one core", "noise")
    for line in measure(sorted(Assets().recordings.glob("*/tape.ndjson.zst")), jetstream):
        table.add_row(line.what, str(line.payloads), f"{line.per_second:,.0f}", f"±{line.spread / 2:.0%}")
    Console().print(table)


@bench.command()
@click.option(
    "--seconds", default=20.0, show_default=True, type=click.FloatRange(1, 600), help="For each kind of commit."
)
@click.option("--rate", default=100.0, show_default=True, type=click.FloatRange(1, 2_000), help="Posts a second.")
@click.option(
    "--changes", default=1_000_000, show_default=True, type=click.IntRange(1), help="In the journal restarted."
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for that journal, which takes minutes to fill; used again the next time.",
)
def journal(seconds: float, rate: float, changes: int, data: Path | None) -> None:
    """How long until a post is durable, and until a restarted server has its first page.

    The references keep the same bytes without changes, engine's memory and index: appended to a file, and as rows of
    plain SQLite.
    """
    console = Console()
    table = Table("until durable", "posts", "median ms", "p99 ms", "longest ms")
    for line in measure_commits(seconds, rate):
        table.add_row(line.what, str(line.posts), f"{line.median:.2f}", f"{line.p99:.2f}", f"{line.longest:.1f}")
    console.print(table)
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        folder = data or Path(scratch)
        with Progress(console=Console(stderr=True), disable=not console.is_terminal, transient=True) as progress:
            filling = progress.add_task("Filling a journal", total=changes)
            path = fill(folder, changes, lambda written: progress.update(filling, completed=written))
        table = Table(f"restart, {changes:,} changes, {path.stat().st_size / 1e6:,.0f} MB", "median ms", "longest ms")
        for took in measure_restarts(folder, path):
            table.add_row(took.what, f"{took.median:,.0f}", f"{took.longest:,.0f}")
        console.print(table)
