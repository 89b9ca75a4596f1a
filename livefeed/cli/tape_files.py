"""What the commands that read and write tapes share."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from livefeed.model.errors import TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.tape import Tape, in_words
from livefeed.runtime.tape_facts import is_tape
from livefeed.runtime.tape_writer import TapeWriter

__all__ = ["RECORDED", "TAPE", "output", "say_skipped", "watched", "write_tape"]

TAPE = click.Path(path_type=Path, dir_okay=False)


class _Recorded(click.Path):
    """A tape that is there; any other file is refused before anything is written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Look whether it is one.

        Raises:
            TapeError: it is none, or cannot be opened.
        """
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not is_tape(path):
            raise TapeError(f"{path}: is no tape, there is neither a header nor a frame in it")
        return path


RECORDED = _Recorded(path_type=Path, dir_okay=False)

output = click.option("-o", "--output", required=True, type=TAPE, help="File to write; must not be there yet.")


def watched(frames: Iterable[Frame], what: str = "Frames") -> Iterable[Frame]:
    """Show progress on a terminal."""
    console = Console(stderr=True)
    return track(frames, what, total=None, console=console, disable=not console.is_terminal, transient=True)


def write_tape(path: Path, header: dict[str, Any], frames: Iterable[Frame]) -> None:
    """Write a tape as one file, with its index.

    Raises:
        TapeError: there is a file of this name, or it cannot be written; then none is left behind.
    """
    writer = TapeWriter(path, header)
    try:
        for frame in frames:
            writer.write(frame)
        writer.close()
    except BaseException:
        writer.abandon()
        path.unlink(missing_ok=True)
        raise
    click.echo(f"{path}: {writer.frames} frames, {path.stat().st_size:,} bytes", err=True)


def say_skipped(path: Path, read: Tape) -> None:
    """Say what of a tape could not be read."""
    for name, count in sorted(read.counters.items()):
        if name != "frames" and count:
            click.echo(f"{path}: skipped: {in_words(name, count)}", err=True)
