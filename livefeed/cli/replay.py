"""`livefeed replay`: play a tape as if it were live."""

from pathlib import Path

import click

from livefeed.assets import Assets
from livefeed.cli.recordings import find_recording, scratch_folder
from livefeed.cli.serving import run_until_stopped, serving_options

__all__ = ["replay"]


@click.command()
@click.argument("recording", metavar="NAME|FILE")
@click.option(
    "--coverage",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Coverage file; else coverage.toml beside the tape.",
)
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="How many times as fast as it was.",
)
@click.option(
    "--from",
    "begin",
    metavar="TIME",
    help="Begin at 14:00 (the coverage's time zone); what came before is there at once.",
)
@click.option(
    "--alone",
    is_flag=True,
    help="With --from: leave out what came before, found by the tape's index without reading it.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the journal in this folder, and go on from it next time.",
)
@click.option(
    "--media",
    is_flag=True,
    help="Fetch the avatars and pictures of what is played from where they were, as they are now.",
)
@serving_options
def replay(  # noqa: PLR0913, PLR0917 - one argument an option
    recording: str,
    coverage: Path | None,
    speed: float,
    begin: str | None,
    alone: bool,  # noqa: FBT001 - a flag of the command line
    data: Path | None,
    media: bool,  # noqa: FBT001 - a flag of the command line
    host: str,
    port: int,
) -> None:
    """Play a recording of ours by NAME (conference, earthquake) or a tape by FILE, and serve its page."""
    if alone and begin is None:
        raise click.UsageError("--alone: say --from too")
    found = find_recording(recording, coverage, Assets())
    folder, scratch = scratch_folder(data)
    try:
        running, feed = found.start(data=folder, speed=speed, begin=begin, alone=alone)
        if media:
            running.fetch_media(folder)
        run_until_stopped([running], [feed], host=host, port=port)
    finally:
        if scratch is not None:
            scratch.cleanup()
