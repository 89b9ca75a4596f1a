"""A real Nostr relay is followed; nothing is lost or twice, and only authors delete."""

import contextlib

import pytest

from livefeed.model.errors import UnreachableError
from livefeed.sources import nip19
from livefeed.sources.nostr_follow import _Back, spellings
from tests.following import follow, outage
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.relay import START, Relay
from tests.signing import public_key, signed

ANN = bytes([9]) * 32


@contextlib.asynccontextmanager
async def following(tmp_path, *urls, **how):
    """Follow #demo on some relays."""
    toml = "".join(f'[[stream]]\nsource = "nostr"\nrelay = "{url}"\n' for url in urls)
    async with follow(toml, tmp_path, **how) as follower:
        yield follower


async def test_notes_before_and_after_come_once_with_their_authors_name(tmp_path):
    async with Relay() as relay:
        await relay.send(signed(0, '{"name":"zoe","display_name":"Zoé"}', created_at=START))
        await relay.post("The doors open at nine #demo")
        async with following(tmp_path, relay.url) as follower:
            await follower.until(lambda: follower.way("relay").state == "live")
            await relay.post("The talks begin at ten #demo", tags=[("t", "Demo")])
            await relay.post("Nobody asked for this", tags=[("t", "other")])
            last = await relay.post("Written in capitals", tags=[("t", "#demo")])
            del relay.notes[next(i for i, note in relay.notes.items() if note["content"] == "Nobody asked for this")]
            await follower.until(lambda: follower.ids == relay.expected())

            names = {entry.post.id: entry.post.author.name for entry in follower.running.hub.board.newest(10)}
            assert names[f"nostr:{last['id']}"] == "Zoé"


async def test_only_the_author_takes_a_note_back(tmp_path):
    async with Relay() as relay, following(tmp_path, relay.url) as follower:
        await follower.until(lambda: follower.way("relay").state == "live")
        gone = await relay.post("Said too early #demo")
        kept = await relay.post("The doors open at nine #demo")
        await follower.until(lambda: len(follower.ids) == 2)
        await relay.delete(kept, secret=ANN)
        await relay.delete(gone)
        await follower.until(lambda: follower.ids == relay.expected())

        assert len(follower.ids) == 1


async def test_the_same_note_from_two_relays_is_one_and_names_both(tmp_path):
    async with Relay() as one, Relay() as other:
        note = await one.post("The doors open at nine #demo")
        await other.send(note)
        async with following(tmp_path, one.url, other.url) as follower:
            await follower.until(lambda: len(follower.frames) >= 2)
            await follower.until(lambda: follower.ids == one.expected())
            (held,) = follower.running._engine._shelf.posts.values()

            assert set(held.streams) == {f"nostr:127.0.0.1:{one.port}", f"nostr:127.0.0.1:{other.port}"}


async def test_more_than_a_relay_gives_at_once_comes_page_by_page(tmp_path, monkeypatch):
    """Before we came, and again while we were away; several notes of one second at the seam."""
    monkeypatch.setattr("livefeed.sources.nostr_follow.LIMIT", 5)
    async with Relay() as relay:
        for number in range(23):
            await relay.post(f"Number {number} #demo", at=-number // 2)
        async with following(tmp_path, relay.url) as follower:
            await follower.until(lambda: follower.ids == relay.expected())
        for number in range(23):
            await relay.post(f"Meanwhile, number {number} #demo")
        async with following(tmp_path, relay.url) as follower:
            await follower.until(lambda: follower.ids == relay.expected())


async def test_who_is_cut_while_reading_back_begins_again(tmp_path, monkeypatch):
    """The newest notes are here, the older ones are not: the place reached must not be that of the newest."""
    monkeypatch.setattr("livefeed.sources.nostr_follow.LIMIT", 5)
    monkeypatch.setattr("livefeed.sources.nostr_follow.OVERLAP", 0)
    async with Relay() as relay:
        for number in range(23):
            await relay.post(f"Number {number} #demo")
        with monkeypatch.context() as broken:
            broken.setattr("livefeed.sources.nostr_follow._Back.turn", _cut)
            async with following(tmp_path, relay.url) as follower:
                await follower.until(lambda: len(follower.ids) == 5 and follower.way("relay").breaks)
        async with following(tmp_path, relay.url) as follower:
            await follower.until(lambda: follower.ids == relay.expected())


def _cut(_back):
    raise UnreachableError("cut")


def test_a_note_that_claims_to_be_old_does_not_move_where_we_read_on():
    """Neither one before all that we asked for, nor one that somebody writes while we read back."""
    back = _Back(since=100)
    back.pass_by(500, 1_000, of_a_page=True)
    back.pass_by(7, 1_000, of_a_page=True)
    back.pass_by(101, 1_000, of_a_page=False)

    assert (back.oldest, back.reached) == (500, 500)
    assert back.pass_by(5_000, 1_000, of_a_page=False) is None
    back.done = True
    assert back.pass_by(900, 1_000, of_a_page=False) == "1000"  # the clock that ran ahead counts as now


@pytest.mark.parametrize("name", [nip19.npub(public_key(ANN)), public_key(ANN)])
async def test_a_followed_account_needs_no_hashtag(tmp_path, name):
    async with Relay() as relay:
        await relay.post("Before, without any hashtag", tags=[], secret=ANN)
        more = f'[accounts]\nfollow = ["{name}"]\n[[stream]]\nsource = "nostr"\nrelay = "{relay.url}"\n'
        async with follow(more, tmp_path) as follower:
            await follower.until(lambda: follower.ids == relay.expected())
            await relay.send(signed(1, "Of somebody else", [], START + 100))
            await relay.post("After, without any hashtag", tags=[], secret=ANN)
            await follower.until(lambda: follower.ids == relay.expected())

            assert len(follower.ids) == 2


async def test_who_vanishes_takes_all_notes_along(tmp_path):
    """NIP-62."""
    async with Relay() as relay, following(tmp_path, relay.url) as follower:
        await follower.until(lambda: follower.way("relay").state == "live")
        await relay.post("Zoé was here #demo")
        kept = await relay.post("Ann is here #demo", secret=ANN)
        await follower.until(lambda: len(follower.ids) == 2)
        await relay.send(signed(62, "", [("relay", "ALL_RELAYS")], START + 100))
        await follower.until(lambda: follower.ids == [f"nostr:{kept['id']}"])


async def test_a_note_with_an_end_goes_when_it_has_come(tmp_path):
    async with Relay() as relay, following(tmp_path, relay.url, speed=600) as follower:
        await follower.until(lambda: follower.way("relay").state == "live")
        # Far from now for the relay, soon for us.
        await relay.post("For an hour only #demo", tags=[("t", "demo"), ("expiration", str(START + 10_000_000))])
        await follower.until(lambda: len(follower.ids) == 1)
        follower.running.clock.set((START + 10_000_000) * 1000)
        await follower.until(lambda: follower.ids == [])


async def test_through_every_fault_nothing_is_lost_or_twice(tmp_path):
    async with Relay() as relay, FaultProxy(relay.port) as proxy:
        async with following(tmp_path, f"ws://127.0.0.1:{proxy.port}", speed=60) as follower:
            for number, fault in enumerate(FAULTS):
                await follower.until(lambda: follower.way("relay").state == "live")
                post = await relay.post(f"Before the {fault} number {number} #demo")
                await follower.until(lambda: f"nostr:{post['id']}" in follower.ids)
                async with outage(follower, proxy, fault, "relay"):
                    await relay.post(f"During the {fault} number {number} #demo", secret=ANN)
                    await relay.delete(post)
            await follower.until(lambda: follower.ids == relay.expected())
            assert follower.replayed == follower.running.hub.board.newest(1_000)


def test_a_hashtag_is_asked_for_as_people_write_it():
    assert spellings(("PyConFR",)) == ["pyconfr", "PyConFR", "Pyconfr", "PYCONFR", "#PyConFR", "#pyconfr"]
