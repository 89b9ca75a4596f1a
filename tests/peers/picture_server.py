"""A site with pictures, and with what pretends to be some."""

import asyncio
from collections import Counter
from io import BytesIO

from aiohttp import web
from PIL import Image

from tests.peers.serving import Served

__all__ = ["PictureServer", "draw"]


def draw(form: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB", colour="#b83a2e", **how) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new(mode, size, colour).save(out, form, **how)
    return out.getvalue()


class PictureServer(Served):
    """Serves files under their paths, and some ways of behaving badly.

    Attributes:
        files: path to bytes; what is not there is 404.
        asked: how often each path was.
        gate: nothing is answered while it is shut.
        headers: of the last request.
        status: what every file is answered with.
        most: how many were asked for at the same time, at most.
    """

    def __init__(self) -> None:
        super().__init__(cancels=True)
        self.files: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()
        self.gate = asyncio.Event()
        self.gate.set()
        self.status = 200
        self.headers: dict[str, str] = {}
        self.most = 0
        self._now = 0
        self._arrived = asyncio.Condition()
        routes = {"/endless": self._endless, "/slow": self._slow, "/short": self._short, "/long": self._long}
        self.app.add_routes([web.get(path, handler) for path, handler in routes.items()])
        self.app.add_routes([web.get("/to", self._to), web.get("/{name:.*}", self._file)])

    async def arrived(self, count: int) -> None:
        """Wait until so many requests have come in."""
        async with asyncio.timeout(30), self._arrived:
            await self._arrived.wait_for(lambda: self.asked.total() >= count)

    async def _note(self, request: web.Request) -> None:
        self.headers = dict(request.headers)
        async with self._arrived:
            self.asked[request.path] += 1
            self._arrived.notify_all()

    async def _file(self, request: web.Request) -> web.Response:
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            await self._note(request)
            await self.gate.wait()
        finally:
            self._now -= 1
        data = self.files.get(request.path)
        if data is None or self.status != 200:
            return web.Response(status=404 if data is None else self.status, headers={"Retry-After": "120"})
        # Neither name nor header says what it is.
        return web.Response(body=data, content_type="image/png")

    async def _to(self, request: web.Request) -> web.Response:
        await self._note(request)
        raise web.HTTPFound(request.query["url"])

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        await self._note(request)
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(draw()[:8] + bytes(1 << 20))

    async def _slow(self, request: web.Request) -> web.StreamResponse:
        await self._note(request)
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"\x89PNG")
        await asyncio.Event().wait()
        return answer

    async def _short(self, request: web.Request) -> web.StreamResponse:
        """Promises more than comes."""
        return await self._promise(request, len(draw()) + 1_000)

    async def _long(self, request: web.Request) -> web.StreamResponse:
        """Promises less than a whole picture."""
        return await self._promise(request, 100)

    async def _promise(self, request: web.Request, length: int) -> web.StreamResponse:
        await self._note(request)
        body = draw()[:length]
        head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        request.transport.write(head.encode() + body)
        request.transport.close()
        return web.Response()
