"""`livefeed import`: old events as tapes."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from livefeed.cli.tape_files import TAPE, output, watched, write_tape
from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.importing.bluesky import bluesky_frames
from livefeed.runtime.importing.mastodon import mastodon_frames
from livefeed.runtime.importing.rows import FIELDS, row_frames
from livefeed.runtime.importing.taken import Taken, in_order
from livefeed.runtime.importing.tweets import tweet_frames

__all__ = ["import_group"]


@click.group("import")
def import_group() -> None:
    """Make a tape of what others have kept, so that an old event can be replayed.

    Nobody knows when such posts were received: they are on the tape at the time at which they were written. A tape needs
    no import; `livefeed tape merge` makes one of several.

    \b
    Play one: livefeed replay old.ndjson.zst --coverage coverage.toml --speed 60
    """


def _make(path: Path, output: Path, frames: Callable[[Taken], Iterator[Frame]]) -> None:
    """Write the tape, and say what was taken and what not; where nothing could be, there is none."""
    taken = Taken(path)
    header = {"provenance": f"Imported from {path.name}"}
    try:
        write_tape(output, header, _some(in_order(watched(frames(taken), "Reading")), taken))
    finally:
        for words in taken.said:
            click.echo(words, err=True)
        for what, count in sorted(taken.counters.items()):
            if count:
                click.echo(f"{what}: {count:,}", err=True)


def _some(frames: Iterable[Frame], taken: Taken) -> Iterator[Frame]:
    """See that there is one where there is anything."""
    number = 0
    for number, frame in enumerate(frames, 1):  # noqa: B007 - counts
        yield frame
    if not number and any(taken.counters.values()):
        raise TapeError(f"{taken.file}: nothing of it can be taken")


@import_group.command()
@click.argument("archive", type=click.Path(path_type=Path, exists=True))
@output
def mastodon(archive: Path, output: Path) -> None:
    """Take the public posts of the archive that Mastodon gives of one's own account (zip, tar.gz, or its folder).

    Posts that were not for everybody are left out, and so are pictures, which only lie in the archive.

    \b
    Example: livefeed import mastodon archive-20261002.tar.gz -o mine.ndjson.zst
    """
    _make(archive, output, lambda taken: mastodon_frames(archive, taken))


@import_group.command()
@click.argument("repository", type=TAPE)
@output
@click.option("--handle", help="Of the account, such as zoe.example; its repository does not say it.")
def bluesky(repository: Path, output: Path, handle: str | None) -> None:
    """Take posts, reposts and the name of a repository that Bluesky gives of one's own account (a CAR file).

    \b
    Example: livefeed import bluesky repo.car -o mine.ndjson.zst --handle zoe.example
    """
    _make(repository, output, lambda taken: bluesky_frames(repository, taken, handle))


def _mapping(_context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read `field=Column`."""
    found: dict[str, str] = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not equals or not column or field not in FIELDS:
            raise click.BadParameter(f"{one!r}: write FIELD=COLUMN; fields are {', '.join(FIELDS)}", param=parameter)
        found[field] = column
    return found


def _zone(_context: click.Context, parameter: click.Parameter, given: str) -> str:
    """Check the name of a time zone."""
    try:
        ZoneInfo(given)
    except (KeyError, ValueError, OSError) as error:
        raise click.BadParameter(f"{given!r} is no time zone; write America/Montreal", param=parameter) from error
    return given


def _encoding(_context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """Check the name of an encoding."""
    try:
        return given and codecs.lookup(given).name
    except LookupError as error:
        raise click.BadParameter(
            f"{given!r} is no encoding; write utf-8, cp1252, mac-roman", param=parameter
        ) from error


@import_group.command("csv")
@click.argument("table", type=TAPE)
@output
@click.option(
    "--map", "mapping", multiple=True, callback=_mapping, metavar="FIELD=COLUMN", help="Which column is what."
)
@click.option("--zone", default="UTC", show_default=True, callback=_zone, help="Of times that do not say theirs.")
@click.option("--host", default="import.invalid", show_default=True, help="Of ids and handles that have none.")
@click.option("--encoding", callback=_encoding, help="Of the file, such as cp1252; else it is found.")
def import_csv(  # noqa: PLR0913, PLR0917 - one argument an option
    table: Path, output: Path, mapping: dict[str, str], zone: str, host: str, encoding: str | None
) -> None:
    """Take the rows of a table; the columns of TAGS and of twarc-csv, and others with usual names, are found.

    Dates may be ISO 8601, Twitter's, days first (02/10/2026 13:04:05), French (2 octobre 2026, 14 h 05), or seconds since
    1970. A row that cannot be read is counted; the first of them are named with row and column.

    \b
    Example: livefeed import csv tweets.csv -o old.ndjson.zst --map text=Tweet --map created_at=Date
    """
    _make(table, output, lambda taken: row_frames(table, mapping, taken, zone=zone, host=host, encoding=encoding))


@import_group.command()
@click.argument("lines", type=TAPE)
@output
def tweets(lines: Path, output: Path) -> None:
    """Take tweets, one JSON object a line: API v1.1, or v2 as twarc2 writes it, in pages or flattened; plain, gzip or zstd.

    What streams said to be deleted is deleted on the tape, too. Tweets of protected accounts are left out.

    \b
    Example: livefeed import tweets search.jsonl -o old.ndjson.zst
    """
    _make(lines, output, lambda taken: tweet_frames(lines, taken))
