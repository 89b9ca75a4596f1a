"""`livefeed tape anonymise`: a tape that can be published."""

import secrets
from pathlib import Path

import click

from livefeed.cli.tape_files import RECORDED, output, say_skipped, watched, write_tape
from livefeed.runtime.tape import Tape, open_tape
from livefeed.runtime.tape_anonymise import Anonymiser
from livefeed.runtime.tape_clean import Parsers
from livefeed.runtime.tape_facts import read_header

__all__ = ["anonymise"]

_HEADER = ("title", "coverage", "licence")


@click.command()
@click.argument("path", metavar="TAPE", type=RECORDED)
@output
@click.option(
    "--words", is_flag=True, help="Replace words too, by others of the same length and script; equal texts stay equal."
)
def anonymise(path: Path, output: Path, words: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Put other names for everybody on a tape: accounts, servers, posts, pictures, addresses, also within texts.

    Who is one person before is one afterwards, on all networks; times, hashtags and the structure stay, so that it plays
    as before: the same entries, copies, threads and deletions. The names come from a random key that is thrown away.

    WORDS STAY, and may tell who somebody is: what they say, short names written without an @, a text that can be searched
    for.
    --words replaces them (hashtags stay); a coverage that follows accounts or leaves out words has to be written anew.
    Read the tape before you publish it. What was deleted stays on it: begin with `livefeed tape redact`.

    What cannot be taken apart is left out and counted.

    \b
    Example: livefeed tape redact day.ndjson.zst -o redacted.ndjson.zst
             livefeed tape anonymise redacted.ndjson.zst -o public.ndjson.zst
    """
    made = Anonymiser(secrets.token_bytes(32), words=words)
    parsers = Parsers()
    with open_tape(path) as raw:
        made.learn(watched(Tape(raw, sort=False), "Looking"), parsers.of)
    header = {key: value for key, value in read_header(path).items() if key in _HEADER}
    with open_tape(path) as raw:
        source = Tape(raw, sort=False)
        write_tape(output, header | {"anonymised": True}, made.frames(watched(source, "Writing"), parsers.of))
    say_skipped(path, source)
    said = {
        "rewritten": "frames rewritten",
        "kept": "kept as they were",
        "untaken": "left out, cannot be taken apart",
        "unlike": "left out, not the same afterwards",
        "telling": "left out, a name was still in it",
    }
    click.echo(", ".join(f"{words}: {made.counters[name]}" for name, words in said.items()), err=True)
