"""`livefeed bench`: how fast it is on this machine."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from livefeed.assets import Assets
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
