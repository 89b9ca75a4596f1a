"""`/{slug}/replay`: a coverage as it was at any moment, complete without script (docs/replay.md)."""

from typing import Protocol
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import MultiMapping

from livefeed.model.entry import is_key
from livefeed.server.moments import read_moment
from livefeed.server.replay_view import Facts, ReplayView, Then
from livefeed.server.room import Room

__all__ = ["Past", "replay_page"]

_PAGE = 40
"""Entries of a page."""


class Past(Protocol):
    """What a replay is made of."""

    async def facts(self) -> Facts | None:
        """Tell what is known of all of it; None where nothing has come in yet."""

    async def board(self, at: int, limit: int, before: str | None) -> Then:
        """Give the board of a moment (milliseconds), what stands below a key where one is given."""


async def replay_page(query: MultiMapping[str], room: Room, past: Past, lang: str) -> str:
    """Render the moment that an address names, or that of the first report.

    Raises:
        web.HTTPNotFound: the address names no moment, or no place.
        JournalError: the journal is damaged.
    """
    before = query.get("before")
    if before is not None and not is_key(before):
        raise web.HTTPNotFound
    facts = await past.facts()
    asked = query.get("at") or None
    at = room.now() if facts is None else _moment(asked, room, facts)
    view = ReplayView(
        facts=facts,
        then=Then(cursor="", entries=(), older=None) if facts is None else await past.board(at, _PAGE, before),
        at=at,
        asked=asked is not None,
        before=before,
        state=room.running.state,
    )
    return room.renderer.replay(view, lang)


def _moment(asked: str | None, room: Room, facts: Facts) -> int:
    if asked is None:
        return next((mark.at for mark in facts.marks if mark.kind == "first"), facts.begins)
    try:
        return read_moment(asked, ZoneInfo(room.running.coverage.time_zone), facts.begins, facts.ends)
    except (ValueError, OverflowError):
        raise web.HTTPNotFound from None
