"""`/{slug}/feed.atom`, `feed.rss`, `feed.json`: the newest entries for feed readers (docs/syndication.md)."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from aiohttp import web

from livefeed.engine.choosing import ANY
from livefeed.model.times import SECOND
from livefeed.server.api import refuse
from livefeed.server.atom import ATOM, atom_document
from livefeed.server.feed_items import FeedView, item_of, lasting_id
from livefeed.server.json_feed import JSON_FEED, json_document
from livefeed.server.keys import HUB, PUBLIC_URL, base_of, room_of
from livefeed.server.languages import LANGUAGES, language
from livefeed.server.looking import Look, look_of
from livefeed.server.packed import Body, respond
from livefeed.server.parts import findable
from livefeed.server.room import Room
from livefeed.server.rss import RSS, http_date, rss_document
from livefeed.server.showing import network_name, path_of, touched
from livefeed.server.words import wording

__all__ = ["FORMATS", "MAX_AGE", "MOST", "feed", "topics_of"]

MOST = 50
"""Entries of a feed."""
MAX_AGE = 15
"""Seconds that a cache may keep a feed: as long may a deleted entry stay in one."""

FORMATS: dict[str, tuple[str, Callable[[FeedView], bytes]]] = {
    "atom": (ATOM, lambda view: atom_document(view).encode()),
    "rss": (RSS, lambda view: rss_document(view).encode()),
    "json": (JSON_FEED, json_document),
}
"""By the end of the address: what it is, and who writes it."""


def topics_of(slug: str, base: str) -> list[str]:
    """List the feeds of a coverage that name a hub: those of all its entries, in each format and language."""
    return [feed_address(slug, base, name, lang) for name in FORMATS for lang in LANGUAGES]


def feed_address(slug: str, base: str, name: str, lang: str, look: Look | None = None) -> str:
    """Give the address by which a feed calls itself; `base` without a slash at its end."""
    return f"{base}/{slug}/feed.{name}{(look or Look()).query(lang=lang)}"


class _Asked(NamedTuple):
    """What somebody asks for."""

    name: str
    look: Look
    lang: str
    base: str
    hub: str | None

    @property
    def subscribe_at(self) -> str | None:
        """Where the feed is pushed from: feeds of a lane or a network are polled."""
        return self.hub if self.look.is_all else None


async def feed(request: web.Request) -> web.StreamResponse:
    """Answer with a feed, or with 304 where the reader has it.

    Raises:
        web.HTTPBadRequest: it is asked for as no feed can be; the body says how.
    """
    room, lang, name = room_of(request), language(request), request.match_info["format"]
    look = _look(request)
    asked = _Asked(name=name, look=look, lang=lang, base=base_of(request), hub=request.app[HUB])
    kind, write = FORMATS[name]
    etag = f"{room.running.hub.cursor()}-{lang}-{room.version}-{_digest(asked)}"

    def make() -> bytes:
        return write(_view(room, asked))

    # What is kept ready is what many ask for: neither names that somebody makes up, nor addresses of ours that are none.
    known = room.offer().has(look.choice) and request.app[PUBLIC_URL] is not None
    body = room.bodies.get(asked, etag, make) if known else Body(make(), etag)
    return _respond(request, body, kind, asked, room)


def _look(request: web.Request) -> Look:
    try:
        look = look_of(request.query)
    except ValueError as problem:
        raise refuse(str(problem)) from None
    if look.q or look.before or look.above:
        raise refuse("a feed has the newest entries: choose by lane, network and language alone")
    return look


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _view(room: Room, asked: _Asked) -> FeedView:
    look, lang, base = asked.look, asked.lang, asked.base
    coverage, speech = room.running.coverage, room.renderer.speech(lang)
    home = f"{base}/{lang}/{room.slug}"
    addressed = [(entry, f"{home}/{path_of(entry)}") for entry in findable(room, look.choice, MOST)]
    items = [
        item_of(
            entry,
            slug=room.slug,
            url=url,
            html=room.renderer.feed_entry(entry, lang, base, url),
            speech=speech,
        )
        for entry, url in addressed
    ]
    gone = [(lasting_id(room.slug, entry), when) for entry, when in room.lately.gone]
    choice = look.choice
    network = choice.network and (network_name(choice.network) or choice.network)
    parts = [part for part in (choice.lane, network, choice.language) if part is not None]
    title = wording(coverage.title, lang)[0]
    return FeedView(
        id=lasting_id(room.slug, f"feed/{lang}{look.query() if choice != ANY else ''}"),
        title=", ".join([title, *parts]),
        summary=wording(coverage.summary, lang)[0],
        lang=lang,
        url=feed_address(room.slug, base, asked.name, lang, look),
        home=home + look.query(),
        hub=asked.subscribe_at,
        updated=max(
            [touched(entry) for entry, _ in addressed] + [when for _, when in gone], default=room.lately.changed_at
        ),
        items=items,
        gone=gone,
    )


def _links(room: Room, asked: _Asked) -> str:
    """Say in a header where a feed is and which hub has it (WebSub, section 4): some hubs look nowhere else."""
    address = feed_address(room.slug, asked.base, asked.name, asked.lang, asked.look)
    hub = [] if asked.subscribe_at is None else [f'<{asked.subscribe_at}>; rel="hub"']
    return ", ".join([f'<{address}>; rel="self"', *hub])


def _respond(request: web.Request, body: Body, kind: str, asked: _Asked, room: Room) -> web.Response:
    headers = {
        # A hub asks as soon as it is told. A cache on its way would give it what it has, and nobody would tell it again.
        "Cache-Control": f"public, max-age={MAX_AGE}" if asked.subscribe_at is None else "no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        "Content-Language": asked.lang,
        "Link": _links(room, asked),
        "Access-Control-Allow-Origin": "*",
    }
    changed = room.lately.changed_at // SECOND
    # Until its second is over more may change in it: who has what it was so far has what was a second earlier.
    settled = changed if room.now() // SECOND > changed else changed - 1
    headers["Last-Modified"] = http_date(settled * SECOND)
    since = request.headers.get("If-Modified-Since")
    if since is not None and "If-None-Match" not in request.headers and since == http_date(changed * SECOND):
        return web.Response(status=304, headers={"ETag": f'"{body.etag}"', **headers})
    return respond(request, body, kind, headers)
