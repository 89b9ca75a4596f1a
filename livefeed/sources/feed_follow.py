"""How a feed is followed: asked again and again, politely.

Sources: RFC 9110 (13: conditional requests; 15.4.2, 15.4.9: lasting redirects; 15.5.11: 410), RFC 9111 (max-age).
"""

import re
from hashlib import blake2b
from typing import Any

import orjson

from livefeed.model.errors import RefusedError
from livefeed.sources.line import Answer, Line, Plan, Way
from livefeed.sources.reading import table

__all__ = ["FASTEST", "SLOWEST", "ways"]

FASTEST = 60.0
"""Seconds between two questions while a feed moves."""
SLOWEST = 900.0
"""The same when nothing has changed for long."""
_GROWTH = 1.5
_MAX_AGE = re.compile(r"max-age\s*=\s*(\d{1,9})")
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


def ways(plan: Plan) -> list[Way]:
    """Follow a feed by asking."""
    return [Way(name="poll", follow=_Feed(plan).follow)]


class _Feed:
    """One feed; what a server needs to say "nothing new" outlives restarts in the mark."""

    def __init__(self, plan: Plan) -> None:
        self._configured = plan.options.url

    async def follow(self, line: Line) -> None:
        """Ask until somebody stops us."""
        kept = self._kept(line)
        wait = FASTEST
        while True:
            answer = await self._ask(line, kept)
            line.live("polling")
            digest = blake2b(answer.body, digest_size=12).hexdigest()
            fresh = answer.status == 200 and digest != kept.get("digest")
            if answer.status == 200:
                kept = self._remember(answer, digest, kept)
                mark = orjson.dumps(kept).decode()
                await (line.take(answer.body, mark=mark) if fresh else line.keep(mark))
            wait = FASTEST if fresh else min(SLOWEST, wait * _GROWTH)
            await line.pause(max(wait, _least(answer)) * (0.9 + 0.2 * line.chance()))

    def _kept(self, line: Line) -> dict[str, Any]:
        kept = table(orjson.loads(line.mark)) if line.mark else {}
        # Somebody who writes another address into the file means another address.
        return kept if kept.get("for") == self._configured else {}

    async def _ask(self, line: Line, kept: dict[str, Any]) -> Answer:
        headers = {"Accept": _ACCEPT}
        if kept.get("etag"):
            headers["If-None-Match"] = str(kept["etag"])
        if kept.get("modified"):
            headers["If-Modified-Since"] = str(kept["modified"])
        try:
            return await line.get(str(kept.get("url") or self._configured), headers=headers, expect=(200, 304))
        except RefusedError as error:
            if error.status == 410:
                raise RefusedError("the feed is gone for good", status=410, final=True) from error
            raise

    def _remember(self, answer: Answer, digest: str, kept: dict[str, Any]) -> dict[str, Any]:
        return {
            "for": self._configured,
            "url": answer.moved_to or kept.get("url") or self._configured,
            "etag": answer.headers.get("etag", "")[:500],
            "modified": answer.headers.get("last-modified", "")[:100],
            "digest": digest,
        }


def _least(answer: Answer) -> float:
    """Read how long an answer is good for; a hint, held between our own bounds."""
    found = _MAX_AGE.search(answer.headers.get("cache-control", ""))
    return min(SLOWEST, float(found[1])) if found else 0.0
