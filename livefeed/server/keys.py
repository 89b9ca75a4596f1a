"""What the parts of the application share: coverages, templates and files, each under its key."""

from aiohttp import web

from livefeed.assets import Assets
from livefeed.server.fanout import Fanout
from livefeed.server.packed import Bodies
from livefeed.server.render import Pages
from livefeed.server.room import Room

__all__ = ["ASSETS", "FANOUTS", "FILES", "PAGES", "PUBLIC_URL", "ROOMS", "base_of", "room_of"]

ROOMS: web.AppKey[dict[str, Room]] = web.AppKey("rooms", dict[str, Room])
ASSETS: web.AppKey[Assets] = web.AppKey("assets", Assets)
PAGES: web.AppKey[Pages] = web.AppKey("pages", Pages)
FILES: web.AppKey[Bodies] = web.AppKey("files", Bodies)
PUBLIC_URL: web.AppKey[str | None] = web.AppKey("public_url")
FANOUTS: web.AppKey[dict[str, Fanout]] = web.AppKey("fanouts", dict[str, Fanout])


def room_of(request: web.Request) -> Room:
    """Give the coverage that an address names.

    Raises:
        web.HTTPNotFound: there is none.
    """
    room = request.app[ROOMS].get(request.match_info["slug"])
    if room is None:
        raise web.HTTPNotFound
    return room


def base_of(request: web.Request) -> str:
    """Give the address under which the world reaches us, without a slash at its end; else what the request came to."""
    return (request.app[PUBLIC_URL] or str(request.url.origin())).rstrip("/")
