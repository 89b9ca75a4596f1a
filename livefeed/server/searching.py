"""What is said of a search: to programs, on the page, and over all coverages at once."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from livefeed.engine.tally import Tally
from livefeed.model.times import iso
from livefeed.model.wire import entry_to_wire
from livefeed.server.histogram import Bar, histogram
from livefeed.server.looking import Look
from livefeed.server.parts import Found, Part, search
from livefeed.server.room import Room
from livefeed.server.views import CoverageHits, FoundBar, FoundView

__all__ = ["found_to_wire", "found_view", "hits_of", "search_all", "searched_to_wire"]

_HOURS = 240
"""Told to programs; of more the last."""

_COVERAGES = 20
"""Searched at once from the list of coverages; of more, those that come first in it."""

_EACH = 5
"""Entries of each of them."""


def found_to_wire(found: Found, zone: tzinfo) -> dict[str, Any]:
    """Write what is said of a search as a whole."""
    return {**_counted(found.tally, zone), "unread": found.asked.unread}


def _counted(tally: Tally | None, zone: tzinfo) -> dict[str, Any]:
    if tally is None:
        return {"total": None, "at_least": False, "hours": None}
    hours = [(iso(at), count) for at, count in tally.hours(zone)[-_HOURS:]]
    return {"total": tally.total, "at_least": not tally.is_whole, "hours": hours}


def found_view(room: Room, look: Look, found: Found | None) -> FoundView | None:
    """Draw what is said of a search on the page; nothing on pages that follow the first."""
    if found is None or found.tally is None:
        return None
    drawn = histogram(found.tally, room.zone)
    return FoundView(
        total=found.tally.total,
        is_whole=found.tally.is_whole,
        unread=found.asked.unread,
        of_days=drawn is not None and drawn.of_days,
        most=None if drawn is None else drawn.most.start,
        bars=[] if drawn is None else [_bar(bar, drawn.most.count, look, room.zone) for bar in drawn.bars],
    )


def _bar(bar: Bar, most: int, look: Look, zone: tzinfo) -> FoundBar:
    q = f"{look.q} after:{_local(bar.start, zone)} before:{_local(bar.end, zone)}".strip()
    return FoundBar(
        start=bar.start,
        count=bar.count,
        height=max(1, round(100 * bar.count / most)) if bar.count else 0,
        query=look.query(q=q) if bar.count and look.holds(q) else None,
    )


def _local(at: int, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at / 1_000, UTC).astimezone(zone).strftime("%Y-%m-%dT%H:%M")


class Searched(NamedTuple):
    """What a search finds in one coverage."""

    room: Room
    shown: Part


async def search_all(rooms: Iterable[Room], look: Look) -> list[Searched] | None:
    """Search in all coverages, each by its own time zone; gives those that have something.

    None where too many searches wait in one of them.

    Raises:
        JournalError: a journal is damaged.
    """
    asked = list(rooms)[:_COVERAGES]
    if any(room.running.reader.is_busy for room in asked):
        return None
    shown = await asyncio.gather(*(search(room, look, _EACH) for room in asked))
    return [Searched(room, part) for room, part in zip(asked, shown, strict=True) if part.entries]


def hits_of(searched: Sequence[Searched], look: Look, lang: str) -> list[CoverageHits]:
    """Make short lists of what was found, one for each coverage."""
    return [
        CoverageHits(
            slug=room.slug,
            title=room.running.coverage.title,
            found=found,
            hits=[room.renderer.hit(entry, shown.marks(entry), room.now(), lang) for entry in shown.entries],
            query=look.query(),
        )
        for room, shown in searched
        if (found := found_view(room, look, shown.found)) is not None
    ]


def searched_to_wire(searched: Sequence[Searched]) -> dict[str, Any]:
    """Write what was found, grouped by coverage."""
    return {
        "coverages": [
            {
                "slug": room.slug,
                "title": room.running.coverage.title,
                "state": room.running.state,
                "older": shown.older,
                **({} if shown.found is None else found_to_wire(shown.found, room.zone)),
                "entries": [entry_to_wire(entry) | {"marks": shown.marks(entry)} for entry in shown.entries],
            }
            for room, shown in searched
        ]
    }
