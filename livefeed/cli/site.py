"""`livefeed export --format site`: an archive in a folder."""

from functools import partial
from pathlib import Path

import click

from livefeed.assets import Assets
from livefeed.model.coverage import Coverage
from livefeed.runtime.running import journal_path, media_folder
from livefeed.runtime.sqlite_moment import SqliteMoment
from livefeed.server.archive.folder import ArchiveFolder
from livefeed.server.archive.making import Wanted, Watch, make_archive

__all__ = ["write_site"]


def write_site(  # noqa: PLR0913 - what the command is told
    data: Path, coverage: Coverage, folder: Path, watch: Watch, *, media: bool, root: str | None
) -> None:
    """Write an archive, and say how large it is.

    Args:
        data: folder of the journals.
        coverage: whose archive it is.
        folder: where to.
        watch: shows progress.
        media: with the pictures that are kept.
        root: address at which the folder will be, without a slash at its end, where it is known.

    Raises:
        ExportError: it cannot be written, or something else is there.
        JournalError: there is no journal, or it is damaged.
    """
    archive = ArchiveFolder(folder, coverage.slug)
    wanted = Wanted(
        coverage=coverage,
        assets=Assets(),
        folder=archive,
        root=root,
        pictures=media_folder(data, coverage) if media else None,
        watch=watch,
    )
    make_archive(partial(SqliteMoment, journal_path(data, coverage), coverage.slug), wanted)
    click.echo(f"{folder}: {archive.size:,} bytes; open {folder / 'index.html'}", err=True)
    click.echo("What people delete from now on is still in it: make it anew, at the same place.", err=True)
