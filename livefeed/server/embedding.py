"""`/{slug}/embed` and what belongs to it: a coverage in somebody else's page, three ways (docs/widget.md).

A frame, the data of an element, and a fragment to include are made of the same entries by the same template. Who may
show them is in the coverage file; nothing here tells one reader from another.
"""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
import orjson
from aiohttp import web

from livefeed.engine.choosing import Choice, Offer
from livefeed.model.coverage import ANYWHERE
from livefeed.model.entry import Entry
from livefeed.server import embed_configure, oembed
from livefeed.server.embed_options import EmbedOptions, OptionError, embed_options, properties_of, style_of
from livefeed.server.embed_view import EmbedView
from livefeed.server.headers import embed_policy
from livefeed.server.keys import ASSETS, FILES, PAGES, ROOMS, base_of
from livefeed.server.languages import language, page_routes
from livefeed.server.looking import Look
from livefeed.server.packed import Body, respond
from livefeed.server.parts import part
from livefeed.server.permalink import find
from livefeed.server.room import DIALECTS, Room

__all__ = ["refuse_strangers", "routes"]

_ANYBODY = {"Access-Control-Allow-Origin": "*"}
_EVERGREEN = "public, max-age=3600, stale-while-revalidate=86400"
_LOCKED = "public, max-age=31536000, immutable"
_INCLUDED = "public, max-age=30, stale-while-revalidate=30"
"""As long, and no longer, may a fragment outlive what its author deletes."""
_FRAME = (
    "html, body, .livefeed-frame { height: 100%; margin: 0 }"
    " .livefeed-frame > :is(.livefeed-list, .livefeed-compact, .livefeed-ticker) { height: 100vh }"
)
"""How a widget fills its frame."""


def routes() -> list[web.RouteDef]:
    """List what this module answers."""
    return [
        web.get("/embed.js", script),
        web.get("/embed/{version}.js", locked),
        web.get("/oembed", oembed.answer),
        *page_routes("/{slug}/embed", frame),
        *page_routes("/{slug}/embed.html", fragment),
        *page_routes("/{slug}/embed/configure", embed_configure.answer),
        web.get("/{slug}/embed.json", data),
    ]


def refuse_strangers(request: web.Request, room: Room) -> None:
    """Refuse data of the widget to pages that may not show it; who has no `Origin`, or hides it, is no page of others'.

    Raises:
        web.HTTPForbidden: the coverage file does not allow it.
    """
    origin = request.headers.get("Origin")
    sites = room.running.coverage.embed
    ours = {request.host, urlsplit(base_of(request)).netloc}
    if origin is None or origin == "null" or "*" in sites or urlsplit(origin).netloc in ours:
        return
    if not any(_is_of(origin, site) for site in sites):
        raise web.HTTPForbidden(
            text=_said(f"{origin[:200]} is not among the sites that may show this coverage ([embed] in its file)"),
            content_type="application/json",
            headers=_ANYBODY,
        )


def _is_of(origin: str, site: str) -> bool:
    scheme, wild, rest = site.partition("://*.")
    return origin == site or bool(wild and origin.startswith(f"{scheme}://") and origin.endswith(f".{rest}"))


async def frame(request: web.Request) -> web.StreamResponse:
    """Give the page for a frame: complete without script, then kept live."""
    lang = language(request)
    room = request.app[ROOMS].get(request.match_info["slug"])
    if room is None:
        return _no_coverage(request, lang)
    sites = room.running.coverage.embed
    try:
        options = embed_options(request.query)
    except OptionError as problem:
        headers = {"Content-Security-Policy": embed_policy(sites, "")}
        return web.Response(status=400, text=f"{problem}\n", content_type="text/plain", headers=headers)
    if options.theme == "host":  # the colours of a page are not seen from within a frame
        options = msgspec.structs.replace(options, theme="auto")
    options, entries, status = await _found(room, options)

    def make() -> bytes:
        view = _view(room, options, _written(room, entries, lang))
        return room.renderer.widget("embed.html", view, lang).encode()

    headers = {
        "Cache-Control": "no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        "Content-Language": lang,
        "Content-Security-Policy": embed_policy(sites, _style(options)),
    }
    body = _kept(room, ("frame", lang, options), make)
    return _with_status(respond(request, body, "text/html", headers), status)


def _no_coverage(request: web.Request, lang: str) -> web.Response:
    """Say within somebody's frame that its address leads nowhere; a browser says of what it may not frame that we do not answer."""
    headers = {"Content-Security-Policy": embed_policy(ANYWHERE, ""), "Content-Language": lang}
    return web.Response(status=404, text=request.app[PAGES].no_widget(lang), content_type="text/html", headers=headers)


async def fragment(request: web.Request) -> web.StreamResponse:
    """Give the same as a piece of HTML, for servers that put their pages together."""
    room, lang = _room(request), language(request)
    refuse_strangers(request, room)
    options = _options(request)
    options, entries, status = await _found(room, options)
    base = base_of(request)

    def make() -> bytes:
        view = _view(room, options, _written(room, entries, lang), base)
        return room.renderer.widget("embed_fragment.html", view, lang).encode()

    headers = {"Cache-Control": _INCLUDED, "Vary": "Accept-Language, Accept-Encoding", "Content-Language": lang}
    body = _kept(room, ("fragment", lang, options, base), make)
    return _with_status(respond(request, body, "text/html", headers | _ANYBODY), status)


async def data(request: web.Request) -> web.StreamResponse:
    """Give what an element needs to begin."""
    room, lang = _room(request), language(request)
    refuse_strangers(request, room)
    options = _options(request)
    options, entries, _ = await _found(room, options)
    body = _kept(room, ("data", lang, options), lambda: _data(room, options, entries, lang))
    headers = {"Cache-Control": "no-cache", "Content-Language": lang, **_ANYBODY}
    return respond(request, body, "application/json", headers)


def _room(request: web.Request) -> Room:
    """Give the coverage that an address names; a page of others may read that there is none."""
    room = request.app[ROOMS].get(request.match_info["slug"])
    if room is None:
        words = f"there is no coverage {request.match_info['slug'][:64]!r}"
        raise web.HTTPNotFound(text=_said(words), content_type="application/json", headers=_ANYBODY)
    return room


def _data(room: Room, options: EmbedOptions, entries: Sequence[Entry], lang: str) -> bytes:
    title, title_lang = room.renderer.title(lang)
    return orjson.dumps(
        {
            "cursor": room.running.hub.cursor(),
            "state": room.running.state,
            "lang": lang,
            "title": {"text": title, "lang": title_lang},
            "style": properties_of(options),
            "options": _told(options),
            "words": room.renderer.widget_words(lang, options.shape, room.running.state),
            "entries": _written(room, entries, lang),
            "notes": _notes(room.offer(), options.choice),
        }
    )


def _notes(offer: Offer, choice: Choice) -> list[str]:
    """Tell a site what it chose that is not there; it may yet come, or have been mistyped."""
    asked = {
        "lane": (choice.lane, offer.lanes),
        "network": (choice.network, offer.networks),
        "language": (choice.language, offer.languages),
    }
    return [
        f"{name}: there is nothing of {value[:40]!r} so far; there is {', '.join(there) or 'none'}"
        for name, (value, there) in asked.items()
        if value is not None and value not in there
    ]


def _kept(room: Room, what: tuple[Any, ...], make: Callable[[], bytes]) -> Body:
    """Make an answer once for all who ask for the same; what only one site asks for, by its colours, is made each time."""
    options: EmbedOptions = what[2]
    etag = f"{room.running.hub.cursor()}-{room.running.state}-{room.version}-{what[1]}"
    plain = msgspec.structs.replace(
        options, choice=Choice(), theme="auto" if options.theme == "host" else options.theme
    )
    usual = plain == EmbedOptions() and room.offer().has(options.choice)
    return room.bodies.get(("embed", *what), etag, make) if usual else Body(make(), etag)


async def script(request: web.Request) -> web.StreamResponse:
    """Give the element's script, the newest."""
    return _script(request, request.app[ASSETS].embed_version, _EVERGREEN)


async def locked(request: web.Request) -> web.StreamResponse:
    """Give the element's script, this very one."""
    return _script(request, request.match_info["version"], _LOCKED)


def _script(request: web.Request, version: str, lasts: str) -> web.Response:
    made = request.app[ASSETS].locked(version)
    if made is None:
        raise web.HTTPNotFound
    body = request.app[FILES].get(f"/embed/{version}.js", version, lambda: made)
    headers = {"Cache-Control": lasts, "Cross-Origin-Resource-Policy": "cross-origin", **_ANYBODY}
    return respond(request, body, "text/javascript", headers)


def _options(request: web.Request) -> EmbedOptions:
    try:
        return embed_options(request.query)
    except OptionError as problem:
        raise web.HTTPBadRequest(text=_said(str(problem)), content_type="application/json", headers=_ANYBODY) from None


async def _found(room: Room, options: EmbedOptions) -> tuple[EmbedOptions, Sequence[Entry], int]:
    """Find what is shown, and the status of the answer: an entry that is gone is a widget that says so.

    What is wanted comes back too: the widget of an entry that is part of another one now is a widget of that one.
    """
    if options.shape == "badge":
        return options, (), 200
    if options.entry is None:
        return options, part(room, Look(choice=options.choice), options.count).entries, 200
    try:
        entry = await find(room, options.entry)
    except (web.HTTPNotFound, web.HTTPGone) as gone:
        return options, (), gone.status
    return msgspec.structs.replace(options, entry=entry.id.removeprefix("e:")), (entry,), 200


def _written(room: Room, entries: Sequence[Entry], lang: str) -> list[dict[str, Any]]:
    return [room.rendered(entry, DIALECTS["widget", lang]) for entry in entries]


def _view(room: Room, options: EmbedOptions, entries: Sequence[dict[str, Any]], base: str = "") -> EmbedView:
    return EmbedView(
        options=options,
        told=_told(options),
        entries=entries,
        cursor=room.running.hub.cursor(),
        state=room.running.state,
        base=base,
        style=_style(options),
    )


def _style(options: EmbedOptions) -> str:
    """Write the one style element that the page of a frame has."""
    style = style_of(options)
    return f"{_FRAME} .livefeed {{ {style} }}" if style else _FRAME


def _told(options: EmbedOptions) -> dict[str, Any]:
    """Tell the script what its widget shows."""
    choice = options.choice
    return {
        "shape": options.shape,
        "count": options.count,
        "height": options.height,
        "theme": options.theme,
        "entry": options.entry,
        "lane": choice.lane,
        "network": choice.network,
        "language": choice.language,
    }


def _with_status(response: web.Response, status: int) -> web.Response:
    if response.status == web.HTTPOk.status_code:
        response.set_status(status)
    return response


def _said(error: str) -> str:
    return orjson.dumps({"error": error, "see": "docs/widget.md"}).decode()
