"""What the parts of the application share: coverages, templates and files, each under its key."""

import re

from aiohttp import web

from livefeed.assets import Assets
from livefeed.server.fanout import Fanout
from livefeed.server.packed import Bodies
from livefeed.server.past import Replays
from livefeed.server.render import Pages
from livefeed.server.room import Room

__all__ = ["ASSETS", "FANOUTS", "FILES", "HUB", "PAGES", "PUBLIC_URL", "REPLAYS", "ROOMS", "base_of", "room_of"]

_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)

ROOMS: web.AppKey[dict[str, Room]] = web.AppKey("rooms", dict[str, Room])
ASSETS: web.AppKey[Assets] = web.AppKey("assets", Assets)
PAGES: web.AppKey[Pages] = web.AppKey("pages", Pages)
FILES: web.AppKey[Bodies] = web.AppKey("files", Bodies)
PUBLIC_URL: web.AppKey[str | None] = web.AppKey("public_url")
HUB: web.AppKey[str | None] = web.AppKey("hub")
FANOUTS: web.AppKey[dict[str, Fanout]] = web.AppKey("fanouts", dict[str, Fanout])
REPLAYS: web.AppKey[dict[str, Replays]] = web.AppKey("replays", dict[str, Replays])


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
    """Give the address under which the world reaches us, without a slash at its end; else what the request came to.

    Nothing, so that addresses are relative, where it says no host or one that cannot be.
    """
    public = request.app[PUBLIC_URL]
    if public is not None:
        return public.rstrip("/")
    host = request.headers.get("Host", "")
    return f"{request.scheme}://{host}" if _HOST.fullmatch(host) else ""
