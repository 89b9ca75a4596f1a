"""`livefeed backup`: a copy of a journal, also while its server runs."""

from pathlib import Path

import click
from rich.console import Console

from livefeed.config.coverage_file import load_coverage
from livefeed.runtime.running import journal_path
from livefeed.runtime.sqlite_backup import copy_journal

__all__ = ["backup"]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.option("--data", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the journals.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; must not be there yet.",
)
def backup(coverage: Path, data: Path, output: Path) -> None:
    """Copy the journal of a coverage: one moment of it, checked, without anything that was deleted.

    The server may run meanwhile. To go back to a copy, stop the server and put the file where the journal was,
    DIR/SLUG/journal.sqlite3, with nothing else in that folder. Readers then get a fresh board; what was deleted after
    the copy was made is in it, so do not keep copies for longer than you must.

    \b
    Example: livefeed backup coverage.toml --data ./data -o monday.sqlite3
    """
    path = journal_path(data, load_coverage(coverage))
    with Console(stderr=True).status("Copying …"):
        copy_journal(path, output)
    click.echo(f"{output}: {output.stat().st_size:,} bytes", err=True)
