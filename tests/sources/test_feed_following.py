"""A feed is asked politely, and followed through moves, pauses and its end."""

import contextlib

from tests.following import follow, outage
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.feed_server import FeedServer


@contextlib.asynccontextmanager
async def following(tmp_path, url, **how):
    """Follow a feed."""
    async with follow(f'[[stream]]\nsource = "feed"\nurl = "{url}"\nname = "radio"\n', tmp_path, **how) as follower:
        yield follower


async def test_items_come_once_are_edited_and_deleted_and_nothing_new_is_not_sent_again(tmp_path):
    async with FeedServer() as server:
        server.entries = {"urn:1": "The first", "urn:2": "The second"}
        async with following(tmp_path, f"{server.url}/feed", speed=600) as follower:
            await follower.until(lambda: follower.ids == ["urn:1", "urn:2"])
            await follower.until(lambda: len(server.asked) >= 3)
            server.entries = {"urn:2": "The second, mended", "urn:3": "The third"}
            server.deleted = ["urn:2000"]
            await follower.until(lambda: follower.ids == ["urn:1", "urn:2", "urn:3"])
            server.deleted = ["urn:3"]
            del server.entries["urn:3"]
            await follower.until(lambda: follower.ids == ["urn:1", "urn:2"])

            assert "The second, mended" in follower.texts
            assert [path for path, etag in server.asked if not etag] == ["/feed"]
            assert len(follower.frames) == 3


async def test_a_restart_asks_whether_something_is_new(tmp_path):
    async with FeedServer() as server:
        server.entries = {"urn:1": "The first"}
        async with following(tmp_path, f"{server.url}/feed") as follower:
            await follower.until(lambda: follower.ids == ["urn:1"])
        async with following(tmp_path, f"{server.url}/feed") as follower:
            await follower.until(lambda: follower.way("poll").state == "polling")

            assert follower.frames == []
        assert server.asked[-1][1].startswith('W/"')


async def test_a_lasting_move_is_remembered(tmp_path):
    async with FeedServer() as server:
        server.entries = {"urn:1": "The first"}
        async with following(tmp_path, f"{server.url}/old", speed=600) as follower:
            await follower.until(lambda: len(server.asked) > 4)

            assert [path for path, _ in server.asked].count("/old") == 1


async def test_a_feed_that_is_gone_is_not_asked_again(tmp_path):
    async with FeedServer() as server:
        server.gone = True
        async with following(tmp_path, f"{server.url}/feed", speed=600) as follower:
            await follower.until(lambda: follower.way("poll").state == "stopped")

            assert "gone for good" in str(follower.way("poll").problem)


async def test_a_busy_server_is_left_alone_as_long_as_it_says(tmp_path):
    async with FeedServer() as server:
        server.entries, server.busy = {"urn:1": "The first"}, 1
        async with following(tmp_path, f"{server.url}/feed", speed=600) as follower:
            await follower.until(lambda: follower.ids == ["urn:1"])

            assert follower.running.clock.now() >= 1_790_942_400_000 + 120_000


async def test_what_is_no_feed_is_counted_and_asked_again(tmp_path):
    async with FeedServer() as server, following(tmp_path, f"{server.url}/bad") as follower:
        await follower.until(lambda: follower.running.intake.counters["unreadable"] == 1)

        assert follower.running.intake.unreadable["feed:radio"][1].startswith("is no feed")


async def test_through_every_fault_nothing_is_lost_or_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.runtime.network.ANSWER_SECONDS", 0.5)  # of ours, whatever the coverage's clock
    async with FeedServer() as server, FaultProxy(server.port) as proxy:
        async with following(tmp_path, f"http://127.0.0.1:{proxy.port}/feed", speed=600) as follower:
            for number, fault in enumerate(FAULTS):
                server.entries[f"urn:{number}"] = f"Before the {fault}"
                await follower.until(lambda: f"urn:{number}" in follower.ids)
                async with outage(follower, proxy, fault, "poll"):
                    server.entries[f"urn:x{number}"] = f"During the {fault}"
                    server.deleted.append(f"urn:{number}")
                    del server.entries[f"urn:{number}"]
            await follower.until(lambda: follower.ids == sorted(server.entries))
            assert follower.replayed == follower.running.hub.board.newest(1_000)
