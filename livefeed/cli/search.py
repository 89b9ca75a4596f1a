"""`livefeed search`: look for words in a journal, also one that nobody serves any more."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from livefeed.config.coverage_file import load_coverage
from livefeed.engine.asking import ask
from livefeed.engine.marking import marks, snippet
from livefeed.engine.query import Query
from livefeed.model.entry import Entry
from livefeed.model.wire import entry_to_wire
from livefeed.runtime.running import journal_path
from livefeed.runtime.sqlite_search import open_search
from livefeed.server.parts import Found
from livefeed.server.searching import found_to_wire

__all__ = ["search"]

_HANDLE = 28
"""Characters of a handle that are shown."""
_BESIDE = _HANDLE + 32
"""Columns that time, author and network take."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.argument("words", metavar="WORDS", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--data", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the journals.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="Hits shown, the newest.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object, as entries.json?q= gives it.")
def search(coverage: Path, words: Sequence[str], data: Path, limit: int, as_json: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Search a coverage's journal, ended or not, also while its server runs; nothing in it is changed.

    WORDS are what one writes into the search field of the page, operators included (docs/search.md). The shell takes
    quotation marks away: put a phrase into two pairs.

    \b
    Examples:
      livefeed search coverage.toml --data ./data route -pont from:@zoe
      livefeed search coverage.toml --data ./data '"route fermée" after:14:00'
    """
    followed = load_coverage(coverage)
    zone = ZoneInfo(followed.time_zone)
    with open_search(journal_path(data, followed), followed.slug) as journal:
        newest = next((entry.at for entry in journal.find(Query(), None, 1)), 0)
        asked = ask(" ".join(words), zone, newest)
        if asked.query.is_empty:
            raise click.UsageError("WORDS: there is no word among them")
        tally = journal.tally(asked.query)
        entries = journal.find(asked.query, None, limit)
    if as_json:
        click.echo(orjson.dumps(_wire(entries, Found(asked, tally), zone)))
        return
    for operator in asked.unread:
        click.echo(f"searched for as words: {operator}", err=True)
    at_least = "" if tally.is_whole else "at least "
    click.echo(f"{at_least}{tally.total:,} found" + (f", the newest {limit}:" if tally.total > limit else ""), err=True)
    console = Console(highlight=False, soft_wrap=False)
    if entries:
        console.print(_table(entries, asked.query, zone, max(20, console.width - _BESIDE)))


def _wire(entries: Sequence[Entry], found: Found, zone: ZoneInfo) -> dict[str, object]:
    return {
        **found_to_wire(found, zone),
        "entries": [entry_to_wire(entry) | {"marks": marks(found.asked.query, entry.post.text)} for entry in entries],
    }


def _table(entries: Sequence[Entry], query: Query, zone: ZoneInfo, width: int) -> Table:
    """Make a line of each entry: when, who, where, and the words around what was searched for."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis")
    for entry in entries:
        post = entry.post
        said = Text()
        for piece in snippet(post.text, marks(query, post.text), width):
            said.append(piece.text, "bold underline" if piece.is_marked else "")
        moment = datetime.fromtimestamp(entry.at / 1_000, UTC).astimezone(zone)
        handle = "".join(piece.text for piece in snippet(post.author.handle, (), _HANDLE))
        table.add_row(f"{moment:%Y-%m-%d %H:%M}", Text(handle), Text(post.network), said)
    return table
