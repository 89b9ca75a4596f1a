"""`/sitemap.xml` and `/robots.txt`: what search engines are invited to (sitemaps.org; RFC 9309)."""

from collections.abc import Iterable, Iterator, Mapping

from aiohttp import web

from livefeed.model.times import iso
from livefeed.server.keys import ROOMS, base_of
from livefeed.server.languages import LANGUAGES
from livefeed.server.packed import named_body, respond
from livefeed.server.room import Room
from livefeed.server.showing import path_of, updated
from livefeed.server.xml import DECLARATION, element, words

__all__ = ["PINNED", "in_languages", "robots", "site_map", "sitemap"]

PINNED = 50
"""Entries of a coverage that are named: those that an editor keeps on top, the newest."""
_MAX_AGE = 300

_SPACES = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", "xmlns_xhtml": "http://www.w3.org/1999/xhtml"}


async def sitemap(request: web.Request) -> web.StreamResponse:
    """Name the pages in both languages, each with the other."""
    base = base_of(request)
    urls = [url for path, changed in _pages(request.app[ROOMS]) for url in _spoken(base, path, changed)]
    headers = {"Cache-Control": f"public, max-age={_MAX_AGE}"}
    return respond(request, named_body(site_map(urls)), "application/xml", headers)


def site_map(urls: Iterable[str]) -> str:
    """Write a sitemap of what `in_languages` gives."""
    return DECLARATION + element("urlset", *urls, **_SPACES)


def _pages(rooms: dict[str, Room]) -> Iterator[tuple[str, int | None]]:
    """Give the pages' paths without language, and when each changed last, milliseconds."""
    yield "", None
    yield "privacy", None
    for slug, room in rooms.items():
        board = room.running.hub.board
        newest = next(iter(board.newest(1)), None)
        yield slug, None if newest is None else newest.first_seen
        named = [entry for entry in board.pinned if entry.post.indexable]
        for entry in named[:PINNED]:
            yield f"{slug}/{path_of(entry)}", updated(entry)


def _spoken(base: str, path: str, changed: int | None) -> Iterator[str]:
    return in_languages({lang: f"{base}/{lang}/{path}" for lang in LANGUAGES}, f"{base}/{path}", changed)


def in_languages(addresses: Mapping[str, str], default: str | None, changed: int | None) -> Iterator[str]:
    """Name a page in each language, each with the others.

    Args:
        addresses: by language.
        default: of the page that finds out the language itself, where there is one.
        changed: when it changed last, milliseconds; None where that is not known.
    """
    named = addresses if default is None else {**addresses, "x-default": default}
    others = [element("xhtml:link", rel="alternate", hreflang=lang, href=address) for lang, address in named.items()]
    for address in addresses.values():
        modified = "" if changed is None else element("lastmod", iso(changed))
        yield element("url", element("loc", words(address)), modified, *others)


async def robots(request: web.Request) -> web.StreamResponse:
    """Let everybody in, and say where the sitemap is; what is not to be indexed says so itself (`X-Robots-Tag`)."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {base_of(request)}/sitemap.xml\n"
    return web.Response(text=text, headers={"Cache-Control": f"public, max-age={_MAX_AGE}"})
