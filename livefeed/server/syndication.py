"""What a coverage tells programs that are not ours: the routes of feeds and of all that search engines and links read."""

from aiohttp import web

from livefeed.server.feeds import FORMATS, feed

__all__ = ["routes"]


def routes() -> list[web.RouteDef]:
    """Give the routes; those at the root come before `/{slug}`."""
    return [
        web.get(f"/{{slug}}/feed.{{format:{'|'.join(FORMATS)}}}", feed),
    ]
