"""`/privacy`: what is collected about readers, and what about those who post, in plain words."""

from aiohttp import web

from livefeed.server.keys import PAGES, ROOMS, base_of
from livefeed.server.languages import language
from livefeed.server.packed import named_body, respond_page

__all__ = ["privacy"]


async def privacy(request: web.Request) -> web.StreamResponse:
    """Show the page."""
    coverages = [room.running.coverage for room in request.app[ROOMS].values()]
    lang = language(request)
    return respond_page(request, named_body(request.app[PAGES].privacy(coverages, lang, base_of(request))), lang)
