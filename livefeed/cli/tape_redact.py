"""`livefeed tape redact`: a tape without what was deleted."""

from collections import Counter
from pathlib import Path

import click

from livefeed.cli.tape_files import RECORDED, output, say_skipped, watched, write_tape
from livefeed.model.errors import TapeError
from livefeed.runtime.tape import Tape, open_tape
from livefeed.runtime.tape_clean import Parsers, left_of
from livefeed.runtime.tape_facts import read_header
from livefeed.runtime.tape_redact import Gone, find_gone

__all__ = ["redact"]


@click.command()
@click.argument("path", metavar="TAPE", type=RECORDED)
@output
@click.option("--post", "posts", multiple=True, help="Also this post, by its id or address.")
@click.option("--account", "accounts", multiple=True, help="Also all of this account, by its handle or id.")
def redact(path: Path, output: Path, posts: tuple[str, ...], accounts: tuple[str, ...]) -> None:
    """Take out what its authors have deleted by the end of the tape, and what you name.

    So goes what accounts wrote that are deleted, or hidden at the end of the tape. A frame that holds other posts too
    keeps them, and who quotes what is deleted keeps their own words. What cannot be parsed is left out: nobody can tell
    what is in it. That something was deleted stays on the tape, without its words.

    \b
    Example: livefeed tape redact day.ndjson.zst -o public.ndjson.zst --account @zoe@a.example
    """
    parsers = Parsers()
    gone = Gone(posts, accounts)
    with open_tape(path) as raw:
        find_gone(watched(Tape(raw, sort=False)), parsers.of, gone)
    unmet = [name for name in (*posts, *accounts) if gone.unmet(name)]
    if unmet:
        raise TapeError(f"{path}: nothing on it is of {', '.join(unmet)}; no tape was written")
    counters: Counter[str] = Counter()
    with open_tape(path) as raw:
        source = Tape(raw, sort=False)
        write_tape(output, read_header(path), left_of(watched(source), parsers, gone, counters))
    say_skipped(path, source)
    click.echo(
        f"frames kept as they were: {counters['kept']}, cut: {counters['cut']}, removed: {counters['removed']}, "
        f"removed with other posts: {counters['removed_whole']}, left out unread: {counters['unreadable']}",
        err=True,
    )
