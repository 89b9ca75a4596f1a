"""`/{slug}/live`: readers over WebSockets (docs/protocol.md). The only place that speaks to browsers over sockets."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from livefeed.server.connected import CONNECTED
from livefeed.server.fanout import Channel, Fanout, Reader
from livefeed.server.following import dialect, join, limit_kernel
from livefeed.server.frames import encode
from livefeed.server.room import Room

__all__ = ["serve_reader"]

GOODBYE_WITHIN = 2.0
"""Seconds that a reader has to answer a close."""
MAX_FROM_READER = 4096
"""Bytes a reader may send in a message."""
MESSAGES_FROM_READER = 100
"""Messages a reader may send: it has nothing to say."""


async def serve_reader(request: web.Request, room: Room, fanout: Fanout) -> web.WebSocketResponse:
    """Serve one reader until it leaves, is cut, or the server drains."""
    socket = web.WebSocketResponse(
        compress=False, max_msg_size=MAX_FROM_READER, timeout=GOODBYE_WITHIN, autoclose=False
    )
    await socket.prepare(request)
    transport = request.transport
    if transport is None:
        return socket
    limit_kernel(transport)
    reader, channel = Reader(transport), fanout.channel(dialect(request), "socket")
    goodbye = _Goodbye(socket, fanout, reader, channel)
    connected = request.app[CONNECTED]
    connected.add(goodbye)
    joining = join(room, fanout, reader, channel, request.query.get("after"))
    code: int = WSCloseCode.OK
    try:
        code = await _listen(socket)
    finally:
        # First out of the fan-out, then closed: nothing may follow a close frame.
        connected.discard(goodbye)
        joining.cancel()
        fanout.dismiss(reader, channel)
        with contextlib.suppress(ConnectionError, RuntimeError):
            await socket.close(code=code)
    return socket


class _Goodbye:
    """Tells one reader that the server stops, and closes."""

    def __init__(self, socket: web.WebSocketResponse, fanout: Fanout, reader: Reader, channel: Channel) -> None:
        self._socket = socket
        self._fanout = fanout
        self._reader = reader
        self._channel = channel

    async def __call__(self, retry: float) -> None:
        """Say when to come back, in seconds."""
        self._fanout.dismiss(self._reader, self._channel)
        self._reader.transport.write(encode(self._fanout.telling.goodbye(retry), "socket"))
        with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
            async with asyncio.timeout(GOODBYE_WITHIN):
                await self._socket.close(code=WSCloseCode.SERVICE_RESTART)


async def _listen(socket: web.WebSocketResponse) -> int:
    """Take the reader's frames, so that pings and its goodbye are heard; returns the code to close with."""
    heard = 0
    async for message in socket:
        heard += 1
        if heard > MESSAGES_FROM_READER or message.type is WSMsgType.ERROR:
            return WSCloseCode.POLICY_VIOLATION
    return socket.close_code or WSCloseCode.OK
