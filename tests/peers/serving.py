"""Serve a stand-in on a free port of loopback."""

import hashlib
import socket
from collections.abc import Iterable

from aiohttp import web

__all__ = ["Served", "cut", "free_port"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def cut(sockets: Iterable[web.WebSocketResponse]) -> None:
    """Break sockets without a farewell."""
    for one in sockets:
        if one._req is not None and one._req.transport is not None:
            one._req.transport.abort()


class Served:
    """An aiohttp application that is up while one is in the `async with`; with `cancels`, whom a client leaves stops."""

    def __init__(self, *, cancels: bool = False) -> None:
        self.app = web.Application()
        self._cancels = cancels
        self.port = 0
        self.unchanged = 0
        """Answers that were 304."""
        self._runner: web.AppRunner | None = None

    def versioned(self, request: web.Request, body: bytes, **headers: str) -> web.Response:
        """Answer with a document under its version, or with 304 who has that already."""
        etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        if request.headers.get("If-None-Match") == etag:
            self.unchanged += 1
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag, **headers})

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self):
        """Serve."""
        self._runner = web.AppRunner(self.app, shutdown_timeout=0.2, handler_cancellation=self._cancels)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def close(self) -> None:
        """Let go of what hangs on connections."""
