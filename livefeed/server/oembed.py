"""`/oembed`: what a site is told that pastes the address of a coverage, or of an entry (https://oembed.com).

What is given has no script: a link, and a frame that shows itself. WordPress lets such a frame in from anybody
(`wp_filter_oembed_result` in wp-includes/embed.php), with a sandbox around it.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import orjson
from aiohttp import web
from multidict import MultiMapping

from livefeed.server import showing
from livefeed.server.keys import ROOMS, base_of
from livefeed.server.languages import LANGUAGES, language
from livefeed.server.permalink import find
from livefeed.server.room import Room

__all__ = ["answer"]

_LONGEST_URL = 2_000
_WIDTH, _NARROWEST = 600, 200
_LOWEST = 120
_HEIGHTS = {"list": 560, "entry": 320}
"""Pixels, where a site says nothing else. WordPress makes a frame 200 to 1000 high, as its page says."""
_LASTS = 3_600
_PATH = re.compile(
    rf"/(?:(?P<lang>{'|'.join(LANGUAGES)})/)?(?P<slug>[a-z0-9-]{{1,64}})(?:/embed|/e/(?P<entry>[0-9a-f]{{16}}))?/?\Z",
    re.ASCII,
)
_FORMATS = ("json", "xml")
_HEADERS = {"Access-Control-Allow-Origin": "*", "Vary": "Accept-Encoding", "Cache-Control": f"public, max-age={_LASTS}"}


class _Asked(NamedTuple):
    """What is to be shown."""

    room: Room
    lang: str
    entry: str | None


async def answer(request: web.Request) -> web.StreamResponse:
    """Say how an address of ours is embedded.

    Raises:
        web.HTTPException: a parameter makes no sense, or there is nothing to embed; says which and why, in plain words.
    """
    query = request.query
    way = query.get("format", "json")
    if way not in _FORMATS:
        raise _refuse(501, f"format: found {way[:40]!r}, write json or xml")
    asked = _asked(request, query.get("url"))
    sizes = _sizes(query, "entry" if asked.entry else "list")
    told = await _told(asked, base_of(request), sizes)
    if way == "json":
        return web.Response(body=orjson.dumps(told), content_type="application/json", headers=_HEADERS)
    return web.Response(body=_as_xml(told), content_type="text/xml", charset="utf-8", headers=_HEADERS)


def _asked(request: web.Request, url: str | None) -> _Asked:
    if not url or len(url) > _LONGEST_URL:
        raise _refuse(400, "url: write the whole address of a coverage, or of one of its posts")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _refuse(400, "url: that is no address") from None
    ours = {request.host, urlsplit(base_of(request)).netloc}
    found = _PATH.match(parts.path)
    if parts.scheme not in ("http", "https") or parts.netloc not in ours or found is None:
        raise _refuse(404, "url: that is no address of a coverage here, or of a post")
    room = request.app[ROOMS].get(found["slug"])
    if room is None:
        raise _refuse(404, "url: there is no such coverage")
    if not room.running.coverage.embed:
        raise _refuse(403, "url: this coverage is not to be shown elsewhere ([embed] in its file)")
    return _Asked(room, found["lang"] or language(request), found["entry"])


def _sizes(query: MultiMapping[str], shape: str) -> tuple[int, int]:
    """Choose width and height, within what a site has room for."""
    width = min(_WIDTH, _most(query, "maxwidth", _WIDTH, _NARROWEST))
    height = min(_HEIGHTS[shape], _most(query, "maxheight", _HEIGHTS[shape], _LOWEST))
    return width, height


def _most(query: MultiMapping[str], name: str, otherwise: int, least: int) -> int:
    text = query.get(name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= len("100000") and int(text) > 0):
        raise _refuse(400, f"{name}: found {text[:40]!r}, write a whole number of pixels above zero")
    if int(text) < least:
        raise _refuse(501, f"{name}: less than {least} pixels is too little to read in")
    return int(text)


async def _told(asked: _Asked, base: str, sizes: tuple[int, int]) -> Mapping[str, str | int]:
    room, lang, entry = asked
    width, height = sizes
    title = room.renderer.title(lang)[0]
    address, shape = f"{base}/{lang}/{room.slug}", "list"
    author = None
    if entry is not None:
        try:
            found = await find(room, entry)
        except (web.HTTPNotFound, web.HTTPGone) as gone:
            raise _refuse(404, "url: that post is not here, or not any more") from gone
        entry = found.id.removeprefix("e:")
        author = showing.shown_name(found.post.author)
        title, shape = f"{author}, {title}", "entry"
    query = f"?shape=entry&entry={entry}" if entry else "" if height == _HEIGHTS[shape] else f"?height={height}"
    page = f"{address}/e/{entry}" if entry else address
    told: dict[str, str | int] = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": "livefeed",
        "provider_url": f"{base}/",
        "cache_age": _LASTS,
        "width": width,
        "height": height,
        "html": _html(title, page, f"{address}/embed{query}", sizes),
    }
    return told | ({"author_name": author} if author else {})


def _html(title: str, page: str, frame: str, sizes: tuple[int, int]) -> str:
    """Write the link, and the frame in a sandbox; WordPress hides the one where the other has come."""
    return (
        f'<blockquote class="wp-embedded-content"><a href="{escape(page)}">{escape(title)}</a></blockquote>'
        f'<iframe class="wp-embedded-content" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
        f'title="{escape(title)}" src="{escape(frame)}" width="{sizes[0]}" height="{sizes[1]}" '
        'frameborder="0" marginwidth="0" marginheight="0" scrolling="no"></iframe>'
    )


def _as_xml(told: Mapping[str, str | int]) -> bytes:
    root = ET.Element("oembed")
    for name, value in told.items():
        ET.SubElement(root, name).text = str(value)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _refuse(status: int, words: str) -> web.HTTPException:
    """Make an error of a status, as JSON: who reads it is a program, and those who look after it."""
    kinds: dict[int, type[web.HTTPException]] = {
        400: web.HTTPBadRequest,
        403: web.HTTPForbidden,
        404: web.HTTPNotFound,
        501: web.HTTPNotImplemented,
    }
    text = orjson.dumps({"error": words, "see": "docs/widget.md"}).decode()
    return kinds[status](text=text, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})
