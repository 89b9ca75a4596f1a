"""Follow a coverage with the real runtime, against peers on loopback, at many times real speed."""

import asyncio
import contextlib
from pathlib import Path

from aiohttp import web

from livefeed.assets import Assets
from livefeed.config.coverage_file import parse_coverage
from livefeed.model.addresses import Allowed
from livefeed.model.times import MINUTE
from livefeed.runtime.clock import ScaledClock
from livefeed.runtime.following import Following
from livefeed.runtime.intake import Intake
from livefeed.runtime.network import Network
from livefeed.runtime.plans import plan_streams
from livefeed.runtime.pushes import Pushes
from livefeed.runtime.running import RunningCoverage
from livefeed.server.app import make_app
from tests.making import Run
from tests.peers.faults import FaultProxy

__all__ = ["START", "Follower", "follow", "outage", "reachable"]

START = 1_790_942_400_000
"""2026-10-02T12:00:00Z, milliseconds: when a follower's clock begins."""


class Follower:
    """A coverage that follows its streams, with a real journal."""

    def __init__(self, running: RunningCoverage, following: Following) -> None:
        self.running = running
        self.following = following
        self.frames = []
        running.record = self.frames.append

    @property
    def ids(self) -> list[str]:
        """Ids of all posts on the board, copies included, sorted."""
        board = self.running.hub.board.newest(10_000)
        return sorted([*(entry.post.id for entry in board), *(copy.id for entry in board for copy in entry.copies)])

    @property
    def texts(self) -> list[str]:
        """What the entries say, the newest first."""
        return [entry.post.text for entry in self.running.hub.board.newest(10_000)]

    @property
    def replayed(self) -> list:
        """The entries that a replay of what came makes, the newest first."""
        run = Run(self.running.coverage)
        intake = Intake(run.engine)
        for frame in self.frames:
            for step in intake.take(frame):
                run.show(step)
        return run.page

    def way(self, name: str):
        """How a way is doing."""
        return next(way for way in self.following.health if way.way == name)

    async def until(self, condition, seconds: float = 40.0) -> None:
        """Wait until something is so; fails with what the streams say when it does not become so."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():  # noqa: ASYNC110 - what is awaited is another process's doing
                    await asyncio.sleep(0.01)
        except TimeoutError:
            states = [(way.way, way.state, str(way.problem), way.payloads) for way in self.following.health]
            raise AssertionError(f"not so in time; {states}; {self.ids}; {self.running.intake.unreadable}") from None


@contextlib.asynccontextmanager
async def follow(
    toml: str, data: Path, *, speed: float = 60.0, environ=None, draw=lambda: 0.5, start: int = START, public=None
):
    """Follow a coverage of #demo with these streams.

    Args:
        toml: the `[[stream]]` tables, and others.
        data: folder of the journal.
        speed: seconds of the coverage's in one of ours.
        environ: environment variables.
        draw: instead of chance.
        start: when the coverage's clock begins.
        public: makes the address under which the world reaches us of the coverage that runs.
    """
    head = "" if "slug" in toml else 'slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n'
    coverage = parse_coverage(f'{head}{toml}\n[network]\nallow = ["127.0.0.1"]\n'.encode(), "coverage.toml")
    clock = ScaledClock(start, speed)
    running = RunningCoverage.open(coverage, data, clock)
    network = Network(clock, Allowed(coverage.allow))
    address = None
    if public is not None:
        address = await public(running)
        running.pushes = Pushes(clock, f"{address}/{coverage.slug}")
    plans = plan_streams(coverage, environ or {}, address).plans
    following = Following(plans, network, running, clock, draw, running.pushes)
    running.health = lambda: following.health
    await running.ready()
    tasks = [asyncio.create_task(work) for work in (running.writer.run(), following.run(), running.keep_time())]
    try:
        yield Follower(running, following)
        failed = [task for task in tasks if task.done() and task.exception() is not None]
        assert not failed, [task.exception() for task in failed]
        await running.writer.settled()
    finally:
        for task in tasks[1:]:
            task.cancel()
        await asyncio.gather(*tasks[1:], return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await running.writer.settled()
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await network.close()
        running.close()


@contextlib.asynccontextmanager
async def reachable(toml: str, data: Path, **how):
    """Follow a coverage like `follow`, with its server reachable for hubs, at an address on loopback."""
    runners = []

    async def public(running):
        runner = web.AppRunner(make_app([running], Assets()), shutdown_timeout=0.2)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async with follow(toml, data, public=public, **how) as follower:
        try:
            yield follower
        finally:
            await runners[0].cleanup()


@contextlib.asynccontextmanager
async def outage(follower: Follower, proxy: FaultProxy, fault: str, way: str, *, cut_after: int = 100):
    """Let a fault hit a way, run what happens meanwhile, and mend it when it was noticed.

    A refusal lasts a minute of the coverage's clock, so that waits between tries grow.
    """
    breaks, hits, began = follower.way(way).breaks, proxy.fired[fault], follower.running.clock.now()
    await proxy.strike(fault, cut_after)
    yield
    await follower.until(lambda: follower.way(way).breaks > breaks and proxy.fired[fault] > hits)
    if fault == "refuse":
        await follower.until(lambda: follower.running.clock.now() >= began + MINUTE)
    await proxy.mend()
