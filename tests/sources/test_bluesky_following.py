"""Bluesky is followed on both wires, by a cursor that is never ahead, and nobody is shown who does not want to be."""

import contextlib

import pytest

from livefeed.model.times import MINUTE
from tests.following import follow, outage
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.jetstream import START, V2, JetstreamServer

ZOE, ANN = "did:plc:zoe", "did:plc:ann"


@contextlib.asynccontextmanager
async def following(tmp_path, server, endpoint=None, more="", keys="", **how):
    """Follow #demo."""
    toml = f'[[stream]]\nsource = "bluesky"\nendpoint = "{endpoint or server.v1}"\nappview = "{server.url}"\n{keys}\n{more}'
    # Events are of START and later: whoever comes late on a busy machine has missed none.
    async with follow(toml, tmp_path, **{"start": START - 20 * MINUTE} | how) as follower:
        yield follower


@pytest.mark.parametrize("wire", ["v1", "v2"])
async def test_posts_edits_of_standing_and_deletions_come_on_both_wires(tmp_path, wire):
    async with JetstreamServer() as server, following(tmp_path, server, getattr(server, wire)) as follower:
        await follower.until(lambda: server.listeners)
        kept = server.post(ZOE, "The doors open at nine #demo")
        gone = server.post(ANN, "Said too early #demo")
        server.noise(20)
        server.commit(ANN, "create", "app.bsky.feed.repost", "3r", {"subject": {"uri": kept}, "createdAt": "x"})
        await follower.until(lambda: len(follower.ids) == 3)
        server.delete(gone)
        await follower.until(lambda: gone not in follower.ids)

        (entry,) = follower.running.hub.board.newest(10)
        assert (entry.post.author.handle, entry.post.author.name) == ("@zoe.example", "Zoe")
        assert [copy.why for copy in entry.copies] == ["boost"]
        assert follower.running.intake.counters["unmatched"] == 0
        assert server.asked == [ZOE, ANN]


async def test_people_who_want_to_be_shown_to_signed_in_people_only_are_never_shown(tmp_path):
    async with JetstreamServer() as server, following(tmp_path, server) as follower:
        server.shy.add(ZOE)
        await follower.until(lambda: server.listeners)
        server.post(ZOE, "Not for everybody #demo")
        server.account(ZOE, active=True)
        seen = server.post(ANN, "For everybody #demo")
        await follower.until(lambda: follower.ids == [seen])

        assert follower.running.intake.counters["hidden"] == 1


async def test_who_is_back_is_not_shown_before_it_is_known_who_may_see_them(tmp_path):
    """An account is said to be active also where its author hides it from people who are not signed in."""
    async with JetstreamServer() as server, following(tmp_path, server) as follower:
        await follower.until(lambda: server.listeners)
        hides = server.post(ZOE, "The doors open at nine #demo")
        await follower.until(lambda: follower.ids == [hides])
        server.shy.add(ZOE)
        server.account(ZOE, active=False, status="deactivated")
        await follower.until(lambda: follower.ids == [])
        published = []
        follower.running.hub.watch(lambda numbered: published.extend(change for _, change in numbered))

        server.nameless = True
        server.account(ZOE, active=True)
        await follower.until(lambda: follower.way("jetstream").breaks)
        server.nameless = False
        seen = server.post(ANN, "For everybody #demo")
        await follower.until(lambda: follower.ids == [seen])

        assert [change.entry.post.id for change in published] == [seen]


async def test_nothing_is_handed_on_while_nobody_knows_whose_it_is(tmp_path):
    async with JetstreamServer() as server, following(tmp_path, server) as follower:
        server.nameless = True
        await follower.until(lambda: server.listeners)
        uri = server.post(ZOE, "The doors open at nine #demo")
        await follower.until(lambda: follower.way("jetstream").breaks)
        assert follower.ids == []

        server.nameless = False
        await follower.until(lambda: follower.ids == [uri])


async def test_an_account_that_is_deleted_takes_its_posts_along_and_one_that_rests_brings_them_back(tmp_path):
    async with JetstreamServer() as server, following(tmp_path, server) as follower:
        await follower.until(lambda: server.listeners)
        zoes = server.post(ZOE, "The doors open at nine #demo")
        anns = server.post(ANN, "The talks begin at ten #demo")
        await follower.until(lambda: follower.ids == sorted([zoes, anns]))
        server.account(ZOE, active=False, status="deactivated")
        server.account(ANN, active=False, status="deleted")
        await follower.until(lambda: follower.ids == [])
        server.account(ZOE, active=True)
        server.account(ANN, active=True)
        await follower.until(lambda: follower.ids == [zoes])


async def test_after_a_stop_the_cursor_goes_on_and_brings_what_was_missed(tmp_path):
    async with JetstreamServer() as server:
        async with following(tmp_path, server) as follower:
            await follower.until(lambda: server.listeners)
            first = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [first])
        missed = server.post(ZOE, "The talks begin at ten #demo")
        server.delete(first)
        async with following(tmp_path, server, start=START + 60_000) as follower:
            await follower.until(lambda: follower.ids == [missed])

        assert f"cursor={(START + 1_000 - 10_000) * 1_000}" in server.urls[-1]


async def test_a_cursor_that_is_too_old_is_said_and_the_rest_comes(tmp_path):
    async with JetstreamServer() as server:
        async with following(tmp_path, server, server.v2) as follower:
            await follower.until(lambda: server.listeners)
            server.noise(3)
            first = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [first])
        server.events = [event | {"seq": event["seq"] + 100} for event in server.events]
        later = server.post(ZOE, "The talks begin at ten #demo")
        server.events[-1]["seq"] = 200
        async with following(tmp_path, server, server.v2, start=START + 60_000) as follower:
            await follower.until(lambda: follower.ids == sorted([first, later]))

            assert "away for too long" in follower.way("jetstream").note


async def test_the_new_wire_goes_on_by_number_on_its_own_server_and_by_time_on_another(tmp_path):
    """A number means nothing to a server that did not give it."""
    async with JetstreamServer() as server, JetstreamServer() as other:
        other.events = server.events  # one network behind both
        async with following(tmp_path, server, server.v2) as follower:
            await follower.until(lambda: server.listeners)
            first = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [first])
        second = server.post(ZOE, "The talks begin at ten #demo")
        async with following(tmp_path, server, server.v2, start=START + 60_000) as follower:
            await follower.until(lambda: follower.ids == sorted([first, second]))
        third = server.post(ZOE, "The walk begins at two #demo")
        async with following(tmp_path, server, other.v2, start=START + 120_000) as follower:
            await follower.until(lambda: follower.ids == sorted([first, second, third]))

        assert server.urls[1].endswith("cursor=1")
        assert other.urls[0].endswith(f"cursor={(START + 2_000 - 10_000) * 1_000}")


async def test_when_a_server_is_gone_the_next_of_the_list_goes_on_by_time(tmp_path):
    async with JetstreamServer() as server, JetstreamServer() as other:
        other.events = server.events
        toml = f'[[stream]]\nsource = "bluesky"\nendpoint = ["{server.v1}", "{other.v2}"]\nappview = "{server.url}"\n'
        async with follow(toml, tmp_path) as follower:
            await follower.until(lambda: server.listeners)
            first = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [first])
            server.refuse(100)
            server.cut()
            second = server.post(ZOE, "The talks begin at ten #demo")
            await follower.until(lambda: follower.ids == sorted([first, second]))

            assert follower.way("jetstream").breaks == 1
        assert other.urls[0].endswith(f"cursor={(START + 1_000 - 10_000) * 1_000}")


async def test_an_old_wire_that_moves_an_old_cursor_up_in_silence_is_not_believed(tmp_path):
    async with JetstreamServer() as server:
        async with following(tmp_path, server) as follower:
            await follower.until(lambda: server.listeners)
            first = server.post(ZOE, "The doors open at nine #demo")
            await follower.until(lambda: follower.ids == [first])
        async with following(tmp_path, server, start=START + 37 * 3_600_000) as follower:
            await follower.until(lambda: server.listeners)

            assert "away for more than 36 hours" in follower.way("jetstream").note


async def test_a_post_that_looks_like_the_servers_own_word_is_a_post(tmp_path):
    """Whoever writes one must not be able to end the stream of everybody, again after each cut."""
    async with JetstreamServer() as server, following(tmp_path, server, server.v2) as follower:
        await follower.until(lambda: server.listeners)
        info = f"{V2}#info"
        strange = [server.post(ZOE, "Odd #demo", embed={"$type": "error", "error": "x"})]
        strange += [server.post(ZOE, "As odd #demo", embed={"$type": info}, error={"$type": "error"})]
        await follower.until(lambda: follower.ids == sorted(strange))

        assert follower.way("jetstream").breaks == 0
        assert not follower.way("jetstream").note


async def test_what_the_server_itself_says_is_heard(tmp_path):
    async with JetstreamServer() as server, following(tmp_path, server, server.v2) as follower:
        await follower.until(lambda: server.listeners)
        server.say({"$type": "message", "payload": {"$type": f"{V2}#info", "name": "OutdatedCursor", "message": "m"}})
        await follower.until(lambda: follower.way("jetstream").note == "the server says: OutdatedCursor")
        assert follower.running.intake.unreadable == {}

        server.say({"$type": "error", "error": "ConsumerTooSlow", "message": "m"})
        await follower.until(lambda: "ConsumerTooSlow" in str(follower.way("jetstream").problem))


async def test_a_network_without_a_word_is_taken_for_dead(tmp_path):
    async with JetstreamServer() as server, following(tmp_path, server) as follower:
        await follower.until(lambda: server.listeners)
        server.silent = True
        await follower.until(lambda: follower.way("jetstream").breaks)
        assert "nothing came" in str(follower.way("jetstream").problem)

        server.silent = False
        uri = server.post(ZOE, "The doors open at nine #demo")
        await follower.until(lambda: follower.ids == [uri])


async def test_an_app_password_brings_what_was_posted_before(tmp_path):
    keys = 'identifier = "me.example"\npassword_env = "PW"'
    async with JetstreamServer() as server:
        before = server.post(ZOE, "The doors open at nine #demo")
        keys += f'\npds = "{server.url}"'
        how = {"keys": keys, "environ": {"PW": "app-password"}, "start": START + 3_600_000}
        async with following(tmp_path, server, **how) as follower:
            await follower.until(lambda: follower.ids == [before])

            assert follower.running.hub.board.newest(1)[0].post.author.handle == "@zoe.example"


async def test_followed_accounts_need_no_hashtag_and_are_found_by_their_name(tmp_path):
    more = '[accounts]\nfollow = ["@zoe.example"]\n'
    async with JetstreamServer() as server, following(tmp_path, server, more=more) as follower:
        await follower.until(lambda: server.listeners)
        server.post(ANN, "Nobody follows this one")
        uri = server.post(ZOE, "No hashtag is needed here")
        await follower.until(lambda: follower.ids == [uri])


async def test_through_every_fault_nothing_is_lost_or_twice(tmp_path):
    async with JetstreamServer() as server, FaultProxy(server.port) as proxy:
        server.reorders = True
        expected = []
        endpoint = f"ws://127.0.0.1:{proxy.port}/subscribe"
        async with following(tmp_path, server, endpoint, speed=120) as follower:
            for number, fault in enumerate(FAULTS * 2):
                await follower.until(lambda: follower.way("jetstream").state == "live" and server.listeners)
                post = server.post(ZOE, f"Before the {fault} number {number} #demo")
                await follower.until(lambda: post in follower.ids)
                async with outage(follower, proxy, fault, "jetstream", cut_after=100 + 20 * number):
                    away = server.post(ANN, f"During the {fault} number {number} #demo")
                    server.noise(5)
                    if number % 2:
                        server.delete(post)
                    expected += [away] if number % 2 else [away, post]
            await follower.until(lambda: follower.ids == sorted(expected))
            assert follower.replayed == follower.running.hub.board.newest(1_000)
