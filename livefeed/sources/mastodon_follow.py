"""How a Mastodon server is followed: streaming where there is a token, and the hashtag's timeline in any case.

Sources: docs.joinmastodon.org/methods/streaming, /methods/timelines#tag, /methods/statuses#get, /methods/accounts.
Streaming sends no history and drops deletions while we are away, so timelines are read again with an overlap after
each connect and from time to time: what a fetched post's id (made from its own date) puts behind our cursor is found
so, and so is what was edited or deleted meanwhile.
"""

import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from livefeed.model.errors import PayloadError, RefusedError
from livefeed.model.times import SECOND
from livefeed.sources.line import Answer, Line, Plan, Way
from livefeed.sources.mastodon_timeline import GAP_OVERLAP, Look, Looks, Marks, Timeline, Timelines, version
from livefeed.sources.reading import load, table, text
from livefeed.sources.text import safe_url

__all__ = ["same_channel", "ways"]

POLL = 15.0
"""Seconds between two looks at a timeline where nothing is streamed."""
POLL_BESIDE = 60.0
"""The same beside streaming, and for an account's timeline."""

_TAGS_AT_ONCE = 5  # the tag in the path and four more
_ACCOUNTS = 200


def ways(plan: Plan) -> list[Way]:
    """Follow by streaming where there is a token, by the timeline in any case, and followed accounts by theirs."""
    server = _Server(plan)
    found = []
    if plan.hashtags:
        if server.token:
            found.append(Way(name="streaming", follow=server.stream))
        found.append(Way(name="timeline", follow=server.poll, main=not server.token))
    if server.accounts:
        found.append(Way(name="accounts", follow=server.poll_accounts, main=not plan.hashtags))
    return found


class _Server:
    """One server, with what its ways tell each other."""

    def __init__(self, plan: Plan) -> None:
        self.base = plan.options.server.rstrip("/")
        self.token = plan.secrets.get("token_env", "")
        self.tags = list(OrderedDict((same_channel(tag), tag.lstrip("#")) for tag in plan.hashtags).values())
        self.accounts = _accounts(plan)[:_ACCOUNTS]
        self.streaming = False
        self.gap = True
        """Whether something may have been missed since the timeline was read."""
        self._headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self._timelines = Timelines(self.base, plan.stream.id.partition(":")[2], self._headers)
        self._followed: dict[str, str] = {}
        """Followed accounts that the server knows: as they are looked up, and as authors of posts."""

    # Streaming.

    async def stream(self, line: Line) -> None:
        """Take what the server pushes."""
        url = f"{await self._streaming_server(line)}/api/v1/streaming"
        async with line.socket(url, headers=self._headers) as socket:
            for tag in self.tags:
                await socket.send(orjson.dumps({"type": "subscribe", "stream": "hashtag", "tag": tag}).decode())
            self.streaming = self.gap = True
            line.live()
            try:
                async for message in socket:
                    await self._pushed(line, message)
            finally:
                self.streaming = False

    async def _streaming_server(self, line: Line) -> str:
        answer = await line.get(f"{self.base}/api/v2/instance", headers=self._headers, expect=(200, 401, 404))
        about = _object(answer)
        named = text(table(table(about, "configuration"), "urls"), "streaming")
        if urlsplit(named).scheme in ("wss", "ws"):
            return named.rstrip("/")
        return f"ws{self.base.removeprefix('http')}"

    async def _pushed(self, line: Line, message: bytes) -> None:
        try:
            frame = table(load(message))
        except PayloadError:
            await line.take(message)  # counted as unreadable, like everything that is no frame
            return
        if "error" in frame:
            raise RefusedError(str(frame["error"])[:200], status=int(frame.get("status") or 0))
        payload = frame.get("payload")
        if frame.get("event") == "delete":
            new = self._timelines.is_new(str(payload), "deleted")
        elif isinstance(payload, str):
            new = self._timelines.is_new(*version(payload.encode("utf-8", "surrogatepass")))
        else:
            new = True
        if new:
            await line.take(message)

    # The hashtag's timeline.

    async def poll(self, line: Line) -> None:
        """Ask for what is new, and from time to time again for what was."""
        marks = _marks(line)
        timelines = [_of_tags(group) for group in _chunks(self.tags, _TAGS_AT_ONCE)]
        looks = Looks()
        self.gap = True
        while True:
            back = looks.back(line.now(), gap=self.gap)
            self.gap = False
            found = [await self._timelines.read(line, timeline, marks, back) for timeline in timelines]
            if look := _together(found):
                followed = frozenset(self._followed.values())
                posts = [post for post in reversed(line.held()) if post.author.id not in followed]
                await self._timelines.check(line, posts, look)
            line.live("polling")
            instead = self.token and not self.streaming
            line.note(f"posts come by polling instead, every {POLL:.0f} s" if instead else "")
            await self._rest(line)

    async def _rest(self, line: Line) -> None:
        """Wait for the next look; not for long when streaming has just come back."""
        until = line.now() + int((POLL_BESIDE if self.streaming else POLL) * (0.9 + 0.2 * line.chance()) * SECOND)
        while line.now() < until and not (self.gap and self.streaming):
            await line.pause(min(1.0, max(0.01, (until - line.now()) / SECOND)))

    # Accounts that are followed.

    async def poll_accounts(self, line: Line) -> None:
        """Ask for what followed accounts have written, changed and taken back."""
        marks = _marks(line)
        numbers: dict[str, str] = {}
        looks = Looks()
        while True:
            back = looks.back(line.now())
            for account in self.accounts:
                if account not in numbers or (back == GAP_OVERLAP and not numbers[account]):
                    await self._look_up(line, account, numbers)
                if not numbers[account]:
                    continue
                timeline = Timeline(account, f"/api/v1/accounts/{quote(numbers[account], safe='')}/statuses")
                if look := await self._timelines.read(line, timeline, marks, back):
                    author = self._followed[account]
                    posts = [post for post in reversed(line.held()) if post.author.id == author]
                    await self._timelines.check(line, posts, look)
            missing = [f"@{account}" for account in self.accounts if not numbers[account]]
            line.note(f"there is no account {', '.join(missing)[:200]} on this server" if missing else "")
            line.live("polling")
            await line.pause(POLL_BESIDE * (0.9 + 0.2 * line.chance()))

    async def _look_up(self, line: Line, account: str, numbers: dict[str, str]) -> None:
        """Find an account's number on this server, and who its posts will say has written them."""
        url, params = f"{self.base}/api/v1/accounts/lookup", {"acct": account}
        about = _object(await line.get(url, params=params, headers=self._headers, expect=(200, 404)))
        numbers[account] = text(about, "id")
        self._followed[account] = safe_url(about.get("url")) or safe_url(about.get("uri")) or ""


def _of_tags(tags: list[str]) -> Timeline:
    path = f"/api/v1/timelines/tag/{quote(tags[0], safe='')}"
    return Timeline(tags[0], path, tuple(("any[]", tag) for tag in tags[1:]))


def _together(found: list[Look | None]) -> Look | None:
    """Give what several timelines list together; None where one of them was not read to its end."""
    looks = [look for look in found if look is not None]
    if not looks or len(looks) < len(found):
        return None
    return Look(frozenset().union(*(look.listed for look in looks)), max(look.since for look in looks))


def _marks(line: Line) -> Marks:
    kept = table(orjson.loads(line.mark)) if line.mark is not None else {}
    return {name: value for name, value in kept.items() if isinstance(value, str)}


def _accounts(plan: Plan) -> list[str]:
    """List the followed accounts that this stream asks for, as the server looks them up.

    A server is asked for its own people; the first Mastodon stream also for those of servers without a stream.
    """
    here = plan.stream.id.partition(":")[2]
    streams = [stream for stream in plan.coverage.streams if stream.source == "mastodon"]
    hosts = {stream.id.partition(":")[2] for stream in streams}
    first = not streams or streams[0].id == plan.stream.id
    found = []
    for written in plan.accounts:
        user, _, host = written.strip().lstrip("@").partition("@")
        if user and host and (host == here or (first and host not in hosts)):
            found.append(user if host == here else f"{user}@{host}")
    return found


def same_channel(tag: str) -> str:
    """Reduce a hashtag as Mastodon does: of two spellings that are one channel, the second is swallowed silently.

    It folds accents of Latin letters alone. Where it folds a letter and we do not (`ø`), we subscribe twice, and it
    swallows one; folding more than it does would cost a channel.
    """
    written = unicodedata.normalize("NFKC", tag).lower()
    kept = (c for c in written if c.isalpha() or c.isdecimal() or c in "_·\u200c")
    bases = ((c, unicodedata.normalize("NFD", c)[0]) for c in kept)
    return "".join(base if base.isascii() else c for c, base in bases)


def _object(answer: Answer) -> dict[str, Any]:
    try:
        return table(load(answer.body)) if answer.status == 200 else {}
    except PayloadError:
        return {}


def _chunks(tags: list[str], size: int) -> Iterable[list[str]]:
    return (tags[start : start + size] for start in range(0, len(tags), size))
