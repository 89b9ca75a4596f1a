"""`/{slug}/live`: readers over WebSockets (docs/protocol.md). The only place that speaks to browsers over sockets."""

import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from livefeed.server.connected import admit
from livefeed.server.fanout import Fanout
from livefeed.server.following import Following, dialect
from livefeed.server.room import Room
from livefeed.server.writing import Reader, limit_kernel

__all__ = ["serve_reader"]

GOODBYE_WITHIN = 2.0
"""Seconds that a reader has to answer a close."""
MAX_FROM_READER = 4096
"""Bytes a reader may send in a message."""
MESSAGES_FROM_READER = 100
"""Messages a reader may send, pings apart: it has nothing to say."""


class _Socket(web.WebSocketResponse):
    """A reader's socket, which stops following before it closes, whoever closes it: nothing may follow a close frame.

    aiohttp closes by itself where a reader breaks the rules.
    """

    following: Following | None = None

    async def close(self, *, code: int = WSCloseCode.OK, message: bytes = b"", drain: bool = True) -> bool:
        """Leave the fan-out, then say why, and wait for the reader to say the same."""
        if self.following is not None:
            self.following.end()
        return await super().close(code=code, message=message, drain=drain)

    async def say_goodbye(self, retry: float) -> None:
        """Tell the reader that the server stops, and when to come back, in seconds."""
        if self.following is not None:
            self.following.bid_farewell(retry)
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.close(code=WSCloseCode.SERVICE_RESTART)


async def serve_reader(request: web.Request, room: Room, fanout: Fanout) -> web.WebSocketResponse:
    """Serve one reader until it leaves, is cut, or the server drains."""
    socket = _Socket(compress=False, max_msg_size=MAX_FROM_READER, timeout=GOODBYE_WITHIN, autoclose=False)
    with admit(request, socket.say_goodbye):
        await socket.prepare(request)
        transport = request.transport
        if transport is None:
            return socket
        limit_kernel(transport)
        following = Following(room, fanout, Reader(transport), fanout.channel(dialect(request), "socket"))
        socket.following = following
        following.begin(request.query.get("after"))
        try:
            code = await _listen(socket)
            with contextlib.suppress(ConnectionError, RuntimeError):
                await socket.close(code=code)
        finally:
            following.end()
    return socket


async def _listen(socket: web.WebSocketResponse) -> int:
    """Take the reader's frames, so that pings and its goodbye are heard; returns the code to close with."""
    heard = 0
    async for message in socket:
        heard += 1
        if heard > MESSAGES_FROM_READER:
            return WSCloseCode.POLICY_VIOLATION
        if message.type is WSMsgType.ERROR:
            break
    return socket.close_code or WSCloseCode.OK
