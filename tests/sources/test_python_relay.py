"""A relay that others wrote in Python is followed; it takes anybody's deletions, so that only we can refuse them."""

from tests.following import follow
from tests.peers.others import needs_others
from tests.peers.relay import PythonRelay
from tests.signing import KEY, public_key, signed

pytestmark = needs_others

ANN = bytes([9]) * 32


def of_relay(relay, more=""):
    """A coverage that follows a relay."""
    return f'[[stream]]\nsource = "nostr"\nrelay = "{relay.url}"\n{more}'


def now(relay) -> dict:
    """The relay's time, at twenty times its speed."""
    return {"start": (relay.start + 1_800) * 1_000, "speed": 20}


async def test_notes_before_and_after_come_once_with_their_authors_name(tmp_path):
    relay = PythonRelay(tmp_path / "relay")
    async with relay.running():
        await relay.send(signed(0, '{"name":"zoe","display_name":"Zoé"}', created_at=relay.start))
        await relay.post("The doors open at nine #demo")
        async with follow(of_relay(relay), tmp_path, **now(relay)) as follower:
            await follower.until(lambda: follower.way("relay").state == "live" and len(follower.frames) == 2)
            named = await relay.post("The talks begin at ten #demo", tags=[("t", "Demo")])
            await relay.post("Written with its sign", tags=[("t", "#demo")])
            await relay.send(signed(1, "Of something else", [("t", "other")], relay.start + 100))
            await follower.until(lambda: follower.ids == relay.expected())

            names = {entry.post.id: entry.post.author.name for entry in follower.running.hub.board.newest(10)}
            assert names[f"nostr:{named['id']}"] == "Zoé"
            assert follower.running.intake.counters["unreadable"] == 0


async def test_only_the_author_takes_a_note_back_whatever_the_relay_says(tmp_path):
    relay = PythonRelay(tmp_path / "relay")
    async with relay.running(), follow(of_relay(relay), tmp_path, **now(relay)) as follower:
        await follower.until(lambda: follower.way("relay").state == "live")
        kept = await relay.post("The doors open at nine #demo")
        gone = await relay.post("Said too early #demo")
        await follower.until(lambda: len(follower.ids) == 2)
        answer = await relay.delete(kept, secret=ANN)
        assert answer[:3] == ["OK", answer[1], True]  # the relay believes it

        await relay.delete(gone)
        await follower.until(lambda: follower.ids == relay.expected())
        assert follower.texts == ["The doors open at nine #demo"]


async def test_through_a_crash_of_the_relay_nothing_is_lost_or_twice(tmp_path):
    relay = PythonRelay(tmp_path / "relay")
    async with follow(of_relay(relay), tmp_path, **now(relay)) as follower:
        async with relay.running():
            gone = await relay.post("Said too early #demo")
            await relay.post("The doors open at nine #demo")
            await follower.until(lambda: len(follower.ids) == 2)
        await follower.until(lambda: follower.way("relay").problem is not None)
        async with relay.running():
            await relay.delete(gone)
            await relay.post("The talks begin at ten #demo", secret=ANN)
            await follower.until(lambda: follower.ids == relay.expected() and len(follower.ids) == 2)

            assert follower.replayed == follower.running.hub.board.newest(100)


async def test_a_followed_account_needs_no_hashtag(tmp_path):
    relay = PythonRelay(tmp_path / "relay")
    more = f'[accounts]\nfollow = ["{public_key(KEY)}"]\n'
    async with relay.running():
        await relay.post("Before, without any hashtag", tags=[])
        async with follow(of_relay(relay, more), tmp_path, **now(relay)) as follower:
            await follower.until(lambda: follower.way("relay").state == "live" and len(follower.ids) == 1)
            await relay.send(signed(1, "Of somebody else", [], relay.start + 100, ANN))
            await relay.post("After, without any hashtag", tags=[])
            await follower.until(lambda: follower.ids == relay.expected())
