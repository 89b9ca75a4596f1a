"""Record a coverage while it is served: beside it, never in its way.

Whatever goes wrong with a tape (a full disk, a folder that is gone) is counted, said and tried again with a new file;
the coverage and its journal go on. When a file ends, and at the start and the end, what has been deleted meanwhile is
taken out of all tapes of the folder.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from livefeed.model.errors import LimitError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import HOUR, MINUTE, SECOND
from livefeed.runtime.clock import Clock
from livefeed.runtime.limited import LimitedProcess
from livefeed.runtime.recorder import FLUSH, Recorder, dated_names
from livefeed.runtime.sqlite_format import lock
from livefeed.runtime.tape_clean import Cleaned, clean_apart

__all__ = ["MOST_BYTES", "TapeKeeper"]

MOST_BYTES = 64 * 1024 * 1024
LONGEST = HOUR
"""Milliseconds: a file ends after so long, and what was deleted leaves the tapes then."""
RETRY = 10 * SECOND
CLEAN_SECONDS = 20 * MINUTE // SECOND
"""Seconds of real time for taking out of a folder what was deleted."""
CLEAN_AT_STOP = 20
"""Seconds of real time for it at the end; what is left is done at the next start."""

_log = logging.getLogger("livefeed")


class TapeKeeper:
    """Records frames to a folder, in files named by the time when they begin.

    Args:
        folder: made when missing; only one process may record into it.
        header: of each file, beside `"tape": 1`.
        clock: of the machine.
        most_bytes: of a file.
        longest: milliseconds of a file.

    Raises:
        TapeError: the folder cannot be used, or somebody else records into it.
    """

    def __init__(
        self,
        folder: Path,
        header: dict[str, object],
        clock: Clock,
        *,
        most_bytes: int = MOST_BYTES,
        longest: int = LONGEST,
    ) -> None:
        self.folder = folder
        self._header = header
        self._clock = clock
        self._most_bytes = most_bytes
        self._longest = longest
        self.frames = 0
        self.lost = 0
        """Frames that are on no tape, because it could not be written."""
        self.errors = 0
        self.problem: str | None = None
        """What is wrong now, in words; None while it records."""
        self.cleaned: Cleaned | None = None
        """What the last look for deleted posts did."""
        self._retry_at = 0
        self._looked_at: str | None = None
        """The tape that was written when deleted posts were looked for last."""
        self._cleaning: asyncio.Task[None] | None = None
        self._process = LimitedProcess(CLEAN_SECONDS)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = lock(folder / "tapes")
        except OSError as error:
            raise TapeError(f"{folder}: {error.strerror or error}") from error
        except apsw.Error as error:
            raise TapeError(f"{folder}: cannot be used, or another livefeed records into it: {error}") from error
        self._names = dated_names(folder, clock)
        self._recorder: Recorder | None = None
        self._recorder = self._begin()

    def record(self, frame: Frame) -> None:
        """Write a frame; never fails."""
        recorder = self._recorder
        if recorder is None:
            self.lost += 1
        elif self._tried(lambda: recorder.write(frame)):
            self.frames += 1
        else:
            self.lost += 1

    async def run(self) -> None:
        """Keep what was recorded safe, end files in time, and take out what was deleted, until cancelled."""
        self._clean()
        while True:
            await self._clock.sleep_until(self._clock.now() + FLUSH)
            self.tick()

    def tick(self) -> None:
        """Do what is due: flush, begin the next file, try again after an error."""
        if self._recorder is None:
            if self._clock.now() >= self._retry_at:
                self._names = dated_names(self.folder, self._clock)
                self._recorder = self._begin()
        elif self._recorder.is_full:
            self._tried(self._recorder.rotate)
        else:
            self._tried(self._recorder.flush)
        if self._recorder is not None and self._recorder.path.name != self._looked_at:
            self._clean()  # a file has ended, here or when it was full

    async def close(self) -> None:
        """End the file, and take out of all of them what was deleted."""
        if self._cleaning is not None:
            self._cleaning.cancel()
            await asyncio.gather(self._cleaning, return_exceptions=True)
        if self._recorder is not None:
            self._tried(self._recorder.close)
            self._recorder = None
        self._process.seconds = CLEAN_AT_STOP
        await self._clean_now(None)
        self._lock.close()

    def facts(self) -> dict[str, Any]:
        """Say how it goes, for the health of the server."""
        cleaned = self.cleaned
        return {
            "file": None if self._recorder is None else self._recorder.path.name,
            "frames": self.frames,
            "lost": self.lost,
            "errors": self.errors,
            "problem": self.problem,
            "cleaned": None if cleaned is None else {"rewritten": cleaned.rewritten, "problem": cleaned.problem},
        }

    def _begin(self) -> Recorder | None:
        """Begin a file; None where that does not work."""
        try:
            recorder = Recorder(
                self._names, self._header, clock=self._clock, most_bytes=self._most_bytes, longest=self._longest
            )
        except TapeError as error:
            self._failed(error)
            return None
        if self.problem is not None:
            _log.warning("%s: recording goes on in %s; frames lost so far: %d", self.folder, recorder.path, self.lost)
        self.problem = None
        return recorder

    def _tried(self, step: Callable[[], None]) -> bool:
        try:
            step()
        except TapeError as error:
            self._failed(error)
            return False
        return True

    def _failed(self, error: TapeError) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            self.lost += recorder.unsafe
            self.frames -= recorder.unsafe
            recorder.abandon()
        self.errors += 1
        self._retry_at = self._clock.now() + RETRY
        if self.problem is None:
            _log.warning("nothing is recorded: %s; tried again every %d s", error, RETRY // SECOND)
        self.problem = str(error)

    def _clean(self) -> None:
        """Begin to take out what was deleted, unless that goes on already."""
        if self._cleaning is None or self._cleaning.done():
            self._looked_at = None if self._recorder is None else self._recorder.path.name
            self._cleaning = asyncio.create_task(self._clean_now(self._looked_at))

    async def _clean_now(self, writing: str | None) -> None:
        try:
            self.cleaned = await self._process.run(clean_apart, self.folder, writing)
        except (LimitError, OSError) as error:
            self.cleaned = Cleaned(problem=str(error))
        finally:
            self._process.end()  # an hour is long for one that does nothing
        if self.cleaned.problem:
            _log.warning("%s: deleted posts may still be on tapes: %s", self.folder, self.cleaned.problem)
        elif self.cleaned.rewritten:
            _log.info("%s: tapes rewritten without what was deleted: %d", self.folder, self.cleaned.rewritten)
