"""A site with a feed."""

import gzip

from aiohttp import web

from tests.peers.serving import Served

__all__ = ["FeedServer"]


class FeedServer(Served):
    """Serves one Atom feed at `/feed`, and what leads there.

    Attributes:
        entries: id to title.
        deleted: ids that the feed says are deleted.
        asked: each request's path and conditional headers.
        gone: the feed answers 410.
        hub: address of a hub that its headers name.
        packed: it is sent in gzip.
        busy: so many answers are 503.
    """

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, str] = {}
        self.deleted: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.gone = False
        self.hub = ""
        self.packed = True
        self.busy = 0
        self.app.add_routes([web.get("/feed", self._feed), web.get("/old", self._old), web.get("/bad", self._bad)])

    async def _old(self, request: web.Request) -> web.Response:
        self.asked.append(("/old", ""))
        raise web.HTTPMovedPermanently("/feed")

    async def _bad(self, _request: web.Request) -> web.Response:
        return web.Response(text="<html>no feed</html>")

    async def _feed(self, request: web.Request) -> web.Response:
        self.asked.append(("/feed", request.headers.get("If-None-Match", "")))
        if self.gone:
            raise web.HTTPGone
        if self.busy:
            self.busy -= 1
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "120"})
        headers = {"Content-Type": "application/atom+xml"}
        if self.hub:
            headers["Link"] = f'<{self.hub}>; rel="hub", <{self.url}/feed>; rel="self"'
        if not self.packed:
            return self.versioned(request, self._atom().encode(), **headers)
        packed = gzip.compress(self._atom().encode(), mtime=0)
        return self.versioned(request, packed, **headers, **{"Content-Encoding": "gzip"})

    def _atom(self) -> str:
        entries = "".join(
            f"<entry><id>{name}</id><title>{title}</title><link href='{self.url}/item/{name}'/>"
            "<published>2026-10-02T11:00:00Z</published></entry>"
            for name, title in self.entries.items()
        )
        gone = "".join(f'<at:deleted-entry ref="{name}" when="2026-10-02T12:00:00Z"/>' for name in self.deleted)
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
            f"<title>Radio</title><link href='{self.url}/'/>{gone}{entries}</feed>"
        )
