"""A coverage that runs: its engine, journal, hub and clock, put together once for live and replay alike."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from livefeed.engine.board import LIMIT, Board
from livefeed.engine.engine import Engine
from livefeed.engine.state import Step
from livefeed.model.coverage import Coverage
from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Post, Report
from livefeed.model.times import SECOND, from_micros
from livefeed.runtime.archive import JournalArchive
from livefeed.runtime.clock import Clock
from livefeed.runtime.crashpoints import reached
from livefeed.runtime.health import Health
from livefeed.runtime.hub import RING, Hub
from livefeed.runtime.inbox import Inbox
from livefeed.runtime.intake import CLOCK, Intake
from livefeed.runtime.journal import Journal, Write
from livefeed.runtime.media import MediaProxy
from livefeed.runtime.memory import built_to_stay
from livefeed.runtime.pinging import HubPings
from livefeed.runtime.pushes import Pushes
from livefeed.runtime.reading import JournalReader
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.workers import Workers
from livefeed.runtime.writer import JournalWriter

__all__ = ["RunningCoverage", "State", "journal_path", "media_folder"]

_TICK = 15 * SECOND

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
        archive = JournalArchive(journal)
        self._engine = Engine(coverage, archive=archive)
        self._getting_ready: asyncio.Task[None] | None = None
        self._given_up = threading.Event()
        self._receiving = asyncio.Lock()
        self._last_t = 0
        self._workers = Workers()
        self.record: Callable[[Frame], None] | None = None
        """Called with each frame before it is taken in, where somebody records."""
        self.recording: Callable[[], dict[str, Any]] | None = None
        """Says how recording goes, where the server records."""
        self.health: Callable[[], Sequence[Health]] = tuple
        """Says how the streams are doing, where they are followed."""
        self.pushes: Pushes | None = None
        """Where hubs deliver, where the world can reach us."""
        self.media: MediaProxy | None = None
        """Brings avatars and pictures, where that is wanted."""
        self.pings: HubPings | None = None
        """Tells a hub of what changes in our feeds, where there is one."""
        self.inboxes: dict[str, Inbox] = {}
        """Who may bring what, by source: posts of programs, rulings of editors, where the coverage has a secret for it."""
        self.intake = Intake(self._engine)
        board = Board()
        floor = max(0, journal.tip - RING)
        with built_to_stay():
            for change in journal.board(LIMIT):
                board.apply(change)
            recent = journal.changes(floor, RING)
        self.hub = Hub(epoch=journal.epoch, board=board, recent=recent, floor=floor, tip=journal.tip)
        self.writer = JournalWriter(journal, self.hub.publish, archive.durable)
        self.reader = JournalReader(journal)

    @classmethod
    def open(cls, coverage: Coverage, data: Path, clock: Clock, *, replay: bool = False) -> "RunningCoverage":
        """Open or begin the journal of a coverage in a data folder.

        Raises:
            JournalError: the journal cannot be used.
        """
        return cls(coverage, SqliteJournal(journal_path(data, coverage), coverage.slug), clock, replay=replay)

    def fetch_media(self, data: Path) -> None:
        """Bring avatars and pictures from now on, where the coverage wants them.

        Raises:
            LivefeedError: the folder for them cannot be used.
        """
        if self.coverage.media.fetch:
            self.media = MediaProxy(self.coverage, self.hub, self.clock, media_folder(data, self.coverage))

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

    async def ready(self) -> None:
        """Let the engine remember what the journal keeps for it, once.

        That takes seconds where much is kept. It is done beside the loop, so that pages need not wait for it; whoever
        brings frames or asks what is known does.

        Raises:
            JournalError: what was kept is damaged.
            CancelledError: it was given up.
        """
        if self._getting_ready is None:
            self._getting_ready = asyncio.create_task(asyncio.to_thread(self._restore))
            if self._given_up.is_set():
                self._getting_ready.cancel()
        await asyncio.shield(self._getting_ready)

    def give_up(self) -> None:
        """Get ready no more, for whoever ends before that is done: who waits for it is cancelled, its thread ends soon.

        Nothing is written before the engine is ready, so nothing is left half done.
        """
        self._given_up.set()
        if self._getting_ready is not None:
            self._getting_ready.cancel()

    def _restore(self) -> None:
        with built_to_stay():
            for _ in self._engine.restoring(self.journal.saved(self._given_up)):
                if self._given_up.is_set():
                    return

    async def check(self) -> None:
        """Read the journal once through, beside everything else, when the engine is ready.

        Raises:
            JournalError: it is damaged.
        """
        await self.ready()
        stop = threading.Event()
        try:
            await asyncio.to_thread(self.journal.check, stop)
        finally:
            stop.set()

    async def take(self, frame: Frame, position: tuple[str, str] | None = None) -> None:
        """Let one frame go all the way: parse, fold, write."""
        await self.ready()
        await self._write(frame, self.intake.take(frame), position)

    async def _write(self, frame: Frame, steps: list[Step], position: tuple[str, str] | None) -> None:
        if steps or position is not None:
            reached("frame.taken")
            t, counters = from_micros(frame.t), self._engine.counters
            await self.writer.write(Write(steps=steps, t=t, counters=counters, position=position))

    async def receive(
        self, stream: str, source: str, payload: str | bytes, position: tuple[str, str] | None = None
    ) -> None:
        """Stamp a payload and let it go all the way; frames go one after the other, in the order of their stamps."""
        await self.ready()
        async with self._receiving:
            self._last_t = max(self._last_t + 1, self.clock.now() * 1_000)
            frame = Frame(t=self._last_t, stream=stream, source=source, payload=payload)
            if self.record is not None:
                self.record(frame)
            kind = self.intake.source(source)
            if kind is None or not kind.heavy:
                await self.take(frame, position)
                return
            try:
                reports: list[Report] | PayloadError = await self._workers.parse(frame)
            except PayloadError as error:
                reports = error
            await self._write(frame, self.intake.feed(frame, reports), position)

    async def keep_position(self, name: str, value: str) -> None:
        """Keep a place in a stream, after all that was taken in before."""
        await self.writer.write(Write(steps=[], counters=self._engine.counters, position=(name, value)))

    def position(self, name: str) -> str | None:
        """Give a place in a stream as it was kept."""
        return self.journal.position(name)

    def knows(self, name: str) -> bool:
        """Tell whether a post of this name was taken in."""
        return self._engine.knows(name)

    def knows_author(self, author: str) -> bool:
        """Tell whether posts of this author were taken in."""
        return self._engine.knows_author(author)

    def held_from(self, stream: str) -> list[Post]:
        """List the posts that came over a stream and are shown."""
        return self._engine.held_from(stream)

    async def keep_time(self) -> None:
        """Let posts that have an end go in time though nothing comes; until cancelled.

        In a replay the tape says when time has passed, and nobody else.
        """
        while not self._replay:
            await self.clock.sleep_until(self.clock.now() + _TICK)
            if self._engine.is_due(self.clock.now()):
                await self.receive("livefeed:clock", CLOCK, "")

    def begin_at(self, name: str) -> int:
        """Tell how many frames of a tape were taken in before."""
        position = self.journal.position(name)
        return 0 if position is None else int(position)

    def streams(self) -> Iterable[str]:
        """Name the streams that the coverage sets up, then others that brought frames."""
        return dict.fromkeys([*(stream.id for stream in self.coverage.streams), *self.intake.last_frame])

    def close(self) -> None:
        """Close the journal, and end what works beside us."""
        self._workers.close()
        self.reader.close()
        self.journal.close()


def journal_path(data: Path, coverage: Coverage) -> Path:
    """Say where in a data folder the journal of a coverage is."""
    return data / coverage.slug / "journal.sqlite3"


def media_folder(data: Path, coverage: Coverage) -> Path:
    """Say where in a data folder the pictures of a coverage are."""
    return data / coverage.slug / "media"
