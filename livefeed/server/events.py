"""`/{slug}/stream`: readers over server-sent events (HTML, 9.2), where a WebSocket cannot get through."""

import asyncio
import random

from aiohttp import HttpVersion11, web

from livefeed.server.connected import CONNECTED
from livefeed.server.fanout import Channel, Fanout, Reader
from livefeed.server.following import dialect, join, limit_kernel
from livefeed.server.frames import Wire, encode
from livefeed.server.room import Room

__all__ = ["serve_events"]

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
    "Access-Control-Allow-Origin": "*",
}
_RETRY = (500, 3_000)
"""Milliseconds after which a browser comes back by itself, another number for each."""


async def serve_events(request: web.Request, room: Room, fanout: Fanout) -> web.StreamResponse:
    """Serve one reader until it leaves, is cut, or the server drains."""
    wire: Wire = "events" if request.version >= HttpVersion11 else "plain-events"
    response = web.StreamResponse(headers=_HEADERS)
    if wire == "events":
        response.enable_chunked_encoding()
    else:
        response.force_close()
    await response.prepare(request)
    transport = request.transport
    if transport is None:
        return response
    await response.write(b"retry: %d\n\n" % random.randint(*_RETRY))  # noqa: S311 - spreads load, guards nothing
    limit_kernel(transport)
    reader, channel = Reader(transport), fanout.channel(dialect(request), wire)
    reader.gone = asyncio.get_running_loop().create_future()
    goodbye = _Goodbye(fanout, reader, channel)
    connected = request.app[CONNECTED]
    connected.add(goodbye)
    cursor = request.headers.get("Last-Event-ID") or request.query.get("after")
    joining = join(room, fanout, reader, channel, cursor)
    try:
        await reader.gone
    finally:
        connected.discard(goodbye)
        joining.cancel()
        fanout.dismiss(reader, channel)
    return response


class _Goodbye:
    """Tells one reader that the server stops, and ends the stream."""

    def __init__(self, fanout: Fanout, reader: Reader, channel: Channel) -> None:
        self._fanout = fanout
        self._reader = reader
        self._channel = channel

    async def __call__(self, retry: float) -> None:
        """Say when to come back, in seconds; in the browser's own way too."""
        self._reader.transport.write(encode(self._fanout.telling.goodbye(retry), self._channel.wire))
        self._fanout.dismiss(self._reader, self._channel)
