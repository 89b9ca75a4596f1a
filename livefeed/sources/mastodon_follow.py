"""How a Mastodon server is followed: streaming where there is a token, and the hashtag's timeline in any case.

Sources: docs.joinmastodon.org/methods/streaming, /methods/timelines#tag, /methods/statuses#get, /methods/accounts.
Streaming sends no history and drops deletions while we are away, so the timeline is read again with an overlap after
each connect and from time to time: what a fetched post's id (made from its own date) puts behind our cursor is found
so, and so is what was edited or deleted meanwhile.
"""

import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import orjson

from livefeed.engine.text import tag_key
from livefeed.model.errors import PayloadError, RefusedError
from livefeed.model.post import Post
from livefeed.model.times import HOUR, MINUTE, SECOND
from livefeed.sources.line import Answer, Line, Plan, Way
from livefeed.sources.reading import load, table, text

__all__ = ["ways"]

POLL = 15.0
"""Seconds between two looks at a timeline where nothing is streamed."""
POLL_BESIDE = 60.0
"""The same beside streaming."""
OVERLAP = 15 * MINUTE
"""How far back is read again every minute."""
GAP_OVERLAP = 6 * HOUR
"""How far back is read again after a cut, and now and then."""
WHOLE_EVERY = 10 * MINUTE

_PAGE = 40
_PAGES = 100
_TAGS_AT_ONCE = 5  # the tag in the path and four more
_SEEN = 20_000
_CHECKS = 20
_ACCOUNTS = 200
_raw_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class _Key(msgspec.Struct):
    """What tells versions of a status apart."""

    id: str
    edited_at: str | None = None


_key = msgspec.json.Decoder(_Key).decode


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
        self.host = plan.stream.id.partition(":")[2]
        self.token = plan.secrets.get("token_env", "")
        self.tags = list(OrderedDict((_server_key(tag), tag.lstrip("#")) for tag in plan.hashtags).values())
        self.accounts = _accounts(plan)[:_ACCOUNTS]
        self.streaming = False
        self.gap = True
        """Whether something may have been missed since the timeline was read."""
        self.snowflakes = True
        self._seen: OrderedDict[str, str] = OrderedDict()
        self._checked: OrderedDict[str, int] = OrderedDict()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _is_new(self, status_id: str, version: str) -> bool:
        """Tell whether this version of a status was not handed on yet, and remember that it is now."""
        if self._seen.get(status_id) == version:
            return False
        self._seen[status_id] = version
        self._seen.move_to_end(status_id)
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        return True

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
            new = self._is_new(str(payload), "deleted")
        elif isinstance(payload, str):
            new = self._is_new(*_version(payload.encode("utf-8", "surrogatepass")))
        else:
            new = True
        if new:
            await line.take(message)

    # The hashtag's timeline.

    async def poll(self, line: Line) -> None:
        """Ask for what is new, and from time to time again for what was."""
        marks: dict[str, str] = {}
        if line.mark is not None:
            marks = {key: value for key, value in table(orjson.loads(line.mark)).items() if isinstance(value, str)}
        self.snowflakes = await self._has_snowflakes(line)
        self.gap = True
        overlap_at = whole_at = 0
        while True:
            now = line.now()
            if self.gap or now >= whole_at:
                self.gap = False
                back, whole_at, overlap_at = GAP_OVERLAP, now + WHOLE_EVERY, now + MINUTE
            elif now >= overlap_at:
                back, overlap_at = OVERLAP, now + MINUTE
            else:
                back = 0
            for group in _chunks(self.tags, _TAGS_AT_ONCE):
                await self._read(line, group, marks, back)
            line.live("polling")
            instead = self.token and not self.streaming
            line.note(f"posts come by polling instead, every {POLL:.0f} s" if instead else "")
            await self._rest(line)

    async def _rest(self, line: Line) -> None:
        """Wait for the next look; not for long when streaming has just come back."""
        until = line.now() + int((POLL_BESIDE if self.streaming else POLL) * (0.9 + 0.2 * line.chance()) * SECOND)
        while line.now() < until and not (self.gap and self.streaming):
            await line.pause(min(1.0, max(0.01, (until - line.now()) / SECOND)))

    async def _has_snowflakes(self, line: Line) -> bool:
        answer = await line.get(f"{self.base}/api/v2/instance", headers=self._headers, expect=(200, 401, 403, 404))
        about = _object(answer)
        return answer.status != 200 or "mastodon" in table(about, "api_versions") or "api_versions" not in about

    async def _read(self, line: Line, tags: list[str], marks: dict[str, str], back: int) -> None:
        """Read a timeline forward: from the mark, or from some time before."""
        mark = marks.get(tags[0], "")
        start = self._start(line, mark, back)
        listed: set[str] = set()
        at = start
        for _ in range(_PAGES):
            page = await self._page(line, tags, at)
            if not page:
                break
            listed.update(key.id for key, _ in page)
            newest = max((key.id for key, _ in page), key=_number)
            if _number(newest) > _number(mark):
                mark = marks[tags[0]] = newest
            for key, raw in reversed(page):
                if self._is_new(key.id, key.edited_at or ""):
                    await line.take(raw)
            await line.keep(orjson.dumps(marks).decode())
            if _number(newest) <= _number(at) or not self.snowflakes:
                break
            at = newest
        if back and self.snowflakes:
            await self._check_missing(line, listed, start)

    def _start(self, line: Line, mark: str, back: int) -> str:
        """Give the id to read on from; the time of a snowflake is in its upper bits."""
        if not self.snowflakes:
            return "" if back else mark
        if mark and not back:
            return mark
        since = line.now() - (back or GAP_OVERLAP)
        if mark:
            return min(mark, str(since << 16), key=_number)
        starts = line.plan.coverage.starts
        return str(max(0, min(since, since if starts is None else starts)) << 16)

    async def _page(self, line: Line, tags: list[str], min_id: str) -> list[tuple[_Key, bytes]]:
        params = [("limit", str(_PAGE)), *([("min_id", min_id)] if min_id else []), *(("any[]", t) for t in tags[1:])]
        url = f"{self.base}/api/v1/timelines/tag/{quote(tags[0], safe='')}"
        return _statuses(await line.get(url, params=params, headers=self._headers))

    async def _check_missing(self, line: Line, listed: set[str], start: str) -> None:
        """Ask after posts that should have been listed and were not: they may be gone, and nobody told us."""
        checks = 0
        for post in reversed(line.held()):
            number = self._number_of(post)
            if number is None or number in listed or _number(number) <= _number(start):
                continue
            if line.now() - self._checked.get(number, 0) < WHOLE_EVERY:
                continue
            checks += 1
            if checks > _CHECKS:
                return
            await self._check(line, number)

    async def _check(self, line: Line, number: str) -> None:
        url = f"{self.base}/api/v1/statuses/{quote(number, safe='')}"
        answer = await line.get(url, headers=self._headers, expect=(200, 401, 403, 404, 410))
        self._checked[number] = line.now()
        if len(self._checked) > _SEEN:
            self._checked.popitem(last=False)
        if answer.status in (404, 410):
            await line.take(orjson.dumps({"stream": ["check"], "event": "delete", "payload": number}))
        elif answer.status == 200 and self._is_new(*_version(answer.body)):
            await line.take(answer.body)

    def _number_of(self, post: Post) -> str | None:
        """Give the server's own number of a post."""
        beginning = f"mastodon:{self.host}:"
        return next((name[len(beginning) :] for name in post.aliases if name.startswith(beginning)), None)

    # Accounts that are followed.

    async def poll_accounts(self, line: Line) -> None:
        """Ask for what followed accounts have written."""
        numbers: dict[str, str] = {}
        newest: dict[str, str] = {}
        while True:
            for account in self.accounts:
                if account not in numbers:
                    answer = await line.get(
                        f"{self.base}/api/v1/accounts/lookup",
                        params={"acct": account},
                        headers=self._headers,
                        expect=(200, 404),
                    )
                    numbers[account] = text(_object(answer), "id")
                    if not numbers[account]:
                        line.note(f"there is no account @{account} on this server")
                if numbers[account]:
                    await self._read_account(line, numbers[account], newest)
            line.live("polling")
            await line.pause(POLL_BESIDE * (0.9 + 0.2 * line.chance()))

    async def _read_account(self, line: Line, number: str, newest: dict[str, str]) -> None:
        after = newest.get(number) or str(max(0, line.now() - GAP_OVERLAP) << 16)
        params = {"limit": str(_PAGE), "min_id": after}
        answer = await line.get(
            f"{self.base}/api/v1/accounts/{quote(number, safe='')}/statuses", params=params, headers=self._headers
        )
        for key, raw in reversed(_statuses(answer)):
            newest[number] = max(after, newest.get(number, after), key.id, key=_number)
            if self._is_new(key.id, key.edited_at or ""):
                await line.take(raw)


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


def _server_key(tag: str) -> str:
    """Reduce a hashtag as Mastodon does: of two spellings that are one channel, the second is swallowed silently."""
    return tag_key(unicodedata.normalize("NFKC", tag))


def _statuses(answer: Answer) -> list[tuple[_Key, bytes]]:
    """Cut an array of statuses into its parts, each exactly as it came; the newest first, as the server has them."""
    try:
        return [(_key(raw), bytes(raw)) for raw in _raw_list(answer.body)]
    except msgspec.MsgspecError as error:
        raise PayloadError(f"the timeline is no list of statuses: {error}") from error


def _version(status: bytes) -> tuple[str, str]:
    try:
        key = _key(status)
    except msgspec.MsgspecError:
        return "", ""
    return key.id, key.edited_at or ""


def _object(answer: Answer) -> dict[str, Any]:
    try:
        return table(load(answer.body)) if answer.status == 200 else {}
    except PayloadError:
        return {}


def _number(status_id: str) -> tuple[int, str]:
    """Order ids: longer numbers are greater; ids that are no numbers (Pleroma) compare as text of one length."""
    return len(status_id), status_id


def _chunks(tags: list[str], size: int) -> Iterable[list[str]]:
    return (tags[start : start + size] for start in range(0, len(tags), size))
