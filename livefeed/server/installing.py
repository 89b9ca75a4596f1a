"""What a browser needs to install a coverage's page, and to keep it for offline where a reader asks for that."""

import orjson
from aiohttp import web

from livefeed.assets import Assets
from livefeed.server.room import Room
from livefeed.server.words import wording

__all__ = ["manifest", "worker"]

_PAPER = "#f8f6f1"
"""The page's background, shown before it has loaded."""


def manifest(room: Room, assets: Assets, lang: str) -> web.Response:
    """Describe a coverage's page as something to install (W3C, Web Application Manifest)."""
    coverage = room.running.coverage
    title, spoken = wording(coverage.title, lang)
    body = {
        "id": f"/{room.slug}",
        "name": title,
        "short_name": title,
        "description": wording(coverage.summary, lang)[0],
        "lang": spoken,
        "dir": "auto",
        "start_url": f"/{lang}/{room.slug}",
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [{"src": assets.static_url("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    headers = {"Cache-Control": "no-cache", "Content-Language": lang}
    return web.Response(body=orjson.dumps(body), content_type="application/manifest+json", headers=headers)


def worker(assets: Assets) -> web.Response:
    """Give the service worker from the root, so that it may answer for all pages; only who asks for it registers it."""
    return web.Response(
        body=assets.static("worker.js"), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )
