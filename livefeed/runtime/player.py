"""Play a tape as if it were live: each frame when the clock says so."""

from collections.abc import Iterable

from livefeed.model.frame import Frame
from livefeed.model.times import from_micros
from livefeed.runtime.clock import Clock
from livefeed.runtime.running import RunningCoverage

__all__ = ["play"]


async def play(frames: Iterable[Frame], coverage: RunningCoverage, clock: Clock, *, tape: str, after: int = 0) -> None:
    """Give a coverage the frames of a tape at their times, then wait until all is written.

    Args:
        frames: in order; those whose time is past come at once.
        coverage: that takes them.
        clock: that says when.
        tape: the tape's name; the position is kept under it, with each frame.
        after: how many frames of the tape were taken in before these.
    """
    for number, frame in enumerate(frames, after + 1):
        await clock.sleep_until(from_micros(frame.t))
        await coverage.take(frame, (tape, str(number)))
    await coverage.writer.settled()
