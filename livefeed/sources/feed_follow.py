"""How a feed is followed: asked again and again, politely.

Sources: RFC 9110 (13: conditional requests; 15.4.2, 15.4.9: lasting redirects; 15.5.11: 410), RFC 9111 (max-age),
WebSub (W3C Recommendation), where the feed names a hub and the world can reach us.
"""

import re
from hashlib import blake2b
from typing import Any

import orjson

from livefeed.model.errors import RefusedError
from livefeed.model.times import MINUTE, SECOND
from livefeed.sources.line import Answer, Line, Plan, Way
from livefeed.sources.reading import table, text
from livefeed.sources.versions import Version, Versions
from livefeed.sources.websub import LEASE, Offer, find_hub, renew_after

__all__ = ["FASTEST", "SLOWEST", "ways"]

FASTEST = 60.0
"""Seconds between two questions while a feed moves."""
SLOWEST = 900.0
"""The same when nothing has changed for long."""
BESIDE_HUB = 1800.0
"""The same while a hub pushes."""
_GROWTH = 1.5
_MAX_AGE = re.compile(r"max-age\s*=\s*(\d{1,9})")
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


def ways(plan: Plan) -> list[Way]:
    """Follow a feed by asking, and by listening to its hub."""
    feed = _Feed(plan)
    found = [Way(name="poll", follow=feed.follow)]
    if plan.public_url is not None:
        found.append(Way(name="websub", follow=feed.listen, main=False))
    return found


class _Feed:
    """One feed; what a server needs to say "nothing new" outlives restarts in the mark."""

    def __init__(self, plan: Plan) -> None:
        self._configured = plan.options.url
        self._offer: Offer | None = None
        self._pushed = False
        self._digest = ""
        self._versions = Versions[None](1)

    async def follow(self, line: Line) -> None:
        """Ask until somebody stops us."""
        kept = self._kept(line)
        self._versions.learn(self._url(kept), Version(text(kept, "etag"), text(kept, "modified")), None)
        wait = FASTEST
        while True:
            answer = await self._ask(line, kept)
            line.live("polling")
            digest = blake2b(answer.body, digest_size=12).hexdigest()
            fresh = answer.status == 200 and digest not in (kept.get("digest"), self._digest)
            if answer.status == 200:
                self._digest = digest
                self._offer = find_hub(answer.headers, answer.body, answer.url)
                kept = self._remember(answer, digest, kept)
                mark = orjson.dumps(kept).decode()
                await (line.take(answer.body, mark=mark) if fresh else line.keep(mark))
                self._versions.learn(self._url(kept), Version.of(answer), None)
            wait = FASTEST if fresh else min(SLOWEST, wait * _GROWTH)
            wait = BESIDE_HUB if self._pushed else wait
            await line.pause(max(wait, _least(answer)) * (0.9 + 0.2 * line.chance()))

    async def listen(self, line: Line) -> None:
        """Let the feed's hub push, as long as it grants it."""
        while self._offer is None:
            line.live("polling")
            await line.pause(5)
        offer = self._offer
        with line.pushed(offer.topic) as push:
            form = {"hub.mode": "subscribe", "hub.topic": offer.topic, "hub.callback": push.callback}
            form |= {"hub.secret": push.secret, "hub.lease_seconds": str(LEASE)}
            await line.post(offer.hub, form=form, expect=(200, 202, 204))
            began = line.now()
            try:
                while push.state != "active" or line.now() - began < renew_after(push.lease) * SECOND:
                    if push.state == "denied" or (push.state == "pending" and line.now() - began > MINUTE):
                        raise RefusedError(f"the hub {offer.hub} does not confirm our subscription")
                    if push.state == "active" and not self._pushed:
                        self._pushed = True
                        line.live()
                    body = await push.wait(1)
                    if body is not None and self._is_new(body):
                        await line.take(body)
            finally:
                self._pushed = False

    def _is_new(self, body: bytes) -> bool:
        digest = blake2b(body, digest_size=12).hexdigest()
        known, self._digest = self._digest, digest
        return digest != known

    def _kept(self, line: Line) -> dict[str, Any]:
        kept = table(orjson.loads(line.mark)) if line.mark else {}
        # Somebody who writes another address into the file means another address.
        return kept if kept.get("for") == self._configured else {}

    def _url(self, kept: dict[str, Any]) -> str:
        return str(kept.get("url") or self._configured)

    async def _ask(self, line: Line, kept: dict[str, Any]) -> Answer:
        try:
            return await self._versions.ask(line, self._url(kept), headers={"Accept": _ACCEPT})
        except RefusedError as error:
            if error.status == 410:
                raise RefusedError("the feed is gone for good", status=410, final=True) from error
            raise

    def _remember(self, answer: Answer, digest: str, kept: dict[str, Any]) -> dict[str, Any]:
        version = Version.of(answer)
        return {
            "for": self._configured,
            "url": answer.moved_to or self._url(kept),
            "etag": version.etag,
            "modified": version.modified,
            "digest": digest,
        }


def _least(answer: Answer) -> float:
    """Read how long an answer is good for; a hint, held between our own bounds."""
    found = _MAX_AGE.search(answer.headers.get("cache-control", ""))
    return min(SLOWEST, float(found[1])) if found else 0.0
