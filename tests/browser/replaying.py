"""A recording that is played into a real server, on a clock that a test moves, and the pages that show it."""

import asyncio
import contextlib
from pathlib import Path

from aiohttp import web

from livefeed.assets import Assets
from livefeed.cli.recordings import find_recording
from livefeed.model.times import from_micros
from livefeed.runtime.journal import Write
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.tape import Tape, open_tape
from livefeed.server.app import ROOMS, _page, _body, make_app
from livefeed.server.languages import language
from livefeed.server.replay import replay_page
from tests.browser.past import KeptPast
from tests.clock import ManualClock

ASSETS = Assets()


class Played:
    def __init__(self, running, clock, frames, room, url=""):
        self.running, self.clock, self.room, self.url = running, clock, room, url
        self.past = KeptPast(room)
        self._frames = iter(frames)
        self._next = next(self._frames, None)

    async def until(self, at: int) -> None:
        """Let everything come that came up to a time, milliseconds."""
        while self._next is not None and from_micros(self._next.t) <= at:
            frame, self._next = self._next, next(self._frames, None)
            t = from_micros(frame.t)
            await self.clock.advance(max(0, t - self.clock.now()))
            steps = self.running.intake.take(frame)
            self.past.times.extend(t for step in steps for _ in step.changes)
            if steps:
                await self.running.writer.write(Write(steps=steps, counters=self.running._engine.counters))
        await self.running.writer.settled()
        await self.clock.advance(max(0, at - self.clock.now()))

    @property
    def over(self):
        return self._next is None


@contextlib.asynccontextmanager
async def played(path: Path, recording: str = "conference"):
    found = find_recording(recording, None, ASSETS)
    coverage = found.coverage
    frames = list(Tape(open_tape(found.tape)))
    clock = ManualClock(from_micros(frames[0].t))
    running = RunningCoverage(coverage, SqliteJournal(path / "journal.sqlite3", coverage.slug), clock)
    await running.ready()
    app = make_app([running], ASSETS)
    one = Played(running, clock, frames, app[ROOMS][coverage.slug])

    async def page(request):
        lang = language(request)
        return _page(request, _body(await replay_page(request.query, one.room, one.past, lang)), lang)

    for prefix in ("", "/fr", "/en"):
        app.router.add_get(f"{prefix}/{{slug}}/replay", page)
    app.router.add_get("/{slug}/replay/facts.json", one.past.serve_facts)
    app.router.add_get("/{slug}/replay/board.json", one.past.serve_board)
    app.router.add_get("/{slug}/replay/changes.json", one.past.serve_changes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    writing = asyncio.create_task(running.writer.run())
    try:
        yield one
    finally:
        await runner.cleanup()
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
        running.close()
