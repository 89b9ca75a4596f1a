"""Bodies that many ask for: compressed once for each way of compressing, not once a reader."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable

import brotli
import zstandard
from aiohttp import web

__all__ = ["KEPT", "Bodies", "Body", "is_known", "named_body", "respond", "respond_page"]

KEPT = 64
"""Bodies kept; the one asked for longest ago goes."""

_WORTH_IT = 1_000
"""Bytes from which on compressing pays."""

_PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstandard.ZstdCompressor(level=6).compress(body),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
"""Ways of compressing, the best first (RFC 9110, 12.5.3)."""


class Body:
    """A body, its entity tag, and what it is when it is compressed."""

    def __init__(self, data: bytes, etag: str) -> None:
        self.data = data
        self.etag = etag
        self._packed: dict[str, bytes] = {}

    def packed(self, accepted: str) -> tuple[bytes, str | None]:
        """Give the body in the best way that an `Accept-Encoding` allows, and the name of the way."""
        if len(self.data) < _WORTH_IT:
            return self.data, None
        way = _choose(accepted)
        if way is None:
            return self.data, None
        data = self._packed.get(way)
        if data is None:
            data = self._packed[way] = _PACK[way](self.data)
        return data, way


class Bodies:
    """The bodies asked for last, by what they show; one that shows something else now is made anew."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()

    def get(self, key: Hashable, etag: str, make: Callable[[], bytes]) -> Body:
        """Give the body of a key as it is at an entity tag; made where that is not at hand."""
        body = self._bodies.get(key)
        if body is None or body.etag != etag:
            body = self._bodies[key] = Body(make(), etag)
        self._bodies.move_to_end(key)
        if len(self._bodies) > KEPT:
            self._bodies.popitem(last=False)
        return body

    def forget(self) -> None:
        """Keep nothing, since words were deleted."""
        self._bodies.clear()


def is_known(request: web.Request, etag: str) -> bool:
    """Tell whether the reader has what this entity tag stands for."""
    return bool(request.if_none_match) and any(tag.value == etag for tag in request.if_none_match or ())


def respond(request: web.Request, body: Body, content_type: str, headers: dict[str, str]) -> web.Response:
    """Answer with a body, or with 304 where the reader has it."""
    headers = {"ETag": f'"{body.etag}"', "Vary": "Accept-Encoding", **headers}
    if is_known(request, body.etag):
        return web.Response(status=304, headers=headers)
    data, way = body.packed(request.headers.get("Accept-Encoding", ""))
    if way is not None:
        headers["Content-Encoding"] = way
    charset = "utf-8" if content_type.startswith("text/") else None
    return web.Response(body=data, content_type=content_type, charset=charset, headers=headers)


def respond_page(request: web.Request, body: Body, lang: str) -> web.Response:
    """Answer with a page, or with 304 when the browser has it."""
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Accept-Encoding", "Content-Language": lang}
    return respond(request, body, "text/html", headers)


def named_body(html: str) -> Body:
    """Name a page by its content."""
    written = html.encode()
    return Body(written, hashlib.blake2b(written, digest_size=8).hexdigest())


def _choose(accepted: str) -> str | None:
    """Choose a way that is accepted and not refused with `q=0`."""
    ways = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        ways[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((way for way in _PACK if ways.get(way, ways.get("*", False))), None)
