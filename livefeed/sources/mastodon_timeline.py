"""How a timeline of a Mastodon server is read: what is new, and again what was there, to find what has changed or gone.

Sources: docs.joinmastodon.org/methods/timelines#tag, /methods/accounts#statuses, /methods/statuses#get, /api/guidelines
(ids are opaque; Mastodon's own have the milliseconds since 1970 in their upper bits).
A timeline is read forward, page by page, so that what was reached is kept and the oldest comes first. Where a server's
ids are times, a time is where to begin; where they are not (GoToSocial, Pleroma), we leaf back to find the place.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from urllib.parse import quote

import msgspec
import orjson

from livefeed.model.errors import PayloadError, RefusedError
from livefeed.model.post import Post
from livefeed.model.times import DAY, HOUR, MINUTE
from livefeed.sources.line import Answer, Line
from livefeed.sources.reading import load, text, time_or
from livefeed.sources.versions import Version, Versions

__all__ = ["GAP_OVERLAP", "Look", "Looks", "Marks", "Timeline", "Timelines", "version"]

OVERLAP = 15 * MINUTE
"""How far back is read again every minute."""
OVERLAP_EVERY = 50_000
"""Milliseconds: what is asked once a minute, sometimes a little sooner, is read back each time."""
GAP_OVERLAP = 6 * HOUR
"""How far back is read again after a cut, and now and then."""
WHOLE_EVERY = 10 * MINUTE

Marks = dict[str, str]
"""The newest id that was read of each timeline."""

_STEPS = 4
"""Where reading back begins moves on by a fourth: the same question several times is one that a 304 can answer."""
_PAGE = 40
_PAGES = 100
_SEEN = 20_000
_CHECKS = 20
_KNOWN_PAGES = 400
_OLDEST = 1_451_606_400_000
"""2016, before there was a Mastodon: an id that says less is no time."""
_raw_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class _Key(msgspec.Struct, frozen=True):
    """What tells statuses, and versions of one, apart."""

    id: str
    created_at: str = ""
    edited_at: str | None = None


_key = msgspec.json.Decoder(_Key).decode


class Timeline(msgspec.Struct, frozen=True):
    """One list of statuses of a server."""

    name: str
    """Its mark is kept under it."""
    path: str
    params: tuple[tuple[str, str], ...] = ()


class Look(msgspec.Struct, frozen=True):
    """What reading a timeline again has found: the ids of all that is there, from a time (milliseconds) on."""

    listed: frozenset[str]
    since: int


class Looks:
    """Says how far back the next look reads: a little every minute, far after a cut and now and then."""

    def __init__(self) -> None:
        self._overlap_at = self._whole_at = 0

    def back(self, now: int, *, gap: bool = False) -> int:
        """Give the milliseconds, 0 for what is new only."""
        if gap or now >= self._whole_at:
            self._whole_at, self._overlap_at = now + WHOLE_EVERY, now + OVERLAP_EVERY
            return GAP_OVERLAP
        if now >= self._overlap_at:
            self._overlap_at = now + OVERLAP_EVERY
            return OVERLAP
        return 0


class Timelines:
    """The timelines of one server, and what was handed on of them.

    Args:
        base: the server's address.
        host: the server's name in the ids of posts.
        headers: of each request.
    """

    def __init__(self, base: str, host: str, headers: dict[str, str]) -> None:
        self._base = base
        self._names = f"mastodon:{host}:"
        self._headers = headers
        self._timed: bool | None = None
        """Whether ids are times; None until one was seen."""
        self._seen: OrderedDict[str, str] = OrderedDict()
        self._checked: OrderedDict[str, int] = OrderedDict()
        self._pages = Versions[tuple[_Key, ...]](_KNOWN_PAGES)

    def is_new(self, status_id: str, version: str) -> bool:
        """Tell whether this version of a status was not handed on yet, and remember that it is now."""
        if self._seen.get(status_id) == version:
            return False
        self._seen[status_id] = version
        self._seen.move_to_end(status_id)
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        return True

    async def read(self, line: Line, timeline: Timeline, marks: Marks, back: int) -> Look | None:
        """Hand on what is new, and what is new of what was there.

        Args:
            line: to the outside.
            timeline: to be read.
            marks: of this way's timelines; moved on, and kept.
            back: milliseconds to read again.

        Returns:
            What stands there, where it was read back to and to its end.

        Raises:
            RefusedError: the server does not have it, or does not show it.
        """
        mark = marks.get(timeline.name, "")
        since = self._since(line, mark, back)
        if self._timed is None and not await self._judge(line, timeline):
            return None
        after = mark
        if back or not mark:
            after = str(since << 16) if self._timed else await self._leaf_back(line, timeline, since)
            after = min(mark or after, after, key=_order)
        listed: set[str] = set()
        for _ in range(_PAGES):
            page = await self._page(line, timeline, ("min_id", after))
            listed.update(key.id for key in page)
            newest = max((key.id for key in page), key=_order, default="")
            if _order(newest) > _order(marks.get(timeline.name, "")):
                marks[timeline.name] = newest
            await line.keep(orjson.dumps(marks).decode())
            if _order(newest) <= _order(after):
                return Look(listed=frozenset(listed), since=since) if back else None
            after = newest
        return None

    @staticmethod
    def _since(line: Line, mark: str, back: int) -> int:
        """Give the time from which a timeline is read: where it was never read, the coverage's start if that is before."""
        back = back or GAP_OVERLAP
        since = line.now() - back
        starts = line.plan.coverage.starts
        if not mark and starts is not None:
            since = min(since, starts)
        return max(0, since - since % (back // _STEPS))

    async def _judge(self, line: Line, timeline: Timeline) -> bool:
        """Find out from ids whether this server's are times; false where there is none to judge by."""
        ids = [number for post in line.held() if (number := self.number_of(post)) is not None]
        ids = ids or [key.id for key in await self._page(line, timeline, None, take=False)]
        if ids:
            latest = line.now() + DAY
            self._timed = any(one.isdecimal() and _OLDEST <= int(one[:30]) >> 16 <= latest for one in ids)
        return bool(ids)

    async def _leaf_back(self, line: Line, timeline: Timeline, since: int) -> str:
        """Find the id after which everything since a time is listed."""
        before = ""
        for _ in range(_PAGES):
            page = await self._page(line, timeline, ("max_id", before) if before else None, take=False)
            if all(time_or(key.created_at, since) < since for key in page):
                return max((key.id for key in page), key=_order, default="0")
            oldest = min((key.id for key in page), key=_order)
            if before and _order(oldest) >= _order(before):
                return before  # it does not leaf back
            before = oldest
        return before

    async def _page(
        self, line: Line, timeline: Timeline, where: tuple[str, str] | None, *, take: bool = True
    ) -> Sequence[_Key]:
        """Ask for a page, and hand on what is new on it; gives what is on it, also where nothing has changed."""
        url = f"{self._base}{timeline.path}"
        params = [("limit", str(_PAGE)), *([where] if where else []), *timeline.params]
        answer = await self._pages.ask(line, url, params=params, headers=self._headers, expect=(200, 404, 410))
        if answer.status == 304:
            return self._pages.had(url, params)
        if answer.status != 200:
            return _nothing(answer)
        statuses = _statuses(answer)
        for key, raw in reversed(statuses if take else []):
            if self.is_new(key.id, key.edited_at or ""):
                await line.take(raw)
        keys = tuple(key for key, _ in statuses)
        self._pages.learn(url, Version.of(answer), keys, params)
        return keys

    async def check(self, line: Line, posts: Iterable[Post], look: Look) -> None:
        """Ask after posts that should have been listed and were not: they may be gone, and nobody told us."""
        checks = 0
        for post in posts:
            number = self.number_of(post)
            if number is None or number in look.listed or self._time(number, post) < look.since:
                continue
            if line.now() - self._checked.get(number, 0) < WHOLE_EVERY:
                continue
            checks += 1
            if checks > _CHECKS:
                return
            await self._check(line, number)

    def _time(self, number: str, post: Post) -> int:
        """Tell when a post came to its server, as well as its id tells it."""
        return int(number) >> 16 if self._timed and number.isdecimal() else post.created_at

    async def _check(self, line: Line, number: str) -> None:
        url = f"{self._base}/api/v1/statuses/{quote(number, safe='')}"
        answer = await line.get(url, headers=self._headers, expect=(200, 401, 403, 404, 410))
        self._checked[number] = line.now()
        self._checked.move_to_end(number)
        if len(self._checked) > _SEEN:
            self._checked.popitem(last=False)
        if answer.status in (404, 410):
            await line.take(orjson.dumps({"stream": ["check"], "event": "delete", "payload": number}))
        elif answer.status == 200 and self.is_new(*version(answer.body)):
            await line.take(answer.body)

    def number_of(self, post: Post) -> str | None:
        """Give the server's own number of a post."""
        return next((name[len(self._names) :] for name in post.aliases if name.startswith(self._names)), None)


def version(status: bytes) -> tuple[str, str]:
    """Read what tells a version of a status apart from others, nothing where it is no status."""
    try:
        key = _key(status)
    except msgspec.MsgspecError:
        return "", ""
    return key.id, key.edited_at or ""


def _statuses(answer: Answer) -> list[tuple[_Key, bytes]]:
    """Cut an array of statuses into its parts, each exactly as it came; the newest first, as the server has them."""
    try:
        return [(_key(raw), bytes(raw)) for raw in _raw_list(answer.body)]
    except msgspec.MsgspecError as error:
        raise PayloadError(f"the timeline is no list of statuses: {error}") from error


def _nothing(answer: Answer) -> tuple[_Key, ...]:
    """Take for an empty page what a server says of a hashtag or account that it does not know.

    Raises:
        RefusedError: it is no Mastodon that says so.
    """
    try:
        known = text(load(answer.body), "error")
    except PayloadError:
        known = ""
    if not known:
        raise RefusedError("it has no timelines of Mastodon's kind", status=answer.status)
    return ()


def _order(status_id: str) -> tuple[int, str]:
    """Order ids: longer numbers are greater; ids that are no numbers (Pleroma) compare as text of one length."""
    return len(status_id), status_id
