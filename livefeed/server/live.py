"""`/{slug}/live`: a reader's WebSocket, one loop over the hub (docs/protocol.md).

The loop asks for what follows the reader's cursor, sends it, and waits for news. Backlog, live and reconnect are
this one path; a reader that is slow is behind, and costs nobody else anything.
"""

import asyncio
import contextlib
import random

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from livefeed.model.errors import CursorGapError
from livefeed.model.times import iso
from livefeed.model.wire import entry_to_wire
from livefeed.server.languages import language
from livefeed.server.room import HTML_DIALECTS, Dialect, Room

__all__ = ["BATCH", "BOARD", "SOCKETS", "Reader", "Sockets", "drain", "serve_reader"]

BATCH = 100
"""Changes in one message."""
BOARD = 50
"""Entries of a fresh board."""
HEARTBEAT = 20.0
"""Seconds of silence after which a reader hears that all is well."""
TICK = 0.05
"""Seconds between two messages of changes to one reader: what comes between goes together."""
PULSE = 5.0
"""Seconds between two pulses to one reader."""
SEND_WITHIN = 15.0
"""Seconds a reader may take to receive a message; then it is cut, and comes back by its cursor."""
GOODBYE_WITHIN = 2.0
"""Seconds that a reader has to hear that the server stops."""
MAX_FROM_READER = 4096
"""Bytes a reader may send in a message."""
MESSAGES_FROM_READER = 100
"""Messages a reader may send: it has nothing to say."""


class Sockets(set[web.WebSocketResponse]):
    """Open sockets of readers."""


SOCKETS = web.AppKey("sockets", Sockets)
"""All open sockets, for the drain."""


async def serve_reader(request: web.Request, room: Room) -> web.WebSocketResponse:
    """Serve one reader until it leaves, is cut, or the server drains."""
    socket = web.WebSocketResponse(compress=False, max_msg_size=MAX_FROM_READER, timeout=2.0)
    await socket.prepare(request)
    as_html = request.query.get("as", "json") == "html"
    dialect: Dialect = HTML_DIALECTS[language(request)] if as_html else "json"
    reader = Reader(room, socket, dialect, request.transport)
    room.readers += 1
    writing = asyncio.create_task(reader.follow(request.query.get("after")), name="reader")
    request.app[SOCKETS].add(socket)
    try:
        await _listen(socket)
    finally:
        request.app[SOCKETS].discard(socket)
        room.readers -= 1
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
    return socket


async def drain(app: web.Application) -> None:
    """Say goodbye to every reader, each with a delay of its own, so that they do not come back all at once."""
    open_sockets = app[SOCKETS]
    spread = min(10.0, 1.0 + len(open_sockets) / 500)
    await asyncio.gather(*(_goodbye(socket, spread) for socket in open_sockets))


async def _goodbye(socket: web.WebSocketResponse, spread: float) -> None:
    retry = round(random.uniform(0.2, spread), 2)  # noqa: S311 - spreads load, guards nothing
    with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
        async with asyncio.timeout(GOODBYE_WITHIN):
            await socket.send_str(orjson.dumps({"type": "bye", "retry": retry}).decode())
            await socket.close(code=WSCloseCode.SERVICE_RESTART)


async def _listen(socket: web.WebSocketResponse) -> None:
    """Take the reader's frames, so that pings and its goodbye are heard; hear out no talker."""
    heard = 0
    async for message in socket:
        heard += 1
        if heard > MESSAGES_FROM_READER or message.type is WSMsgType.ERROR:
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)


class Reader:
    """Someone with the page open: a cursor and a socket."""

    def __init__(
        self, room: Room, socket: web.WebSocketResponse, dialect: Dialect, transport: asyncio.Transport | None
    ) -> None:
        self._room = room
        self._hub = room.running.hub
        self._socket = socket
        self._dialect = dialect
        self._seq = 0
        self._state = ""
        self._transport = transport
        self._last_sent = 0.0
        self._pulse_sent = -PULSE
        self._pulse_number = -1

    async def follow(self, cursor: str | None) -> None:
        """Send what follows the cursor, for as long as the socket is open. Without a cursor: what is new from now."""
        try:
            await self._begin(cursor)
            while not self._socket.closed:
                await self._catch_up()
                await self._tell_pulse_and_state()
                await asyncio.sleep(TICK)
                if not await self._hub.wait(self._seq, min(HEARTBEAT, PULSE)) and self._quiet_for() >= HEARTBEAT:
                    await self._send({"type": "heartbeat", "cursor": self._hub.cursor(self._seq)})
        except TimeoutError:
            self._room.counters["readers_cut"] += 1
            if self._transport is not None:
                self._transport.abort()  # a close frame could not get through
        except (ConnectionError, RuntimeError):
            self._room.counters["readers_lost"] += 1

    async def _begin(self, cursor: str | None) -> None:
        gap = None
        try:
            self._seq = self._hub.tip if cursor is None else self._hub.seq(cursor)
        except CursorGapError as error:
            gap = error.why
        self._state = self._room.running.state
        await self._send(
            {
                "type": "hello",
                "cursor": self._hub.cursor(self._hub.tip if gap else self._seq),
                "now": iso(self._room.now()),
                "speed": self._room.running.clock.speed,
                "state": self._state,
            }
        )
        if gap is not None:
            await self._fresh_board(gap)

    async def _catch_up(self) -> None:
        while True:
            try:
                changes = self._hub.after(self._seq, BATCH)
            except CursorGapError as error:
                await self._fresh_board(error.why)
                return
            if not changes:
                return
            bodies = b",".join(self._room.change(seq, change, self._dialect) for seq, change in changes)
            cursor = self._hub.cursor(changes[-1][0]).encode()
            await self._send_bytes(b'{"type":"changes","cursor":"' + cursor + b'","changes":[' + bodies + b"]}")
            self._seq = changes[-1][0]

    async def _fresh_board(self, why: str) -> None:
        """Give the board as it is now in place of changes that we do not have; say why."""
        seq = self._hub.tip
        entries = self._hub.board.newest(BOARD)
        if self._dialect == "json":
            written = [{"op": "put", "entry": entry_to_wire(entry)} for entry in entries]
        else:
            written = [{"op": "put", **self._room.rendered(entry, self._dialect)} for entry in entries]
        await self._send({"type": "board", "why": why, "cursor": self._hub.cursor(seq), "entries": written})
        self._seq = seq

    async def _tell_pulse_and_state(self) -> None:
        if self._room.running.state != self._state:
            self._state = self._room.running.state
            await self._send({"type": "state", "state": self._state})
        if self._dialect == "json" or asyncio.get_running_loop().time() - self._pulse_sent < PULSE:
            return
        number, pulse = self._room.pulse()
        if number != self._pulse_number:
            self._pulse_number = number
            self._pulse_sent = asyncio.get_running_loop().time()
            html = self._room.renderer.pulse(pulse, self._dialect.removeprefix("html-"))
            await self._send({"type": "pulse", "html": html})

    def _quiet_for(self) -> float:
        return asyncio.get_running_loop().time() - self._last_sent

    async def _send(self, message: dict[str, object]) -> None:
        await self._send_bytes(orjson.dumps(message))

    async def _send_bytes(self, message: bytes) -> None:
        self._last_sent = asyncio.get_running_loop().time()
        async with asyncio.timeout(SEND_WITHIN):
            await self._socket.send_str(message.decode())
