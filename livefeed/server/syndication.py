"""What a coverage tells programs that are not ours: the routes of feeds and of all that search engines and links read."""

from aiohttp import web

from livefeed.server.feeds import FORMATS, feed
from livefeed.server.moment_card import moment_card
from livefeed.server.outbox import outbox
from livefeed.server.share_card import coverage_card, entry_card
from livefeed.server.sitemap import robots, sitemap

__all__ = ["routes"]


def routes() -> list[web.RouteDef]:
    """Give the routes; those at the root come before `/{slug}`."""
    return [
        web.get("/sitemap.xml", sitemap),
        web.get("/robots.txt", robots),
        web.get("/{slug}/outbox.json", outbox),
        web.get("/{slug}/card.png", coverage_card),
        web.get("/{slug}/e/{id}/card.png", entry_card),
        web.get("/{slug}/replay/card.png", moment_card),
        web.get(f"/{{slug}}/feed.{{format:{'|'.join(FORMATS)}}}", feed),
    ]
