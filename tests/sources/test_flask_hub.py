"""A hub that others wrote verifies our subscription, and pushes what it fetches, signed by sha512."""

import contextlib
import sqlite3

import aiohttp

from tests.following import reachable
from tests.peers.feed_server import FeedServer
from tests.peers.others import needs_others, process
from tests.peers.serving import free_port

pytestmark = needs_others


class FlaskHub:
    """The hub, with its subscriptions in a folder of its own."""

    def __init__(self, folder, root) -> None:
        folder.mkdir()
        self._folder = folder
        self._program = str(root / "tests" / "peers" / "flask_hub.py")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/hub"

    def running(self):
        return process(self._folder, self.port, "python", self._program, str(self.port))

    @property
    def secrets(self) -> list[str]:
        """Of the subscriptions that it has verified."""
        with contextlib.closing(sqlite3.connect(self._folder / "hub.sqlite3")) as connection:
            return [secret for (secret,) in connection.execute("SELECT secret FROM hub")]

    async def publish(self, topic: str) -> None:
        """Tell it that a feed has changed."""
        form = {"hub.mode": "publish", "hub.topic": topic}
        async with aiohttp.ClientSession(raise_for_status=True) as session, session.post(self.url, data=form):
            pass


async def test_what_the_hub_pushes_comes_at_once_and_survives_its_crash(tmp_path, root):
    hub = FlaskHub(tmp_path / "hub", root)
    async with FeedServer() as site:
        site.hub, site.entries = hub.url, {"urn:1": "The first"}
        site.packed = False  # it would unpack the feed, and hand on that it is packed
        toml = f'[[stream]]\nsource = "feed"\nurl = "{site.url}/feed"\nname = "radio"\n'
        async with reachable(toml, tmp_path, speed=1) as follower:
            async with hub.running():
                await follower.until(lambda: follower.way("websub").state == "live")
                assert len(hub.secrets) == 1
                site.entries["urn:2"] = "The second"
                await hub.publish(f"{site.url}/feed")
                await follower.until(lambda: follower.ids == ["urn:1", "urn:2"])
            async with hub.running():
                site.entries["urn:1"] = "The first, mended"
                site.deleted, _ = ["urn:2"], site.entries.pop("urn:2")
                await hub.publish(f"{site.url}/feed")
                await follower.until(lambda: follower.texts == ["The first, mended"])

            assert follower.way("poll").payloads == 1
            assert follower.way("websub").payloads == 2


async def test_a_hub_that_comes_later_is_asked_again(tmp_path, root):
    hub = FlaskHub(tmp_path / "hub", root)
    async with FeedServer() as site:
        site.hub, site.entries = hub.url, {"urn:1": "The first"}
        toml = f'[[stream]]\nsource = "feed"\nurl = "{site.url}/feed"\nname = "radio"\n'
        async with reachable(toml, tmp_path, speed=5) as follower:
            await follower.until(lambda: follower.way("websub").problem is not None)
            async with hub.running():
                await follower.until(lambda: follower.way("websub").state == "live")

                assert follower.ids == ["urn:1"]
