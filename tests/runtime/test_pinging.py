"""A hub is told of what changes: together, not too often, and ever more seldom where it does not want to hear it."""

import asyncio
import contextlib

import pytest
from aiohttp import web

from livefeed.engine.board import Board
from livefeed.model.addresses import Allowed
from livefeed.model.change import DropEntry
from livefeed.model.errors import ForbiddenError, RefusedError
from livefeed.runtime.hub import Hub
from livefeed.runtime.network import Network
from livefeed.runtime.pinging import EVERY, LONGEST_WAIT, HubPings
from tests.clock import ManualClock
from tests.making import MINUTE, NOON, SECOND
from tests.peers.serving import Served

TOPICS = ("https://live.example/demo/feed.atom?lang=en", "https://live.example/demo/feed.rss?lang=fr")


class WebSubHub(Served):
    """A hub that notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, ...]] = []
        self.answer = web.Response
        self.app.add_routes([web.post("/", self._publish)])

    async def _publish(self, request):
        form = await request.post()
        self.told.append((form["hub.mode"], form["hub.url"], form["hub.topic"]))
        return self.answer()


class Pinged:
    """A coverage whose feeds a hub is told of."""

    def __init__(self, clock, address: str, *allowed: str) -> None:
        self.clock = clock
        self.board = Hub(epoch="e", board=Board())
        self.network = Network(clock, Allowed(allowed))
        self.pings = HubPings(self.board, self.network, clock, address, TOPICS)
        self._rounds = asyncio.Semaphore(0)
        self.task = asyncio.create_task(self.pings.run(self._rounds.release))

    def change(self) -> None:
        """Let something change."""
        self.board.publish([(self.board.tip + 1, DropEntry(id="e:1", ordinal=1, why="deleted"))])

    async def round(self) -> None:
        """Wait until the next round is over."""
        async with asyncio.timeout(20):
            await self._rounds.acquire()

    @property
    def waits(self) -> bool:
        """Whether no round is over that was not waited for."""
        return self._rounds.locked()


@contextlib.asynccontextmanager
async def pinged(address: str, *allowed: str):
    """Follow a coverage, and tell a hub."""
    one = Pinged(ManualClock(NOON), address, *allowed)
    try:
        yield one
    finally:
        one.task.cancel()
        await asyncio.gather(one.task, return_exceptions=True)
        await one.network.close()


async def test_a_hub_is_told_of_each_feed_at_the_start_and_of_changes_together():
    async with WebSubHub() as hub, pinged(f"{hub.url}/", f"127.0.0.1:{hub.port}") as one:
        await one.round()
        assert hub.told == [("publish", topic, topic) for topic in TOPICS]
        one.change()
        one.change()
        await one.clock.advance(EVERY - SECOND)
        assert len(hub.told) == len(TOPICS)
        await one.clock.advance(SECOND)
        await one.round()
        await one.clock.advance(10 * MINUTE)

        assert one.waits
        assert len(hub.told) == 2 * len(TOPICS)
        assert one.pings.counters == {"hub_pings": 2 * len(TOPICS)}


async def test_a_hub_that_says_no_is_asked_ever_more_seldom_and_hears_it_in_the_end():
    async with WebSubHub() as hub, pinged(f"{hub.url}/", f"127.0.0.1:{hub.port}") as one:
        hub.answer = lambda: web.Response(status=500)
        await one.round()
        wait = EVERY
        for _ in range(7):
            wait = min(wait * 2, LONGEST_WAIT)
            assert isinstance(one.pings.problem, RefusedError)
            await one.clock.advance(wait - SECOND)
            assert one.waits
            await one.clock.advance(SECOND)
            await one.round()
        assert wait == LONGEST_WAIT
        assert len(hub.told) == 8  # one feed a round: the others would hear the same

        hub.answer = web.Response
        await one.clock.advance(wait)
        await one.round()
        assert one.pings.problem is None
        assert one.pings.counters == {"hub_failures": 8, "hub_pings": len(TOPICS)}


async def test_a_hub_that_says_when_is_asked_then_but_not_in_a_day():
    async with WebSubHub() as hub, pinged(f"{hub.url}/", f"127.0.0.1:{hub.port}") as one:
        hub.answer = lambda: web.Response(status=429, headers={"Retry-After": "45"})
        await one.round()
        await one.clock.advance(44 * SECOND)
        assert one.waits
        hub.answer = lambda: web.Response(status=429, headers={"Retry-After": "86400"})
        await one.clock.advance(SECOND)
        await one.round()
        await one.clock.advance(LONGEST_WAIT)
        await one.round()

        assert one.pings.counters["hub_failures"] == 3


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://169.254.169.254/"])
async def test_a_hub_that_must_not_be_dialled_is_not(address):
    async with pinged(address) as one:
        await one.round()

        assert isinstance(one.pings.problem, ForbiddenError)
