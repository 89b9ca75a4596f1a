"""Timelines of a Mastodon server are read again, so that edits and deletions nobody told us of are found."""

import pytest

from tests.following import START, follow
from tests.peers.mastodon import MastodonServer
from tests.peers.serving import Served


def of_server(server, *, tags='["demo"]', accounts=()):
    """A coverage that follows a server's hashtag and accounts, without a token."""
    follows = ", ".join(f'"@{account}@127.0.0.1:{server.port}"' for account in accounts)
    return (
        f'slug = "demo"\ntitle = "Demo"\nhashtags = {tags}\n[accounts]\nfollow = [{follows}]\n'
        f'[[stream]]\nsource = "mastodon"\nserver = "{server.url}"\n'
    )


def asked_after(server) -> list[str]:
    """The statuses that were asked for one by one."""
    return [path.rpartition("/")[2] for path, _ in server.requests if path.startswith("/api/v1/statuses/")]


async def happens(server, status, what):
    """Somebody edits or deletes."""
    await (server.edit(status["id"], "Mended") if what == "edit" else server.delete(status["id"]))


AFTER = {"edit": ["Mended"], "delete": []}


@pytest.mark.parametrize("tags", ["[]", '["demo"]'])
@pytest.mark.parametrize("what", AFTER)
async def test_edits_and_deletions_of_followed_accounts_are_found(tmp_path, tags, what):
    async with MastodonServer() as server:
        status = await server.post("Said too early", tags=[], account="org")
        async with follow(of_server(server, tags=tags, accounts=["org"]), tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.texts == ["Said too early"])
            await happens(server, status, what)
            await follower.until(lambda: follower.texts == AFTER[what])

            assert asked_after(server) == ([status["id"]] if what == "delete" else [])


async def test_only_the_posts_of_an_account_are_missed_on_its_timeline(tmp_path):
    """Neither another account's, nor those of the hashtag; and the hashtag's timeline does not miss theirs."""
    async with MastodonServer() as server:
        await server.post("For the hashtag #demo")
        gone = await server.post("Said too early", tags=[], account="org")
        await server.post("Stays", tags=[], account="press")
        async with follow(of_server(server, accounts=["org", "press"]), tmp_path, speed=600) as follower:
            await follower.until(lambda: len(follower.ids) == 3)
            await server.delete(gone["id"])
            await follower.until(lambda: sorted(follower.texts) == ["For the hashtag #demo", "Stays"])
            since = follower.running.clock.now()
            await follower.until(lambda: follower.running.clock.now() > since + 1_800_000)

            assert asked_after(server) == [gone["id"]]


async def test_what_an_account_wrote_while_we_were_away_for_a_day_is_found(tmp_path):
    async with MastodonServer() as server:
        await server.post("The first", tags=[], account="org")
        toml = of_server(server, tags="[]", accounts=["org"])
        async with follow(toml, tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.texts == ["The first"])
        await server.post("Meanwhile", tags=[], account="org")
        async with follow(toml, tmp_path, speed=600, start=START + 86_400_000) as follower:
            await follower.until(lambda: sorted(follower.texts) == ["Meanwhile", "The first"])


async def test_an_account_that_is_not_there_is_said_and_costs_the_others_nothing(tmp_path):
    async with MastodonServer() as server:
        await server.post("Here", tags=[], account="org")
        async with follow(of_server(server, tags="[]", accounts=["nobody", "org"]), tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.texts == ["Here"] and follower.way("accounts").state == "polling")
            assert follower.way("accounts").note == "there is no account @nobody on this server"

            await server.post("Now I am", tags=[], account="nobody")
            await follower.until(lambda: sorted(follower.texts) == ["Here", "Now I am"])
            await follower.until(lambda: not follower.way("accounts").note)


@pytest.mark.parametrize("what", AFTER)
@pytest.mark.parametrize("by", ["hashtag", "account"])
async def test_a_timeline_that_has_not_changed_is_no_empty_one(tmp_path, by, what):
    """After "not modified" nothing is missing; an edit or a deletion after that is found like any other."""
    async with MastodonServer() as server:
        status = await server.post("Said too early #demo", account="org")
        where = {"accounts": ["org"], "tags": "[]"} if by == "account" else {}
        async with follow(of_server(server, **where), tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.texts == ["Said too early #demo"])
            await follower.until(lambda: server.unchanged_full >= 3)
            assert asked_after(server) == []

            await happens(server, status, what)
            await follower.until(lambda: follower.texts == AFTER[what])


@pytest.mark.parametrize("what", AFTER)
async def test_where_ids_are_no_times_a_timeline_is_leafed_back(tmp_path, what):
    """More than a page before we came, more than a page while we were away; then an edit or a deletion."""
    async with MastodonServer() as server:
        server.snowflakes = False
        for number in range(50):
            await server.post(f"Number {number} #demo", account=f"p{number}")
        async with follow(of_server(server), tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.ids == server.expected())
            assert follower.texts[0] == "Number 49 #demo"
            assert not any(entry.late for entry in follower.running.hub.board.newest(100))
        for number in range(50, 100):
            status = await server.post(f"Number {number} #demo", account=f"p{number}")
        async with follow(of_server(server), tmp_path, speed=600, start=START + 600_000) as follower:
            await follower.until(lambda: follower.ids == server.expected())
            await happens(server, status, what)
            await follower.until(lambda: follower.texts[:1] == [*AFTER[what], "Number 98 #demo"][:1])

            assert follower.ids == server.expected()
            assert asked_after(server) == ([status["id"]] if what == "delete" else [])


async def test_a_hashtag_that_nobody_has_used_yet_is_no_error(tmp_path):
    async with MastodonServer() as server:
        server.unknown_tags = True
        async with follow(of_server(server), tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.way("timeline").state == "polling")
            await server.post("The doors open at nine #demo")
            await follower.until(lambda: follower.ids == server.expected())

            assert follower.way("timeline").breaks == 0


async def test_a_server_that_is_no_mastodon_is_said(tmp_path):
    async with Served() as server:
        async with follow(of_server(server), tmp_path) as follower:
            await follower.until(lambda: follower.way("timeline").problem is not None)

            assert "no timelines of Mastodon's kind" in str(follower.way("timeline").problem)
