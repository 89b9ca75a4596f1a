"""Pictures for readers' browsers: their addresses, and what is answered there."""

from aiohttp import web

from livefeed.model.entry import Entry
from livefeed.model.post import Author, Media, Post
from livefeed.runtime.media import Absent, MediaProxy
from livefeed.runtime.pictures import Kind
from livefeed.runtime.shown import pictures_of
from livefeed.server.packed import is_known

__all__ = ["MediaAddresses", "give_picture"]

_LASTS = 3_600
"""Seconds that a browser, or a cache on the way, may keep a picture: as long may one outlive its deletion there."""
_FAILED_LASTS = 60
_AGAIN = 5
_BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" width="1"/>'
"""In place of a picture that is not there: browsers draw it whatever the status, so that no torn page hides the monogram
behind it; and as it has no height, it takes on the shape that is kept free for the picture."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Vary": "Save-Data",
}
_ABSENT: dict[Absent, tuple[int, dict[str, str]]] = {
    "unknown": (404, {"Cache-Control": "no-store"}),
    "failed": (404, {"Cache-Control": f"public, max-age={_FAILED_LASTS}"}),
    "busy": (503, {"Cache-Control": "no-store", "Retry-After": str(_AGAIN)}),
}


class MediaAddresses:
    """Where the pages of a coverage find what its entries carry."""

    def __init__(self, slug: str, proxy: MediaProxy) -> None:
        self._slug = slug
        self._proxy = proxy

    def look_at(self, entry: Entry) -> None:
        """Let what an entry carries be asked for, since somebody looks at it."""
        self._proxy.look_at(entry)

    def avatar(self, author: Author) -> str | None:
        """Give the address of an author's picture; None where they have none."""
        return self._address("avatar", author.avatar) if author.avatar else None

    def pictures(self, post: Post) -> list[tuple[Media, str]]:
        """List what of a post is shown as pictures, each with its address."""
        return [(media, self._address("picture", url)) for media, url in pictures_of(post)]

    def described(self, post: Post) -> list[Media]:
        """List what of a post is only described."""
        shown = {id(media) for media, _ in pictures_of(post)}
        return [media for media in post.media if id(media) not in shown]

    def _address(self, kind: Kind, url: str) -> str:
        return f"/media/{self._slug}/{self._proxy.shown.name(kind, url)}.webp"


async def give_picture(request: web.Request, proxy: MediaProxy) -> web.Response:
    """Answer with a picture, which feed readers and widgets show in pages of others.

    Who saves data (`Save-Data`) gets none unless it was pressed for (`?asked`).
    """
    response = await _picture(request, proxy)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


async def _picture(request: web.Request, proxy: MediaProxy) -> web.Response:
    if request.headers.get("Save-Data", "").strip().lower() == "on" and "asked" not in request.query:
        return _blank(200, {"Cache-Control": "no-store"})
    found = await proxy.get(request.match_info["name"])
    if isinstance(found, str):
        return _blank(*_ABSENT[found])
    headers = {**_HEADERS, "Cache-Control": f"public, max-age={_LASTS}", "ETag": f'"{found.tag}"'}
    if is_known(request, found.tag):
        return web.Response(status=304, headers=headers)
    return web.Response(body=found.data, content_type="image/webp", headers=headers)


def _blank(status: int, headers: dict[str, str]) -> web.Response:
    return web.Response(status=status, body=_BLANK, content_type="image/svg+xml", headers={**_HEADERS, **headers})
