"""Feeds of ours as others get them: a livefeed that follows a livefeed, and a hub that others wrote."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from livefeed.model.addresses import Allowed
from livefeed.runtime.network import Network
from livefeed.runtime.pinging import HubPings
from livefeed.server.feeds import feed_address
from tests.following import follow
from tests.making import HOUR, MINUTE, NOON, make_post
from tests.peers.others import needs_others
from tests.peers.serving import Served, free_port
from tests.server.conftest import serve
from tests.sources.test_flask_hub import FlaskHub

FIRST = "Le café solidaire ouvre ses portes à midi"


@pytest.mark.parametrize("name", ["atom", "rss", "json"])
async def test_livefeed_follows_livefeed(served, tmp_path, name):
    await served.put(make_post("p1", f"{FIRST} #demo", url="https://a.example/@zoe/1", lang="fr"))
    toml = f'[[stream]]\nsource = "feed"\nurl = "{served.url}/demo/feed.{name}?lang=fr"\nname = "live"\nmatch = "all"\n'
    async with follow(toml, tmp_path / "other", speed=120) as other:
        await other.until(lambda: len(other.texts) == 1)
        (entry,) = other.running.hub.board.newest(2)
        await served.put(make_post("p2", "Route fermée #demo", by="omar", created_at=NOON + MINUTE))
        await served.put(make_post("p1", f"{FIRST} demain #demo", edited_at=NOON + HOUR, lang="fr"))
        await other.until(lambda: len(other.texts) == 2 and "demain" in "".join(other.texts))

    assert entry.at == NOON
    assert entry.post.author.name == "Démo"
    assert FIRST in entry.post.text


async def test_a_deletion_travels_from_livefeed_to_livefeed(served, tmp_path):
    await served.put(make_post("p1", f"{FIRST} #demo"))
    await served.put(make_post("p2", "Route fermée #demo", by="omar", created_at=NOON + MINUTE))
    toml = f'[[stream]]\nsource = "feed"\nurl = "{served.url}/demo/feed.atom?lang=fr"\nname = "live"\nmatch = "all"\n'
    async with follow(toml, tmp_path / "other", speed=120) as other:
        await other.until(lambda: len(other.texts) == 2)
        await served.delete("p1")
        await other.until(lambda: len(other.texts) == 1)

        assert "Route fermée" in other.texts[0]


class Subscriber(Served):
    """Has a hub push a feed, and keeps what comes."""

    def __init__(self) -> None:
        super().__init__()
        self.delivered: asyncio.Queue[str] = asyncio.Queue()
        self.app.add_routes([web.get("/", self._verify), web.post("/", self._take)])

    async def _verify(self, request):
        return web.Response(text=request.query["hub.challenge"])

    async def _take(self, request):
        self.delivered.put_nowait(await request.text())
        return web.Response()

    async def subscribe(self, hub: str, topic: str) -> None:
        form = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": self.url}
        async with aiohttp.ClientSession(raise_for_status=True) as session, session.post(hub, data=form):
            pass


@needs_others
async def test_a_hub_that_others_wrote_gets_a_feed_that_has_changed_and_pushes_it(tmp_path, root):
    hub = FlaskHub(tmp_path / "hub", root)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    public = {"public_url": base, "hub": hub.url}
    async with (
        serve(tmp_path / "journal.sqlite3", port=port, **public) as served,
        Subscriber() as reader,
        hub.running(),
    ):
        topic = feed_address("demo", base, "json", "en")
        await reader.subscribe(hub.url, topic)
        network = Network(served.clock, Allowed((f"127.0.0.1:{hub.port}",)))
        rounds = asyncio.Semaphore(0)
        pings = HubPings(served.running.hub, network, served.clock, hub.url, [topic])
        pinging = asyncio.create_task(pings.run(rounds.release))
        try:
            async with asyncio.timeout(60):
                await rounds.acquire()
                await served.put(make_post())
                await served.clock.advance(MINUTE)
                texts = [await reader.delivered.get()]
                while "café" not in texts[-1]:
                    texts.append(await reader.delivered.get())
                await rounds.acquire()
        finally:
            pinging.cancel()
            await asyncio.gather(pinging, return_exceptions=True)
            await network.close()

    assert pings.problem is None
    assert pings.counters == {"hub_pings": 2}
