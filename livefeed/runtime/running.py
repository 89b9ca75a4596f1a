"""A coverage that runs: its engine, journal, hub and clock, put together once for live and replay alike."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from livefeed.engine.board import Board
from livefeed.engine.engine import Engine
from livefeed.model.coverage import Coverage
from livefeed.model.frame import Frame
from livefeed.runtime.clock import Clock
from livefeed.runtime.hub import RING, Hub
from livefeed.runtime.intake import Intake
from livefeed.runtime.journal import Journal, Write
from livefeed.runtime.writer import JournalWriter

__all__ = ["RunningCoverage", "State"]

State = Literal["waiting", "live", "replay", "ended"]


class RunningCoverage:
    """One coverage from its journal on.

    Args:
        coverage: what to follow.
        journal: open, its own alone.
        clock: of the coverage; a scaled one where a tape is played.
        replay: whether readers are told that this is a replay.
    """

    def __init__(self, coverage: Coverage, journal: Journal, clock: Clock, *, replay: bool = False) -> None:
        self.coverage = coverage
        self.journal = journal
        self.clock = clock
        self._replay = replay
        self._over = False
        engine = Engine(coverage)
        engine.restore(journal.saved())
        self._engine = engine
        self.intake = Intake(engine)
        board = Board()
        for _, change in journal.board_changes():
            board.apply(change)
        floor = max(0, journal.tip - RING)
        self.hub = Hub(
            epoch=journal.epoch,
            board=board,
            recent=journal.changes(floor, RING),
            floor=floor,
            tip=journal.tip,
        )
        self.writer = JournalWriter(journal, self.hub.publish)

    @classmethod
    def open(cls, coverage: Coverage, data: Path, clock: Clock, *, replay: bool = False) -> "RunningCoverage":
        """Open or begin the journal of a coverage in a data folder.

        Raises:
            JournalError: the journal cannot be used.
        """
        return cls(coverage, Journal(data / coverage.slug / "journal.sqlite3", coverage.slug), clock, replay=replay)

    @property
    def state(self) -> State:
        """What readers are told: `waiting` before it starts, `live`, `replay`, `ended`."""
        if self._over:
            return "ended"
        if self._replay:
            return "replay"
        now = self.clock.now()
        if self.coverage.ends is not None and now > self.coverage.ends:
            return "ended"
        if self.coverage.starts is not None and now < self.coverage.starts and not len(self.hub.board):
            return "waiting"
        return "live"

    def end(self) -> None:
        """Say that nothing more will come."""
        self._over = True

    async def take(self, frame: Frame, position: tuple[str, str] | None = None) -> None:
        """Let one frame go all the way: parse, fold, write."""
        steps = self.intake.take(frame)
        if steps or position is not None:
            await self.writer.write(Write(steps=steps, counters=self._engine.counters, position=position))

    def begin_at(self, name: str) -> int:
        """Tell how many frames of a tape were taken in before."""
        position = self.journal.position(name)
        return 0 if position is None else int(position)

    def streams(self) -> Iterable[str]:
        """Name the streams that the coverage sets up, then others that brought frames."""
        return dict.fromkeys([*(stream.id for stream in self.coverage.streams), *self.intake.last_frame])

    def close(self) -> None:
        """Close the journal."""
        self.journal.close()
