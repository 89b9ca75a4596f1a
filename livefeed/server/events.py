"""`/{slug}/stream`: readers over server-sent events (HTML, 9.2), where a WebSocket cannot get through."""

import asyncio
import random

from aiohttp import HttpVersion11, web

from livefeed.server.connected import admit
from livefeed.server.fanout import Fanout
from livefeed.server.following import Following, dialect
from livefeed.server.frames import Wire
from livefeed.server.room import Room
from livefeed.server.writing import Reader, limit_kernel

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
    transport = request.transport
    if transport is None:
        return response
    reader = Reader(transport)
    reader.gone = asyncio.get_running_loop().create_future()
    following = Following(room, fanout, reader, fanout.channel(dialect(request), wire))

    async def say_goodbye(retry: float) -> None:
        following.bid_farewell(retry)

    with admit(request, say_goodbye):
        await response.prepare(request)
        await response.write(b"retry: %d\n\n" % random.randint(*_RETRY))  # noqa: S311 - spreads load, guards nothing
        limit_kernel(transport)
        following.begin(request.headers.get("Last-Event-ID") or request.query.get("after"))
        try:
            await reader.gone
        finally:
            following.end()
    return response
