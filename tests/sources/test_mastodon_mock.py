"""A server that others wrote is followed by Mastodon's API; its ids are milliseconds, and no snowflakes."""

import time

import pytest

from livefeed.runtime.health import in_words
from tests.following import follow, outage
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.mastodon_mock import MastodonMock
from tests.peers.others import needs_others

pytestmark = needs_others


@pytest.fixture
async def server(tmp_path):
    """The server, up."""
    server = MastodonMock(tmp_path / "mock")
    async with server.running():
        yield server


def of_server(server, port=None, *, tags='["demo"]', token="", account=""):
    """A coverage that follows the server."""
    accounts = f'[accounts]\nfollow = ["@{account}@127.0.0.1:{port or server.port}"]\n' if account else ""
    return (
        f'slug = "demo"\ntitle = "Demo"\nhashtags = {tags}\n{accounts}[[stream]]\nsource = "mastodon"\n'
        f'server = "http://127.0.0.1:{port or server.port}"\n{token}\n'
    )


def now() -> dict:
    """The server's time, at a hundred times its speed."""
    return {"start": int(time.time() * 1_000), "speed": 100}


async def test_what_is_posted_before_and_after_comes_once_is_edited_and_deleted(server, tmp_path):
    """More than a page of it before."""
    for number in range(45):
        await server.post(f"Number {number} was here before us #demo", "ada" if number % 2 else "grace")
    async with follow(of_server(server), tmp_path, **now()) as follower:
        await follower.until(lambda: len(follower.ids) == 45)
        gone = await server.post("Said too early #demo")
        late = await server.post("The bus is late today #demo", "grace")
        await follower.until(lambda: len(follower.ids) == 47)
        await server.edit(late, "The bus is here now #demo", "grace")
        await server.delete(gone)
        await follower.until(lambda: follower.texts[0] == "The bus is here now #demo" and len(follower.ids) == 46)

        assert follower.running.intake.counters["unreadable"] == 0
        assert follower.replayed == follower.running.hub.board.newest(100)


async def test_a_followed_account_is_read_edited_and_deleted(server, tmp_path):
    async with follow(of_server(server, tags="[]", account="ada"), tmp_path, **now()) as follower:
        status = await server.post("No hashtag is needed here")
        await server.post("Nobody follows this one", "grace")
        await follower.until(lambda: "No hashtag is needed here" in follower.texts)
        await server.edit(status, "No hashtag is needed at all")
        await follower.until(lambda: "No hashtag is needed at all" in follower.texts)
        await server.delete(status)
        await follower.until(lambda: "No hashtag is needed at all" not in follower.texts)

        assert follower.texts
        assert {entry.post.author.name for entry in follower.running.hub.board.newest(100)} == {"Ada Lovelace"}


async def test_where_streaming_is_refused_posts_come_by_the_timeline(server, tmp_path):
    """This server streams one hashtag for each socket, and wants the token in the address."""
    toml = of_server(server, token='token_env = "TOKEN"')
    async with follow(toml, tmp_path, environ={"TOKEN": "ada_token"}, **now()) as follower:
        await server.post("The doors open at nine #demo")
        await follower.until(lambda: follower.texts == ["The doors open at nine #demo"])
        await follower.until(lambda: follower.way("streaming").problem is not None)

        assert in_words(follower.way("streaming")).startswith("refused")


async def test_through_every_fault_nothing_is_lost_or_twice(server, tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.runtime.network.ANSWER_SECONDS", 0.5)  # of ours, whatever the coverage's clock
    async with FaultProxy(server.port) as proxy:
        async with follow(of_server(server, proxy.port), tmp_path, **now()) as follower:
            for number, fault in enumerate(FAULTS):
                gone = await server.post(f"Before the {fault} #demo")
                await follower.until(lambda: f"Before the {fault} #demo" in follower.texts)
                async with outage(follower, proxy, fault, "timeline"):
                    away = await server.post(f"During the {fault} #demo")
                    await server.delete(gone)
                    await server.edit(away, f"Number {number}, edited in the {fault} #demo")
            expected = [f"Number {number}, edited in the {fault} #demo" for number, fault in enumerate(FAULTS)]
            await follower.until(lambda: follower.texts == expected[::-1])

            assert follower.replayed == follower.running.hub.board.newest(100)
