"""`/{slug}/replay/…json`: how a coverage was at any moment, for whoever plays it again (docs/protocol.md)."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import orjson
from aiohttp import web

from livefeed.engine.pulse import Pulse, take_past_pulse, take_pulse
from livefeed.model.change import Change, PutEntry
from livefeed.model.entry import Entry, is_key
from livefeed.model.errors import CursorGapError
from livefeed.model.times import MINUTE, iso, parse_iso
from livefeed.model.wire import change_to_wire, entry_to_wire
from livefeed.runtime.past import Past, Standing, TimedChange
from livefeed.server.following import dialect
from livefeed.server.packed import Body, is_known, respond
from livefeed.server.past_facts import tell_facts
from livefeed.server.room import Dialect, Room

__all__ = ["Replays"]

T = TypeVar("T")

_PAGE = 40
_MOST_ENTRIES = 200
_MOST_CHANGES = 500
_KEPT = 2_000
"""Versions of entries kept rendered; the one asked for longest ago goes."""
_SLICE = 5
"""Versions rendered before everything else has its turn."""
_COUNTED = 2_000
"""Entries of which a board may be for its figures to be taken: to read more would keep who asks waiting."""
_AGAIN = 5
"""Times that what was deleted meanwhile is read anew."""
_LATEST = 253_402_300_799_999
_LONGEST = 64

_HEADERS = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}


class Replays:
    """Answers what is asked about the past of one coverage.

    Args:
        room: the coverage.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._version = room.version
        self._rendered: OrderedDict[tuple[int, Dialect], tuple[str, bytes]] = OrderedDict()
        self._facts: tuple[int, bytes] | None = None
        room.running.hub.watch(self._forget)

    def _forget(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Keep nothing of entries of which something is deleted now."""
        erased = {change.entry_id for _, change in changes if change.erases}
        for key in [key for key, (entry, _) in self._rendered.items() if entry in erased] if erased else ():
            del self._rendered[key]

    async def facts(self, request: web.Request) -> web.Response:
        """Say when it was, how much came when, and where one may want to go.

        Raises:
            web.HTTPServiceUnavailable: too many look back at once.
        """
        hub, programme = self._room.running.hub, self._room.running.coverage.programme
        tip = hub.tip
        if self._facts is None or self._facts[0] != tip:
            told = await self.ask(lambda past: tell_facts(past.facts(), programme))
            about = {"epoch": hub.epoch, "cursor": hub.cursor(tip), **told}
            self._facts = tip, orjson.dumps(about)
        return self._answer(request, self._facts[1], f"{hub.cursor(self._facts[0])}-{self._version}-f")

    async def board(self, request: web.Request) -> web.Response:
        """Give entries of the board as it was at a moment.

        Raises:
            web.HTTPBadRequest: a parameter makes no sense; the body says which.
            web.HTTPServiceUnavailable: too many look back at once.
        """
        hub, wanted = self._room.running.hub, dialect(request)
        at, limit = _time(request, "at"), _limit(request, _PAGE, _MOST_ENTRIES)
        before = request.query.get("before")
        if before is not None and not is_key(before):
            raise _refuse(400, "before is not the key of an entry")
        place = None if before is None else int(before, 16)

        async def make() -> web.Response:
            tip = hub.tip
            stood = await self.ask(lambda past: past.board(at, tip, place, limit))
            of = f"{hub.cursor(stood.seq)}-{stood.erased_at}-{stood.at}-{limit}-{before}-{wanted}-{self._version}"
            if (known := _known(request, of)) is not None:
                return known
            pulse = await self._pulse(stood, wanted) if before is None and wanted != "json" else None
            entries = [await self._entry(n, seq, entry, wanted) for n, (seq, entry) in enumerate(stood.entries)]
            head = {"cursor": hub.cursor(stood.seq), "at": iso(stood.at), "older": stood.older, "pulse": pulse}
            return self._answer(request, _with(head, "entries", entries), of)

        return await self._unless_erased(make)

    async def changes(self, request: web.Request) -> web.Response:
        """Give what followed a cursor, up to a moment.

        Raises:
            web.HTTPBadRequest: a parameter makes no sense; the body says which.
            web.HTTPGone: the cursor is of another journal.
            web.HTTPServiceUnavailable: too many look back at once.
        """
        hub, wanted = self._room.running.hub, dialect(request)
        at, limit = _time(request, "upto"), _limit(request, _MOST_CHANGES, _MOST_CHANGES)
        after = self._after(request)

        async def make() -> web.Response:
            tip = hub.tip
            told = await self.ask(lambda past: past.changes(after, at, tip, limit))
            of = f"{hub.cursor(after)}-{told.upto}-{told.more}-{told.erased_at}-{limit}-{wanted}-{self._version}"
            if (known := _known(request, of)) is not None:
                return known
            written = [await self._change(n, change, wanted) for n, change in enumerate(told.changes)]
            head = {"after": hub.cursor(after), "cursor": hub.cursor(told.upto), "more": told.more}
            return self._answer(request, _with(head, "changes", written), of)

        return await self._unless_erased(make)

    async def _unless_erased(self, make: Callable[[], Awaitable[web.Response]]) -> web.Response:
        """Answer with nothing that was deleted while the answer was made."""
        hub = self._room.running.hub
        for _ in range(_AGAIN):
            erased_at = hub.erased_at
            answer = await make()
            if hub.erased_at == erased_at:
                return answer
            self._rendered.clear()
        raise _busy()

    async def ask(self, question: Callable[[Past], T]) -> T:
        """Ask the journal how things were.

        Raises:
            web.HTTPServiceUnavailable: too many look back at once.
        """
        reader = self._room.running.reader
        if reader.looks_back_much:
            raise _busy()
        self._room.counters["looks_back"] += 1
        return await reader.past(question)

    def _after(self, request: web.Request) -> int:
        """Read from which number on changes are wanted: from the first without a cursor."""
        cursor = request.query.get("after")
        if cursor is None:
            return 0
        try:
            return self._room.running.hub.seq(cursor)
        except CursorGapError as error:
            raise _refuse(410 if error.why == "another-journal" else 400, error.why) from None

    async def _entry(self, number: int, seq: int, entry: Entry, wanted: Dialect) -> bytes:
        if wanted == "json":
            return orjson.dumps(entry_to_wire(entry))
        return b"{" + await self._version_of(number, seq, entry, wanted) + b"}"

    async def _change(self, number: int, timed: TimedChange, wanted: Dialect) -> bytes:
        t, seq, change = timed
        if wanted == "json" or not isinstance(change, PutEntry):
            return orjson.dumps({"t": iso(t), **change_to_wire(change, seq)})
        head = f'{{"t":"{iso(t)}","seq":{seq},"op":"put",'
        return head.encode() + await self._version_of(number, seq, change.entry, wanted) + b"}"

    async def _version_of(self, number: int, seq: int, entry: Entry, wanted: Dialect) -> bytes:
        """Give what a page needs to place a version, without the braces; made once for all who look at it.

        Args:
            number: how many were asked for before it in one go: now and then everything else has its turn.
            seq: of the change that made it what it is.
            entry: as it was then.
            wanted: the dialect.
        """
        key = (seq, wanted)
        known = self._rendered.get(key)
        if known is None:
            if number % _SLICE == _SLICE - 1:
                await asyncio.sleep(0)
            known = entry.id, orjson.dumps(self._room.rendered(entry, wanted, of_now=False))[1:-1]
            self._rendered[key] = known
            if len(self._rendered) > _KEPT:
                self._rendered.popitem(last=False)
        self._rendered.move_to_end(key)
        return known[1]

    async def _pulse(self, stood: Standing, wanted: Dialect) -> str | None:
        """Render the figures as they were; of a board too large to be read again, how many had come in.

        None where that is no longer known by the minute.
        """

        def count(past: Past) -> Pulse | None:
            if past.count(stood.at, stood.seq, _COUNTED) <= _COUNTED:
                board = past.board(stood.at, stood.seq, None, _COUNTED)
                if board.older is None:
                    return take_pulse([entry for _, entry in board.entries], stood.at)
            facts = past.facts()
            return take_past_pulse(facts.volume, stood.at) if facts.step == MINUTE else None

        pulse = await self.ask(count)
        return None if pulse is None else self._room.renderer.pulse(pulse, wanted.partition("-")[2])

    @staticmethod
    def _answer(request: web.Request, body: bytes, etag: str) -> web.Response:
        return respond(request, Body(body, etag), "application/json", _HEADERS)


def _known(request: web.Request, etag: str) -> web.Response | None:
    """Answer who has it already, before anything is rendered."""
    return respond(request, Body(b"", etag), "application/json", _HEADERS) if is_known(request, etag) else None


def _with(head: Mapping[str, object], name: str, elements: Iterable[bytes]) -> bytes:
    """Write an object with a list of what is JSON already."""
    return orjson.dumps(head)[:-1] + f',"{name}":['.encode() + b",".join(elements) + b"]}"


def _time(request: web.Request, name: str) -> int:
    """Read a time: ISO 8601, or milliseconds since 1970; the end of all times without it."""
    said = request.query.get(name, "")
    if not said:
        return _LATEST
    said = said[:_LONGEST].replace(" ", "+")  # a plus sign that nobody has escaped
    try:
        at = int(said) if said.isascii() and said.isdigit() else parse_iso(said)
    except ValueError:
        raise _refuse(400, f"{name} is not a time") from None
    return min(at, _LATEST)


def _limit(request: web.Request, usual: int, most: int) -> int:
    said = request.query.get("limit")
    if said is None:
        return usual
    if not said.isascii() or not said.isdigit() or not 1 <= int(said[:9]) <= most:
        raise _refuse(400, f"limit is not a number from 1 to {most}")
    return int(said)


def _refuse(status: int, problem: str) -> web.HTTPException:
    kind = web.HTTPGone if status == web.HTTPGone.status_code else web.HTTPBadRequest
    return kind(text=_said(problem), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


def _busy() -> web.HTTPServiceUnavailable:
    said = _said("too many are looking back at this moment")
    return web.HTTPServiceUnavailable(text=said, content_type="application/json", headers={"Retry-After": "5"})


def _said(error: str) -> str:
    return orjson.dumps({"error": error, "see": "docs/protocol.md"}).decode()
