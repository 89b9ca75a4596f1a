"""A server with a coverage that tests fill by hand."""

import contextlib

import aiohttp
import pytest
from msgspec.structs import replace

from livefeed.assets import Assets
from livefeed.model.change import PutEntry
from livefeed.runtime.journal import Write
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.server.app import make_app
from livefeed.server.export.download import EXPORTS
from livefeed.server.keys import FANOUTS, ROOMS
from tests.clock import ManualClock
from tests.making import NOON, Run, make_coverage
from tests.serving import listening, writing


class Served:
    """A served coverage: what arrives goes the whole way through the journal."""

    def __init__(self, running: RunningCoverage, clock: ManualClock) -> None:
        self.running = running
        self.clock = clock
        self.run = Run()
        self.run.engine = running._engine
        self.url = ""
        self.fanout = None
        self.running_room = None
        self.app = None
        self.running_exports = None

    async def put(self, post, **how) -> None:
        """Let a post arrive, and wait until it is shown."""
        await self._write(self.run.put(post, **how))

    async def delete(self, post_id: str) -> None:
        """Let a deletion arrive, and wait until it is shown."""
        await self._write(self.run.delete(post_id))

    async def write(self, step) -> None:
        """Hand a step over to the journal's writer."""
        counters = self.running._engine.counters
        await self.running.writer.write(Write(steps=[step], t=self.run.received_at, counters=counters))

    async def _write(self, step) -> None:
        await self.write(step)
        await self.running.writer.settled()


def pin(served, *entries) -> None:
    """Let an editor keep entries on top."""
    for entry in entries:
        pinned = PutEntry(entry=replace(entry, pinned=True))
        served.running.hub.publish([(served.running.hub.tip + 1, pinned)])


@contextlib.asynccontextmanager
async def serve(path, *, port: int = 0, coverage=None, media: bool = False, **how):
    """Serve one coverage from a journal; with `media`, its pictures are kept beside; `how` goes to `make_app`."""
    clock = ManualClock(NOON)
    coverage = coverage or make_coverage()
    running = RunningCoverage(coverage, SqliteJournal(path, coverage.slug), clock)
    if media:
        running.fetch_media(path.parent)
    served = Served(running, clock)
    app = make_app([running], Assets(), **how)
    served.app = app
    served.running_exports = app[EXPORTS][coverage.slug]
    served.running_room, served.fanout = app[ROOMS][coverage.slug], app[FANOUTS][coverage.slug]
    async with writing(running), listening(app, port) as served.port:
        served.url = f"http://127.0.0.1:{served.port}"
        yield served


@pytest.fixture
async def served(tmp_path):
    """A coverage, served."""
    async with serve(tmp_path / "journal.sqlite3") as one:
        yield one


@pytest.fixture
async def session():
    """An HTTP client."""
    async with aiohttp.ClientSession() as one:
        yield one
