"""`livefeed demo`: the two recordings that come with livefeed, played as if live."""

from pathlib import Path

import click

from livefeed.assets import Assets
from livefeed.cli.recordings import find_recording, scratch_folder
from livefeed.cli.serving import run_until_stopped, serving_options

__all__ = ["demo"]

_RECORDINGS = (("conference", "14:00", 10.0), ("earthquake", "18:46", 5.0))
"""Name, where it begins, and how fast it is played."""


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the journals in this folder, and go on from them next time.",
)
@serving_options
def demo(data: Path | None, host: str, port: int) -> None:
    """Play a conference and an earthquake, both invented, and serve their pages.

    Everything stays on this machine; nothing is kept unless --data is given. Ctrl-C stops it.
    """
    assets = Assets()
    folder, scratch = scratch_folder(data)
    try:
        started = [
            find_recording(name, None, assets).start(data=folder, speed=speed, begin=begin)
            for name, begin, speed in _RECORDINGS
        ]
        run_until_stopped([running for running, _ in started], [feed for _, feed in started], host=host, port=port)
    finally:
        if scratch is not None:
            scratch.cleanup()
