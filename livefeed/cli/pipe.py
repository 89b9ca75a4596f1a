"""`livefeed pipe`: the engine alone, from a tape on standard input to changes on standard output."""

import sys
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.progress import track

from livefeed.config.coverage_file import load_coverage
from livefeed.engine.engine import Engine
from livefeed.model.wire import change_to_wire
from livefeed.runtime.archive import TemporaryArchive
from livefeed.runtime.intake import Intake
from livefeed.runtime.memory import run_long
from livefeed.runtime.tape import Tape

__all__ = ["pipe"]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
def pipe(coverage: Path) -> None:
    """Read a tape, write the changes that it makes, one JSON object a line.

    The tape may be zstd-compressed. The same tape gives the same bytes, at any speed and on any machine. What could
    not be read is skipped, and counted at the end on standard error.

    \b
    Example: livefeed pipe coverage.toml < tape.ndjson.zst > changes.ndjson
    """
    followed = load_coverage(coverage)
    intake = Intake(Engine(followed, archive=TemporaryArchive()))
    run_long()
    tape = Tape(sys.stdin.buffer)
    out = sys.stdout.buffer
    seq = 0
    for frame in track(
        tape, "Frames", total=None, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True
    ):
        for step in intake.take(frame):
            for change in step.changes:
                seq += 1
                out.write(orjson.dumps(change_to_wire(change, seq), option=orjson.OPT_APPEND_NEWLINE))
    out.flush()
    counted = {**tape.counters, **{name: n for name, n in intake.counters.items() if name != "frames"}}
    click.echo(f"changes: {seq}, " + ", ".join(f"{name}: {n}" for name, n in sorted(counted.items())), err=True)
    for stream, (count, last) in sorted(intake.unreadable.items()):
        click.echo(f"{stream}: {count} payloads could not be read; the last: {last}", err=True)
