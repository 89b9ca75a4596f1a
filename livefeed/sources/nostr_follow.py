"""How a Nostr relay is followed: one subscription for notes, one for what takes them back, one for people's names.

Sources: NIP-01 (REQ, EOSE, CLOSED), NIP-09 (deletion), NIP-24 (hashtags), NIP-62 (vanish), NIP-67 (EOSE's hint).
Relays compare `t` tags letter by letter, and people write them in all ways, so several spellings are asked for. A
relay's time is its authors' claim: after each connect it is asked with an overlap. It gives the newest notes first and
no more than it likes at once, so we ask on for older ones; the place that was reached counts when all of them are here.
"""

from collections import OrderedDict
from typing import Any

import orjson

from livefeed.model.errors import PayloadError, RefusedError
from livefeed.model.times import DAY, HOUR, SECOND
from livefeed.sources.line import Line, Plan, Socket, Way
from livefeed.sources.reading import load, text

__all__ = ["spellings", "ways"]

OVERLAP = HOUR
"""How far before the last note a relay is asked again after a cut."""
LIMIT = 500
"""Notes of the past that a relay is asked for at once."""

_SEEN = 20_000
_PEOPLE = 20_000
_DELETES_OF = 200
_PAGES = 40
_NOTES = "notes"
_OLDER = "older"
_GONE = "gone"
_NAMES = "names"
_HINTS_FOR_PEOPLE = ("auth-required", "restricted", "blocked", "pow")


def ways(plan: Plan) -> list[Way]:
    """Follow a relay by a WebSocket."""
    return [Way(name="relay", follow=_Relay(plan).follow)] if plan.hashtags or _keys(plan) else []


def spellings(hashtags: tuple[str, ...]) -> list[str]:
    """List how a hashtag may stand in a `t` tag: small as NIP-24 asks, as typed, Title, CAPITALS, and with its sign."""
    found: dict[str, None] = {}
    for tag in hashtags:
        bare = tag.lstrip("#")
        for spelling in (bare.lower(), bare, bare[:1].upper() + bare[1:], bare.capitalize(), bare.upper()):
            found[spelling] = None
        found[f"#{bare}"] = found[f"#{bare.lower()}"] = None
    return list(found)


def _keys(plan: Plan) -> list[str]:
    """List the public keys of followed accounts, in hex."""
    return [name.removeprefix("nostr:") for name in plan.accounts if name.startswith("nostr:")]


class _Relay:
    """One relay, as one stream sees it."""

    def __init__(self, plan: Plan) -> None:
        self._url = plan.options.relay
        self._tags = spellings(plan.hashtags)
        self._keys = _keys(plan)
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._people: OrderedDict[str, None] = OrderedDict()
        self._caught_up = False
        self._back = _Back()

    async def follow(self, line: Line) -> None:
        """Take notes, and what takes them back."""
        self._caught_up = False
        self._back = _Back(since=self._since(line), reached=int(line.mark or 0))
        async with line.socket(self._url) as socket:
            await socket.send(_request(_NOTES, self._wanted()))
            await socket.send(_request(_GONE, _taken_back(line)))
            async for message in socket:
                await self._message(line, socket, message)

    def _wanted(self) -> list[dict[str, Any]]:
        since = {"since": self._back.since, "limit": LIMIT}
        if self._back.oldest is not None:
            since["until"] = self._back.oldest
        filters: list[dict[str, Any]] = []
        if self._tags:
            filters.append({"kinds": [1], "#t": self._tags, **since})
        if self._keys:
            filters.append({"kinds": [1, 6, 16], "authors": self._keys, **since})
        return filters

    @staticmethod
    def _since(line: Line) -> int:
        """Give the time to ask from, seconds: before the last note, or the coverage's start, or a day ago."""
        if line.mark is not None:
            return max(0, int(line.mark) - OVERLAP // SECOND)
        starts = line.plan.coverage.starts
        return max(0, min(line.now() - DAY, line.now() if starts is None else starts - HOUR) // SECOND)

    async def _message(self, line: Line, socket: Socket, message: bytes) -> None:
        try:
            told = load(message)
        except PayloadError:
            await line.take(message)  # counted as unreadable
            return
        match told:
            case ["EVENT", str(subscription), dict() as note]:
                await self._note(line, socket, message, subscription, note)
            case ["EOSE", str(subscription), *hint]:
                await self._read_to_the_end(line, socket, subscription, whole=hint == ["finish"])
            case ["CLOSED", str(subscription), *rest]:
                _closed(subscription, " ".join(str(part) for part in rest), caught_up=self._caught_up)
                await self._read_to_the_end(line, socket, subscription, whole=True)
            case ["AUTH", *_]:
                line.note("the relay asks who we are; where it insists, nothing comes")
            case ["NOTICE", *rest]:
                line.note(f"the relay says: {' '.join(str(part) for part in rest)[:200]}")
            case ["EVENT" | "OK" | "COUNT", *_]:
                pass
            case _:
                await line.take(message)

    async def _note(self, line: Line, socket: Socket, message: bytes, subscription: str, note: dict[str, Any]) -> None:
        note_id, kind, key = text(note, "id"), note.get("kind"), text(note, "pubkey")
        if note_id in self._seen:
            return
        self._seen[note_id] = None
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        mark = None
        created = note.get("created_at")
        if isinstance(created, int) and subscription in (_NOTES, _OLDER):
            of_a_page = subscription == _OLDER or not self._caught_up
            mark = self._back.pass_by(created, line.now() // SECOND, of_a_page=of_a_page)
        if kind == 1:
            await self._ask_name(socket, key)
        if kind in (6, 16) and not _of_ours(line, note):
            return
        await line.take(message, mark=mark)

    async def _read_to_the_end(self, line: Line, socket: Socket, subscription: str, *, whole: bool) -> None:
        """Ask on for older notes as long as they bring something new; then what was reached counts."""
        if subscription not in (_NOTES, _OLDER) or self._back.done:
            return
        if subscription == _NOTES:
            self._caught_up = True
            line.live()
        if not whole and self._back.turn():
            await socket.send(_request(_OLDER, self._wanted()))
            return
        self._back.done = True
        if self._back.pages > 1:
            await socket.send(orjson.dumps(["CLOSE", _OLDER]).decode())
        if self._back.reached:
            await line.keep(str(self._back.reached))

    async def _ask_name(self, socket: Socket, key: str) -> None:
        """Ask once how somebody is called; the answer comes when it comes."""
        if len(key) != 64 or key in self._people:
            return
        self._people[key] = None
        if len(self._people) > _PEOPLE:
            self._people.popitem(last=False)
        await socket.send(_request(_NAMES, [{"kinds": [0], "authors": list(self._people)[-20:], "limit": 20}]))


class _Back:
    """Reading back, page by page, after a connect.

    Attributes:
        since: where it ends, seconds.
        reached: the newest note's time, seconds.
        oldest: the oldest note's time on the pages so far.
        pages: how many were asked for.
        done: whether the end was reached.
    """

    def __init__(self, since: int = 0, reached: int = 0) -> None:
        self.since = since
        self.reached = reached
        self.oldest: int | None = None
        self.pages = 1
        self.done = False
        self._new = 0

    def pass_by(self, created: int, now: int, *, of_a_page: bool) -> str | None:
        """Note a new note's time, which counts for where to read on if it is not one that has just been written.

        Returns:
            The mark, where all that is older is here.
        """
        if of_a_page and created >= self.since:
            self._new += 1
            self.oldest = created if self.oldest is None else min(self.oldest, created)
        # An author's clock that runs ahead must not make us skip what others write until then.
        self.reached = max(self.reached, min(created, now))
        return str(self.reached) if self.done else None

    def turn(self) -> bool:
        """Turn to the next page; false where the last one had nothing new, or there were too many."""
        new, self._new = self._new, 0
        self.pages += 1
        return new > 0 and self.pages <= _PAGES


def _of_ours(line: Line, note: dict[str, Any]) -> bool:
    """Tell whether a repost passes on a note that we hold, or brings one along."""
    tags = note.get("tags")
    targets = (
        [tag[1] for tag in tags if isinstance(tag, list) and len(tag) > 1 and tag[0] == "e"]
        if isinstance(tags, list)
        else []
    )
    return bool(text(note, "content")) or any(line.knows(f"nostr:{target}") for target in targets)


def _taken_back(line: Line) -> list[dict[str, Any]]:
    """Ask for deletions from now on, for those of notes that we show, for reposts of them, and for people who leave."""
    now = line.now() // SECOND
    ids = [post.id.removeprefix("nostr:") for post in line.held() if post.network == "nostr"][-_DELETES_OF:]
    since = {"since": max(0, min(now, int(line.mark or now)) - OVERLAP // SECOND)}
    filters: list[dict[str, Any]] = [{"kinds": [5], "#k": ["1"], **since}, {"kinds": [62], **since}]
    if ids:
        filters += [{"kinds": [5], "#e": ids}, {"kinds": [6], "#e": ids}]
    return filters


def _request(subscription: str, filters: list[dict[str, Any]]) -> str:
    return orjson.dumps(["REQ", subscription, *filters]).decode()


def _closed(subscription: str, reason: str, *, caught_up: bool) -> None:
    """Take the relay's no for a no; one without a reason, after all was sent, is only an end (as LocalRelay has it).

    Raises:
        RefusedError: the relay does not serve us.
    """
    if subscription != _NOTES or (caught_up and not reason):
        return
    kind = reason.partition(":")[0]
    status = 401 if kind in _HINTS_FOR_PEOPLE else 0
    raise RefusedError(f"the relay says: {reason[:200] or 'no'}", status=status)
