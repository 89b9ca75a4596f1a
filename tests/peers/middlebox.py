"""A proxy as they stand in offices and hotels: it forwards what it knows, and breaks what it does not."""

import asyncio
import contextlib
from collections import Counter

import aiohttp
from aiohttp import web

from tests.peers.serving import Served

__all__ = ["Middlebox"]

_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}
"""Headers that belong to one hop."""


class Middlebox(Served):
    """Forwards HTTP on loopback, WebSockets and endless answers included, until told otherwise.

    Attributes:
        refuses_upgrades: it knows no WebSockets.
        kills_sockets: it lets a WebSocket begin and breaks it at once.
        refuses_streams: it wants no answers that have no end.
        holds_back: it gives an answer on when it has all of it.
        loses: so many messages of changes to lose on sockets and among events.
        fired: how often each of these really happened.
    """

    def __init__(self, upstream: str) -> None:
        super().__init__(cancels=True)
        self._upstream = upstream
        self._session: aiohttp.ClientSession | None = None
        self.refuses_upgrades = False
        self.kills_sockets = False
        self.refuses_streams = False
        self.holds_back = False
        self.loses = 0
        self.fired: Counter[str] = Counter()
        self.app.router.add_route("*", "/{path:.*}", self._forward)

    async def __aenter__(self) -> "Middlebox":
        """Listen."""
        self._session = aiohttp.ClientSession(auto_decompress=False)
        return await super().__aenter__()

    async def close(self) -> None:
        """Let go of the server behind."""
        await self._session.close()

    async def _forward(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._forward_socket(request)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        try:
            async with self._session.get(self._upstream + request.raw_path, headers=headers) as answer:
                return await self._pass_on(request, answer)
        except aiohttp.ClientError:
            return web.Response(status=502)

    async def _pass_on(self, request: web.Request, answer: aiohttp.ClientResponse) -> web.StreamResponse:
        streams = answer.content_type == "text/event-stream"
        if streams and self.refuses_streams:
            self.fired["refused"] += 1
            return web.Response(status=502)
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP}
        response = web.StreamResponse(status=answer.status, headers=kept)
        if self.holds_back:
            self.fired["held back"] += streams
            whole = await answer.read()
            await response.prepare(request)
            await response.write(whole)
            return response
        await response.prepare(request)
        if streams:
            while event := await answer.content.readuntil(b"\n\n"):
                if not self._lost(event):
                    await response.write(event)
        else:
            async for piece in answer.content.iter_any():
                await response.write(piece)
        return response

    async def _forward_socket(self, request: web.Request) -> web.StreamResponse:
        if self.refuses_upgrades:
            self.fired["refused"] += 1
            return web.Response(status=400)
        try:
            async with self._session.ws_connect(self._upstream + request.raw_path) as behind:
                front = web.WebSocketResponse()
                await front.prepare(request)
                if self.kills_sockets:
                    self.fired["killed"] += 1
                    request.transport.abort()
                    return front
                await self._pump(front, behind)
                return front
        except aiohttp.ClientError:
            return web.Response(status=502)

    async def _pump(self, front: web.WebSocketResponse, behind: aiohttp.ClientWebSocketResponse) -> None:
        """Give on what the server says until either side closes."""
        listening = asyncio.create_task(_hear_out(front, behind))
        with contextlib.suppress(ConnectionError):
            async for message in behind:
                if not self._lost(message.data.encode()):
                    await front.send_str(message.data)
            await front.close(code=behind.close_code or 1011)
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening

    def _lost(self, message: bytes) -> bool:
        if not self.loses or b'"type":"changes"' not in message.replace(b": ", b":"):
            return False
        self.loses -= 1
        self.fired["lost"] += 1
        return True


async def _hear_out(front: web.WebSocketResponse, behind: aiohttp.ClientWebSocketResponse) -> None:
    """Readers say nothing; but when they leave, the server is to know."""
    async for _ in front:
        pass
    await behind.close()
