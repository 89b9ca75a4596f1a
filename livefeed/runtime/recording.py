"""Record what a coverage that is served receives, on tapes in a folder of its own.

Whatever goes wrong with a tape, the coverage and its journal go on: frames that are not on a tape are counted, and
another one is tried. What authors delete leaves the tapes too (`tape_tidy`), within `TIDY_AFTER`.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from livefeed.model.change import Change
from livefeed.model.coverage import Coverage
from livefeed.model.errors import LimitError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import HOUR, MINUTE, SECOND
from livefeed.runtime.clock import Clock
from livefeed.runtime.limited import LimitedProcess
from livefeed.runtime.recorder import Recorder
from livefeed.runtime.tape_tidy import tidy

__all__ = ["AGAIN", "TIDY_AFTER", "Recording", "TapeHealth"]

FLUSH = SECOND
"""Milliseconds of frames that a crash may cost."""
AGAIN = MINUTE
"""Milliseconds after which a tape is tried again that could not be written."""
TIDY_AFTER = HOUR
"""Milliseconds within which what was deleted leaves the tapes."""
_TIDY_SECONDS = 3_600.0


class TapeHealth(msgspec.Struct, kw_only=True):
    """How recording is doing."""

    tape: str | None
    """Name of the file that is being written; None where none can be."""
    frames: int
    lost: int
    """Frames that are on no tape."""
    words: str
    """What is wrong; empty where nothing is."""


class Recording:
    """The tapes of one coverage: `FOLDER/SLUG-20261002T130405123Z.ndjson.zst`, in order of their names.

    Args:
        folder: made when missing.
        coverage: what is recorded.
        clock: of the coverage.
        most_bytes: of a tape; past it the next begins.
        longest: milliseconds of a tape; past it the next begins.
        tell: called with words about what went wrong, once for each time that it begins.
    """

    def __init__(  # noqa: PLR0913 - limits and edges, each named
        self,
        folder: Path,
        coverage: Coverage,
        clock: Clock,
        *,
        most_bytes: int,
        longest: int,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._coverage = coverage
        self._clock = clock
        self._limits = most_bytes, longest
        self._tell = tell
        self._recorder: Recorder | None = None
        self._again = 0
        self._frames = self._lost = 0
        self._words = ""
        self._deleted_at: int | None = None
        """When the first of what is still on the tapes was deleted."""
        self._tidying = LimitedProcess(_TIDY_SECONDS)
        self._open()

    @property
    def health(self) -> TapeHealth:
        """How it is doing."""
        tape = None if self._recorder is None else self._recorder.path.name
        return TapeHealth(tape=tape, frames=self._frames, lost=self._lost, words=self._words)

    def take(self, frame: Frame) -> None:
        """Write a frame; where that cannot be done it is counted."""
        if self._recorder is None and self._clock.now() >= self._again:
            self._open()
        with self._mending():
            if self._recorder is not None:
                self._recorder.write(frame)
                self._frames += 1
                return
        self._lost += 1

    def heed(self, numbered: Sequence[tuple[int, Change]]) -> None:
        """Notice in what is published that something was deleted."""
        if self._deleted_at is None and any(change.erases for _, change in numbered):
            self._deleted_at = self._clock.now()

    async def keep(self) -> None:
        """Flush every second, and let what was deleted leave in time; until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_flushed())
            tasks.create_task(self._keep_tidy())

    async def _keep_flushed(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.now() + FLUSH)
            with self._mending():
                if self._recorder is not None:
                    self._recorder.flush()

    async def _keep_tidy(self) -> None:
        """Tidy up once at the start, for what came to an end before that was done; then after deletions."""
        try:
            while True:
                self._deleted_at = None
                await self._tidy()
                while not self._is_due:
                    await self._clock.sleep_until(self._clock.now() + MINUTE)
                with self._mending():
                    if self._recorder is not None:
                        self._recorder.rotate()
        finally:
            self._tidying.end()

    @property
    def _is_due(self) -> bool:
        """Whether what was deleted has been on the tapes for long enough."""
        return self._deleted_at is not None and self._clock.now() >= self._deleted_at + TIDY_AFTER

    async def _tidy(self) -> None:
        open_now = None if self._recorder is None else self._recorder.path
        try:
            await self._tidying.run(tidy, self._folder, open_now)
        except (LimitError, TapeError) as error:
            self._tell(f"{self._folder}: what was deleted could not be taken off the tapes: {error}")

    def close(self) -> None:
        """End the tape."""
        with self._mending():
            if self._recorder is not None:
                self._recorder.close()
        self._recorder, self._again = None, self._clock.now() + AGAIN

    def _open(self) -> None:
        title = next(iter(self._coverage.title.values()), self._coverage.slug)
        with self._mending():
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise TapeError(f"{self._folder}: {error.strerror or error}") from error
            most_bytes, longest = self._limits
            self._recorder = Recorder(
                self._paths(),
                {"coverage": self._coverage.slug, "title": title},
                most_bytes=most_bytes,
                longest=longest,
            )
            self._words = ""

    def _paths(self) -> Iterator[Path]:
        last = 0
        while True:
            last = max(self._clock.now(), last + 1)
            while (path := self._folder / self._name(last)).exists():
                last += 1
            yield path

    def _name(self, at: int) -> str:
        stamp = datetime.fromtimestamp(at // SECOND, UTC).strftime("%Y%m%dT%H%M%S")
        return f"{self._coverage.slug}-{stamp}{at % SECOND:03}Z.ndjson.zst"

    @contextlib.contextmanager
    def _mending(self) -> Iterator[None]:
        """Let go of a tape that cannot be written, and say so."""
        try:
            yield
        except TapeError as error:
            if self._recorder is not None:
                self._recorder.abandon()
            self._recorder, self._again = None, self._clock.now() + AGAIN
            if not self._words:
                self._tell(f"not recording: {error}")
            self._words = str(error)
