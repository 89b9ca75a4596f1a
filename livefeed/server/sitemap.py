"""`/sitemap.xml` and `/robots.txt`: what search engines are invited to (sitemaps.org; RFC 9309)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from aiohttp import web

from livefeed.model.times import iso
from livefeed.server.keys import ROOMS, base_of
from livefeed.server.languages import LANGUAGES
from livefeed.server.packed import named_body, respond
from livefeed.server.room import Room
from livefeed.server.showing import path_of, touched
from livefeed.server.xml import DECLARATION, element, words

__all__ = ["PINNED", "in_languages", "robots", "site_map", "sitemap"]

PINNED = 50
"""Entries of a coverage that are named: those that an editor keeps on top, the newest."""
_MOST = 50_000
"""Addresses of a sitemap (its protocol allows no more); the first, so that all coverages come before their entries."""
_NEWEST = 40
"""Entries of a page."""
_MAX_AGE = 300

_SPACES = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", "xmlns_xhtml": "http://www.w3.org/1999/xhtml"}


async def sitemap(request: web.Request) -> web.StreamResponse:
    """Name the pages in both languages, each with the other."""
    base = base_of(request)
    urls = (url for path, changed in _pages(request.app[ROOMS].values()) for url in _spoken(base, path, changed))
    headers = {"Cache-Control": f"public, max-age={_MAX_AGE}"}
    return respond(request, named_body(site_map(islice(urls, _MOST))), "application/xml", headers)


def site_map(urls: Iterable[str]) -> str:
    """Write a sitemap of what `in_languages` gives."""
    return DECLARATION + element("urlset", *urls, **_SPACES)


def _pages(rooms: Collection[Room]) -> Iterator[tuple[str, int | None]]:
    """Give the pages' paths without language, and when each changed last, milliseconds."""
    yield "", None
    yield "privacy", None
    for room in rooms:
        yield room.slug, _changed(room)
    for room in rooms:
        named = (entry for entry in room.running.hub.board.pinned if entry.post.indexable)
        for entry in islice(named, PINNED):
            yield f"{room.slug}/{path_of(entry)}", touched(entry)


def _changed(room: Room) -> int | None:
    """Tell when a coverage's page changed last; before the start, by its newest entries alone."""
    known = [touched(entry) for entry in room.running.hub.board.newest(_NEWEST)]
    return max(known + ([room.lately.changed_at] if room.lately.has_changed else []), default=None)


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
