"""The application: which address leads to what."""

import asyncio
import hashlib
import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from http import HTTPStatus

from aiohttp import web

from livefeed.assets import Assets
from livefeed.runtime.media import MediaProxy
from livefeed.runtime.pushes import Pushes
from livefeed.runtime.running import RunningCoverage
from livefeed.server import (
    api,
    embedding,
    events,
    headers,
    inbox,
    installing,
    listing,
    live,
    media,
    permalink,
    syndication,
    websub,
)
from livefeed.server.connected import CONNECTED, DRAINING, Connected, Draining, drain, readiness
from livefeed.server.counted import counted
from livefeed.server.export.download import EXPORTS, Exports, close_exports, give_export
from livefeed.server.fanout import Fanout
from livefeed.server.glance import catch_up, since_when, sources_of, standing_of
from livefeed.server.keys import ASSETS, FANOUTS, FILES, HUB, PAGES, PUBLIC_URL, REPLAYS, ROOMS, base_of, room_of
from livefeed.server.languages import language, page_routes
from livefeed.server.looking import Look, look_of
from livefeed.server.packed import Bodies, Body, named_body, respond, respond_page
from livefeed.server.parts import Part, part, search
from livefeed.server.past import Replays
from livefeed.server.privacy import privacy
from livefeed.server.render import Pages
from livefeed.server.replay import replay_page
from livefeed.server.room import Room
from livefeed.server.searching import found_view
from livefeed.server.sheet import sheet_page
from livefeed.server.structured import structured
from livefeed.server.views import BriefingView
from livefeed.server.wall import wall_page

__all__ = ["PAGE", "make_app"]

PAGE = 40
"""Entries of a page."""
PINNED = 5
"""Entries kept on top at most."""


def make_app(
    coverages: Sequence[RunningCoverage], assets: Assets, *, public_url: str | None = None, hub: str | None = None
) -> web.Application:
    """Put together the application for coverages that run.

    Args:
        coverages: what is served.
        assets: templates and static files.
        public_url: address under which the world reaches us; without it, what a request came to.
        hub: where readers of feeds may subscribe (WebSub).
    """
    app = web.Application(middlewares=[_problems], client_max_size=64 * 1024)
    app[ROOMS] = {running.coverage.slug: Room(running, assets) for running in coverages}
    app[ASSETS] = assets
    app[PAGES] = Pages(assets)
    app[FILES] = Bodies()
    app[PUBLIC_URL] = public_url
    app[HUB] = hub
    app[CONNECTED] = Connected()
    app[DRAINING] = Draining()
    app[FANOUTS] = {slug: Fanout(room) for slug, room in app[ROOMS].items()}
    app[EXPORTS] = {slug: Exports(room, assets) for slug, room in app[ROOMS].items()}
    app[REPLAYS] = {slug: Replays(room) for slug, room in app[ROOMS].items()}
    app.cleanup_ctx.append(_give_out)
    app.cleanup_ctx.append(_keep_media)
    app.on_response_prepare.append(headers.add_headers)
    app.on_shutdown.append(drain)
    app.on_cleanup.append(close_exports)
    app.add_routes(
        [
            *page_routes("/", index),
            web.get("/coverages.json", coverages_json),
            web.get("/search.json", search_json),
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/static/{name}", static),
            web.get("/media/{slug}/{name}.webp", picture),
            web.get("/worker.js", worker),
            *syndication.routes(),
            *page_routes("/privacy", privacy),
            *embedding.routes(),
            *page_routes("/{slug}", briefing),
            *page_routes("/{slug}/wall", wall),
            *page_routes("/{slug}/e/{id}", one_entry),
            *page_routes("/{slug}/print", sheet),
            *page_routes("/{slug}/replay", replay),
            web.get("/{slug}/live", live_socket),
            web.get("/{slug}/stream", live_events),
            web.get("/{slug}/entries.json", entries_json),
            web.get("/{slug}/replay/{what:facts|board|changes}.json", replay_json),
            web.get("/{slug}/manifest.webmanifest", manifest),
            web.get("/{slug}/export.{form}", give_export),
            web.post("/{slug}/inbox", take_posts),
            web.post("/{slug}/rulings", take_rulings),
            web.get("/{slug}/websub/{token}", verify_push),
            web.post("/{slug}/websub/{token}", take_push),
        ]
    )
    return app


async def _give_out(app: web.Application) -> AsyncIterator[None]:
    """Let the fan-outs run as long as the application does."""
    running = [asyncio.create_task(_fan_out(app, fanout), name="fan-out") for fanout in app[FANOUTS].values()]
    yield
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _keep_media(app: web.Application) -> AsyncIterator[None]:
    """Let the media proxies tidy up as long as the application runs, and stop fetching then."""
    proxies = [room.running.media for room in app[ROOMS].values() if room.running.media is not None]
    keeping = [asyncio.create_task(_keep(proxy), name="media") for proxy in proxies]
    yield
    for task in keeping:
        task.cancel()
    await asyncio.gather(*keeping, *(proxy.close() for proxy in proxies), return_exceptions=True)


async def _keep(proxy: MediaProxy) -> None:
    """Keep a media proxy. Should its folder be out of reach, pages go on without pictures."""
    try:
        await proxy.keep()
    except OSError as error:
        asyncio.get_running_loop().call_exception_handler({"message": "pictures cannot be kept", "exception": error})


async def _fan_out(app: web.Application, fanout: Fanout) -> None:
    """Run a fan-out. Should it fail, no reader may sit before a page that only looks live: all are sent away."""
    try:
        await fanout.run()
    except Exception as error:  # noqa: BLE001 - whatever it is
        asyncio.get_running_loop().call_exception_handler({"message": "the fan-out has failed", "exception": error})
        await drain(app)


@web.middleware
async def _problems(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer what goes wrong in words, in the reader's language."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.content_type == "application/json" or error.status < 400:
            raise
        problem = error
    except web.RequestPayloadError:  # the body is not packed as its headers say
        request.content.feed_eof()  # aiohttp would read on to the end, and meet the same error outside of us
        problem = web.HTTPBadRequest()
    lang = language(request)
    again = problem.headers.get("Retry-After")
    return web.Response(
        status=problem.status,
        text=request.app[PAGES].problem(problem.status, lang),
        content_type="text/html",
        headers={
            "Cache-Control": "no-cache",
            "Vary": "Accept-Language",
            "Content-Language": lang,
            **({} if again is None else {"Retry-After": again}),
        },
    )


async def index(request: web.Request) -> web.StreamResponse:
    """List the coverages, or what a search finds in them."""
    lang = language(request)
    html = await listing.page(request, request.app[PAGES], request.app[ROOMS].values(), lang)
    return respond_page(request, named_body(html), lang)


async def search_json(request: web.Request) -> web.StreamResponse:
    """Search all coverages, for programs."""
    return await api.search_coverages(request, request.app[ROOMS].values())


async def coverages_json(request: web.Request) -> web.StreamResponse:
    """List the coverages for programs."""
    return listing.coverages(request.app[ROOMS].values())


async def briefing(request: web.Request) -> web.StreamResponse:
    """Show a coverage: complete without script up to this moment, then kept live."""
    room = room_of(request)
    lang = language(request)
    try:
        look = look_of(request.query)
    except ValueError:
        raise web.HTTPNotFound from None
    since = await since_when(room, request.query.get("since", ""))
    number, _ = room.pulse()
    where = lang, base_of(request)
    glance = (sources_of(room), standing_of(room), room.running.state, look, since, where)
    seen = hashlib.blake2b(repr(glance).encode(), digest_size=8).hexdigest()
    etag = f"{room.running.hub.cursor()}-{number}-{lang}-{room.version}-{seen}"
    if look.is_search:
        if room.running.reader.is_busy:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
        shown = await search(room, look, PAGE)
        return respond_page(request, Body(_briefing(room, look, shown, since, where).encode(), etag), lang)

    def make() -> bytes:
        return _briefing(room, look, part(room, look, PAGE), since, where).encode()

    known = room.offer().has(look.choice)
    return respond_page(
        request, room.bodies.get((where, look, since), etag, make) if known else Body(make(), etag), lang
    )


def _briefing(room: Room, look: Look, shown: Part, since: int | None, where: tuple[str, str]) -> str:
    lang, base = where
    view = BriefingView(
        entries=shown.entries,
        cursor=room.running.hub.cursor(),
        older=shown.older,
        before=look.before,
        pulse=room.pulse()[1],
        state=room.running.state,
        speed=room.running.clock.speed,
        now=room.now(),
        sources=sources_of(room),
        standing=standing_of(room),
        caught_up=catch_up(room, since, shown.entries),
        pinned=room.running.hub.board.pinned[:PINNED] if look.before is None else (),
        base=base,
        structured=structured(room, base, lang) if look == Look() else None,
        look=look,
        offer=room.offer(),
        found=found_view(room, look, shown.found),
        marks=shown.marks,
    )
    return room.renderer.briefing(view, lang)


async def one_entry(request: web.Request) -> web.StreamResponse:
    """Show an entry by itself, and what stands around it."""
    room = room_of(request)
    lang = language(request)
    return respond_page(
        request,
        await permalink.page(room, request.match_info["id"], lang, base_of(request)),
        lang,
    )


async def wall(request: web.Request) -> web.StreamResponse:
    """Show a coverage on a big screen."""
    lang = language(request)
    html, status = wall_page(request, room_of(request), lang)
    if status != HTTPStatus.OK:
        return web.Response(status=status, text=html, content_type="text/html", headers={"Content-Language": lang})
    return respond_page(request, named_body(html), lang)


async def sheet(request: web.Request) -> web.StreamResponse:
    """Show where a coverage stands, for paper."""
    lang = language(request)
    return respond_page(request, named_body(sheet_page(request, room_of(request), lang)), lang)


def _room_to_follow(request: web.Request) -> Room:
    """Give the coverage that somebody wants to follow; a widget only where its site may show it."""
    room = room_of(request)
    if request.query.get("as") == "widget":
        embedding.refuse_strangers(request, room)
    return room


async def live_socket(request: web.Request) -> web.StreamResponse:
    """Let a reader follow over a WebSocket."""
    room = _room_to_follow(request)
    return await live.serve_reader(request, room, request.app[FANOUTS][room.slug])


async def live_events(request: web.Request) -> web.StreamResponse:
    """Let a reader follow over server-sent events."""
    room = _room_to_follow(request)
    return await events.serve_events(request, room, request.app[FANOUTS][room.slug])


async def entries_json(request: web.Request) -> web.StreamResponse:
    """Give entries to programs."""
    room = _room_to_follow(request)
    return await api.entries(request, room, request.app[FANOUTS][room.slug].telling)


async def replay(request: web.Request) -> web.StreamResponse:
    """Show a coverage as it was."""
    room = room_of(request)
    lang = language(request)
    html = await replay_page(request.query, room, request.app[REPLAYS][room.slug], lang, base_of(request))
    return respond_page(request, named_body(html), lang)


async def replay_json(request: web.Request) -> web.StreamResponse:
    """Tell programs how a coverage was."""
    replays = request.app[REPLAYS][room_of(request).slug]
    answers = {"facts": replays.facts, "board": replays.board, "changes": replays.changes}
    return await answers[request.match_info["what"]](request)


async def picture(request: web.Request) -> web.StreamResponse:
    """Give an avatar or a picture of something that is shown."""
    running = room_of(request).running
    if running.media is None:
        raise web.HTTPNotFound
    return await media.give_picture(request, running.media)


async def manifest(request: web.Request) -> web.StreamResponse:
    """Say how a coverage's page is installed."""
    return installing.manifest(room_of(request), request.app[ASSETS], language(request))


async def worker(request: web.Request) -> web.StreamResponse:
    """Give the service worker."""
    return installing.worker(request.app[ASSETS])


async def take_posts(request: web.Request) -> web.StreamResponse:
    """Take posts that other programs bring."""
    return await inbox.receive_posts(request, room_of(request).running)


async def take_rulings(request: web.Request) -> web.StreamResponse:
    """Take what an editor has decided."""
    return await inbox.receive_rulings(request, room_of(request).running)


def _pushes(request: web.Request) -> Pushes:
    pushes = room_of(request).running.pushes
    if pushes is None:
        raise web.HTTPNotFound
    return pushes


async def verify_push(request: web.Request) -> web.StreamResponse:
    """Confirm to a hub what we asked of it."""
    return await websub.verify(request, _pushes(request))


async def take_push(request: web.Request) -> web.StreamResponse:
    """Take what a hub delivers."""
    return await websub.deliver(request, _pushes(request))


async def healthz(request: web.Request) -> web.StreamResponse:
    """Say that the process answers, and what it counts."""
    return counted(request.app[ROOMS])


async def readyz(request: web.Request) -> web.StreamResponse:
    """Say whether readers can be served: journals are open by the time the server listens."""
    return readiness(request)


async def static(request: web.Request) -> web.StreamResponse:
    """Give a file of the page; one asked for by its version may be kept for ever."""
    assets = request.app[ASSETS]
    name = request.match_info["name"]
    data = assets.static(name)
    if data is None:
        raise web.HTTPNotFound
    lasting = request.query.get("v") == assets.version
    # A widget in a sandbox, or in a page of others, loads what it needs later as a stranger.
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if lasting else "no-cache",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    body = request.app[FILES].get(name, f"{assets.version}-{name}", lambda: data)
    return respond(request, body, _media_type(name), headers)


def _media_type(name: str) -> str:
    if name.endswith(".js"):
        return "text/javascript"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
