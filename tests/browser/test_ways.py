"""The ways to the server in a real browser: behind bad proxies another is found, and no hole is left by any."""

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.looking import entry, ids, new
from tests.peers.middlebox import Middlebox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

FIVE_MINUTES = 300_000


@pytest_asyncio.fixture(loop_scope="module")
async def box(stage):
    """A proxy between the page and its server."""
    async with Middlebox(stage.url) as one:
        stage.url = one.url
        yield one


async def arrives(stage, way: str) -> None:
    """Open the page, and wait until it follows by a way; the one to which it did so is the last of `stage.ways`."""
    await stage.open()
    await follows_by(stage, way)


async def follows_by(stage, way: str) -> None:
    """Wait until the page says that it follows by a way."""
    await expect(stage.page.locator("live-feed")).to_have_attribute("data-way", way)
    assert stage.ways[-1] == way


@pytest.mark.usefixtures("box")
async def test_a_good_proxy_changes_nothing(stage):
    await arrives(stage, "socket")
    await stage.put(new(1))

    await expect(entry(stage, new(1))).to_be_attached()
    assert stage.ways == ["socket"]


async def test_where_upgrades_are_refused_events_do_as_well(stage, box):
    box.refuses_upgrades = True
    await arrives(stage, "events")
    await stage.put(new(1))
    await stage.put(new(2))

    await expect(entry(stage, new(2))).to_be_attached()
    assert stage.ways == ["events"]
    assert box.fired["refused"] == 2
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await expect(stage.page.locator(".notice")).to_be_hidden()


async def test_where_sockets_die_after_the_handshake_events_do_as_well(stage, box):
    box.kills_sockets = True
    await arrives(stage, "events")

    assert box.fired["killed"] == 2


async def test_where_nothing_endless_passes_the_page_asks_again_and_again(stage, box):
    """The proxy waits for the end of an answer that has none; after fifteen seconds without a word that is clear."""
    box.refuses_upgrades = box.holds_back = True
    await stage.page.clock.install()
    await stage.page.goto(f"{stage.url}/en/orme")
    for times in (1, 2):
        await stage.follows(times)
        await stage.page.clock.run_for(15_000)
    await stage.follows(3)
    await follows_by(stage, "polling")
    await stage.tell(stage.written(new(1)))
    await expect(entry(stage, new(1))).to_be_attached()
    await stage.tell(stage.written(new(2)))
    await stage.page.clock.run_for(2_000)
    await expect(entry(stage, new(2))).to_be_attached()

    assert stage.asked[-1] == "k3f9.0"
    assert len(await ids(stage)) == 32
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await expect(stage.page.locator(".notice")).to_be_hidden()
    assert box.fired["held back"] == 2


async def test_figures_and_state_reach_who_asks_again_and_again(stage, box):
    """Once a minute they are taken from the page itself."""
    box.refuses_upgrades = box.refuses_streams = True
    await stage.page.clock.install()
    await arrives(stage, "polling")
    stage.state, stage.entries = "ended", stage.entries[:3]
    for number in range(3):  # somebody is heard of every 30 seconds, else the line would count as dead
        await stage.tell(stage.written(new(number)))
        await expect(entry(stage, new(number))).to_be_attached()
        await stage.page.clock.run_for(30_000)

    await expect(stage.page.locator("#state")).to_have_text("Ended")
    await expect(stage.page.locator("#pulse .nums dd").first).to_have_text("3")


@pytest.mark.parametrize("way", ["socket", "events"])
async def test_a_hole_is_noticed_and_mended(stage, box, way):
    """Nothing is applied that does not follow what the page has, so what was lost comes first, and once."""
    box.refuses_upgrades = way == "events"
    await arrives(stage, way)
    times = len(stage.asked)
    box.loses = 1
    await stage.tell(stage.written(new(1)))
    await stage.tell(stage.written(new(2)))
    await stage.follows(times + 1)

    assert stage.asked[-1] == "k3f9.0"
    assert not {new(1).id, new(2).id} & set(await ids(stage))
    await expect(stage.page.locator("live-feed")).to_have_attribute("data-holes", "1")
    stage._number = 0
    await stage.put(new(1), new(2))
    await expect(entry(stage, new(2))).to_be_attached()
    assert len(await ids(stage)) == len(set(await ids(stage))) == 32


async def test_a_lost_tail_shows_at_the_next_heartbeat(stage, box):
    await arrives(stage, "socket")
    box.loses = 1
    await stage.tell(stage.written(new(1)))
    await stage.say({"type": "heartbeat", "cursor": stage.cursor})
    await stage.follows(2)

    assert stage.asked == ["k3f9.0", "k3f9.0"]
    await expect(stage.page.locator("live-feed")).to_have_attribute("data-holes", "1")


async def test_a_heartbeat_that_says_what_the_page_has_changes_nothing(stage):
    await stage.open()
    await stage.put(new(1))
    await stage.say({"type": "heartbeat", "cursor": stage.cursor})
    await stage.put(new(2))

    assert stage.asked == ["k3f9.0"]


async def test_the_better_way_is_tried_again_after_a_while_without_leaving_the_other(stage, box):
    box.refuses_upgrades = True
    stage.heartbeat = 3_600
    await stage.page.clock.install()
    await arrives(stage, "events")
    refused = await trial_after(stage, FIVE_MINUTES)
    await closed(refused)
    box.refuses_upgrades = False
    short = await trial_after(stage, 2 * FIVE_MINUTES)
    await stage.follows(2)
    await stage.page.clock.run_for(5_000)
    stage.cut()  # one that does not last for ten seconds is no better
    await closed(short)
    await stage.page.clock.run_for(6_000)
    await expect(stage.page.locator("live-feed")).to_have_attribute("data-way", "events")
    assert stage.ways == ["events", "socket"]
    await trial_after(stage, 4 * FIVE_MINUTES)
    await stage.follows(3)
    await stage.page.clock.run_for(10_000)
    await stage.follows(4)

    await follows_by(stage, "socket")
    assert stage.ways == ["events", "socket", "socket", "socket"]
    assert set(stage.asked) == {"k3f9.0"}
    assert box.fired["refused"] == 3


async def trial_after(stage, delay: int):
    """Let time pass, milliseconds, until a socket is tried; returns it."""
    async with stage.page.expect_websocket() as tried:
        await stage.page.clock.run_for(delay)
    return await tried.value


async def closed(socket) -> None:
    """Wait until a socket is closed, or was refused."""
    done = asyncio.Event()
    socket.on("close", lambda _: done.set())
    if not socket.is_closed():
        async with asyncio.timeout(30):
            await done.wait()


@pytest.mark.usefixtures("box")
async def test_a_server_that_is_away_says_nothing_against_the_way(stage):
    """Nobody answers at all; once somebody does, the page is back by the way that it had."""
    asked = []
    stage.page.on("request", lambda request: asked.append(request.url))
    await stage.open()
    stage.refuses = True
    await stage.close(1012)
    await expect(stage.page.locator("#state")).to_have_text("Reconnecting")
    stage.refuses = False
    await stage.follows(2)

    assert stage.ways == ["socket", "socket"]
    assert len([url for url in asked if "/readyz" in url]) > 2
    assert not [url for url in asked if "/stream" in url]
