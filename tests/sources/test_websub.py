"""A feed's hub pushes: subscriptions that we asked for are confirmed, signed deliveries taken, others dropped."""

import hashlib
import hmac

import aiohttp
import pytest
from aiohttp import web

from livefeed.sources.websub import find_hub, is_signed, renew_after
from tests.following import reachable
from tests.peers.feed_server import FeedServer


class Hub(FeedServer):
    """A feed with a hub of its own at `/hub`."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: list[dict] = []
        self.denies = False
        self.lease = "864000"
        self.app.add_routes([web.post("/hub", self._subscribe)])

    def _atom(self) -> str:
        links = f'<link rel="hub" href="{self.url}/hub"/><link rel="self" href="{self.url}/feed"/>'
        return super()._atom().replace("<title>Radio</title>", f"<title>Radio</title>{links}")

    async def _subscribe(self, request):
        asked = dict(await request.post())
        self.asked_for.append(asked)
        params = {"hub.mode": "subscribe", "hub.topic": asked["hub.topic"], "hub.challenge": "c4llenge"}
        params |= {"hub.lease_seconds": self.lease}
        if self.denies:
            params = {"hub.mode": "denied", "hub.topic": asked["hub.topic"], "hub.reason": "no"}
        async with aiohttp.ClientSession() as session, session.get(asked["hub.callback"], params=params) as answer:
            asked["echo"] = await answer.text()
        return web.Response(status=202)

    async def deliver(self, *, signature=None) -> int:
        """Push the feed as it is now."""
        asked = self.asked_for[-1]
        body = self._atom().encode()
        signed = hmac.new(asked["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": signature or f"sha256={signed}"}
        async with aiohttp.ClientSession() as session:
            async with session.post(asked["hub.callback"], data=body, headers=headers) as answer:
                return answer.status


def of_feed(hub):
    """A coverage that follows the hub's feed."""
    return f'[[stream]]\nsource = "feed"\nurl = "{hub.url}/feed"\nname = "radio"\n'


async def test_what_a_hub_pushes_comes_at_once_and_what_is_not_signed_never(tmp_path):
    async with Hub() as hub:
        hub.entries = {"urn:1": "The first"}
        async with reachable(of_feed(hub), tmp_path, speed=10) as follower:
            await follower.until(lambda: follower.way("websub").state == "live")
            assert hub.asked_for[0]["echo"] == "c4llenge"
            hub.entries["urn:2"] = "The second"
            assert await hub.deliver(signature="sha256=00") == 202
            assert await hub.deliver() == 202
            await follower.until(lambda: follower.ids == ["urn:1", "urn:2"])

            assert [path for path, _ in hub.asked].count("/feed") == 1
            async with aiohttp.ClientSession() as session:
                foreign = hub.asked_for[0]["hub.callback"] + "x"
                async with session.post(foreign, data=b"x") as answer:
                    assert answer.status == 410
                params = {"hub.mode": "subscribe", "hub.topic": "http://other.example/", "hub.challenge": "x"}
                async with session.get(hub.asked_for[0]["hub.callback"], params=params) as answer:
                    assert answer.status == 404


async def test_a_delivery_that_is_not_packed_as_it_says_is_refused(tmp_path, caplog):
    """As Flask-WebSub sends them for a site that packs its feed."""
    async with Hub() as hub, reachable(of_feed(hub), tmp_path, speed=10) as follower:
        await follower.until(lambda: follower.way("websub").state == "live")
        async with aiohttp.ClientSession() as session:
            headers = {"Content-Encoding": "gzip"}
            async with session.post(hub.asked_for[0]["hub.callback"], data=b"<feed/>", headers=headers) as answer:
                assert answer.status == 400

    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_subscription_is_renewed_before_it_ends_and_a_refusal_leaves_polling(tmp_path):
    async with Hub() as hub:
        hub.entries, hub.lease = {"urn:1": "The first"}, "100"
        async with reachable(of_feed(hub), tmp_path, speed=200) as follower:
            await follower.until(lambda: len(hub.asked_for) >= 2)
            hub.denies = True
            await follower.until(lambda: "does not confirm" in str(follower.way("websub").problem))

            assert follower.way("poll").state == "polling"


@pytest.mark.parametrize(
    ("headers", "body", "hub"),
    [
        ({"link": '<https://h.example/>; rel="hub", <https://f.example/>; rel="self"'}, b"", "https://h.example/"),
        ({"link": "<https://h.example/>; rel=hub; title=x"}, b"", "https://h.example/"),
        ({}, b'<rss><atom:link href="/hub?a=1&amp;b" rel="hub"/>', "https://f.example/hub?a=1&b"),
        ({}, b'{"version":"1.1","hubs": [{"type":"WebSub","url":"https://h.example/"}]}', "https://h.example/"),
        ({}, b'<link rel="hub" href="javascript:alert(1)"/>', None),
        ({"link": "<" * 9000}, b"<link" * 9000, None),
    ],
)
def test_hubs_are_found_wherever_they_are_named(headers, body, hub):
    found = find_hub(headers, body, "https://f.example/")

    assert (found.hub if found else None) == hub


def test_signatures_are_checked_by_the_method_they_name():
    for method in ("sha1", "sha256", "sha384", "sha512"):
        good = hmac.new(b"s", b"body", method).hexdigest()
        assert is_signed("s", f"{method}={good}", b"body")
        assert not is_signed("s", f"{method}={good}", b"bodY")
    assert not is_signed("s", "md5=x", b"body")
    assert not is_signed("s", "sha256=é", b"body")
    assert renew_after(864_000) == 691_200
