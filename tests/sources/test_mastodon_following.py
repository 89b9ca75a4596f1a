"""A Mastodon server is followed through everything that happens to a connection, and nothing is lost or twice."""

import contextlib

import pytest

from tests.following import follow, outage
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.mastodon import TOKEN, MastodonServer

WITH_TOKEN = {"TOKEN": TOKEN}


@contextlib.asynccontextmanager
async def following(tmp_path, server, port=None, environ=None, token=True, more="", **how):
    """Follow #demo on a server, perhaps through a proxy."""
    key = 'token_env = "TOKEN"' if token else ""
    toml = f'[[stream]]\nsource = "mastodon"\nserver = "http://127.0.0.1:{port or server.port}"\n{key}\n{more}'
    async with follow(toml, tmp_path, environ=WITH_TOKEN if environ is None else environ, **how) as follower:
        yield follower


async def test_what_is_posted_before_and_after_comes_once(tmp_path):
    async with MastodonServer() as server:
        await server.post("The doors open at nine #demo")
        async with following(tmp_path, server) as follower:
            await follower.until(lambda: server.listeners == 1)
            await server.post("The first talk begins now #demo")
            await server.post("Not for this page #other", tags=["other"])
            await follower.until(lambda: follower.ids == server.expected())

            assert follower.way("streaming").state == "live"
            assert follower.running.intake.counters["seen"] == 0


async def test_without_a_token_the_timeline_is_asked(tmp_path):
    async with MastodonServer() as server, following(tmp_path, server, token=False) as follower:
        await server.post("The doors open at nine #demo")
        await follower.until(lambda: follower.ids == server.expected() != [])
        await follower.until(lambda: follower.way("timeline").state == "polling")

        assert [way.way for way in follower.following.health] == ["timeline"]


async def test_a_refused_token_is_said_in_plain_words_and_posts_come_by_polling(tmp_path):
    from livefeed.runtime.health import in_words

    async with MastodonServer() as server:
        await server.post("The doors open at nine #demo")
        async with following(tmp_path, server, environ={"TOKEN": "revoked"}) as follower:
            await follower.until(lambda: follower.ids == server.expected() and follower.way("streaming").problem)
            await follower.until(lambda: follower.way("timeline").state == "polling")

            assert in_words(follower.way("streaming")).startswith("refused, Missing access token (401)")
            assert follower.way("timeline").note == "posts come by polling instead, every 15 s"


async def test_beside_streaming_that_works_nobody_says_that_posts_come_by_polling(tmp_path):
    async with MastodonServer() as server, following(tmp_path, server) as follower:
        await follower.until(lambda: follower.way("streaming").state == "live")
        await follower.until(lambda: follower.way("timeline").state == "polling" and not follower.way("timeline").note)


async def test_a_token_of_the_wrong_scope_is_said(tmp_path):
    async with MastodonServer() as server:
        server.wrong_scope = True
        async with following(tmp_path, server) as follower:
            await follower.until(lambda: follower.way("streaming").problem is not None)

            assert "required scopes" in str(follower.way("streaming").problem)


async def test_a_deletion_that_overtakes_its_post_wins(tmp_path):
    async with MastodonServer() as server, following(tmp_path, server) as follower:
        await follower.until(lambda: server.listeners == 1)
        server.invert = True
        gone = await server.post("Said too early #demo")
        kept = await server.post("The bus is late today #demo")
        await server.edit(kept["id"], "The bus is here now #demo")
        await server.delete(gone["id"])
        await server.let_go()
        await follower.until(lambda: follower.ids == server.expected() and follower.running.hub.tip > 0)
        await follower.until(lambda: follower.texts == ["The bus is here now #demo"])


async def test_a_post_that_was_fetched_behind_the_cursor_is_found(tmp_path):
    async with MastodonServer() as server, following(tmp_path, server, token=False) as follower:
        await server.post("The newest of all #demo")
        await follower.until(lambda: len(follower.ids) == 1)
        await server.post("Fetched a little late #demo", back=300_000)
        await follower.until(lambda: follower.ids == server.expected())


@pytest.mark.parametrize("token", [True, False])
async def test_what_is_deleted_and_edited_while_we_are_away_is_noticed(tmp_path, token):
    async with MastodonServer() as server:
        gone = await server.post("Said too early #demo")
        kept = await server.post("The bus is late today #demo")
        async with following(tmp_path, server, token=token) as follower:
            await follower.until(lambda: len(follower.ids) == 2)
        await server.delete(gone["id"])
        await server.edit(kept["id"], "The bus is here now #demo")
        later = following(tmp_path, server, token=token, start=1_790_942_400_000 + 600_000)
        async with later as follower:
            await follower.until(lambda: follower.texts == ["The bus is here now #demo"])

            assert follower.ids == server.expected()


async def test_several_hashtags_are_one_channel_when_the_server_says_so(tmp_path):
    more = ""
    toml = 'slug = "demo"\ntitle = "Demo"\nhashtags = ["Été", "ete", "CausesOuvertes26"]\n'
    async with MastodonServer() as server:
        stream = f'[[stream]]\nsource = "mastodon"\nserver = "{server.url}"\ntoken_env = "TOKEN"\n{more}'
        async with follow(toml + stream, tmp_path, environ=WITH_TOKEN) as follower:
            await follower.until(lambda: server.listeners == 1)
            await server.post("Un #été à Montréal, deux fois", tags=["ete", "causesouvertes26"])
            await follower.until(lambda: len(follower.ids) == 1)

            assert follower.running.intake.counters["seen"] == 0


async def test_a_post_of_two_servers_is_one_and_its_deletion_on_either_counts(tmp_path):
    async with MastodonServer() as home, MastodonServer() as other:
        post = await home.post("The doors open at nine #demo")
        await other.post("The doors open at nine #demo", uri=post["uri"], account="zoe@home.example")
        kept = await other.post("Only here #demo")
        streams = "".join(f'[[stream]]\nsource = "mastodon"\nserver = "{server.url}"\n' for server in (home, other))
        async with follow(streams, tmp_path, speed=600) as follower:
            await follower.until(
                lambda: follower.ids == sorted([post["uri"], kept["uri"]]) and len(follower.frames) == 3
            )
            await home.delete(post["id"])
            await follower.until(lambda: follower.ids == [kept["uri"]])


async def test_where_strangers_may_not_read_the_timeline_it_is_said(tmp_path):
    async with MastodonServer() as server:
        server.needs_token = True
        async with following(tmp_path, server, token=False) as follower:
            await follower.until(lambda: follower.way("timeline").problem is not None)

            assert "requires an authenticated user" in str(follower.way("timeline").problem)
            assert follower.way("timeline").retry_at >= follower.running.clock.now() + 600_000


async def test_a_server_that_was_asked_too_often_is_left_alone_until_it_says(tmp_path):
    async with MastodonServer() as server:
        await server.post("The doors open at nine #demo")
        server.limit(1)
        async with following(tmp_path, server, token=False, speed=30) as follower:
            await follower.until(lambda: follower.ids == server.expected())

            assert follower.way("timeline").breaks == 1
            assert follower.running.clock.now() >= 1_790_942_400_000 + 30_000


async def test_through_every_fault_nothing_is_lost_or_twice(tmp_path):
    """Resets, truncation, a stall, a partition, a minute of refusal: at the end exactly what an independent count expects."""
    async with MastodonServer() as server, FaultProxy(server.port) as proxy:
        server.announced = f"ws://127.0.0.1:{proxy.port}"
        async with following(tmp_path, server, proxy.port, speed=120) as follower:
            for number, fault in enumerate(FAULTS * 2):
                await follower.until(lambda: follower.way("streaming").state == "live" and server.listeners)
                post = await server.post(f"Before the {fault} number {number} #demo")
                await follower.until(lambda: post["uri"] in follower.ids)
                async with outage(follower, proxy, fault, "streaming", cut_after=100 + 20 * number):
                    away = await server.post(f"During the {fault} number {number} #demo")
                    if number % 2:
                        await server.delete(post["id"])
                        await server.edit(away["id"], f"Edited in the {fault} number {number} #demo")
            await follower.until(lambda: follower.ids == server.expected())
            assert follower.replayed == follower.running.hub.board.newest(1_000)

            assert follower.running.intake.counters["unreadable"] == 0
