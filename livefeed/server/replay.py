"""`/{slug}/replay`: a coverage as it was at any moment, complete without script (docs/replay.md)."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import MultiMapping

from livefeed.model.entry import is_key
from livefeed.server.moments import read_moment
from livefeed.server.past import Replays
from livefeed.server.past_facts import marks_of
from livefeed.server.replay_view import ReplayView
from livefeed.server.room import Room

__all__ = ["moment_of", "replay_page"]

_PAGE = 40
"""Entries of a page."""
_AGAIN = 5
"""Times that a page is made anew because something was deleted meanwhile."""


async def replay_page(query: MultiMapping[str], room: Room, replays: Replays, lang: str, base: str) -> str:
    """Render the moment that an address names, or that of the first report.

    Raises:
        web.HTTPNotFound: the address names no moment, or no place.
        web.HTTPServiceUnavailable: too many look back at once.
        JournalError: the journal is damaged.
    """
    before = query.get("before")
    if before is not None and not is_key(before):
        raise web.HTTPNotFound
    for _ in range(_AGAIN):
        erased_at = room.running.hub.erased_at
        view = await _look(room, replays, query.get("at") or None, before)
        if room.running.hub.erased_at == erased_at:
            return room.renderer.replay(replace(view, base=base), lang)
    raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})


async def _look(room: Room, replays: Replays, asked: str | None, before: str | None) -> ReplayView:
    tip, coverage = room.running.hub.tip, room.running.coverage
    facts = await replays.ask(lambda past: past.facts())
    at = facts.begins or 0
    if asked is not None and facts.begins is not None and facts.ends is not None:
        at = moment_of(asked, ZoneInfo(coverage.time_zone), facts.begins, facts.ends)
    place = None if before is None else int(before, 16)
    stood = await replays.ask(lambda past: past.board(at, tip, place, _PAGE))
    return ReplayView(
        facts=facts,
        marks=marks_of(facts, coverage.programme),
        cursor=room.running.hub.cursor(stood.seq),
        entries=[entry for _, entry in stood.entries],
        older=stood.older,
        at=at,
        asked=asked is not None,
        before=before,
        state=room.running.state,
    )


def moment_of(asked: str, zone: ZoneInfo, begins: int, ends: int) -> int:
    """Read the moment that an address names, as `read_moment` does.

    Raises:
        web.HTTPNotFound: it names none.
    """
    try:
        return read_moment(asked, zone, begins, ends)
    except (ValueError, OverflowError):
        raise web.HTTPNotFound from None
